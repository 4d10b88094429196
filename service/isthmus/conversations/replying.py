"""Replies about an answer that was given: why, where it is said, and what else there is."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final
from uuid import uuid4

from isthmus.answers.drafting import Readable
from isthmus.answers.model import Answer, Asked, Citation, Sentence
from isthmus.answers.preparing import Prepared
from isthmus.answers.service import Answering
from isthmus.answers.verification import folded, is_quoted_from
from isthmus.conversations.model import Kind
from isthmus.library.model import Hit, Revision, passage_id
from isthmus.people import Person, alone
from isthmus_knowledge.analysis import terms
from isthmus_knowledge.index import Vector
from isthmus_knowledge.passages import Passage
from isthmus_knowledge.sentences import split

REACH: Final = 3  # passages before and after a cited one in which its reason may stand
MOST_REASONS: Final = 3
FEWEST_SHARED: Final = 2  # terms of the question that a reason elsewhere has to speak of
_GIVES_REASON: Final = re.compile(
    r"\b(?:because|so that|otherwise|in order to|the reason|therefore|which is why|to prevent|"
    r"to avoid|rather than|since (?:the|a|an|it|they|no|nobody|most|many))\b|^basis\b|\bbasis:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Requested:
    """What is asked about an answer: by whom, in which words, about which answer.

    ``seen`` are the passages that the conversation cited already, ``base`` the question itself.
    """

    kind: Kind
    question: str
    base: str
    about: Answer
    seen: frozenset[str]


def prepared(requested: Requested, answering: Answering, by: Person) -> Prepared:
    """Find a reply in what ``by`` may read now; quotes that were asked for stay as they are."""
    match requested.kind:
        case Kind.WHERE:
            return _quoted(requested.about.citations, requested, answering, by)
        case Kind.WHY:
            reasons = list(_reasons(requested, answering.library(alone(by))))
            if reasons:
                return _quoted(reasons[:MOST_REASONS], requested, answering, by)
            return answering.prepare(requested.question, by, alone(by))
        case _:
            return _more(requested, answering, by)


def _quoted(
    citations: Sequence[Citation], requested: Requested, answering: Answering, by: Person
) -> Prepared:
    """Give the quotes themselves as the sentences, each with its source."""
    started = perf_counter()
    numbered = tuple(replace(each, n=n) for n, each in enumerate(citations, start=1))
    answer = Answer(
        id=uuid4().hex,
        asked=Asked(requested.question, by.id, (by.id,), answering.clock()),
        sentences=tuple(Sentence(each.quote, (each.n,)) for each in numbered),
        citations=numbered,
        seconds=perf_counter() - started,
    )
    return Prepared(answer, by, alone(by), started)


def _more(requested: Requested, answering: Answering, by: Person) -> Prepared:
    """Ask again, of everything but the passages that were cited already."""
    beyond = replace(
        answering, library=lambda audience: Beyond(answering.library(audience), requested.seen)
    )
    return beyond.prepare(requested.base, by, alone(by))


def _reasons(requested: Requested, library: Readable) -> Iterator[Citation]:
    """Find sentences that give a reason beside what was cited, the nearest to the topic first.

    One in another section than the cited passage has to speak of what was asked.
    """
    quoted = folded(" ".join(each.quote for each in requested.about.citations))
    asked = set(terms(requested.base))
    rated = [
        (len(asked & set(terms(found.quote))), is_close, found)
        for citation in requested.about.citations
        for found, is_close in _beside(citation, library)
        if gives_reason(found.quote) and folded(found.quote) not in quoted
    ]
    told: set[str] = set()
    for shared, is_close, found in sorted(rated, key=lambda each: (-each[1], -each[0])):
        if (is_close or shared >= FEWEST_SHARED) and found.quote not in told:
            told.add(found.quote)
            yield found


def _beside(citation: Citation, library: Readable) -> Iterator[tuple[Citation, bool]]:
    """Give the sentences around a cited passage, and whether each is next to it in its section."""
    hit = library.passage(citation.passage)
    revision = library.revision(hit.revision)
    for passage in library.around(hit, REACH):
        is_next = abs(passage.ordinal - hit.passage.ordinal) <= 1
        is_close = is_next and passage.headings == hit.passage.headings
        for unit in split(passage.text):
            if is_quoted_from(unit.text, revision.text):
                yield _citing(unit.text, passage, hit, revision), is_close


def _citing(quote: str, passage: Passage, hit: Hit, revision: Revision) -> Citation:
    said = hit.document.description
    return Citation(
        n=0,
        document=hit.document.id,
        title=said.title,
        collection=said.collection.value,
        edition=said.edition,
        revision=revision.id,
        locator=passage.locator,
        quote=quote,
        passage=passage_id(revision.id, passage.ordinal),
    )


def gives_reason(sentence: str) -> bool:
    return bool(_GIVES_REASON.search(sentence))


class Beyond:
    """The library as an audience may read it, without the passages that were seen already."""

    def __init__(self, library: Readable, seen: Collection[str]) -> None:
        self._library = library
        self._seen = frozenset(seen)

    def audience_keys(self) -> list[str]:
        return self._library.audience_keys()

    def hits(self, passage_ids: Sequence[str]) -> list[Hit]:
        return self._library.hits([each for each in passage_ids if each not in self._seen])

    def passages(self, document: str) -> list[Hit]:
        return [hit for hit in self._library.passages(document) if hit.id not in self._seen]

    def passage(self, passage: str) -> Hit:
        return self._library.passage(passage)

    def around(self, hit: Hit, reach: int) -> list[Passage]:
        near = self._library.around(hit, reach)
        return [each for each in near if passage_id(hit.revision, each.ordinal) not in self._seen]

    def superseded(self, named: Callable[[str], bool]) -> list[tuple[Hit, Vector]]:
        found = self._library.superseded(named)
        return [(hit, vector) for hit, vector in found if hit.id not in self._seen]

    def stretch(self, hit: Hit, start: int, end: int) -> str:
        return self._library.stretch(hit, start, end)

    def revision(self, revision: str) -> Revision:
        return self._library.revision(revision)
