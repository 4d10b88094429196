"""SQL of what the programme is counted from, and of who sees which of it."""

from collections.abc import Collection, Iterator
from typing import Final, cast

from sqlalchemy import Connection, select

from isthmus.actions.filtering import involving
from isthmus.actions.tables import action_audiences, actions
from isthmus.audit.model import Head
from isthmus.audit.store import AuditStore, audit
from isthmus.people import Person
from isthmus.programme.columns import Row

CHANGES: Final = "action."  # what the names of all changes of actions begin with in the trail
_a: Final = actions.c


class ProgrammeStore:
    """What is counted, and where the audit trail stands that tells of every change of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._trail = AuditStore(connection)

    def head(self) -> Head:
        return self._trail.head()

    def holds(self, head: Head) -> bool:
        return self._trail.holds(head)

    def changed_after(self, head: Head) -> set[int]:
        """Give the actions that the trail tells of after an entry."""
        later = select(audit.c.subject).where(audit.c.number > head.number)
        names = self._connection.scalars(later.where(audit.c.action.startswith(CHANGES)))
        return {int(name.removeprefix("A-")) for name in names}

    def rows(self, wanted: Collection[int] | None = None) -> Iterator[Row]:
        """Give some actions, or all."""
        rows = select(*(_a[name] for name in Row._fields))
        if wanted is not None:
            rows = rows.where(_a.id.in_(wanted))
        return cast("Iterator[Row]", iter(self._connection.execute(rows)))

    def audiences(self, person: Person) -> list[int]:
        """Give the sets of readers that somebody is in."""
        kept = self._connection.execute(select(action_audiences))
        return [row.id for row in kept if person.may_read(row.readers.split(","))]

    def involving(self, person: Person) -> list[int]:
        """Give the actions that somebody sees because they are in them."""
        return [] if person.is_guest else list(self._connection.scalars(involving(person.id)))
