"""From a question to a verified answer, or to a refusal that helps."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter
from typing import Final, Protocol
from uuid import uuid4

from isthmus.answers.advice import advice
from isthmus.answers.composing import Chosen
from isthmus.answers.confidence import THRESHOLD
from isthmus.answers.drafting import Draft, Drafting, Held, Readable
from isthmus.answers.model import (
    Answer,
    Asked,
    Cover,
    Covering,
    Outcome,
    Refusal,
    RefusalReason,
)
from isthmus.answers.noting import notes
from isthmus.answers.preparing import Prepared
from isthmus.answers.questions import Question, is_text, understand
from isthmus.answers.requiring import Requiring
from isthmus.answers.showing import Shown, nearest
from isthmus.answers.sources import sources
from isthmus.answers.verification import is_quoted_from
from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.model import Revision
from isthmus.people import Audience, Person, alone
from isthmus_knowledge.analysis import words

NEAREST: Final = 3
LONGEST_QUESTION: Final = 4_000


class Records(Protocol):
    """Where answers are kept."""

    def save(self, outcome: Outcome) -> None: ...

    def get(self, answer_id: str, by: Person) -> Outcome: ...


class Unkept:
    """Takes outcomes that the caller keeps itself, together with something else, or not at all."""

    def save(self, outcome: Outcome) -> None: ...

    def get(self, answer_id: str, by: Person) -> Outcome:
        raise NotFoundError(f"There is no answer {answer_id} for {by.name} here.")


@dataclass(frozen=True)
class Answering:
    """Questions and answers, within one transaction."""

    drafting: Drafting
    library: Callable[[Audience], Readable]
    records: Records
    clock: Callable[[], datetime]

    def ask(self, text: str, asker: Person, audience: Audience) -> Outcome:
        """Answer from what the audience may read, or refuse; either is recorded.

        This is done in the sources' own words; no language model is asked. Raises InvalidError
        for an empty or overlong question, and for what is no text.
        """
        outcome = self.prepare(text, asker, audience).outcome
        self.records.save(outcome)
        return outcome

    def prepare(
        self, text: str, asker: Person, audience: Audience, parts: tuple[str, ...] = ()
    ) -> Prepared:
        """Give what ``ask`` would answer, with all that a language model may word better.

        Nothing is recorded. ``parts`` are the questions in it, where somebody knows them.
        """
        started = perf_counter()
        checked(text)
        members = tuple(member.id for member in audience.members)
        asked = Asked(text, asker.id, members, self.clock())
        question = understand(text)
        question = replace(question, parts=parts) if parts else question
        library = self.library(audience)
        draft = self._drafted(question, library)
        outcome = self._outcome(question, asked, (draft, started), library)
        return Prepared(
            outcome=outcome,
            asker=asker,
            audience=audience,
            started=started,
            question=question,
            draft=draft,
            sources=sources(draft.chosen, draft.nearest) if draft else (),
        )

    def keep(self, prepared: Prepared, outcome: Outcome) -> Outcome:
        """Record what came of a question; the transaction may be another than it was found in.

        Where what it stands on may no longer be read by the whole audience, or was retired while a
        model wrote, the question is asked anew, in the sources' own words.
        """
        asker, audience = prepared.asker, prepared.audience
        is_new = outcome is not prepared.outcome
        if is_new and not still_holds(outcome, self.library(audience)):
            return self.ask(outcome.asked.question, asker, audience)
        self.records.save(outcome)
        return outcome

    def show(self, answer_id: str, by: Person) -> Outcome:
        """Give a recorded answer again.

        Raises NotFoundError where ``by`` may not see it, or where a document it cites was retired
        or may no longer be read; somebody unrestricted sees it as it was given.
        """
        outcome = self.records.get(answer_id, by)
        if not (by.unrestricted or still_stands(outcome, self.library(alone(by)))):
            raise NotFoundError(
                f"The answer {answer_id} is no longer shown: a document it stands on was retired, "
                "or is no longer for you to read. Ask the question again."
            )
        return outcome

    def _drafted(self, question: Question, library: Readable) -> Draft | None:
        if not words(question.text):
            return None
        requiring = Requiring(self.drafting)
        return requiring.draft(question, library) or self.drafting.draft(question, library)

    def _outcome(
        self,
        question: Question,
        asked: Asked,
        context: tuple[Draft | None, float],
        library: Readable,
    ) -> Outcome:
        draft, started = context
        if not words(question.text):
            return _refusal(RefusalReason.NOT_A_QUESTION, question, asked, context)
        if draft is None:
            return _refusal(RefusalReason.NOTHING_INDEXED, question, asked, context)
        if draft.confidence < THRESHOLD:
            return _refusal(draft.why_not, question, asked, context)
        shown = _shown(draft.chosen, library)
        if not shown.citations:
            return _refusal(RefusalReason.NOT_ANSWERED, question, asked, context)
        return Answer(
            id=uuid4().hex,
            asked=asked,
            sentences=tuple(shown.sentences),
            citations=tuple(shown.citations),
            seconds=perf_counter() - started,
            notes=notes(draft, asked.at.date()),
            coverage=tuple(_covered(draft.held, shown.places)),
        )


def checked(text: str) -> str:
    """Give a question that can be asked; raises InvalidError for any other."""
    if not text.strip():
        raise InvalidError(
            "The question is empty. Ask something, such as: Who approves vendor remote access?"
        )
    if len(text) > LONGEST_QUESTION:
        raise InvalidError(
            f"The question has {len(text):,} characters; {LONGEST_QUESTION:,} are the most. "
            "Ask it in fewer words, or one question at a time."
        )
    if not is_text(text):
        raise InvalidError("The question holds bytes that are no text. Type it again.")
    return text


def still_holds(outcome: Outcome, library: Readable) -> bool:
    """Tell whether it still stands, and every quote of it stands in the revision it cites."""
    if not still_stands(outcome, library):
        return False
    cited = outcome.citations if isinstance(outcome, Answer) else ()
    texts = {each: library.revision(each).text for each in {one.revision for one in cited}}
    return all(is_quoted_from(each.quote, texts[each.revision]) for each in cited)


def still_stands(outcome: Outcome, library: Readable) -> bool:
    """Tell whether all it cites may be read, and no document of it was retired."""
    cited = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    try:
        hits = [library.passage(each.passage) for each in cited]
    except NotFoundError:
        return False
    return all(hit.document.retired_at is None for hit in hits)


def _shown(chosen: Sequence[Chosen], library: Readable) -> Shown:
    shown = Shown()
    read: dict[str, Revision] = {}
    for each in chosen:
        revision = each.stretch.hit.revision
        if revision not in read:
            read[revision] = library.revision(revision)
        shown.add(each, read[revision])
    return shown


def _covered(rows: Sequence[Held], places: Iterable[int | None]) -> Iterator[Covering]:
    """Give the rows of requirements whose quotes hold, by the places of their sentences.

    ``places`` are those of the rows' units, in their order.
    """
    place = iter(places)
    for row in rows:
        asked = next(place)
        known = [next(place) for _ in row.found]
        found = tuple(each for each in known if each is not None)
        if asked is not None:
            yield Covering(asked, found, row.cover if found else Cover.NOT_FOUND)


def _refusal(
    reason: RefusalReason, question: Question, asked: Asked, context: tuple[Draft | None, float]
) -> Refusal:
    draft, started = context
    return Refusal(
        id=uuid4().hex,
        asked=asked,
        reason=reason,
        advice=advice(reason, question),
        nearest=nearest(draft.nearest[:NEAREST]) if draft else (),
        seconds=perf_counter() - started,
    )
