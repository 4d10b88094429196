"""The table within a picture of a chart: how wide, how high, and where each letter stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from isthmus.raci.exporting.badges import Badge
from isthmus.raci.exporting.drawing import Area, Block, Item, Mark, Text, stacked
from isthmus.raci.exporting.grid import Band, Line, grid_of, one_line, place
from isthmus.raci.exporting.lettering import shortened, width, wrapped
from isthmus.raci.exporting.palette import BAND, GRID, INK, STRIPE, look_of
from isthmus.raci.model import Cell, Chart, Row

MARGIN = 10.0
PHONE = 400.0  # the least width of a picture
ROOM = PHONE - 2 * MARGIN
NAME, ACTIVITY, NUMBER = 9.0, 10.0, 7.5  # sizes of letters
RISE = 0.36  # from the middle of a letter to its baseline, in its size
THIN = 0.6
NAME_LINE, ACTIVITY_LINE = 10.0, 12.5
HALF = 9.0  # of a badge's side
BADGE = 2 * HALF + 2
NARROW, NARROW_NOTED, UPRIGHT_WIDEST, WIDEST = 24.0, 27.0, 30.0, 66.0
LEADS = (110.0, 130.0, 150.0, 190.0)
HEADS = (60.0, 80.0, 100.0, 125.0, 150.0)  # heights that upright names may take
LONGEST_NAME, LONGEST_ACTIVITY, LONGEST_LETTER = 120, 400, 4  # signs
MOST_NAME_LINES = 4
MOST_ACTIVITY_LINES = 5  # of a picture that fits a phone

Notes = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True)
class Frame:
    """Widths of the table's parts; ``names`` are the roles' in lines."""

    lead: float
    role: float
    names: tuple[tuple[str, ...], ...]
    head: float
    upright: bool

    @property
    def width(self) -> float:
        return max(2 * MARGIN + self.lead + self.role * len(self.names), PHONE)

    def middle(self, column: int) -> float:
        return MARGIN + self.lead + self.role * (column + 0.5)


def noted(chart: Chart) -> Notes:
    """Give a number to each letter with a note: by row, column and letter."""
    keys = (
        (row.id, column.id, assignment.letter)
        for row in chart.rows
        for column, assignment in chart.assignments(row.id)
        if assignment.note
    )
    return {key: number for number, key in enumerate(keys, start=1)}


def frame_of(chart: Chart) -> Frame:
    """Choose names with their lines level where they fit, else upright."""
    names = [shortened(one_line(column.name), LONGEST_NAME) for column in chart.columns]
    narrow = NARROW_NOTED if noted(chart) else NARROW
    role = max(min((ROOM - 150) / max(len(names), 1), WIDEST), narrow)
    if all(_fits(name, role - 4) for name in names):
        lines = tuple(tuple(wrapped(name, NAME, role - 4, bold=True)) for name in names)
        head = max(map(len, lines), default=1) * NAME_LINE + 8
        return Frame(_lead(chart, role), role, lines, head, upright=False)
    return _upright(chart, names, min(role, UPRIGHT_WIDEST))


def _fits(name: str, room: float) -> bool:
    words_fit = all(width(word, NAME, bold=True) <= room for word in name.split())
    return words_fit and len(wrapped(name, NAME, room, bold=True)) <= MOST_NAME_LINES


def _upright(chart: Chart, names: list[str], role: float) -> Frame:
    """Take the lowest header in which no name needs more lines than a column has room for."""
    tries = (
        tuple(tuple(wrapped(name, NAME, height, bold=True)) for name in names) for height in HEADS
    )
    lines, needed = min(
        ((each, max(map(len, each)) * NAME_LINE + 4) for each in tries),
        key=lambda tried: max(tried[1], role),
    )
    role = max(role, needed)
    longest = max(width(line, NAME, bold=True) for name in lines for line in name)
    return Frame(_lead(chart, role), role, lines, longest + 10, upright=True)


def _lead(chart: Chart, role: float) -> float:
    """Give activities what is left on a phone; where that is too little, the picture is wider."""
    left = ROOM - role * len(chart.columns)
    if left < 0:
        return LEADS[-1]
    wider = (lead for lead in (left, *LEADS) if lead >= max(left, LEADS[0]))
    return next((lead for lead in wider if _holds(chart, lead)), max(left, LEADS[-1]))


def _holds(chart: Chart, lead: float) -> bool:
    texts = (wrapped(_activity(row), ACTIVITY, lead - 8) for row in chart.rows)
    return all(len(lines) <= MOST_ACTIVITY_LINES for lines in texts)


def _activity(row: Row) -> str:
    return shortened(place(row), LONGEST_ACTIVITY)


def table(chart: Chart, frame: Frame) -> Block:
    cells = _Cells(chart, frame, noted(chart))
    blocks = [_header(frame)]
    striped = False
    for line in grid_of(chart).lines:
        striped = not striped and isinstance(line, Line)
        blocks.append(
            _band(line, frame) if isinstance(line, Band) else cells.row(line, striped=striped)
        )
    whole = stacked(blocks)
    return Block(whole.height, (*whole.items, *_lines(frame, whole.height)))


def _header(frame: Frame) -> Block:
    items = [
        item
        for column, lines in enumerate(frame.names)
        for item in (_upright_name if frame.upright else _level_name)(frame, column, lines)
    ]
    return Block(frame.head, tuple(items))


def _level_name(frame: Frame, column: int, lines: tuple[str, ...]) -> Iterator[Item]:
    top = frame.head - 4 - len(lines) * NAME_LINE
    for number, line in enumerate(lines):
        baseline = top + number * NAME_LINE + NAME
        yield Text(frame.middle(column), baseline, line, NAME, INK, bold=True, anchor="middle")


def _upright_name(frame: Frame, column: int, lines: tuple[str, ...]) -> Iterator[Item]:
    first = frame.middle(column) - (len(lines) - 1) / 2 * NAME_LINE + NAME * RISE
    for number, line in enumerate(lines):
        x = first + number * NAME_LINE
        yield Text(x, frame.head - 5, line, NAME, INK, bold=True, upright=True)


def _band(band: Band, frame: Frame) -> Block:
    room = frame.width - 2 * MARGIN
    lines = wrapped(band.name, NAME, room - 8, bold=True)
    height = len(lines) * ACTIVITY_LINE + 6
    texts = (
        Text(MARGIN + 4, 3 + number * ACTIVITY_LINE + NAME, line, NAME, INK, bold=True)
        for number, line in enumerate(lines)
    )
    return Block(height, (Area(MARGIN, 0, room, height, BAND), *texts))


def _lines(frame: Frame, height: float) -> Iterator[Item]:
    """Lead the eye down the columns, and close the table."""
    yield Area(MARGIN, height - THIN, frame.width - 2 * MARGIN, THIN, GRID)
    for column in range(len(frame.names) + 1):
        x = MARGIN + frame.lead + frame.role * column
        yield Area(x - THIN / 2, frame.head, THIN, height - frame.head, GRID)


@dataclass(frozen=True)
class _Cells:
    chart: Chart
    frame: Frame
    notes: Notes

    def row(self, line: Line, *, striped: bool) -> Block:
        texts = wrapped(_activity(line.row), ACTIVITY, self.frame.lead - 8)
        tallest = max((-(-len(cell) // self._abreast) for cell in line.cells), default=0)
        height = max(len(texts) * ACTIVITY_LINE + 6, max(tallest, 1) * BADGE + 4)
        first = (height - len(texts) * ACTIVITY_LINE) / 2 + ACTIVITY
        width_ = self.frame.width - 2 * MARGIN
        ground = (Area(MARGIN, 0, width_, height, STRIPE),) if striped else ()
        spoken = (
            Text(MARGIN + 4, first + number * ACTIVITY_LINE, text, ACTIVITY, INK)
            for number, text in enumerate(texts)
        )
        letters = (
            item
            for column, cell in enumerate(line.cells)
            for item in self._cell(line.row.id, column, cell, height / 2)
        )
        return Block(height, (*ground, Area(MARGIN, 0, width_, THIN, GRID), *spoken, *letters))

    @property
    def _abreast(self) -> int:
        return max(int(self.frame.role // BADGE), 1)

    def _cell(self, row: str, column: int, cell: Cell, middle: float) -> Iterator[Item]:
        """Put the letters of a cell side by side while there is room, then below each other."""
        rows = [cell[n : n + self._abreast] for n in range(0, len(cell), self._abreast)]
        letters = self.chart.letter_set
        for down, abreast in enumerate(rows):
            y = middle + (down - (len(rows) - 1) / 2) * BADGE
            for along, assignment in enumerate(abreast):
                x = self.frame.middle(column) + (along - (len(abreast) - 1) / 2) * BADGE
                number = self.notes.get((row, self.chart.columns[column].id, assignment.letter))
                x -= 3 if number and self._abreast == 1 else 0
                look = look_of(assignment.letter, letters)
                text = shortened(one_line(assignment.letter), LONGEST_LETTER)
                yield Mark(x, y, HALF, Badge(text, look, assignment.state))
                if number:
                    yield Text(x + HALF, y - HALF + 5, str(number), NUMBER, INK, bold=True)
