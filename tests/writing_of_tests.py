"""The service of `served`, whose answers a language model writes as far as its doors can tell.

Answering is a fake there already; here what it quotes is told as a model's words, one sentence
after the other. What the checker refuses is for the tests of answering.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final, Unpack

import served
from isthmus.answers.drafting import Drafting
from isthmus.answers.model import Answer, Outcome, Sentence, Tell, Writing, silent
from isthmus.answers.model import Asked as Question
from isthmus.answers.preparing import Prepared
from isthmus.answers.service import Answering
from isthmus.conversations.service import NEW, Asked
from isthmus.inquiry.asking import How
from isthmus.inquiry.service import Inquiry
from isthmus.library.reading import LibraryReading
from isthmus.llm.model import Models, Purpose
from isthmus.people import Audience, Person
from scripted_models import ScriptedModels

MODEL: Final = "small-writer"
BYLINE: Final = f"Written by {MODEL}"
WRITTEN: Final = "In short"  # begins what the model wrote
WRITING: Final = Writing(MODEL, "answer", 3, "f0" * 32, "call-1")


@dataclass
class Pace:
    """``between`` is called before each sentence but the first is told, with how many were."""

    between: Callable[[int], object] = lambda _told: None


@dataclass(frozen=True)
class WritingAnswers(Answering):
    """Has all but the last sentence of an answer in a model's words."""

    readable: Callable[[Audience], LibraryReading]

    def prepare(
        self, text: str, asker: Person, audience: Audience, parts: tuple[str, ...] = ()
    ) -> Prepared:
        del parts
        asked = Question(text, asker.id, tuple(each.id for each in audience.members), self.clock())
        outcome = served.outcome_from(served.everything(self.readable(audience)), asked)
        return Prepared(_written(outcome), asker, audience, started=0.0)


def _written(outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Answer):
        return outcome
    *first, last = outcome.sentences
    told = tuple(Sentence(f"{WRITTEN}: {e.text}", e.citations, written=True) for e in first)
    return replace(outcome, sentences=(*told, last), writing=WRITING)


@dataclass(frozen=True)
class TellingInquiry(Inquiry):
    """Tells what was answered sentence by sentence, as if it were being written."""

    pace: Pace = field(default_factory=Pace)

    def ask(self, text: str, by: Person, conversation: str = NEW, **how: Unpack[How]) -> Asked:
        asked = super().ask(text, by, conversation, **how)
        self._tell(asked.outcome, how.get("tell", silent))
        return asked

    def answer(self, question: str, by: Person, audience: Audience, tell: Tell = silent) -> Outcome:
        outcome = super().answer(question, by, audience)
        self._tell(outcome, tell)
        return outcome

    def _tell(self, outcome: Outcome, tell: Tell) -> None:
        if not isinstance(outcome, Answer):
            return
        known: set[int] = set()
        for number, each in enumerate(outcome.sentences):
            if number:
                self.pace.between(number)
            new = [c for c in outcome.citations if c.n in each.citations and c.n not in known]
            known |= set(each.citations)
            tell(each, new)


@dataclass(frozen=True)
class WritingWiring(served.FakeAnsweringWiring):
    pace: Pace = field(default_factory=Pace)

    @cached_property
    def models(self) -> Models:
        return ScriptedModels(lambda _request: "", (Purpose.ANSWERING,))

    @cached_property
    def inquiry(self) -> Inquiry:
        return TellingInquiry(super().inquiry.parts, self.pace)

    @contextmanager
    def answering(self) -> Iterator[Answering]:
        with self.storage.reading() as connection:
            library = partial(LibraryReading, connection)
            drafting = Drafting(self.open_finding(self.index, self.readers.embedding()))
            yield WritingAnswers(drafting, library, self.answers, self.clock, library)


def wire(folder: Path, pace: Pace | None = None, **settings: object) -> WritingWiring:
    plain = served.wire(folder, **settings)
    known = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    return WritingWiring(**known, pace=pace or Pace())
