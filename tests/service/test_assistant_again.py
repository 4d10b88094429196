"""A message whose process ended before anybody knew what came of it is delivered again."""

from dataclasses import replace

import pytest

import served
from channel_of_tests import Channel
from isthmus.messages import Message, Reply
from isthmus.talks.store import Key, TalkStore
from isthmus.understanding.commands import Command, Help, ListCharts, OpenForm, ShowHome
from kept_charts import ANA

NOT_KNOWN = "what came of it is not known yet"


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


def left_over(channel: Channel, message: Message) -> Message:
    """Have a message heard by a process that ended right then."""
    key = Key(message.place, message.id, message.by.id)
    TalkStore(channel.wiring.storage).claim(key, channel.wiring.clock())
    return message


def told(reply: Reply) -> str:
    return str(reply.parts)
