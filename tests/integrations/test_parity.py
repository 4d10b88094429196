"""What every channel can do is known, said with its reasons, and stays so.

`.venv/bin/python tests/parity_of_tests.py` makes docs/parity.md anew.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

import served
from isthmus.messages import Buttons, Paragraph, Reply, Table
from isthmus.understanding.commands import TellMe
from parity import by_command, by_element
from parity.by_command import command_row, names
from parity.by_element import (
    element_row,
    seen_in_slack,
    seen_in_teams,
    seen_in_terminal,
    unplaced,
)
from parity.examples import EXAMPLES, Example
from parity.written import WRITTEN, Routes
from parity_of_tests import KEPT, table

WEB = Path(served.__file__).parents[1] / "service" / "isthmus" / "web"


@pytest.fixture
def routes(tmp_path: Path) -> Routes:
    return Routes(tmp_path)


def test_the_table_of_parity_is_what_trying_each_channel_gives(tmp_path: Path) -> None:
    made = table(tmp_path)
    kept = KEPT.read_text("utf-8")
    assert made == kept, "make it anew: .venv/bin/python tests/parity_of_tests.py"


def test_every_command_and_every_element_has_its_place() -> None:
    assert set(names()) == set(WRITTEN["commands"])
    assert unplaced() == set()
    assert set(EXAMPLES) == set(WRITTEN["elements"])


def test_nothing_is_said_twice_about_a_command_in_two_channels() -> None:
    """Slack and Teams hear the same words: where only one of them does something, it says why."""
    for name in names():
        why = WRITTEN["commands"][name].get("why", {})
        assert not {"slack", "teams"} <= set(why), name


def test_the_console_shows_replies_on_one_page() -> None:
    """Another one would have to be tried like that one."""
    sources = {each.name: each.read_text("utf-8") for each in WEB.rglob("*.py")}
    found = {name for name, text in sources.items() if "isthmus.messages" in text}
    assert found == {"replies.py", "saying.py"}


# ---- the trial finds what is wrong


@dataclass(frozen=True)
class Sound:
    """A part of a reply that no channel knows."""

    words: str


def test_an_element_that_no_channel_shows_is_found_out() -> None:
    marks = {"words": "Mwords"}
    example = Example(Reply((Paragraph("Text."),)), marks)
    assert seen_in_slack(example).lost == ("words",)
    assert seen_in_teams(example).lost == ("words",)
    assert seen_in_terminal(example).lost == ("words",)


def test_a_part_of_an_element_that_is_left_out_is_found_out() -> None:
    example = Example(Reply((Table(("Mc",), (("Mcell",),), "T"),)), {"columns": "Mc", "rows": "Mx"})
    assert [seen_in_slack(example).lost, seen_in_teams(example).lost] == [("rows",)] * 2


def test_a_new_element_without_an_example_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_element, "Part", Buttons | Paragraph | Sound)
    assert unplaced() == {"Sound"}


def test_a_new_command_without_a_place_is_found_out(
    monkeypatch: pytest.MonkeyPatch, routes: Routes
) -> None:
    monkeypatch.setattr(by_command, "Command", Sound | TellMe)
    assert list(names()) == ["Sound", "TellMe"]
    with pytest.raises(AssertionError, match="Sound has no place"):
        command_row("Sound", routes)


@pytest.mark.parametrize(
    ("kind", "name", "known", "said"),
    [
        ("commands", "Ask", {"say": "draft a RACI", "console": "POST /ask"}, "not understood"),
        ("commands", "Ask", {"say": "Who?", "console": "POST /nowhere"}, "has no 'POST /nowhere'"),
        ("commands", "TellMe", {"console": "POST /ask"}, ""),
        ("commands", "FindPassages", {"console": "POST /ask"}, "Slack does not offer"),
        ("elements", "Quote", {"console": "GET /"}, "terminal shows Quote without"),
        (
            "elements",
            "Paragraph",
            {"console": "GET /", "why": {"slack": "it is so"}},
            "take the reason out",
        ),
    ],
)
def test_what_is_written_down_is_held_against_what_happens(
    monkeypatch: pytest.MonkeyPatch,
    routes: Routes,
    kind: str,
    name: str,
    known: dict[str, object],
    said: str,
) -> None:
    monkeypatch.setitem(WRITTEN[kind], name, known)
    row = command_row if kind == "commands" else element_row
    if not said:
        assert row(name, routes)
        return
    with pytest.raises(AssertionError, match=said):
        row(name, routes)
