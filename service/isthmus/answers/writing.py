"""Answers in better words: a language model writes, each sentence is checked before it is told."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Final

from isthmus.answers.checking import Backing, Checking
from isthmus.answers.cutting import Said, sentences
from isthmus.answers.denials import turns_round
from isthmus.answers.enough import Written, is_enough
from isthmus.answers.model import Answer, Citation, Outcome, Sentence, Tell, Writing, silent
from isthmus.answers.noting import disagreeing, notes
from isthmus.answers.preparing import Prepared
from isthmus.answers.sources import Source
from isthmus.llm.model import (
    Call,
    Models,
    ModelUnavailableError,
    Purpose,
    Request,
    Streamed,
    Unavailable,
)
from isthmus.people import Audience
from isthmus.wordings.inert import is_inert
from isthmus_knowledge.analysis import terms, words
from isthmus_prompts import load

MOST_TOLD: Final = 4
MOST_TOKENS: Final = 500
PATIENCE: Final = 90.0  # seconds from the first word to the last
_TO_THE_POINT: Final = 0.6  # of the cosine of the question and the extract; "it" brings it down
_NOTHING: Final = re.compile(
    r"nothing found\b|"
    r"(?:none of )?(?:(?:the|these|those) )?(?:passages?|documents?|sources?|texts?)\b"
    r".{0,40}\b(?:not|\w+n['\u2019]t|nothing|no)\b",
    re.IGNORECASE,
)
_WHY: Final = {
    Unavailable.OFF: "the language model is not available",
    Unavailable.DOWN: "the language model is not available",
    Unavailable.SLOW: "the language model took too long",
    Unavailable.BUSY: "the language model is busy",
    Unavailable.OVER_BUDGET: "the budget for the language model is used up",
    Unavailable.NOT_ALLOWED: "these documents may not go to a language model",
    Unavailable.MALFORMED: "the language model wrote nothing that can be used",
}
_NOT_THERE: Final = "the language model found no answer in them"
_NOT_BORNE_OUT: Final = "the language model wrote no answer that they bear out"


@dataclass
class Page:
    """What was written and checked so far, numbered as it is told.

    ``says_nothing`` is set where the model says first of all that there is no answer; ``dropped``
    counts the sentences that nobody is told.
    """

    sources: dict[int, Source]
    sentences: list[Sentence] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    says_nothing: bool = False
    dropped: int = 0

    def cite(self, backing: Sequence[Backing]) -> list[Citation]:
        """Give a citation of each quote: the known one, or one with the next number."""
        cited: list[Citation] = []
        for each in backing:
            made = self.sources[each.n].citation(0, each.quote)
            if made is not None:
                known = [*self.citations, *cited]
                same = (one for one in known if replace(one, n=0) == made)
                n = 1 + max((one.n for one in known), default=0)
                cited.append(next(same, replace(made, n=n)))
        return list({each.n: each for each in cited}.values())

    def add(self, text: str, cited: Sequence[Citation]) -> tuple[Sentence, list[Citation]]:
        sentence = Sentence(text, tuple(each.n for each in cited), written=True)
        new = [each for each in cited if each not in self.citations]
        self.sentences.append(sentence)
        self.citations += new
        return sentence, new

    def has(self, text: str) -> bool:
        return any(words(each.text) == words(text) for each in self.sentences)

    @property
    def written(self) -> Written:
        cited = {each.passage for each in self.citations}
        places = [each.about for each in self.sources.values() if cited & each.passage_ids]
        return Written(self.sentences, places)


@dataclass(frozen=True)
class Attempt:
    """What came of a question: ``was_asked`` tells whether it was one for a model.

    ``why`` says what kept the model from it, or cut it short; ``dropped`` are sentences that it
    wrote and that nobody is told.
    """

    outcome: Outcome
    was_asked: bool = False
    why: Unavailable | None = None
    dropped: int = 0


@dataclass(frozen=True)
class Writer:
    """Lets a model write over what was prepared.

    ``standing`` tells whether an audience may read passages at this moment.
    """

    models: Models
    checking: Checking
    standing: Callable[[Audience, Sequence[str]], bool]
    patience: float = PATIENCE

    def write(self, prepared: Prepared, tell: Tell = silent) -> Outcome:
        """Give the answer in a model's words where they are borne out, else what was prepared.

        Each sentence is told as soon as it was checked; what is given back takes their place. No
        transaction is open meanwhile: it can take a minute.
        """
        return self.attempt(prepared, tell).outcome

    def attempt(self, prepared: Prepared, tell: Tell = silent) -> Attempt:
        """Give what ``write`` gives, with how the model did."""
        if not (prepared.may_be_worded and self.models.is_on(Purpose.ANSWERING)):
            return Attempt(prepared.outcome)
        allowed = [each for each in prepared.sources if self.models.may_see(each.shown)]
        if not allowed:
            return _failed(prepared, Unavailable.NOT_ALLOWED)
        page = Page({n: replace(each, n=n) for n, each in enumerate(allowed, start=1)})
        try:
            streamed = self.models.stream(_request(prepared, list(page.sources.values())))
        except ModelUnavailableError as error:
            return _failed(prepared, error.why)
        why = self._fill(page, streamed, prepared.audience, tell)
        outcome = self._outcome(prepared, page, streamed.call, why)
        return Attempt(outcome, was_asked=True, why=why, dropped=page.dropped)

    def _outcome(
        self, prepared: Prepared, page: Page, call: Call, why: Unavailable | None
    ) -> Outcome:
        if prepared.question and prepared.draft:
            weights = prepared.draft.weights
            enough = is_enough(page.written, prepared.question, weights, prepared.outcome)
            if enough and self._is_to_the_point(page, prepared):
                return _answer(prepared, page, call)
        return _without(prepared, why, _NOT_THERE if page.says_nothing else _NOT_BORNE_OUT)

    def _is_to_the_point(self, page: Page, prepared: Prepared) -> bool:
        """Tell whether what is said first is nearly as close to the question as the extract is."""
        if not isinstance(prepared.outcome, Answer):
            return True
        first = page.sentences[0].text, prepared.outcome.sentences[0].text
        asked, written, own = self.checking.embed([prepared.outcome.asked.question, *first])
        return float(written @ asked) >= _TO_THE_POINT * float(own @ asked)

    def _fill(
        self, page: Page, streamed: Streamed, audience: Audience, tell: Tell
    ) -> Unavailable | None:
        """Write what is borne out; gives why the model stopped before its end, if it did."""
        with closing(streamed):
            try:
                for said in sentences(self._in_time(streamed)):
                    if _NOTHING.match(said.text):
                        page.says_nothing = not page.sentences
                        return None
                    if not self._check(said, page, audience, tell):
                        page.dropped += 1
                    if len(page.sentences) == MOST_TOLD:
                        return None
            except ModelUnavailableError as error:
                return error.why
        return None

    def _in_time(self, streamed: Streamed) -> Iterator[str]:
        """Give what comes until patience ends, from the first word on: the door waits for that."""
        began = None
        for piece in streamed:
            yield piece
            began = began or perf_counter()
            if perf_counter() - began > self.patience:
                return

    def _check(self, said: Said, page: Page, audience: Audience, tell: Tell) -> bool:
        """Tell a sentence that is borne out; gives whether it was told."""
        sources = [page.sources[n] for n in said.cites if n in page.sources]
        cited = [each.evidence for each in sources]
        if page.has(said.text) or not is_inert(said.text, " ".join(each.text for each in cited)):
            return False
        if any(set(terms(said.text)) <= set(terms(each.about)) for each in sources):
            return False  # it says where something stands, and nothing of it
        checked = self.checking.check(said.text, cited)
        backing = [each for each in checked.backing if each.n in {one.n for one in cited}]
        if not checked.supported or any(turns_round(said.text, each.quote) for each in backing):
            return False
        found = page.cite(backing)
        if not found or not self.standing(audience, [each.passage for each in found]):
            return False
        tell(*page.add(checked.sentence, found))
        return True


def _request(prepared: Prepared, shown: Sequence[Source]) -> Request:
    asked = prepared.outcome.asked
    return Request(
        purpose=Purpose.ANSWERING,
        prompt=load("answering"),
        inputs={"question": asked.question},
        by=asked.asker,
        shown=[each.shown for each in shown],
        about=prepared.outcome.id,
        most_tokens=MOST_TOKENS,
    )


def _answer(prepared: Prepared, page: Page, call: Call) -> Answer:
    outcome, draft = prepared.outcome, prepared.draft
    sentences, citations = _with_the_other_figure(prepared, page)
    cited = {each.passage for each in citations}
    hits = [each.hit for each in prepared.sources if cited & each.passage_ids]
    return Answer(
        id=outcome.id,
        asked=outcome.asked,
        sentences=tuple(sentences),
        citations=tuple(citations),
        seconds=perf_counter() - prepared.started,
        notes=notes(draft, outcome.asked.at.date(), hits) if draft else (),
        writing=Writing(call.model, call.prompt, call.version, call.digest, call.id),
    )


def _with_the_other_figure(prepared: Prepared, page: Page) -> tuple[list[Sentence], list[Citation]]:
    """Add the extract's sentence that states another figure, where no citation shows it."""
    told, cited = list(page.sentences), list(page.citations)
    other = disagreeing(prepared.draft.chosen) if prepared.draft else None
    if other is None or not isinstance(prepared.outcome, Answer):
        return told, cited
    if any(each.document == other.stretch.hit.document.id for each in cited):
        return told, cited
    texts = {unit.shown for unit in other.units}
    by_number = {each.n: each for each in prepared.outcome.citations}
    for each in prepared.outcome.sentences:
        if each.text in texts:
            n = len(cited) + 1
            cited.append(replace(by_number[each.citations[0]], n=n))
            told.append(replace(each, citations=(n,)))
            break
    return told, cited


def _failed(prepared: Prepared, why: Unavailable) -> Attempt:
    return Attempt(_without(prepared, why), was_asked=True, why=why)


def _without(
    prepared: Prepared, why: Unavailable | None, otherwise: str = _NOT_BORNE_OUT
) -> Outcome:
    """Give what is said without a model, and say why it is; ``otherwise`` where it had its say."""
    seconds = perf_counter() - prepared.started
    outcome = prepared.outcome
    told = _WHY[why] if why else otherwise
    if isinstance(outcome, Answer):
        said = f"Told in the sources' own words: {told}."
        return replace(outcome, notes=(*outcome.notes, said), seconds=seconds)
    if why is None:
        return replace(outcome, seconds=seconds)
    advice = f"{outcome.advice} No language model helped to find it: {told}.".strip()
    return replace(outcome, advice=advice, seconds=seconds)
