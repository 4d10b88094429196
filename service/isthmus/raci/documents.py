"""What a draft takes from the organisation's own documents, and says where it differs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from isthmus.errors import InvalidError
from isthmus.library.approved import was_approved
from isthmus.library.model import Document, Hit
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.drafting.nearness import Embedding
from isthmus.raci.grounding import Grounded, duties_of_library, grounded
from isthmus.raci.grounding.model import Unplaced
from isthmus.raci.model import BasisKind, Chart
from isthmus.raci.rights import all_may_read

_MOST_TOLD: Final = 12


class Readable(Protocol):
    """The library as an audience may read it: current revisions only."""

    def documents(self) -> Sequence[Document]: ...

    def passages(self, document: str) -> Sequence[Hit]: ...


class Quotable(Protocol):
    def hits(self, passage_ids: Sequence[str]) -> list[Hit]: ...


@dataclass(frozen=True)
class Own:
    """The documents that all these groups may read, without those made of charts and definitions.

    An old chart is no evidence for a new one. Without groups, all that the library gives.
    """

    library: Readable
    readers: Collection[str] | None

    def documents(self) -> Sequence[Document]:
        return [
            document
            for document in self.library.documents()
            if not was_approved(document)
            and (self.readers is None or all_may_read(self.readers, document.description.readers))
        ]

    def passages(self, document: str) -> Sequence[Hit]:
        return self.library.passages(document)


def with_documents(draft: Draft, library: Readable, embedding: Embedding) -> Draft:
    """Let what policies state speak before the catalogue, and say where they differ."""
    if not draft.chart.rows:
        return draft
    found = grounded(draft.chart, duties_of_library(library, draft.chart), embedding)
    return replace(
        draft,
        chart=found.chart,
        stated=tuple(_told_once(found))[:_MOST_TOLD],
        contradictions=tuple(each.text for each in found.contradictions),
        unplaced=(*draft.unplaced, *_without_a_column(found)),
    )


def refuse_hidden(said: Iterable[Chart], readers: Collection[str], library: Quotable) -> None:
    """Refuse readers who may not read what letters quote, now or in a version.

    ``library`` is the whole one.
    """
    quoted = {
        assignment.basis.source
        for chart in said
        for cell in chart.cells.values()
        for assignment in cell
        if assignment.basis and assignment.basis.kind is BasisKind.PASSAGE
    }
    for hit in library.hits(sorted(quoted)):
        quotable = hit.document.description
        if not all_may_read(readers, quotable.readers):
            raise InvalidError(
                f"Letters quote “{quotable.title}”, which not all of these groups may "
                "read. Let them read the document first, or draft the chart for them."
            )


def _told_once(found: Grounded) -> Iterator[str]:
    """Say each difference, but not that one role loses what another gains by it."""
    yield from (each.text for each in found.differences if not each.only_gives_up)


def _without_a_column(found: Grounded) -> list[str]:
    lines = dict.fromkeys(map(_told, found.unplaced))
    return list(lines)[:_MOST_TOLD]


def _told(each: Unplaced) -> str:
    return (
        f"{each.stated.place} gives {each.name} a part in “{each.row.activity}”, and the chart has "
        f"no column for it: “{each.stated.duty.quote}”"
    )
