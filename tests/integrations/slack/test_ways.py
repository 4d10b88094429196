"""Reminders in a direct message, digests in a channel, and what if nobody gets them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import served
from isthmus.actions.model import Draft, Party, StepSettings
from isthmus.jobs.model import State
from isthmus.people import Person, Rank
from isthmus.raci.desk import Hand
from isthmus.raci.model import Status
from isthmus.reminding.model import Arrival, Delivery, Preference
from kept_charts import small
from slack_of_tests import ADA, ANA, BEN, LEA, Plant, plant
from slack_workspace import DropsReply, NotPossibleError, RateLimited, Refuses

MORNING = 12 * 3_600 + 60  # from Sunday evening to Monday, one minute after half past eight
A_DAY = 86_400
NOBODY = Person("zoe@plant.example", "Zoe", rank=Rank.CONTRIBUTOR)  # has no account in Slack


def add(there: Plant, title: str, owner: Person = ANA, days: int = 1, **rest: object) -> int:
    """Have Lea add an action that is due so many days after Sunday."""
    due = served.NOW.date() + timedelta(days=days)
    draft = Draft(title, owner=Party(owner.name, owner.id), due=due, step="2.4")
    return there.wiring.actions.add(replace(draft, **rest), Hand(LEA, "test")).id  # type: ignore[arg-type]


def told(there: Plant, user: str) -> list[str]:
    """Give what the app wrote to somebody alone, the oldest first."""
    mine = there.slack.dm(user).messages
    return [there.slack.sees(user, "dm", each) for each in mine if each.user == there.slack.bot.id]


def deliveries(there: Plant, way: str = "slack") -> list[Delivery]:
    found = there.wiring.reminding.deliveries(LEA, of_all=True)
    return [each for each in reversed(found) if each.way == way]


def morning(there: Plant) -> None:
    """Let the night pass: what was new is told by itself, what is due in the morning."""
    there.forward(240)
    there.forward(MORNING - 240)


# ---- one message in the morning


def test_all_that_is_due_comes_in_one_message_with_its_buttons(there: Plant) -> None:
    add(there, "Close the modem line")
    add(there, "Update the plan")
    there.forward(240)
    there.forward(MORNING - 240)

    news, reminder = told(there, "Ana")
    assert "News of actions: 2 new." in news
    assert "Your actions on Monday 23 November 2026: 2 due today." in reminder
    for words in ("A-1 Close the modem line", "A-2 Update the plan"):
        assert words in reminder
    for button in ("Done", "New date", "Snooze a week", "Blocked by…"):
        assert f"[{button}]" in reminder
    assert {each.state for each in deliveries(there)} == {Arrival.DELIVERED}


def test_done_is_pressed_right_there(there: Plant) -> None:
    number = add(there, "Close the modem line")
    morning(there)

    there.slack.press("Ana", "Done")
    there.work()

    assert there.wiring.actions.show(number, ANA).action.status.is_closed


def test_snoozed_right_there_nothing_is_said_for_a_week(there: Plant) -> None:
    add(there, "Close the modem line")
    morning(there)
    there.slack.press("Ana", "Snooze a week")
    there.work()
    said = len(told(there, "Ana"))
    for _ in range(5):
        there.forward(A_DAY)

    assert len(told(there, "Ana")) == said


@pytest.mark.parametrize("button", ["New date", "Blocked by…"])
def test_what_needs_words_asks_for_them(there: Plant, button: str) -> None:
    add(there, "Close the modem line")
    morning(there)
    said = len(told(there, "Ana"))

    there.slack.press("Ana", button)
    there.work()

    assert len(told(there, "Ana")) > said or there.slack.sees_modal("Ana")


def test_nobody_else_presses_somebodys_reminder(there: Plant) -> None:
    add(there, "Close the modem line")
    morning(there)

    with pytest.raises(NotPossibleError):
        there.slack.press("Ben", "Done")


# ---- who it is in Slack


def test_who_never_wrote_to_it_is_found_by_their_confirmed_address(there: Plant) -> None:
    add(there, "Close the modem line", BEN)
    morning(there)

    assert "A-1 Close the modem line" in told(there, "Ben")[-1]
    assert len(there.slack.calls_of("users.lookupByEmail")) == 1  # known from then on


@pytest.mark.parametrize("flaw", ["confirmed", "is_restricted", "deleted"])
def test_a_guest_or_an_address_that_is_not_confirmed_is_nobody(there: Plant, flaw: str) -> None:
    setattr(there.slack.state.user("Ben"), flaw, flaw != "confirmed")
    add(there, "Close the modem line", BEN)
    morning(there)

    assert told(there, "Ben") == []
    assert "confirmed address" in deliveries(there)[0].reason or flaw == "deleted"
    assert {each.state for each in deliveries(there)} == {Arrival.FAILED}


def test_who_is_not_in_slack_is_looked_for_once_a_day_and_the_lead_hears(there: Plant) -> None:
    with there.wiring.access() as access:
        access.put_person(NOBODY)
    there.wiring.actions.set_step(StepSettings("2.4", LEA.id, silence=9), Hand(LEA, "test"))
    add(there, "Close the modem line", NOBODY)
    add(there, "Update the plan", NOBODY, days=2)
    morning(there)
    there.forward(240)

    [failed] = deliveries(there)[:1]
    assert failed.state is Arrival.FAILED
    assert "zoe@plant.example" in failed.reason
    assert len(there.slack.calls_of("users.lookupByEmail")) <= 3  # Zoe's, and Lea's first time
    assert "to Zoe did not arrive by slack" in "".join(told(there, "Lea"))
    waiting = there.wiring.reminding.messages(NOBODY)
    assert len(waiting) == 2  # the console has them all


def test_an_address_for_mail_leads_nobodys_reminders_into_the_chat_of_another(there: Plant) -> None:
    eve = Person("eve", "Eve", rank=Rank.CONTRIBUTOR)
    with there.wiring.access() as access:
        access.put_person(eve)
    there.slack.user(NOBODY.name, NOBODY.id)
    there.said(NOBODY.name, "dm", "help")
    there.wiring.reminding.put_wish(Preference(eve.id, address=NOBODY.id), eve)
    add(there, "Close the modem line", eve)
    morning(there)

    assert "modem" not in "".join(told(there, NOBODY.name))
    assert deliveries(there) == []
    assert there.slack.calls_of("users.lookupByEmail") == []


# ---- what if it cannot be delivered


def test_where_slack_closes_the_door_the_next_way_is_taken(tmp_path: Path) -> None:
    with plant(tmp_path, smtp_host="127.0.0.1", smtp_port=9, smtp_from="i@plant.example") as there:
        there.slack.misbehave("conversations.open", Refuses("user_disabled"), times=50)
        add(there, "Close the modem line")
        there.forward(240)

        [slack], [mail] = deliveries(there), deliveries(there, "e-mail")
        assert slack.state is Arrival.FAILED
        assert "account in Slack is switched off" in slack.reason
        assert mail.state is Arrival.WAITING  # for a server that is not there


def test_a_reply_that_was_lost_is_looked_for_and_nothing_comes_twice(there: Plant) -> None:
    there.slack.misbehave("chat.postMessage", DropsReply())
    add(there, "Close the modem line")
    for _ in range(5):
        there.forward(240)

    assert len(told(there, "Ana")) == 1
    assert deliveries(there)[0].state is Arrival.DELIVERED


def test_slack_being_busy_only_delays_it(there: Plant) -> None:
    there.slack.misbehave("users.lookupByEmail", RateLimited(30))
    there.slack.misbehave("chat.postMessage", RateLimited(30))
    add(there, "Close the modem line")
    for _ in range(4):
        there.forward(120)

    assert len(told(there, "Ana")) == 1
    assert not there.jobs(State.DEAD)


def test_who_wants_no_slack_is_not_written_to_there(there: Plant) -> None:
    there.wiring.reminding.put_wish(Preference(ANA.id, ways=()), ANA)
    add(there, "Close the modem line")
    morning(there)

    assert told(there, "Ana") == []


# ---- digests in a channel


@pytest.fixture
def weekly(there: Plant) -> Plant:
    """Give a channel whose lead chose Monday for its digest."""
    there.slack.command("Lea", "/isthmus", "settings", "general")
    there.slack.fill("Lea", {"Weekly digest on": "Monday"})
    there.slack.submit("Lea")
    there.work()
    return there


def posted(there: Plant) -> list[str]:
    messages = there.slack.state.channel("general").messages
    mine = [each for each in messages if each.user == there.slack.bot.id and not each.only_for]
    return [there.slack.sees("Ana", "general", each) for each in mine]


def test_a_channels_digest_comes_on_the_day_that_its_lead_chose(weekly: Plant) -> None:
    add(weekly, "Close the modem line", readers=("everyone",))
    morning(weekly)

    [digest] = posted(weekly)
    assert "A-1 Close the modem line" in digest
    for _ in range(6):
        weekly.forward(A_DAY)
    assert len(posted(weekly)) == 1
    weekly.forward(A_DAY)
    assert len(posted(weekly)) == 2


def test_it_says_only_what_everybody_there_may_read(weekly: Plant) -> None:
    add(weekly, "Close the modem line", readers=("plant",))
    morning(weekly)

    [digest] = posted(weekly)
    assert "modem" not in digest


def test_who_joins_before_it_is_sent_narrows_it(weekly: Plant) -> None:
    there = weekly
    for user in ("Ben", "Ada"):
        there.slack.leave(user, "general")
    there.slack.command("Lea", "/isthmus", "settings", "general")
    there.slack.fill("Lea", {"Weekly digest on": "Monday"})
    there.slack.submit("Lea")
    there.work()
    add(there, "Close the modem line", readers=("plant",))
    there.forward(240)
    there.slack.state.channel("general").members.append(there.slack.state.user("Ben").id)
    there.forward(MORNING - 240)
    there.forward(10)

    [digest] = posted(there)
    assert "modem" not in digest


def test_without_the_day_no_digest_comes_any_more(weekly: Plant) -> None:
    weekly.slack.command("Lea", "/isthmus", "settings", "general")
    weekly.slack.fill("Lea", {"Weekly digest on": ""})
    weekly.slack.submit("Lea")
    weekly.work()
    morning(weekly)

    assert posted(weekly) == []
    assert weekly.wiring.reminding.subscriptions(ADA, of_all=True) == []


def test_where_the_app_was_removed_from_the_channel_the_digest_says_why(weekly: Plant) -> None:
    weekly.slack.state.channel("general").members.remove(weekly.slack.bot.id)
    morning(weekly)

    [failed] = deliveries(weekly)
    assert failed.state is Arrival.FAILED
    assert "Invite it there" in failed.reason


# ---- letters to accept


def test_letters_that_wait_a_week_are_accepted_right_there(there: Plant) -> None:
    charts = there.wiring.charts
    filed = charts.begin(small("OT patching"), Hand(LEA, "test"), readers=("everyone",))
    column = filed.chart.columns[0].id
    filed = charts.assign(filed.id, column, [ANA.id], Hand(LEA, "test"))
    mine = [each for each, cell in filed.chart.cells.items() if each[1] == column and cell]
    add(there, "Close the modem line")  # from which on Ana is told in the mornings
    for _ in range(9):
        there.forward(A_DAY)

    [letter] = [each for each in told(there, "Ana") if "Letters of charts" in each][:1]
    assert "OT patching" in letter
    there.slack.press("Ana", "Accept my letters")
    there.slack.submit("Ana")
    there.work()

    after = charts.show(filed.id, ANA).filed.chart
    assert {one.state.value for each in mine for one in after.cells[each]} == {"accepted"}


# ---- charts under review


def test_a_chart_under_review_is_approved_right_there_and_its_writer_hears_of_it(
    there: Plant,
) -> None:
    charts = there.wiring.charts
    filed = charts.begin(small("OT patching"), Hand(ANA, "test"), readers=("plant",))
    charts.submit(filed.id, Hand(ANA, "test"))
    there.forward(240)

    [review] = told(there, "Lea")
    assert "News of reviews: 1 to approve." in review
    assert "Chart “OT patching”, submitted by Ana" in review
    assert "[Show]" in review
    there.slack.press("Lea", "Approve")
    there.work()
    there.forward(240)

    assert charts.show(filed.id, ANA).filed.status is Status.APPROVED
    [heard] = told(there, "Ana")
    assert "Chart “OT patching”, approved by Lea" in heard
    assert told(there, "Ada") == []  # who may not read it
