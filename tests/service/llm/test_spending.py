"""Budgets: what a day and a person may have, whoever calls and however it ends."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.llm.budget import FREE, Limits, Spent, Usage, at_most, used
from isthmus.llm.calls import Made
from isthmus.llm.model import Call, ModelUnavailableError, Unavailable
from isthmus.llm.store import LedgerStore
from isthmus.llm.wire import Piece
from isthmus.llm_settings import Price
from isthmus.storage import Storage, open_storage
from isthmus.wiring import Wiring
from llm_requests_of_tests import request
from llm_wire_of_tests import WireServer, refuses, says

Opens = Callable[..., Wiring]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = "2026-11-23"


def made(number: int, person: str = "ana", at: datetime = NOON) -> Made:
    call = Call(f"call-{number}", "openai:scripted", "asked", 1, "d")
    return Made(call, at, person, "answering", "answer", "r", ())


def reserve(storage: Storage, call: Made, limits: Limits) -> bool:
    with storage.transaction() as connection:
        return LedgerStore(connection).set_aside(call, limits)


def settle(storage: Storage, call: Made, aside: Spent) -> None:
    with storage.transaction() as connection:
        LedgerStore(connection).settle(call, aside)


def spent(storage: Storage, day: str = DAY, person: str = "") -> Spent:
    with storage.reading() as connection:
        return LedgerStore(connection).spent(day, person)


def test_what_is_set_aside_is_given_back_but_for_what_was_spent(storage: Storage) -> None:
    aside = Spent(100, 50)
    call = replace(made(1), spent=aside)
    assert reserve(storage, call, Limits(tokens=120))
    assert not reserve(storage, replace(made(2), spent=aside), Limits(tokens=120))
    settle(storage, replace(call, spent=Spent(20, 10)), aside)
    assert spent(storage) == Spent(20, 10)
    assert reserve(storage, replace(made(3), spent=aside), Limits(tokens=120))


def test_a_person_uses_up_their_own_budget_alone(storage: Storage) -> None:
    limits = Limits(tokens_of_a_person=100)
    assert reserve(storage, replace(made(1), spent=Spent(100)), limits)
    assert not reserve(storage, replace(made(2), spent=Spent(1)), limits)
    assert reserve(storage, replace(made(3, "ben"), spent=Spent(100)), limits)


def test_a_day_is_that_of_utc_and_the_next_one_begins_anew(storage: Storage) -> None:
    late = NOON.replace(hour=23, minute=59)
    limits = Limits(tokens=10)
    assert reserve(storage, replace(made(1, at=late), spent=Spent(10)), limits)
    assert not reserve(storage, replace(made(2, at=late), spent=Spent(1)), limits)
    tomorrow = late + timedelta(minutes=2)
    assert reserve(storage, replace(made(3, at=tomorrow), spent=Spent(10)), limits)


def test_no_crowd_gets_more_than_the_budget(storage: Storage) -> None:
    limits = Limits(tokens=100)
    with ThreadPoolExecutor(8) as crowd:
        calls = [replace(made(n), spent=Spent(15)) for n in range(24)]
        allowed = list(crowd.map(lambda call: reserve(storage, call, limits), calls))
    assert sum(allowed) == 6
    assert spent(storage) == Spent(90)


ENDS = st.tuples(
    st.integers(0, 40), st.sampled_from(["ana", "ben"]), st.booleans(), st.integers(0, 40)
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    storage = open_storage(tmp_path_factory.mktemp("budget"))
    storage.migrate()
    yield storage
    storage.close()


DAYS = count(1)  # each example has one of its own


@settings(max_examples=25, deadline=None)
@given(st.lists(ENDS, max_size=8), st.integers(1, 120), st.integers(1, 80))
def test_a_budget_holds_whatever_is_asked_and_however_it_ends(
    shared: Storage, calls: list[tuple[int, str, bool, int]], tokens: int, of_a_person: int
) -> None:
    """What was not settled (its process ended) stays spent; nothing is ever beyond a limit."""
    at = NOON + timedelta(days=next(DAYS))
    limits = Limits(tokens=tokens, tokens_of_a_person=of_a_person)
    kept = {"ana": 0, "ben": 0}
    for aside, person, is_settled, took in calls:
        call = replace(made(uuid4().int, person, at), spent=Spent(aside))
        fits = sum(kept.values()) + aside <= tokens and kept[person] + aside <= of_a_person
        assert reserve(shared, call, limits) == fits
        if fits:
            used_up = min(took, aside) if is_settled else aside
            kept[person] += used_up
            if is_settled:
                settle(shared, replace(call, spent=Spent(used_up)), Spent(aside))
    day = at.date().isoformat()
    assert spent(shared, day).tokens == sum(kept.values()) <= tokens
    assert all(spent(shared, day, f"by {each}").tokens == kept[each] for each in kept)


@given(st.integers(0, 10_000), st.integers(1, 4000), st.integers(0, 4000))
def test_what_is_reckoned_is_never_more_than_was_set_aside(size: int, most: int, told: int) -> None:
    price = Price(Decimal("0.25"), Decimal(2))
    aside = at_most(size, most).cost(price)
    reckoned = used(size, min(told, most * 4), Piece()).cost(price)
    assert reckoned.tokens <= aside.tokens
    assert reckoned.micros <= aside.micros


def test_money_is_counted_in_millionths_and_rounded_up() -> None:
    assert Usage(1, 1).cost(Price(Decimal("0.15"), Decimal("0.60"))) == Spent(2, 1)
    assert Usage(1_000_000, 500_000).cost(Price(Decimal("0.25"), Decimal(2))).micros == 1_250_000
    assert Usage(10, 10).cost(FREE) == Spent(20, 0)


def refused(wiring: Wiring, by: str = "ana") -> Unavailable | None:
    try:
        list(wiring.models.stream(request(by=by)))
    except ModelUnavailableError as error:
        return error.why
    return None


def test_over_budget_nothing_leaves_also_after_a_restart(opens: Opens, server: WireServer) -> None:
    server.plays(says("Yes.", read=700, written=100))
    assert refused(opens(llm_tokens_a_day=1200)) is None
    again = opens(llm_tokens_a_day=1200)
    assert refused(again) is Unavailable.OVER_BUDGET
    assert len(server.asked) == 1
    assert spent(again.storage, _today(again)) == Spent(800)


def test_a_persons_budget_is_theirs(opens: Opens, server: WireServer) -> None:
    server.plays(says("Yes.", read=700, written=100))
    wiring = opens(llm_tokens_a_person=1200)
    assert [refused(wiring, each) for each in ("ana", "ana", "ben")] == [
        None,
        Unavailable.OVER_BUDGET,
        None,
    ]


def test_money_is_what_the_prices_make_of_the_tokens(opens: Opens, server: WireServer) -> None:
    server.plays(says("Yes.", read=100_000, written=50_000))
    wiring = opens(llm_prices="openai:scripted=2.50/10", llm_money_a_day=Decimal("0.76"))
    assert refused(wiring) is None
    assert spent(wiring.storage, _today(wiring)) == Spent(150_000, 750_000)
    assert refused(wiring) is None
    assert refused(wiring) is Unavailable.OVER_BUDGET


def test_a_call_that_never_got_there_costs_nothing(opens: Opens, server: WireServer) -> None:
    server.plays(refuses(500))
    wiring = opens()
    assert refused(wiring) is Unavailable.DOWN
    assert spent(wiring.storage, _today(wiring)) == Spent(0)


def test_a_crowd_of_calls_keeps_to_the_budget(opens: Opens, server: WireServer) -> None:
    server.plays(says("Yes.", read=300, written=50))
    wiring = opens(llm_tokens_a_day=2000, llm_at_once=6)

    def call(_: int) -> None:
        with suppress(ModelUnavailableError):
            list(wiring.models.stream(request()))

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(call, range(12)))
    assert 0 < spent(wiring.storage, _today(wiring)).tokens <= 2000
    assert spent(wiring.storage, _today(wiring)).tokens == 350 * len(server.asked)


def _today(wiring: Wiring) -> str:
    return wiring.clock().date().isoformat()
