"""`isthmus role`: define, keep, edit, refresh and approve definitions of roles."""

import json
from pathlib import Path

import pytest

from asking_of_tests import wire
from command_line_of_tests import CommandLine
from isthmus.errors import ConflictError, InvalidError, NotAllowedError
from isthmus.raci.desk import Hand
from isthmus.wiring import Wiring
from kept_charts import ANA, LEA, small


class Isthmus(CommandLine):
    def __init__(self, data: Path) -> None:
        super().__init__(data)
        wiring = self.wiring()
        wiring.storage.migrate()
        with wiring.access() as access:
            for person in (ANA, LEA):
                access.put_person(person)
        self.chart = wiring.charts.begin(small(), Hand(ANA), "drawn").id
        wiring.close()

    def wiring(self) -> Wiring:
        return wire(self.data)

    def approve_the_chart(self) -> None:
        wiring = self.wiring()
        wiring.charts.approve(self.chart, Hand(LEA))
        wiring.close()


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_a_role_is_defined_with_the_source_of_each_line(isthmus: Isthmus) -> None:
    shown = isthmus("role", "define", "plant manger")
    assert "Plant or site manager" in shown
    assert "OT patching (draft), Open the window" in shown
    assert "'plant manger' is read as 'plant manager'." in shown
    told = isthmus.json("role", "define", "plant manager")
    assert told["lines"]["accountable for"][0]["sources"][0]["kind"] == "chart"
    assert isthmus.json("role", "list") == []


def test_all_roles_of_a_chart_are_defined(isthmus: Isthmus) -> None:
    told = isthmus.json("role", "define", "--chart", isthmus.chart)
    assert [each["name"] for each in told] == ["Plant manager", "IT operations"]
    kept = isthmus.json("role", "define", "--chart", isthmus.chart, "--save")
    assert [each["id"] for each in isthmus.json("role", "list")] == [
        each["id"] for each in sorted(kept, key=lambda each: str(each["name"]))
    ]


@pytest.mark.parametrize("said", [(), ("CISO", "--chart", "x")])
def test_a_role_or_a_chart_is_named(isthmus: Isthmus, said: tuple[str, ...]) -> None:
    with pytest.raises(InvalidError, match="Name a role, or a chart"):
        isthmus("role", "define", *said)


@pytest.mark.parametrize(("to", "start"), [("md", b"# Plant"), ("docx", b"PK"), ("json", b"{")])
def test_a_definition_is_written_as_a_file(
    isthmus: Isthmus, tmp_path: Path, to: str, start: bytes
) -> None:
    file = tmp_path / f"role.{to}"
    isthmus("role", "define", "plant manager", "--format", to, "--output", file)
    assert file.read_bytes().startswith(start)
    kept = isthmus.json("role", "define", "plant manager", "--save")["id"]
    isthmus("role", "export", kept, "--format", to, "--output", file)
    assert file.read_bytes().startswith(start)
    printed = isthmus("role", "export", kept, "--format", "md", "--output", "-")
    assert printed.startswith("# Plant")


def test_a_file_is_named_after_the_role(
    isthmus: Isthmus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = isthmus.json("role", "define", "plant manager", "--save")["id"]
    assert "Role-Plant-or-site-manager.docx" in isthmus("role", "export", kept)
    assert (tmp_path / "Role-Plant-or-site-manager.docx").read_bytes().startswith(b"PK")
    with pytest.raises(InvalidError, match="cannot be written"):
        isthmus("role", "export", kept, "--output", tmp_path)


def test_a_definition_is_changed_in_words(isthmus: Isthmus) -> None:
    kept = isthmus.json("role", "define", "plant manager", "--save")["id"]
    said = isthmus("role", "edit", kept, "add to the duties: walks the plant each day")
    assert "responsible for: Walks the plant each day." in said
    isthmus("role", "undo", kept)
    assert "Walks" not in isthmus("role", "show", kept)
    redone = isthmus.json("role", "redo", kept)
    assert redone["lines"]["responsible for"][-1]["text"] == "Walks the plant each day"
    told = isthmus.json("role", "edit", kept, "add: knows the plant")
    assert told["choices"][0] == "Responsible for"
    assert told["definition"]["number"] == redone["number"]
    with pytest.raises(InvalidError, match="not understood"):
        isthmus("role", "edit", kept, "jump")
    with pytest.raises(InvalidError, match="Say what to change"):
        isthmus("role", "edit", kept, "remove line 3", "--remove", "3")


def test_a_definition_goes_to_review_and_comes_back_with_the_reason(isthmus: Isthmus) -> None:
    kept = isthmus.json("role", "define", "plant manager", "--save", "--as", "ana")["id"]
    assert isthmus("role", "submit", kept, "--as", "ana").strip().endswith("in review")
    assert [e["id"] for e in isthmus.json("role", "list", "--status", "in review")] == [kept]
    assert isthmus.json("role", "list", "--status", "approved") == []
    assert isthmus.json("role", "return", kept, "Name the deputy.")["status"] == "draft"
    assert "Name the deputy." in isthmus("role", "history", kept)
    isthmus("role", "approve", kept, "--as", "lea")
    assert [v["version"] for v in isthmus.json("role", "versions", kept)] == [1]
    assert "lea" in isthmus("role", "versions", kept)


def test_lines_are_added_changed_and_removed(isthmus: Isthmus) -> None:
    kept = isthmus.json("role", "define", "plant manager", "--save", "--as", "ana")["id"]
    said = ("--add", "decides alone: Stops a session.", "--change", "1: Runs the plant.")
    edited = isthmus.json("role", "edit", kept, *said, "--remove", "2", "--review", "2027-01-31")
    assert edited["lines"]["decides alone"][-1]["text"] == "Stops a session."
    assert edited["lines"]["purpose"][0]["text"] == "Runs the plant."
    assert edited["review"] == "2027-01-31"
    assert "reports to" not in edited["lines"]
    differences = isthmus.json("role", "diff", kept)["differences"]
    assert {each["kind"] for each in differences} == {"added", "changed", "removed", "description"}
    assert "Added, decides alone: Stops a session." in isthmus("role", "diff", kept)
    isthmus("role", "undo", kept)
    assert isthmus.json("role", "diff", kept)["differences"] == []
    assert [each["kind"] for each in isthmus.json("role", "history", kept)] == [
        "begun",
        "edited",
        "undone",
    ]
    assert "Taken back" in isthmus("role", "history", kept)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((), "Say what to change"),
        (("--add", "purpose"), "no colon"),
        (("--add", "hobbies: none"), "'hobbies' is no topic"),
        (("--change", "1:"), "Say what the line is to tell"),
    ],
)
def test_an_edit_that_says_nothing_is_refused(
    isthmus: Isthmus, said: tuple[str, ...], why: str
) -> None:
    kept = isthmus.json("role", "define", "plant manager", "--save")["id"]
    with pytest.raises(InvalidError, match=why):
        isthmus("role", "edit", kept, *said)


def test_somebody_else_approves(isthmus: Isthmus) -> None:
    kept = isthmus.json("role", "define", "plant manager", "--save", "--as", "lea")["id"]
    with pytest.raises(NotAllowedError, match="somebody else has to approve"):
        isthmus("role", "approve", kept, "--as", "lea")
    assert isthmus("role", "approve", kept).startswith("Version 1 of Plant or site manager")
    assert "Version 1, approved" in isthmus("role", "show", kept)
    assert json.loads(isthmus("role", "show", kept, "--version", "1", "--json"))["version"] == "1"
    with pytest.raises(ConflictError):
        isthmus("role", "approve", kept)


def test_what_charts_say_otherwise_is_shown_and_taken_over(isthmus: Isthmus) -> None:
    kept = isthmus.json("role", "define", "plant manager", "--save")["id"]
    assert isthmus("role", "refresh", kept).strip() == "0 differences."
    isthmus.approve_the_chart()
    assert "now stands on OT patching (version 1)" in isthmus("role", "refresh", kept)
    found = isthmus.json("role", "refresh", kept, "--take")
    assert {each["kind"] for each in found} == {"gained", "restated"}
    assert isthmus.json("role", "refresh", kept) == []
