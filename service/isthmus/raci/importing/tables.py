"""Charts in a grid: where the letters stand, which row names them from above, which column beside.

Several charts may stand below each other, or side by side. Nothing is said here about which of the
two, rows or columns, are the roles.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import or_

from isthmus.raci.importing.grids import Cell, Grid, filled
from isthmus.raci.importing.legends import bands
from isthmus.raci.importing.marks import starts_with_letters
from isthmus.raci.importing.words import Kind, folded, is_nothing, kind_of

COVERED = 0.6  # of the columns with letters that a row of headers names
LETTERED = 0.34  # of a column's filled cells that hold letters, or signs meant as such
SHORT = 3  # characters of such a sign
SAME = 0.8  # of the headers of a chart that goes on
LINES = 3  # a cell of more is no header
ALL_OF_THEM = 0.8
BESIDE = (Kind.NUMBER, Kind.STEP, Kind.SECTION, Kind.REMARK)


@dataclass(frozen=True)
class Table:
    """A chart as it stands: ``head`` is the row of headers, ``names`` the column with the rows'.

    ``lettered`` are the columns with letters, ``others`` the columns beside with what they hold,
    ``body`` the rows below the headers, ``above`` those above them, ``groups`` the row that parts
    the headers into groups. ``ours`` where we wrote the file.
    """

    grid: Grid
    head: int
    names: int
    lettered: tuple[int, ...]
    others: Mapping[int, Kind]
    body: tuple[int, ...]
    above: tuple[int, ...] = ()
    groups: int | None = None
    ours: bool = False

    @property
    def headers(self) -> tuple[Cell, ...]:
        return self.grid.rows[self.head]

    def row(self, number: int) -> tuple[Cell, ...]:
        return self.grid.rows[number]


def lettered_row(row: Sequence[Cell]) -> list[int]:
    """Give the columns with letters; the first text of a row names it, whatever it looks like."""
    texts = [at for at, cell in enumerate(row) if cell.said]
    return [at for at in texts[1:] if starts_with_letters(row[at].text)]


def tables_in(grid: Grid) -> list[Table]:
    parts = [part for part in bands(grid) if _stands_alone(grid, part)]
    if len(parts) < 2:  # noqa: PLR2004 - one chart, however many empty columns are in it
        return _stacked(grid)
    rows = range(len(grid.rows))
    return [table for part in parts for table in _stacked(grid.part(rows, part))]


def _stands_alone(grid: Grid, columns: Sequence[int]) -> bool:
    """Tell a chart with its own names from columns behind an empty one."""
    rows = [[row[column] for column in columns] for row in grid.rows]
    lettered = [row for row in rows if lettered_row(row)]
    named = [row for row in lettered if row[0].said and not starts_with_letters(row[0].text)]
    return len(named) * 2 > len(lettered)


def _stacked(grid: Grid) -> list[Table]:
    heads = list(_heads(grid))
    tables: list[Table] = []
    for number, (head, first) in enumerate(heads):
        start = 0 if number == 0 else _title_above(grid, head, tables[-1])
        if tables:
            tables[-1] = _table(grid, tables[-1].head, tables[-1].above, start)
        above = tuple(row for row in range(start, head) if filled(grid.rows[row]))
        end = heads[number + 1][0] if number + 1 < len(heads) else len(grid.rows)
        tables.append(_table(grid, head, above, max(end, first + 1)))
    return tables


def _heads(grid: Grid) -> Iterator[tuple[int, int]]:
    """Give each row of headers with the first row of letters below it."""
    current: int | None = None
    last = -1
    for at, row in enumerate(grid.rows):
        columns = lettered_row(row)
        if not columns:
            continue
        between = range(last + 1, at)
        if between and (head := _head_for(grid, between, columns)) is not None:
            goes_on = current is not None and _goes_on(grid, (current, last, head))
            if not goes_on:
                current = head
                yield head, at
        last = at


def _head_for(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> int | None:
    """Find the row that names the columns best, the first of equals."""
    scored = [
        (_covered(grid.rows[row], columns), -_wordy(grid.rows[row], columns), -row) for row in rows
    ]
    best = max(scored, default=(0.0, 0, 0))
    if best[0] >= COVERED:
        return -best[2]
    return next((row for row in reversed(rows) if _all_named(grid.rows[row], columns)), None)


def _all_named(row: Sequence[Cell], columns: Sequence[int]) -> bool:
    """Tell headers of which some are the same from a title that is merged across."""
    cells = [row[column] for column in columns]
    return all(
        cell.said and not cell.merged and not starts_with_letters(cell.text) for cell in cells
    )


def _covered(row: Sequence[Cell], columns: Sequence[int]) -> float:
    """Tell the share of columns that a row names, each by a name of its own."""
    texts = [row[column].said for column in columns]
    names = [text for text in texts if text and not is_nothing(text)]
    letters = [column for column in columns if row[column].said and lettered_row(row)]
    if len(filled(row)) < 2 or len(letters) > LETTERED * len(columns):  # noqa: PLR2004 - a title
        return 0
    return len({folded(name) for name in names}) / len(columns)


def _wordy(row: Sequence[Cell], columns: Sequence[int]) -> int:
    return sum(row[column].text.count("\n") >= LINES for column in columns)


def _goes_on(grid: Grid, rows: tuple[int, int, int]) -> bool:
    """Tell whether a row like headers is none of a new chart: repeated ones, or a remark."""
    current, last, head = rows
    between = [filled(grid.rows[row]) for row in range(last + 1, head)]
    apart = any(not cells for cells in between)
    if repeats(grid.rows[head], grid.rows[current]):
        return not (apart and any(between))
    corner = kind_of(next((cell.said for cell in grid.rows[head] if cell.said), ""))
    return not apart and corner not in (Kind.ACTIVITY, Kind.ROLE)


def repeats(row: Sequence[Cell], headers: Sequence[Cell]) -> bool:
    pairs = [(a.said, b.said) for a, b in zip(row, headers, strict=True) if b.said]
    return bool(pairs) and sum(a == b for a, b in pairs) >= SAME * len(pairs)


def _title_above(grid: Grid, head: int, table: Table) -> int:
    """Give the row where the lines above a later chart begin: behind the last empty row."""
    row = head
    while row - 1 > table.head and not filled(grid.rows[row - 1]):
        row -= 1
    while row - 1 > table.head and len(filled(grid.rows[row - 1])) == 1:
        row -= 1
    return row


def _table(grid: Grid, head: int, above: Sequence[int], end: int) -> Table:
    body = tuple(row for row in range(head + 1, end) if filled(grid.rows[row]))
    lettered = [row for row in body if lettered_row(grid.rows[row])]
    columns = _Columns(grid, head, body, lettered)
    names = columns.names()
    groups = _groups(grid, above, columns.lettered)
    return Table(
        grid,
        head,
        names,
        columns.holding_letters(names),
        columns.others(names),
        body,
        tuple(row for row in above if row != groups),
        groups,
    )


def _groups(grid: Grid, above: Sequence[int], columns: Sequence[int]) -> int | None:
    """Find the row right above the headers that parts them into groups."""
    corner = grid.rows[above[-1]][0].said if above else "none"
    if corner and kind_of(corner) is None:
        return None
    texts = [cell for cell in (grid.rows[above[-1]][column] for column in columns) if cell.said]
    different = len({cell.said for cell in texts})
    spread = different > 1 or (len(texts) > 1 and len(texts) < len(columns))
    return above[-1] if spread else None


@dataclass(frozen=True)
class _Columns:
    grid: Grid
    head: int
    body: Sequence[int]
    letter_rows: Sequence[int]

    def cells(self, column: int) -> list[Cell]:
        found = [self.grid.rows[row][column] for row in self.body]
        return [cell for cell in found if not is_nothing(cell.text)]

    def header(self, column: int) -> str:
        return self.grid.rows[self.head][column].said

    def kind(self, column: int) -> Kind | None:
        return kind_of(self.header(column))

    @cached_property
    def lettered(self) -> list[int]:
        return [column for column in range(self.grid.width) if self._has_letters(column)]

    def _has_letters(self, column: int) -> bool:
        cells = self.cells(column)
        letters = [starts_with_letters(cell.text) for cell in cells]
        short = [len(cell.said) <= SHORT for cell in cells]
        meant = sum(map(or_, letters, short))
        share = meant / len(cells) if any(letters) else 0
        if self.kind(column) in (*BESIDE, Kind.ACTIVITY) and share < ALL_OF_THEM:
            return False
        return share >= LETTERED and not (self.kind(column) is Kind.NUMBER or _counts(cells))

    def names(self) -> int:
        """Find the column that names the rows: by its header, else by its texts."""
        lettered = self.lettered
        free = [column for column in range(self.grid.width) if column not in lettered]
        left = [column for column in free if not lettered or column < max(lettered)]
        return max(left or free, key=self._names_well, default=0)

    def _names_well(self, column: int) -> tuple[int, int, int, int]:
        texts = [self.grid.rows[row][column].said for row in self.letter_rows]
        words = [text for text in texts if any(sign.isalpha() for sign in text)]
        kind = self.kind(column)
        first = min(self.lettered, default=self.grid.width)
        return (
            int(kind in (Kind.ACTIVITY, Kind.ROLE)) - int(kind in BESIDE) + int(column < first),
            len(words),
            len(set(words)),
            column if kind is Kind.ACTIVITY else -column,
        )

    def holding_letters(self, names: int) -> tuple[int, ...]:
        """Give the columns with letters, and those that are named like them and are empty."""
        lettered = self.lettered
        empty = [
            column
            for column in range(names + 1, self.grid.width)
            if self.header(column)
            and not self.cells(column)
            and self.kind(column) not in (*BESIDE, Kind.ACTIVITY)
        ]
        return tuple(sorted({*lettered, *empty} - {names}))

    def others(self, names: int) -> dict[int, Kind]:
        taken = {names, *self.holding_letters(names)}
        found: dict[int, Kind] = {}
        for column in range(self.grid.width):
            if column not in taken and (self.cells(column) or self.header(column)):
                kind = self._kind_beside(column, names)
                found[column] = kind if kind not in found.values() else Kind.REMARK
        return found

    def _kind_beside(self, column: int, names: int) -> Kind:
        kind = self.kind(column)
        if kind in BESIDE:
            return kind or Kind.REMARK
        cells = self.cells(column)
        if column > names or not cells:
            return Kind.REMARK
        if _counts(cells) or all(_is_number(cell.said) for cell in cells):
            return Kind.NUMBER
        few = len({cell.said for cell in cells}) < len(self.body)
        return Kind.SECTION if few else Kind.REMARK


def _counts(cells: Sequence[Cell]) -> bool:
    """Tell whether cells number their rows: A, B, C."""
    texts = [cell.said.rstrip(".)") for cell in cells]
    return len(texts) > 1 and texts == [chr(ord("A") + at) for at in range(len(texts))]


def _is_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text) and len(text.split()) == 1
