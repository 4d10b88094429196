"""Chosen units to numbered citations and sentences; what cannot be verified is dropped here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from isthmus.answers.composing import Chosen
from isthmus.answers.model import Citation, Nearest, Sentence
from isthmus.answers.verification import is_quoted_from
from isthmus.library.model import Hit, Revision, passage_id


@dataclass
class Shown:
    """Sentences and citations, numbered in the order they were added.

    ``places`` tells, for each that was added, where its first sentence stands; None for what could
    not be verified.
    """

    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    places: list[int | None] = field(default_factory=list, compare=False)

    def add(self, chosen: Chosen, revision: Revision) -> None:
        """Add units with one citation for all of them, unless the quote is not in the revision."""
        start, end = chosen.units[0].start, chosen.units[-1].end
        quote = revision.text[start:end]
        texts = [unit.shown for unit in chosen.units]
        if not is_quoted_from(quote, revision.text) or not _all_within(texts, quote):
            self.places.append(None)
            return
        self.places.append(len(self.sentences))
        n = self._cite(_citation(len(self.citations) + 1, chosen, revision, quote))
        self.sentences += [Sentence(text, (n,), chosen.subject) for text in texts]

    def _cite(self, citation: Citation) -> int:
        """Give the number of a citation, the known one where it was cited before."""
        for known in self.citations:
            if replace(known, n=citation.n) == citation:
                return known.n
        self.citations.append(citation)
        return citation.n


def nearest(hits: Iterable[Hit]) -> tuple[Nearest, ...]:
    return tuple(
        Nearest(
            hit.document.id,
            hit.document.description.title,
            hit.passage.locator,
            hit.id,
            hit.passage.text,
        )
        for hit in hits
    )


def _all_within(texts: Sequence[str], quote: str) -> bool:
    return all(is_quoted_from(text, quote) for text in texts)


def _citation(n: int, chosen: Chosen, revision: Revision, quote: str) -> Citation:
    document = chosen.stretch.hit.document
    begins = [each for each in chosen.stretch.passages if each.start <= chosen.units[0].start]
    return Citation(
        n=n,
        document=document.id,
        title=document.description.title,
        collection=document.description.collection.value,
        edition=document.description.edition,
        revision=revision.id,
        locator=begins[-1].locator,
        quote=quote,
        passage=passage_id(revision.id, begins[-1].ordinal),
    )
