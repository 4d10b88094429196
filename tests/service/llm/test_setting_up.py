"""Which model is used, what is missing for it, and that none is needed."""

import logging
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from asking_of_tests import wire
from isthmus.app import create_app
from isthmus.doctor import State, examine
from isthmus.edge.logs import configure_logs
from isthmus.errors import InvalidError
from isthmus.llm.model import ModelUnavailableError, NoModels, Purpose, Unavailable
from isthmus.llm.providers import chosen
from isthmus.llm_settings import Price, prices_of
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from llm_requests_of_tests import request
from llm_wire_of_tests import WireServer, refuses, says

Opens = Callable[..., Wiring]


def set_up(folder: Path, **settings: object) -> Wiring:
    wiring = wire(folder)
    return replace(wiring, settings=Settings.model_validate({"data_dir": folder} | settings))


def test_without_a_setting_there_is_no_model_and_the_doctor_says_so(tmp_path: Path) -> None:
    wiring = set_up(tmp_path)
    assert isinstance(wiring.models, NoModels)
    found = {each.what: each for each in examine(wiring)}
    assert found["language model"].state is State.OK
    assert found["language model"].says == (
        "No language model is set up: answers are in the sources' own words."
    )
    wiring.close()


def test_the_service_without_a_model_imports_no_langchain() -> None:
    code = (
        "import sys, isthmus.main, isthmus.app, isthmus.llm.desk;"
        "names = ('langchain', 'langsmith', 'openai');"
        "sys.exit(any(each.startswith(names) for each in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - ours


def test_each_purpose_has_its_model() -> None:
    said = {"llm": "openai:a", "llm_drafting": "anthropic:b", "llm_understanding": "off"}
    named = chosen(Settings.model_validate(said))
    assert {purpose: each.said for purpose, each in named.items()} == {
        Purpose.ANSWERING: "openai:a",
        Purpose.DRAFTING: "anthropic:b",
    }


@pytest.mark.parametrize(
    ("said", "do"),
    [
        ("gpt-5", "provider:model"),
        ("acme:gpt", "anthropic"),
        ("openai:", "names no model"),
        ("openai: ", "names no model"),
    ],
)
def test_a_model_that_is_not_named_well_stops_nothing_and_is_told(
    tmp_path: Path, said: str, do: str
) -> None:
    wiring = set_up(tmp_path, llm=said)
    wiring.storage.migrate()
    found = [each for each in examine(wiring) if each.what == f"language model {said.strip()}"]
    assert [each.state for each in found] == [State.FAIL]
    assert do in found[0].says
    with pytest.raises(ModelUnavailableError) as failed:
        list(wiring.models.stream(request()))
    assert failed.value.why is Unavailable.DOWN
    assert do in failed.value.detail
    wiring.close()


def test_the_service_starts_all_the_same_and_its_log_says_what_is_wrong(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    configure_logs("info", "json")
    logging.getLogger().addHandler(caplog.handler)
    wiring = set_up(tmp_path, llm="acme:gpt")
    with TestClient(create_app(wiring), base_url="http://localhost") as client:
        assert client.get("/healthz").json() == {"status": "alive"}
    assert "llm.not_usable" in caplog.text
    assert "acme:gpt" in caplog.text
    wiring.close()


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isthmus.llm.providers.find_spec", lambda _: None)
    wiring = set_up(tmp_path, llm="mistral:small")
    (found,) = wiring.language_models.checks()
    assert "pip install 'isthmus[mistral]'" in found.said
    wiring.close()


def test_the_doctor_asks_for_one_word(opens: Opens, server: WireServer) -> None:
    server.plays(says("ready"))
    wiring = opens(llm_understanding="openai:other", llm_drafting="off")
    found = {each.what: each for each in examine(wiring)}
    assert found["language model openai:scripted"].says == "answers; used for answering"
    assert found["language model openai:other"].says == "answers; used for understanding"
    assert all("gpt" not in told for told in (server.told(0), server.told(1)))


@pytest.mark.parametrize(
    ("status", "do"), [(401, "ISTHMUS_LLM_API_KEY"), (404, "ISTHMUS_LLM"), (500, "failed")]
)
def test_the_doctor_says_what_is_wrong(
    opens: Opens, server: WireServer, status: int, do: str
) -> None:
    server.plays(refuses(status))
    found = {each.what: each for each in examine(opens())}["language model openai:scripted"]
    assert found.state is State.FAIL
    assert do in found.says


def test_a_key_file_that_cannot_be_read_is_named(opens: Opens, tmp_path: Path) -> None:
    (found,) = opens(llm_api_key_file=tmp_path / "nowhere").language_models.checks()
    assert "ISTHMUS_LLM_API_KEY_FILE" in found.said


@pytest.mark.parametrize(
    ("model", "extra"),
    [
        ("openai:gpt-5-mini", "langchain_openai"),
        ("azure_openai:deployed", "langchain_openai"),
        ("anthropic:claude-haiku-4-5", "langchain_anthropic"),
        ("google:gemini-3-flash", "langchain_google_genai"),
        ("bedrock:anthropic.claude-haiku-4-5-v1:0", "langchain_aws"),
        ("mistral:mistral-small-latest", "langchain_mistralai"),
        ("ollama:qwen3", "langchain_ollama"),
    ],
)
def test_each_provider_takes_what_we_give_it(
    tmp_path: Path, model: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing listens there: each client is made, tries, and is found to be down in our words."""
    pytest.importorskip(extra, reason=f"{model}: {extra} is not installed")
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-04-01-preview")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "eu-central-1")
    wiring = set_up(
        tmp_path,
        llm=model,
        llm_base_url="https://127.0.0.1:9",
        llm_api_key="key-0123",
        llm_temperature=0,
        llm_first_seconds=120,
        llm_seconds=120,
    )
    (found,) = wiring.language_models.checks()
    assert not found.passed
    assert "cannot be reached at https://127.0.0.1:9" in found.said
    wiring.close()


def test_nothing_is_traced_to_elsewhere(
    opens: Opens, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LangChain sends each call to a service of its makers where its variables say so."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0)
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "traced")
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
        monkeypatch.setenv("LANGSMITH_ENDPOINT", address)
        server.plays(says("Yes."))
        list(opens().models.stream(request()))
        import_module("langchain_core.tracers.langchain").wait_for_all_tracers()
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_prices_are_read() -> None:
    assert prices_of("openai:a=0.25/2, bedrock:x:0=1/5,") == {
        "openai:a": Price(Decimal("0.25"), Decimal(2)),
        "bedrock:x:0": Price(Decimal(1), Decimal(5)),
    }


@pytest.mark.parametrize("said", ["openai:a=1", "=1/2", "openai:a=-1/2", "openai:a=NaN/1", "1/2"])
def test_a_price_that_is_none_is_told(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_LLM_PRICES", said)
    with pytest.raises(InvalidError, match="ISTHMUS_LLM_PRICES"):
        Settings.from_environment()


def test_a_budget_of_money_needs_the_price_of_each_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_LLM", "openai:a")
    monkeypatch.setenv("ISTHMUS_LLM_DRAFTING", "openai:b")
    monkeypatch.setenv("ISTHMUS_LLM_MONEY_A_DAY", "5")
    monkeypatch.setenv("ISTHMUS_LLM_PRICES", "openai:a=1/2")
    with pytest.raises(InvalidError, match="needs the prices of openai:b"):
        Settings.from_environment()


def test_lists_are_read_and_nothing_is_masked_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISTHMUS_LLM_COLLECTIONS", "Policies, standards")
    monkeypatch.setenv("ISTHMUS_LLM_MASK", "none")
    settings = Settings.from_environment()
    assert settings.llm_collections == ("policies", "standards")
    assert settings.llm_mask == ()


def test_the_key_is_not_shown() -> None:
    assert "hunter2" not in repr(Settings.model_validate({"llm_api_key": "hunter2"}))
