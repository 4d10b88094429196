"""The labelled questions, asked through the real wiring and the real model."""

import faulthandler
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from isthmus.answers.model import Answer, Citation, Refusal
from isthmus.answers.service import Unkept
from isthmus.answers.verification import is_quoted_from
from isthmus.evaluation import Judged, Labelled, Verdict, judge, read_questions
from isthmus.library.model import Collection, Said
from isthmus.main import wire
from isthmus.people import GUEST, OPERATOR, alone
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from isthmus_knowledge.embedding import Embedder

SHARED = os.getenv("ISTHMUS_SHARED_DATA")  # noqa: TID251 - where the real documents are
QUESTIONS = read_questions(Path(__file__).parent / "questions.yaml")
FRESH = read_questions(Path(__file__).parent / "fresh.yaml")
NEEDS = ("policies", "standards")
LEADERS_QUESTION = (
    "Who should be accountable for OT patching, and what does the guidance say about "
    "compensating controls?"
)

RIGHT = 0.93  # of the answerable: the right citation is among those given
RIGHT_FIRST = 0.89  # of the answerable: it is the first
RIGHT_IN_IMPORTED = 0.68
RIGHT_FIRST_IN_FRESH = 0.84
DECLINED = 0.90  # of the unanswerable
DECLINED_IN_IMPORTED = 0.85
DECLINED_IN_FRESH = 0.60


@dataclass(frozen=True)
class Evaluated:
    parts: Wiring
    judged: tuple[Judged, ...]

    def answers(self) -> list[Answer]:
        return [each.outcome for each in self.judged if isinstance(each.outcome, Answer)]

    def share(self, *, answerable: bool, of: Sequence[Verdict]) -> float:
        group = [each for each in self.judged if each.labelled.answerable is answerable]
        return sum(each.verdict in of for each in group) / len(group)


def unwatched() -> None:
    """Let the test that sets this up take its time: on a busy machine indexing takes minutes."""
    faulthandler.cancel_dump_traceback_later()


def evaluate(parts: Wiring, *needs: str, questions: Sequence[Labelled] = QUESTIONS) -> Evaluated:
    unwatched()
    with parts.reading(alone(OPERATOR)) as library:
        sources = {each.id: each.source for each in library.documents()}
    source_of: Callable[[str], str] = sources.__getitem__
    with parts.answering() as opened:
        answering = replace(opened, records=Unkept())
        judged = [
            judge(each, answering.ask(each.question, GUEST, alone(GUEST)), source_of)
            for each in questions
            if each.needs in needs
        ]
    return Evaluated(parts, tuple(judged))


@pytest.fixture(scope="session")
def indexed(embedder: Embedder, models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder of a service that has indexed what is shipped, and was stopped."""
    unwatched()
    assert embedder.dimensions  # converted, so that it is there to be copied
    folder = tmp_path_factory.mktemp("indexed") / "data"
    shutil.copytree(models, folder / "models")
    parts = wire(Settings(data_dir=folder))
    parts.make_ready()
    parts.close()
    return folder


@pytest.fixture(scope="session")
def parts(indexed: Path) -> Iterator[Wiring]:
    parts = on_a_copy(indexed, "shipped")
    yield parts
    parts.close()


def on_a_copy(indexed: Path, name: str) -> Wiring:
    unwatched()
    parts = wire(Settings(data_dir=shutil.copytree(indexed, indexed.with_name(name))))
    parts.make_ready()
    return parts


@pytest.fixture(scope="session")
def shipped(parts: Wiring) -> Evaluated:
    return evaluate(parts, "shipped")


@pytest.fixture(scope="session")
def imported(indexed: Path) -> Iterator[Evaluated]:
    """Have a library of its own: questions about what is shipped are asked of that alone."""
    parts = on_a_copy(indexed, "imported")
    for needs in NEEDS:
        said: Said = {"collection": Collection(needs)}
        parts.ingest.paths([Path(SHARED or ".") / needs], said)
    yield evaluate(parts, *NEEDS)
    parts.close()


needs_documents = pytest.mark.skipif(
    not SHARED, reason="needs real documents in the folder that ISTHMUS_SHARED_DATA names"
)


def test_every_label_can_be_right() -> None:
    everything = [*QUESTIONS, *FRESH]
    assert len({each.id for each in everything}) == len(everything)
    assert {each.needs for each in everything} == {"shipped", *NEEDS}
    assert all(bool(each.expect) is each.answerable for each in everything)


def test_every_quote_is_in_its_revision(shipped: Evaluated) -> None:
    check_quotes(shipped)


def test_the_right_passage_is_cited(shipped: Evaluated) -> None:
    right = (Verdict.RIGHT_FIRST, Verdict.RIGHT_LATER)
    assert shipped.share(answerable=True, of=right) >= RIGHT
    assert shipped.share(answerable=True, of=right[:1]) >= RIGHT_FIRST


def test_what_the_documents_do_not_say_is_declined(shipped: Evaluated) -> None:
    assert shipped.share(answerable=False, of=[Verdict.DECLINED]) >= DECLINED


def test_questions_that_nothing_was_tuned_on_are_answered_as_well(parts: Wiring) -> None:
    fresh = evaluate(parts, "shipped", questions=FRESH)
    first = fresh.share(answerable=True, of=[Verdict.RIGHT_FIRST])
    assert first >= RIGHT_FIRST_IN_FRESH
    assert fresh.share(answerable=False, of=[Verdict.DECLINED]) >= DECLINED_IN_FRESH


def test_a_mistyped_word_is_read_as_it_was_meant(parts: Wiring) -> None:
    answer = asked(parts, "what does nist 800-82 say about network segmenation")
    assert any(note.startswith("Taken as") for note in answer.notes)
    assert says(answer.citations[0], "network")


def test_both_halves_of_a_leaders_question_are_answered(parts: Wiring) -> None:
    with parts.answering() as answering:
        outcome = answering.ask(LEADERS_QUESTION, GUEST, alone(GUEST))
    assert isinstance(outcome, Answer)
    assert any(says(citation, "accountable", "patch") for citation in outcome.citations)
    assert any(says(citation, "compensating control") for citation in outcome.citations)


def asked(parts: Wiring, question: str) -> Answer:
    with parts.answering() as answering:
        outcome = answering.ask(question, GUEST, alone(GUEST))
    assert isinstance(outcome, Answer)
    return outcome


def test_what_all_standards_say_stands_side_by_side(parts: Wiring) -> None:
    answer = asked(parts, "What do the standards say about vendor remote access?")
    assert len(answer.subjects) == len(answer.citations) > 10
    assert {"NIST CSF 2.0", "ISA/IEC 62443", "NERC CIP", "NIS2"} <= set(answer.subjects)


def test_two_standards_on_a_topic_stand_side_by_side(parts: Wiring) -> None:
    answer = asked(parts, "CIP-007 and 62443 on patching")
    assert answer.subjects == ("CIP-007", "ISA/IEC 62443")
    assert all("patch" in sentence.text.lower() for sentence in answer.sentences)


def test_two_terms_stand_side_by_side(parts: Wiring) -> None:
    answer = asked(parts, "What is the difference between RTO and RPO?")
    assert [sentence.text.split(" is ")[0] for sentence in answer.sentences] == [
        "The recovery time objective (RTO)",
        "The recovery point objective (RPO)",
    ]


def test_a_comparison_on_what_neither_speaks_of_is_declined(parts: Wiring) -> None:
    with parts.answering() as answering:
        outcome = answering.ask("Compare NIS2 and NERC CIP on coffee machines", GUEST, alone(GUEST))
    assert isinstance(outcome, Refusal)


@pytest.mark.parametrize(
    ("question", "items"),
    [("List the twelve steps", 12), ("Which activities is the plant manager accountable for?", 1)],
)
def test_a_list_is_given_whole(parts: Wiring, question: str, items: int) -> None:
    introduction, *listed = asked(parts, question).sentences
    assert introduction.text.endswith(":")
    assert len(listed) >= items


@needs_documents
def test_every_quote_of_an_imported_document_is_in_its_revision(imported: Evaluated) -> None:
    check_quotes(imported)


@needs_documents
def test_the_right_passage_of_an_imported_document_is_cited(imported: Evaluated) -> None:
    right = (Verdict.RIGHT_FIRST, Verdict.RIGHT_LATER)
    assert imported.share(answerable=True, of=right) >= RIGHT_IN_IMPORTED


@needs_documents
def test_what_imported_documents_do_not_say_is_declined(imported: Evaluated) -> None:
    assert imported.share(answerable=False, of=[Verdict.DECLINED]) >= DECLINED_IN_IMPORTED


def check_quotes(evaluated: Evaluated) -> None:
    answers = evaluated.answers()
    assert answers
    with evaluated.parts.reading(alone(GUEST)) as library:
        for answer in answers:
            quotes = {citation.n: citation.quote for citation in answer.citations}
            for citation in answer.citations:
                assert is_quoted_from(citation.quote, library.revision(citation.revision).text)
            for sentence in answer.sentences:
                assert sentence.citations
                assert all(is_quoted_from(sentence.text, quotes[n]) for n in sentence.citations)


def says(citation: Citation, *words: str) -> bool:
    return all(word in citation.quote.lower() for word in words)
