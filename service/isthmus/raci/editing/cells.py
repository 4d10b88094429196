"""Letters: given to a role in a row, taken from it, put everywhere in a column."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from isthmus.errors import InvalidError
from isthmus.raci.changes import SetCell
from isthmus.raci.letters import LetterSet, Part
from isthmus.raci.model import Assignment, Basis, Cell, Chart, Column, State

BESIDE_DECIDING = {Part.DECIDES, Part.DOES, Part.VERIFIES, Part.SIGNS, Part.RECOMMENDS}
AT_WORK = BESIDE_DECIDING | {Part.SUPPORTS, Part.AGREES}
TAKES_NO_PART_IN_WORK = {Part.ASKED, Part.TOLD, Part.OUT}


@dataclass(frozen=True)
class Given:
    """What a cell is given: letters or words for them, and why; a ``note`` holds for each."""

    letters: tuple[str, ...]
    basis: Basis
    note: str = ""


def letters_set(chart: Chart, row: str, column: str, given: Given) -> tuple[SetCell, ...]:
    """Say all the letters of a cell.

    A letter that stays keeps its state and its basis, and its note where no other is given; with
    another note it is proposed again. A letter that the set does not have may stay where it stands,
    and is refused anywhere else.
    """
    standing = {each.letter: each for each in _cell(chart, row, column)}
    wanted = dict.fromkeys(_letter(chart.letter_set, each, standing) for each in given.letters)
    cell = tuple(
        _noted(standing[each], given.note)
        if each in standing
        else Assignment(each, given.basis, note=given.note)
        for each in wanted
    )
    return changed(chart, {(row, column): cell})


def made_accountable(chart: Chart, row: str, column: str, basis: Basis) -> tuple[SetCell, ...]:
    """Let a role alone answer for a row.

    It keeps what goes with it (that it does the work, say), and is no longer asked or told.
    Whoever answered before keeps its other letters; with no other it does the work, or is asked
    where it checks the work of others.
    """
    letters = chart.letter_set
    deciding = of(letters, Part.DECIDES)
    standing = _cell(chart, row, column)
    own = next((each for each in standing if each.letter == deciding), Assignment(deciding, basis))
    kept = (a for a in standing if part_of(letters, a.letter) in BESIDE_DECIDING)
    cells = {(row, column): (own, *(each for each in kept if each.letter != deciding))}
    for other in chart.columns:
        before = chart.cell(row, other.id)
        if other.id != column and any(each.letter == deciding for each in before):
            left = tuple(each for each in before if each.letter != deciding)
            cells[row, other.id] = left or (_instead(letters, other, basis),)
    return changed(chart, cells)


def without_letters(
    chart: Chart, row: str | None = None, column: str | None = None
) -> tuple[SetCell, ...]:
    """Empty a cell, the cells of a row, or those of a column."""
    if row is None and column is None:
        raise InvalidError("Say from which row or which role to take the letters.")
    if row is not None:
        chart.row(row)
    if column is not None:
        chart.column(column)
    return changed(
        chart,
        {key: () for key in chart.cells if row in {None, key[0]} and column in {None, key[1]}},
    )


def all_in_column(chart: Chart, column: str, given: Given) -> tuple[SetCell, ...]:
    """Give a role one letter in every row, in place of those it has there.

    Where it answers for a row it goes on to do so: doing the work stands beside that, and being
    asked or told changes nothing. Made to answer for every row, it does so alone.
    """
    letters = chart.letter_set
    if len(given.letters) != 1:
        raise InvalidError("Name one letter to put in every row of the column.")
    letter = _letter(letters, given.letters[0], ())
    if letters.part_of(letter) is Part.DECIDES:
        made = (made_accountable(chart, row.id, column, given.basis) for row in chart.rows)
        return tuple(change for changes in made for change in changes)
    deciding = of(letters, Part.DECIDES)
    beside = letters.part_of(letter) in BESIDE_DECIDING
    everywhere: list[SetCell] = []
    for row in chart.rows:
        decides = any(each.letter == deciding for each in _cell(chart, row.id, column))
        kept = (deciding,) if decides else ()
        wanted = (*kept, letter) if beside or not decides else kept
        if wanted != (deciding,):
            note = "" if decides else given.note
            each = replace(given, letters=wanted, note=note)
            everywhere += letters_set(chart, row.id, column, each)
    return tuple(everywhere)


def joined(letters: LetterSet, cells: Iterable[Cell]) -> Cell:
    """Put what several cells hold in one: each letter once, and the first that was there.

    Who does the work or answers for it need not be asked or told as well, and who is asked need
    not be told. What only one of the cells holds stays as it is.
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:  # noqa: PLR2004 - nothing is put together
        return next(iter(filled), ())
    first = {each.letter: each for cell in reversed(filled) for each in reversed(cell)}
    parts = {part_of(letters, each) for each in first}
    out: set[Part | None] = set()
    if parts & AT_WORK:
        out |= TAKES_NO_PART_IN_WORK
    if Part.ASKED in parts:
        out |= {Part.TOLD, Part.OUT}
    if Part.TOLD in parts:
        out.add(Part.OUT)
    together = dict.fromkeys(each.letter for cell in filled for each in cell)
    return tuple(first[each] for each in together if part_of(letters, each) not in out)


def proposed(assignment: Assignment) -> Assignment:
    """Give a letter as nobody has said yes or no to it; why it stands there remains."""
    return replace(assignment, state=State.PROPOSED, reason="", decided_by="")


def _noted(assignment: Assignment, note: str) -> Assignment:
    if note in {"", assignment.note}:
        return assignment
    return proposed(replace(assignment, note=note))


def changed(chart: Chart, cells: dict[tuple[str, str], Cell]) -> tuple[SetCell, ...]:
    """Give the changes to these cells, without those that change nothing."""
    return tuple(SetCell(*key, cell) for key, cell in cells.items() if chart.cell(*key) != cell)


def part_of(letters: LetterSet, letter: str) -> Part | None:
    """Tell what a letter does; None where the set does not have it."""
    return letters.part_of(letter) if letter in letters else None


def of(letters: LetterSet, part: Part) -> str:
    """Give the letter with a part that every set has."""
    found = letters.of(part)
    if found is None:
        raise InvalidError(f"{letters.name} has no letter for whoever {part}. Choose another set.")
    return found.letter


def _instead(letters: LetterSet, column: Column, basis: Basis) -> Assignment:
    asked = letters.of(Part.ASKED)
    letter = asked.letter if column.audits and asked else of(letters, Part.DOES)
    return Assignment(letter, basis)


def _letter(letters: LetterSet, said: str, standing: Iterable[str]) -> str:
    if said in standing:
        return said
    found = letters.named(said)
    return found.letter if found else letters[said].letter


def _cell(chart: Chart, row: str, column: str) -> Cell:
    return chart.cell(chart.row(row).id, chart.column(column).id)
