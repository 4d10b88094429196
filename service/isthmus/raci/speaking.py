"""Roles and activities as they stand within a sentence."""

from collections.abc import Iterable

from isthmus_knowledge.catalogue import catalogue


def doing(activity: str, known: str) -> str:
    """Give an activity as a sentence says it; ``known`` is its id in the catalogue, if any.

    One of the organisation's own words stands in quotation marks.
    """
    found = next((each for each in catalogue().activities if each.id == known), None)
    if found and found.name == activity:
        return found.doing
    return f"the activity “{activity}”"


def small(name: str) -> str:
    """Write a name within a sentence; an abbreviation stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(texts: Iterable[str]) -> str:
    *firsts, last = texts
    return f"{', '.join(firsts)} and {last}" if firsts else last
