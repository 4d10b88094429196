"""Alone with somebody: what is done is shown while it is done, and the answer comes once."""

import pytest

import served
from isthmus_integrations.teams.activities import Incoming
from teams_of_tests import Product
from teams_service import Breaks, Conversation, DropsCall, DropsReply, RateLimited
from teams_service.streams import Stream
from teams_service.trouble import Trouble

POSTED = r"^POST .*/activities"
SAYS = "plant manager is accountable"
UNSURE = "may not have arrived"


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.alone(product.ana)


def streams(product: Product) -> list[Stream]:
    return product.teams.world.streams.all


def answers(product: Product, where: Conversation) -> int:
    return sum(SAYS in str(m.body.get("text")) for m in product.teams.answers(where))


def heard_with(product: Product, where: Conversation, *troubles: Trouble) -> None:
    """Have a question heard, and these happen to what is sent then."""
    product.teams.say(product.ana, where, served.QUESTION)
    product.hear_only()
    for each in troubles:
        product.teams.goes_wrong(each, POSTED)
    product.work()


def test_whoever_waits_sees_what_is_done_and_then_the_answer_in_its_place(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, served.QUESTION)
    (stream,) = streams(product)
    assert stream.said == ["Looking through 9 passages …"]
    first = product.teams.answers(where)[1]
    assert (first.id, stream.ended) == (stream.id, True)
    assert "[1]" in first.body["text"]
    assert {each["type"] for each in first.body["entities"]} > {"streaminfo"}
    assert answers(product, where) == 1


def test_somebody_is_told_through_how_much_they_may_read(product: Product) -> None:
    product.ask(product.ben, product.alone(product.ben), served.QUESTION)
    assert streams(product)[0].said == ["Looking through 7 passages …"]


def test_what_is_done_at_once_is_just_said(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, "list charts")
    assert streams(product) == []
    assert where.id in product.teams.world.typing


def test_where_others_read_along_we_are_seen_to_type(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert streams(product) == []
    assert product.teams.world.typing
    assert answers(product, where) == 1


@pytest.mark.parametrize("trouble", [Breaks(400), Breaks(502), RateLimited(3), DropsReply()])
def test_a_stream_that_cannot_begin_is_done_without(
    product: Product, where: Conversation, trouble: Trouble
) -> None:
    product.teams.goes_wrong(trouble, POSTED)
    product.ask(product.ana, where, served.QUESTION)
    assert answers(product, where) == 1


def test_a_stream_that_somebody_stopped_ends_in_a_plain_answer(
    product: Product, where: Conversation
) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    product.hear_only()
    streams(product)[0].stopped = True
    product.work()
    assert answers(product, where) == 1
    assert not product.dead()


def test_a_stream_that_took_too_long_ends_in_a_plain_answer(
    product: Product, where: Conversation
) -> None:
    heard_with(product, where, RateLimited(100))
    product.travel(seconds=101)
    assert answers(product, where) == 1
    assert not streams(product)[0].ended


@pytest.mark.parametrize("trouble", [DropsReply(), DropsCall(), Breaks(502), Breaks(500)])
def test_the_end_of_a_stream_comes_once_whatever_becomes_of_its_reply(
    product: Product, where: Conversation, trouble: Trouble
) -> None:
    heard_with(product, where, trouble)
    assert answers(product, where) == isinstance(trouble, DropsReply)
    for _ in range(4):
        product.travel(minutes=1)
    assert answers(product, where) == 1
    assert not product.dead()
    assert UNSURE not in product.answer(where)


def test_an_end_that_is_never_confirmed_is_told_and_not_sent_again(
    product: Product, where: Conversation
) -> None:
    heard_with(product, where, DropsReply(), *([Breaks(502)] * 8))
    for _ in range(30):
        product.travel(seconds=20)
    assert answers(product, where) == 1
    assert any("cannot tell whether it arrived" in each for each in product.dead())


def test_questions_that_come_together_are_each_answered_once(
    product: Product, where: Conversation
) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    product.teams.say(product.ana, where, "Who reviews compensating controls?")
    product.work()
    product.travel(seconds=5)
    assert answers(product, where) == 1
    assert product.answer(where).count("reviewed each quarter") == 1
    assert all(each.ended for each in streams(product))


def test_after_a_crash_over_an_answer_it_comes_once(product: Product, where: Conversation) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    (channel,) = product.wiring.channels
    channel.handle(Incoming(product.teams.delivered[-1].activity).event())  # and what came is lost
    assert len(streams(product)) == 1
    product.work()
    product.travel(minutes=3)
    assert answers(product, where) == 1
    assert not product.dead()


def test_a_question_that_is_edited_has_its_answer_changed_and_no_stream(
    product: Product, where: Conversation
) -> None:
    known = product.ask(product.ana, where, "What approval do emergency patches need?")
    product.teams.edit(product.ana, where, known, served.QUESTION)
    product.work()
    assert len(streams(product)) == 1
    assert answers(product, where) == 1
