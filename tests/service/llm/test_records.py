"""What is kept of each call, who is shown it, and what is counted."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from asking_of_tests import AskingOfTests
from isthmus import main
from isthmus.app import create_app
from isthmus.audit.service import Wanted
from isthmus.edge.logs import configure_logs
from isthmus.llm.model import ModelUnavailableError
from isthmus.wiring import Wiring
from isthmus_prompts import load
from llm_requests_of_tests import PROMPT, request, shown
from llm_wire_of_tests import WireServer, refuses, says

Opens = Callable[..., Wiring]
KEY = "sk-test-0123456789abcdef"
CANARY = "canary-7731"


def test_a_call_is_kept_with_its_prompt_passages_tokens_and_cost(
    opens: Opens, server: WireServer
) -> None:
    server.plays(says("The plant manager.", read=41, written=5))
    wiring = opens(llm_prices="openai:scripted=1/2")
    streamed = wiring.models.stream(
        request("Who?", shown("The plant manager."), shown("Secret.", "ai-restricted"))
    )
    list(streamed)
    (made,) = wiring.language_models.about("answer-1")
    assert made.call == streamed.call
    assert (made.call.prompt, made.call.version, made.call.digest) == ("asked", 3, PROMPT.digest)
    assert made.rules == load("quoted").digest
    assert made.passages == ("passage of The plant ma",)
    assert (made.usage.read, made.usage.written, made.usage.counted) == (41, 5, True)
    assert (made.person, made.outcome, made.spent.money) == ("ana", "answered", "0.000051")


def test_tokens_are_reckoned_where_the_provider_counts_none(
    opens: Opens, server: WireServer
) -> None:
    server.plays(says("The plant manager."))
    wiring = opens()
    list(wiring.models.stream(request()))
    (made,) = wiring.language_models.about("answer-1")
    assert not made.usage.counted
    assert made.usage.read > 50
    assert made.usage.written == 5


def test_the_audit_trail_tells_of_each_call_and_verifies(opens: Opens, server: WireServer) -> None:
    server.plays(says(f"Not {CANARY}.", read=41, written=5), refuses(500))
    wiring = opens()
    list(wiring.models.stream(request(f"Who is {CANARY}?", shown(f"It is {CANARY}."))))
    with pytest.raises(ModelUnavailableError):
        list(wiring.models.stream(request()))
    with wiring.audited() as trail:
        failed, answered = trail.latest(Wanted(action="model.called"), 10)
    assert answered.person == "ana"
    assert answered.details["digest"] == PROMPT.digest
    assert answered.details["tokens"] == "41+5"
    assert [each.details["outcome"] for each in (answered, failed)] == ["answered", "down"]
    assert CANARY not in str(answered.details).replace("passage of It is canary", "")
    assert wiring.verify_audit().fault is None


def test_neither_keys_nor_texts_are_logged(
    opens: Opens, server: WireServer, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logs("debug", "json")
    caplog.set_level(logging.DEBUG)
    logging.getLogger().addHandler(caplog.handler)
    server.plays(says(f"It is {CANARY}."), refuses(401, KEY, message=f"{KEY} {CANARY}"))
    wiring = opens()
    list(wiring.models.stream(request(f"Who is {CANARY}?")))
    with pytest.raises(ModelUnavailableError) as failed:
        list(wiring.models.stream(request(f"Who is {CANARY}?")))
    said = caplog.text + str(failed.value) + str(wiring.language_models.about("answer-1"))
    assert "llm.failed" in said
    assert KEY not in said.replace(f"'{KEY}'", "")
    assert CANARY not in "".join(r.getMessage() for r in caplog.records if "isthmus" in r.name)


def test_a_call_is_kept_also_when_the_answer_is_not_read_to_its_end(
    opens: Opens, server: WireServer
) -> None:
    server.plays(says("First. ", "Second. ", "Third."))
    wiring = opens()
    streamed = wiring.models.stream(request())
    next(iter(streamed))
    streamed.close()
    assert [each.outcome for each in wiring.language_models.about("answer-1")] == ["stopped"]


def test_administrators_see_the_calls_behind_an_answer(
    opens: Opens, server: WireServer, tmp_path: Path
) -> None:
    asked = AskingOfTests(tmp_path)
    asked.add("patching.txt", "The plant manager is accountable for the patch window.")
    answer = asked.answer("Who is accountable for the patch window?").id
    server.plays(says("Yes.", read=41, written=5))
    wiring = opens()
    list(wiring.models.stream(request(about=answer)))

    def printed(*arguments: str) -> str:
        done = CliRunner().invoke(main.app, ["answers", "show", answer, *arguments], obj=wiring)
        assert done.exit_code == 0, done.output
        return done.output

    (call,) = json.loads(printed("--trace", "--json"))["calls"]
    assert call["prompt"] == {"name": "asked", "version": 3, "sha256": PROMPT.digest}
    assert call["tokens"] == {"read": 41, "written": 5, "counted": True}
    assert "calls" not in json.loads(printed("--json"))
    assert PROMPT.digest in printed("--trace")
    assert PROMPT.digest not in printed()


def test_an_answer_without_a_model_says_so_in_its_trace(tmp_path: Path) -> None:
    asked = AskingOfTests(tmp_path)
    asked.add("patching.txt", "The plant manager is accountable for the patch window.")
    answer = asked.answer("Who is accountable for the patch window?").id
    command = ["answers", "show", answer, "--trace"]
    done = CliRunner().invoke(main.app, command, obj=asked.wiring)
    assert "No language model was asked for it." in done.output


def test_the_metrics_count_calls_tokens_and_failures(opens: Opens, server: WireServer) -> None:
    server.plays(says("Yes.", read=41, written=5), refuses(500))
    wiring = opens()
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        before = client.get("/metrics").text
        list(wiring.models.stream(request()))
        for _ in range(3):
            with pytest.raises(ModelUnavailableError):
                list(wiring.models.stream(request()))
        after = client.get("/metrics").text
    assert 'isthmus_llm_left_alone{model="openai:scripted",purpose="answering"} 0.0' in before
    assert 'isthmus_llm_calls_total{outcome="answered",purpose="answering"} 1.0' in after
    assert 'isthmus_llm_calls_total{outcome="down",purpose="answering"} 3.0' in after
    assert 'isthmus_llm_tokens_total{kind="read",purpose="answering"} 41.0' in after
    assert 'isthmus_llm_left_alone{model="openai:scripted",purpose="answering"} 2.0' in after
