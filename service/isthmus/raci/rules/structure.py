"""What is wrong with a row whatever the chart is about: the errors, and an activity put twice."""

from collections.abc import Iterator
from dataclasses import replace

from isthmus.raci.changes import RemoveRow, SetCell
from isthmus.raci.editing.cells import proposed
from isthmus.raci.letters import Part
from isthmus.raci.model import Assignment, Column
from isthmus.raci.rules.fixes import one_decides, somebody_does
from isthmus.raci.rules.model import Fix, Found
from isthmus.raci.rules.seen import Seen, SeenRow, is_external, letter_in_words, named


def empty_chart(view: Seen) -> Iterator[Found]:
    if not view.chart.rows or not view.chart.columns:
        yield Found(otherwise=bool(view.chart.rows))


def empty_row(view: Seen) -> Iterator[Found]:
    """Find rows without a letter; where there are no roles, that is said of the chart."""
    if not view.chart.columns:
        return
    for row in view.rows:
        if row.is_empty:
            fix = Fix(f"Remove row {row.number}", (RemoveRow(row.row.id),))
            bare = not row.cells and len(view.rows) > 1
            yield Found(row.row, None, {"row": row.label}, fix if bare else None)


def one_accountable(view: Seen) -> Iterator[Found]:
    for row in view.rows:
        deciding = row.having(Part.DECIDES)
        if len(deciding) == 1 or row.is_empty:
            continue
        words = {"row": row.label, "roles": named(deciding), "count": len(deciding)}
        fix = one_decides(view, row, "one-accountable")
        yield Found(row.row, None, words, fix, otherwise=bool(deciding))


def one_responsible(view: Seen) -> Iterator[Found]:
    for row in view.rows:
        if not row.is_empty and not row.having(Part.DOES):
            fix = somebody_does(view, row, "one-responsible")
            yield Found(row.row, None, {"row": row.label}, fix)


def external_accountable(view: Seen) -> Iterator[Found]:
    for row in view.rows:
        for column in row.having(Part.DECIDES):
            if is_external(column):
                fix = one_decides(view, row, "external-accountable")
                yield Found(row.row, column, {"row": row.label}, fix)


def unknown_letter(view: Seen) -> Iterator[Found]:
    letters = view.letters
    known = ", ".join(map(letter_in_words, letters.letters))
    for row in view.rows:
        for column, cell in row.cells:
            strange = [each for each in cell if each.letter not in view.parts]
            if strange:
                found = " and ".join(f"'{each.letter}'" for each in strange)
                words = {"row": row.label, "found": found, "set": letters.name, "known": known}
                yield Found(row.row, column, words, _read_as(view, row, column, strange))


def same_row_twice(view: Seen) -> Iterator[Found]:
    """Find an activity that stands a second time in its section."""
    first: dict[tuple[str, ...], SeenRow] = {}
    for row in view.rows:
        key = (*row.row.section.casefold().split(), "/", *row.row.activity.casefold().split())
        before = first.setdefault(key, row)
        if before is not row:
            fix = Fix(f"Remove row {row.number}", (RemoveRow(row.row.id),))
            words = {"row": row.label, "first": f"row {before.number}"}
            yield Found(row.row, None, words, fix if _says_no_more(row, before) else None)


def _read_as(view: Seen, row: SeenRow, column: Column, strange: list[Assignment]) -> Fix | None:
    """Read "a" or "Accountable" as the letter that is meant, where that is no error again."""
    letters = view.letters
    meant = {each.letter: letters.named(each.letter) for each in strange}
    read = {said: letter for said, letter in meant.items() if letter is not None}
    if len(read) < len(strange):
        return None
    decides = any(letter.part is Part.DECIDES for letter in read.values())
    others = [each for each in row.having(Part.DECIDES) if each.id != column.id]
    if decides and (others or is_external(column)):
        return None
    cell: dict[str, Assignment] = {}
    for each in row.cell(column):
        now = read[each.letter].letter if each.letter in read else each.letter
        cell.setdefault(now, proposed(replace(each, letter=now)) if each in strange else each)
    said = " and ".join(f"'{each}' as {letter.letter}" for each, letter in read.items())
    change = SetCell(row.row.id, column.id, tuple(cell.values()))
    return Fix(f"Read {said} in row {row.number}", (change,))


def _says_no_more(row: SeenRow, before: SeenRow) -> bool:
    """Tell whether every letter of a row stands in the same cell of another one."""
    return all(
        {each.letter for each in cell} <= {each.letter for each in before.cell(column)}
        for column, cell in row.cells
    )
