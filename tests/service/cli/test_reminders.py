"""`isthmus digest` and `isthmus reminders`: what people are told, at the command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus.actions.model import Draft, Party
from isthmus.errors import InvalidError, NotFoundError
from isthmus.raci.desk import Hand
from isthmus.wiring import Wiring
from kept_actions import ANA, BEN, LEA
from library_of_tests import Clock


class Isthmus(CommandLine):
    """Ana gave Ben two actions some days ago, and one of them is late."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()
        asking = AskingOfTests(data)
        with asking.wiring.access() as access:
            for person in (ANA, BEN, LEA):
                access.put_person(person)
        asking.close()
        wiring = self.wiring()
        today = self.clock().date()
        for title, days, step in (("Order the badges", 0, "1.3"), ("Test the restore", 9, "2.4")):
            draft = Draft(title, owner=Party("Ben", "ben"), due=today + timedelta(days), step=step)
            wiring.actions.add(draft, Hand(ANA, "test"))
        self.clock.now += timedelta(days=2)
        wiring.durable.worker().run_due()
        wiring.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_the_digest_tells_what_is_new_and_late(isthmus: Isthmus) -> None:
    said = isthmus("digest", "--as", "ana")
    assert "New: 2" in said
    assert "Overdue: 1" in said
    assert "A-1 Order the badges (Ben; was due" in said


def test_the_digest_is_of_a_step_or_a_phase(isthmus: Isthmus) -> None:
    sections = isthmus.json("digest", "--step", "2")["sections"]
    assert {each["name"]: each["number"] for each in sections if each["number"]} == {
        "New": 1,
        "Due within a week": 1,
    }
    with pytest.raises(InvalidError, match=r"There is no step 9\.9"):
        isthmus("digest", "--step", "9.9")


def test_a_quiet_week_is_told(tmp_path: Path) -> None:
    quiet = Isthmus(tmp_path / "quiet")
    for action in ("A-1", "A-2"):
        quiet("actions", "drop", action, "Not needed")
    quiet.clock.now += timedelta(days=30)
    assert "Nothing changed this week, and nothing is late." in quiet("digest")


def test_what_somebody_was_told_is_listed_newest_first(isthmus: Isthmus) -> None:
    told = isthmus.json("reminders", "list", "--as", "ben")
    assert told
    assert [each["at"] for each in told] == sorted((each["at"] for each in told), reverse=True)
    assert isthmus.json("reminders", "list", "--as", "lea") == []
    assert "news" in isthmus("reminders", "list", "--as", "ben")


def test_what_became_of_each_message_is_listed(isthmus: Isthmus) -> None:
    found = isthmus.json("reminders", "deliveries", "--state", "delivered")
    assert {(each["person"], each["way"]) for each in found} == {("ben", "console")}
    assert isthmus.json("reminders", "deliveries", "--state", "failed") == []
    assert "delivered" in isthmus("reminders", "deliveries")


def test_a_digest_is_subscribed_listed_and_ended(isthmus: Isthmus) -> None:
    said = isthmus("reminders", "subscribe", "ben", "--day", "fri", "--at", "07:15", "--step", "2")
    assert "Ben gets digest" in said
    assert "each Friday at 07:15 (UTC)" in said
    (digest,) = isthmus.json("reminders", "subscriptions")
    assert digest["id"] in said
    assert "Friday" in isthmus("reminders", "subscriptions")
    isthmus("reminders", "unsubscribe", digest["id"])
    assert isthmus.json("reminders", "subscriptions") == []


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("ben", "--day", "someday"), "is no day of the week"),
        (("ben", "--day", "t"), "is no day of the week"),
        (("ben", "--at", "noon"), "is no time of day"),
        (("ben", "--zone", "Moon/Base"), "Moon/Base"),
        (("ben", "--step", "7"), "There is no step 7"),
    ],
)
def test_what_is_no_digest_is_refused_in_words(
    isthmus: Isthmus, options: tuple[str, ...], why: str
) -> None:
    with pytest.raises(InvalidError, match=why):
        isthmus("reminders", "subscribe", *options)


def test_nobody_is_subscribed_or_ended_who_is_not_there(isthmus: Isthmus) -> None:
    with pytest.raises(NotFoundError, match="isthmus people list"):
        isthmus("reminders", "subscribe", "zoe")
    with pytest.raises(NotFoundError, match="There is no digest nothing"):
        isthmus("reminders", "unsubscribe", "nothing")
