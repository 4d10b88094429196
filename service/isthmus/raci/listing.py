"""Lists of charts: what is told of each, and which ones somebody wants to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from isthmus.people import Person
from isthmus.raci.model import Chart, Status
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.corpus_entries import folded


@dataclass(frozen=True)
class Listed:
    """A chart in a list; ``roles`` are each role's names, ``terms`` stand between spaces."""

    id: str
    title: str
    owner: str
    status: Status
    number: int
    version: int
    changed_by: str
    changed_at: datetime
    readers: tuple[str, ...]
    steps: tuple[str, ...]
    roles: tuple[tuple[str, ...], ...]
    terms: str

    def may_be_read_by(self, person: Person) -> bool:
        return self.owner == person.id or person.may_read(self.readers)

    def has_role(self, named: frozenset[str]) -> bool:
        return any(not named.isdisjoint(map(folded, names)) for names in self.roles)


@dataclass(frozen=True)
class Sought:
    """Which charts to list; what is not said narrows nothing."""

    words: str = ""
    status: Status | None = None
    role: str = ""
    step: str = ""

    def picks(self, listed: Listed) -> bool:
        return (
            all(f" {term} " in listed.terms for term in terms(self.words))
            and self.status in {None, listed.status}
            and (not self.role or listed.has_role(names_of(self.role)))
            and (not self.step or _is_within(listed.steps, self.step))
        )


def picked(charts: Iterable[Listed], sought: Sought, by: Person) -> list[Listed]:
    return [each for each in charts if each.may_be_read_by(by) and sought.picks(each)]


def words_of(chart: Chart) -> str:
    """Give what a chart is found by: its title and scope, its activities and roles."""
    texts = [chart.title, chart.scope]
    texts += [f"{row.number} {row.section} {row.activity}" for row in chart.rows]
    texts += [" ".join((column.name, *column.aliases)) for column in chart.columns]
    return f" {' '.join(dict.fromkeys(terms(' '.join(texts))))} "


def names_of(role: str) -> frozenset[str]:
    """Give all names of a role: where the catalogue knows it, also those it has there."""
    known = catalogue().role_named(role)
    by_id = next((each for each in catalogue().roles if each.id == role), None)
    found = known or by_id
    names = (found.id, found.name, *found.aliases) if found else ()
    return frozenset(map(folded, (role, *names)))


def _is_within(steps: Iterable[str], wanted: str) -> bool:
    """Tell whether a step is one of these; a phase holds its steps."""
    return any(step == wanted or step.startswith(f"{wanted}.") for step in steps)
