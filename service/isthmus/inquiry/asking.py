"""Asking: each step in a short transaction of its own, a language model between them."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from isthmus.answers.model import Outcome, Tell, silent
from isthmus.answers.preparing import Prepared
from isthmus.answers.service import checked
from isthmus.answers.splitting import Splitter
from isthmus.answers.writing import Attempt, Writer
from isthmus.conversations.model import Kind
from isthmus.conversations.rewriting import Rewriter
from isthmus.conversations.service import Asked, Conversing, Put
from isthmus.inquiry.narrowing import standing
from isthmus.inquiry.parts import Parts
from isthmus.library.reading import LibraryReading
from isthmus.people import Audience, Person


class How(TypedDict, total=False):
    """How a question is taken, of what it is asked, and who hears the answer being written."""

    as_it_is: bool
    collections: Collection[str]
    tell: Tell


@dataclass(frozen=True)
class Asking:
    """``conversing`` opens conversations over some collections, or over all where none is named."""

    parts: Parts
    conversing: Callable[[Collection[str]], AbstractContextManager[Conversing]]

    def ask(self, text: str, by: Person, conversation: str, **how: Unpack[How]) -> Asked:
        """Put a question in a conversation, find and word its answer, and keep both."""
        collections = how.get("collections", ())
        with self.conversing(collections) as talking:
            put = talking.put(text, by, conversation, as_it_is=how.get("as_it_is", False))
        put = put if how.get("as_it_is") else self._understood(put, by)
        with self.conversing(collections) as talking:
            prepared = talking.prepare(put, by)
        outcome = self._writer.write(prepared, how.get("tell", silent))
        with self.conversing(collections) as talking:
            return talking.keep(put, prepared, outcome)

    def answer(self, question: str, by: Person, audience: Audience, tell: Tell) -> Outcome:
        """Answer a question alone, outside any conversation; the outcome is kept."""
        parts = self._parts_of(checked(question), by)
        with self.parts.answering() as answering:
            prepared = answering.prepare(question, by, audience, parts)
        outcome = self._writer.write(prepared, tell)
        with self.parts.answering() as answering:
            return answering.keep(prepared, outcome)

    def attempt(self, prepared: Prepared) -> Attempt:
        """Go on from what was prepared without a model as ``answer`` does, and keep nothing."""
        question, by = prepared.outcome.asked.question, prepared.asker
        if parts := self._parts_of(question, by):
            with self.parts.answering() as answering:
                prepared = answering.prepare(question, by, prepared.audience, parts)
        return self._writer.attempt(prepared)

    def _understood(self, put: Put, by: Person) -> Put:
        """Have a model say what a question leans on, and which questions are in it."""
        if put.understood.kind is not Kind.ASK:
            return put
        rewriter = Rewriter(self.parts.models)
        understood = rewriter.understood(put.understood, put.earlier, by)
        return replace(put, understood=understood, parts=self._parts_of(understood.question, by))

    def _parts_of(self, question: str, by: Person) -> tuple[str, ...]:
        return Splitter(self.parts.models).parts(question, by)

    @property
    def _writer(self) -> Writer:
        return Writer(self.parts.models, self.parts.checking, self._standing)

    def _standing(self, audience: Audience, passages: Sequence[str]) -> bool:
        with self.parts.storage.reading() as connection:
            return standing(LibraryReading(connection, audience), passages) >= set(passages)
