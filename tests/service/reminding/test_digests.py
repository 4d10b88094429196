"""Digests: one message a week, of what whoever reads it may read, and only the newest of missed."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from isthmus.actions.changes import SetDue
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.people import Audience
from isthmus.raci.desk import Hand
from isthmus.reminding.desk import Wanted
from isthmus.reminding.digests import digest_as_json, digest_of, digest_reply
from isthmus.reminding.model import Sort
from kept_reminders import ANA, BEN, EVE, KAI, MONDAY, SID, Chat, RemindersOfTests, lines

MONDAYS = Wanted(0, time(9))


def a_week(kept: RemindersOfTests) -> None:
    closed = kept.add("Close the modem line", days=3)
    kept.add("Late one", KAI, days=1)
    held = kept.add("Waits for a vendor", days=9)
    moved = kept.add("Slipped", days=3)
    kept.add("For the office", days=1, readers=("office",), owner=EVE)
    kept.to(1)
    kept.actions.done(closed.id, Hand(BEN, "test"))
    kept.actions.block(held.id, Hand(BEN, "test"), "no answer yet")
    kept.actions.edit(moved.id, [SetDue(MONDAY + timedelta(days=20))], Hand(BEN, "test"))


def test_a_digest_says_what_a_week_did(kept: RemindersOfTests) -> None:
    a_week(kept)
    kept.to(4)
    made = kept.reminding.digest(SID)
    told = lines(digest_reply(made, "https://isthmus.plant.example"))
    assert told["Closed"] == ("A-1 Close the modem line (Ben)",)
    assert told["Overdue"] == ("A-2 Late one (Kai; was due Tuesday 3 March 2026, 3 days ago)",)
    assert told["Blocked or waiting"] == (
        (
            "A-3 Waits for a vendor "
            "(Ben; due Wednesday 11 March 2026, in 5 days; blocked: no answer yet)"
        ),
    )
    assert told["Moved"] == (
        "A-4 Slipped (Ben): from Thursday 5 March 2026 to Sunday 22 March 2026",
    )
    assert {each.name: each.number for each in made.sections} == {
        "Closed": 1,
        "New": 4,
        "Due within a week": 1,
        "Overdue": 1,
        "Blocked or waiting": 1,
        "Moved": 1,
        "Dropped": 0,
    }
    assert digest_of(digest_as_json(made)) == made


def test_a_digest_of_some_steps_or_of_a_quiet_week_says_so(kept: RemindersOfTests) -> None:
    a_week(kept)
    assert kept.reminding.digest(SID, ("3.1",)).is_quiet
    assert not kept.reminding.digest(SID, ("2",)).is_quiet
    text = digest_reply(kept.reminding.digest(SID, ("3.1",)), "").text
    assert "nothing changed, and nothing is late" in text
    with pytest.raises(InvalidError, match="no step"):
        kept.reminding.digest(SID, ("9.9",))


def test_a_subscribed_digest_comes_each_week_once_and_says_what_was_since_the_last(
    kept: RemindersOfTests, chat: Chat
) -> None:
    kept.reminding.subscribe(MONDAYS, SID)
    assert kept.reminding.subscribe(MONDAYS, SID) == kept.reminding.subscriptions(SID)[0]
    a_week(kept)
    kept.to(22)
    days = [each.day for each in kept.messages(SID, Sort.DIGEST)]
    assert days == [MONDAY + timedelta(days=number) for number in (0, 7, 14, 21)]
    bodies = [digest_of(each.body["digest"]) for each in kept.messages(SID, Sort.DIGEST)]
    assert [one.sections[0].number for one in bodies] == [0, 1, 0, 0]
    assert [each.subject for each in chat.arrived if each.to == "chat/sid"][1] == (
        "Actions, the week to Monday 9 March 2026: 1 overdue"
    )


def test_of_missed_digests_only_the_newest_comes_and_says_that_it_is_late(
    kept: RemindersOfTests, chat: Chat
) -> None:
    kept.reminding.subscribe(MONDAYS, SID)
    kept.to(1)
    kept.be_down_until(datetime(2026, 3, 17, 12, tzinfo=UTC))
    found = kept.messages(SID, Sort.DIGEST)
    assert [(each.day, each.late) for each in found] == [
        (MONDAY, False),
        (MONDAY + timedelta(days=15), True),
    ]
    assert "This comes late" in chat.arrived[-1].reply.text
    since = digest_of(found[1].body["digest"]).since
    assert since == found[0].at  # nothing in between is left out


def test_a_digest_holds_nothing_that_its_reader_may_not_read_any_more(
    kept: RemindersOfTests,
) -> None:
    kept.reminding.subscribe(MONDAYS, SID)
    a_week(kept)
    kept.to(8)
    kept.people["sid"] = replace(SID, groups=frozenset())
    [newest, *_] = kept.reminding.messages(kept.people["sid"])
    assert newest.reply is not None
    assert lines(newest.reply) == {}


def test_a_channel_gets_what_all_of_its_members_may_read(
    kept: RemindersOfTests, chat: Chat
) -> None:
    chat.channel = Audience((SID, EVE))
    kept.reminding.subscribe(replace(MONDAYS, place="chat:plant"), ANA)
    a_week(kept)
    kept.add("For everybody", days=30, readers=("everyone",))
    kept.to(8)
    digests = [each for each in chat.arrived if each.to == "chat:plant"]
    assert len(digests) == 2
    assert lines(digests[1].reply)["New"] == (
        "A-6 For everybody (Ben; due Wednesday 1 April 2026, in 23 days)",
    )
    with pytest.raises(NotAllowedError):
        kept.reminding.subscribe(replace(MONDAYS, place="chat:plant"), BEN)
    with pytest.raises(InvalidError, match="Nothing leads"):
        kept.reminding.subscribe(replace(MONDAYS, place="smoke:hill"), ANA)


def test_a_digest_is_ended_by_whoever_gets_it_or_a_lead(kept: RemindersOfTests) -> None:
    made = kept.reminding.subscribe(MONDAYS, SID)
    with pytest.raises(NotFoundError):
        kept.reminding.unsubscribe(made.id, BEN)
    kept.reminding.unsubscribe(made.id, ANA)
    kept.to(8)
    assert kept.messages(SID) == []
    with pytest.raises(InvalidError, match="no time zone"):
        kept.reminding.subscribe(replace(MONDAYS, zone="Mars/Base"), SID)
