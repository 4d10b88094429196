"""What a person added themselves: told here and now, and never at the cost of others' documents."""

from dataclasses import dataclass

from isthmus.errors import ConflictError, InvalidError, NotAllowedError
from isthmus.library.addresses import INSIDE
from isthmus.library.descriptions import tightening
from isthmus.library.model import Description, Document, FailedFile, Note, Said
from isthmus.library.ports import Library
from isthmus.library.run import IngestSummary
from isthmus.people import Person, Rank


@dataclass(frozen=True)
class Added:
    """What came of one file or address: its document, and those that lie in it."""

    documents: tuple[Document, ...]
    failed: tuple[FailedFile, ...] = ()
    notes: tuple[Note, ...] = ()


def refuse_taking_over(library: Library, source: str, said: Said, by: Person) -> None:
    """Refuse what would change something of this source that is not the person's to change.

    Raises ConflictError where the person may not read it, NotAllowedError where it would be opened.
    """
    with library.reading() as records:
        known = records.known(source)
        found = [*([known] if known else []), *records.known_below(source + INSIDE).values()]
    if not all(by.may_read(each.document.description.readers) for each in found):
        raise ConflictError("A document of this name is there already. Choose another name.")
    for each in found:
        refuse_opening(each.document.description, said, by)


def refuse_opening(before: Description, said: Said, by: Person) -> None:
    """Raise NotAllowedError where this would open a document further than a lead decided.

    With a new revision all older ones would be opened, too, also those of a retired document.
    """
    if by.rank.includes(Rank.LEAD) or tightening(said, vars(before)) == said:
        return
    raise NotAllowedError(
        f"It is there already, for {', '.join(sorted(before.readers))} under the licence class "
        f"{before.licence}. Choose these, or ask a lead to open it."
    )


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
