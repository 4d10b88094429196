"""A picture of a chart as areas, texts and badges, from which SVG and PNG are drawn.

Lengths are in units of which a phone shows about 390 side by side: a chart of up to 12 roles fits
its width without zooming, with letters that can be read.
"""

from collections.abc import Iterator, Sequence

from isthmus.raci.exporting.badges import Badge
from isthmus.raci.exporting.drawing import Block, Mark, Picture, Text, beside, stacked
from isthmus.raci.exporting.explaining import STATES, foreign, legend, states
from isthmus.raci.exporting.grid import grid_of, one_line, place
from isthmus.raci.exporting.layout_table import MARGIN, frame_of, noted, table
from isthmus.raci.exporting.lettering import shortened, wrapped
from isthmus.raci.exporting.palette import INK, LOOKS, QUIET, UNKNOWN
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.letters import Part
from isthmus.raci.model import State

BODY, SMALL, TITLE = 10.0, 9.5, 16.0
SPACING = 1.3  # lines, in sizes of their letters
GAP = Block(8)
PHONE_ROLES, PHONE_ROWS = 12, 25
LONGEST_SCOPE = 400  # signs
MOST_NOTES = 30
TWO_COLUMNS = 640  # a picture that is wider has its legend in two


def laid_out(sheet: Sheet, remarks: Sequence[str] = ()) -> Picture:
    """Lay out title, table and legend; ``remarks`` are about the picture and stand at its end."""
    frame = frame_of(sheet.chart)
    room = frame.width - 2 * MARGIN
    blocks = [
        GAP,
        *_opening(sheet, room),
        GAP,
        table(sheet.chart, frame),
        GAP,
        *_explained(sheet, room),
        GAP,
        *(_said(text, room, SMALL, QUIET) for text in (*_notes(sheet), *_size(sheet), *remarks)),
        GAP,
    ]
    whole = stacked(blocks)
    return Picture(
        frame.width, whole.height, one_line(sheet.chart.title), _description(sheet), whole.items
    )


def _description(sheet: Sheet) -> str:
    chart = sheet.chart
    names = ", ".join(one_line(column.name) for column in chart.columns)
    counts = f"{len(chart.rows)} activities and {len(chart.columns)} roles: {names}."
    return f"{sheet.standing}. {sheet.summary} {counts}"


def _opening(sheet: Sheet, room: float) -> Iterator[Block]:
    yield _said(sheet.chart.title, room, TITLE, INK, bold=True)
    yield _said(sheet.standing, room, BODY, INK, bold=True)
    yield _said(sheet.summary, room, BODY, QUIET)
    if scope := one_line(sheet.chart.scope):
        yield _said(shortened(scope, LONGEST_SCOPE), room, BODY, QUIET)


def _said(text: str, room: float, size: float, colour: str, *, bold: bool = False) -> Block:
    lines = wrapped(one_line(text), size, room, bold=bold)
    step = size * SPACING
    return Block(
        len(lines) * step + 2,
        tuple(
            Text(MARGIN, step * number + size, line, size, colour, bold)
            for number, line in enumerate(lines)
        ),
    )


def _explained(sheet: Sheet, room: float) -> Iterator[Block]:
    """Explain the letters of the set and the states that occur, in one column or two."""
    letters = sheet.chart.letter_set
    entries = [
        (Badge(each.letter, LOOKS[each.part], State.ACCEPTED), f"{word}: {means}")
        for each, (_, word, means) in zip(letters.letters, legend(letters), strict=True)
    ]
    entries += [
        (Badge(letter, UNKNOWN, State.ACCEPTED), f"This is no letter of {letters.name}.")
        for letter in foreign(sheet.chart)
    ]
    doing = letters.of(Part.DOES) or letters.letters[0]
    entries += [
        (Badge(doing.letter, LOOKS[doing.part], s), f"{s.capitalize()}: {STATES[s]}")
        for s in states(sheet.chart)
    ]
    columns = 2 if room > TWO_COLUMNS else 1
    share = room / columns
    blocks = [_entry(badge, text, share) for badge, text in entries]
    half = -(-len(blocks) // columns)
    yield beside((stacked(blocks[n : n + half]) for n in range(0, len(blocks), half)), share)


def _entry(badge: Badge, text: str, room: float) -> Block:
    lines = wrapped(text, BODY, room - 30)
    step = BODY * SPACING
    middle = len(lines) * step / 2 + 4
    texts = tuple(
        Text(MARGIN + 26, 3 + step * number + BODY, line, BODY, INK)
        for number, line in enumerate(lines)
    )
    return Block(max(middle * 2, 21), (Mark(MARGIN + 10, middle, 9, badge), *texts))


def _notes(sheet: Sheet) -> Iterator[str]:
    chart = sheet.chart
    notes = noted(chart)
    for (row, column, letter), number in list(notes.items())[:MOST_NOTES]:
        assignment = next(a for a in chart.cell(row, column) if a.letter == letter)
        where = f"{letter} of {chart.column(column).name}, {place(chart.row(row))}"
        yield f"({number}) {where}: {assignment.note}"
    if len(notes) > MOST_NOTES:
        yield f"{len(notes) - MOST_NOTES} more notes are in the files of this chart."


def _size(sheet: Sheet) -> Iterator[str]:
    grid = grid_of(sheet.chart)
    rows, roles = len(sheet.chart.rows), len(grid.roles)
    if rows > PHONE_ROWS or roles > PHONE_ROLES:
        yield (
            f"With {rows} activities and {roles} roles this picture is too large to read on a "
            "phone without zooming. The XLSX and DOCX files are easier to read."
        )
