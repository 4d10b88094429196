"""Lets what the organisation's own documents state speak before the catalogue."""

from isthmus.raci.grounding.lettering import grounded
from isthmus.raci.grounding.model import Contradiction, Difference, Grounded, Stated, Unplaced
from isthmus.raci.grounding.reading import duties_of_library

__all__ = [
    "Contradiction",
    "Difference",
    "Grounded",
    "Stated",
    "Unplaced",
    "duties_of_library",
    "grounded",
]
