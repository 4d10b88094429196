"""How a letter looks by the part it plays: told apart by shape and lightness, not by colour alone.

Each ink has a contrast of at least 4.5 to its fill, and to white where there is no fill.
"""

from dataclasses import dataclass
from enum import StrEnum

from isthmus.raci.letters import LetterSet, Part
from isthmus.raci.model import Assignment, Cell

WHITE = "FFFFFF"
INK = "1B2733"
QUIET = "4A5663"
BAND = "DCE4EC"
STRIPE = "F4F7FA"
GRID = "C3CDD7"
ALARM = "A3001B"


class Shape(StrEnum):
    SQUARE = "square"
    CIRCLE = "circle"
    ROUNDED = "rounded"
    DIAMOND = "diamond"
    HEXAGON = "hexagon"
    OCTAGON = "octagon"


@dataclass(frozen=True)
class Look:
    """Colours are hexadecimal RGB; ``line`` is that of the outline, None where there is none."""

    shape: Shape
    fill: str
    ink: str
    line: str | None
    bold: bool = True

    @property
    def outlined(self) -> bool:
        """Tell whether the outline alone sets it apart from the paper."""
        return self.fill == WHITE and self.line is not None


LOOKS = {
    Part.DECIDES: Look(Shape.SQUARE, "14365C", WHITE, "14365C"),
    Part.DOES: Look(Shape.CIRCLE, "8CC4EA", "0A1E33", "4E8FBF"),
    Part.SUPPORTS: Look(Shape.CIRCLE, "DDF1E4", "14532D", "14532D"),
    Part.VERIFIES: Look(Shape.DIAMOND, "FFF0B8", "523C00", "7A5B00"),
    Part.SIGNS: Look(Shape.HEXAGON, "E6DAF5", "45206F", "45206F"),
    Part.RECOMMENDS: Look(Shape.ROUNDED, "F8D8B6", "612C00", "A05A1C"),
    Part.AGREES: Look(Shape.OCTAGON, "F7D9E6", "70103F", "70103F"),
    Part.ASKED: Look(Shape.ROUNDED, WHITE, "14365C", "14365C"),
    Part.TOLD: Look(Shape.ROUNDED, "E4E9EE", "2B3744", None),
    Part.OUT: Look(Shape.ROUNDED, WHITE, QUIET, None, bold=False),
}
UNKNOWN = Look(Shape.SQUARE, WHITE, ALARM, ALARM)


def look_of(letter: str, letters: LetterSet) -> Look:
    """Give the look of a letter; one that the set does not have stands out."""
    return LOOKS[letters.part_of(letter)] if letter in letters else UNKNOWN


def leading(cell: Cell, letters: LetterSet) -> Assignment:
    """Give the letter that colours a cell of several: the one with the strongest part."""
    order = list(LOOKS)
    known = [a for a in cell if a.letter in letters]
    return min(known, key=lambda a: order.index(letters.part_of(a.letter))) if known else cell[0]
