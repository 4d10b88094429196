"""Who sees what came of a message may have changed before it is shown."""

import json

import pytest

from isthmus.channels.readers import rights, still, told_apart
from isthmus.messages import Message
from isthmus.people import Audience, Person

ANA = Person("ana", "Ana", frozenset({"everyone", "plant"}))
LEA = Person("lea", "Lea", frozenset({"everyone", "plant"}))
BEN = Person("ben", "Ben", frozenset({"everyone"}))
GUS = Person("gus", "Gus", frozenset({"everyone"}))
ROOT = Person("root", "Root", unrestricted=True)


def among(*people: Person) -> Message:
    """Give what the first says where all of them read it."""
    return Message("m1", "paper", "t1", people[0], "my actions", audience=Audience(people))


@pytest.mark.parametrize("there", [(ANA,), (ANA, LEA), (ANA, LEA, BEN), (ROOT,)])
def test_while_nobody_comes_or_goes_all_see_it(there: tuple[Person, ...]) -> None:
    assert still(among(*there), json.loads(json.dumps(rights(among(*there)))))


def test_who_left_hides_it_from_nobody() -> None:
    assert still(among(ANA), rights(among(ANA, LEA)))
    assert still(among(BEN), rights(among(BEN, GUS)))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((BEN,), (BEN, GUS)),
        ((ANA,), (ANA, LEA)),
        ((BEN, GUS), (BEN, ANA)),
        ((BEN,), (BEN, ROOT)),
        ((ROOT,), (ROOT, ANA)),
    ],
)
def test_who_joined_is_not_shown_what_was_for_those_before(
    before: tuple[Person, ...], now: tuple[Person, ...]
) -> None:
    """Though they may be in the same groups: it may name those who were there, and not them."""
    assert not still(among(*now), rights(among(*before)))


def test_who_lost_a_group_is_not_shown_what_it_reads() -> None:
    less = Person(ANA.id, ANA.name, frozenset({"everyone"}))
    assert not still(among(less), rights(among(ANA)))
    assert still(among(ANA), rights(among(less)))


def test_where_nobody_wrote_down_who_was_there_it_is_not_shown() -> None:
    before = rights(among(ANA))
    del before["people"]
    assert not still(among(ANA), before)


def test_what_others_read_is_another_message() -> None:
    told = {told_apart("m1", among(*people), "9h") for people in ((BEN,), (BEN, GUS), (ANA, GUS))}
    assert len(told) == 3
    assert told_apart("m1", among(BEN, GUS), "9h") in told
