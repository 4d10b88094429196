"""What a language model may be shown for a question: numbered stretches that the audience reads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.answers.checking import Evidence
from isthmus.answers.composing import Chosen
from isthmus.answers.evidence import Stretch, alone
from isthmus.answers.model import Citation
from isthmus.library.model import Collection, Hit, passage_id
from isthmus.llm.model import Shown
from isthmus_knowledge.passages import Passage

MOST: Final = 8
LONGEST_IN_ALL: Final = 7_000  # characters, some 1,700 tokens: a small model reads them slowly
LONGEST_STRETCH: Final = 1_600
_ALIASES: Final = re.compile(r"^Also looked up as [^\n]*\s*\Z", re.MULTILINE)
_WHOSE: Final = {
    Collection.POLICIES: "the organisation's own policy",
    Collection.RECORDS: "the organisation's own record",
    Collection.STANDARDS: "a standard",
    Collection.BLUEPRINT: "the blueprint, general guidance",
}


@dataclass(frozen=True)
class Source:
    """A stretch of a revision under its number; ``start`` is in the revision's text."""

    n: int
    hit: Hit
    text: str
    start: int
    passages: tuple[Passage, ...]

    @property
    def place(self) -> str:
        """Its document and headings, which may be named with what it says."""
        title = self.hit.document.description.title
        return " > ".join(dict.fromkeys((title, *self.hit.passage.headings)))

    @property
    def about(self) -> str:
        """Where it stands and whose word it is."""
        return f"{self.place} ({_WHOSE[self.hit.document.description.collection]})"

    @property
    def shown(self) -> Shown:
        described = self.hit.document.description
        return Shown(
            passage=self.hit.id,
            document=self.hit.document.id,
            collection=described.collection.value,
            licence=described.licence.value,
            text=f"{self.about}\n{self.text}",
        )

    @property
    def passage_ids(self) -> frozenset[str]:
        return frozenset(passage_id(self.hit.revision, each.ordinal) for each in self.passages)

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.n, self.text, self.place)

    def citation(self, n: int, quote: str) -> Citation | None:
        """Cite an exact stretch of it; None where that does not stand in it."""
        at = self.text.find(quote)
        if at < 0 or not quote.strip():
            return None
        begins = [each for each in self.passages if each.start <= self.start + at]
        described = self.hit.document.description
        return Citation(
            n=n,
            document=self.hit.document.id,
            title=described.title,
            collection=described.collection.value,
            edition=described.edition,
            revision=self.hit.revision,
            locator=begins[-1].locator,
            quote=quote,
            passage=passage_id(self.hit.revision, begins[-1].ordinal),
        )


def sources(chosen: Sequence[Chosen], nearest: Sequence[Hit]) -> tuple[Source, ...]:
    """Give what was chosen for an answer, with what stands around it, then what came nearest."""
    found: list[Source] = []
    for found_text, start, held in (*map(_around, chosen), *map(_whole, nearest)):
        text = _without_aliases(found_text)
        length = sum(len(each.text) for each in found) + len(text)
        if len(found) == MOST or length > LONGEST_IN_ALL:
            break
        if text and not any(_holds(each, held, start) for each in found):
            found.append(Source(len(found) + 1, held.hit, text, start, held.passages))
    return tuple(found)


def _without_aliases(text: str) -> str:
    """Leave out the last lines that say how else something is looked up: nobody asks for those."""
    found = _ALIASES.search(text)
    return text[: found.start()].rstrip() if found else text


def _holds(known: Source, other: Stretch, start: int) -> bool:
    end = known.start + len(known.text)
    return known.hit.revision == other.hit.revision and known.start <= start < end


def _whole(hit: Hit) -> tuple[str, int, Stretch]:
    return hit.passage.text, hit.passage.start, alone(hit)


def _around(chosen: Chosen) -> tuple[str, int, Stretch]:
    """Give the passages of a stretch that hold what was chosen, and its nearest neighbours."""
    stretch = chosen.stretch
    held = list(_holding(chosen))
    first, last = held[0], held[-1]
    for grown in (last + 1, first - 1):
        if 0 <= grown < len(stretch.passages):
            low, high = min(first, grown), max(last, grown)
            length = stretch.passages[high].end - stretch.passages[low].start
            if length <= LONGEST_STRETCH:
                first, last = low, high
    start, end = stretch.passages[first].start, stretch.passages[last].end
    return stretch.text[start - stretch.start : end - stretch.start], start, stretch


def _holding(chosen: Chosen) -> Iterator[int]:
    start, end = chosen.units[0].start, chosen.units[-1].end
    for n, each in enumerate(chosen.stretch.passages):
        if each.start < end and start < each.end:
            yield n
