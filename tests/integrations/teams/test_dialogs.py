"""Windows in Teams: what is entered is done once, what is wrong is said with it all kept."""

import json
from itertools import product as product_of

import pytest

import served
from teams_of_tests import ANA, BEN, Product
from teams_service import Conversation
from teams_service.people import Message

ADD = "add action: Ana checks the turbine backups by Friday"
PUMPS = "Check the pump backups"
DRAFT = "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.channel()


@pytest.fixture
def alone(product: Product) -> Conversation:
    return product.alone(product.ana)


def said(product: Product, where: Conversation) -> list[Message]:
    return [each for each in product.teams.answers(where) if "text" in each.body]


def filled(product: Product, **entered: str) -> str:
    told = product.teams.fill(product.ana, **entered)
    product.work()
    return told


def sent_again(product: Product) -> object:
    """Send what was entered once more, as somebody does who clicks twice."""
    last = product.teams.delivered[-1].activity
    return product.teams.send({**last, "id": "f:another-click"}).answer


# ---- an action


def test_an_action_is_edited_in_a_window(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, ADD)
    assert "What is to be done: Check the turbine backups" in product.press(
        product.ana, "Edit", alone
    )
    assert filled(product, What_is_to_be_done=PUMPS, Priority="High") == ""
    assert PUMPS in product.answer(alone)
    assert product.wiring.actions.show(1, ANA).action.title == PUMPS


def test_what_is_wrong_is_told_and_nothing_that_was_typed_is_lost(
    product: Product, alone: Conversation
) -> None:
    product.ask(product.ana, alone, ADD)
    product.press(product.ana, "Edit", alone)
    again = filled(product, What_is_to_be_done="", More="Before the shutdown, both halls")
    assert "Please correct: " in again
    assert "Before the shutdown, both halls" in again
    assert filled(product, What_is_to_be_done="Check both halls") == ""
    action = product.wiring.actions.show(1, ANA).action
    assert (action.title, action.description) == (
        "Check both halls",
        "Before the shutdown, both halls",
    )


def test_what_somebody_else_changed_meanwhile_is_told_at_its_field(
    product: Product, alone: Conversation
) -> None:
    product.ask(product.ana, alone, ADD)
    product.press(product.ana, "Edit", alone)
    product.ask(product.ana, alone, "rename A-1 to Check all backups")
    again = filled(product, What_is_to_be_done=PUMPS)
    assert "Somebody changed this meanwhile to “Check all backups”" in again
    assert PUMPS in again


def test_a_form_that_is_sent_twice_is_done_once(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, ADD)
    product.press(product.ana, "Edit", alone)
    filled(product, What_is_to_be_done=PUMPS)
    before = len(product.wiring.actions.history(1, ANA))
    sent_again(product)
    product.work()
    assert len(product.wiring.actions.history(1, ANA)) == before
    assert product.answer(alone).count(PUMPS) == 1


def test_in_a_channel_only_who_edited_is_told(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, f"@Isthmus {ADD}")
    before = len(product.teams.answers(where))
    product.press(product.ana, "Edit", where)
    assert PUMPS in filled(product, What_is_to_be_done=PUMPS)
    assert len(product.teams.answers(where)) == before


def test_who_may_not_edit_is_told_why(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, f"@Isthmus {ADD}")
    assert "Only" in product.press(product.ben, "Edit", where)


def test_who_may_not_read_it_gets_no_window(product: Product) -> None:
    where = product.channel(product.ana)
    product.teams.track(product.ana, where, product.ask(product.ana, where, "Check the locks"))
    filled(product)
    product.teams.join(product.ben, where)
    told = product.press(product.ben, "Edit", where)
    assert "Check the locks" not in told


# ---- a chart


def test_a_row_of_a_chart_is_chosen_and_changed(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, DRAFT)
    assert "Which row" in product.press(product.ana, "Edit a row", alone)
    rows = [
        each["title"] for each in product.teams.dialogs.windows["ana"].card["body"][-1]["choices"]
    ]
    assert "Activity: " in filled(product, Which_row=rows[0])
    assert filled(product, Activity="Patch the control systems") == ""
    assert "Changed in “RACI: OT patching”" in product.answer(alone)
    product.ask(product.ana, alone, "show the patching chart")
    assert "Patch the control systems" in product.answer(alone)


def test_an_empty_activity_is_told_in_the_window(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, DRAFT)
    product.press(product.ana, "Edit a row", alone)
    rows = [
        each["title"] for each in product.teams.dialogs.windows["ana"].card["body"][-1]["choices"]
    ]
    filled(product, Which_row=rows[0])
    assert "Please correct: " in filled(product, Activity="", Note="as agreed on Monday")
    assert "as agreed on Monday" in product.teams.dialogs.text(product.ana)


def test_letters_are_accepted_in_a_window(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, DRAFT)
    product.ask(product.ana, alone, "the plant manager is held by ana@plant.example")
    product.ask(product.ana, alone, "show the patching chart")
    window = product.press(product.ana, "Accept my letters", alone)
    assert "Plant manager" in window or "A (Accountable)" in window
    filled(product)
    assert "accepted" in product.answer(alone).lower()


# ---- an answer


def test_a_thumb_down_asks_why_and_keeps_it(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, served.QUESTION)
    message = said(product, alone)[-1]
    assert "What was wrong" in product.teams.rate(product.ana, alone, message, "dislike")
    told = filled(product, In_your_own_words="It names the wrong plant")
    assert "Thank you" in told or "Noted" in told


def test_a_thumb_up_needs_no_window(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, served.QUESTION)
    told = product.teams.rate(product.ana, alone, said(product, alone)[-1], "like")
    assert told
    assert "ana" not in product.teams.dialogs.windows


def test_the_form_that_teams_has_itself_is_read_too(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, served.QUESTION)
    message = said(product, alone)[-1]
    rated = {"reaction": "dislike", "text": "Too short"}
    assert product.teams.rate_at_once(product.ana, alone, message, rated) == 200


def test_what_is_no_answer_cannot_be_rated(product: Product, alone: Conversation) -> None:
    product.ask(product.ana, alone, "help")
    message = product.teams.answers(alone)[-1]
    assert "no answer that can be rated" in product.teams.rate(
        product.ana, alone, message, "dislike"
    )


# ---- a message


def test_a_message_is_tracked_for_those_who_read_it(product: Product, where: Conversation) -> None:
    known = product.teams.say(
        product.ben, where, "Ana, can you check the firewall rules by Friday?"
    )
    window = product.teams.track(product.ana, where, known)
    assert "Ben Bauer: “Ana, can you check the firewall rules by Friday?”" in window
    assert filled(product) == ""
    assert "A-1 is added: Check the firewall rules" in product.answer(where, product.ben)
    source = product.wiring.actions.show(1, ANA).action.source
    assert source.permalink == f"https://teams.example/l/message/{known}"


def test_a_message_that_is_tracked_twice_is_one_action(product: Product) -> None:
    where = product.channel(product.ana)
    known = product.teams.say(product.ana, where, "Can you check the firewall rules by Friday?")
    product.teams.track(product.ana, where, known)
    filled(product)
    sent_again(product)
    product.work()
    assert product.answer(where).count("is added") == 1
    assert "Same as A-1" in product.teams.track(product.ana, where, known)


def test_a_message_of_a_chat_without_us_is_tracked_for_who_does_it(product: Product) -> None:
    where = product.teams.group("between us", product.ana, product.ben, installed=False)
    known = product.teams.say(
        product.ben, where, "Ana, can you check the firewall rules by Friday?"
    )
    product.teams.track(product.ana, where, known)
    assert "A-1 is added" in filled(product)
    assert not product.teams.answers(where)
    assert BEN.id not in str(product.wiring.actions.show(1, ANA).action.readers)


ODD_MESSAGES: tuple[object, ...] = (
    None,
    "x",
    {"body": "x", "from": []},
    {"body": {"content": 7}, "from": {"user": None}, "linkToMessage": 3},
    {"body": {"content": "<p>" * 5_000}, "linkToMessage": "javascript:x"},
)


def test_a_message_in_another_shape_opens_an_empty_form(
    product: Product, where: Conversation
) -> None:
    for odd in ODD_MESSAGES:
        value = {"commandId": "track", "commandContext": "message", "messagePayload": odd}
        said = product.teams.invoke("composeExtension/fetchTask", product.ana, where, value)
        assert said.answer["task"]["value"]["title"] == "Track as an action"
        assert "javascript" not in json.dumps(said.answer)


# ---- what is none of ours


ODD_DATA: tuple[object, ...] = ({}, {"about": {"a": 1}}, {"token": 7}, {"about": "x"}, "text", [])


def test_what_comes_of_no_form_of_ours_is_refused_in_words(
    product: Product, where: Conversation
) -> None:
    names = ("task/submit", "task/fetch", "composeExtension/submitAction")
    for name, data in product_of(names, ODD_DATA):
        said = product.teams.invoke(name, product.ana, where, {"data": data})
        assert "Ask again" in str(said.answer) or "Open it again" in str(said.answer)


def test_a_form_is_filled_in_by_nobody_else(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, f"@Isthmus {ADD}")
    product.press(product.ana, "Edit", where)
    card = product.teams.dialogs.windows["ana"].card
    data = {**card["actions"][0]["data"], "text:title": "Hostile"}
    said = product.teams.invoke("task/submit", product.ben, where, {"data": data})
    assert "for whoever asked" in str(said.answer)
    assert product.wiring.actions.show(1, ANA).action.title != "Hostile"
