"""Buttons of cards in Teams: who may press them, and what is pressed twice happens once."""

import json

import pytest

import served
from isthmus.jobs.model import State
from teams_of_tests import ANA, Product
from teams_service import Conversation
from teams_service.cards import actions
from teams_service.people import Message

ADD = "@Isthmus add action: Ana checks the turbine backups by Friday"
DRAFT = (
    "@Isthmus Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"
)


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.channel()


def last(product: Product, where: Conversation) -> Message:
    return product.teams.answers(where)[-1]


def told_of(product: Product, where: Conversation, words: str) -> int:
    """Count messages of ours that say something."""
    shown = [json.dumps(each.body, ensure_ascii=False) for each in product.teams.answers(where)]
    return sum(words in each for each in shown)


def action_of(message: Message, label: str) -> dict[str, object]:
    return next(dict(e) for e in actions(message.card) if e.get("title") == label)


def test_whoever_asked_presses_and_is_told_below(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    assert product.press(product.ana, "Done", where) == "On it: what comes of it is told below."
    assert "A-1 Check the turbine backups: done now" in product.answer(where)
    threads = {each.thread for each in product.teams.answers(where)[1:]}
    assert len(threads) == 1


def test_a_press_is_answered_before_anything_is_done(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    product.teams.press(product.ana, "Done", where)
    assert "done now" not in product.answer(where)
    assert [each.kind for each in product.jobs(State.WAITING)] == ["channels.hear"]


def test_a_double_click_is_one_press(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    told = {product.teams.press(product.ana, "Done", where) for _ in range(2)}
    product.work()
    assert told == {"On it: what comes of it is told below."}
    assert told_of(product, where, "A-1 ") == 2


def test_a_press_that_is_delivered_again_is_done_once(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    product.press(product.ana, "Done", where)
    product.travel(minutes=10)
    assert product.teams.redeliver(2) == [200, 200]
    product.work()
    assert told_of(product, where, "A-1 ") == 2


def test_what_was_taken_back_is_not_taken_back_once_more(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    product.ask(product.ana, where, "@Isthmus A-1 is high")
    product.ask(product.ana, where, "@Isthmus move A-1 to 18 December")
    product.press(product.ana, "Undo", where)
    moved = next(
        each for each in product.teams.answers(where) if "18 December" in json.dumps(each.body)
    )
    product.travel(minutes=5)
    product.teams.execute(product.ana, where, moved, action_of(moved, "Undo"))
    product.work()
    assert "was changed since this was offered" in product.answer(where)
    product.ask(product.ana, where, "@Isthmus show A-1")
    assert "Priority high" in product.answer(where)


def test_an_undo_that_is_typed_goes_back_step_by_step(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    product.ask(product.ana, where, "@Isthmus A-1 is high")
    product.ask(product.ana, where, "@Isthmus move A-1 to 18 December")
    product.ask(product.ana, where, "@Isthmus undo A-1")
    product.ask(product.ana, where, "@Isthmus undo A-1")
    product.ask(product.ana, where, "@Isthmus show A-1")
    assert "Priority high" not in product.answer(where)


def test_nobody_else_presses_what_was_made_for_whoever_asked(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    assert "is for whoever asked" in product.press(product.ben, "Done", where)
    assert "done now" not in product.answer(where)


def test_a_guest_presses_nothing_of_ours(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, DRAFT)
    guest = product.teams.person("zoe", "Zoe", "zoe@vendor.example", role="guest")
    product.teams.join(guest, where)
    product.work()
    assert "is for whoever asked" in product.press(guest, "Submit for review", where)


def test_a_button_that_is_too_old_says_so(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    product.travel(days=15)
    assert "This button is too old" in product.press(product.ana, "Done", where)


def test_a_token_that_is_none_of_ours_does_nothing(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    message = last(product, where)
    tokens: tuple[object, ...] = ("", "no such token", "x" * 10_000, None, {"a": 1})
    for token in tokens:
        forged = action_of(message, "Done") | {"data": {"action": "isthmus", "token": token}}
        assert "too old" in product.teams.execute(product.ana, where, message, forged)
    product.work()
    assert "done now" not in product.answer(where)


def test_a_button_of_another_conversation_is_refused(product: Product, where: Conversation) -> None:
    elsewhere = product.channel(name="Plant / Elsewhere")
    product.ask(product.ana, where, ADD)
    done = action_of(last(product, where), "Done")
    product.ask(product.ana, elsewhere, "@Isthmus help")
    told = product.teams.execute(product.ana, elsewhere, last(product, elsewhere), done)
    assert "belongs to another conversation" in told


def test_an_old_client_sends_a_button_as_a_message(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, ADD.removeprefix("@Isthmus "))
    done = action_of(last(product, where), "Done")
    product.teams.deliver("message", product.ana, where, value=done["data"])
    product.work()
    assert "done now" in product.answer(where)


def test_what_was_removed_meanwhile_is_told(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    product.press(product.ana, "Done", where)
    added = next(m for m in product.teams.answers(where) if "is added" in json.dumps(m.body))
    product.travel(minutes=5)
    product.teams.execute(product.ana, where, added, action_of(added, "Done"))
    product.work()
    assert "A-1 is done. Reopen it first." in product.answer(where)


# ---- what an answer offers


def test_an_answer_is_tracked_and_the_proposal_accepted_once(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    for label in ("Track this", "Accept"):
        product.teams.press(product.ana, label, where)
        product.press(product.ana, label, where)
    assert told_of(product, where, "kept as proposals until you decide") == 1
    assert told_of(product, where, "Follow up: Who is accountable for OT patching: open now") == 1


def test_the_passages_are_one_tap_away_and_only_for_who_may_read_them(product: Product) -> None:
    where = product.channel(product.ana)
    product.ask(product.ana, where, "@Isthmus What caused the turbine trip?")
    assert "forgotten modem" in product.press(product.ana, "Show the passages", where)
    product.teams.join(product.ben, where)
    seen = product.press(product.ben, "Show the passages", where)
    assert "forgotten modem" not in seen
    assert "not shown" in seen


def test_a_reminder_is_put_off_and_noted(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, ADD.removeprefix("@Isthmus "))
    product.ask(product.ana, where, "snooze A-1 until next Monday")
    assert "You are not reminded of A-1 before" in product.answer(where)


def test_something_chosen_from_a_list_comes_below_it(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, ADD.removeprefix("@Isthmus "))
    product.ask(product.ana, where, "open actions")
    product.press(product.ana, "A-1", where)
    assert "Check the turbine backups. Open." in product.answer(where)
    assert "[A-1]" in product.answer(where)


def test_in_a_channel_what_is_chosen_is_shown_to_whoever_chose_it_alone(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    product.ask(product.ana, where, "@Isthmus open actions")
    product.press(product.ben, "A-1", where)
    assert "Check the turbine backups. Open." in product.answer(where, product.ben)
    assert "Check the turbine backups. Open." not in product.answer(where, product.ana)


def test_who_changed_it_is_whoever_pressed(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    product.press(product.ana, "Done", where)
    events = product.wiring.actions.history(1, ANA)
    assert [(each.by, each.via) for each in events] == [(ANA.id, "teams")] * 2
