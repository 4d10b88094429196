"""Files that we wrote: nothing has to be guessed, since where everything stands was agreed.

A line "Letters: RACI" stands above the table. Its first columns are some of "Section", "No." and
"Step", and always "Activity"; all others are roles. A heading between the rows is merged, bold or
alone.
"""

from collections.abc import Sequence

from isthmus.raci.importing.grids import Grid, Line, Piece, filled, grids_in
from isthmus.raci.importing.tables import Table
from isthmus.raci.importing.words import Kind

LEADS = {"Section": Kind.SECTION, "No.": Kind.NUMBER, "Step": Kind.STEP}
ACTIVITY = "Activity"
LETTERS = "Letters: "


def table_of_ours(grid: Grid, lines: Sequence[str]) -> Table | None:
    """Give the table of a file that we wrote; None where somebody else did."""
    for head, row in enumerate(grid.rows):
        texts = [cell.said for cell in row]
        if ACTIVITY not in texts:
            continue
        names = texts.index(ACTIVITY)
        above = [cell.said for each in grid.rows[:head] for cell in filled(each)]
        stated = any(text.startswith(LETTERS) for text in (*above, *lines))
        if not stated or not set(texts[:names]) <= set(LEADS):
            return None
        return Table(
            grid,
            head,
            names,
            lettered=tuple(at for at in range(names + 1, len(row)) if texts[at]),
            others={at: LEADS[text] for at, text in enumerate(texts[:names])},
            body=_body(grid, head),
            above=tuple(at for at in range(head) if filled(grid.rows[at])),
            ours=True,
        )
    return None


def is_ours(pieces: Sequence[Piece]) -> bool:
    lines = [piece.text for piece in pieces if isinstance(piece, Line)]
    return any(table_of_ours(grid, lines) for grid in grids_in(pieces))


def _body(grid: Grid, head: int) -> tuple[int, ...]:
    """Give the rows down to the first empty one."""
    rows = []
    for at in range(head + 1, len(grid.rows)):
        if not filled(grid.rows[at]):
            break
        rows.append(at)
    return tuple(rows)
