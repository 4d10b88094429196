"""Questions for the documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from isthmus.answers.model import Citation, Refusal, Sentence
from isthmus.conversations.service import NEW, Asked
from isthmus.errors import NotFoundError
from isthmus.hearing.parts import Parts
from isthmus.messages import Message, Reply
from isthmus.replying.answers import asked_told, found_told, sentence_told
from isthmus.understanding.commands import Ask, FindPassages

_MOST_FOUND: Final = 25
SAYINGS = ("Who approves vendor remote access into the plant network?",)


@dataclass(frozen=True)
class Asking:
    parts: Parts

    def handle(self, command: Ask | FindPassages, message: Message) -> Reply:
        match command:
            case Ask(question):
                return self.answered(question, message)
            case FindPassages(words):
                return self.found(words, message)
        assert_never(command)

    def answered(self, question: str, message: Message) -> Reply:
        """Ask in the person's own conversation there, from what everybody there may read."""
        talks, by = self.parts.talks, message.by
        known = talks.inquiry(message.place, by.id) or NEW
        try:
            asked = self._asked(question, message, known)
        except NotFoundError:  # it was deleted meanwhile
            asked = self._asked(question, message, NEW)
        if asked.conversation.id != known:
            talks.put_inquiry(message.place, by.id, asked.conversation.id)
        outcome, inquiry = asked.outcome, self.parts.inquiry
        alike = inquiry.alike(outcome, message.reader, ()) if isinstance(outcome, Refusal) else []
        return asked_told(asked, alike, self.parts.public_url)

    def found(self, words: str, message: Message) -> Reply:
        """Give the passages nearest to some words that everybody may read who sees the reply."""
        if self.parts.search is None:
            raise NotFoundError("Passages cannot be looked for here.")
        near = self.parts.search(words, message.reader, _MOST_FOUND)
        readable = self.parts.inquiry.readable([each.passage for each in near], message.seen_by)
        seen = [each for each in near if each.passage in readable]
        return found_told(seen, self.parts.public_url)

    def _asked(self, question: str, message: Message, conversation: str) -> Asked:
        ask, collections = self.parts.inquiry.ask, message.collections
        return ask(question, message.reader, conversation, collections=collections, tell=self._told)

    def _told(self, sentence: Sentence, citations: Sequence[Citation]) -> None:
        self.parts.tell(sentence_told(sentence, citations, self.parts.public_url))
