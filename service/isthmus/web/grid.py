"""A chart as a page shows it: rows with their cells, and what the rules say beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from isthmus.library.model import slug
from isthmus.raci.letters import LetterSet
from isthmus.raci.model import Assignment, Cell, Chart, Column, Row, State
from isthmus.raci.rules import Finding, rules
from isthmus.raci.rules.model import About


@dataclass(frozen=True)
class Badge:
    """One letter; ``part`` says how it looks, ``words`` what it is for who cannot see that."""

    letter: str
    part: str
    state: State
    words: str


@dataclass(frozen=True)
class Line:
    """A row; ``place`` counts from 1, ``heading`` begins a section.

    ``anchor`` is what addresses of a page name it by; of two rows with the same words the first
    has it.
    """

    place: int
    row: Row
    heading: str
    cells: tuple[tuple[Badge, ...], ...]
    findings: tuple[Finding, ...]
    anchor: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether somebody has still to accept a letter of it."""
        return any(badge.state is not State.ACCEPTED for cell in self.cells for badge in cell)

    @property
    def errors(self) -> int:
        return sum(finding.severity.value == "error" for finding in self.findings)


@dataclass(frozen=True)
class Grid:
    """``about_columns`` and ``about_chart`` are the findings that are about no row.

    Findings about the drawing stand beside it; ``open`` are those about how far it is: what waits
    for somebody to accept it, who holds nothing yet, what is to be reviewed.
    """

    chart: Chart
    lines: tuple[Line, ...]
    about_columns: Mapping[str, tuple[Finding, ...]]
    about_chart: tuple[Finding, ...]
    open: tuple[Finding, ...]

    @classmethod
    def of(cls, chart: Chart, findings: Sequence[Finding]) -> "Grid":
        drawing = [each for each in findings if rules()[each.rule].about is About.DRAWING]
        ordered = sorted((f for f in drawing if f.row), key=lambda found: str(found.row))
        by_row = {str(row): tuple(found) for row, found in groupby(ordered, lambda f: str(f.row))}
        lines: list[Line] = []
        section = ""
        for place, row in enumerate(chart.rows, start=1):
            heading = row.section if row.section != section else ""
            section = row.section
            cells = tuple(badges(chart, chart.cell(row.id, c.id)) for c in chart.columns)
            found = by_row.get(row.id, ())
            lines.append(Line(place, row, heading, cells, found, _anchor(row, chart.rows)))
        about = {
            column.id: tuple(f for f in drawing if f.column == column.id and not f.row)
            for column in chart.columns
        }
        rest = tuple(f for f in drawing if not f.row and not f.column)
        waiting = tuple(each for each in findings if each not in drawing)
        return cls(chart, tuple(lines), about, rest, waiting)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings about the drawing: of the chart, of its rows, of its roles."""
        return (
            *self.about_chart,
            *(found for line in self.lines for found in line.findings),
            *(found for column in self.chart.columns for found in self.about_columns[column.id]),
        )


@dataclass(frozen=True)
class Detail:
    """One cell with its reasons, and its neighbours' names."""

    row: Row
    column: Column
    cell: Cell
    badges: tuple[Badge, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, chart: Chart, row: str, column: str, findings: Sequence[Finding]) -> "Detail":
        cell = chart.cell(row, column)
        about = tuple(f for f in findings if f.row == row and f.column in {None, column})
        found = chart.row(row), chart.column(column)
        return cls(*found, cell, badges(chart, cell), about)

    @property
    def letters(self) -> str:
        return "/".join(badge.letter for badge in self.badges)

    @property
    def reasons(self) -> list[tuple[Badge, Assignment]]:
        return list(zip(self.badges, self.cell, strict=True))


def _anchor(row: Row, rows: Sequence[Row]) -> str:
    first = next(each for each in rows if each.activity == row.activity)
    return f"row-{slug(row.activity)}" if first == row else ""


def badges(chart: Chart, cell: Cell) -> tuple[Badge, ...]:
    letters = chart.letter_set
    return tuple(_badge(letters, assignment) for assignment in cell)


def _badge(letters: LetterSet, assignment: Assignment) -> Badge:
    badge = Badge(assignment.letter, "unknown", assignment.state, "no letter of the set")
    if assignment.letter not in letters:
        return badge
    letter = letters[assignment.letter]
    return replace(badge, part=letter.part.value, words=f"{letter.word}, {assignment.state}")
