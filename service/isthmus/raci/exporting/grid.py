"""A chart as the table that every file shows: title above, bands for sections, a line a row.

Conventions, which a reader of such files can rely on: the first columns are "No." and "Step" where
a row has one, and "Activity"; a section is a line of its own with its name in the first column, or
a first column "Section" where a row without section follows one that has one; a cell is "A/R", with
notes "A (note) / R".
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from unicodedata import category

from isthmus.raci.model import Cell, Chart, Column, Row

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "'"
UNPRINTABLE = {"Cc", "Cn", "Cs", "Zl", "Zp"}  # control, unassigned, half signs, line ends
LEADS: dict[str, Callable[[Row], str]] = {
    "Section": lambda row: row.section,
    "No.": lambda row: row.number,
    "Step": lambda row: row.step,
    "Activity": lambda row: row.activity,
}


@dataclass(frozen=True)
class Band:
    """The name of a section, before its first row."""

    name: str


@dataclass(frozen=True)
class Line:
    row: Row
    leads: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.leads, *map(cell_text, self.cells))


@dataclass(frozen=True)
class Grid:
    title: str
    leads: tuple[str, ...]
    roles: tuple[str, ...]
    lines: tuple[Band | Line, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return (*self.leads, *self.roles)


def grid_of(chart: Chart) -> Grid:
    leads = _leads(chart)
    banded = "Section" not in leads
    lines: list[Band | Line] = []
    section = ""
    for row in chart.rows:
        if banded and row.section != section:
            section = row.section
            lines.append(Band(one_line(section)))
        texts = tuple(one_line(LEADS[lead](row)) for lead in leads)
        lines.append(Line(row, texts, tuple(chart.cell(row.id, c.id) for c in chart.columns)))
    roles = tuple(one_line(column.name) for column in chart.columns)
    return Grid(one_line(chart.title), leads, roles, tuple(lines))


def _leads(chart: Chart) -> tuple[str, ...]:
    """Leave out what no row has; bands cannot say that a section ends, so a column does then."""
    ends = any(before.section and not after.section for before, after in pairwise(chart.rows))
    optional = {
        "Section": ends,
        "No.": any(row.number for row in chart.rows),
        "Step": any(row.step for row in chart.rows),
    }
    return tuple(lead for lead in LEADS if optional.get(lead, True))


def cell_text(cell: Cell) -> str:
    """Write a cell: "A/R", or "A (signs the plan) / R" where there are notes."""
    joint = " / " if any(assignment.note for assignment in cell) else "/"
    return joint.join(
        f"{one_line(a.letter)} ({one_line(a.note)})" if a.note else one_line(a.letter) for a in cell
    )


@lru_cache(maxsize=20_000)
def one_line(text: str) -> str:
    """Give a text without line breaks and without signs that XML cannot hold."""
    return " ".join("".join(" " if category(s) in UNPRINTABLE else s for s in text).split())


def unarmed(text: str) -> str:
    """Mark as text what a spreadsheet would take for a formula; a reader drops the one mark."""
    return f"'{text}" if text.startswith((*FORMULA, MARK)) else text


def place(row: Row | None) -> str:
    """Name a row as people do: its number and what is done."""
    return " ".join(filter(None, (one_line(row.number), one_line(row.activity)))) if row else ""


def row_of(chart: Chart, row: str | None) -> Row | None:
    return next((each for each in chart.rows if each.id == row), None)


def column_of(chart: Chart, column: str | None) -> Column | None:
    return next((each for each in chart.columns if each.id == column), None)
