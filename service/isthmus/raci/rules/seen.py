"""A chart as the rules see it: gone through once, with the letters of a row by their part."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from isthmus.raci.letters import Letter, LetterSet, Part
from isthmus.raci.model import Cell, Chart, Column, Row
from isthmus.raci.rules.model import Thresholds, vocabulary
from isthmus_knowledge.catalogue import Role, Side, catalogue

LONGEST_SHOWN = 70  # characters of an activity within a message
MOST_NAMED = 6  # roles within a message
NOT_HEARD = frozenset({Part.TOLD, Part.OUT})


@dataclass(frozen=True)
class SeenRow:
    """A row with its filled cells from the left, and the roles with a letter of each part."""

    row: Row
    place: int
    cells: tuple[tuple[Column, Cell], ...]
    by_part: Mapping[Part, tuple[Column, ...]]

    def having(self, *parts: Part) -> tuple[Column, ...]:
        if len(parts) == 1:
            return self.by_part.get(parts[0], ())
        found = (column for part in parts for column in self.by_part.get(part, ()))
        return tuple({column.id: column for column in found}.values())

    @cached_property
    def heard(self) -> tuple[Column, ...]:
        """Those who have a say in the row: all but those who are told, or out of it."""
        return self.having(*(part for part in Part if part not in NOT_HEARD))

    @property
    def is_empty(self) -> bool:
        return not self.by_part

    @property
    def number(self) -> str:
        return self.row.number or str(self.place)

    @cached_property
    def label(self) -> str:
        return f"row {self.number} ('{shortened(self.row.activity)}')"

    @cached_property
    def audits(self) -> bool:
        """Tell whether the activity is itself a check of others' work."""
        words = re.findall(r"\w+", self.row.activity.casefold())
        return not vocabulary().auditing.isdisjoint(words)

    def cell(self, column: Column) -> Cell:
        return self._by_column.get(column.id, ())

    @cached_property
    def _by_column(self) -> Mapping[str, Cell]:
        return {column.id: cell for column, cell in self.cells}


@dataclass(frozen=True)
class Seen:
    chart: Chart
    thresholds: Thresholds
    today: date | None
    parts: Mapping[str, Part]
    rows: tuple[SeenRow, ...]

    @cached_property
    def letters(self) -> LetterSet:
        return self.chart.letter_set

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The letters as people read them, by part: "A (Accountable)"."""
        of_parts = ((part, self.letters.of(part)) for part in Part)
        return {part: letter_in_words(letter) for part, letter in of_parts if letter}

    def letter_word(self, letter: str) -> str:
        return letter_in_words(self.letters[letter]) if letter in self.parts else letter

    @cached_property
    def used(self) -> frozenset[str]:
        """The ids of the columns with a letter."""
        return frozenset(column for _, column in self.chart.cells)

    @cached_property
    def busy(self) -> Counter[str]:
        """Count for each role, by its column's id, the rows in which it has a say."""
        return Counter(column.id for row in self.rows for column in row.heard)

    @cached_property
    def is_large(self) -> bool:
        """Tell whether it has rows enough to judge how many of them a role is in."""
        return len(self.rows) >= self.thresholds.rows

    def columns_of(self, side: Side) -> list[Column]:
        return [column for column in self.chart.columns if is_on(column, side)]


def seen(chart: Chart, thresholds: Thresholds, today: date | None) -> Seen:
    parts = {each.letter: each.part for each in chart.letter_set.letters}
    filled: dict[str, dict[str, Cell]] = {}
    for (row, column), cell in chart.cells.items():
        filled.setdefault(row, {})[column] = cell
    rows = tuple(
        _row(row, place, _from_the_left(chart, filled.get(row.id, {})), parts)
        for place, row in enumerate(chart.rows, 1)
    )
    return Seen(chart, thresholds, today, parts, rows)


def _from_the_left(chart: Chart, filled: Mapping[str, Cell]) -> tuple[tuple[Column, Cell], ...]:
    return tuple((each, filled[each.id]) for each in chart.columns if each.id in filled)


def _row(
    row: Row, place: int, cells: tuple[tuple[Column, Cell], ...], parts: Mapping[str, Part]
) -> SeenRow:
    by_part: dict[Part, dict[str, Column]] = {}
    for column, cell in cells:
        for assignment in cell:
            part = parts.get(assignment.letter)
            if part is not None:
                by_part.setdefault(part, {})[column.id] = column
    return SeenRow(row, place, cells, {part: tuple(c.values()) for part, c in by_part.items()})


def letter_in_words(letter: Letter) -> str:
    return f"{letter.letter} ({letter.word})"


def role_of(column: Column) -> Role | None:
    """Find the catalogue's role of a column, by its id or by its name."""
    return _role(column.role, column.name)


@cache
def _role(role: str, name: str) -> Role | None:
    if role:
        return next((each for each in catalogue().roles if each.id == role), None)
    return catalogue().role_named(name)


def side_of(column: Column) -> Side | None:
    role = role_of(column)
    return column.side or (role.side if role else None)


def is_external(column: Column) -> bool:
    return side_of(column) is Side.EXTERNAL


def is_on(column: Column, side: Side) -> bool:
    return side_of(column) in {side, Side.BOTH}


def named(columns: Iterable[Column]) -> str:
    """List roles in words: "CISO, Plant manager and Legal"."""
    names = [column.name for column in columns]
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} others"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"
