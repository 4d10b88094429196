"""Log lines, for people and for collectors."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from isthmus.edge.logs import configure_logs


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def crash() -> None:
    document = "canary of a document"
    try:
        int("x" if document else "1")
    except ValueError:
        structlog.get_logger("isthmus.tests").exception("failed", request_id="r1")


@pytest.mark.parametrize("style", ["console", "json"])
def test_a_traceback_shows_no_variables(capsys: pytest.CaptureFixture[str], style: str) -> None:
    configure_logs("info", style)
    crash()
    line = capsys.readouterr().err
    assert "ValueError" in line
    assert "canary of a document" not in line.replace('document = "canary of a document"', "")


def test_json_lines_are_json_also_those_of_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("info", "json")
    structlog.get_logger("isthmus.tests").info("request", status=200)
    logging.getLogger("a.library").warning("something %s", "odd")
    own, foreign = map(json.loads, capsys.readouterr().err.splitlines())
    assert (own["event"], own["status"], own["level"]) == ("request", 200, "info")
    assert foreign["event"] == "something odd"


def test_less_severe_lines_than_asked_for_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("warning", "console")
    structlog.get_logger("isthmus.tests").info("request")
    assert capsys.readouterr().err == ""
