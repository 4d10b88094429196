"""Groups of unanswered questions as one person may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from isthmus.answers.advice import activity_about
from isthmus.answers.drafting import Readable as Quotable
from isthmus.answers.model import Nearest, Outcome
from isthmus.answers.service import still_stands
from isthmus.errors import NotFoundError
from isthmus.library.model import Document, Hit
from isthmus.people import Person, Rank
from isthmus.unanswered.model import Asking, Settled, State, Subscription, Unanswered
from isthmus_knowledge.catalogue import Step, catalogue

AT_ONCE: Final = 20
NEAREST: Final = 3


class Readable(Quotable, Protocol):
    """The library as somebody may read it; raises NotFoundError for what they may not."""

    def document(self, document: str) -> Document: ...


class Records(Protocol):
    """Unanswered questions within one transaction."""

    def groups(self, state: State, asker: str | None, page: int, size: int) -> list[Unanswered]:
        """Give groups by when they were last asked, newest first; only those ``asker`` asked."""
        ...

    def askings(self, groups: Sequence[str], asker: str | None) -> dict[str, list[Asking]]:
        """Give what was asked in each group, newest first; only what ``asker`` asked."""
        ...

    def subscribers(self, groups: Sequence[str]) -> dict[str, list[Subscription]]: ...

    def outcomes(self, answers: Sequence[str]) -> dict[str, Outcome]: ...


@dataclass(frozen=True)
class Wanted:
    """Which groups, and which page of them, counted from 0."""

    state: State = State.OPEN
    page: int = 0


NEWEST_OPEN: Final = Wanted()


@dataclass(frozen=True)
class Solution:
    """What settled a question, where the viewer may know of it."""

    settled: Settled
    title: str


@dataclass(frozen=True)
class Grouped:
    """A group with what its viewer may know: of others only where the viewer is a lead.

    ``since`` counts how often it was asked after something was decided of it.
    """

    group: Unanswered
    askings: tuple[Asking, ...]
    nearest: tuple[Nearest, ...]
    step: Step | None
    waiting: int
    waits: bool
    solution: Solution | None

    @property
    def latest(self) -> Asking:
        return self.askings[0]

    @property
    def times(self) -> int:
        return len(self.askings)

    @property
    def askers(self) -> list[str]:
        return list(dict.fromkeys(asking.asker for asking in self.askings))

    @property
    def since(self) -> int:
        decided = self.group.changed_at if self.group.state is not State.OPEN else None
        return sum(asking.at > decided for asking in self.askings) if decided else 0


@dataclass(frozen=True)
class View:
    """Who looks, at what they may read."""

    by: Person
    library: Readable
    records: Records

    def listed(self, wanted: Wanted) -> list[Grouped]:
        """Give the groups: a lead sees all, anybody else what they asked themselves."""
        self.by.require(Rank.READER)
        groups = self.records.groups(wanted.state, self._asker, wanted.page, AT_ONCE)
        ids = [group.id for group in groups]
        askings = self.records.askings(ids, self._asker)
        waiting = self.records.subscribers(ids)
        return [self._grouped(each, askings[each.id], waiting.get(each.id, [])) for each in groups]

    @property
    def _asker(self) -> str | None:
        return None if self.by.rank.includes(Rank.LEAD) else self.by.id

    def _grouped(
        self, group: Unanswered, askings: Sequence[Asking], waiting: Sequence[Subscription]
    ) -> Grouped:
        near = self._near(askings)
        mine = [each for each in waiting if each.person == self.by.id]
        return Grouped(
            group=group,
            askings=tuple(replace(each, nearest=()) for each in askings),
            nearest=tuple(nearest for nearest, _ in near),
            step=_step(askings[0].question, [hit.document for _, hit in near]),
            waiting=len(waiting) if self._asker is None else len(mine),
            waits=bool(mine),
            solution=self.solution(group.settled),
        )

    def _near(self, askings: Sequence[Asking]) -> list[tuple[Nearest, Hit]]:
        """Give the nearest passages of the latest askings, as far as the viewer may read them."""
        found: dict[str, tuple[Nearest, Hit]] = {}
        for each in (near for asking in askings for near in asking.nearest):
            if len(found) == NEAREST:
                break
            hit = self._readable(each.passage)
            if hit:
                found[each.passage] = (each, hit)
        return list(found.values())

    def _readable(self, passage: str) -> Hit | None:
        try:
            hit = self.library.passage(passage)
        except NotFoundError:
            return None
        return None if hit.document.retired_at else hit

    def solution(self, settled: Settled) -> Solution | None:
        """Tell what settled it; None where nothing did, or the viewer may not read that."""
        if settled.document:
            try:
                document = self.library.document(settled.document)
            except NotFoundError:
                return None
            return None if document.retired_at else Solution(settled, document.description.title)
        if settled.answer:
            outcome = self.records.outcomes([settled.answer]).get(settled.answer)
            if outcome and (self.by.unrestricted or still_stands(outcome, self.library)):
                return Solution(settled, outcome.asked.question)
        return None


def _step(question: str, near: Iterable[Document]) -> Step | None:
    """Give the programme's step a question belongs to, where the catalogue or a document tells."""
    known = catalogue()
    if activity := activity_about(question):
        return known.step(activity.step)
    steps = [document.description.step for document in near]
    return next((each for each in known.steps if each.id in steps), None)
