"""One door for the channels: each call is one use case in one transaction."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Unpack

from isthmus.answers.model import Outcome, Refusal, Tell, silent
from isthmus.answers.preparing import Prepared
from isthmus.answers.service import still_stands
from isthmus.answers.writing import Attempt
from isthmus.audit.store import Act
from isthmus.conversations import service as conversing
from isthmus.conversations.model import Conversation, Thread
from isthmus.conversations.service import NEW, Asked, Conversing
from isthmus.conversations.store import ConversationStore
from isthmus.errors import NotFoundError
from isthmus.feedback import service as judging
from isthmus.feedback.model import Feedback, Verdict
from isthmus.feedback.service import Judged
from isthmus.feedback.store import FeedbackStore
from isthmus.inquiry.asking import Asking, How
from isthmus.inquiry.narrowing import may_see, standing, within
from isthmus.inquiry.parts import Parts
from isthmus.inquiry.rephrasing import Rephrasing, headed
from isthmus.library.reading import LibraryReading
from isthmus.people import Audience, Person, Rank, alone
from isthmus.unanswered import service as waiting
from isthmus.unanswered.gathering import gather
from isthmus.unanswered.model import Notice, Settled
from isthmus.unanswered.retrying import Retried, Retrying
from isthmus.unanswered.service import Deciding
from isthmus.unanswered.store import UnansweredStore
from isthmus.unanswered.viewing import NEWEST_OPEN, Grouped, Solution, View, Wanted


@dataclass(frozen=True)
class Told:
    """A notice as its person may see it now."""

    notice: Notice
    solution: Solution | None


@dataclass(frozen=True)
class Inquiry:
    parts: Parts

    # ---- conversations

    def ask(self, text: str, by: Person, conversation: str = NEW, **how: Unpack[How]) -> Asked:
        """Ask in a conversation; see Conversing.put. With ``collections`` only of those.

        ``tell`` hears of each checked sentence that a language model writes, before the whole is
        kept; what is given back takes the place of what was told.
        """
        return self._asking.ask(text, by, conversation, **how)

    def answer(self, question: str, by: Person, audience: Audience, tell: Tell = silent) -> Outcome:
        """Answer a question alone, outside any conversation; for ``tell`` see ``ask``."""
        return self._asking.answer(question, by, audience, tell)

    def attempt(self, prepared: Prepared) -> Attempt:
        """Have a language model word what was prepared, as ``answer`` does; nothing is kept."""
        return self._asking.attempt(prepared)

    @property
    def _asking(self) -> Asking:
        return Asking(self.parts, self._conversing)

    def thread(self, conversation: str, by: Person, last: int | None = None) -> Thread:
        """Show a conversation to its owner, or a guest's to whoever knows its address."""
        with self._conversing() as talking:
            return talking.thread(talking.opened(conversation, by), by, last)

    def shared_thread(self, link: str, by: Person, last: int | None = None) -> Thread:
        with self._conversing() as talking:
            return talking.thread(talking.shared(link, by), by, last)

    def conversations(self, by: Person, words: str = "", page: int = 0) -> list[Conversation]:
        with self._conversing() as talking:
            return talking.listed(by, words, page)

    def rename(self, conversation: str, title: str, by: Person) -> Conversation:
        with self.parts.storage.transaction() as connection:
            return conversing.rename(ConversationStore(connection), conversation, title, by)

    def share(self, conversation: str, by: Person) -> Conversation:
        with self.parts.recording() as act:
            records = ConversationStore(act.connection)
            return conversing.share(records, act.audit, conversation, by)

    def unshare(self, conversation: str, by: Person) -> Conversation:
        with self.parts.recording() as act:
            records = ConversationStore(act.connection)
            return conversing.unshare(records, act.audit, conversation, by)

    def delete(self, conversation: str, by: Person) -> None:
        with self.parts.recording() as act:
            records = ConversationStore(act.connection)
            conversing.delete(records, act.audit, conversation, by, self.parts.clock())

    def outcome(self, answer: str, by: Person, within: Collection[str] = ()) -> Outcome:
        """Give an answer to whoever asked it, or reads along in a shared conversation.

        Also to who is where it was given: ``within`` are conversations they take part in. Raises
        NotFoundError for anybody else, and where its sources may not be read any longer.
        """
        with self.parts.answering() as answering, self._records() as records:
            try:
                return answering.show(answer, by)
            except NotFoundError:
                if not (records.reads_along(answer, by) or records.stands_in(answer, within)):
                    raise
            outcome = records.outcomes([answer])[answer]
            if not still_stands(outcome, answering.library(alone(by))):
                raise NotFoundError(conversing.WITHHELD)
            return outcome

    def given(self, answer: str, by: Person, within: Collection[str] = ()) -> Outcome:
        """Give what was told to whoever asked, or is where it was told, whatever they read now.

        What of it may be shown is for the caller to ask: see ``readable``.
        """
        with self.parts.answering() as answering, self._records() as records:
            if records.stands_in(answer, within):
                return records.outcomes([answer])[answer]
            return answering.records.get(answer, by)

    def readable(self, passages: Sequence[str], by: Audience) -> frozenset[str]:
        """Give those passages that all of these may read now, of documents that are still there."""
        with self.parts.storage.reading() as connection:
            return standing(LibraryReading(connection, by), passages)

    def alike(self, refusal: Refusal, by: Person, known: tuple[str, ...]) -> list[str]:
        """Give questions near to a refused one that documents of this reader put themselves.

        Those are headings beside which an answer stands, and ``known`` ones.
        """
        with self.parts.storage.reading() as connection:
            near = headed(refusal, LibraryReading(connection, alone(by)))
        return self._rephrasing.nearest(refusal.asked.question, near, known)

    @cached_property
    def _rephrasing(self) -> Rephrasing:
        return Rephrasing(self.parts.embedding)

    @contextmanager
    def _conversing(self, collections: Collection[str] = ()) -> Iterator[Conversing]:
        with self.parts.answering() as answering, self._records() as records:
            narrowed = within(answering, collections) if collections else answering
            yield Conversing(narrowed, records, self._changing)

    @contextmanager
    def _records(self) -> Iterator[ConversationStore]:
        with self.parts.storage.reading() as connection:
            yield ConversationStore(connection)

    @contextmanager
    def _changing(self) -> Iterator[ConversationStore]:
        with self.parts.storage.transaction() as connection:
            yield ConversationStore(connection)

    # ---- feedback

    def judge(
        self, answer: str, by: Person, verdict: Verdict, within: Collection[str] = ()
    ) -> Feedback:
        """Keep what somebody says of an answer they can see; for ``within`` see ``outcome``."""
        by.require(Rank.READER)
        self.outcome(answer, by, within)
        said = Feedback(answer, by.id, self.parts.clock(), verdict)
        with self.parts.storage.transaction() as connection:
            return judging.say(FeedbackStore(connection), said)

    def take_back(self, answer: str, by: Person) -> None:
        with self.parts.storage.transaction() as connection:
            FeedbackStore(connection).remove(answer, by.require(Rank.READER).id)

    def judgements(self, by: Person, answers: Sequence[str]) -> dict[str, Feedback]:
        """Give what this person said of these answers."""
        with self.parts.storage.reading() as connection:
            return FeedbackStore(connection).by(by.id, answers)

    def judged(self, by: Person, page: int = 0) -> list[Judged]:
        """Give what people said, for leads."""
        with self.parts.storage.reading() as connection:
            seen = partial(may_see, LibraryReading(connection, alone(by)), by)
            return judging.judged(FeedbackStore(connection), by, seen, page)

    # ---- unanswered questions

    def gather(self) -> None:
        """Put questions that were not answered into groups; one small query where none is new."""
        while self._is_ungathered():
            with self.parts.storage.transaction() as connection:
                gather(UnansweredStore(connection), self.parts.embedding)

    def _is_ungathered(self) -> bool:
        with self.parts.storage.reading() as connection:
            return bool(UnansweredStore(connection).ungathered(1))

    def unanswered(self, by: Person, wanted: Wanted = NEWEST_OPEN) -> list[Grouped]:
        """Give groups of unanswered questions: all for a lead, one's own for anybody else."""
        self.gather()
        with self._view(by) as view:
            return view.listed(wanted)

    def settle(self, group: str, settled: Settled, by: Person) -> None:
        with self._deciding(by) as deciding:
            deciding.settle(group, settled)

    def dismiss(self, group: str, note: str, by: Person) -> None:
        with self._deciding(by) as deciding:
            deciding.dismiss(group, note)

    def reopen(self, group: str, by: Person) -> None:
        with self._deciding(by) as deciding:
            deciding.reopen(group)

    def subscribe(self, answer: str, by: Person) -> None:
        """Wait for an answer to a question of one's own."""
        by.require(Rank.READER)
        with self.parts.answering() as answering:
            answering.records.get(answer, by)
        self.gather()
        with self.parts.storage.transaction() as connection:
            waiting.subscribe(UnansweredStore(connection), answer, by, self.parts.clock())

    def unsubscribe(self, answer: str, by: Person) -> None:
        with self.parts.storage.transaction() as connection:
            waiting.unsubscribe(UnansweredStore(connection), answer, by)

    def waited_for(self, answers: Sequence[str], by: Person) -> set[str]:
        """Give those of these answers whose question this person waits for."""
        with self.parts.storage.reading() as connection:
            return UnansweredStore(connection).waited_for(answers, by.id)

    # ---- notices

    def notices(self, by: Person) -> list[Told]:
        by.require(Rank.READER)
        with self.parts.storage.reading() as connection:
            records = UnansweredStore(connection)
            view = View(by, LibraryReading(connection, alone(by)), records)
            return [Told(each, view.solution(each.settled)) for each in records.notices(by.id)]

    def new_notices(self, by: Person) -> int:
        with self.parts.storage.reading() as connection:
            return UnansweredStore(connection).new_notices(by.id)

    def seen(self, notices: Sequence[str], by: Person) -> None:
        with self.parts.storage.transaction() as connection:
            UnansweredStore(connection).seen(by.id, notices, self.parts.clock())

    def follow_up(self) -> None:
        """Do what follows questions and changes of the library: gather, and ask some again."""
        self.gather()
        self.retry()

    def retry(self, *, all_due: bool = False) -> list[Retried]:
        """Ask again what people wait for, a batch at a time, where the library has changed."""
        retrying = Retrying(
            self._waiting_changed, self._waiting_seen, self.parts.answering, self.parts.person
        )
        return retrying.all_due() if all_due else retrying.batch()

    @contextmanager
    def _view(self, by: Person) -> Iterator[View]:
        with self.parts.storage.reading() as connection:
            yield View(by, LibraryReading(connection, alone(by)), UnansweredStore(connection))

    @contextmanager
    def _deciding(self, by: Person) -> Iterator[Deciding]:
        with self.parts.recording() as act:
            records = UnansweredStore(act.connection)
            yield Deciding(records, act.audit, by, self.parts.clock(), partial(self._may_know, act))

    def _may_know(self, act: Act, person: str, settled: Settled) -> bool:
        found = self.parts.person(person)
        if found is None:
            return False
        library = LibraryReading(act.connection, alone(found))
        return View(found, library, UnansweredStore(act.connection)).solution(settled) is not None

    @contextmanager
    def _waiting_changed(self) -> Iterator[UnansweredStore]:
        with self.parts.storage.transaction() as connection:
            yield UnansweredStore(connection)

    @contextmanager
    def _waiting_seen(self) -> Iterator[UnansweredStore]:
        with self.parts.storage.reading() as connection:
            yield UnansweredStore(connection)
