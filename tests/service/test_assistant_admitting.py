"""Where guests are off, nobody without an account is answered, nor shown anything beside others."""

from dataclasses import replace

import pytest

import served
from channel_of_tests import Channel
from isthmus.channels.model import Profile
from isthmus.channels.readers import rights, still
from isthmus.messages import Message, Quote
from isthmus.people import Audience
from isthmus.understanding.commands import (
    Ask,
    Command,
    FindPassages,
    Help,
    ListCharts,
    OpenForm,
    ShowHome,
)
from kept_charts import ANA, BEN

STRANGER = replace(Profile("slack", "T1", "U9", "Gus").stranger(), admitted=False)
ASKED = "Who approves emergency patches?"
EVERYTHING = (Ask(ASKED), FindPassages("patches"), ListCharts(), OpenForm("track"), ShowHome())


@pytest.fixture
def channel(wiring: served.FakeAnsweringWiring) -> Channel:
    return Channel(wiring)


@pytest.mark.parametrize("command", [*EVERYTHING, Help()], ids=repr)
def test_whoever_has_no_account_is_told_so_whatever_they_ask_for(
    channel: Channel, command: Command
) -> None:
    reply = channel.do(command, STRANGER)
    assert reply.failed
    assert "people who have an account here" in reply.text
    assert len(reply.parts) == 1


@pytest.mark.parametrize("command", EVERYTHING, ids=repr)
def test_nothing_is_shown_where_somebody_without_an_account_reads_along(
    channel: Channel, command: Command
) -> None:
    reply = channel.do(command, ANA, among=(BEN, STRANGER))
    assert reply.failed
    assert "read along here" in reply.text
    assert len(reply.parts) == 1


def test_people_with_accounts_are_answered_as_ever(channel: Channel) -> None:
    assert channel(ASKED, among=(BEN,)).of(Quote)


def test_a_message_that_was_answered_before_is_not_shown_to_who_came_since(
    channel: Channel,
) -> None:
    message = channel.message(ASKED, among=(BEN,))
    assert channel.hear(message).of(Quote)
    with_them = replace(channel.message(ASKED, among=(BEN, STRANGER)), id=message.id)
    assert not channel.hear(with_them).of(Quote)


def test_what_is_done_and_what_one_may_say_is_not_told_to_who_has_no_account(
    channel: Channel,
) -> None:
    assert channel.assistant.doing(channel.message(ASKED, STRANGER)) == ""
    assert channel.assistant.doing(channel.message(ASKED, among=(STRANGER,))) == ""
    assert channel.assistant.suggestions(STRANGER) == ()


def test_what_was_said_before_is_not_fit_when_somebody_lost_their_account() -> None:
    before = Message("m", "slack", "t", ANA, audience=Audience((ANA, BEN)))
    now = replace(before, audience=Audience((ANA, replace(BEN, admitted=False))))
    assert still(before, rights(before))
    assert not still(now, rights(before))


def test_who_is_not_admitted_reads_nothing_at_all() -> None:
    assert not STRANGER.may_read(("everyone",))
    assert replace(STRANGER, admitted=True).may_read(("everyone",))
