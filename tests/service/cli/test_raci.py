"""`isthmus raci`: from a sentence or a file to an approved chart that answers cite."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus import main
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.wiring import Wiring
from kept_charts import ANA, BEN, LEA, RIA
from library_of_tests import Clock

SCOPE = "OT patching with IT Security, OT Engineering, the plant manager and our integrator"
TABLE = "Activity,Plant manager,IT operations\nOpen the window,A,R\nTest the patch,C,maybe\n"
CHECKED = {"title", "roles", "rows", "findings", "not_understood"}


class Isthmus(CommandLine):
    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()
        asking = AskingOfTests(data)
        with asking.wiring.access() as access:
            for person in (ANA, BEN, LEA, RIA):
                access.put_person(person)
        asking.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)

    def raci(self, *arguments: object) -> str:
        return self("raci", *arguments)

    def drafted(self) -> str:
        (chart,) = self.json("raci", "draft", SCOPE, "--save", "--as", "ana")["charts"]
        return str(chart["id"])


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "windows.csv"
    file.write_text(TABLE)
    return file


def test_a_draft_is_proposed_and_kept_where_that_is_asked(isthmus: Isthmus) -> None:
    shown = isthmus.raci("draft", SCOPE, "--roles", "Legal, CISO")
    assert "Not kept" in shown
    for told in ("Legal", "CISO", "A Accountable", "0 errors"):
        assert told in shown
    assert isthmus.json("raci", "list") == []
    (chart,) = isthmus.json("raci", "draft", SCOPE)["charts"]
    assert chart.keys() >= CHECKED
    kept = isthmus.drafted()
    assert [each["id"] for each in isthmus.json("raci", "list")] == [kept]
    assert kept in isthmus.raci("list", "--words", "patching", "--step", "3")


def test_checking_a_file_gives_json_and_touches_no_database(tmp_path: Path, table: Path) -> None:
    wiring = wire(tmp_path / "nothing")
    result = CliRunner().invoke(main.app, ["raci", "check", str(table), "--json"], obj=wiring)
    wiring.close()
    assert result.exit_code == 0, result.output
    (chart,) = json.loads(result.output)["charts"]
    assert chart.keys() == CHECKED
    assert chart["rows"][0]["cells"] == {"Plant manager": ["A"], "IT operations": ["R"]}
    assert chart["not_understood"] == [{"cell": "line 3, column 3", "text": "maybe"}]
    assert {each["rule"] for each in chart["findings"]} >= {"one-accountable"}
    assert not (tmp_path / "nothing").exists()


def test_a_check_shows_the_table_its_findings_and_what_was_not_understood(
    isthmus: Isthmus, table: Path
) -> None:
    shown = isthmus.raci("check", table)
    for told in ("Open the window", "Plant manager", "error:", "Not understood", "maybe"):
        assert told in shown


def test_pasted_text_is_checked_too(isthmus: Isthmus) -> None:
    wiring = isthmus.wiring()
    pasted = ["raci", "check", "-", "--json"]
    result = CliRunner().invoke(main.app, pasted, input=TABLE.replace(",", "\t"), obj=wiring)
    wiring.close()
    (chart,) = json.loads(result.output)["charts"]
    assert chart["roles"] == ["Plant manager", "IT operations"]


def test_a_file_is_looked_at_before_it_is_kept(isthmus: Isthmus, table: Path) -> None:
    assert "nothing was kept" in isthmus.raci("import", table, "--preview")
    assert isthmus.json("raci", "list") == []
    (chart,) = isthmus.json("raci", "import", table, "--as", "ana")["charts"]
    shown = isthmus.raci("show", chart["id"])
    assert "Open the window" in shown
    assert isthmus.json("raci", "show", chart["id"])["owner"] == "ana"


def test_a_chart_is_edited_in_words_undone_and_compared(isthmus: Isthmus) -> None:
    chart = isthmus.drafted()
    isthmus.raci("edit", chart, "add a column for Legal, informed everywhere", "--as", "ben")
    assert "Legal" in isthmus.raci("show", chart)
    assert "Added: Legal" in isthmus.raci("diff", chart)
    isthmus.raci("undo", chart)
    assert isthmus.json("raci", "diff", chart)["differences"] == []
    isthmus.raci("redo", chart)
    assert "Legal" in isthmus.raci("show", chart)
    kinds = [each["kind"] for each in isthmus.json("raci", "history", chart)]
    assert kinds == ["begun", "edited", "undone", "undone"]
    with pytest.raises(InvalidError, match="not understood"):
        isthmus.raci("edit", chart, "sing a song")


def test_whom_nobody_added_does_nothing_and_is_told_how_to_be_added(isthmus: Isthmus) -> None:
    chart = isthmus.drafted()
    with pytest.raises(NotFoundError, match=r"There is no person zoe.*isthmus people add"):
        isthmus.raci("submit", chart, "--as", "zoe")


def test_a_chart_is_accepted_reviewed_approved_and_cited(isthmus: Isthmus) -> None:
    chart = isthmus.drafted()
    isthmus.raci("assign", chart, "plant manager", "ria", "--as", "ana")
    with pytest.raises(NotAllowedError):
        isthmus.raci("accept", chart, "--as", "ben")
    assert "✓" in isthmus.raci("accept", chart, "--role", "plant manager", "--as", "ria")
    isthmus.raci("submit", chart, "--as", "ana")
    isthmus.raci("return", chart, "Who tests?", "--as", "lea")
    assert isthmus.json("raci", "show", chart)["status"] == "draft"
    with pytest.raises(NotAllowedError, match="rank lead"):
        isthmus.raci("approve", chart, "--as", "ana")
    assert "Version 1 is approved" in isthmus.raci("approve", chart, "--as", "lea")
    (version,) = isthmus.json("raci", "versions", chart)
    assert (version["approved_by"], version["status"]) == ("lea", "approved")
    answer = isthmus.json("ask", "Who is accountable for OT patching?")
    assert answer["citations"][0]["edition"].startswith("version 1, approved 2026-11-22")


def test_a_declined_letter_says_why(isthmus: Isthmus) -> None:
    chart = isthmus.drafted()
    isthmus.raci("assign", chart, "plant manager", "ria")
    shown = isthmus.raci("decline", chart, "Not mine.", "--row", "1", "--as", "ria")
    assert "✗" in shown
    assert "Not mine" in shown


@pytest.mark.parametrize("to", ["xlsx", "docx", "csv", "md", "png", "svg", "json"])
def test_a_chart_is_written_in_every_format(isthmus: Isthmus, tmp_path: Path, to: str) -> None:
    chart = isthmus.drafted()
    file = tmp_path / f"chart.{to}"
    isthmus.raci("export", chart, "--format", to, "--output", file)
    assert file.stat().st_size > 0
    if to in {"xlsx", "docx", "csv", "md", "json"}:
        (again,) = isthmus.json("raci", "check", file)["charts"]
        assert len(again["rows"]) == len(isthmus.json("raci", "show", chart)["rows"])


def test_a_chart_is_kept_from_people_who_may_not_read_it(isthmus: Isthmus) -> None:
    chart = isthmus.drafted()
    isthmus.raci("readers", chart, "board", "--as", "ana")
    with pytest.raises(NotFoundError):
        isthmus.raci("show", chart, "--as", "ben")
    assert isthmus.json("raci", "list", "--as", "ben") == []
    assert isthmus.json("raci", "show", chart)["readers"] == ["board"]


def test_a_role_sees_its_letters_in_all_charts(isthmus: Isthmus) -> None:
    isthmus.drafted()
    told = isthmus.json("raci", "role", "plant manager")
    assert told["letters"]
    assert "decides" in isthmus.raci("role", "plant manager") or told["parts"]


def test_a_file_that_is_not_there_is_told(isthmus: Isthmus) -> None:
    with pytest.raises(InvalidError, match="cannot be read"):
        isthmus.raci("check", "/nowhere/chart.xlsx")
