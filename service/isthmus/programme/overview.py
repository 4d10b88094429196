"""The programme in one look: its steps and phases, how they come along, and who carries what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from isthmus.actions.listing import Counted as Group
from isthmus.actions.model import Status, StepSettings
from isthmus.errors import InvalidError
from isthmus.programme.metrics import Measured
from isthmus.programme.period import Moment, Period, short
from isthmus.programme.tallies import Ages, Flow, Standing
from isthmus_knowledge.catalogue import Step, catalogue

PHASES: Final = ("1", "2", "3")


@dataclass(frozen=True)
class Progress:
    """How many actions of something there are; what was dropped is no part of its scope."""

    open: int = 0
    blocked: int = 0
    done: int = 0
    overdue: int = 0
    proposed: int = 0
    dropped: int = 0

    @property
    def scope(self) -> int:
        return self.open + self.done

    @property
    def share(self) -> int:
        """Give how much of it is done in per cent; all of it only where nothing is open."""
        return 100 * self.done // self.scope if self.scope else 0

    def __add__(self, other: "Progress") -> "Progress":
        mine, theirs = vars(self), vars(other)
        return Progress(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True)
class StepProgress:
    """A step with its actions; ``lead`` is the name of whoever leads it, "" where nobody does."""

    step: Step
    progress: Progress
    lead: str = ""


@dataclass(frozen=True)
class PhaseProgress:
    number: int
    name: str
    steps: tuple[StepProgress, ...]

    @property
    def progress(self) -> Progress:
        return sum((each.progress for each in self.steps), Progress())


@dataclass(frozen=True)
class Load:
    """What somebody carries; ``hours`` are the estimates of the ``estimated`` ones."""

    key: str
    name: str
    open: int
    overdue: int
    hours: float
    estimated: int


@dataclass(frozen=True)
class Point:
    """How the programme stood at the end of a week or month, and what happened in it."""

    moment: Moment
    standing: Standing
    flow: Flow | None = None

    @property
    def label(self) -> str:
        return short(self.moment.day)


@dataclass(frozen=True)
class Overview:
    """``points`` go from the beginning of the period to its end, or to now."""

    period: Period
    today: date
    phase: str
    phases: tuple[PhaseProgress, ...]
    elsewhere: Progress
    points: tuple[Point, ...]
    metrics: tuple[Measured, ...]
    ages: tuple[Ages, ...]
    loads: tuple[Load, ...]
    unowned: Load = field(default=Load("", "", 0, 0, 0, 0))

    @property
    def progress(self) -> Progress:
        return sum((each.progress for each in self.phases), self.elsewhere)

    @property
    def is_empty(self) -> bool:
        progress = self.progress
        return not (progress.scope or progress.proposed or progress.dropped)


def known_phase(phase: str) -> str:
    """Give a phase; raises InvalidError for what is none."""
    if phase and phase not in PHASES:
        raise InvalidError("There are three phases: 1, 2 and 3.")
    return phase


def progress_by_step(groups: Iterable[Group]) -> dict[str, Progress]:
    """Put the counts by step and status together."""
    found: dict[str, Progress] = {}
    for group in groups:
        step, status = group.keys
        found[step] = found.get(step, Progress()) + _progress(Status(status), group)
    return found


def _progress(status: Status, group: Group) -> Progress:
    match status:
        case Status.DONE:
            return Progress(done=group.number)
        case Status.DROPPED:
            return Progress(dropped=group.number)
        case Status.PROPOSED:
            return Progress(proposed=group.number)
        case Status.BLOCKED:
            return Progress(open=group.number, blocked=group.number, overdue=group.overdue)
        case Status.OPEN | Status.IN_PROGRESS:
            return Progress(open=group.number, overdue=group.overdue)


def phases_of(
    progress: Mapping[str, Progress], settings: Sequence[StepSettings], names: Mapping[str, str]
) -> tuple[PhaseProgress, ...]:
    """Give the twelve steps in their phases, with who leads them."""
    leads = {each.step: names.get(each.lead, each.lead) for each in settings}
    return tuple(
        PhaseProgress(
            number,
            name,
            tuple(
                StepProgress(step, progress.get(step.id, Progress()), leads.get(step.id, ""))
                for step in steps
            ),
        )
        for (number, name), steps in groupby(
            catalogue().steps, lambda step: (step.phase, step.phase_name)
        )
    )


def loads_of(groups: Iterable[Group]) -> tuple[Load, ...]:
    """Give who carries how much, the most first."""
    found = [
        Load(g.keys[0], g.owner, g.live, g.overdue, g.hours, g.estimated) for g in groups if g.live
    ]
    return tuple(sorted(found, key=lambda load: (-load.open, -load.overdue, load.name)))
