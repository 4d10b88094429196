"""What is asked of a chart in words, carried out: an order gives what to say about it."""

from isthmus.raci.hearing.clarifying import Choice
from isthmus.raci.hearing.hearing import File, Heard, Hearing

__all__ = ["Choice", "File", "Heard", "Hearing"]
