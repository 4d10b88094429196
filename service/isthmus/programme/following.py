"""What is counted is kept in memory, and follows the audit trail: it costs what was changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Protocol

from isthmus.audit.model import Head
from isthmus.programme.columns import Columns, Row

MANY: Final = 1_000  # changed actions: from here on all are read again


class Records(Protocol):
    """Actions and the trail that tells of every change of one, in one state."""

    def head(self) -> Head: ...

    def holds(self, head: Head, /) -> bool: ...

    def changed_after(self, head: Head, /) -> Collection[int]: ...

    def rows(self, wanted: Collection[int] | None = None, /) -> Iterable[Row]:
        """Give some actions, or all."""
        ...


@dataclass
class Followed:
    """The columns of all actions as they were when ``head`` was the last entry of the trail."""

    head: Head | None = None
    columns: Columns = field(default_factory=Columns)
    _lock: Lock = field(default_factory=Lock)

    def up_to(self, records: Records) -> tuple[Head, Columns]:
        """Give the columns as the records are now.

        The records are first looked at while others wait, so that no older state follows a newer.
        """
        with self._lock:
            head = records.head()
            if head != self.head:
                self.columns = self._brought_up(records)
                self.head = head
            return head, self.columns

    def _brought_up(self, records: Records) -> Columns:
        if self.head is None or not records.holds(self.head):
            return Columns().with_rows(records.rows())
        changed = records.changed_after(self.head)
        if len(changed) > MANY:
            return Columns().with_rows(records.rows())
        return self.columns.with_rows(records.rows(changed)) if changed else self.columns
