"""Names of roles within a sentence, and texts in one line."""

from typing import Final

from isthmus.raci.duties.grammar import singular
from isthmus.raci.duties.wording import wording
from isthmus.raci.speaking import small
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.corpus_entries import folded

_FUNCTIONS: Final = frozenset("it ot hr it/ot it & ot hse ehs qa iam r&d".split())


def role_in_sentence(name: str, role: str) -> str:
    """Give a role with its article; ``role`` is its id in the catalogue, if any."""
    found = next((each for each in catalogue().roles if each.id == role), None)
    if found and found.name == name:
        return found.in_sentence
    if name.casefold().startswith(("the ", "our ")) or not _is_somebody(name):
        return name
    return f"the {small(name)}"


def _is_somebody(name: str) -> bool:
    """Tell "plant manager" and "CISO", which take an article, from "IT Security" and "HR"."""
    last = folded(name).split()[-1:]
    is_abbreviation = name.isupper() and folded(name) not in _FUNCTIONS
    return is_abbreviation or any(singular(word) in wording().heads for word in last)


def plain(text: str) -> str:
    """Give a text in one line, without what no database keeps and no page shows."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
