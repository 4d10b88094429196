"""What a reply is made of, as a page shows it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from isthmus.edge.sessions import own_path
from isthmus.messages import Part, Quote, Reply, Table

_LETTERS: Final = re.compile(r"(?:[A-Z](?:/[A-Z])*)?")
_SIDE_BY_SIDE: Final = 6  # columns; a row of more is no card on a phone


@dataclass(frozen=True)
class ShownPart:
    """A part with its place in the reply, and what it needs of the others."""

    n: int
    part: Part
    quotes: Mapping[int, str]
    with_table: bool
    base: str

    @property
    def kind(self) -> str:
        return type(self.part).__name__

    def way(self, address: str) -> str:
        """Give the way to an address within this console, "" to any other."""
        path = address.removeprefix(self.base)
        return path if path != address and own_path(path) == path else ""

    def marks(self, citations: Sequence[int]) -> list[tuple[int, str]]:
        """Give citations with the ways to the passages they are of."""
        return [(n, self.way(self.quotes.get(n, ""))) for n in citations]

    @cached_property
    def is_narrow(self) -> bool:
        return isinstance(self.part, Table) and len(self.part.columns) <= _SIDE_BY_SIDE

    @cached_property
    def has_letters(self) -> bool:
        """Tell whether it is a chart: behind each activity letters and nothing else."""
        if not isinstance(self.part, Table):
            return False
        cells = [cell for row in self.part.rows for cell in row[1:]]
        return any(cells) and all(map(_LETTERS.fullmatch, cells))


def shown(reply: Reply, base: str) -> list[ShownPart]:
    """Give the parts of a reply in their order; ``base`` is the address of this console."""
    quotes = {each.n: each.address for each in reply.of(Quote) if each.n}
    with_table = bool(reply.of(Table))
    return [ShownPart(n, part, quotes, with_table, base) for n, part in enumerate(reply.parts)]


def field_name(name: str) -> str:
    """Name a field of a reply's form apart from what each form of ours has."""
    return f"field-{name}"
