"""Names of roles within a sentence, and texts in one line."""

from isthmus.raci.speaking import small
from isthmus_knowledge.catalogue import catalogue


def role_in_sentence(name: str, role: str) -> str:
    """Give a role with its article; ``role`` is its id in the catalogue, if any."""
    found = next((each for each in catalogue().roles if each.id == role), None)
    if found and found.name == name:
        return found.in_sentence
    return name if name.casefold().startswith(("the ", "our ")) else f"the {small(name)}"


def plain(text: str) -> str:
    """Give a text in one line, without what no database keeps and no page shows."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
