"""Duties that sentences, lists and tables of documents give to roles; read by rules alone."""

from isthmus.raci.duties.model import Duty
from isthmus.raci.duties.reading import duties_in

__all__ = ["Duty", "duties_in"]
