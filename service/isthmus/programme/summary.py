"""The first page of a steering report: what matters, in a few sentences."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.actions.model import Action
from isthmus.programme.facts import Facts
from isthmus.programme.metrics import AGE, CLOSED, LATE, ON_TIME, Measured, Metric
from isthmus.programme.period import spoken
from isthmus.programme.reasons import owner
from isthmus.programme.report import Figure

MOST_NAMED: Final = 3


def summary(facts: Facts) -> tuple[str, ...]:
    if facts.overview.is_empty:
        return ("There are no actions yet. Add the first ones, and the next report tells of them.",)
    return tuple(_sentences(facts))


def _sentences(facts: Facts) -> Iterator[str]:
    yield _progress(facts)
    yield _lateness(facts)
    yield _decisions(facts)
    yield _next(facts)
    yield from _to_decide(facts)


def _progress(facts: Facts) -> str:
    progress = facts.overview.progress
    closed, before = facts.done.total, _measured(facts, CLOSED).before
    period = facts.overview.period
    said = f"{progress.done:,} of {of(progress.scope, 'action')} {are(progress.done)} done"
    said += f" ({progress.share} %); {closed:,} {were(closed)} closed in the period"
    if before is None:
        return f"{said}."
    return f"{said}, after {before:,.0f} in the one before ({period.before.words})."


def _lateness(facts: Facts) -> str:
    late = facts.overdue
    if not late:
        return "Nothing is overdue."
    said = f"{of(late, 'action')} {are(late)} overdue"
    worst = facts.late[0] if facts.late else None
    if worst is None:
        return f"{said}."
    action = worst.action
    return (
        f"{said}, the longest {action.name} “{action.title}” ({owner(action)}), "
        f"{of(worst.days, 'day')}. {worst.why}"
    )


def _decisions(facts: Facts) -> str:
    made = [f"{each.title} (version {each.version})" for each in facts.decided.decisions]
    dropped = facts.dropped.total
    if not made and not dropped:
        return "No chart and no role definition was approved, and no action was dropped."
    parts = [f"approved: {listed(made)}"] if made else []
    if dropped:
        parts.append(f"{of(dropped, 'action')} {were(dropped)} dropped")
    return f"{_capital('; '.join(parts))}."


def _next(facts: Facts) -> str:
    coming = facts.next
    span = f"from {spoken(facts.coming.first)} to {spoken(facts.coming.last)}"
    if not coming.total:
        return f"Nothing is due {span}."
    said = f"{of(coming.total, 'action')} {are(coming.total)} due {span}"
    return f"{said}, first {_titled(coming.shown[0])}." if coming.shown else f"{said}."


def _to_decide(facts: Facts) -> Iterator[str]:
    """Say what asks for somebody to act."""
    parts = []
    if facts.ownerless.total:
        number = facts.ownerless.total
        verb = "has" if number == 1 else "have"
        parts.append(f"{of(number, 'overdue action')} {verb} no owner")
    if facts.stuck.total:
        number = facts.stuck.total
        verb = "has" if number == 1 else "have"
        parts.append(f"{of(number, 'action')} {verb} been blocked for more than two weeks")
    if facts.overloaded:
        names = listed([each.name for each in facts.overloaded])
        parts.append(f"{names} {'carries' if len(facts.overloaded) == 1 else 'carry'} too much")
    waiting = sum(each.proposed for each in facts.decided.unaccepted)
    if waiting:
        parts.append(f"{of(waiting, 'letter')} in charts {are(waiting)} not accepted yet")
    if parts:
        yield f"To be looked at: {'; '.join(parts)}."


def figures(facts: Facts) -> tuple[Figure, ...]:
    """Give the numbers that are seen first."""
    progress = facts.overview.progress
    overdue = "bad" if facts.overdue else "good"
    return (
        Figure("Done", f"{progress.share} %", f"{progress.done:,} of {progress.scope:,}"),
        Figure("Closed in the period", f"{facts.done.total:,}", _note(facts, CLOSED)),
        Figure("Overdue", f"{facts.overdue:,}", "today", overdue),
        _figure(facts, ON_TIME),
        _figure(facts, AGE),
        _figure(facts, LATE),
    )


def _figure(facts: Facts, metric: Metric) -> Figure:
    found = _measured(facts, metric)
    tone = {"better": "good", "worse": "bad"}.get(found.trend, "plain")
    return Figure(metric.name, found.words, _note(facts, metric), tone)


def _note(facts: Facts, metric: Metric) -> str:
    found = _measured(facts, metric)
    return f"{metric.words(found.before)} before" if found.before is not None else ""


def _measured(facts: Facts, metric: Metric) -> Measured:
    return next(each for each in facts.overview.metrics if each.metric is metric)


def _titled(action: Action) -> str:
    return f"{action.name} “{action.title}” ({owner(action)})"


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Name some, and say how many more there are."""
    more = len(names) - most
    shown = [*names[:most], *([f"{more} more"] if more > 0 else [])]
    *firsts, last = shown
    return f"{', '.join(firsts)} and {last}" if firsts else last


def of(number: int, what: str) -> str:
    return f"{number:,} {what if number == 1 else what + 's'}"


def are(number: int) -> str:
    return "is" if number == 1 else "are"


def were(number: int) -> str:
    return "was" if number == 1 else "were"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
