"""What is other in one state of a definition than in another, line by line, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.roles.model import Definition, Line


class Kind(StrEnum):
    DESCRIPTION = "description"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SOURCES = "sources"


@dataclass(frozen=True)
class Difference:
    """One difference; ``about`` is the topic of a line, or what of the role is described."""

    kind: Kind
    about: str
    before: str = ""
    after: str = ""

    @property
    def in_words(self) -> str:
        match self.kind:
            case Kind.ADDED:
                return f"Added, {self.about}: {self.after}"
            case Kind.REMOVED:
                return f"Removed, {self.about}: {self.before}"
        return f"{self.about}: {self.before or 'nothing'} → {self.after or 'nothing'}"


_DESCRIBED: Final = ("name", "role", "side", "review")


def compared(before: Definition, after: Definition) -> tuple[Difference, ...]:
    """Give all differences: of the description, then of the lines as they are read."""
    return (*_description(before, after), *_lines(before, after))


def _description(before: Definition, after: Definition) -> Iterator[Difference]:
    for name in _DESCRIBED:
        old, new = (str(getattr(each, name) or "") for each in (before, after))
        if old != new:
            yield Difference(Kind.DESCRIPTION, name, old, new)


def _lines(before: Definition, after: Definition) -> Iterator[Difference]:
    old, new = ({line.id: line for line in each.lines} for each in (before, after))
    for id_, line in old.items():
        if id_ not in new:
            yield Difference(Kind.REMOVED, line.topic, line.in_words)
    for id_, line in new.items():
        if id_ not in old:
            yield Difference(Kind.ADDED, line.topic, after=line.in_words)
        elif old[id_].in_words != line.in_words:
            yield Difference(Kind.CHANGED, line.topic, old[id_].in_words, line.in_words)
        elif old[id_] != line:
            yield Difference(Kind.SOURCES, line.topic, _sources(old[id_]), _sources(line))


def _sources(line: Line) -> str:
    return "; ".join(source.in_words for source in line.sources)
