"""Places where people talk: what is seen of them, and what was chosen for them."""

from dataclasses import replace

import pytest

from channels_of_tests import Kept
from isthmus.audit.store import AuditStore
from isthmus.channels.model import Answers, Manner, Place
from isthmus.channels.placing import Places
from isthmus.errors import InvalidError, NotAllowedError, StaleError
from isthmus.people import Person, Rank

LEA = Person("lea", "Lea", rank=Rank.LEAD)
CON = Person("con", "Con", rank=Rank.CONTRIBUTOR)
SEEN = Place("paper", "T1", "C1", "ot-security", reference={"members": ["U1"]})
CHOSEN = Manner(
    Answers.EVERY, ("policies",), ("plant", "board"), "de", "monday", "2.4", "Rotterdam", version=0
)


@pytest.fixture
def places(kept: Kept) -> Places:
    return Places(kept.parts)


def test_a_place_never_seen_is_as_nobody_chose_anything(places: Places) -> None:
    place = places.get("paper", "T1", "C1")
    assert place == Place("paper", "T1", "C1")
    assert place.answers is Answers.MENTION
    assert replace(place, shared=True).answers is Answers.OFF
    assert places.listed() == []


def test_what_is_seen_is_kept_and_changes_no_manner(places: Places) -> None:
    places.seen(SEEN)
    changed = places.behave(SEEN, CHOSEN, LEA)
    places.seen(replace(SEEN, name="ot", shared=True))
    assert places.get("paper", "T1", "C1") == replace(changed, name="ot", shared=True)
    assert places.listed() == [replace(changed, name="ot", shared=True)]


def test_a_lead_chooses_how_we_behave_and_it_is_recorded(kept: Kept, places: Places) -> None:
    changed = places.behave(SEEN, CHOSEN, LEA)
    assert changed == replace(SEEN, manner=replace(CHOSEN, version=1))
    with kept.parts.storage.reading() as connection:
        entry = list(AuditStore(connection).in_order())[-1]
    assert (entry.action, entry.person, entry.subject) == ("place.changed", "lea", "paper:T1:C1")
    assert entry.details["readers"] == "plant, board"
    assert entry.details["answers"] == "every question"


def test_nobody_below_a_lead_chooses(places: Places) -> None:
    with pytest.raises(NotAllowedError):
        places.behave(SEEN, CHOSEN, CON)
    assert places.get("paper", "T1", "C1").manner == Manner()


def test_an_older_choice_never_overwrites_a_newer_one(places: Places) -> None:
    first = places.behave(SEEN, CHOSEN, LEA)
    with pytest.raises(StaleError, match="Look at them again"):
        places.behave(SEEN, Manner(Answers.OFF), LEA)
    assert places.get("paper", "T1", "C1").manner == first.manner
    again = places.behave(first, replace(first.manner, answers=None), LEA)
    assert (again.manner.version, again.answers) == (2, Answers.MENTION)


@pytest.mark.parametrize(
    "wrong",
    [
        Manner(digest="Mondays"),
        Manner(language="klingon!"),
        Manner(step="x" * 201),
        Manner(readers=("a\0b",)),
        Manner(collections=("x",) * 51),
    ],
)
def test_a_manner_that_cannot_be_is_refused(places: Places, wrong: Manner) -> None:
    with pytest.raises(InvalidError):
        places.behave(SEEN, wrong, LEA)


def test_the_places_of_a_team_that_left_are_forgotten(places: Places) -> None:
    places.seen(SEEN)
    places.seen(replace(SEEN, team="T2"))
    places.forget("paper", "T1")
    assert [each.team for each in places.listed()] == ["T2"]
