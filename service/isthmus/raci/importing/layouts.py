"""Two layouts that are no grid of letters, made into one.

By letter: a column a letter ("Responsible", "Accountable"), with names of roles in the cells. By
line: a row an assignment, with the activity, the role and the letter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from isthmus.errors import InvalidError
from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.grids import Cell, Grid
from isthmus.raci.importing.marks import any_marks, starts_with_letters
from isthmus.raci.importing.words import Kind, folded, is_nothing, kind_of, role_named

FEWEST_LETTERS = 2
LISTED = re.compile(r"[,;\n\u2022]+")
JOINED = re.compile(r"\s*(?:/|&|\+|\band\b)\s*")
MOSTLY = 0.5


@dataclass(frozen=True)
class Said:
    """One assignment as a file lists it: ``letters`` as they are written, with their notes."""

    row: int
    role: str
    letters: str
    at: str


def as_grid(grid: Grid) -> Grid:
    """Give the grid of letters that a grid in another layout stands for, or the grid itself."""
    for number, row in enumerate(grid.rows[:-1]):
        letters = _letters_on_top(row)
        if len(letters) >= FEWEST_LETTERS and not _hold_letters(grid, number, letters):
            return _by_letter(grid, number, letters)
        kinds = {kind_of(cell.said): at for at, cell in enumerate(row) if cell.said}
        if {Kind.ACTIVITY, Kind.ROLE, Kind.LETTER} <= set(kinds):
            return _by_line(grid, number, kinds)
    return grid


def _letters_on_top(row: Sequence[Cell]) -> dict[int, str]:
    """Find headers that are letters; none where another header names neither rows nor remarks."""
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        marks = any_marks(cell.text) if cell.said else ()
        if marks and len(marks) == 1:
            found[at] = marks[0].letter
        elif cell.said and found and kind_of(cell.said) is None:
            return {}
    return found if len(set(found.values())) == len(found) else {}


def _hold_letters(grid: Grid, head: int, columns: Iterable[int]) -> bool:
    cells = [row[column] for row in grid.rows[head + 1 :] for column in columns]
    texts = [cell.text for cell in cells if not is_nothing(cell.text)]
    letters = [text for text in texts if starts_with_letters(text)]
    return not texts or len(letters) >= MOSTLY * len(texts)


def _by_letter(grid: Grid, head: int, letters: Mapping[int, str]) -> Grid:
    said = [
        Said(number, name, letter, row[column].at)
        for number, row in enumerate(grid.rows)
        if number > head
        for column, letter in letters.items()
        for name in names_in(row[column].text, _known_names(grid, head, letters))
    ]
    kept = [column for column in range(grid.width) if column not in letters]
    return matrix(grid.part(range(len(grid.rows)), kept), head, said)


def _known_names(grid: Grid, head: int, columns: Iterable[int]) -> frozenset[str]:
    """Gather the names that stand somewhere on their own."""
    texts = (row[column].text for row in grid.rows[head + 1 :] for column in columns)
    return frozenset(folded(part) for text in texts for part in LISTED.split(text) if part.strip())


def names_in(text: str, known: frozenset[str]) -> Iterator[str]:
    """Split a list of roles; "Risk and compliance" stays whole where its halves are no roles."""
    if is_nothing(text):
        return
    for part in LISTED.split(text):
        name = " ".join(part.split())
        halves = [half for half in JOINED.split(name) if half]
        whole = len(halves) == 1 or role_named(name) is not None
        if not whole and all(_is_role(half, known) for half in halves):
            yield from halves
        elif not is_nothing(name):
            yield name


def _is_role(name: str, known: frozenset[str]) -> bool:
    return folded(name) in known or role_named(name) is not None


def _by_line(grid: Grid, head: int, kinds: Mapping[Kind | None, int]) -> Grid:
    """Gather the lines of an activity in its first one, and leave the roles' columns out."""
    first: dict[str, int] = {}
    said: list[Said] = []
    dropped: list[int] = []
    for number, row in enumerate(grid.rows):
        activity = row[kinds[Kind.ACTIVITY]]
        if number <= head or not row[kinds[Kind.ROLE]].said:
            continue
        place = first.setdefault(folded(activity.text), number)
        role, letters = row[kinds[Kind.ROLE]], row[kinds[Kind.LETTER]]
        said.append(Said(place, role.said, letters.text, letters.at))
        if place != number:
            dropped.append(number)
    kept = [at for at in range(grid.width) if at not in (kinds[Kind.ROLE], kinds[Kind.LETTER])]
    whole = matrix(grid.part(range(len(grid.rows)), kept), head, said)
    return replace(
        whole, rows=tuple(row for at, row in enumerate(whole.rows) if at not in set(dropped))
    )


def matrix(grid: Grid, head: int, said: Sequence[Said]) -> Grid:
    """Set a column a role behind the columns of a grid, under its row of headers.

    Raises InvalidError, with the limit, where these are too many for a chart.
    """
    roles: dict[str, str] = {}
    for each in said:
        roles.setdefault(folded(each.role), each.role)
    if reason := too_large(len(grid.rows), grid.width + len(roles), len(said)):
        raise InvalidError(reason)
    cells: dict[tuple[int, str], Cell] = {}
    for each in said:
        key = (each.row, folded(each.role))
        before = cells.get(key)
        text = f"{before.text} / {each.letters}" if before else each.letters
        cells[key] = Cell(text, before.at if before else each.at)
    rows = []
    for number, row in enumerate(grid.rows):
        if number == head:
            rows.append((*row, *(Cell(name, row[0].at if row else "") for name in roles.values())))
        else:
            rows.append((*row, *(cells.get((number, role), Cell()) for role in roles)))
    return replace(grid, rows=tuple(rows), roles_on_top=True)
