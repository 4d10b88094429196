"""A language model writes answers: what is told of it, and what is not, whatever it says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, repeat
from math import log
from pathlib import Path

import numpy as np
import pytest

from asking_of_tests import AskingOfTests
from isthmus.answers.checking import Checking
from isthmus.answers.confidence import BIAS, WEIGHTS
from isthmus.answers.model import Answer, Citation, Outcome, Refusal, RefusalReason, Sentence
from isthmus.answers.preparing import NARROW, Prepared
from isthmus.answers.verification import is_quoted_from
from isthmus.answers.writing import Writer
from isthmus.inquiry.service import Inquiry
from isthmus.library.model import Collection, Document, LicenceClass, Said
from isthmus.llm.model import ModelUnavailableError, Purpose, Request, Streamed, Unavailable
from isthmus.people import OPERATOR, Audience, Person, alone
from isthmus_knowledge.index import Vector
from scripted_models import Says, ScriptedModels

QUESTION = "Who approves the patch window of a control system?"
FAR_AWAY = "Why do bananas ripen on Mars?"
APPROVES = "The plant manager approves the patch window of each control system."
WITHIN = "The patch window of a control system is approved within 5 working days."
NEVER = "A vendor must not open the patch window of a control system without an escort."
POLICY = f"title: Patching policy\n\n{APPROVES}\n\n{WITHIN}\n\n{NEVER}"
ANA = Person("ana", "Ana", frozenset({"plant"}))
BEN = Person("ben", "Ben")


@dataclass
class Desk:
    """Questions put to documents, with a model that says what a test wants."""

    asking: AskingOfTests
    told: list[tuple[Sentence, Sequence[Citation]]] = field(default_factory=list)

    def inquiry(self, models: ScriptedModels) -> Inquiry:
        return Inquiry(replace(self.asking.wiring.inquiry.parts, models=models))

    def ask(
        self,
        says: str | Says,
        question: str = QUESTION,
        by: Person = ANA,
        audience: Audience | None = None,
    ) -> Outcome:
        models = ScriptedModels((lambda _: says) if isinstance(says, str) else says)
        return self.ask_with(models, question, by, audience)

    def ask_with(
        self,
        models: ScriptedModels,
        question: str = QUESTION,
        by: Person = ANA,
        audience: Audience | None = None,
    ) -> Outcome:
        return self.inquiry(models).answer(question, by, audience or alone(by), self.hear)

    def hear(self, sentence: Sentence, citations: Sequence[Citation]) -> None:
        self.told.append((sentence, citations))

    def written(self, says: str | Says) -> list[str]:
        """Give the sentences of an answer that a model wrote."""
        outcome = self.ask(says)
        assert isinstance(outcome, Answer)
        return [each.text for each in outcome.sentences if each.written]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    asking = AskingOfTests(tmp_path / "data")
    asking.add("patching.txt", POLICY)
    yield Desk(asking)
    asking.close()


def citing(*sentences: str) -> Callable[[Request], str]:
    """Say sentences, each citing the passage that holds it."""

    def say(request: Request) -> str:
        return " ".join(f"{each} [{number(each, request)}]" for each in sentences)

    return say


def number(sentence: str, request: Request) -> int:
    """Give the number of the passage with most words of a sentence."""
    words = set(sentence.split())
    shared = [len(words & set(each.text.split())) for each in request.shown]
    return 1 + max(range(len(shared)), key=shared.__getitem__)


def test_without_a_model_everything_is_as_it_was(desk: Desk) -> None:
    off = ScriptedModels(lambda _: APPROVES, purposes=())
    given, plain = desk.ask_with(off), desk.asking.ask(QUESTION, ANA)
    assert isinstance(given, Answer)
    assert isinstance(plain, Answer)
    assert (given.sentences, given.citations, given.notes) == (
        plain.sentences,
        plain.citations,
        plain.notes,
    )
    assert given.writing is None
    assert (off.told, desk.told) == ([], [])


def test_checked_sentences_are_the_answer_and_say_who_wrote_them(desk: Desk) -> None:
    answer = desk.ask(citing(APPROVES, WITHIN))
    assert isinstance(answer, Answer)
    assert [each.text for each in answer.sentences] == [APPROVES, WITHIN]
    assert all(each.written for each in answer.sentences)
    assert answer.writing is not None
    assert (answer.writing.model, answer.writing.prompt) == ("scripted", "answering")
    assert (answer.writing.version, answer.writing.call) == (1, "call-1")
    assert desk.asking.show(answer.id, ANA) == answer


def test_every_citation_quotes_its_revision_and_is_numbered_as_it_comes(desk: Desk) -> None:
    answer = desk.ask(citing(WITHIN, APPROVES))
    assert isinstance(answer, Answer)
    assert [each.n for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    with desk.asking.wiring.reading(alone(OPERATOR)) as library:
        for each in answer.citations:
            assert is_quoted_from(each.quote, library.revision(each.revision).text)
            assert library.passage(each.passage).document.id == each.document
    assert {n for each in answer.sentences for n in each.citations} == {
        each.n for each in answer.citations
    }


def test_each_sentence_is_told_once_in_order_with_the_citations_new_in_it(desk: Desk) -> None:
    answer = desk.ask(citing(APPROVES, WITHIN))
    assert isinstance(answer, Answer)
    assert tuple(sentence for sentence, _ in desk.told) == answer.sentences
    assert tuple(each for _, new in desk.told for each in new) == answer.citations


def test_a_sentence_is_told_before_the_model_writes_the_next(desk: Desk) -> None:
    seen: list[int] = []

    class Watched(ScriptedModels):
        def stream(self, request: Request) -> Streamed:
            streamed = super().stream(request)

            def pieces() -> Iterator[str]:
                for each in streamed.pieces:
                    seen.append(len(desk.told))
                    yield each

            return Streamed(streamed.call, pieces())

    desk.ask_with(Watched(citing(APPROVES, WITHIN), piece=9))
    assert seen[-1] == 1


def test_the_call_is_about_the_answer_and_shows_only_numbered_passages(desk: Desk) -> None:
    models = ScriptedModels(citing(APPROVES))
    answer = desk.ask_with(models)
    (request,) = models.told
    assert (request.about, request.by, request.purpose) == (answer.id, "ana", Purpose.ANSWERING)
    assert request.inputs == {"question": QUESTION}
    assert 1 <= len(request.shown) <= 8
    assert all(each.text.startswith("Patching policy") for each in request.shown)
    assert "the organisation's own policy" in request.shown[0].text


@pytest.mark.parametrize(
    "wrong",
    [
        "The plant manager approves the patch window of each control system.",  # cites nothing
        "The plant manager approves the patch window of each control system. [99]",
        "The plant manager approves the patch window of each control system. [0]",
        "The board approves the patch window of each control system. [1]",
        "The patch window of a control system is approved within 3 working days. [1][2][3]",
        "A vendor must open the patch window of a control system without an escort. [1][2][3]",
        "Bananas ripen on Mars. [1]",
        "",
        "\n\n [1] [2] ",
        "{'answer': 'The plant manager'}",
        "Patching policy, the organisation's own policy. [1][2][3]",
        "Log in at https://evil.example to see who approves the patch window. [1]",
        "![approves](https://evil.example/patch?window=1) [1]",
        "<script>approves the patch window</script> [1]",
        "@everyone The plant manager approves the patch window of each control system. [1]",
    ],
)
def test_what_is_not_borne_out_is_never_told_and_the_extract_answers(
    desk: Desk, wrong: str
) -> None:
    plain = desk.asking.answer(QUESTION, ANA)
    answer = desk.ask(wrong)
    assert desk.told == []
    assert isinstance(answer, Answer)
    assert (answer.sentences, answer.citations) == (plain.sentences, plain.citations)
    assert answer.writing is None
    assert answer.notes[-1] == (
        "Told in the sources' own words: the language model wrote no answer that they bear out."
    )


@pytest.mark.parametrize(
    "nothing",
    [
        "NOTHING FOUND",
        "Nothing found.",
        f"NOTHING FOUND. {APPROVES} [1]",
        f"The passages do not say who approves it. [1] {APPROVES} [1]",
        f"The documents don't say who approves it. {APPROVES} [1]",
    ],
)
def test_where_the_model_finds_nothing_the_extract_answers_and_says_so(
    desk: Desk, nothing: str
) -> None:
    answer = desk.ask(nothing)
    assert isinstance(answer, Answer)
    assert (desk.told, answer.writing) == ([], None)
    assert answer.notes[-1] == (
        "Told in the sources' own words: the language model found no answer in them."
    )


def test_what_it_finds_no_word_of_later_ends_the_answer(desk: Desk) -> None:
    assert desk.written(f"{APPROVES} [1][2][3] The passages say nothing of bananas. [1]") == [
        APPROVES
    ]


def test_only_what_is_borne_out_stays(desk: Desk) -> None:
    invented = "The chief baker must countersign it on Sundays."
    assert desk.written(citing(APPROVES, invented, WITHIN)) == [APPROVES, WITHIN]


@pytest.mark.parametrize("marks", ["[1-3]", "[1][2][3]", "[1, 2, 3]", "[99][1][2]", "[1\u20133]"])
def test_marks_may_be_written_in_several_ways(desk: Desk, marks: str) -> None:
    assert desk.written(f"{APPROVES} {marks}") == [APPROVES]


def test_the_same_sentence_is_told_once(desk: Desk) -> None:
    assert desk.written(citing(*[APPROVES] * 5)) == [APPROVES]


def test_no_more_than_four_sentences_are_told_and_no_more_is_fetched(desk: Desk) -> None:
    rules = [f"The patch window of control system {each} is short." for each in "ABCDEF"]
    desk.asking.add("more.txt", f"title: Windows\n\n{APPROVES}\n{' '.join(rules)}")
    models = Breaking(citing(APPROVES, *rules))
    answer = desk.ask_with(models)
    assert isinstance(answer, Answer)
    assert [each.text for each in answer.sentences] == [APPROVES, *rules[:3]]
    assert models.closed
    assert models.read < len(" ".join((APPROVES, *rules)))


@pytest.mark.parametrize(
    ("why", "told"),
    [
        (Unavailable.DOWN, "is not available"),
        (Unavailable.OFF, "is not available"),
        (Unavailable.SLOW, "took too long"),
        (Unavailable.BUSY, "is busy"),
        (Unavailable.OVER_BUDGET, "the budget for the language model is used up"),
        (Unavailable.NOT_ALLOWED, "may not go to a language model"),
        (Unavailable.MALFORMED, "nothing that can be used"),
    ],
)
def test_where_the_model_gives_nothing_the_extract_answers_and_says_why(
    desk: Desk, why: Unavailable, told: str
) -> None:
    plain = desk.asking.answer(QUESTION, ANA)
    answer = desk.ask(lambda _: why)
    assert isinstance(answer, Answer)
    assert (answer.sentences, answer.writing) == (plain.sentences, None)
    assert answer.notes[-1].startswith("Told in the sources' own words: ")
    assert told in answer.notes[-1]


class Breaking(ScriptedModels):
    """Says what it has to say, then goes on as ``after`` does."""

    after: Callable[[], Iterator[str]] = staticmethod(lambda: iter(()))
    closed: bool = False
    read: int = 0

    def stream(self, request: Request) -> Streamed:
        streamed = super().stream(request)

        def pieces() -> Iterator[str]:
            try:
                for each in chain(streamed.pieces, self.after()):
                    self.read += len(each)
                    yield each
            finally:
                self.closed = True

        return Streamed(streamed.call, pieces())


def failing() -> Iterator[str]:
    yield " The vendor"
    raise ModelUnavailableError(Unavailable.SLOW)


def test_what_was_borne_out_stays_where_the_model_breaks_off(desk: Desk) -> None:
    models = Breaking(citing(APPROVES, WITHIN))
    models.after = failing
    answer = desk.ask_with(models)
    assert isinstance(answer, Answer)
    assert [each.text for each in answer.sentences] == [APPROVES, WITHIN]
    assert models.closed


@pytest.mark.parametrize("endless", ["and so on ", "It is so. [1] ", "\n", "[1]", "["])
def test_an_endless_model_is_stopped(desk: Desk, endless: str) -> None:
    models = Breaking(citing(APPROVES))
    models.after = lambda: repeat(endless)
    answer = desk.ask_with(models)
    assert isinstance(answer, Answer)
    assert models.closed
    assert models.read < 20_000


def test_a_model_that_dawdles_is_cut_off_and_what_is_borne_out_stays(desk: Desk) -> None:
    with desk.asking.wiring.answering() as answering:
        prepared = answering.prepare(QUESTION, ANA, alone(ANA))
    models = Breaking(citing(APPROVES, WITHIN), piece=len(APPROVES) + 6)
    checking = desk.asking.wiring.inquiry.parts.checking
    slow = Writer(models, checking, lambda _audience, _passages: True, patience=0.0)
    answer = slow.write(prepared)
    assert isinstance(answer, Answer)
    assert [each.text for each in answer.sentences] == [APPROVES]
    assert models.closed


def test_whoever_hears_may_stop_it_and_the_call_ends(desk: Desk) -> None:
    models = Breaking(citing(APPROVES, WITHIN))

    def gone(_sentence: Sentence, _citations: Sequence[Citation]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        desk.inquiry(models).answer(QUESTION, ANA, alone(ANA), gone)
    assert models.closed


@pytest.mark.parametrize(("nearness", "is_written"), [(0.9, True), (0.5, False)])
def test_what_is_said_first_has_to_be_to_the_point(
    desk: Desk, nearness: float, *, is_written: bool
) -> None:
    def embed(texts: Sequence[str]) -> Vector:
        away = (1 - nearness**2) ** 0.5
        rows = [(nearness, away) if each == NEVER else (1.0, 0.0) for each in texts]
        return np.array(rows, dtype=np.float32)

    question = "What about the patch window of a control system?"
    with desk.asking.wiring.answering() as answering:
        prepared = answering.prepare(question, ANA, alone(ANA))
    models = ScriptedModels(citing(NEVER))
    outcome = Writer(models, Checking(embed), lambda _audience, _passages: True).write(prepared)
    assert isinstance(outcome, Answer)
    assert (outcome.writing is not None) is is_written


def test_a_source_that_states_another_figure_is_told_in_its_own_words(desk: Desk) -> None:
    question = "Within how many working days is a firewall rule of the plant reviewed?"
    ours = "A firewall rule of the plant is reviewed within 10 working days."
    theirs = "A firewall rule of the plant is reviewed within 30 working days."
    desk.asking.add("firewalls.txt", f"title: Firewall policy\n\n{ours}")
    standard: Said = {"collection": Collection.STANDARDS, "title": "Firewall standard"}
    desk.asking.wiring.ingest.uploaded("standard.txt", theirs.encode(), standard, OPERATOR)
    answer = desk.ask_with(ScriptedModels(citing(ours)), question)
    assert isinstance(answer, Answer)
    assert [(each.text, each.written) for each in answer.sentences] == [
        (ours, True),
        (theirs, False),
    ]
    assert [each.title for each in answer.citations] == ["Firewall policy", "Firewall standard"]
    assert answer.notes[0].startswith("The sources differ: Firewall policy and Firewall standard")


def test_the_notes_are_those_of_the_documents_that_are_cited(desk: Desk) -> None:
    said: Said = {"title": "Old annex", "review": date(2020, 1, 1)}
    annex = f"{APPROVES[:-1]} as the annex says."
    desk.asking.wiring.ingest.uploaded("annex.txt", annex.encode(), said, OPERATOR)
    cited, other = desk.ask(citing(annex)), desk.ask(citing(APPROVES))
    assert isinstance(cited, Answer)
    assert isinstance(other, Answer)
    assert [each.title for each in cited.citations] == ["Old annex"]
    assert any(note.startswith("Old annex was to be reviewed") for note in cited.notes)
    assert not any("Old annex" in note for note in other.notes)


# --- in a conversation


def test_a_turn_is_kept_with_what_a_model_wrote(desk: Desk) -> None:
    talk = desk.inquiry(ScriptedModels(citing(APPROVES), (Purpose.ANSWERING,)))
    asked = talk.ask(QUESTION, ANA, tell=desk.hear)
    assert isinstance(asked.outcome, Answer)
    assert [sentence for sentence, _ in desk.told] == list(asked.outcome.sentences)
    (said,) = talk.thread(asked.conversation.id, ANA).said
    assert said.outcome == asked.outcome


def test_where_it_is_said_is_told_in_the_sources_own_words(desk: Desk) -> None:
    models = ScriptedModels(citing(APPROVES), (Purpose.ANSWERING,))
    talk = desk.inquiry(models)
    first = talk.ask(QUESTION, ANA)
    where = talk.ask("where does it say that?", ANA, first.conversation.id)
    assert isinstance(where.outcome, Answer)
    assert not any(each.written for each in where.outcome.sentences)
    assert len(models.told) == 1


def test_more_is_written_of_passages_that_were_not_cited_before(desk: Desk) -> None:
    desk.asking.add("more.txt", f"title: More\n\n{APPROVES[:-1]} in writing.")
    models = ScriptedModels(citing(APPROVES), (Purpose.ANSWERING,))
    talk = desk.inquiry(models)
    first = talk.ask(QUESTION, ANA)
    assert isinstance(first.outcome, Answer)
    talk.ask("tell me more", ANA, first.conversation.id)
    seen = {each.passage for each in first.outcome.citations}
    assert seen.isdisjoint(each.passage for each in models.told[1].shown)


def test_a_place_that_is_narrowed_shows_a_model_only_its_collections(desk: Desk) -> None:
    models = ScriptedModels(citing(APPROVES), (Purpose.ANSWERING,))
    desk.inquiry(models).ask(QUESTION, ANA, collections=("standards",))
    assert models.told == []


# --- who may read what


def test_a_model_is_shown_only_what_the_audience_may_read(desk: Desk) -> None:
    desk.asking.add("secret.txt", f"title: Secret\n\n{APPROVES} Its code is canary-7731.", "plant")
    models = ScriptedModels(citing(APPROVES))
    desk.ask_with(models, by=ANA, audience=Audience((ANA, BEN)))
    assert "canary-7731" not in repr(models.told)
    desk.ask_with(models, by=ANA)
    assert "canary-7731" in repr(models.told[-1])


def test_a_restricted_document_is_not_shown_to_a_model(desk: Desk) -> None:
    (document,) = desk.asking.wiring.ingest.uploaded(
        "own.txt", f"title: Own\n\n{APPROVES} See canary-7731.".encode(), {}, OPERATOR
    ).documents
    restricted = replace(document.description, licence=LicenceClass.AI_RESTRICTED)
    desk.asking.change([replace(document, description=restricted)])
    models = ScriptedModels(citing(APPROVES))
    desk.ask_with(models)
    assert models.told
    assert "canary-7731" not in repr(models.told)


def test_where_no_document_may_go_to_a_model_it_is_not_asked(desk: Desk) -> None:
    models = ScriptedModels(citing(APPROVES))
    models.may_see = lambda shown: False  # type: ignore[method-assign] # noqa: ARG005
    answer = desk.ask_with(models)
    assert isinstance(answer, Answer)
    assert models.told == []
    assert "may not go to a language model" in answer.notes[-1]


def test_a_document_that_is_withdrawn_while_a_model_writes_is_told_no_more(desk: Desk) -> None:
    (document,) = [e for e in documents(desk) if e.description.title == "Patching policy"]

    def say(request: Request) -> str:
        desk.asking.narrow(document, "board")
        return citing(APPROVES)(request)

    outcome = desk.ask(say)
    assert desk.told == []
    assert isinstance(outcome, Refusal)
    assert "Patching policy" not in repr(outcome)


def test_a_document_withdrawn_after_it_was_told_is_not_kept(desk: Desk) -> None:
    (document,) = [e for e in documents(desk) if e.description.title == "Patching policy"]
    models = ScriptedModels(citing(APPROVES))

    def hear(_sentence: Sentence, _citations: Sequence[Citation]) -> None:
        desk.asking.narrow(document, "board")

    outcome = desk.inquiry(models).answer(QUESTION, ANA, alone(ANA), hear)
    assert isinstance(outcome, Refusal)
    assert "Patching policy" not in repr(outcome)
    assert desk.asking.show(outcome.id, ANA) == outcome


def documents(desk: Desk) -> list[Document]:
    with desk.asking.wiring.reading(alone(OPERATOR)) as library:
        return library.documents()


def test_no_transaction_is_open_while_a_model_writes(desk: Desk) -> None:
    pool = desk.asking.wiring.storage.engine.pool

    def say(request: Request) -> str:
        assert pool.checkedout() == 0  # type: ignore[attr-defined]
        return citing(APPROVES)(request)

    assert desk.written(say) == [APPROVES]


# --- where the documents do not answer


def test_where_nothing_is_near_no_model_is_asked(desk: Desk) -> None:
    models = ScriptedModels(citing(APPROVES))
    assert isinstance(desk.ask_with(models, FAR_AWAY), Refusal)
    assert models.told == []


def test_a_machine_that_asks_again_asks_no_model(desk: Desk) -> None:
    models = ScriptedModels(citing(APPROVES))
    inquiry = desk.inquiry(models)
    with desk.asking.wiring.access() as access:
        access.add_person(ANA)
    asked = inquiry.ask(FAR_AWAY, ANA)
    inquiry.subscribe(asked.outcome.id, ANA)
    desk.asking.add("mars.txt", "title: Mars\n\nBananas ripen on Mars because of its gases.")
    inquiry.retry(all_due=True)
    assert models.told == []


def declined(desk: Desk, confidence: float) -> Prepared:
    """Prepare an answer, and take it for declined with some confidence."""
    with desk.asking.wiring.answering() as answering:
        prepared = answering.prepare(QUESTION, ANA, alone(ANA))
    assert prepared.draft is not None
    measured = prepared.draft.measured
    odds = log(confidence / (1 - confidence)) - BIAS
    known = sum(getattr(WEIGHTS, name) * value for name, value in vars(measured).items())
    weighed = replace(measured, open=measured.open + (odds - known) / WEIGHTS.open)
    outcome = prepared.outcome
    reason, near = RefusalReason.NOT_ANSWERED, ()
    refusal = Refusal(outcome.id, outcome.asked, reason, "Add it.", near, outcome.seconds)
    return replace(prepared, outcome=refusal, draft=replace(prepared.draft, measured=weighed))


def write(desk: Desk, prepared: Prepared, says: str | Says) -> Outcome:
    models = ScriptedModels((lambda _: says) if isinstance(says, str) else says)
    parts = desk.asking.wiring.inquiry.parts
    return Writer(models, parts.checking, lambda _audience, _passages: True).write(prepared)


def test_what_is_declined_narrowly_a_model_may_still_answer(desk: Desk) -> None:
    prepared = declined(desk, NARROW + 0.05)
    answer = write(desk, prepared, citing(APPROVES))
    assert isinstance(answer, Answer)
    assert (answer.id, answer.asked) == (prepared.outcome.id, prepared.outcome.asked)
    assert [each.text for each in answer.sentences] == [APPROVES]


@pytest.mark.parametrize("says", ["NOTHING FOUND", WITHIN, "The baker approves it. [1]"])
def test_what_is_declined_stays_declined_where_the_model_does_not_answer_it(
    desk: Desk, says: str
) -> None:
    prepared = declined(desk, NARROW + 0.05)
    given = write(desk, prepared, f"{says} [1][2][3]")
    assert replace(given, seconds=0) == replace(prepared.outcome, seconds=0)


def test_what_is_declined_widely_stays_declined(desk: Desk) -> None:
    prepared = declined(desk, NARROW - 0.05)
    assert write(desk, prepared, citing(APPROVES)) is prepared.outcome


def test_a_refusal_says_that_the_model_could_not_help(desk: Desk) -> None:
    prepared = declined(desk, NARROW + 0.05)
    given = write(desk, prepared, lambda _: Unavailable.OVER_BUDGET)
    assert isinstance(given, Refusal)
    assert given.advice == (
        "Add it. No language model helped to find it: the budget for the language model is used up."
    )
