"""A real, weak language model writes: whatever it says, nothing unchecked is shown."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import wire
from isthmus.answers.checking import Evidence
from isthmus.answers.model import Answer, Citation, Outcome, Sentence
from isthmus.answers.verification import is_quoted_from
from isthmus.people import OPERATOR, alone
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from llm_server_of_tests import ModelServer, running

POLICY = (
    "title: Patching policy\n\n"
    "The plant manager approves the patch window of each control system.\n\n"
    "The patch window of a control system is approved within 5 working days.\n\n"
    "A vendor must not open a patch window without an escort of the plant."
)
QUESTIONS = (
    "Who approves the patch window of a control system?",
    "May a vendor open a patch window alone?",
)


@pytest.fixture(scope="module")
def real() -> Iterator[ModelServer]:
    with running() as server:
        yield server


@pytest.fixture
def wiring(tmp_path: Path, real: ModelServer) -> Iterator[Wiring]:
    settings = Settings.model_validate(
        {
            "data_dir": tmp_path,
            "llm": real.model,
            "llm_base_url": real.address,
            "llm_api_key": "sk-test",
            "llm_first_seconds": 240,
            "llm_seconds": 300,
            "llm_retries": 0,
        }
    )
    wiring = replace(wire(tmp_path), settings=settings)
    wiring.make_ready()
    wiring.ingest.uploaded("patching.txt", POLICY.encode(), {}, OPERATOR)
    yield wiring
    wiring.close()


def test_whatever_it_says_every_sentence_is_borne_out_and_every_quote_stands(
    wiring: Wiring,
) -> None:
    for question in QUESTIONS:
        told: list[Sentence] = []

        def hear(sentence: Sentence, _new: Sequence[Citation], told: list[Sentence] = told) -> None:
            told.append(sentence)

        outcome = wiring.inquiry.answer(question, OPERATOR, alone(OPERATOR), hear)
        check(outcome, told, wiring)
        with wiring.answering() as answering:
            assert answering.show(outcome.id, OPERATOR) == outcome


def check(outcome: Outcome, told: Sequence[Sentence], wiring: Wiring) -> None:
    assert isinstance(outcome, Answer)
    written = [each for each in outcome.sentences if each.written]
    assert written == list(told) or not written
    assert bool(written) == (outcome.writing is not None)
    assert written or outcome.notes[-1].startswith("Told in the sources' own words")
    cited = {each.n: each for each in outcome.citations}
    for each in written:
        stands_on = [Evidence(n, cited[n].quote, cited[n].title) for n in each.citations]
        assert wiring.inquiry.parts.checking.check(each.text, stands_on).supported
    with wiring.reading(alone(OPERATOR)) as library:
        for one in outcome.citations:
            assert is_quoted_from(one.quote, library.revision(one.revision).text)
