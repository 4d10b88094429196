"""What a steering report tells, before it is put into words."""

from dataclasses import dataclass, field
from datetime import date

from isthmus.actions.model import Action
from isthmus.programme.overview import Load, Overview
from isthmus.programme.period import Period


@dataclass(frozen=True)
class Some:
    """How many actions there are of a kind, and as many of them as a report has room for."""

    total: int = 0
    shown: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Late:
    """An overdue action, and why it is late as far as anybody said."""

    action: Action
    days: int
    why: str


@dataclass(frozen=True)
class Decision:
    """A version that was approved: of a chart, or of a role's definition."""

    kind: str
    title: str
    version: int
    by: str
    on: date


@dataclass(frozen=True)
class Unaccepted:
    """A chart in force or in review with letters that nobody accepted, or somebody declined."""

    title: str
    proposed: int
    declined: int


@dataclass(frozen=True)
class Passed:
    """Something whose review date has passed."""

    kind: str
    title: str
    on: date


@dataclass(frozen=True)
class Decided:
    """What charts, definitions and documents tell of a period."""

    decisions: tuple[Decision, ...] = ()
    unaccepted: tuple[Unaccepted, ...] = ()
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True)
class Facts:
    """``coming`` is the time that follows; ``stuck`` are the actions that are blocked for long."""

    overview: Overview
    coming: Period
    decided: Decided = field(default_factory=Decided)
    done: Some = Some()
    dropped: Some = Some()
    late: tuple[Late, ...] = ()
    next: Some = Some()
    stuck: Some = Some()
    ownerless: Some = Some()
    overloaded: tuple[Load, ...] = ()

    @property
    def overdue(self) -> int:
        return self.overview.progress.overdue
