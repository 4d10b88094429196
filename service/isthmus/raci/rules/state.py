"""How far people have got with a chart: what is accepted, who holds a role, when to review it."""

from collections.abc import Iterator
from datetime import date, timedelta

from isthmus.raci.editing import described
from isthmus.raci.letters import Part
from isthmus.raci.model import Assignment, State
from isthmus.raci.rules.fixes import others_take_it
from isthmus.raci.rules.model import Fix, Found
from isthmus.raci.rules.seen import Seen, SeenRow, named

DUTIES = frozenset({Part.DECIDES, Part.DOES})
A_YEAR = timedelta(days=365)


def declined_duty(view: Seen) -> Iterator[Found]:
    return _declined(view, "declined-duty", duties=True)


def declined_letter(view: Seen) -> Iterator[Found]:
    return _declined(view, "declined-letter", duties=False)


def not_accepted(view: Seen) -> Iterator[Found]:
    for row in view.rows:
        waiting = [
            column
            for column, cell in row.cells
            if any(each.state is State.PROPOSED for each in cell)
        ]
        if waiting:
            yield Found(row.row, None, {"row": row.label, "roles": named(waiting)})


def nobody_holds(view: Seen) -> Iterator[Found]:
    for column in view.chart.columns:
        if not column.held_by and column.id in view.used:
            yield Found(None, column)


def review_date(view: Seen) -> Iterator[Found]:
    review, today = view.chart.review, view.today
    fix = _in_a_year(view, today) if today else None
    if review is None:
        yield Found(fix=fix)
    elif today is not None and review < today:
        yield Found(words={"day": review.isoformat()}, fix=fix, otherwise=True)


def _declined(view: Seen, rule: str, *, duties: bool) -> Iterator[Found]:
    for row in view.rows:
        for column, cell in row.cells:
            said_no = [
                each
                for each in cell
                if each.state is State.DECLINED
                and (view.parts.get(each.letter) in DUTIES) is duties
            ]
            if said_no:
                letters = [each.letter for each in said_no]
                fix = others_take_it(view, row, column, letters, rule)
                yield Found(row.row, column, _words(view, row, said_no), fix)


def _words(view: Seen, row: SeenRow, declined: list[Assignment]) -> dict[str, object]:
    letters = " and ".join(view.letter_word(each.letter) for each in declined)
    reasons = dict.fromkeys(each.reason.rstrip(".") for each in declined if each.reason)
    reason = f": '{'; '.join(reasons)}'" if reasons else ""
    return {"row": row.label, "letters": letters, "reason": reason}


def _in_a_year(view: Seen, today: date) -> Fix | None:
    changes = described(view.chart, review=today + A_YEAR)
    return Fix("Set the review to a year from today", changes) if changes else None
