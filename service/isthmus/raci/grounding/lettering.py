"""Puts what documents state into the cells of a chart.

A document wins over the catalogue, and people over both: a letter that somebody has accepted or
declined stays, and the difference is shown. Each row keeps exactly one role that decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.raci.changes import SetCell, apply
from isthmus.raci.drafting.nearness import Embedding
from isthmus.raci.grounding.fitting import Fit, fits
from isthmus.raci.grounding.model import Contradiction, Difference, Grounded, Stated, Unplaced
from isthmus.raci.letters import Part
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Chart, Column, Row, State
from isthmus_knowledge.catalogue import Side

_HAS: Final = {
    Part.DECIDES: "has {role} decide",
    Part.DOES: "has {role} do the work",
    Part.SUPPORTS: "has {role} help",
    Part.VERIFIES: "has {role} check it",
    Part.ASKED: "has {role} heard",
    Part.TOLD: "has {role} informed",
}
_INSTEAD: Final = {Part.SUPPORTS: Part.DOES, Part.VERIFIES: Part.ASKED}  # in a set without them
_GIVEN_UP: Final = frozenset({Part.DECIDES, Part.ASKED, Part.TOLD, Part.OUT})  # by who decides
_WEAKER: Final = {
    Part.DOES: frozenset({Part.ASKED, Part.TOLD, Part.OUT}),
    Part.SUPPORTS: frozenset({Part.ASKED, Part.TOLD, Part.OUT}),
    Part.VERIFIES: frozenset({Part.TOLD, Part.OUT}),
    Part.ASKED: frozenset({Part.TOLD, Part.OUT}),
    Part.TOLD: frozenset({Part.OUT}),
}


def grounded(
    chart: Chart, stated: Sequence[Stated], embedding: Embedding | None = None
) -> Grounded:
    """Give the chart with the letters that documents state, and what they change.

    ``embedding`` finds rows by their meaning, too; without it words decide.
    """
    found = fits(chart, stated, embedding)
    work = _Work(chart)
    for row in chart.rows:
        of_row = [fit for fit in found if fit.row == row]
        work.take_parts([fit for fit in of_row if fit.part is not Part.DECIDES])
        work.take_decision(row, [fit for fit in of_row if fit.part is Part.DECIDES])
    return Grounded(
        work.chart,
        tuple(work.differences),
        tuple(work.contradictions),
        tuple(_unplaced(found)),
    )


def _unplaced(found: Sequence[Fit]) -> Iterator[Unplaced]:
    seen = set()
    for fit in found:
        role = fit.named.role.id if fit.named.role else ""
        key = fit.row.id, role or fit.named.name.casefold(), fit.part
        if fit.column is None and key not in seen:
            seen.add(key)
            yield Unplaced(fit.row, fit.named.name, role, fit.stated)


@dataclass(frozen=True)
class _Placed:
    """A fit whose column is known."""

    stated: Stated
    row: Row
    part: Part
    column: Column

    @property
    def text(self) -> str:
        return f"{self.stated.place} {_HAS[self.part].format(role=self.column.name)}"


class _Work:
    """A chart on its way from what the catalogue said to what documents say."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.differences: list[Difference] = []
        self.contradictions: list[Contradiction] = []

    def take_parts(self, found: Sequence[Fit]) -> None:
        """Let roles do, support, be heard and be told; of two parts the stronger one stays."""
        order = list(_WEAKER)
        for placed in sorted(_placed(found), key=lambda each: order.index(each.part)):
            part = self._part(placed.part)
            if part is not None:
                self._take_part(placed, part)

    def _part(self, part: Part) -> Part | None:
        """Give the part as this set of letters knows it; None where it has no letter for it."""
        known = self.chart.letter_set
        ways = (part, _INSTEAD.get(part, part))
        return next((each for each in ways if known.of(each)), None)

    def _take_part(self, placed: _Placed, part: Part) -> None:
        cell = self.chart.cell(placed.row.id, placed.column.id)
        parts = self._parts(cell)
        if part in parts:
            self._confirm(placed, part)
        elif part is Part.DOES or not parts or set(parts) <= _WEAKER[part]:
            kept = [each for each in cell if self._part_of(each) not in _WEAKER[part]]
            self._change(placed, (*kept, self._assignment(placed, part)), placed.text)

    def take_decision(self, row: Row, found: Sequence[Fit]) -> None:
        """Let one role decide: where documents name several, the row stays as it was."""
        ours = []
        for placed in _placed(found):
            if placed.column.side is Side.EXTERNAL:
                self._look_at(placed, "an external party cannot answer for it")
            else:
                ours.append(placed)
        by_column = {each.column.id: each for each in reversed(ours)}
        sides = [by_column[each] for each in dict.fromkeys(each.column.id for each in ours)]
        if len({side.stated.duty.quote for side in sides}) > 1 and len(sides) > 1:
            self._contradict(row, sides)
        elif len(sides) > 1:
            self._decide_together(row, sides)
        elif sides:
            self._decide(row, sides[0])

    def _decide(self, row: Row, placed: _Placed) -> None:
        before = self.chart.holding(row.id, Part.DECIDES)
        if placed.column in before:
            self._confirm(placed, Part.DECIDES)
            return
        cells = [self.chart.cell(row.id, each.id) for each in (*before, placed.column)]
        if any(self._is_settled(cell) for cell in cells):
            self._look_at(placed, f"{_names(before)} decides in the chart, and people agreed on it")
            return
        cell = self.chart.cell(row.id, placed.column.id)
        kept = [each for each in cell if self._part_of(each) not in _GIVEN_UP]
        said = f"the chart had {_names(before)}" if before else "the chart had nobody"
        new = self._assignment(placed, Part.DECIDES)
        self._change(placed, (new, *kept), f"{placed.text}; {said}")
        for each in before:
            self._give_up(replace(placed, column=each), placed.column)

    def _give_up(self, placed: _Placed, decides: Column) -> None:
        """Take the decision from a role; it does the work where nobody else does."""
        cell = self.chart.cell(placed.row.id, placed.column.id)
        kept = tuple(each for each in cell if self._part_of(each) is not Part.DECIDES)
        does = self.chart.letter_set.of(Part.DOES)
        text = f"{placed.stated.place} has {decides.name} decide instead of {placed.column.name}"
        if does and not self.chart.holding(placed.row.id, Part.DOES):
            text = f"{text}, who does the work, as nobody else does"
            basis = Basis(BasisKind.RULE, f"{text}.", source="one-responsible")
            kept = (*kept, Assignment(does.letter, basis))
        self._change(placed, kept, text)

    def _decide_together(self, row: Row, sides: Sequence[_Placed]) -> None:
        """Leave a decision that one sentence gives to several roles with whom the chart names."""
        before = self.chart.holding(row.id, Part.DECIDES)
        for side in sides:
            if side.column in before:
                self._confirm(side, Part.DECIDES)
            else:
                who = _names([each.column for each in sides])
                self._look_at(side, f"{who} decide together there, and a row has one who answers")

    def _contradict(self, row: Row, sides: Sequence[_Placed]) -> None:
        said = "; ".join(f"{side.text} (“{side.stated.duty.quote}”)" for side in sides)
        text = f"Documents disagree on who decides in '{row.activity}': {said}. Say which holds."
        pairs = tuple((side.column, side.stated) for side in sides)
        self.contradictions.append(Contradiction(row, pairs, text))

    def _confirm(self, placed: _Placed, part: Part) -> None:
        """Let the document be the reason of a letter that stands already; the first one stays."""
        cell = self.chart.cell(placed.row.id, placed.column.id)
        basis = placed.stated.basis(f"{placed.text}.")
        confirmed = tuple(
            replace(each, basis=basis) if self._part_of(each) is part and _may_gain(each) else each
            for each in cell
        )
        self.chart = apply(self.chart, SetCell(placed.row.id, placed.column.id, confirmed))

    def _change(self, placed: _Placed, cell: Cell, text: str) -> None:
        before = self.chart.cell(placed.row.id, placed.column.id)
        if self._is_settled(before):
            self._look_at(placed, "people agreed on what stands in the chart")
            return
        self.chart = apply(self.chart, SetCell(placed.row.id, placed.column.id, cell))
        self._differ(placed, _letters(before), _letters(cell), text)

    def _look_at(self, placed: _Placed, why: str) -> None:
        letters = _letters(self.chart.cell(placed.row.id, placed.column.id))
        text = f"{placed.text}; {why}, so nothing was changed: look at it"
        self._differ(placed, letters, letters, text)

    def _differ(
        self, placed: _Placed, before: tuple[str, ...], after: tuple[str, ...], text: str
    ) -> None:
        whole = f"{text}: “{placed.stated.duty.quote}”"
        self.differences.append(
            Difference(placed.row, placed.column, before, after, whole, placed.stated)
        )

    def _assignment(self, placed: _Placed, part: Part) -> Assignment:
        letter = self.chart.letter_set.of(part)
        assert letter is not None  # noqa: S101 - `_part` asked, and every set has one that decides
        return Assignment(letter.letter, placed.stated.basis(f"{placed.text}."))

    def _parts(self, cell: Cell) -> list[Part | None]:
        return [self._part_of(each) for each in cell]

    def _part_of(self, assignment: Assignment) -> Part | None:
        known = self.chart.letter_set
        return known.part_of(assignment.letter) if assignment.letter in known else None

    def _is_settled(self, cell: Cell) -> bool:
        return any(each.state is not State.PROPOSED for each in cell)


def _placed(found: Sequence[Fit]) -> list[_Placed]:
    return [_Placed(each.stated, each.row, each.part, each.column) for each in found if each.column]


def _may_gain(assignment: Assignment) -> bool:
    return assignment.basis is None or assignment.basis.kind is not BasisKind.PASSAGE


def _letters(cell: Cell) -> tuple[str, ...]:
    return tuple(each.letter for each in cell)


def _names(columns: Sequence[Column]) -> str:
    return " and ".join(each.name for each in columns)
