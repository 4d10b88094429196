"""What a steering group should look at before it hurts: nobody's, stuck, too much, not agreed."""

from isthmus.actions.model import Action
from isthmus.programme.cells import (
    ACTION,
    OWNER,
    TITLE,
    action_cells,
    day,
    filled,
    more,
    rest,
    short,
)
from isthmus.programme.facts import Facts
from isthmus.programme.metrics import NONE
from isthmus.programme.overview import Load
from isthmus.programme.report import Column, Section, Table
from isthmus.programme.service import BLOCKED_LONG
from isthmus.programme.summary import of


def risks(facts: Facts) -> Section:
    days = BLOCKED_LONG.days
    stuck = Table(
        (ACTION, TITLE, OWNER, Column(f"Blocked for more than {days} days by", 4)),
        tuple((*action_cells(e), _blocked_by(e)) for e in facts.stuck.shown),
        more(facts.stuck, "blocked"),
    )
    ownerless = Table(
        (ACTION, Column("Overdue and without an owner", 7), Column("Due", 1.6)),
        tuple((e.name, e.title, day(e.due)) for e in facts.ownerless.shown),
        more(facts.ownerless, "without an owner"),
    )
    people = Table(
        (
            Column("Carries too much", 3),
            Column("Open", 1, is_number=True),
            Column("Overdue", 1, is_number=True),
            Column("Hours", 1, is_number=True),
        ),
        tuple((e.name, f"{e.open:,}", f"{e.overdue:,}", _hours(e)) for e in facts.overloaded[:10]),
        rest(len(facts.overloaded), min(len(facts.overloaded), 10), "overloaded", "people"),
    )
    charts = Table(
        (
            Column("Chart with letters not accepted", 5),
            Column("Proposed", 1, is_number=True),
            Column("Declined", 1, is_number=True),
        ),
        tuple((e.title, f"{e.proposed}", f"{e.declined}") for e in facts.decided.unaccepted),
    )
    reviews = Table(
        (Column("Review date passed", 2), Column("Title", 5), Column("On", 1.5)),
        tuple((e.kind, e.title, day(e.on)) for e in facts.decided.passed),
    )
    tables = filled(ownerless, stuck, people, charts, reviews)
    return Section("Risks", _risks_in_words(facts), tables)


def _risks_in_words(facts: Facts) -> str:
    counts = (
        (facts.ownerless.total, "overdue action", "without an owner"),
        (facts.stuck.total, "action", "blocked for long"),
        (len(facts.overloaded), "overloaded owner", ""),
        (len(facts.decided.unaccepted), "chart", "with letters that are not accepted"),
        (len(facts.decided.passed), "review date", "passed"),
    )
    found = [f"{of(number, what)} {rest}".strip() for number, what, rest in counts if number]
    if not found:
        return "None of the risks that can be seen here."
    *firsts, last = found
    return f"{', '.join(firsts)} and {last}." if firsts else f"{last}."


def _hours(load: Load) -> str:
    return f"{load.hours:,.0f}" if load.estimated else NONE


def _blocked_by(action: Action) -> str:
    parts = [action.reason, f"waits for {action.waiting_for.name}" if action.waiting_for else ""]
    waits = [f"A-{number}" for number in action.depends_on]
    return short("; ".join(filter(None, [*parts, *waits]))) or NONE
