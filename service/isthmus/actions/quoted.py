"""What an action quotes of ours is read by no more people than the document or the chart itself."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, select

from isthmus.actions.model import Action, Event, FieldChange, Source
from isthmus.errors import InvalidError
from isthmus.library.tables import documents
from isthmus.people import Audience, Person
from isthmus.raci.rights import all_may_read
from isthmus.raci.store import charts

Place = tuple[str, str]
"""Where words stand: "chart" or "document", and its id."""

_CHART: Final = "chart"
_DOCUMENT: Final = "document"


@dataclass(frozen=True)
class Origin:
    """Who may read where an action comes from: groups, and whoever owns the chart."""

    readers: Collection[str]
    owner: str = ""


MayRead = Callable[[Origin], bool]


@dataclass(frozen=True)
class AsReadable:
    """Actions and events without what they quote of places that somebody may not read now.

    Readers of a document change, and it goes, long after somebody quoted it: so this looks at each
    place anew, once a call, whenever actions are given out.
    """

    connection: Connection
    may_read: MayRead

    def action(self, action: Action) -> Action:
        return self.actions([action])[0]

    def actions(self, found: Sequence[Action]) -> list[Action]:
        hidden = self._hidden(each.source for each in found)
        return [replace(a, source=_bare(a.source)) if a.source in hidden else a for a in found]

    def events(self, found: Sequence[Event]) -> list[Event]:
        hidden = self._hidden(source for each in found for source in _sources(each))
        return [_told(each, hidden) if hidden else each for each in found]

    def _hidden(self, sources: Iterable[Source]) -> set[Source]:
        ours = {each for each in sources if each.chart or each.document}
        known = origins(self.connection, ours)
        seen = {place for place, origin in known.items() if self.may_read(origin)}
        return {each for each in ours if not seen.issuperset(_places(each))}


def by_all_of(audience: Audience) -> MayRead:
    """Tell what every member may read."""

    def may_read(origin: Origin) -> bool:
        return bool(audience.members) and all(_may(each, origin) for each in audience.members)

    return may_read


def refuse_hidden(connection: Connection, by: Person, action: Action) -> None:
    """Refuse readers who may not read what the action quotes; raises InvalidError.

    What is not ours, or not there any more, holds nobody back. Whoever may not read it either is
    not told what it is.
    """
    for origin in origins(connection, [action.source]).values():
        if not all_may_read(action.readers, origin.readers):
            told = _may(by, origin)
            title = f"“{action.source.title or 'something'}”" if told else "something"
            groups = ", ".join(sorted(origin.readers)) if told else "groups of its own"
            raise InvalidError(
                f"It quotes {title}, which only {groups} may read. Let no other groups read the "
                "action."
            )


def origins(connection: Connection, sources: Iterable[Source]) -> Mapping[Place, Origin]:
    """Give who may read the places that are ours and still there, asking once for each kind."""
    places = {place for each in sources for place in _places(each)}
    return {
        **_charts(connection, [name for kind, name in places if kind == _CHART]),
        **_documents(connection, [name for kind, name in places if kind == _DOCUMENT]),
    }


def _charts(connection: Connection, wanted: Collection[str]) -> dict[Place, Origin]:
    if not wanted:
        return {}
    told = select(charts.c.id, charts.c.readers, charts.c.owner).where(charts.c.id.in_(wanted))
    found = connection.execute(told)
    return {(_CHART, row.id): Origin(tuple(row.readers), row.owner) for row in found}


def _documents(connection: Connection, wanted: Collection[str]) -> dict[Place, Origin]:
    if not wanted:
        return {}
    there = (documents.c.id.in_(wanted), documents.c.retired_at.is_(None))
    found = connection.execute(select(documents.c.id, documents.c.readers).where(*there))
    return {(_DOCUMENT, row.id): Origin(row.readers.split(",")) for row in found}


def _places(source: Source) -> Iterator[Place]:
    named = ((_CHART, source.chart), (_DOCUMENT, source.document))
    yield from (place for place in named if place[1])


def _may(person: Person, origin: Origin) -> bool:
    return person.may_read(origin.readers) or person.id == origin.owner


def _bare(source: Source) -> Source:
    """Give of a source what tells nothing of it: the ids of documents are made of their names."""
    return Source(source.kind)


def _sources(event: Event) -> Iterator[Source]:
    for change in event.changes:
        yield from (each for each in (change.before, change.after) if isinstance(each, Source))


def _told(event: Event, hidden: Collection[Source]) -> Event:
    return replace(event, changes=tuple(_bared(each, hidden) for each in event.changes))


def _bared(change: FieldChange, hidden: Collection[Source]) -> FieldChange:
    sides = (change.before, change.after)
    before, after = (
        _bare(side) if isinstance(side, Source) and side in hidden else side for side in sides
    )
    return replace(change, before=before, after=after)
