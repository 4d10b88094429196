"""The pieces of a file become charts; legends, footnotes and titles go to those they speak of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from isthmus.raci.importing.beside import not_understood
from isthmus.raci.importing.charts import BELOW, chart_of
from isthmus.raci.importing.convention import table_of_ours
from isthmus.raci.importing.grids import Grid, Line, Piece, Unread, filled, span
from isthmus.raci.importing.layouts import as_grid
from isthmus.raci.importing.legends import Entry, entries_in, is_beside, understood, without_legends
from isthmus.raci.importing.marks import SUPERSCRIPTS, any_marks, starts_with_letters
from isthmus.raci.importing.reading import NotUnderstood, ReadChart, Reading, Source
from isthmus.raci.importing.surroundings import Surroundings, named_sets
from isthmus.raci.importing.tables import Table, tables_in
from isthmus.raci.importing.turning import UNSURE, roles_lead, turned

FOOTNOTE = re.compile(
    r"\s*(\*{1,3}|[\u2020\u2021\u00a7]{1,3}|[\u00b9\u00b2\u00b3\u2070-\u2079]+|\[\w{1,3}\]|\(?\d{1,2}[).:])"
    r"\s*(\S.*)",
    re.DOTALL,
)
MOST_LINES = 10  # told one by one
ABOVE = "It stands above the chart, and was left out."
BESIDE = "It stands beside the charts, and was left out."
NO_CHART = "No letters of a chart were found here."
NO_HEADERS = "No row of names stands above the letters, so they were not read."
AMONG_ROLES = "It stands among the roles and holds no letters; it was left out."
REDEFINED = "No set of letters has this one with this meaning. It was kept; choose a set for it."


@dataclass
class _File:
    """What the whole of a file says: legends, footnotes, and lines that no chart took yet."""

    source: Source
    entries: list[Entry] = field(default_factory=list)
    charts: list[ReadChart] = field(default_factory=list)
    unread: list[NotUnderstood] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    beside: dict[str, None] = field(default_factory=dict)
    heading: str = ""

    @property
    def passed_over(self) -> bool:
        """Tell whether the last heading, behind a chart, is of what goes with it and is none."""
        return bool(self.charts) and bool(self.heading) and is_beside(self.heading)


def read_pieces(pieces: Sequence[Piece], source: Source) -> Reading:
    file = _File(source)
    for piece in pieces:
        _gather(piece, file)
    for piece in pieces:
        match piece:
            case Unread(at, text, why):
                file.unread.append(NotUnderstood(at, text, why))
            case Line():
                _read_line(piece, file)
            case Grid():
                _read_grid(piece, file)
    return Reading(_told_beside(file), (*file.unread, *_lines_left(file)))


def _gather(piece: Piece, file: _File) -> None:
    """Take legends and footnotes before any chart is read: they may stand below it."""
    match piece:
        case Line(text, at):
            file.entries += entries_in(text, at)
            _take_footnote(text, file)
        case Grid():
            bare, entries = without_legends(piece)
            if is_beside(piece.name) or not any(filled(row) for row in bare.rows):
                file.entries += entries
            for row in piece.rows:
                said = filled(row)
                if len(said) == 1:
                    _take_footnote(said[0].text, file)


def _take_footnote(text: str, file: _File) -> None:
    found = FOOTNOTE.fullmatch(text)
    if found:
        sign = found[1].strip("[]().:").translate(SUPERSCRIPTS)
        file.source.feet.setdefault(sign, " ".join(found[2].split()))


def _read_line(line: Line, file: _File) -> None:
    if line.heading:
        file.heading = line.text
    if file.passed_over:
        file.beside[file.heading] = None
    else:
        file.lines.append(line)


def _read_grid(piece: Grid, file: _File) -> None:
    if is_beside(piece.name) or file.passed_over:
        file.beside[piece.name or file.heading] = None
        return
    lines, file.lines = file.lines, []
    ours = table_of_ours(piece, [line.text for line in lines])
    if ours:
        _read_table(ours, (), lines, file)
        file.unread += _below(ours)
        return
    bare, entries = without_legends(piece)
    if not any(filled(row) for row in bare.rows):
        file.lines = lines
        return
    tables = tables_in(as_grid(bare))
    if not tables:
        file.left += lines
        file.unread.append(_no_chart(piece))
    for number, table in enumerate(tables):
        _read_table(table, entries, lines if number == 0 else [], file)


def _below(table: Table) -> Iterator[NotUnderstood]:
    """Tell what somebody wrote below a chart of ours."""
    rows = range(max(table.body, default=table.head) + 1, len(table.grid.rows))
    rest, _ = without_legends(table.grid.part(rows, range(table.grid.width)))
    for row in rest.rows:
        if filled(row):
            yield not_understood(filled(row), BELOW)


def _no_chart(grid: Grid) -> NotUnderstood:
    cells = [cell for row in grid.rows for cell in filled(row)]
    lettered = [cell for cell in cells if starts_with_letters(cell.text)]
    why = NO_HEADERS if len(lettered) * 2 > len(cells) else NO_CHART
    return NotUnderstood(span(cells), grid.name or cells[0].said, why)


def _read_table(table: Table, entries: Sequence[Entry], lines: Sequence[Line], file: _File) -> None:
    around = Surroundings()
    around.read_rows([table.row(row) for row in table.above])
    file.left += around.read_lines(lines)
    around.named += named_sets(f"{table.grid.name} {file.source.name}")
    known = understood(_seen(table), entries or file.entries, around)
    lead = 1.0 if table.ours else roles_lead(table)
    how, unread = [*_where(table), *table.grid.remarks], []
    if lead >= 0:
        how.append("Activities are rows and roles are columns.")
    else:
        around_table = turned(table)
        unread += [
            NotUnderstood(span(filled(row)), "; ".join(c.said for c in filled(row)), AMONG_ROLES)
            for row in around_table.dropped
        ]
        unread += _others(table)
        table = replace(around_table.table)
        how.append("Roles are rows and activities are columns; turned.")
    if abs(lead) < UNSURE:
        how.append("The names do not tell clearly which are the roles: check this first.")
    read = chart_of(table, known, around, file.source)
    if not (read.chart.cells or table.ours):
        file.unread.append(_no_chart(table.grid))
        return
    how += read.how
    if entries or file.entries:
        how.append("The legend was used to choose the letters.")
    unread += [
        NotUnderstood(each.at, f"{each.letter} = {each.meaning}", REDEFINED)
        for each in known.unknown
    ]
    unread += [NotUnderstood(cell.at, cell.said, ABOVE) for cell in around.left]
    file.charts.append(ReadChart(read.chart, tuple(how), (*read.not_understood, *unread)))


def _where(table: Table) -> Iterator[str]:
    cells = [cell for cell in table.headers if cell.at]
    if table.grid.name:
        yield f"Read from the sheet {table.grid.name}."
    elif cells and cells[0].at.startswith("table"):
        yield f"Read from {cells[0].at.split(',')[0]}."


def _others(table: Table) -> Iterator[NotUnderstood]:
    """Tell of the columns beside the roles' names, which go when a table is turned."""
    for column in table.others:
        cells = [table.row(row)[column] for row in table.body]
        said = filled(cells)
        if said:
            header = table.headers[column].said
            yield NotUnderstood(span(said), header or said[0].said, AMONG_ROLES)


def _seen(table: Table) -> Counter[str]:
    """Count the letters and words as they are written."""
    seen: Counter[str] = Counter()
    for row in table.body:
        for column in table.lettered:
            marks = any_marks(table.row(row)[column].text) or ()
            seen.update(mark.letter for mark in marks)
    return seen


def _told_beside(file: _File) -> tuple[ReadChart, ...]:
    if not file.beside or not file.charts:
        return tuple(file.charts)
    first, *others = file.charts
    names = ", ".join(file.beside)
    told = replace(first, how=(*first.how, f"Passed over, as it is no chart: {names}."))
    return (told, *others)


def _lines_left(file: _File) -> Iterator[NotUnderstood]:
    left = [line for line in (*file.left, *file.lines) if not _is_used(line, file)]
    if len(left) <= MOST_LINES:
        yield from (NotUnderstood(line.at, line.text, BESIDE) for line in left if not line.heading)
    else:
        at = f"{left[0].at} to {left[-1].at}"
        yield NotUnderstood(at, f"{len(left)} lines of text", BESIDE)


def _is_used(line: Line, file: _File) -> bool:
    known: Iterable[str] = (entry.at for entry in file.entries)
    return line.at in set(known) or file.source.is_footnote(line.text)
