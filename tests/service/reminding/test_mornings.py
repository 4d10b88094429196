"""Mornings: one message each, in the zone of whoever gets it, once, whatever clocks do."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from isthmus.actions.changes import LetRead, SetDue
from isthmus.actions.model import Draft, Party, Priority
from isthmus.errors import NotAllowedError
from isthmus.jobs.handling import Refused
from isthmus.messages import Paragraph
from isthmus.raci.desk import Hand
from isthmus.reminding.model import Arrival, Preference, Sort, Why
from isthmus.reminding.occasions import Occasions
from isthmus.storage import Storage
from kept_reminders import ANA, BEN, EVE, KAI, MONDAY, NEA, SID, Chat, RemindersOfTests, lines

HAND = Hand(BEN, "test")


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_all_that_is_due_comes_in_one_message_in_the_morning(
    kept: RemindersOfTests, chat: Chat
) -> None:
    for number in range(3):
        kept.add(f"Check switch {number}", days=4)
    kept.add("Close the modem line", days=2)
    kept.to(5)
    [news, monday, wednesday, friday] = chat.arrived
    assert news.subject == "Actions: 4 new"
    assert wednesday.subject == "Your actions: 1 due today, 3 due soon"
    assert monday.subject == "Your actions: 1 due soon"
    assert friday.subject == "Your actions: 3 due today"
    assert lines(wednesday.reply)["Due today"] == ("A-4 Close the modem line: due today; step 2.4",)
    assert len(lines(friday.reply)["Due today"]) == 3


def test_everybody_is_told_at_half_past_eight_where_they_are(kept: RemindersOfTests) -> None:
    for owner in (BEN, KAI, NEA):
        kept.add(owner=owner, days=20, priority=Priority.HIGH)
    kept.travel(datetime(2026, 4, 10, tzinfo=UTC))
    for owner in (BEN, KAI, NEA):
        zone = ZoneInfo(owner.time_zone)
        at = [each.at.astimezone(zone) for each in kept.messages(owner, Sort.MORNING)]
        assert {moment.time() for moment in at} == {time(8, 30)}
        assert all(moment.weekday() < 5 for moment in at)
        days = [moment.date() for moment in at]
        assert len(days) == len(set(days)) > 12  # both changes of the clocks lie in between


def test_a_year_passes_and_each_thing_is_said_as_often_as_it_should_be(storage: Storage) -> None:
    kept = RemindersOfTests(storage)
    priorities = list(Priority)
    ids = {each: kept.add(f"Do it {each}", days=4, priority=each).id for each in priorities}
    kept.travel(datetime(2027, 3, 1, 12, tzinfo=UTC))
    told = Counter((why, action) for _, why, action in kept.told(BEN))
    for each in priorities:
        assert told[Why.SOON, ids[each]] == 1
        assert told[Why.TODAY, ids[each]] == 1
    mornings = sum(day(number).weekday() < 5 for number in range(7, 365))
    late = {each: told[Why.OVERDUE, ids[each]] for each in priorities}
    assert late == {
        Priority.LOW: 0,
        Priority.NORMAL: mornings // 3,
        Priority.HIGH: mornings,
        Priority.URGENT: mornings,
    }
    per_day = Counter(each.day for each in kept.messages(BEN, Sort.MORNING))
    assert set(per_day.values()) == {1}


def test_after_a_night_and_a_day_of_downtime_reminders_come_once_and_say_that_they_are_late(
    kept: RemindersOfTests, chat: Chat
) -> None:
    kept.add(days=1)
    kept.to(0, 4)
    before = len(chat.arrived)
    kept.be_down_until(kept.working.now + timedelta(hours=26))
    kept.to(1, 12)
    [late] = chat.arrived[before:]
    assert "This comes late" in late.reply.of(Paragraph)[1].text
    assert "A-1 Update the plan: due today" in lines(late.reply)["Due today"][0]
    kept.add("Another one", days=2)
    kept.to(2)
    assert "This comes late" not in chat.arrived[-1].reply.text


def test_a_clock_that_is_moved_back_repeats_nothing(kept: RemindersOfTests, chat: Chat) -> None:
    kept.add(days=1, priority=Priority.HIGH)
    kept.to(3)
    said = len(chat.arrived)
    kept.working.now -= timedelta(hours=30)
    kept.worker.run_due()
    kept.to(3, 14)
    assert len(chat.arrived) == said


def test_what_is_settled_before_it_is_sent_is_not_sent(kept: RemindersOfTests, chat: Chat) -> None:
    action = kept.add(days=2)
    kept.to(1, 20)
    del chat.arrived[:]
    chat.replies.append(chat_is_away())
    kept.travel(datetime(2026, 3, 4, 7, 30, tzinfo=UTC))
    kept.actions.done(action.id, HAND)
    kept.to(2)
    assert chat.arrived == []
    [sent] = [each for each in kept.deliveries() if each.state is Arrival.NOT_WANTED]
    assert sent.way == "chat"
    shown = kept.reminding.messages(BEN)[0]
    assert shown.reply is None


def chat_is_away() -> Refused:
    return Refused("It is away.", retry_after=timedelta(minutes=5))


def test_who_lost_the_right_to_read_is_told_nothing_of_it(
    kept: RemindersOfTests, chat: Chat
) -> None:
    kept.lead(EVE)
    kept.people["eve"] = replace(EVE, groups=frozenset({"plant"}))
    kept.add("Rotate the secret key", days=0)
    kept.to(8, 1)
    chat.reaches |= {"eve"}
    kept.people["eve"] = EVE
    kept.to(20)
    assert not [each for each in chat.arrived if each.to == "chat/eve"]
    assert all(each.reply is None for each in kept.reminding.messages(EVE))


def test_the_lead_hears_of_silence_once_and_not_while_the_owner_speaks(
    kept: RemindersOfTests, chat: Chat
) -> None:
    kept.lead(SID, silence=5)
    quiet, loud = kept.add("Quiet one", days=0), kept.add("Loud one", days=0)
    kept.to(4)
    kept.actions.comment(loud.id, "The vendor is on it", HAND)
    kept.to(8)
    assert [each[1:] for each in kept.told(SID)] == [(Why.SILENT, quiet.id)]
    told = next(each for each in chat.arrived if each.to == "chat/sid")
    assert lines(told.reply)["Late and silent, in steps you lead"] == (
        (
            "A-1 Quiet one: Ben; was due Monday 2 March 2026, 7 days ago; "
            "nothing heard since Sunday 1 March 2026; step 2.4"
        ),
    )


def test_what_nobody_owns_or_somebody_without_an_account_goes_to_the_lead(
    kept: RemindersOfTests,
) -> None:
    kept.lead(SID, silence=5)
    kept.add("Nobody's", owner=None, days=0)
    kept.add("The vendor's", owner=None, days=0)
    kept.actions.edit(2, [], Hand(ANA, "test"))
    kept.add("Integrator's", days=0, owner=None)
    kept.to(10)
    assert {action for _, why, action in kept.told(SID) if why is Why.SILENT} == {1, 2, 3}


def test_an_import_of_thirty_is_one_message_and_whoever_takes_it_on_hears_nothing(
    kept: RemindersOfTests, chat: Chat
) -> None:
    drafts = [Draft(f"Do {n}", owner=Party("Ben", "ben"), readers=("plant",)) for n in range(30)]
    for draft in drafts:
        kept.actions.add(draft, Hand(ANA, "import"))
    kept.actions.add(replace(drafts[0], title="My own"), Hand(BEN, "test"))
    kept.to(0, 0)
    [news] = chat.arrived
    assert news.subject == "Actions: 30 new"
    assert lines(news.reply)["New for you"][-1] == "and 15 more"


def test_what_follows_within_minutes_is_told_together_and_what_was_taken_back_is_not(
    kept: RemindersOfTests, chat: Chat
) -> None:
    first = kept.add("First", days=None)
    kept.working.travel(timedelta(seconds=100))
    kept.worker.run_due()
    kept.add("Second", days=None)
    gone = kept.add("Third", days=None)
    kept.actions.drop(gone.id, Hand(ANA, "test"), "Twice")
    kept.travel(kept.working.now + timedelta(minutes=10))
    [news] = chat.arrived
    assert lines(news.reply)["New for you"] == (
        "A-1 First: no due date yet; step 2.4",
        "A-2 Second: no due date yet; step 2.4",
    )
    assert first.id == 1


def test_whoever_waited_for_an_action_is_told_when_the_last_one_is_closed(
    kept: RemindersOfTests, chat: Chat
) -> None:
    one, two = kept.add("One", KAI, None), kept.add("Two", KAI, None)
    waiting = kept.add("Go live", days=None)
    for each in (one, two):
        kept.actions.depend(waiting.id, each.id, Hand(ANA, "test"))
    kept.to(0, 0)
    del chat.arrived[:]
    kept.actions.done(one.id, Hand(KAI, "test"))
    kept.to(0, 1)
    assert chat.arrived == []
    kept.actions.done(two.id, Hand(KAI, "test"))
    kept.to(0, 2)
    [news] = chat.arrived
    assert (news.to, news.subject) == ("chat/ben", "Actions: 1 free to go on")


def test_a_snooze_holds_and_a_new_date_is_said_anew(kept: RemindersOfTests) -> None:
    action = kept.add(days=2, priority=Priority.HIGH)
    kept.to(3)
    kept.reminding.snooze(action.id, day(9), BEN)
    kept.to(8)
    assert [each[0] for each in kept.told(BEN)] == [day(0), day(2), day(3)]
    kept.to(9)
    assert kept.told(BEN)[-1] == (day(9), Why.AGAIN, action.id)
    kept.actions.edit(action.id, [SetDue(day(16))], HAND)
    kept.to(16)
    assert kept.told(BEN)[-2:] == [(day(14), Why.SOON, action.id), (day(16), Why.TODAY, action.id)]


def test_people_choose_their_hour_or_no_mornings_at_all(kept: RemindersOfTests) -> None:
    kept.add(days=1, priority=Priority.HIGH)
    kept.reminding.put_wish(Preference("ben", at=time(17, 15)), BEN)
    kept.travel(datetime(2026, 3, 4, tzinfo=UTC))
    at = kept.messages(BEN, Sort.MORNING)[-1].at
    assert at.astimezone(ZoneInfo("Europe/Berlin")).time() == time(17, 15)
    said = len(kept.messages(BEN))
    kept.reminding.put_wish(Preference("ben", mornings=False), BEN)
    kept.to(8)
    assert len(kept.messages(BEN)) == said


def test_a_move_to_another_zone_moves_the_morning(kept: RemindersOfTests) -> None:
    kept.add(days=20, priority=Priority.HIGH)
    kept.to(1)
    kept.people["ben"] = replace(BEN, time_zone="Asia/Tokyo")
    kept.to(23)
    at = kept.messages(BEN, Sort.MORNING)[-1].at
    assert at.astimezone(ZoneInfo("Asia/Tokyo")).time() == time(8, 30)


def test_who_is_gone_or_owns_nothing_is_looked_at_no_more(kept: RemindersOfTests) -> None:
    action = kept.add(days=None)
    kept.add(owner=KAI, days=None)
    assert {"morning:ben", "morning:kai"} <= set(kept.schedules())
    kept.actions.done(action.id, HAND)
    del kept.people["kai"]
    kept.to(1)
    assert not {"morning:ben", "morning:kai"} & set(kept.schedules())


def test_nothing_is_said_to_people_who_may_not_read_it_any_more(kept: RemindersOfTests) -> None:
    action = kept.add(days=2)
    kept.to(0, 0)
    kept.actions.edit(action.id, [LetRead(("office",))], Hand(ANA, "test"))
    kept.to(3)
    assert kept.told(BEN) != []  # an owner always reads what is theirs


def test_deliveries_of_others_are_for_leads(kept: RemindersOfTests) -> None:
    kept.add(days=None)
    kept.to(0, 1)
    assert [each.way for each in kept.reminding.deliveries(ANA, of_all=True)]
    assert kept.reminding.deliveries(ANA) == []
    with pytest.raises(NotAllowedError):
        kept.reminding.deliveries(BEN, of_all=True)


def test_two_replicas_that_fire_the_same_morning_say_it_once(storage: Storage) -> None:
    kept = RemindersOfTests(storage, Chat())
    kept.add(days=0)
    kept.working.now = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    second = kept.working.worker(*Occasions(kept.parts).kinds)
    kept.worker.run_due()
    second.run_due()
    assert [each.sort for each in kept.messages(BEN)] == [Sort.NEWS]  # it says it all
