"""The facts of a period as a report: each section first says its answer, then shows it."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from isthmus.actions.model import Action, Evidence
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
from isthmus.programme.overview import StepProgress
from isthmus.programme.period import spoken
from isthmus.programme.report import Bar, Column, Report, Section, Table
from isthmus.programme.risks import risks
from isthmus.programme.service import TOO_LATE, TOO_LONG, TOO_MANY
from isthmus.programme.summary import are, figures, of, summary, were


def report_of(facts: Facts) -> Report:
    overview = facts.overview
    phase = f" · phase {overview.phase}: {overview.phases[0].name}" if overview.phase else ""
    return Report(
        name=_name(facts),
        title="Steering report",
        subtitle=f"{overview.period.words}{phase}",
        as_of=f"As it stands on {spoken(overview.today)}",
        summary=summary(facts),
        figures=figures(facts),
        points=overview.points,
        steps=tuple(_bar(step) for phase in overview.phases for step in phase.steps),
        sections=tuple(_sections(facts)),
        notes=_notes(facts),
    )


def _name(facts: Facts) -> str:
    overview = facts.overview
    phase = f"-phase-{overview.phase}" if overview.phase else ""
    return f"steering-report-{overview.period.first}-to-{overview.period.last}{phase}"


def _bar(step: StepProgress) -> Bar:
    progress = step.progress
    name = f"{step.step.id} {step.step.title}"
    return Bar(name, progress.done, progress.open, progress.overdue)


def _sections(facts: Facts) -> Iterator[Section]:
    yield _decided(facts)
    yield _done(facts)
    yield _late(facts)
    yield _coming(facts)
    yield risks(facts)
    yield _steps(facts)
    yield _metrics(facts)


def _decided(facts: Facts) -> Section:
    decisions = facts.decided.decisions
    dropped = facts.dropped
    approvals = of(len(decisions), "version") if decisions else "No chart and no role definition"
    lead = (
        f"{approvals} {'was' if len(decisions) < 2 else 'were'} approved, "  # noqa: PLR2004 - one
        f"{of(dropped.total, 'action')} {were(dropped.total)} dropped."
    )
    columns = (Column("What", 2), Column("Title", 5), Column("Version", 1, is_number=True))
    rows = tuple((e.kind, e.title, f"{e.version}", e.by, day(e.on)) for e in decisions)
    approved = Table((*columns, Column("Approved by", 2), Column("On", 1.5)), rows)
    given_up = Table(
        (ACTION, TITLE, OWNER, Column("Reason it was dropped", 4)),
        tuple((*action_cells(e), e.reason or NONE) for e in dropped.shown),
        more(dropped, "dropped"),
    )
    return Section("What was decided", lead, filled(approved, given_up))


def _done(facts: Facts) -> Section:
    done = facts.done
    zone = ZoneInfo(facts.overview.period.zone)
    rows = tuple(
        (*action_cells(each), _closed(each, zone), _punctual(each, zone), _evidence(each.evidence))
        for each in done.shown
    )
    columns = (ACTION, TITLE, OWNER, Column("Closed", 1.9), Column("First date", 1.7))
    table = Table((*columns, Column("Evidence", 3.5)), rows, more(done, "closed"))
    lead = f"{of(done.total, 'action')} {were(done.total)} closed as done."
    without = sum(not each.evidence for each in done.shown)
    if done.shown and without == len(done.shown):
        lead += " None of those shown has evidence."
    elif without:
        lead += f" {without:,} of those shown {are(without)} without evidence."
    return Section("What was done", lead, filled(table))


def _closed(action: Action, zone: ZoneInfo) -> str:
    return day(action.status_at.astimezone(zone).date()) if action.status_at else NONE


def _punctual(action: Action, zone: ZoneInfo) -> str:
    """Say how it was closed by the first date that was agreed."""
    if action.first_due is None or action.status_at is None:
        return "none"
    late = (action.status_at.astimezone(zone).date() - action.first_due).days
    return f"{of(late, 'day')} late" if late > 0 else "kept"


def _evidence(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return NONE
    first = evidence[0]
    shown = f"{first.title}: {first.text}" if first.title else first.text
    more = f" (and {len(evidence) - 1} more)" if len(evidence) > 1 else ""
    return f"{short(shown)}{more}"


def _late(facts: Facts) -> Section:
    if not facts.overdue:
        return Section("What is late and why", "Nothing is overdue.")
    rows = tuple(
        (*action_cells(late.action), day(late.action.due), f"{late.days}", late.why)
        for late in facts.late
    )
    columns = (ACTION, Column("What", 4.6), Column("Owner", 1.9), Column("Due", 2))
    table = Table(
        (*columns, Column("Days late", 1, is_number=True), Column("Why", 5)),
        rows,
        rest(facts.overdue, len(facts.late), "overdue"),
    )
    lead = f"{of(facts.overdue, 'action')} {are(facts.overdue)} overdue"
    silent = sum("Nobody has said why" in late.why for late in facts.late)
    lead += f"; for {silent} of those shown nobody has said why." if silent else "."
    return Section("What is late and why", lead, (table,))


def _coming(facts: Facts) -> Section:
    coming = facts.next
    rows = tuple(
        (*action_cells(e), day(e.due), e.priority.value, e.step or NONE) for e in coming.shown
    )
    columns = (ACTION, TITLE, OWNER, Column("Due", 1.8), Column("Priority", 1.2))
    table = Table((*columns, Column("Step", 0.8)), rows, more(coming, "due"))
    span = f"from {spoken(facts.coming.first)} to {spoken(facts.coming.last)}"
    return Section(
        "What comes next",
        f"{of(coming.total, 'action')} {are(coming.total)} due {span}.",
        filled(table),
    )


def _steps(facts: Facts) -> Section:
    columns = (
        Column("Step", 5),
        Column("Lead", 2),
        Column("Done", 1, is_number=True),
        Column("Open", 1, is_number=True),
        Column("Overdue", 1.2, is_number=True),
        Column("Progress", 1.3, is_number=True),
    )
    shown = [each for phase in facts.overview.phases for each in phase.steps]
    rows = [_row(f"{e.step.id} {e.step.title}", e) for e in shown]
    elsewhere = facts.overview.elsewhere
    if elsewhere.scope:
        done, still, late = elsewhere.done, elsewhere.open, elsewhere.overdue
        rows.append(
            (
                "Without a step",
                NONE,
                f"{done:,}",
                f"{still:,}",
                f"{late:,}",
                _share(elsewhere.share),
            )
        )
    idle = sum(not each.progress.scope for each in shown)
    lead = f"{of(len(shown), 'step')}, {idle} of them without actions." if idle else ""
    return Section("The steps", lead, (Table(columns, tuple(rows)),), is_of_steps=True)


def _row(name: str, step: StepProgress) -> tuple[str, ...]:
    progress = step.progress
    numbers = (f"{progress.done:,}", f"{progress.open:,}", f"{progress.overdue:,}")
    return (name, step.lead or NONE, *numbers, _share(progress.share) if progress.scope else NONE)


def _share(share: int) -> str:
    return f"{share} %"


def _metrics(facts: Facts) -> Section:
    columns = (
        Column("Metric", 3),
        Column("Now", 1.2, is_number=True),
        Column("Before", 1.2, is_number=True),
        Column("Trend", 1),
        Column("What it counts", 6),
    )
    rows = tuple(
        (
            each.metric.name,
            each.words,
            each.metric.words(each.before),
            each.trend or NONE,
            f"{each.metric.definition} ({each.metric.direction.value.capitalize()}.)",
        )
        for each in facts.overview.metrics
    )
    before = facts.overview.period.before.words
    lead = (
        f"What counts events is compared with {before}, what counts a state with how it was "
        "when the period began."
    )
    return Section("Metrics", lead, (Table(columns, rows),))


def _notes(facts: Facts) -> tuple[str, ...]:
    same = (
        "Done, late and next are what the lists of actions show to whoever asked for this report; "
        "what they may not read is not in it."
    )
    much = (
        f"Somebody carries too much with more than {TOO_MANY} open actions, {TOO_LATE} overdue "
        f"ones or {TOO_LONG:.0f} estimated hours."
    )
    return same, much, f"Days are those of the time zone {facts.overview.period.zone}."
