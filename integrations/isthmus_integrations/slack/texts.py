"""What somebody typed, as Slack encodes it, back into the words they see."""

import re
from collections.abc import Callable
from typing import Final

from isthmus.people import Person

_MARKED: Final = re.compile(r"<([^<>]*)>")
_WORD: Final = re.compile(r"[\w][\w.-]*")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last


def plain(text: str, name: Callable[[str], str], without: str = "") -> str:
    """Give the text as it is read; ``name`` gives a user's, ``without`` is a user left out."""

    def shown(found: re.Match[str]) -> str:
        said, _, label = found[1].partition("|")
        if said.startswith("@"):
            return "" if said[1:] == without else f"@{name(said[1:])}"
        if said.startswith("#"):
            return f"#{label or said[1:]}"
        if said.startswith("!"):
            return _special(said[1:], label)
        return label or said.removeprefix("mailto:")

    read = _unescaped(_MARKED.sub(shown, text)).strip()
    begins_with_us = bool(without) and text.lstrip().startswith(f"<@{without}")
    return read.lstrip(",:; ") if begins_with_us else read  # as in "@Isthmus, who …"


def _special(said: str, label: str) -> str:
    if label:
        return label
    return f"@{said}" if said in {"here", "channel", "everyone"} else ""


def _unescaped(text: str) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def names_us(text: str, bot: str) -> bool:
    return f"<@{bot}>" in text or f"<@{bot}|" in text


def names_another_first(text: str, bot: str) -> bool:
    """Tell whether something begins by addressing somebody else."""
    said = text.lstrip()
    return said.startswith("<@") and not said.startswith((f"<@{bot}>", f"<@{bot}|"))


def called(person: Person, name: str) -> str:
    """Give one word for somebody with an account: orders that begin with a name take no more."""
    first = next(iter(name.split(maxsplit=1)), name)
    return person.id if _WORD.fullmatch(person.id) else first
