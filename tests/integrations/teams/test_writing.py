"""Alone with somebody an answer is seen while it is written, and it stands there once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import served
import writing_of_tests as writing
from isthmus_integrations.teams.activities import Incoming
from teams_of_tests import Product, product_in
from teams_service import Breaks, Conversation, DropsCall, DropsReply, RateLimited
from teams_service.trouble import Trouble

POSTED = r"^POST .*/activities"
FIRST = "In short: Patching of OT systems"
OWN = "The plant manager is accountable for the patch window"


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with product_in(tmp_path, writing.wire) as product:
        yield product


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.alone(product.ana)


def between(product: Product, seconds: float, do: Callable[[], object] = lambda: None) -> None:
    """Have time pass between two sentences, and something be done."""
    assert isinstance(product.wiring, writing.WritingWiring)

    def passed(_told: int) -> None:
        do()
        product.clock.now += timedelta(seconds=seconds)

    product.wiring.pace.between = passed


def shown(product: Product, where: Conversation) -> list[str]:
    return [str(each.body.get("text")) for each in product.teams.answers(where)[1:]]


def final(product: Product, where: Conversation) -> str:
    (answer,) = (each for each in shown(product, where) if OWN in each)
    return answer


def test_sentences_are_seen_as_they_come_and_end_in_the_answer(
    product: Product, where: Conversation
) -> None:
    seen: list[list[str]] = []
    between(product, 1.5, lambda: seen.append(shown(product, where)))
    product.ask(product.ana, where, served.QUESTION)
    (stream,) = product.teams.world.streams.all
    assert stream.ended
    assert all(later.startswith(earlier) for earlier, later in pairwise(stream.said[1:]))
    assert stream.said[1].startswith(FIRST)
    answer = final(product, where)
    assert answer.startswith(stream.said[-1])
    assert writing.BYLINE in answer
    body = product.teams.answers(where)[1].body
    assert body["entities"][0]["additionalType"] == ["AIGeneratedContent"]
    assert body["entities"][0]["citation"]


def test_it_grows_no_faster_than_teams_takes_it(product: Product, where: Conversation) -> None:
    between(product, 0.1)
    product.ask(product.ana, where, served.QUESTION)
    (stream,) = product.teams.world.streams.all
    assert len(stream.said) == 1
    assert writing.BYLINE in final(product, where)


def test_where_others_read_along_the_answer_comes_whole(product: Product) -> None:
    where = product.channel()
    between(product, 1.5)
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert product.teams.world.streams.all == []
    assert len([each for each in product.teams.answers(where) if OWN in str(each.body)]) == 1


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize(
    "trouble", [Breaks(400), Breaks(502), RateLimited(3), DropsReply(), DropsCall()]
)
def test_whatever_becomes_of_a_call_the_answer_stands_there_once(
    product: Product, where: Conversation, trouble: Trouble, at: int
) -> None:
    calls: list[int] = []

    def goes_wrong() -> None:
        calls.append(1)
        if len(calls) == at:
            product.teams.goes_wrong(trouble, POSTED)

    between(product, 1.5, goes_wrong)
    product.ask(product.ana, where, served.QUESTION)
    for _ in range(4):
        product.travel(minutes=1)
    assert OWN in final(product, where)
    assert not product.dead()


def test_a_stream_that_somebody_stopped_becomes_the_answer_in_its_place(
    product: Product, where: Conversation
) -> None:
    def stop() -> None:
        for each in product.teams.world.streams.all:
            each.stopped = each.grown

    between(product, 1.5, stop)
    product.ask(product.ana, where, served.QUESTION)
    product.travel(minutes=1)
    assert len(shown(product, where)) == 2  # the answer, and the card with its buttons
    assert OWN in final(product, where)


def test_what_takes_longer_than_a_stream_lives_becomes_the_answer_in_its_place(
    product: Product, where: Conversation
) -> None:
    between(product, 50)
    product.ask(product.ana, where, served.QUESTION)
    product.travel(minutes=3)
    assert len(shown(product, where)) == 2
    assert OWN in final(product, where)


def test_after_a_crash_over_an_answer_it_stands_there_once(
    product: Product, where: Conversation
) -> None:
    between(product, 1.5)
    product.teams.say(product.ana, where, served.QUESTION)
    (channel,) = product.wiring.channels
    channel.handle(Incoming(product.teams.delivered[-1].activity).event())  # and what came is lost
    assert product.teams.world.streams.all[0].grown
    product.work()
    product.travel(minutes=3)
    assert len(shown(product, where)) == 2
    assert OWN in final(product, where)
    assert not product.dead()
