"""`isthmus actions`: from a sentence to evidence, at the command line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.wiring import Wiring
from kept_actions import ANA, BEN, LEA, RIA
from library_of_tests import Clock

SENTENCE = "Ben updates the incident response plan by next Friday, step 2.4, high"


class Isthmus(CommandLine):
    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()
        asking = AskingOfTests(data)
        with asking.wiring.access() as access:
            for person in (ANA, BEN, LEA, RIA, Person("bena", "Ben Abel")):
                access.put_person(person)
        asking.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)

    def actions(self, *arguments: object) -> str:
        return self("actions", *arguments)

    def kept(self, *arguments: object) -> Any:  # noqa: ANN401 - any JSON
        return self.json("actions", *arguments)

    def added(self, sentence: str = "Order the badges", *options: object) -> str:
        return str(self.kept("add", sentence, "--as", "ana", *options)["id"])


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_a_sentence_becomes_an_action_and_is_said_back(isthmus: Isthmus) -> None:
    kept = isthmus.kept("add", SENTENCE, "--as", "ana")
    assert kept["id"] == "A-1"
    assert kept["title"] == "Update the incident response plan"
    assert (kept["owner"], kept["due"]) == ({"name": "Ben", "person": "ben"}, "2026-11-27")
    assert (kept["step"], kept["priority"], kept["status"]) == ("2.4", "high", "open")
    assert kept["creator"] == "ana"
    shown = isthmus.actions("show", "1")
    for told in ("A-1", "Update the incident response plan", "Ben", "2026-11-27", "high", "2.4"):
        assert told in shown


def test_options_say_it_beside_the_sentence(isthmus: Isthmus) -> None:
    options = ("--owner", "The vendor", "--due", "in two weeks", "--label", "#Spares")
    rest = ("--helper", "ria", "--every", "every quarter", "--estimate", 3, "--reader", "plant")
    kept = isthmus.kept("add", "Order two spare switches", *options, *rest, "--as", "ana")
    assert kept["title"] == "Order two spare switches"
    assert kept["owner"] == {"name": "The vendor", "person": None}
    assert kept["due"] == "2026-12-06"
    assert kept["labels"] == ["spares"]
    assert kept["helpers"] == [{"name": "Ria", "person": "ria"}]
    assert (kept["recurrence"], kept["estimate"]) == ("every quarter", 3)
    assert kept["readers"] == ["plant"]
    assert "The vendor (no account)" in isthmus.actions("show", 1)


def test_a_day_that_may_be_two_is_asked_about_and_nothing_is_kept(isthmus: Isthmus) -> None:
    for given in (("Order badges", "--due", "3/4"), ("Order badges by 3/4",)):
        with pytest.raises(InvalidError, match=r"2027-04-03 \(Saturday\) or 2027-03-04"):
            isthmus.actions("add", *given)
    with pytest.raises(InvalidError, match="Which day is “the plant shutdown”"):
        isthmus.actions("add", "Send the asset list before the plant shutdown")
    assert isthmus.kept("list") == {"items": [], "next": None}


def test_a_name_of_two_people_is_asked_about(isthmus: Isthmus) -> None:
    wiring = isthmus.wiring()
    with wiring.access() as access:
        access.put_person(Person("bella1", "Bella Abel"))
        access.put_person(Person("bella2", "Bella Baker"))
    wiring.close()
    for given in (
        ("Order badges", "--owner", "Bella"),
        ("Bella updates the badge list by Friday",),
    ):
        with pytest.raises(InvalidError, match=r"Bella Abel \(bella1\), .*Give the id"):
            isthmus.actions("add", *given)


def test_a_day_can_hang_on_another_action(isthmus: Isthmus) -> None:
    isthmus.added("Order the badges", "--due", "2026-12-18")
    kept = isthmus.kept("add", "Hand out the badges", "--due", "2 days after A-1")
    assert kept["due"] == "2026-12-20"


@pytest.mark.parametrize("said", ["A-1", "a-1", "1", "#1"])
def test_a_number_is_taken_in_any_form(isthmus: Isthmus, said: str) -> None:
    isthmus.added()
    assert isthmus.kept("show", said)["id"] == "A-1"


@pytest.mark.parametrize("said", ["A-0", "badges", "A-9999999999", "1.5", ""])
def test_what_is_no_number_is_no_action(isthmus: Isthmus, said: str) -> None:
    with pytest.raises(NotFoundError, match="isthmus actions list"):
        isthmus.actions("show", said)


def test_a_list_is_filtered(isthmus: Isthmus) -> None:
    isthmus.added("Order the badges", "--owner", "ben", "--due", "2026-11-02", "--step", "1.3")
    isthmus.added("Order the locks", "--priority", "urgent", "--due", "2026-11-30")
    isthmus.added("Order the keys", "--label", "keys", "--owner", "ria")
    isthmus.actions("drop", 3, "Nobody needs them", "--as", "ana")

    def listed(*options: object) -> list[str]:
        return [each["id"] for each in isthmus.kept("list", *options)["items"]]

    assert listed() == ["A-1", "A-2"]
    assert listed("--status", "any") == ["A-1", "A-2", "A-3"]
    assert listed("--status", "dropped") == ["A-3"]
    assert listed("--owner", "ben") == ["A-1"]
    assert listed("--owner", "nobody") == ["A-2"]
    assert listed("--overdue") == ["A-1"]
    assert listed("--due-within", 8) == ["A-1", "A-2"]
    assert listed("--step", "1") == ["A-1"]
    assert listed("--priority", "urgent") == ["A-2"]
    assert listed("--words", "locks") == ["A-2"]
    assert listed("--label", "keys", "--status", "any") == ["A-3"]
    page = isthmus.kept("list", "--limit", 1)
    assert listed("--limit", 1, "--after", page["next"]) == ["A-2"]
    assert "20 d late" in isthmus.actions("list", "--overdue")


def test_it_goes_from_open_to_evidence_and_its_history_tells_it(isthmus: Isthmus) -> None:
    isthmus.added("Order the badges", "--owner", "ben")
    assert isthmus.kept("start", 1, "--as", "ben")["status"] == "in progress"
    assert isthmus.kept("block", 1, "No budget", "--as", "ben")["status"] == "blocked"
    assert isthmus.kept("unblock", 1, "--as", "ben")["status"] == "in progress"
    isthmus.actions("comment", 1, "They come on Monday", "--as", "ben")
    isthmus.actions("evidence", 1, "https://example.com/order/7", "--as", "ben")
    closed = isthmus.kept("done", 1, "--evidence", "Badges lie in room 3", "--as", "ben")
    assert [each["kind"] for each in closed["evidence"]] == ["link", "note"]
    assert isthmus.kept("undo", 1, "--as", "ana")["status"] == "in progress"
    assert isthmus.kept("redo", 1, "--as", "ana")["status"] == "done"
    assert isthmus.kept("reopen", 1, "Two are missing", "--as", "ana")["status"] == "open"
    told = isthmus.actions("history", 1)
    for line in ("Ben started it.", "They come on Monday", "Ana opened it again", "command line"):
        assert line in told
    kinds = [each["kind"] for each in isthmus.kept("history", 1)]
    assert kinds[:4] == ["added", "started", "blocked", "unblocked"]


def test_an_edit_changes_what_is_said_and_nothing_else(isthmus: Isthmus) -> None:
    isthmus.added("Order the badges", "--label", "spares", "--helper", "ria")
    options = ("--title", "Order all badges", "--due", "2026-12-01", "--priority", "high")
    less = ("--without-label", "spares", "--without-helper", "ria")
    kept = isthmus.kept("edit", 1, *options, *less, "--as", "ana", "--said", "As agreed")
    assert (kept["title"], kept["due"], kept["priority"]) == (
        "Order all badges",
        "2026-12-01",
        "high",
    )
    assert (kept["labels"], kept["helpers"]) == ([], [])
    assert isthmus.kept("edit", 1, "--due", "none", "--owner", "nobody")["due"] is None
    with pytest.raises(InvalidError, match="Say what to change"):
        isthmus.actions("edit", 1)


def test_actions_wait_for_each_other_but_never_in_a_ring(isthmus: Isthmus) -> None:
    isthmus.added()
    isthmus.added("Hand out the badges")
    assert isthmus.kept("wait", 2, "A-1", "--as", "ana")["depends_on"] == ["A-1"]
    assert "Waits for: A-1" in isthmus.actions("show", 2)
    with pytest.raises(Exception, match="A-1"):
        isthmus.actions("wait", 1, 2, "--as", "ana")
    assert isthmus.kept("wait", 2, 1, "--no-longer", "--as", "ana")["depends_on"] == []


def test_many_are_changed_at_once_and_refusals_are_told(isthmus: Isthmus) -> None:
    isthmus.added()
    isthmus.added("Order the locks")
    isthmus.actions("drop", 2, "Nobody needs them", "--as", "ana")
    came = isthmus.kept("bulk", "A-1,A-2", "99", "--owner", "ben", "--as", "lea")
    assert [each["id"] for each in came["done"]] == ["A-1"]
    assert {each["id"] for each in came["refused"]} == {"A-2", "A-99"}
    with pytest.raises(InvalidError, match="one thing"):
        isthmus.actions("bulk", 1, "--done", "--drop", "Both")


def test_somebody_may_read_and_not_change(isthmus: Isthmus) -> None:
    isthmus.added("Order the badges", "--reader", "plant")
    assert "Order the badges" in isthmus.actions("list", "--as", "ria")
    with pytest.raises(NotAllowedError):
        isthmus.actions("done", 1, "--as", "ria")
    with pytest.raises(NotFoundError):
        isthmus.actions("show", 1, "--as", "bena")


def test_a_proposal_is_agreed_to(isthmus: Isthmus) -> None:
    assert isthmus.kept("add", "Order badges", "--propose", "--as", "ana")["status"] == "proposed"
    assert isthmus.kept("accept", 1, "--as", "ana")["status"] == "open"


def test_the_same_said_again_is_pointed_out(isthmus: Isthmus) -> None:
    isthmus.added("Order the badges for the gate")
    assert "The same as A-1?" in isthmus.actions("add", "Order badges for the gate")


def test_today_is_that_of_the_clock(isthmus: Isthmus) -> None:
    assert date.fromisoformat(isthmus.kept("add", "Do it today", "--due", "today")["due"]) == date(
        2026, 11, 22
    )


def test_a_list_goes_out_as_a_file_and_comes_in_once(isthmus: Isthmus, tmp_path: Path) -> None:
    isthmus.added("Order the badges", "--owner", "ben", "--due", "2026-12-01")
    isthmus.added("Order the locks")
    for to in ("xlsx", "csv"):
        file = tmp_path / f"list.{to}"
        isthmus.actions("export", "--format", to, "--output", file, "--owner", "ben")
        assert isthmus.kept("import", file)["added"] == []
        assert "Order the badges is A-1 already." in isthmus.actions("import", file, "--preview")


def test_an_import_tells_how_it_was_understood(isthmus: Isthmus, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Task,Assigned to,Deadline\nOrder keys,Ben,3/4\nOrder lamps,,2026-12-01\n")
    shown = isthmus.actions("import", file, "--preview", "--as", "ana")
    for told in ("“Deadline” is read as Due.", "Order lamps", "3/4", "A preview"):
        assert told in shown
    assert isthmus.kept("list")["items"] == []
    came = isthmus.kept("import", file, "--as", "ana", "--reader", "plant")
    assert [each["id"] for each in came["added"]] == ["A-1", "A-2"]
    assert came["not_understood"][0]["cell"] == "line 2, column 3"
    assert isthmus.kept("show", 1)["readers"] == ["plant"]
    with pytest.raises(InvalidError, match="cannot be read"):
        isthmus.actions("import", tmp_path / "none.csv")


def test_a_calendar_is_made_shown_once_and_revoked(isthmus: Isthmus) -> None:
    assert "There is none." in isthmus.actions("calendar", "--as", "ben")
    address = isthmus.kept("calendar", "--make", "--as", "ben")["address"]
    assert address.startswith("http://127.0.0.1:8000/calendar/")
    told = isthmus.actions("calendar", "--as", "ben")
    assert "made on 2026-11-22" in told
    assert address not in told
    assert "Revoked" in isthmus.actions("calendar", "--revoke", "--as", "ben")
    with pytest.raises(InvalidError, match="say whose"):
        isthmus.actions("calendar", "--make")


def test_other_trackers_are_subscribed_listed_and_removed(isthmus: Isthmus) -> None:
    address = "https://tracker.example/hook"
    made = isthmus.json("webhooks", "add", address, "--kind", "done", "--reader", "plant")
    assert made["secret"].startswith("whsec_")
    (listed,) = isthmus.json("webhooks", "list")
    assert (listed["kinds"], listed["readers"]) == (["done"], ["plant"])
    assert made["secret"] not in str(listed)
    shown = isthmus("webhooks", "list")
    assert made["id"] in shown
    assert made["secret"] not in shown
    assert "as soon as it runs" in isthmus("webhooks", "test", made["id"], "--wait", 0)
    isthmus("webhooks", "remove", made["id"])
    assert isthmus.json("webhooks", "list") == []
