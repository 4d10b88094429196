"""The named styles of a workbook, so that whoever gets it can change a look in one place."""

from collections.abc import Iterator

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from isthmus.raci.exporting.palette import (
    ALARM,
    BAND,
    GRID,
    INK,
    LOOKS,
    QUIET,
    UNKNOWN,
    WHITE,
    Look,
)
from isthmus.raci.letters import LetterSet
from isthmus.raci.model import Assignment, State

TITLE, STANDING, HEADER, UPRIGHT, SECTION, LEAD, EMPTY, TEXT, HEADING = (
    "Chart title",
    "Chart standing",
    "Chart header",
    "Chart header upright",
    "Chart section",
    "Chart activity",
    "Chart cell",
    "Chart text",
    "Chart heading",
)
FACE = "Calibri"  # a style that names no font gets another one than cells without a style
LINES = Border(*[Side("thin", color=GRID)] * 4)
TOP = Alignment(vertical="top", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def styles_for(letters: LetterSet) -> Iterator[NamedStyle]:
    yield NamedStyle(TITLE, font=Font(FACE, 16, bold=True, color=INK))
    yield NamedStyle(STANDING, font=Font(FACE, 11, color=QUIET))
    yield _headed(HEADER, MIDDLE)
    yield _headed(HEADING, Alignment(vertical="center", wrap_text=True))
    yield _headed(UPRIGHT, Alignment(text_rotation=90, horizontal="center", wrap_text=True))
    yield NamedStyle(
        SECTION, font=Font(FACE, 11, bold=True, color=INK), fill=_filled(BAND), border=LINES
    )
    yield NamedStyle(LEAD, font=Font(FACE, 11, color=INK), border=LINES, alignment=TOP)
    yield NamedStyle(EMPTY, font=Font(FACE, 11), border=LINES)
    yield NamedStyle(TEXT, font=Font(FACE, 11), alignment=TOP)
    for state in State:
        for each in letters.letters:
            yield _lettered(f"{each.word} ({state})", LOOKS[each.part], state)
        yield _lettered(f"Not in {letters.name} ({state})", UNKNOWN, state)


def style_of(assignment: Assignment, letters: LetterSet) -> str:
    """Give the name of the style for a letter in its state."""
    known = assignment.letter in letters
    word = letters[assignment.letter].word if known else f"Not in {letters.name}"
    return f"{word} ({assignment.state})"


def _headed(name: str, alignment: Alignment) -> NamedStyle:
    font = Font(FACE, 11, bold=True, color=WHITE)
    return NamedStyle(name, font=font, fill=_filled("2F4156"), border=LINES, alignment=alignment)


def _lettered(name: str, look: Look, state: State) -> NamedStyle:
    return NamedStyle(
        name,
        font=Font(
            FACE,
            11,
            bold=look.bold,
            italic=state is State.PROPOSED,
            underline="double" if state is State.DECLINED else None,
            color=look.ink,
        ),
        fill=_filled(look.fill),
        border=_border(look, state),
        alignment=MIDDLE,
    )


def _border(look: Look, state: State) -> Border:
    """Outline what the outline tells apart, and put a line through what was declined."""
    side = Side("medium", color=look.line) if look.outlined else Side("thin", color=GRID)
    declined = state is State.DECLINED
    through = Side("thin", color=ALARM) if declined else None
    return Border(side, side, side, side, diagonal=through, diagonalUp=declined)


def _filled(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)
