"""A reply is kept and sent as JSON, and a message says who may read what comes of it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InvalidError
from isthmus.messages import Message, Reply, reply_as_json, reply_of
from isthmus.people import GUEST, OPERATOR, Audience, Person
from isthmus.understanding.commands import Ask, command_as_json

GROUPS = st.sets(st.sampled_from(["plant", "office", "vendor"]))
PEOPLE = st.builds(
    lambda name, groups, unrestricted: Person(name, name, frozenset(groups), "UTC", unrestricted),
    st.sampled_from("abcd"),
    GROUPS,
    st.booleans(),
)


@given(st.from_type(Reply))
def test_a_reply_is_read_as_it_was_written(reply: Reply) -> None:
    assert reply_of(json.loads(json.dumps(reply_as_json(reply)))) == reply


def test_a_command_is_no_reply() -> None:
    with pytest.raises(InvalidError):
        reply_of(command_as_json(Ask("Who?")))


@given(PEOPLE, st.lists(PEOPLE, max_size=3), st.lists(st.sampled_from(["plant", "office", "all"])))
def test_nobody_reads_in_a_channel_what_one_of_its_members_may_not(
    by: Person, members: list[Person], readers: list[str]
) -> None:
    message = Message("1", "test", "c", by, audience=Audience(tuple(members)))
    if message.reader.may_read(readers):
        assert all(each.may_read(readers) for each in (by, *members))


@given(PEOPLE)
def test_who_is_alone_reads_all_that_is_theirs(by: Person) -> None:
    message = Message("1", "test", "c", by)
    assert message.is_private
    assert message.reader == by


def test_a_guest_stays_one_and_the_operator_is_bound_by_who_is_there() -> None:
    assert Message("1", "test", "c", GUEST).reader.is_guest
    message = Message("1", "test", "c", OPERATOR, audience=Audience((GUEST,)))
    assert not message.reader.unrestricted
    assert message.reader == replace(OPERATOR, unrestricted=False)


@pytest.mark.parametrize("missing", ["id", "channel", "conversation"])
def test_a_message_without_its_ids_is_a_mistake_of_the_channel(missing: str) -> None:
    names = ("id", "channel", "conversation")
    first, channel, conversation = ("" if each == missing else each for each in names)
    with pytest.raises(ValueError, match="ids"):
        Message(first, channel, conversation, GUEST)
