"""What one role has to do across charts: its letters, how many they are, where charts disagree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from isthmus.raci.letters import Part
from isthmus.raci.listing import names_of
from isthmus.raci.model import Cell, Chart, Column, Filed, Row, State
from isthmus_knowledge.corpus_entries import folded


@dataclass(frozen=True)
class Duty:
    """What a role has in one row of one chart; ``decides`` names who answers for that row there."""

    chart: str
    title: str
    row: Row
    column: Column
    cell: Cell
    decides: tuple[str, ...]

    @property
    def activity(self) -> str:
        """Tell what is the same activity in two charts."""
        return self.row.catalogue or folded(self.row.activity)

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(sorted(assignment.letter for assignment in self.cell))


@dataclass(frozen=True)
class Burden:
    """A role across charts; ``conflicts`` are duties of one activity on which charts disagree."""

    role: str
    duties: tuple[Duty, ...]
    conflicts: tuple[tuple[Duty, ...], ...]
    parts: Mapping[Part, int]
    states: Mapping[State, int]


def burden(role: str, charts: Sequence[Filed]) -> Burden:
    """Give what a role has to do in these charts, by any of its names."""
    named = names_of(role)
    duties = tuple(duty for filed in charts for duty in _duties(filed, named))
    by_id = {filed.id: filed.chart for filed in charts}
    parts = Counter(part for duty in duties for part in _parts(by_id[duty.chart], duty))
    return Burden(
        role=duties[0].column.name if duties else role,
        duties=duties,
        conflicts=tuple(_conflicts(duties)),
        parts={part: parts[part] for part in Part if parts[part]},
        states=Counter(assignment.state for duty in duties for assignment in duty.cell),
    )


def _duties(filed: Filed, named: frozenset[str]) -> Iterator[Duty]:
    chart = filed.chart
    columns = [each for each in chart.columns if not named.isdisjoint(_names(each))]
    for row in chart.rows:
        decides = tuple(column.name for column in chart.holding(row.id, Part.DECIDES))
        for column in columns:
            if cell := chart.cell(row.id, column.id):
                yield Duty(filed.id, chart.title, row, column, cell, decides)


def _names(column: Column) -> frozenset[str]:
    return frozenset(map(folded, (column.name, column.role, *column.aliases))) - {""}


def _parts(chart: Chart, duty: Duty) -> Iterator[Part]:
    letters = chart.letter_set
    return (letters.part_of(letter) for letter in duty.letters if letter in letters)


def _conflicts(duties: Iterable[Duty]) -> Iterator[tuple[Duty, ...]]:
    same: dict[str, list[Duty]] = {}
    for duty in duties:
        same.setdefault(duty.activity, []).append(duty)
    for group in same.values():
        disagree = len({(duty.letters, frozenset(map(folded, duty.decides))) for duty in group}) > 1
        if disagree and len({duty.chart for duty in group}) > 1:
            yield tuple(group)
