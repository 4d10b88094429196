"""The programme as one can walk through it: phases, steps, and what belongs to each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from isthmus.errors import NotFoundError
from isthmus.library.model import slug
from isthmus.web.chapters import Chapter, chapter
from isthmus_knowledge.catalogue import LETTERS, Activity, Catalogue, Role, Step, catalogue
from isthmus_knowledge.crosswalk import Crosswalk, Topic, crosswalk
from isthmus_knowledge.obligations import (
    Deadline,
    Obligation,
    Obligations,
    Regime,
    Unit,
    obligations,
)
from isthmus_knowledge.shipped import Collection, ShippedDocument, shipped_documents
from isthmus_knowledge.templates import Template, shipped_templates

OVERVIEW: Final = "0-overview"
PHASES: Final = "The three phases"
OUTPUTS: Final = "What comes out"


@dataclass(frozen=True)
class Row:
    """An activity with the roles behind each of its letters."""

    activity: Activity
    roles: tuple[tuple[str, tuple[Role, ...]], ...]


@dataclass(frozen=True)
class Node:
    """A step on the map, with how much it holds."""

    step: Step
    outputs: int
    templates: int


@dataclass(frozen=True)
class Phase:
    number: int
    name: str
    purpose: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Walked:
    """A step with everything that belongs to it, and its neighbours."""

    step: Step
    chapter: Chapter
    rows: tuple[Row, ...]
    templates: tuple[Template, ...]
    topics: tuple[Topic, ...]
    obligations: tuple[Obligation, ...]
    before: Step | None
    after: Step | None


@dataclass(frozen=True)
class Programme:
    """What is shipped; look-ups by what stands in an address raise NotFoundError."""

    catalogue: Catalogue
    documents: tuple[ShippedDocument, ...]
    templates: tuple[Template, ...]
    crosswalk: Crosswalk
    obligations: Obligations

    @property
    def overview(self) -> Chapter:
        return chapter(next(one for one in self.documents if one.slug == OVERVIEW))

    @property
    def digests(self) -> list[ShippedDocument]:
        return [one for one in self.documents if one.collection is Collection.STANDARDS]

    def phases(self) -> Iterator[Phase]:
        told = self.overview.part(PHASES)
        for (number, name), steps in groupby(
            self.catalogue.steps, lambda step: (step.phase, step.phase_name)
        ):
            nodes = tuple(map(self._node, steps))
            yield Phase(number, name, _said_of_phase(number, told.text if told else ""), nodes)

    def step(self, number: str) -> Walked:
        steps = self.catalogue.steps
        at = next((at for at, step in enumerate(steps) if step.id == number), None)
        if at is None:
            raise NotFoundError("There is no such step: they go from 1.1 to 3.3.")
        return Walked(
            step=steps[at],
            chapter=self._chapter(number),
            rows=tuple(rows(self.catalogue, number)),
            templates=self._templates(number),
            topics=tuple(topic for topic in self.crosswalk.topics if number in topic.steps),
            obligations=tuple(one for one in self.obligations.entries if one.step == number),
            before=steps[at - 1] if at else None,
            after=steps[at + 1] if at + 1 < len(steps) else None,
        )

    def template(self, wanted: str) -> Template:
        found = next((one for one in self.templates if one.slug == wanted), None)
        if found is None:
            raise NotFoundError("There is no such template. The list of templates shows them all.")
        return found

    def topic(self, wanted: str) -> Topic:
        found = next((one for one in self.crosswalk.topics if one.id == wanted), None)
        if found is None:
            raise NotFoundError("There is no such topic. The page Standards shows them all.")
        return found

    def regime(self, wanted: str) -> Regime:
        found = next((one for one in self.obligations.regimes if slug(one.id) == wanted), None)
        if found is None:
            raise NotFoundError("There is no such law. The page Obligations shows them all.")
        return found

    def accountable(self, role: Role) -> list[Activity]:
        return [one for one in self.catalogue.activities if one.accountable == role.id]

    def _node(self, step: Step) -> Node:
        outputs = self._chapter(step.id).part(OUTPUTS)
        return Node(step, len(outputs.parts) if outputs else 0, len(self._templates(step.id)))

    def _chapter(self, number: str) -> Chapter:
        return chapter(next(one for one in self.documents if one.step == number))

    def _templates(self, number: str) -> tuple[Template, ...]:
        return tuple(one for one in self.templates if one.step == number)


@cache
def shipped_programme() -> Programme:
    """Read what comes with the product, once."""
    return Programme(
        catalogue(), shipped_documents(), shipped_templates(), crosswalk(), obligations()
    )


def rows(known: Catalogue, step: str) -> Iterator[Row]:
    """Give who takes part in a step, activity by activity."""
    for activity in known.activities:
        if activity.step == step:
            roles = tuple((letter, _roles(known, activity, letter)) for letter in LETTERS)
            yield Row(activity, roles)


def in_time(deadline: Deadline) -> str:
    """Say by when something is due, or how often."""
    number, unit = deadline.number, deadline.unit.value
    if deadline.unit is Unit.END_OF_DAY:
        days = "the next calendar day" if number == 1 else f"the {number}th calendar day"
        return f"by the end of {days} after {deadline.event}"
    amount = f"{number} {unit.removesuffix('s') if number == 1 else unit}"
    return f"within {amount} of {deadline.event}" if deadline.event else f"every {amount}"


def _roles(known: Catalogue, activity: Activity, letter: str) -> tuple[Role, ...]:
    said: str | Sequence[str] = getattr(activity, letter)
    return tuple(known.role(one) for one in ((said,) if isinstance(said, str) else said))


def _said_of_phase(number: int, told: str) -> str:
    """Find the sentence about a phase in the list of them, without its beginning."""
    found = re.search(rf"^- Phase {number}, [^,]+, (.+)$", told, re.MULTILINE)
    return f"{found[1][:1].upper()}{found[1][1:]}" if found else ""
