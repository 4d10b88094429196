"""Pictures of the programme as plain shapes, which a page, a PDF and a picture draw alike.

Shapes have a role, not a colour: whoever draws them knows which colour it has there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from math import ceil, floor, log10
from typing import Final

from isthmus.programme.overview import Point
from isthmus.programme.report import Bar
from isthmus.raci.exporting.lettering import width as width_of

SMALL: Final = 12.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 96.0, 14.0, 26.0
MOST_LABELS: Final = 6
ROW: Final = 36.0
BAR_HEIGHT: Final = 11.0
NARROWEST: Final = 1.5
TEXT_RISE: Final = 4.0  # from the middle of a line of text to its foot


class Role(StrEnum):
    SCOPE = "scope"
    DONE = "done"
    OPEN = "open"
    LATE = "late"
    GRID = "grid"
    INK = "ink"
    SOFT = "soft"


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    role: Role


@dataclass(frozen=True)
class Line:
    """A line through points; ``filled`` down to the foot ``base`` of the picture."""

    points: tuple[tuple[float, float], ...]
    role: Role
    base: float | None = None
    dashed: bool = False


@dataclass(frozen=True)
class Text:
    """``anchor`` is start, middle or end; ``y`` is the foot of the letters."""

    x: float
    y: float
    text: str
    role: Role = Role.SOFT
    anchor: str = "start"
    bold: bool = False
    size: float = SMALL


Shape = Box | Line | Text


@dataclass(frozen=True)
class Drawing:
    """``title`` and ``description`` say what is to be seen to whoever cannot see it."""

    width: float
    height: float
    title: str
    description: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class _Frame:
    """Where values are drawn: ``top`` is the value at the upper edge."""

    width: float
    height: float
    top: int
    columns: int

    @property
    def foot(self) -> float:
        return self.height - BOTTOM

    def x(self, at: float) -> float:
        return LEFT + (self.width - LEFT - RIGHT) * at / max(self.columns - 1, 1)

    def y(self, value: float) -> float:
        return self.foot - (self.foot - TOP) * value / max(self.top, 1)


def burn_up(points: Sequence[Point], width: float = 640, height: float = 260) -> Drawing:
    """Draw how scope and what is done grew; where they meet, the programme is done."""
    series = (
        ("Scope", Role.SCOPE, [each.standing.scope for each in points]),
        ("Done", Role.DONE, [each.standing.done for each in points]),
        ("Late", Role.LATE, [each.standing.late for each in points]),
    )
    top, step = _ticks(max(series[0][2], default=0))
    frame = _Frame(width, height, top, len(points))
    shapes: list[Shape] = list(_grid(frame, step))
    shapes += _days(frame, points)
    for _, role, values in series:
        line = tuple((frame.x(at), frame.y(value)) for at, value in enumerate(values))
        base = None if role is Role.LATE else frame.foot
        shapes.append(Line(line, role, base, dashed=role is Role.LATE))
    shapes += _ends(frame, [(name, role, values[-1]) for name, role, values in series if values])
    return Drawing(width, height, "Burn-up", _told(points), tuple(shapes))


def _told(points: Sequence[Point]) -> str:
    if not points:
        return "There is nothing to show."
    first, last = points[0], points[-1]
    return (
        f"From {first.label} to {last.label} the scope went from {first.standing.scope:,} to "
        f"{last.standing.scope:,} actions, and what is done from {first.standing.done:,} to "
        f"{last.standing.done:,}. Past their first date are {last.standing.late:,}."
    )


def _grid(frame: _Frame, step: int) -> Iterator[Shape]:
    right = frame.width - RIGHT
    for value in range(0, frame.top + 1, step):
        y = frame.y(value)
        yield Line(((LEFT, y), (right, y)), Role.GRID)
        yield Text(LEFT - 8, y + TEXT_RISE, f"{value:,}", anchor="end")


def _days(frame: _Frame, points: Sequence[Point]) -> Iterator[Shape]:
    """Label the last day and as many before it as there is room for."""
    every = max(1, ceil(len(points) / MOST_LABELS))
    for at, point in enumerate(points):
        if (len(points) - 1 - at) % every == 0:
            yield Text(frame.x(at), frame.foot + 18, point.label, anchor="middle")


def _ends(frame: _Frame, ends: Sequence[tuple[str, Role, int]]) -> Iterator[Shape]:
    """Name each line at its end, one name above the other where the lines end close together."""
    placed = sorted(ends, key=lambda end: -end[2])
    heights = _apart([frame.y(value) + TEXT_RISE for _, _, value in placed], frame.foot)
    x = frame.x(max(frame.columns - 1, 0)) + 8
    for (name, role, value), y in zip(placed, heights, strict=True):
        yield Text(x, y, f"{name} {value:,}", role, bold=True)


def _apart(heights: Sequence[float], foot: float) -> list[float]:
    """Move lines of text apart, from the top down, then up again where they would pass the foot."""
    line = SMALL + 4
    down = accumulate(heights, lambda above, y: max(y, above + line))
    up = accumulate([*down][::-1], lambda below, y: min(y, below - line), initial=foot + line)
    return [*up][:0:-1]


def bars(rows: Sequence[Bar], title: str, width: float = 640) -> Drawing:
    """Draw a line a row: its name, what is done, open and overdue of it."""
    most = max((row.done + row.open for row in rows), default=0)
    shapes = [shape for at, row in enumerate(rows) for shape in _row(row, at * ROW, most, width)]
    told = "; ".join(f"{row.name}: {_numbers(row)}" for row in rows)
    return Drawing(width, max(len(rows), 1) * ROW, title, told, tuple(shapes))


def stripe(row: Bar, width: float = 120) -> Drawing:
    """Draw how much of one row is done, open and overdue, without words."""
    shapes = tuple(_stripe(row, (0, 0), width, row.done + row.open))
    return Drawing(width, BAR_HEIGHT, row.name, _numbers(row), shapes)


def _row(row: Bar, y: float, most: int, width: float) -> Iterator[Shape]:
    told = _numbers(row)
    room = width - width_of(told, SMALL) - 16
    yield Text(0, y + 14, _fitting(row.name, room), Role.INK)
    yield Text(width, y + 14, told, anchor="end")
    yield from _stripe(row, (0, y + 20), width, most)


def _stripe(row: Bar, at: tuple[float, float], width: float, most: int) -> Iterator[Shape]:
    x, y = at
    yield Box(x, y, width, BAR_HEIGHT, Role.GRID)
    scale = width / max(most, 1)
    for number, role in (
        (row.done, Role.DONE),
        (row.open - row.late, Role.OPEN),
        (row.late, Role.LATE),
    ):
        if number:
            wide = max(number * scale, NARROWEST)
            yield Box(x, y, wide, BAR_HEIGHT, role)
            x += wide


def _numbers(row: Bar) -> str:
    parts = [f"{row.done:,} done"] if row.done else []
    parts += [f"{row.open:,} open"] if row.open else []
    parts += [f"{row.late:,} overdue"] if row.late else []
    return ", ".join(parts) or "no actions"


def _fitting(text: str, room: float) -> str:
    shown = text
    while shown and width_of(f"{shown}…", SMALL) > room:
        shown = shown[:-1]
    return text if width_of(text, SMALL) <= room else f"{shown.rstrip()}…"


def columns(values: Sequence[tuple[str, int]], title: str, width: float = 640) -> Drawing:
    """Draw a line a group with its number, such as ages."""
    most = max((value for _, value in values), default=0)
    name_room = max((width_of(name, SMALL) for name, _ in values), default=0) + 12
    room = width - name_room - 48
    shapes: list[Shape] = []
    for at, (name, value) in enumerate(values):
        y = at * 26.0
        wide = max(room * value / max(most, 1), NARROWEST if value else 0)
        shapes += [Text(0, y + 15, name, Role.INK), Box(name_room, y + 5, wide, 14, Role.OPEN)]
        shapes.append(Text(name_room + wide + 8, y + 15 + 0.5, f"{value:,}", Role.INK))
    told = "; ".join(f"{name}: {value:,}" for name, value in values)
    return Drawing(width, max(len(values), 1) * 26.0, title, told, tuple(shapes))


def sparkline(values: Sequence[float | None], title: str, width: float = 120) -> Drawing:
    """Draw how one number went; where it is not known, the line goes on to the next."""
    height = 28.0
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    top = max((value for _, value in known), default=0) or 1
    last = max(len(values) - 1, 1)
    line = tuple(
        (2 + (width - 4) * at / last, height - 3 - (height - 6) * value / top)
        for at, value in known
    )
    shapes = (Line(line, Role.DONE),) if len(line) > 1 else ()
    return Drawing(width, height, title, "", shapes)


def _ticks(highest: int) -> tuple[int, int]:
    """Give a round number that is not below the highest, and the step of the lines below it."""
    if highest <= MOST_LABELS:
        return max(highest, 1), 1
    rough = highest / 4
    power = 10 ** floor(log10(rough))
    step = next(round(power * each) for each in (1, 2, 2.5, 5, 10) if power * each >= rough)
    step = max(step, 1)
    return ceil(highest / step) * step, step
