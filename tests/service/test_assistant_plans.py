"""Several things said at once are shown as a plan; agreed to, each step is done once, in order."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

import served
from channel_of_tests import Channel, labelled
from isthmus.actions.listing import Sought
from isthmus.actions.model import Status
from isthmus.assistant import Assistant
from isthmus.hearing.planning import HOLDS_FOR
from isthmus.messages import Button, Facts, Message, Paragraph, Points, Quote, Reply
from isthmus.people import Audience
from isthmus.talks.store import Key
from isthmus.understanding.commands import Ask, CarryOut, OnAction, PlanStep
from kept_charts import ANA, BEN, EVE, LEA, RIA

DRAFT = (
    "draft the RACI for OT patching with the plant manager and IT Security, then make actions of "
    "the unaccepted letters"
)
TWO = "add action: Ben updates the plan by 1 May 2027, then add action: Ana tests it by 2 May 2027"


@pytest.fixture
def channel(wiring: served.FakeAnsweringWiring) -> Channel:
    return Channel(wiring)


def titles(channel: Channel) -> list[str]:
    return sorted(each.title for each in channel.wiring.actions.listed(LEA).actions)


def told(reply: Reply) -> str:
    return " | ".join(str(part) for part in reply.parts)


def all_of(reply: Reply) -> Button:
    return labelled(reply, "Do all of it")


# ---- shown


def test_what_is_said_in_steps_is_shown_and_not_done(channel: Channel) -> None:
    reply = channel(DRAFT)
    assert not reply.failed
    assert "2 steps. Nothing is done before you press a button." in reply.text
    (points,) = reply.of(Points)
    assert points.items == (
        "1. “draft the RACI for OT patching with the plant manager and IT Security”",
        "2. “make actions of the unaccepted letters”",
    )
    labels = [each.label for each in reply.buttons]
    assert labels == ["Do all of it", "Only step 1", "Only step 2", "Take it as one sentence"]
    assert (channel.titles(), titles(channel)) == ([], [])


def test_a_step_says_what_it_is_for(channel: Channel) -> None:
    channel("add action: Ben updates the plan by 1 May 2027")
    (points,) = channel("close A-1, then show me what is overdue").of(Points)
    assert points.items[0] == "1. “close A-1” (A-1 “Update the plan”)"


def test_what_only_looks_is_done_at_once(channel: Channel) -> None:
    reply = channel("list charts, then show me what is overdue")
    (fact,) = reply.of(Facts)[0].facts
    assert (fact.name, fact.value) == ("Understood as", "“list charts”, “show me what is overdue”")
    assert "Steps 1 and 2 are done." in reply.text
    assert not any(isinstance(each.command, CarryOut) for each in reply.buttons)


def test_what_a_step_is_for_has_to_be_there(channel: Channel) -> None:
    channel("add action: Ben updates the plan by 1 May 2027")
    reply = channel("close A-1, then reopen A-13")
    assert reply.failed
    assert "There is no action A-13" in reply.text
    assert channel.wiring.actions.listed(ANA).actions[0].status == "open"


def test_what_may_be_for_several_things_is_asked_for(channel: Channel) -> None:
    reply = channel("undo, then list charts")
    assert reply.failed
    assert "“undo” may be for things of several kinds" in reply.text


def test_as_one_sentence_it_is_what_the_grammar_takes_it_for(channel: Channel) -> None:
    reply = channel("add action: Ben tests the pump by 1 May 2027, then list charts")
    once = labelled(reply, "Take it as one sentence")
    for _ in range(2):
        assert "list charts" in told(channel.press(once))
    assert len(titles(channel)) == 1


def test_actions_of_a_list_are_proposed_and_what_is_overdue_is_shown(channel: Channel) -> None:
    text = (
        "add these two actions and show me what is overdue:\n- Ben sends the list by 1 May 2027\n"
    )
    button = all_of(channel(f"{text}- Ana checks the backups by 2 May 2027"))
    assert channel.wiring.actions.listed(LEA).actions == ()
    reply = channel.press(button)
    assert reply.text.startswith("Steps 1 and 2 are done.")
    kept = channel.wiring.actions.listed(LEA, Sought(statuses=(Status.PROPOSED,))).actions
    assert len(kept) == 2


# ---- done


def test_all_of_it_is_done_in_its_order_and_later_steps_go_on_from_earlier(
    channel: Channel,
) -> None:
    channel.keep("Turbine")
    channel("show the turbine chart")
    reply = channel.press(all_of(channel(DRAFT)))
    assert reply.text.startswith("Steps 1 and 2 are done.")
    assert "RACI: OT patching" in channel.titles()
    proposed = channel.wiring.actions.listed(LEA).actions
    assert proposed
    assert {each.source.title for each in proposed} == {"RACI: OT patching"}


def test_pressed_again_nothing_is_done_again_and_the_same_is_told(channel: Channel) -> None:
    button = all_of(channel(TWO))
    first = channel.press(button)
    assert titles(channel) == ["Test it", "Update the plan"]
    assert told(channel.press(button)) == told(first)
    assert titles(channel) == ["Test it", "Update the plan"]


def test_pressed_in_another_thread_it_is_still_done_once(channel: Channel) -> None:
    button = all_of(channel(TWO))
    channel.press(button)
    channel.press(button, thread="t9")
    assert len(titles(channel)) == 2


def test_pressed_by_many_at_once_each_step_is_done_once(channel: Channel) -> None:
    button = all_of(channel(TWO))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: channel.press(button), range(6)))
    assert titles(channel) == ["Test it", "Update the plan"]


def test_one_step_alone_and_the_rest_later(channel: Channel) -> None:
    reply = channel(DRAFT)
    assert channel.press(labelled(reply, "Only step 1")).text.startswith("Step 1 is done.")
    assert (len(channel.titles()), titles(channel)) == (1, [])
    channel.keep("Turbine")
    channel("show the turbine chart")
    done = channel.press(all_of(reply))
    assert done.text.startswith("Steps 1 and 2 are done.")
    assert len(channel.titles()) == 2
    proposed = channel.wiring.actions.listed(LEA).actions
    assert {each.source.title for each in proposed} == {"RACI: OT patching"}


def test_a_step_that_goes_on_from_another_waits_for_it(channel: Channel) -> None:
    reply = channel.press(labelled(channel(DRAFT), "Only step 2"))
    assert reply.failed
    assert "no step before it made or named anything" in reply.text
    assert titles(channel) == []


def test_a_draft_that_is_not_kept_is_nothing_to_go_on_with(channel: Channel) -> None:
    channel.keep("Turbine")
    channel("show the turbine chart", RIA)
    button = all_of(channel(DRAFT, RIA))
    reply = channel.press(button, RIA)
    assert "Step 1 is done. It stopped at step 2" in reply.text
    assert "no step before it made" in reply.text
    assert titles(channel) == []


def test_a_step_that_fails_stops_the_rest(channel: Channel) -> None:
    channel("add action: Ben updates the plan by 1 May 2027")
    said = "add action: Ana tests it by 2 May 2027, then reopen A-1, then close A-1"
    reply = channel.press(all_of(channel(said)))
    assert not reply.failed
    assert "Step 1 is done. It stopped at step 2 (“reopen A-1”):" in reply.text
    assert "Not begun: “close A-1”." in reply.text
    assert {str(e.status) for e in channel.wiring.actions.listed(ANA).actions} == {"open"}


def test_a_plan_of_which_nothing_was_done_failed(channel: Channel) -> None:
    channel("add action: Ben updates the plan by 1 May 2027")
    reply = channel.press(all_of(channel("reopen A-1, then close A-1")))
    assert reply.failed


def test_quotes_of_later_steps_have_numbers_of_their_own(channel: Channel) -> None:
    reply = channel.hear(replace(channel.message(""), command=asking_twice(channel.message("x"))))
    numbers = [each.n for each in reply.of(Quote) if each.n]
    assert len(numbers) == len(set(numbers)) == 2
    cited = [each.citations for each in reply.of(Paragraph) if each.citations]
    assert {n for each in cited for n in each} == set(numbers)


def asking_twice(message: Message) -> CarryOut:
    ask = Ask("Who approves emergency patches?")
    until = served.NOW + timedelta(days=999)
    return CarryOut("p", message.by.id, until.isoformat(), (PlanStep("a", (ask,)),) * 2)


# ---- whose, and until when


def test_nobody_else_carries_it_out(channel: Channel) -> None:
    reply = channel.press(all_of(channel(TWO)), BEN)
    assert reply.failed
    assert "shown to somebody else" in reply.text
    assert titles(channel) == []


def test_after_a_working_day_it_is_over(channel: Channel) -> None:
    button = all_of(channel(TWO))
    parts = channel.assistant.parts
    later = parts.clock() + HOLDS_FOR + timedelta(seconds=1)
    channel.assistant = Assistant(replace(parts, clock=lambda: later))
    reply = channel.press(button)
    assert reply.failed
    assert "too long ago" in reply.text
    assert titles(channel) == []


def test_who_joined_is_not_shown_what_came_of_it_before(channel: Channel) -> None:
    channel.keep("Turbine", "plant")
    channel("show the turbine chart", BEN)
    button = all_of(channel("show the turbine chart, then submit it", BEN))
    command = button.command
    assert "Turbine" in told(channel.do(command, BEN))
    joined = replace(channel.message("", BEN), command=command, audience=Audience((BEN, EVE)))
    reply = channel.hear(joined)
    assert "Turbine" not in told(reply)
    assert "who reads here has changed" in reply.text


def test_what_was_changed_meanwhile_is_not_done(channel: Channel) -> None:
    """What is taken back is what was there when it was shown."""
    channel("add action: Ben updates the plan by 1 May 2027")
    button = all_of(channel("undo A-1, then list charts"))
    channel("make A-1 urgent")
    reply = channel.press(button)
    assert "It stopped at step 1" in reply.text
    assert "was changed since this was offered" in reply.text
    (kept,) = channel.wiring.actions.listed(LEA).actions
    assert (kept.priority, kept.status) == ("urgent", Status.OPEN)


def test_a_step_may_change_what_a_step_before_it_changed(channel: Channel) -> None:
    channel("add action: Ben updates the plan by 1 May 2027")
    reply = channel.press(all_of(channel("make A-1 urgent, then close A-1")))
    assert reply.text.startswith("Steps 1 and 2 are done.")


# ---- a process that ends in between


def test_a_crash_before_a_step_goes_on_with_it(channel: Channel) -> None:
    """The first step is kept, and so is that the message was being worked on."""
    button = all_of(channel(TWO))
    assert isinstance(button.command, CarryOut)
    channel.do(replace(button.command, only=1))
    message = replace(channel.message(""), command=button.command)
    interrupted(channel, Key(message.place, message.id, ANA.id))
    assert channel.hear(message).text.startswith("Steps 1 and 2 are done.")
    assert titles(channel) == ["Test it", "Update the plan"]


def test_a_crash_within_a_step_says_where_it_stopped(channel: Channel) -> None:
    button = all_of(channel(TWO))
    assert isinstance(button.command, CarryOut)
    interrupted(channel, Key(f"plan/{button.command.plan}", "2", ANA.id))
    for _ in range(2):
        reply = channel.press(button)
        assert "Step 1 is done. It stopped at step 2" in reply.text
        assert "what came of it is not known" in reply.text
    assert titles(channel) == ["Update the plan"]


def test_a_crash_within_a_step_that_only_looks_does_not_stop(channel: Channel) -> None:
    button = all_of(channel("list charts, then add action: Ben tests the pump by 1 May 2027"))
    assert isinstance(button.command, CarryOut)
    interrupted(channel, Key(f"plan/{button.command.plan}", "1", ANA.id))
    assert channel.press(button).text.startswith("Steps 1 and 2 are done.")
    assert len(titles(channel)) == 1


def test_a_sentence_in_steps_that_was_interrupted_is_shown_again(channel: Channel) -> None:
    message = channel.message(TWO)
    interrupted(channel, Key(message.place, message.id, ANA.id))
    assert isinstance(all_of(channel.hear(message)).command, CarryOut)
    assert titles(channel) == []


def interrupted(channel: Channel, key: Key) -> None:
    """Leave a message or a step behind as a process does that ends while it is worked on."""
    parts = channel.assistant.parts
    assert parts.talks.claim(key, parts.clock()) is None


# ---- what channels ask beside that


def test_a_sentence_in_steps_is_not_for_documents_and_is_for_us(channel: Channel) -> None:
    message = channel.message(DRAFT)
    assert not channel.assistant.is_for_documents(message, spoken_of=False)
    assert channel.assistant.is_for_us(message)


def test_only_one_step_of_a_plan_is_bound_to_what_it_names(channel: Channel) -> None:
    """What is spoken of when it is pressed is something else than when it was shown."""
    channel("add action: Ben updates the plan by 1 May 2027")
    reply = channel("close it, then list charts")
    channel("add action: Ana tests it by 2 May 2027")
    button = labelled(reply, "Only step 1")
    assert isinstance(button.command, CarryOut)
    (closing,) = button.command.steps[0].commands
    assert isinstance(closing, OnAction)
    assert closing.actions == (1,)
    channel.press(button)
    kept = {each.id: each.status.is_closed for each in channel.wiring.actions.listed(LEA).actions}
    assert kept == {1: True, 2: False}
