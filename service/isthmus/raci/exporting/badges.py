"""The shapes that letters stand in: a look for each part, an outline for each state."""

from dataclasses import dataclass
from functools import cache
from math import cos, dist, pi, sin

from isthmus.raci.exporting.lettering import width
from isthmus.raci.exporting.palette import ALARM, QUIET, WHITE, Look, Shape
from isthmus.raci.model import State

Point = tuple[float, float]
Path = tuple[Point, ...]

RISE = 0.36  # from the middle of a letter to its baseline, in its size
STROKE = 0.15  # the outline's
SERIFS: tuple[Path, ...] = (((-0.26, -0.4), (0.26, -0.4)), ((-0.26, 0.4), (0.26, 0.4)))
LETTER, LETTER_ROOM = 1.25, 1.5
INSET = 0.8  # what is only proposed does not fill its outline yet
STRIKE: Path = ((-1.0, 0.85), (1.0, -0.85))
STROKES = 14  # of a broken outline
STEPS = 6  # of a stroke and the gap after it
DRAWN = 4  # of these steps


@dataclass(frozen=True)
class Badge:
    """A letter with its look, drawn around its middle; lengths are in halves of its side."""

    letter: str
    look: Look
    state: State

    @property
    def fill(self) -> str | None:
        return None if self.look.fill == WHITE else self.look.fill

    @property
    def body(self) -> Path:
        scale = INSET if self.state is State.PROPOSED else 1
        return tuple((x * scale, y * scale) for x, y in corners(self.look.shape))

    @property
    def line(self) -> str | None:
        """Give the colour of the outline; what is only proposed always has one."""
        return self.look.line or (QUIET if self.state is State.PROPOSED else None)

    @property
    def outline(self) -> tuple[Path, ...]:
        """Give the outline in strokes: one, or many with gaps where it is only proposed."""
        around = corners(self.look.shape)
        return broken(around) if self.state is State.PROPOSED else ((*around, around[0]),)

    @property
    def letter_size(self) -> float:
        """Give the size of the letter: smaller where more than a letter stands in the cell."""
        return min(LETTER, LETTER_ROOM / (width(self.letter, 1, bold=True) or 1))

    @property
    def serifs(self) -> tuple[Path, ...]:
        """Give the strokes without which an I is a mere bar in many fonts."""
        return SERIFS if self.letter == "I" else ()

    @property
    def strike(self) -> tuple[str, Path] | None:
        return (ALARM, STRIKE) if self.state is State.DECLINED else None


@cache
def corners(shape: Shape) -> Path:
    match shape:
        case Shape.SQUARE:
            return _mirrored(((0.9, 0.9),))
        case Shape.CIRCLE:
            return _turned(40)
        case Shape.HEXAGON:
            return _turned(6)
        case Shape.OCTAGON:
            return _turned(8, pi / 8)
        case Shape.DIAMOND:
            return _turned(4)
        case Shape.ROUNDED:
            bend = (n * pi / 8 for n in range(5))
            return _mirrored(tuple((0.5 + 0.45 * cos(a), 0.4 + 0.45 * sin(a)) for a in bend))


def _turned(number: int, first: float = 0) -> Path:
    angles = (first + 2 * pi * n / number for n in range(number))
    return tuple((cos(angle), sin(angle)) for angle in angles)


def _mirrored(corner: Path) -> Path:
    """Mirror one corner into the other three, going around."""
    left = tuple((-x, y) for x, y in reversed(corner))
    half = (*corner, *left)
    return (*half, *((-x, -y) for x, y in half))


@cache
def broken(around: Path) -> tuple[Path, ...]:
    """Give the strokes of a broken line along a closed path."""
    points = _spaced(around, STROKES * STEPS)
    return tuple(points[n : n + DRAWN] for n in range(0, len(points), STEPS))


def _spaced(around: Path, number: int) -> Path:
    """Give points along a closed path, the same way from each to the next."""
    sides = list(zip(around, (*around[1:], around[0]), strict=True))
    step = sum(dist(*side) for side in sides) / number
    points: list[Point] = []
    gone = 0.0
    for start, end in sides:
        long = dist(start, end)
        while len(points) * step < gone + long and len(points) < number:
            share = (len(points) * step - gone) / long
            points.append(_between(start, end, share))
        gone += long
    return tuple(points)


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
