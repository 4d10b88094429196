"""`isthmus actions extract`: from a file to candidates, each with the sentence it stands in."""

import json
from pathlib import Path

import pytest

from asking_of_tests import wire
from command_line_of_tests import CommandLine
from isthmus.errors import InvalidError
from isthmus.wiring import Wiring


class Isthmus(CommandLine):
    def wiring(self) -> Wiring:
        return wire(self.data)


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def minutes(folder: Path, text: str) -> Path:
    path = folder / "minutes.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_action_comes_with_its_quote_and_line(isthmus: Isthmus, tmp_path: Path) -> None:
    path = minutes(tmp_path, "# Call\n\nMaria will update the plan by 16 January 2026.\n")
    said = isthmus("actions", "extract", path, "--on", "2026-01-05", "--json")
    assert json.loads(said) == [
        {
            "title": "Update the plan",
            "owner": "Maria",
            "due": "2026-01-16",
            "quote": "Maria will update the plan by 16 January 2026.",
            "line": 3,
        }
    ]
    assert "Update the plan" in isthmus("actions", "extract", path, "--on", "2026-01-05")


def test_i_is_whoever_wrote_it(isthmus: Isthmus, tmp_path: Path) -> None:
    path = minutes(tmp_path, "I will update the plan.")
    said = isthmus("actions", "extract", path, "--author", "Lena", "--json")
    assert [each["owner"] for each in json.loads(said)] == ["Lena"]


def test_a_file_that_holds_nothing_says_so(isthmus: Isthmus, tmp_path: Path) -> None:
    path = minutes(tmp_path, "The pump ran all night.")
    assert "Nothing in it reads like an action" in isthmus("actions", "extract", path)
    assert json.loads(isthmus("actions", "extract", path, "--json")) == []


def test_what_is_no_file_and_no_day_is_told(isthmus: Isthmus, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="cannot be read"):
        isthmus("actions", "extract", tmp_path / "missing.md")
    path = minutes(tmp_path, "I will update the plan.")
    with pytest.raises(InvalidError, match="is no day"):
        isthmus("actions", "extract", path, "--on", "soon")
