"""What an action quotes of ours is read by no more people than the document or the chart itself."""

from collections.abc import Collection

from sqlalchemy import Connection

from isthmus.actions.model import Action, Source
from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.reading import LibraryReading
from isthmus.people import OPERATOR, alone
from isthmus.raci.rights import all_may_read
from isthmus.raci.store import ChartStore


def refuse_hidden(connection: Connection, action: Action) -> None:
    """Refuse readers who may not read what the action quotes; raises InvalidError.

    What is not ours, or not there any more, holds nobody back.
    """
    readers = readers_of(connection, action.source)
    if readers is not None and not all_may_read(action.readers, readers):
        groups = ", ".join(sorted(readers))
        raise InvalidError(
            f"It quotes “{action.source.title or 'something'}”, which only {groups} may read. Let "
            "no other groups read the action."
        )


def readers_of(connection: Connection, source: Source) -> Collection[str] | None:
    """Give the groups that may read where an action comes from; None where that is not ours."""
    if source.chart:
        filed = ChartStore(connection).chart(source.chart)
        return filed.readers if filed else None
    if not source.document:
        return None
    try:
        document = LibraryReading(connection, alone(OPERATOR)).document(source.document)
    except NotFoundError:
        return None
    return document.description.readers
