"""`isthmus channels`: places and people of chat platforms, at the command line."""

from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests, wire
from command_line_of_tests import CommandLine
from isthmus.channels.model import Answers, Manner, Place, Profile
from isthmus.errors import NotFoundError
from isthmus.people import OPERATOR
from isthmus.wiring import Wiring
from kept_actions import ANA
from library_of_tests import Clock


class Isthmus(CommandLine):
    """Somebody who is called Ana was seen on a platform, in a place that a lead set up."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        asking = AskingOfTests(data)
        with asking.wiring.access() as access:
            access.put_person(ANA)
        asking.close()
        wiring = self.wiring()
        wiring.directory.person(Profile("slack", "T1", "U1", "Ana [bold]P."))
        place = Place("slack", "T1", "C1", "ot-security")
        wiring.places.behave(place, Manner(Answers.EVERY, ("policies", "records")), OPERATOR)
        wiring.close()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=Clock())


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_places_are_listed_with_their_manner(isthmus: Isthmus) -> None:
    (place,) = isthmus.json("channels", "list")
    assert (place["name"], place["answers"], place["shared"]) == (
        "ot-security",
        "every question",
        False,
    )
    assert place["collections"] == ["policies", "records"]
    said = isthmus("channels", "list")
    assert "ot-security" in said
    assert "C1" in said


def test_people_are_linked_listed_and_unlinked(isthmus: Isthmus) -> None:
    assert known(isthmus) == ("U1", "", False)
    assert "U1 is ana from now on" in isthmus("channels", "link", "slack", "T1", "U1", "ana")
    assert known(isthmus) == ("U1", "ana", True)
    assert "[bold]P." in isthmus("channels", "people")
    isthmus("channels", "unlink", "slack", "T1", "U1")
    assert known(isthmus) == ("U1", "", False)


def test_nobody_is_linked_who_is_not_there(isthmus: Isthmus) -> None:
    with pytest.raises(NotFoundError, match="isthmus people list"):
        isthmus("channels", "link", "slack", "T1", "U1", "nobody")
    with pytest.raises(NotFoundError, match="isthmus channels people"):
        isthmus("channels", "link", "slack", "T1", "U2", "ana")


def known(isthmus: Isthmus) -> tuple[str, str, bool]:
    (one,) = isthmus.json("channels", "people")
    return one["id"], one["person"], one["linked"]
