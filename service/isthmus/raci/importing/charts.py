"""A table with its roles on top becomes a chart, and sentences about how it was understood."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from isthmus.raci.importing.axes import activity_of, step_in
from isthmus.raci.importing.beside import (
    kinds_of,
    not_understood,
    numbers_of,
    remarks_in,
    repeats_sections,
    roles_of,
)
from isthmus.raci.importing.grids import Cell, filled
from isthmus.raci.importing.legends import Understood
from isthmus.raci.importing.marks import Mark, alphabet
from isthmus.raci.importing.reading import NotUnderstood, ReadChart, Source
from isthmus.raci.importing.surroundings import Surroundings
from isthmus.raci.importing.tables import Table, repeats
from isthmus.raci.importing.words import Kind, is_nothing, kind_of
from isthmus.raci.model import Assignment, Basis, BasisKind, Chart, Row

SHORT = 3  # characters: a sign in a cell, not a remark
WORD = re.compile(r"\W*[^\W\d_]{4}")
SENTENCE = 8  # words; a line of so many below a table is no activity
REMARK_ROW = "No letters stand in this row; it was left out as a remark."
NO_NAME = "No activity stands beside these letters, so the row was left out."
BELOW = "It stands below the chart, and was left out."
NO_ROWS = "It is a heading without an activity below it, and was left out."
NO_FOOTNOTE = "No footnote with this sign was found; the sign was kept as the letter's note."
UNCLEAR = "It is no letter and no word of {}. Write one of {}."
FOREIGN = " Or say above the table what it stands for, such as “{} = Consulted”."


@dataclass
class _Found:
    """What the rows of a table hold, gathered from above to below."""

    rows: list[Row] = field(default_factory=list)
    cells: dict[tuple[str, str], tuple[Assignment, ...]] = field(default_factory=dict)
    unread: list[NotUnderstood] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    repeated: int = 0
    nothing: int = 0
    notes: int = 0
    words: bool = False


def chart_of(
    table: Table, understood: Understood, around: Surroundings, source: Source
) -> ReadChart:
    """Read a table whose roles are on top."""
    reader = _Reader(table, understood, source)
    reader.read()
    found, columns = reader.found, reader.columns
    chart = Chart(
        around.name(table.grid.name, source.name),
        letters=understood.letters.name,
        scope=around.scope,
        steps=around.steps,
        review=around.review,
        rows=tuple(found.rows),
        columns=tuple(columns.values()),
        cells=MappingProxyType(found.cells),
        made=len(found.rows) + len(columns),
    )
    return ReadChart(chart, tuple(_how(chart, found)), tuple(found.unread))


def _how(chart: Chart, found: _Found) -> Iterator[str]:
    kind = "Whole words" if found.words else "Letters"
    yield f"{kind}; read as {chart.letters}."
    known = sum(bool(column.role) for column in chart.columns)
    yield f"{_count(len(chart.rows), 'row')}, {_count(len(chart.columns), 'role')} ({known} known)."
    sections = dict.fromkeys(row.section for row in chart.rows if row.section)
    if sections:
        yield f"{_count(len(sections), 'section')}: {', '.join(sections)}."
    if found.notes:
        yield f"{_count(found.notes, 'cell')} with notes."
    if found.nothing:
        yield f"{_count(found.nothing, 'cell')} with a dash or the like: no letter."
    if found.repeated:
        yield f"The headers stand again in {_count(found.repeated, 'row')}."
    names = Counter(column.name for column in chart.columns)
    if twice := [name for name, times in names.items() if times > 1]:
        yield f"Several columns have one name: {', '.join(twice)}."
    if found.bare:
        yield f"Without a letter, and kept as activities: {', '.join(found.bare)}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


class _Reader:
    """Goes through the rows of a table; ``section`` is the one that they are in."""

    def __init__(self, table: Table, understood: Understood, source: Source) -> None:
        self.table = table
        self.source = source
        self.letters = understood.letters
        self.alphabet = alphabet(understood.letters, understood.signs, frozenset(source.feet))
        self.known: dict[str, tuple[Mark, ...] | None] = {}
        self.kinds = kinds_of(table)
        self.numbers = numbers_of(table, self.kinds)
        self.repeating = repeats_sections(table, self.kinds)
        roles = roles_of(table)
        self.columns = roles.columns
        self.found = _Found(unread=list(roles.unread))
        self.section = ""
        self.heading: Sequence[Cell] = ()

    def read(self) -> None:
        self.found.unread += remarks_in(self.table, self.kinds, self.columns)
        for at, row in enumerate(self.table.body):
            self._row(at, row)
        self._tell_empty()

    def _tell_empty(self) -> None:
        if self.heading:
            self.found.unread.append(not_understood(self.heading, NO_ROWS))

    def _row(self, at: int, row: int) -> None:
        cells = self.table.row(row)
        read = {column: self._marks(cells[column]) for column in self.columns}
        said = [column for column in self.columns if not is_nothing(cells[column].text)]
        if repeats(cells, self.table.headers) and not self.table.ours:
            self.found.repeated += 1
        elif _is_merged_across(cells):
            self._begin(filled(cells)[0].said, filled(cells))
        elif any(read.values()) or (said and _are_signs([cells[column] for column in said])):
            self._activity(row, read)
        elif said:
            self.found.unread.append(not_understood(filled(cells), REMARK_ROW))
        else:
            self._without_letters(at, row)

    def _marks(self, cell: Cell) -> tuple[Mark, ...] | None:
        """Read a cell; most cells of a chart say what others said before."""
        if cell.text not in self.known:
            self.known[cell.text] = self.alphabet.read(cell.text)
        return self.known[cell.text]

    def _activity(self, row: int, read: Mapping[int, tuple[Mark, ...] | None]) -> None:
        cells = self.table.row(row)
        number, name = self.numbers[row]
        if not name:
            self.found.unread.append(not_understood(filled(cells), NO_NAME))
            return
        beside = {kind: cells[column].said for column, kind in self.kinds.items()}
        if Kind.SECTION in beside:
            self._begin(self._section(beside[Kind.SECTION]))
        step = beside.get(Kind.STEP, "")
        made = Row(
            str(len(self.columns) + len(self.found.rows) + 1),
            name,
            step if self.table.ours else step_in(step),
            self.section,
            beside.get(Kind.NUMBER, "") or number,
        )
        self.found.rows.append(activity_of(made))
        self.heading = ()
        for column, marks in read.items():
            self._cell((made.id, self.columns[column].id), cells[column], marks)

    def _section(self, said: str) -> str:
        """Let a section in a column of its own reach down to the next, unless it is repeated."""
        if said:
            return "" if is_nothing(said) else said
        return "" if self.repeating else self.section

    def _begin(self, section: str, cells: Sequence[Cell] = ()) -> None:
        """Go on in a section; one that nothing stood in is told, since no row names it."""
        if cells:
            self._tell_empty()
            self.heading = cells
        self.section = section

    def _cell(self, key: tuple[str, str], cell: Cell, marks: tuple[Mark, ...] | None) -> None:
        if marks is None:
            signs = ", ".join(each.letter for each in self.letters.letters)
            why = UNCLEAR.format(self.letters.name, signs)
            if len(cell.said) == 1 and cell.said.isalpha():
                why += FOREIGN.format(cell.said)
            self.found.unread.append(not_understood([cell], why))
        elif marks:
            letters = tuple(self._assignment(mark, cell) for mark in marks)
            self.found.cells[key] = letters
            self.found.notes += any(each.note for each in letters)
            self.found.words |= WORD.match(cell.said) is not None
        else:
            self.found.nothing += bool(cell.said)

    def _assignment(self, mark: Mark, cell: Cell) -> Assignment:
        foot = self.source.footnote(mark.foot) if mark.foot else ""
        if mark.foot and mark.foot not in self.source.feet:
            self.found.unread.append(not_understood([cell], NO_FOOTNOTE, mark.foot))
        note = "; ".join(filter(None, (mark.note, foot, cell.note)))
        where = f"Stands so in {self.source.called}, {cell.at}."
        return Assignment(mark.letter, Basis(BasisKind.FILE, where, source=cell.at), note=note)

    # ---- rows without letters

    def _without_letters(self, at: int, row: int) -> None:
        """Tell a heading between the rows from an activity that nobody has a letter in."""
        cells = self.table.row(row)
        beside = [column for column, kind in self.kinds.items() if kind is not Kind.REMARK]
        said = filled([cells[column] for column in sorted([*beside, self.table.names])])
        if not said:
            return  # a remark alone, which its column tells of
        if self._is_below(row, said):
            if not self.source.is_footnote(said[0].said):
                self.found.unread.append(not_understood(said, BELOW))
        elif self._is_section(at, row, said):
            self._begin(" ".join(cell.said for cell in said), said)
        else:
            self.found.bare.append(self.numbers[row][1] or said[0].said)
            self._activity(row, {})

    def _is_below(self, row: int, said: Sequence[Cell]) -> bool:
        """Tell a line below the chart: behind an empty row, or a whole sentence."""
        last = max(self._lettered, default=self.table.head)
        if row < last or self.table.ours or len(said) > 1:
            return False
        gap = any(not filled(self.table.row(each)) for each in range(last, row))
        return gap or len(said[0].said.split()) >= SENTENCE

    def _is_section(self, at: int, row: int, said: Sequence[Cell]) -> bool:
        name = self.table.row(row)[self.table.names]
        if not name.said or (len(said) == 1 and said[0].strong and not self._are_names_strong):
            return True
        if self.table.ours:
            return False
        numbers = [column for column, kind in self.kinds.items() if kind is Kind.NUMBER]
        below = self.table.body[at + 1 : at + 2]
        if len(said) > 1:
            number, after = (
                "".join(self.table.row(each)[column].said for each in rows for column in numbers)
                for rows in ((row,), below)
            )
            return bool(number) and after.startswith(f"{number}.")
        if numbers and not all(self.table.row(each)[numbers[0]].said for each in self._lettered):
            return False
        announced = kind_of(name.said.split()[0]) is Kind.SECTION
        return announced or (bool(below) and below[0] in self._lettered)

    @cached_property
    def _are_names_strong(self) -> bool:
        """Tell a chart whose activities are bold from one whose sections are."""
        names = [self.table.row(row)[self.table.names] for row in self._lettered]
        return not self.table.ours and sum(name.strong for name in names) * 2 > len(names)

    @cached_property
    def _lettered(self) -> frozenset[int]:
        rows = ((row, self.table.row(row)) for row in self.table.body)
        return frozenset(
            row for row, cells in rows if any(self._marks(cells[at]) for at in self.columns)
        )


def _are_signs(cells: Sequence[Cell]) -> bool:
    """Tell signs that are no letters from remarks, and from sums."""
    short = all(len(cell.said) <= SHORT for cell in cells)
    return short and not all(cell.said.isdecimal() for cell in cells)


def _is_merged_across(cells: Sequence[Cell]) -> bool:
    said = [cell for cell in cells if cell.said]
    return len(said) > 1 and len(filled(cells)) == 1
