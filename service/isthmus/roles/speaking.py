"""Roles and activities as they stand within a sentence."""

from isthmus_knowledge.catalogue import catalogue


def doing(activity: str, known: str) -> str:
    """Give an activity as a sentence says it; ``known`` is its id in the catalogue, if any."""
    found = next((each for each in catalogue().activities if each.id == known), None)
    if found and found.name == activity:
        return found.doing
    return f"the activity “{activity}”"


def role_in_sentence(name: str, role: str) -> str:
    """Give a role with its article; ``role`` is its id in the catalogue, if any."""
    found = next((each for each in catalogue().roles if each.id == role), None)
    if found and found.name == name:
        return found.in_sentence
    return name if name.casefold().startswith(("the ", "our ")) else f"the {small(name)}"


def small(name: str) -> str:
    """Write a name within a sentence; an abbreviation stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Give a text in one line, without what no database keeps and no page shows."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
