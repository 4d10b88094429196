"""`isthmus ask --conversation` and `isthmus unanswered`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus import main
from isthmus.people import Person
from isthmus.wiring import Wiring
from library_of_tests import Clock

QUESTION = "Who is accountable for the patch window?"
BANANAS = "Why do bananas ripen on Mars?"
POLICY = "title: Patching\n\nThe plant manager is accountable for the patch window of each system."
FRUIT = "title: Fruit\n\nBananas ripen on Mars because of ethylene, and that is why bananas ripen."
ANA = Person("ana", "Ana")


class Isthmus(CommandLine):
    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()
        asking = AskingOfTests(data)
        asking.add("patching.txt", POLICY)
        with asking.wiring.access() as access:
            access.put_person(ANA)
        asking.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_a_conversation_goes_on_in_the_terminal(isthmus: Isthmus) -> None:
    first = isthmus.json("ask", QUESTION, "--conversation", "new")
    shown = isthmus("ask", "and for vendors?", "--conversation", first["conversation"])
    assert "Understood as: Who is accountable for the patch window for vendors?" in shown
    assert f"--conversation {first['conversation']}" in shown
    where = isthmus.json("ask", "where is that written?", "--conversation", first["conversation"])
    assert (where["turn"], where["kind"]) == (3, "answer")


def test_a_conversation_is_its_persons_alone(isthmus: Isthmus) -> None:
    first = isthmus.json("ask", QUESTION, "--conversation", "new", "--as", "ana")
    wiring = wire(isthmus.data)
    asked = ["ask", "why?", "--conversation", first["conversation"]]
    result = CliRunner().invoke(main.app, asked, obj=wiring)
    wiring.close()
    assert "There is no conversation" in str(result.exception)


def test_unanswered_questions_are_listed_with_who_asked(isthmus: Isthmus) -> None:
    isthmus("ask", BANANAS, "--as", "ana")
    (group,) = isthmus.json("unanswered", "list")
    assert (group["question"], group["times"], group["askers"]) == (BANANAS, 1, ["ana"])
    assert isthmus.json("unanswered", "list", "--state", "dismissed") == []
    assert "ana" in isthmus("unanswered", "list")


def test_retry_asks_for_whoever_waits_and_says_what_came_of_it(isthmus: Isthmus) -> None:
    asked = isthmus.json("ask", BANANAS, "--as", "ana")
    wiring = wire(isthmus.data, clock=isthmus.clock)
    wiring.inquiry.subscribe(asked["id"], ANA)
    wiring.ingest.uploaded("fruit.txt", FRUIT.encode(), {}, ANA)
    wiring.close()
    retried = isthmus.json("unanswered", "retry")
    assert retried == [{"question": BANANAS, "person": "ana", "answered": True}]
    assert isthmus("unanswered", "retry").strip() == "0 asked again, 0 answered."
