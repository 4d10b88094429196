"""`isthmus say`: a chart from the first sentence to its file, each command a process of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus.errors import InvalidError
from isthmus.people import Person, Rank
from isthmus.wiring import Wiring
from library_of_tests import Clock

POLICY = "title: Patching\n\nThe plant manager is accountable for the patch window of each system."
ANA = Person("ana", "Ana", rank=Rank.CONTRIBUTOR)
LEA = Person("lea", "Lea", rank=Rank.LEAD)
DRAFT = "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"


class Isthmus(CommandLine):
    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()
        asking = AskingOfTests(data)
        asking.add("patching.txt", POLICY)
        with asking.wiring.access() as access:
            access.put_person(ANA)
            access.put_person(LEA)
        asking.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)

    def say(self, text: str, by: Person, *more: object) -> str:
        return self("say", text, "--conversation", "c1", "--as", by.id, *more)


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def parts(said: Any, kind: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    return [part for part in said["parts"] if part["is"] == kind]


def test_a_team_drafts_argues_approves_and_sends_a_chart(
    isthmus: Isthmus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "kept as a draft" in isthmus.say(DRAFT, ANA)
    assert "Plant manager" in isthmus.say("make the plant manager accountable for row 2", ANA)
    assert "Taken back." in isthmus.say("undo", ANA)
    assert "(proposed)" in isthmus.say("who is accountable for row 1?", LEA)
    assert "in review now" in isthmus.say("submit it for review", ANA)
    assert "Approved as version 1." in isthmus.say("approve it", LEA)
    assert "Written to RACI-OT-patching.xlsx." in isthmus.say("send it as Excel", LEA)
    assert "RACI-OT-patching-2.xlsx" in isthmus.say("send it as Excel", LEA)
    assert (tmp_path / "RACI-OT-patching.xlsx").read_bytes().startswith(b"PK")


def test_a_question_is_answered_with_its_quote(isthmus: Isthmus) -> None:
    shown = isthmus.say("Who is accountable for the patch window?", ANA)
    assert "[1] Patching" in shown
    assert "--conversation c1" in shown


def test_a_chart_too_wide_for_a_terminal_is_shown_row_by_row(isthmus: Isthmus) -> None:
    shown = isthmus.say("RACI for step 2.4", ANA)
    at = shown.index("6. ")
    assert "Chief information security officer A, " in shown[at : at + 200]


def test_buttons_of_the_json_are_pressed(isthmus: Isthmus) -> None:
    drafted = isthmus.json("say", DRAFT, "--as", "ana")
    (picture,) = parts(drafted, "Picture")
    assert picture["file"]["media_type"] == "image/png"
    buttons = [b for each in parts(drafted, "Buttons") for b in each["buttons"]]
    submit = next(b for b in buttons if "Submit" in b["label"])
    pressed = isthmus.json("say", "--press", json.dumps(submit["command"]), "--as", "ana")
    assert parts(pressed, "Paragraph")[0]["text"] == "It is in review now."


def test_the_same_message_is_done_once(isthmus: Isthmus) -> None:
    first = isthmus.say(DRAFT, ANA, "--message", "m1")
    assert isthmus.say(DRAFT, ANA, "--message", "m1") == first
    assert "1 charts." in isthmus("raci", "list")


def test_what_failed_is_said_and_ends_with_an_error(isthmus: Isthmus) -> None:
    said = isthmus("say", "approve the ghost chart", "--as", "ana", code=1)
    assert "There is no chart “ghost”" in said


@pytest.mark.parametrize("pressed", ["{", "[]", '{"is": "Person"}'])
def test_what_is_no_button_is_refused(isthmus: Isthmus, pressed: str) -> None:
    with pytest.raises(InvalidError):
        isthmus("say", "--press", pressed)


def test_a_form_is_shown_with_what_says_the_same_in_words(isthmus: Isthmus) -> None:
    isthmus.say("add action: Ana updates the plan by next Friday", LEA)
    press = json.dumps({"is": "OpenForm", "kind": "action", "id": "1"})
    shown = isthmus.say("", LEA, "--press", press)
    assert "Edit A-1:" in shown
    assert "- Owner: Ana" in shown
    assert "move A-1 to Friday" in shown
    sent = {"is": "Fill", "form": json.loads(press), "values": [["title", ""]]}
    told = isthmus.say("", LEA, "--press", json.dumps(sent))
    assert "Say what is to be done" in told


def test_what_is_seen_in_a_terminal_anyway_is_no_button_there(isthmus: Isthmus) -> None:
    answered = isthmus.say("Who is accountable for the patch window?", ANA)
    assert "[Track this]" in answered
    assert "Show the passages" not in answered
    assert "Helpful" not in answered
