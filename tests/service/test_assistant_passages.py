"""Passages looked for: nothing is answered, nothing is kept, and nobody sees what is not theirs."""

from pathlib import Path

import pytest

import served
from channel_of_tests import Channel
from isthmus.messages import Quote, Reply
from isthmus.people import Person
from isthmus.understanding.commands import FindPassages

ANA = served.ANA
BEN = served.BEN


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    wiring = served.wire(tmp_path)
    served.fill(wiring)
    return Channel(wiring)


def found(channel: Channel, words: str, by: Person, *others: Person) -> Reply:
    return channel.do(FindPassages(words), by, among=list(others))


def test_passages_are_told_with_where_they_stand(channel: Channel) -> None:
    (quote, *_) = found(channel, "window", BEN).of(Quote)
    assert (quote.title, quote.n) == ("OT patching policy", 0)
    assert "patch window" in quote.text
    assert "/passages/" in quote.address


def test_only_what_everybody_there_may_read_is_found(channel: Channel) -> None:
    assert found(channel, "turbine", ANA).of(Quote)
    assert not found(channel, "turbine", BEN).of(Quote)
    assert not found(channel, "turbine", ANA, BEN).of(Quote)


def test_what_is_not_found_is_no_failure(channel: Channel) -> None:
    assert found(channel, "xyzzyq", ANA) == Reply(())
