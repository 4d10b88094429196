"""What would put a finding right, where that is plain: one click, and the finding is gone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from isthmus.raci.changes import Change, SetCell
from isthmus.raci.editing import (
    Given,
    column_added,
    letters_set,
    made_accountable,
)
from isthmus.raci.letters import Letter, Part
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Column, State
from isthmus.raci.rules.model import Fix, rules, vocabulary
from isthmus.raci.rules.persons import names_a_person
from isthmus.raci.rules.seen import Seen, SeenRow, is_external, role_of
from isthmus_knowledge.catalogue import Activity, Side, catalogue

# Whoever has these parts comes into question to answer for a row, the likeliest first.
NEXT_TO_DECIDE = (
    Part.DOES,
    Part.AGREES,
    Part.SIGNS,
    Part.RECOMMENDS,
    Part.SUPPORTS,
    Part.VERIFIES,
    Part.ASKED,
    Part.TOLD,
)
NEXT_TO_DO = (Part.SUPPORTS, Part.RECOMMENDS, Part.DECIDES, Part.AGREES, Part.ASKED)


def one_decides(view: Seen, row: SeenRow, rule: str, but: Column | None = None) -> Fix | None:
    """Let the right one of those present answer for a row, ``but`` not this one."""
    role = _decider(view, row, but)
    if role is None:
        return None
    changes = made_accountable(view.chart, row.row.id, role.id, basis(rule))
    return Fix(_make(role, view.letters.of(Part.DECIDES), row), changes)


def somebody_does(view: Seen, row: SeenRow, rule: str) -> Fix | None:
    candidates = [*_in_catalogue(view, row, Part.DOES), *row.having(*NEXT_TO_DO)]
    role = next((each for each in candidates if _may_do(view, row, each)), None)
    letter = view.letters.of(Part.DOES)
    if role is None or letter is None:
        return None
    kept = _letters(view, row, role, {Part.ASKED, Part.TOLD, Part.SUPPORTS})
    return _given(view, row, role, (*kept, letter.letter), rule)


def is_heard(view: Seen, row: SeenRow, candidates: Iterable[Column], rule: str) -> Fix | None:
    """Let the first of the candidates be heard who is not deliberately out of it."""
    letter = view.letters.of(Part.ASKED)
    role = next((each for each in candidates if not _is_out(view, row, each)), None)
    if role is None or letter is None:
        return None
    kept = _letters(view, row, role, {Part.TOLD})
    return _given(view, row, role, (*kept, letter.letter), rule)


def of_side(view: Seen, row: SeenRow, side: Side) -> list[Column]:
    """Give the roles of a side that could be heard in a row, the likeliest first.

    The catalogue's for this activity come first, then who is told of it, then who has most to say.
    """
    activity = _activity(row)
    meant = (*activity.consulted, *activity.responsible) if activity else ()
    told, busy = row.having(Part.TOLD), view.busy

    def order(column: Column) -> tuple[bool, bool, bool, int]:
        role = role_of(column)
        known = role is not None and role.id in meant
        return (not known, column not in told, column.audits, -busy.get(column.id, 0))

    return sorted(view.columns_of(side), key=order)


def safety_heard(view: Seen, row: SeenRow, rule: str) -> Fix | None:
    present = [each for each in view.chart.columns if is_for_safety(each)]
    if present:
        return is_heard(view, row, present, rule)
    letter = view.letters.of(Part.ASKED)
    manager = catalogue().role(vocabulary().safety_roles[-1])
    if letter is None or _is_taken(view, manager.name):
        return None
    put = column_added(view.chart, manager.name, manager.id)
    given = Assignment(letter.letter, basis(rule))
    changes: tuple[Change, ...] = (*put, SetCell(row.row.id, view.chart.new_id, (given,)))
    return Fix(f"Add {manager.name}, {_as(letter)} in row {row.number}", changes)


def is_for_safety(column: Column) -> bool:
    """Tell whether a role is process safety or the manager of a site, by its id or its name."""
    wanted = [catalogue().role(each) for each in vocabulary().safety_roles]
    if column.role:
        return column.role in [role.id for role in wanted]
    name = f" {' '.join(column.name.casefold().split())} "
    known = (each for role in wanted for each in (role.name, *role.aliases))
    return any(f" {each.casefold()} " in name for each in known)


def others_take_it(
    view: Seen, row: SeenRow, column: Column, gone: Collection[str], rule: str
) -> Fix | None:
    """Take letters from a role, where others can do and decide what it did and decided."""
    parts = {view.parts[each] for each in gone if each in view.parts}
    left = tuple(each for each in row.cell(column) if each.letter not in gone)
    changes: tuple[Change, ...] = ()
    label = f"Take {' and '.join(gone)} from {column.name} in row {row.number}"
    if Part.DOES in parts and not _others_do(view, row, column):
        return None
    if Part.DECIDES in parts:
        instead = one_decides(view, row, rule, but=column)
        if instead is None:
            return None
        label, changes = instead.label, instead.changes
    elif not left and len(row.cells) == 1:
        return None
    return Fix(label, (*changes, SetCell(row.row.id, column.id, left)))


def told_instead(view: Seen, row: SeenRow, column: Column, rule: str) -> Fix | None:
    """Let an auditor only hear of a row, where others do and decide it."""
    at_work = {
        each.letter
        for each in row.cell(column)
        if view.parts.get(each.letter) in {Part.DOES, Part.DECIDES, Part.SUPPORTS}
    }
    fix = others_take_it(view, row, column, sorted(at_work), rule)
    letter = view.letters.of(Part.TOLD) or view.letters.of(Part.ASKED)
    if fix is None or letter is None:
        return None
    *before, last = fix.changes
    if isinstance(last, SetCell) and not last.cell:
        last = replace(last, cell=(Assignment(letter.letter, basis(rule)),))
    return replace(fix, changes=(*before, last))


def basis(rule: str) -> Basis:
    return Basis(BasisKind.RULE, f"{rules()[rule].title}.", source=rule)


def _decider(view: Seen, row: SeenRow, but: Column | None) -> Column | None:
    """Choose who answers for a row: who accepted to, then the catalogue's, then by the work."""
    deciding = row.having(Part.DECIDES)
    accepted = [each for each in deciding if _state(view, row, each) is State.ACCEPTED]
    meant = _in_catalogue(view, row, Part.DECIDES)
    candidates = [
        *accepted,
        *(each for each in meant if each in deciding),
        *deciding,
        *meant,
        *row.having(*NEXT_TO_DECIDE),
    ]
    return next((e for e in candidates if e != but and _may_decide(view, row, e)), None)


def _may_decide(view: Seen, row: SeenRow, column: Column) -> bool:
    independent = row.audits or not column.audits
    willing = _state(view, row, column) is not State.DECLINED
    allowed = column.authority and not is_external(column) and not names_a_person(column.name)
    return allowed and independent and willing and not _is_out(view, row, column)


def _may_do(view: Seen, row: SeenRow, column: Column) -> bool:
    return (row.audits or not column.audits) and not _is_out(view, row, column)


def _is_out(view: Seen, row: SeenRow, column: Column) -> bool:
    return any(view.parts.get(each.letter) is Part.OUT for each in row.cell(column))


def _state(view: Seen, row: SeenRow, column: Column) -> State | None:
    """Give how the letter stands with which a role answers for a row."""
    found = (e.state for e in row.cell(column) if view.parts.get(e.letter) is Part.DECIDES)
    return next(found, None)


def _others_do(view: Seen, row: SeenRow, column: Column) -> bool:
    return any(
        view.parts.get(each.letter) is Part.DOES and each.state is not State.DECLINED
        for other, cell in row.cells
        if other.id != column.id
        for each in cell
    )


def _is_taken(view: Seen, name: str) -> bool:
    return any(each.name.casefold() == name.casefold() for each in view.chart.columns)


def _activity(row: SeenRow) -> Activity | None:
    wanted = row.row.catalogue
    return next((each for each in catalogue().activities if each.id == wanted), None)


def _in_catalogue(view: Seen, row: SeenRow, part: Part) -> list[Column]:
    """Give the chart's columns that the catalogue has this part for in this activity."""
    activity = _activity(row)
    if activity is None:
        return []
    ids = (activity.accountable,) if part is Part.DECIDES else activity.responsible
    roles = [(role_of(column), column) for column in view.chart.columns]
    return [column for wanted in ids for role, column in roles if role and role.id == wanted]


def _letters(view: Seen, row: SeenRow, column: Column, but: set[Part]) -> Iterator[str]:
    cell: Cell = row.cell(column)
    return (each.letter for each in cell if view.parts.get(each.letter) not in but)


def _given(view: Seen, row: SeenRow, role: Column, letters: tuple[str, ...], rule: str) -> Fix:
    changes = letters_set(view.chart, row.row.id, role.id, Given(letters, basis(rule)))
    return Fix(_make(role, view.letters[letters[-1]], row), changes)


def _make(role: Column, letter: Letter | None, row: SeenRow) -> str:
    return f"Make {role.name} {_as(letter)} in row {row.number}" if letter else ""


def _as(letter: Letter) -> str:
    return f"{letter.word.lower()} ({letter.letter})"
