"""A definition put together from charts, the catalogue and documents, each line with its source.

What charts say of a role comes before the catalogue, which speaks of its activities only where no
chart has the role.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from isthmus.raci.grounding import Stated
from isthmus.raci.letters import Part
from isthmus.raci.model import Chart, Column, Row, State
from isthmus.raci.speaking import capital, doing
from isthmus.roles.model import DRAFT, Definition, Line, Source, SourceKind, Topic, in_order
from isthmus.roles.speaking import role_in_sentence
from isthmus.roles.subject import Subject
from isthmus_knowledge.catalogue import Activity, Role, catalogue
from isthmus_knowledge.competences import competences
from isthmus_knowledge.corpus_entries import folded

TOPICS: Final = MappingProxyType(
    {
        Part.DECIDES: Topic.ACCOUNTABLE,
        Part.DOES: Topic.RESPONSIBLE,
        Part.SUPPORTS: Topic.SUPPORTS,
        Part.VERIFIES: Topic.VERIFIES,
        Part.SIGNS: Topic.SIGNS,
        Part.RECOMMENDS: Topic.RECOMMENDS,
        Part.AGREES: Topic.AGREES,
        Part.ASKED: Topic.CONSULTED,
        Part.TOLD: Topic.INFORMED,
    }
)
_HEARD: Final = MappingProxyType(
    {Part.ASKED: (Topic.CONSULTS, "on"), Part.TOLD: (Topic.INFORMS, "about")}
)
_ANSWERING: Final = frozenset({Part.DECIDES, Part.DOES})
_LIMITING: Final = frozenset({Part.AGREES, Part.SIGNS})
_ROLES: Final = "Catalogue of roles"
_ACTIVITIES: Final = "Catalogue of activities"


@dataclass(frozen=True)
class Drawn:
    """A chart in force: its approved version, or the draft (``version`` 0) before there is one."""

    id: str
    chart: Chart
    version: int = 0


@dataclass(frozen=True)
class Other:
    """Another role in the same row; ``role`` is its id in the catalogue, empty for an own one."""

    name: str
    role: str

    @property
    def key(self) -> str:
        return self.role or folded(self.name)


@dataclass(frozen=True)
class _Task:
    """What the role has to do with one activity, by one source, and who else has a part in it."""

    activity: str
    known: str
    source: Source
    parts: tuple[Part, ...]
    others: Mapping[Part, tuple[Other, ...]]
    approved: bool = False

    @property
    def key(self) -> str:
        return self.known or folded(self.activity)

    @property
    def doing(self) -> str:
        return doing(self.activity, self.known)

    @property
    def is_decided_alone(self) -> bool:
        others = any(self.others.get(part) for part in _LIMITING)
        return self.approved and Part.DECIDES in self.parts and not others


def compose(
    subject: Subject, drawn: Sequence[Drawn], stated: Sequence[Stated], review: date | None = None
) -> Definition:
    """Put together what is known of a role; no line without a source."""
    tasks = [task for each in drawn for task in _tasks_of_chart(each, subject)]
    if subject.role and not tasks:
        tasks = list(_tasks_of_catalogue(subject.role))
    found = [*_of_catalogue(subject.role), *_of_tasks(tasks), *_heard(tasks)]
    lines = _numbered(_merged([*found, *_of_documents(subject, stated)]))
    return Definition(
        name=subject.name,
        role=subject.role.id if subject.role else "",
        side=subject.side,
        review=review,
        lines=lines,
        composed=lines,
        made=len(lines),
    )


def _numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, id=str(n)) for n, line in enumerate(in_order(lines), start=1))


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Give what two sources say as one line that stands on both."""
    found: dict[tuple[Topic, str], Line] = {}
    for line in lines:
        at = (line.topic, line.key)
        before = found.setdefault(at, line)
        sources = dict.fromkeys((*before.sources, *line.sources))
        found[at] = replace(before, sources=tuple(sources))
    return list(found.values())


# ---- what charts and the catalogue's activities give the role to do


def _tasks_of_chart(drawn: Drawn, subject: Subject) -> Iterator[_Task]:
    chart = drawn.chart
    columns = [column for column in chart.columns if subject.is_column(column)]
    for row in chart.rows if columns else ():
        parts = _parts(chart, row, columns)
        if mine := tuple(part for part, holders in parts.items() if _ME in holders):
            version = str(drawn.version) if drawn.version else DRAFT
            yield _Task(
                row.activity,
                row.catalogue,
                Source(SourceKind.CHART, drawn.id, chart.title, version, row.activity),
                mine,
                {part: tuple(h for h in holders if h != _ME) for part, holders in parts.items()},
                approved=bool(drawn.version),
            )


_ME: Final = Other("", "")


def _parts(chart: Chart, row: Row, mine: Sequence[Column]) -> dict[Part, list[Other]]:
    """Give who has which part in a row; what was declined is nobody's."""
    found: dict[Part, list[Other]] = {}
    for column, assignment in chart.assignments(row.id):
        if assignment.letter in chart.letter_set and assignment.state is not State.DECLINED:
            who = _ME if column in mine else Other(column.name, column.role)
            found.setdefault(chart.letter_set.part_of(assignment.letter), []).append(who)
    return {part: found[part] for part in TOPICS if part in found}


def _tasks_of_catalogue(role: Role) -> Iterator[_Task]:
    for activity in catalogue().activities:
        holders = _holders(activity)
        if parts := tuple(part for part, ids in holders.items() if role.id in ids):
            others = {
                part: tuple(Other(catalogue().role(i).name, i) for i in ids if i != role.id)
                for part, ids in holders.items()
            }
            source = Source(SourceKind.CATALOGUE, activity.id, _ACTIVITIES)
            yield _Task(activity.name, activity.id, source, parts, others)


def _holders(activity: Activity) -> dict[Part, tuple[str, ...]]:
    return {
        Part.DECIDES: (activity.accountable,),
        Part.DOES: activity.responsible,
        Part.ASKED: activity.consulted,
        Part.TOLD: activity.informed,
    }


def _of_tasks(tasks: Iterable[_Task]) -> Iterator[Line]:
    for task in tasks:
        for part in task.parts:
            yield Line("", TOPICS[part], capital(task.activity), (task.source,), task.key)
        if task.is_decided_alone:
            text = f"Has the last word on {task.doing}."
            yield Line("", Topic.DECIDES, text, (task.source,), f"decides {task.key}")


def _heard(tasks: Iterable[_Task]) -> Iterator[Line]:
    """Give whom the role hears and tells in what it decides or does, one line for each role."""
    own = [task for task in tasks if not _ANSWERING.isdisjoint(task.parts)]
    for part, (topic, word) in _HEARD.items():
        said: dict[str, list[tuple[Other, _Task]]] = {}
        for task in own:
            for other in task.others.get(part, ()):
                said.setdefault(other.key, []).append((other, task))
        for key, pairs in said.items():
            who = role_in_sentence(pairs[0][0].name, pairs[0][0].role)
            what = "; ".join(dict.fromkeys(task.doing for _, task in pairs))
            sources = tuple(dict.fromkeys(task.source for _, task in pairs))
            yield Line("", topic, capital(f"{who} {word} {what}"), sources, key)


# ---- what the catalogue says of the role itself


def _of_catalogue(role: Role | None) -> Iterator[Line]:
    if role is None:
        return
    source = (Source(SourceKind.CATALOGUE, role.id, _ROLES),)
    yield Line("", Topic.PURPOSE, role.purpose, source, "purpose")
    known = competences().get(role.id)
    if known is None:
        return
    above = {Topic.REPORTS_TO: known.reports_to, Topic.ESCALATES_TO: known.escalates_to}
    for topic, whom in above.items():
        if whom:
            yield Line("", topic, catalogue().role(whom).name, source, topic)
    for each in known.knows:
        yield Line("", Topic.COMPETENCES, each.what, source, folded(each.what), each.nice)
    lists = {Topic.DECIDES: known.decides, Topic.TRAINING: known.learns}
    for topic, texts in lists.items():
        yield from (Line("", topic, text, source, folded(text)) for text in texts)


# ---- what documents say


def _of_documents(subject: Subject, stated: Iterable[Stated]) -> Iterator[Line]:
    for each in stated:
        topic = TOPICS.get(each.duty.part)
        if topic and subject.is_named(each.duty.who):
            source = Source(
                SourceKind.PASSAGE,
                each.passage,
                each.title,
                place=each.locator,
                quote=each.duty.quote,
                revision=each.revision,
            )
            text = capital(each.duty.activity)
            yield Line("", topic, text, (source,), folded(each.duty.activity))
