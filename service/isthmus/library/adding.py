"""What a person added themselves: told here and now, and never at the cost of others' documents."""

from dataclasses import dataclass

from isthmus.errors import ConflictError, InvalidError
from isthmus.library.addresses import INSIDE
from isthmus.library.model import Document, FailedFile, Note
from isthmus.library.ports import Library
from isthmus.library.run import IngestSummary
from isthmus.people import Person


@dataclass(frozen=True)
class Added:
    """What came of one file or address: its document, and those that lie in it."""

    documents: tuple[Document, ...]
    failed: tuple[FailedFile, ...] = ()
    notes: tuple[Note, ...] = ()


def refuse_hidden(library: Library, source: str, by: Person) -> None:
    """Raise ConflictError where something of this source is there that the person may not read."""
    with library.reading() as records:
        known = records.known(source)
        found = [*([known] if known else []), *records.known_below(source + INSIDE).values()]
    if not all(by.may_read(each.document.description.readers) for each in found):
        raise ConflictError("A document of this name is there already. Choose another name.")


def added(library: Library, source: str, summary: IngestSummary) -> Added:
    """Give what a run over one source added; whoever added it is told here and now what failed.

    Raises InvalidError with the reasons where nothing is there.
    """
    with library.changing() as records:
        records.clear_failures(failed.source for failed in summary.failed)
        known = records.known(source)
        inside = records.known_below(source + INSIDE)
    failed = {each.source for each in summary.failed}
    found = [each.document for each in (*([known] if known else []), *inside.values())]
    documents = tuple(
        each for each in found if each.source not in failed and each.retired_at is None
    )
    if not documents:
        raise InvalidError("; ".join(dict.fromkeys(each.reason for each in summary.failed)))
    return Added(documents, summary.failed, summary.notes)
