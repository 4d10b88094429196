"""Charts and role definitions on their way through review: who is told of them, and what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import Final

from isthmus.people import Person, Rank
from isthmus.raci import rights as chart_rights
from isthmus.raci.changes import Event as ChartEvent
from isthmus.raci.model import Chart, Severity, Status
from isthmus.raci.model import Filed as FiledChart
from isthmus.raci.rules import Finding
from isthmus.raci.service import writers as chart_writers
from isthmus.reminding.model import Item, Why
from isthmus.reminding.parts import Parts
from isthmus.reminding.store import Within
from isthmus.reminding.wording import CHART, ROLE, Review, counted
from isthmus.roles import rights as role_rights
from isthmus.roles.model import Event as RoleEvent
from isthmus.roles.model import EventKind, Filed
from isthmus.roles.service import writers as role_writers

SUBMITTED: Final = EventKind.SUBMITTED.value
STEPS: Final = frozenset({SUBMITTED, EventKind.RETURNED.value, EventKind.APPROVED.value})
LONGEST: Final = 200  # signs of a scope, and of what was said with a step
Step = ChartEvent | RoleEvent


@dataclass(frozen=True)
class Reviewed:
    """A chart or role definition, with each time it was submitted, sent back or approved.

    ``chart`` is what a chart says; None for a role definition.
    """

    id: str
    title: str
    number: int
    status: Status
    steps: Sequence[Step]
    may_read: Callable[[Person], bool]
    writers: Callable[[], frozenset[str]]
    chart: Chart | None = None

    @property
    def submitter(self) -> str:
        """Who asked for the review that is under way or just ended; nobody where none did."""
        asked = [each.by for each in self.steps[-2:] if each.kind == SUBMITTED]
        return asked[-1] if asked else ""

    def may_be_approved_by(self, person: Person) -> bool:
        """Tell whether somebody can end a review; whoever asked for it knows of it."""
        return (
            self.status is Status.IN_REVIEW
            and person.rank.includes(Rank.LEAD)
            and self.may_read(person)
            and person.id not in {self.submitter, *self.writers()}
        )

    def is_told(self, why: Why, person: Person) -> bool:
        if why is Why.REVIEW:
            return self.may_be_approved_by(person)
        return self.submitter == person.id and self.may_read(person)


def subject_of(filed: FiledChart | Filed, step: Step) -> str:
    return f"{CHART if isinstance(filed, FiledChart) else ROLE}:{filed.id}:{step.number}"


def to_be_told(within: Within, item: Item, person: Person) -> Reviewed | None:
    """Give what somebody is to hear of, where no later step of it makes that untrue."""
    if item.why not in {Why.REVIEW, Why.REVIEWED}:
        return None
    found = reviewed(within, item.subject)
    return found if found and found.is_told(item.why, person) else None


def reviewed(within: Within, subject: str) -> Reviewed | None:
    """Give a chart or role definition whose last step is the one that is named."""
    what, name, number = subject.split(":")
    found = _chart(within, name) if what == CHART else _definition(within, name)
    return found if found and found.steps[-1].number == int(number) else None


def _chart(within: Within, name: str) -> Reviewed | None:
    store = within.charts
    filed = store.chart(name)
    if filed is None:
        return None
    return Reviewed(
        id=filed.id,
        title=filed.chart.title,
        number=filed.number,
        status=filed.status,
        steps=[each for each in store.lately(filed.id, filed.number) if each.kind in STEPS],
        may_read=partial(chart_rights.may_read, filed),
        writers=partial(chart_writers, store, filed),
        chart=filed.chart,
    )


def _definition(within: Within, name: str) -> Reviewed | None:
    store = within.roles
    filed = store.definition(name)
    if filed is None:
        return None
    return Reviewed(
        id=filed.id,
        title=filed.definition.name,
        number=filed.number,
        status=filed.status,
        steps=[each for each in store.events(filed.id) if each.kind in STEPS],
        may_read=partial(role_rights.may_read, filed),
        writers=partial(role_writers, store, filed),
    )


def told(found: Reviewed, why: Why, parts: Parts) -> Review:
    """Give what is said of it; one with errors is looked at, it cannot be approved yet."""
    checked = parts.check(found.chart) if found.chart and why is Why.REVIEW else None
    return Review(
        why=why,
        what=CHART if found.chart else ROLE,
        id=found.id,
        title=found.title,
        facts=(*_facts(found, parts), *_findings(checked)),
        seen=found.number,
        is_ready=why is Why.REVIEW and not _errors(checked or ()),
    )


def _facts(found: Reviewed, parts: Parts) -> Iterator[str]:
    step = found.steps[-1]
    person = parts.person(step.by)
    done = "sent back" if step.kind == EventKind.RETURNED else step.kind.value
    said = f": “{shorten(step.said, LONGEST, placeholder=' …')}”" if step.said else ""
    yield f"{done} by {person.name if person else step.by}{said}"
    if found.chart and found.chart.scope:
        yield f"scope: {shorten(found.chart.scope, LONGEST, placeholder=' …')}"


def _findings(found: Sequence[Finding] | None) -> Iterator[str]:
    """Say in a few words what the rules find; nothing of what they do not look at."""
    if found is None:
        return
    errors = _errors(found)
    if errors:
        yield f"{counted(errors, 'error')} to put right before it can be approved"
    if len(found) > errors:
        yield counted(len(found) - errors, "warning")
    if not found:
        yield "no findings"


def _errors(found: Sequence[Finding]) -> int:
    return sum(each.severity is Severity.ERROR for each in found)
