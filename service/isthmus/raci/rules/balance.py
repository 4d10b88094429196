"""What is seldom wise in a row: too many, the wrong one, or one side alone."""

from collections.abc import Callable, Iterator

from isthmus.raci.letters import Part
from isthmus.raci.model import Column
from isthmus.raci.rules.fixes import (
    is_for_safety,
    is_heard,
    of_side,
    one_decides,
    others_take_it,
    safety_heard,
    told_instead,
)
from isthmus.raci.rules.model import Fix, Found, Thresholds
from isthmus.raci.rules.seen import Seen, SeenRow, is_external, is_on, named
from isthmus_knowledge.catalogue import Side

CHECKING = (Part.VERIFIES, Part.SIGNS)


def many_responsible(view: Seen) -> Iterator[Found]:
    return _many(view, Part.DOES, lambda limits: limits.responsible)


def many_consulted(view: Seen) -> Iterator[Found]:
    return _many(view, Part.ASKED, lambda limits: limits.consulted)


def many_informed(view: Seen) -> Iterator[Found]:
    return _many(view, Part.TOLD, lambda limits: limits.informed)


def no_authority(view: Seen) -> Iterator[Found]:
    """Find who decides and may not; of an external party it is said already that it must not."""
    for row in view.rows:
        for column in row.having(Part.DECIDES):
            if not column.authority and not is_external(column):
                fix = one_decides(view, row, "no-authority", but=column)
                yield Found(row.row, column, {"row": row.label}, fix)


def audits_own_work(view: Seen) -> Iterator[Found]:
    """Find auditors at work in what is no audit, and who checks in a row what it does there."""
    for row in view.rows:
        for column in row.having(Part.DOES, Part.DECIDES):
            if column.audits and not row.audits:
                fix = told_instead(view, row, column, "audits-own-work")
                yield Found(row.row, column, {"row": row.label}, fix)
            elif checks := _checks_itself(view, row, column):
                letters = " and ".join(map(view.letter_word, checks))
                words = {"row": row.label, "letters": letters}
                fix = _others_check(view, row, column, checks)
                yield Found(row.row, column, words, fix, otherwise=True)


def one_sided(view: Seen) -> Iterator[Found]:
    """Find rows in which one side alone has a say, though the other is there."""
    if not view.columns_of(Side.IT) or not view.columns_of(Side.OT):
        return
    for row in view.rows:
        for side, missing in ((Side.IT, Side.OT), (Side.OT, Side.IT)):
            there = [each for each in row.heard if is_on(each, side)]
            if there and not any(is_on(each, missing) for each in row.heard):
                fix = is_heard(view, row, of_side(view, row, missing), "one-sided")
                words = {"row": row.label, "side": side, "missing": missing, "roles": named(there)}
                yield Found(row.row, None, words, fix)


def safety_unheard(view: Seen) -> Iterator[Found]:
    for row in view.rows:
        stake = row.row.safety_relevant and not row.is_empty
        if stake and not any(map(is_for_safety, row.heard)):
            fix = safety_heard(view, row, "safety-unheard")
            yield Found(row.row, None, {"row": row.label}, fix)


def _many(view: Seen, part: Part, limit_of: Callable[[Thresholds], int]) -> Iterator[Found]:
    limit = limit_of(view.thresholds)
    for row in view.rows:
        roles = row.having(part)
        if len(roles) > limit:
            words = {"row": row.label, "roles": named(roles), "count": len(roles), "limit": limit}
            yield Found(row.row, None, words)


def _checks_itself(view: Seen, row: SeenRow, column: Column) -> list[str]:
    parts = {each.letter: view.parts.get(each.letter) for each in row.cell(column)}
    does = Part.DOES in parts.values()
    return [letter for letter, part in parts.items() if does and part in CHECKING]


def _others_check(view: Seen, row: SeenRow, column: Column, checks: list[str]) -> Fix | None:
    """Take the checking from whoever does the work, where another role checks as well."""
    for letter in checks:
        others = row.having(view.parts[letter])
        if not any(each.id != column.id for each in others):
            return None
    return others_take_it(view, row, column, checks, "audits-own-work")
