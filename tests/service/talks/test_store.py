"""What a conversation is about, and what was heard in it, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from isthmus.storage import Storage
from isthmus.talks.store import KEPT_FOR, Before, Key, Kind, TalkStore, heard_messages
from kept_charts import NOW

KEY = Key("slack/c1", "m1", "ana")


@pytest.fixture
def talks(storage: Storage) -> TalkStore:
    return TalkStore(storage)


def test_a_message_is_claimed_once(talks: TalkStore) -> None:
    assert talks.claim(KEY, NOW) is None
    assert talks.claim(KEY, NOW) == Before(None)
    talks.keep(KEY, {"parts": ["é"]}, {"people": ["ana"]})
    assert talks.claim(KEY, NOW) == Before({"parts": ["é"]}, {"people": ["ana"]})
    assert talks.heard(KEY, NOW) == Before({"parts": ["é"]}, {"people": ["ana"]})


def test_a_reply_that_was_kept_without_its_readers_is_read_as_nobodys(
    talks: TalkStore, storage: Storage
) -> None:
    talks.claim(KEY, NOW)
    with storage.transaction() as connection:
        connection.execute(update(heard_messages).values(reply={"parts": ["é"]}))
    assert talks.claim(KEY, NOW) == Before({"parts": ["é"]}, {})


def test_the_same_id_elsewhere_or_of_somebody_else_is_another_message(talks: TalkStore) -> None:
    talks.claim(KEY, NOW)
    assert talks.claim(Key("slack/c2", "m1", "ana"), NOW) is None
    assert talks.claim(Key("slack/c1", "m1", "ben"), NOW) is None


def test_messages_are_forgotten_when_no_platform_delivers_them_again(talks: TalkStore) -> None:
    talks.claim(KEY, NOW)
    later = NOW + KEPT_FOR
    talks.claim(Key("slack/c1", "m2", "ana"), later)
    assert talks.claim(KEY, later) == Before(None)
    talks.claim(Key("slack/c1", "m3", "ana"), later + timedelta(seconds=1))
    assert talks.claim(KEY, later) is None


def test_a_conversation_is_about_what_it_came_to_last(talks: TalkStore) -> None:
    assert talks.about("slack/c1") == {}
    talks.put_about("slack/c1", Kind.CHART, "one")
    talks.put_about("slack/c1", Kind.ROLE, "two")
    talks.put_about("slack/c2", Kind.CHART, "other")
    assert list(talks.about("slack/c1").items()) == [(Kind.ROLE, "two"), (Kind.CHART, "one")]
    talks.put_about("slack/c1", Kind.CHART, "three")
    assert list(talks.about("slack/c1").items()) == [(Kind.CHART, "three"), (Kind.ROLE, "two")]


def test_each_person_asks_in_a_conversation_of_their_own(talks: TalkStore) -> None:
    talks.put_inquiry("slack/c1", "ana", "a1")
    talks.put_inquiry("slack/c1", "ben", "b1")
    talks.put_inquiry("slack/c1", "ana", "a2")
    assert (talks.inquiry("slack/c1", "ana"), talks.inquiry("slack/c1", "ben")) == ("a2", "b1")
    assert talks.inquiry("slack/c2", "ana") == ""
