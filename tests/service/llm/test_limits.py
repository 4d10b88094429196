"""A model that fails is left alone, and only so many are asked at the same time."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread

import pytest

from isthmus.llm import service
from isthmus.llm.model import Models, ModelUnavailableError, Purpose, Unavailable
from isthmus.llm.trying import IN_A_ROW, Breaker, State
from isthmus.llm.wire import WireError
from isthmus.wiring import Wiring
from llm_requests_of_tests import SHAPE, request
from llm_wire_of_tests import Exchange, WireServer, refuses, says

Opens = Callable[..., Wiring]


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def state_of(breaker: Breaker) -> State:
    return breaker.state


def test_a_breaker_opens_after_failures_in_a_row_and_lets_one_try_after_the_pause() -> None:
    seconds = Seconds()
    breaker = Breaker(60, seconds)
    for _ in range(IN_A_ROW - 1):
        breaker.failed()
    breaker.worked()
    for _ in range(IN_A_ROW):
        breaker.enter()
        breaker.failed()
    assert state_of(breaker) is State.OPEN
    with pytest.raises(WireError):
        breaker.enter()
    seconds.now = 60
    assert state_of(breaker) is State.HALF_OPEN
    breaker.enter()
    with pytest.raises(WireError):
        breaker.enter()
    breaker.failed()
    assert state_of(breaker) is State.OPEN
    seconds.now = 120
    breaker.enter()
    breaker.worked()
    assert state_of(breaker) is State.CLOSED


def test_a_try_that_tells_nothing_leaves_room_for_another() -> None:
    seconds = Seconds()
    breaker = Breaker(60, seconds)
    for _ in range(IN_A_ROW):
        breaker.failed()
    seconds.now = 60
    breaker.enter()
    breaker.left()
    breaker.enter()


def failed(models: Models) -> ModelUnavailableError:
    with pytest.raises(ModelUnavailableError) as error:
        list(models.stream(request()))
    return error.value


def test_a_model_that_is_down_is_not_asked_again_and_comes_back(
    opens: Opens, server: WireServer
) -> None:
    server.plays(*[refuses(500)] * IN_A_ROW, says("Yes."))
    wiring, seconds = opens(llm_pause_seconds=60), Seconds()
    models = replace(wiring.language_models, seconds=seconds).models
    for _ in range(IN_A_ROW):
        failed(models)
    assert failed(models).why is Unavailable.DOWN
    assert len(server.asked) == IN_A_ROW
    seconds.now = 60
    assert list(models.stream(request())) == ["Yes."]
    assert list(models.stream(request())) == ["Yes."]


def test_understanding_waits_for_less_and_only_once(opens: Opens, server: WireServer) -> None:
    """Somebody waits for it, and the rest goes on without; other purposes are left on."""
    server.plays(refuses(500), refuses(500), refuses(500), Exchange.hang)
    wiring = opens(llm_retries=5, llm_understanding_seconds=0.5)
    models = wiring.models
    understood = replace(request(), purpose=Purpose.UNDERSTANDING)
    for n in range(1, IN_A_ROW + 1):
        with pytest.raises(ModelUnavailableError):
            models.structured(understood, SHAPE)
        assert len(server.asked) <= n
    server.plays(says("Yes."))
    assert list(models.stream(request())) == ["Yes."]


def test_answers_of_nonsense_and_refusals_leave_it_on(opens: Opens, server: WireServer) -> None:
    server.plays(*[refuses(400)] * 3, *[says()] * 3, says("Yes."))
    wiring = opens()
    for _ in range(6):
        failed(wiring.models)
    assert list(wiring.models.stream(request())) == ["Yes."]


def test_more_calls_than_there_is_room_for_are_told_so(
    opens: Opens, server: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.Calling, "wait", 0.05)
    asked = Event()

    def script(exchange: Exchange) -> None:
        asked.set()
        exchange.hang()

    server.plays(script)
    wiring = opens(llm_at_once=1)
    models = wiring.models
    first = models.stream(request())

    def read() -> None:
        with pytest.raises(ModelUnavailableError):
            list(first)

    reader = Thread(target=read)
    reader.start()
    assert asked.wait(30)
    assert failed(wiring.models).why is Unavailable.BUSY
    server.released.set()
    reader.join()


def test_room_is_made_by_calls_that_ended_however(opens: Opens, server: WireServer) -> None:
    server.plays(says("First. ", "Second."), refuses(400), says("Yes."))
    wiring = opens(llm_at_once=1)
    streamed = wiring.models.stream(request())
    next(iter(streamed))
    streamed.close()
    failed(wiring.models)
    assert list(wiring.models.stream(request())) == ["Yes."]
