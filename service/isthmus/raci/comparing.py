"""What is other in one state of a chart than in another, cell by cell, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.raci.model import Assignment, Cell, Chart, Column, Row, State


class Kind(StrEnum):
    DESCRIPTION = "description"
    ROW_ADDED = "row added"
    ROW_REMOVED = "row removed"
    ROW_CHANGED = "row changed"
    COLUMN_ADDED = "column added"
    COLUMN_REMOVED = "column removed"
    COLUMN_CHANGED = "column changed"
    ORDER = "order"
    LETTERS = "letters"
    ANSWER = "answer"
    REASON = "reason"


@dataclass(frozen=True)
class Difference:
    """One difference; ``row`` and ``role`` are names, ``about`` tells which property changed."""

    kind: Kind
    row: str = ""
    role: str = ""
    about: str = ""
    before: str = ""
    after: str = ""

    @property
    def in_words(self) -> str:
        change = f"{self.before or 'nothing'} → {self.after or 'nothing'}"
        where = ", ".join(filter(None, (self.row, self.role)))
        match self.kind:
            case Kind.ROW_ADDED | Kind.COLUMN_ADDED:
                return f"Added: {where}"
            case Kind.ROW_REMOVED | Kind.COLUMN_REMOVED:
                return f"Removed: {where}"
            case Kind.ORDER:
                return f"The {self.about} stand in another order"
            case Kind.REASON:
                return f"{where}: another reason for {self.about}"
        of = ", ".join(filter(None, (where or "The chart", self.about)))
        return f"{of}: {change}"


_OF_CHART: Final = ("title", "scope", "letters", "steps", "review")
_OF_ROW: Final = ("activity", "section", "number", "step", "catalogue", "safety_relevant")
_OF_COLUMN: Final = ("name", "role", "side", "aliases", "held_by", "authority", "audits")
_IN_WORDS: Final = {
    "letters": "set of letters",
    "safety_relevant": "relevance to safety",
    "held_by": "holders",
    "catalogue": "place in the catalogue",
    "role": "place in the catalogue",
    "audits": "task to audit",
}


def compared(before: Chart, after: Chart) -> tuple[Difference, ...]:
    """Give all differences: of the description, then rows, columns, and cells in reading order."""
    return (
        *_properties(Kind.DESCRIPTION, before, after, ""),
        *_rows(before, after),
        *_columns(before, after),
        *_cells(before, after),
    )


def _rows(before: Chart, after: Chart) -> Iterator[Difference]:
    old, new = ({row.id: row for row in chart.rows} for chart in (before, after))
    yield from (Difference(Kind.ROW_REMOVED, old[id_].activity) for id_ in old if id_ not in new)
    yield from (Difference(Kind.ROW_ADDED, new[id_].activity) for id_ in new if id_ not in old)
    for id_ in filter(old.__contains__, new):
        yield from _properties(Kind.ROW_CHANGED, old[id_], new[id_], old[id_].activity)
    if [i for i in old if i in new] != [i for i in new if i in old]:
        yield Difference(Kind.ORDER, about="rows")


def _columns(before: Chart, after: Chart) -> Iterator[Difference]:
    old, new = ({column.id: column for column in chart.columns} for chart in (before, after))
    for id_ in old:
        if id_ not in new:
            yield Difference(Kind.COLUMN_REMOVED, role=old[id_].name)
    for id_ in new:
        if id_ not in old:
            yield Difference(Kind.COLUMN_ADDED, role=new[id_].name)
    for id_ in filter(old.__contains__, new):
        yield from _properties(Kind.COLUMN_CHANGED, old[id_], new[id_], old[id_].name)
    if [i for i in old if i in new] != [i for i in new if i in old]:
        yield Difference(Kind.ORDER, about="columns")


def _properties(
    kind: Kind, before: Chart | Row | Column, after: Chart | Row | Column, name: str
) -> Iterator[Difference]:
    names = {Kind.DESCRIPTION: _OF_CHART, Kind.ROW_CHANGED: _OF_ROW}.get(kind, _OF_COLUMN)
    row, role = (name, "") if kind is Kind.ROW_CHANGED else ("", name)
    for each in names:
        old, new = getattr(before, each), getattr(after, each)
        if old != new:
            about = _IN_WORDS.get(each, each)
            yield Difference(kind, row, role, about, _shown(old), _shown(new))


def _cells(before: Chart, after: Chart) -> Iterator[Difference]:
    """Go through the cells of what stands in either chart; what left with its row tells nothing."""
    for row in after.rows:
        for column in after.columns:
            old, new = before.cell(row.id, column.id), after.cell(row.id, column.id)
            if old != new:
                yield from _cell(old, new, row.activity, column.name)


def _cell(old: Cell, new: Cell, row: str, role: str) -> Iterator[Difference]:
    letters = _letters(old), _letters(new)
    answers = _answers(old), _answers(new)
    if letters[0] != letters[1]:
        yield Difference(Kind.LETTERS, row, role, "", *letters)
    elif answers[0] != answers[1]:
        yield Difference(Kind.ANSWER, row, role, "", *answers)
    else:
        bases = (", ".join(a.basis.text for a in cell if a.basis) for cell in (old, new))
        yield Difference(Kind.REASON, row, role, letters[1], *bases)


def _letters(cell: Cell) -> str:
    return ", ".join(f"{a.letter} ({a.note})" if a.note else a.letter for a in cell)


def _answers(cell: Cell) -> str:
    return ", ".join(map(_answer, cell))


def _answer(assignment: Assignment) -> str:
    by = f" by {assignment.decided_by}" if assignment.state is not State.PROPOSED else ""
    reason = f" (“{assignment.reason}”)" if assignment.reason else ""
    return f"{assignment.letter} {assignment.state}{by}{reason}"


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(map(str, value))
    return str(value)
