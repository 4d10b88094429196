"""Passages as a language model may be shown them."""

from isthmus.library.model import Hit
from isthmus.llm.model import Shown


def as_shown(hit: Hit) -> Shown:
    said = hit.document.description
    return Shown(hit.id, hit.document.id, said.collection, said.licence, hit.passage.text)
