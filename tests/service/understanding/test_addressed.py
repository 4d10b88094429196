"""What people say where we talked before: what of it is for us, and what they say to each other."""

from pathlib import Path
from typing import Final, NamedTuple

import pytest

from isthmus.hearing.suggesting import is_meant
from isthmus.understanding.addressed import is_a_question_for_us, is_for_others
from isthmus.understanding.grammar import understand

_MOST_MISSED: Final = 0.06  # of what was for us: it can be said again with our name
_FEWEST: Final = 60


class Labelled(NamedTuple):
    text: str
    for_us: bool
    spoken_of: bool


def labelled() -> list[Labelled]:
    lines = Path(__file__).with_name("for_us.txt").read_text("utf-8").splitlines()
    said = [(line[0], line[2:]) for line in lines if line[:2] in {"+ ", "- "}]
    return [
        Labelled(text.removeprefix("about "), mark == "+", text.startswith("about "))
        for mark, text in said
    ]


def taken(each: Labelled) -> bool:
    return is_meant(understand(each.text), each.text, spoken_of=each.spoken_of)


def test_we_stay_silent_where_people_talk_to_each_other() -> None:
    others = [each for each in labelled() if not each.for_us]
    assert [each.text for each in others if taken(each)] == []


def test_hardly_anything_that_is_for_us_is_missed() -> None:
    ours = [each for each in labelled() if each.for_us]
    missed = [each.text for each in ours if not taken(each)]
    assert len(missed) <= _MOST_MISSED * len(ours), missed


def test_there_is_enough_said_to_tell() -> None:
    said = labelled()
    assert len(said) >= _FEWEST
    assert len({each.text for each in said if each.for_us}) > _FEWEST / 3


@pytest.mark.parametrize("text", ["", "   ", "?" * 2_000, "Who approves it? " * 50])
def test_nothing_and_far_too_much_is_for_others(text: str) -> None:
    assert is_for_others(text)
    assert not is_a_question_for_us(text)
