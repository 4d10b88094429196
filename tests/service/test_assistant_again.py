"""A message is delivered again whose process ended before or after its reply was kept."""

from dataclasses import replace

import pytest

import served
from channel_of_tests import Channel
from isthmus.actions.model import Draft, Party
from isthmus.messages import Message, Picture, Reply
from isthmus.people import NOBODY, Audience, Person
from isthmus.raci.desk import Hand
from isthmus.talks.store import Key, TalkStore
from isthmus.understanding.commands import Command, Help, ListCharts, OpenForm, ShowHome
from kept_charts import ANA, BEN, EVE, LEA

NOT_KNOWN = "what came of it is not known yet"
CHANGED = "who reads here has changed"


@pytest.fixture
def channel(wiring: served.FakeAnsweringWiring) -> Channel:
    return Channel(wiring)


def test_a_question_is_simply_answered(channel: Channel) -> None:
    message = left_over(channel, channel.message(served.QUESTION))
    reply = channel.hear(message)
    assert "plant manager is accountable" in told(reply)
    assert told(channel.hear(message)) == told(reply)


@pytest.mark.parametrize("command", [ListCharts(), Help(), ShowHome(), OpenForm("track")])
def test_what_is_only_shown_is_shown(channel: Channel, command: Command) -> None:
    message = replace(channel.message(""), command=command)
    left_over(channel, message)
    assert NOT_KNOWN not in told(channel.hear(message))


def test_what_changes_something_is_not_done_again(channel: Channel) -> None:
    message = left_over(channel, channel.message("add action: Ben updates the plan by 1 May 2027"))
    assert NOT_KNOWN in told(channel.hear(message))
    assert channel.wiring.actions.listed(ANA).actions == ()


# ---- who reads it may have changed


def test_who_joined_is_answered_with_what_they_may_read(channel: Channel) -> None:
    channel.keep("Turbine", "plant")
    message = channel.message("show the turbine chart")
    assert channel.hear(message).of(Picture)
    joined = read_by(message, EVE)
    reply = channel.hear(joined)
    assert not reply.of(Picture)
    assert "Turbine" not in told(reply)
    assert told(channel.hear(joined)) == told(reply)


def test_who_joined_is_not_shown_what_names_those_who_were_there(channel: Channel) -> None:
    his = Draft("Dismiss Peter", owner=Party(BEN.name, BEN.id), readers=(NOBODY,))
    channel.wiring.actions.add(his, Hand(BEN))
    message = channel.message("my actions", BEN)
    assert "Peter" in told(channel.hear(message))
    assert "Peter" not in told(channel.hear(read_by(message, ANA)))


def test_what_was_ordered_is_neither_done_again_nor_shown_to_who_joined(channel: Channel) -> None:
    message = channel.message("add action: Ben updates the plan by 1 May 2027")
    assert "Update the plan" in told(channel.hear(message))
    for _ in range(2):
        reply = channel.hear(read_by(message, LEA))
        assert CHANGED in told(reply)
        assert "plan" not in told(reply)
    assert len(channel.wiring.actions.listed(ANA).actions) == 1
    assert "Update the plan" in told(channel.hear(message))


def test_who_left_changes_nothing(channel: Channel) -> None:
    message = channel.message("add action: Ben updates the plan by 1 May 2027")
    reply = channel.hear(read_by(message, LEA, BEN))
    assert told(channel.hear(read_by(message, BEN))) == told(reply)


def read_by(message: Message, *others: Person) -> Message:
    return replace(message, audience=Audience((message.by, *others)))


def left_over(channel: Channel, message: Message) -> Message:
    """Have a message heard by a process that ended right then."""
    key = Key(message.place, message.id, message.by.id)
    TalkStore(channel.wiring.storage).claim(key, channel.wiring.clock())
    return message


def told(reply: Reply) -> str:
    return str(reply.parts)
