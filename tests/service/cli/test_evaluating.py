"""`isthmus eval` with a language model: its answers beside those in the sources' own words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from structlog.testing import capture_logs

from asking_of_tests import AskingOfTests, open_finding
from command_line_of_tests import CommandLine
from fakes import HashEmbedder, chunk_blocks, load_lines
from isthmus.cli.evaluating import FEW
from isthmus.errors import InvalidError
from isthmus.library.ports import Readers
from isthmus.library.service import Corpus
from isthmus.llm.model import Models, Purpose, Request, Unavailable
from isthmus.people import OPERATOR
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import Wiring
from isthmus_knowledge.hybrid import in_memory
from library_of_tests import Clock
from llm_wire_of_tests import Exchange, WireServer, refuses, says, wire_server
from scripted_models import Says, ScriptedModels

MODEL = "openai:scripted"
KEY = "sk-test-0123456789abcdef"
APPROVES = "The plant manager approves the patch window of each control system."
WITHIN = "The patch window of a control system is approved within 5 working days."
INVENTED = "The vendor approves the patch window of each control system within 90 days."
QUESTION = "Who approves the patch window of a control system?"
WHEN = "Within how many days is the patch window of a control system approved?"
FAR_AWAY = "Why do bananas ripen on Mars?"
ANSWERING = (Purpose.ANSWERING,)


@dataclass(frozen=True)
class ScriptedWiring(Wiring):
    scripted: Models | None = field(default=None)

    @cached_property
    def models(self) -> Models:
        return self.scripted or super().models


class Evaluating(CommandLine):
    """The command line over one policy; what a model says is for each test to set."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.models: ScriptedModels | None = None
        self.said: dict[str, object] = {"llm": MODEL}
        asking = AskingOfTests(data)
        asking.add("patching.txt", f"title: Patching policy\n\n{APPROVES}\n\n{WITHIN}")
        asking.close()

    def says(self, says: Says) -> ScriptedModels:
        self.models = ScriptedModels(says, ANSWERING)
        return self.models

    def wiring(self) -> Wiring:
        return ScriptedWiring(
            settings=Settings.model_validate({"data_dir": self.data, **self.said}),
            storage=open_storage(self.data),
            clock=Clock(),
            readers=Readers(load_lines, chunk_blocks, HashEmbedder),
            corpus=Corpus(lambda: "none", list),
            open_index=in_memory,
            open_finding=open_finding,
            scripted=self.models,
        )


@pytest.fixture
def isthmus(tmp_path: Path) -> Evaluating:
    return Evaluating(tmp_path / "data")


def row(question: str, contains: str = "") -> dict[str, object]:
    expect = [{"document": "patching.txt", "contains": contains}] if contains else []
    answerable = {"answerable": bool(contains), "expect": expect} if expect else {}
    return {"question": question, "kind": "who", "needs": "shipped", "answerable": False} | (
        answerable
    )


def kept_in(folder: Path, *rows: dict[str, object]) -> Path:
    file = folder / "questions.yaml"
    numbered = [{"id": f"q{n}", **each} for n, each in enumerate(rows)]
    file.write_text(yaml.safe_dump(numbered), encoding="utf-8")
    return file


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return kept_in(
        tmp_path, row(QUESTION, "plant manager approves"), row(WHEN, "5 working"), row(FAR_AWAY)
    )


def citing_all(*sentences: str) -> Says:
    def say(request: Request) -> str:
        marks = "".join(f"[{n}]" for n in range(1, len(request.shown) + 1))
        return " ".join(f"{each} {marks}" for each in sentences)

    return say


def answering(request: Request) -> str:
    told = WITHIN if request.inputs["question"] == WHEN else APPROVES
    return citing_all(told)(request)  # type: ignore[return-value]


def compared(result: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    own, model = result["compared"]
    return own, model


def test_a_model_is_compared_with_the_sources_own_words(
    isthmus: Evaluating, questions: Path
) -> None:
    isthmus.says(answering)
    own, model = compared(isthmus.json("eval", questions))
    assert (own["words"], model["words"]) == ("sources' own words", MODEL)
    for each in (own, model):
        assert (each["answerable"], each["unanswerable"], each["declined"]) == (2, 1, 1)
        assert each["right_anywhere"] == 2
        assert each["citation_recall"] == 1.0
        assert each["citation_precision"] == round(each["cited_right"] / each["cited"], 3)
        assert 0 < each["seconds_p50"] <= each["seconds_p95"]
    assert model["courses"] == {"in its words": 2, "not asked": 1}
    assert model["sentences_written"] == model["sentences_shown"] == 2
    assert model["sentences_dropped"] == 0


def test_without_a_model_it_is_said_how_to_compare(isthmus: Evaluating, questions: Path) -> None:
    isthmus.said = {}
    assert "set ISTHMUS_LLM;" in isthmus("eval", questions)
    assert isthmus.json("eval", questions).keys() == {"counted", "failures", "skipped"}


def test_a_model_that_is_off_for_answering_is_not_asked(
    isthmus: Evaluating, questions: Path
) -> None:
    isthmus.said = {"llm": MODEL, "llm_answering": "off"}
    assert "compared" not in isthmus.json("eval", questions)


def test_both_are_shown_side_by_side_with_where_they_differ(
    isthmus: Evaluating, tmp_path: Path
) -> None:
    isthmus.says(citing_all(WITHIN, APPROVES))
    file = kept_in(tmp_path, row(WHEN, "plant manager"), row(FAR_AWAY))
    shown = isthmus("eval", file)
    assert "sources' own words" in shown
    assert MODEL in shown
    assert "questions: in its words" in shown
    assert "unanswerable declined" in shown
    assert "(answered wrongly → right citation later)" in shown


def test_what_a_model_invents_is_counted_as_dropped_and_never_as_shown(
    isthmus: Evaluating, questions: Path
) -> None:
    isthmus.says(citing_all(INVENTED))
    result = isthmus.json("eval", questions)
    own, model = compared(result)
    assert model["courses"] == {"nothing that holds": 2, "not asked": 1}
    assert (model["sentences_written"], model["sentences_dropped"]) == (0, 2)
    assert model["sentences_shown"] == own["sentences_shown"]
    assert result["differences"] == []
    assert "vendor" not in str(result)


def test_an_invention_beside_what_is_so_is_dropped_alone(
    isthmus: Evaluating, tmp_path: Path
) -> None:
    isthmus.says(citing_all(APPROVES, INVENTED))
    file = kept_in(tmp_path, row(QUESTION, "plant manager approves"))
    _, model = compared(isthmus.json("eval", file))
    assert (model["sentences_written"], model["sentences_dropped"]) == (1, 1)


@pytest.mark.parametrize("why", [Unavailable.DOWN, Unavailable.OVER_BUDGET, Unavailable.SLOW])
def test_a_model_that_fails_in_the_middle_is_counted_as_such(
    isthmus: Evaluating, questions: Path, why: Unavailable
) -> None:
    isthmus.says(lambda request: why if request.inputs["question"] == WHEN else answering(request))
    own, model = compared(isthmus.json("eval", questions))
    assert model["courses"] == {"in its words": 1, why.value: 1, "not asked": 1}
    assert model["right_anywhere"] == own["right_anywhere"] == 2
    assert f"questions: {why}" in isthmus("eval", questions)


def test_the_calls_are_the_operators_and_tell_which_question_of_which_run(
    isthmus: Evaluating, questions: Path
) -> None:
    models = isthmus.says(answering)
    about = isthmus.json("eval", questions)["about"]
    assert about.startswith("eval-")
    assert [each.about for each in models.told] == [f"{about}-q0", f"{about}-q1"]
    assert {each.by for each in models.told} == {OPERATOR.id}
    assert isthmus.json("eval", questions)["about"] != about


def test_no_answer_of_a_model_is_kept(isthmus: Evaluating, questions: Path) -> None:
    isthmus.says(answering)
    isthmus("eval", questions)
    assert isthmus.json("answers", "list") == []


def many(folder: Path, number: int) -> Path:
    kinds = [row(QUESTION, "plant manager approves"), row(FAR_AWAY)]
    return kept_in(folder, *(kinds[n % 2] for n in range(number)))


def test_a_sample_is_the_same_each_time_with_its_share_of_each_kind(
    isthmus: Evaluating, tmp_path: Path
) -> None:
    models = isthmus.says(answering)
    file = many(tmp_path, 30)
    own, _ = compared(isthmus.json("eval", file, "--sample", "6"))
    assert (own["answerable"], own["unanswerable"]) == (3, 3)
    first = [each.about.rpartition("-")[2] for each in models.told]
    isthmus.json("eval", file, "--sample", "6")
    assert [each.about.rpartition("-")[2] for each in models.told] == first * 2
    assert len(set(first)) == 3


def test_a_sample_of_more_than_there_are_is_all(isthmus: Evaluating, questions: Path) -> None:
    isthmus.said = {}
    counted = isthmus.json("eval", questions, "--sample", "99")["counted"]
    assert sum(each["questions"] for each in counted) == 3


def test_many_questions_go_to_a_model_only_where_that_is_wished(
    isthmus: Evaluating, tmp_path: Path
) -> None:
    models = isthmus.says(answering)
    file = many(tmp_path, FEW + 1)
    with pytest.raises(InvalidError, match=f"{FEW + 1} questions would go to {MODEL}.*--yes"):
        isthmus.json("eval", file)
    assert models.told == []
    assert f"Up to {FEW} questions go to {MODEL}" in isthmus("eval", file, "--sample", FEW)
    _, model = compared(isthmus.json("eval", file, "--yes"))
    assert sum(model["courses"].values()) == FEW + 1


# --- over the wire


@pytest.fixture
def server(isthmus: Evaluating) -> Iterator[WireServer]:
    pytest.importorskip("langchain_openai", reason="models: langchain-openai is not installed")
    with wire_server() as server, capture_logs():
        isthmus.said |= {
            "llm_base_url": server.address,
            "llm_api_key": KEY,
            "llm_first_seconds": 120,
            "llm_seconds": 120,
            "llm_retries": 0,
            "llm_prices": f"{MODEL}=1/10",
        }
        yield server


def test_tokens_and_cost_are_those_of_this_run(
    isthmus: Evaluating, questions: Path, server: WireServer
) -> None:
    server.plays(says(f"{APPROVES} [1][2]", read=100, written=20))
    isthmus.json("eval", questions)
    result = isthmus.json("eval", questions)
    _, model = compared(result)
    assert (model["calls"], model["tokens_in"], model["tokens_out"]) == (2, 200, 40)
    assert model["tokens_counted"]
    assert model["cost"] == "0.000600"
    shown = isthmus("eval", questions)
    assert "200, 40" in shown
    assert "0.000600" in shown


def test_a_server_that_refuses_and_a_budget_that_is_used_up_are_told(
    isthmus: Evaluating, questions: Path, server: WireServer
) -> None:
    server.plays(refuses(500))
    _, model = compared(isthmus.json("eval", questions))
    assert model["courses"] == {"down": 2, "not asked": 1}
    assert sum(model["troubles"].values()) == model["calls"] == 2
    shown = isthmus("eval", questions)
    assert "Calls that failed: down: " in shown
    assert "(2)" in shown
    isthmus.said["llm_tokens_a_day"] = 1
    _, model = compared(isthmus.json("eval", questions))
    assert model["courses"] == {"over-budget": 2, "not asked": 1}
    assert (model["calls"], model["cost"]) == (0, "0.000000")


def test_an_answer_that_broke_off_is_told_from_a_whole_one(
    isthmus: Evaluating, tmp_path: Path, server: WireServer
) -> None:
    def breaks_off(exchange: Exchange) -> None:
        exchange.begin(Content_Length="40000")
        exchange.piece(f"{APPROVES} [1][2]\n")
        exchange.piece("And the ")

    server.plays(breaks_off)
    file = kept_in(tmp_path, row(QUESTION, "plant manager approves"))
    _, model = compared(isthmus.json("eval", file))
    assert model["courses"] == {"in its words, cut short: down": 1}
    assert not model["tokens_counted"]
    assert "(reckoned)" in isthmus("eval", file)


def test_precision_and_recall_are_counted_apart(isthmus: Evaluating, tmp_path: Path) -> None:
    isthmus.says(citing_all(APPROVES, WITHIN))
    file = kept_in(tmp_path, row(QUESTION, "plant manager approves"), row(QUESTION, "the moon"))
    _, model = compared(isthmus.json("eval", file))
    assert model["cited"] >= 2
    assert model["cited_right"] == 1
    assert (model["right_anywhere"], model["citation_recall"]) == (1, 0.5)
