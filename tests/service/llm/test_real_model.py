"""The wire as a real server speaks it, with a small model behind it: weak, and still exact."""

from collections.abc import Callable

import pytest

from isthmus.llm.model import ModelUnavailableError, Unavailable
from isthmus.wiring import Wiring
from llm_requests_of_tests import SHAPE, request
from llm_server_of_tests import ModelServer

Opens = Callable[..., Wiring]


@pytest.fixture
def real(opens: Opens, model_server: ModelServer) -> Opens:
    def open_real(**settings: object) -> Wiring:
        said = {
            "llm": model_server.model,
            "llm_base_url": model_server.address,
            "llm_first_seconds": 300,  # a busy machine fails no test
            "llm_seconds": 300,
        }
        return opens(**(said | settings))

    return open_real


def test_it_streams_and_counts_its_tokens(real: Opens) -> None:
    wiring = real()
    pieces = list(wiring.models.stream(request(most_tokens=12)))
    assert len(pieces) > 1
    assert "".join(pieces).strip()
    (made,) = wiring.language_models.about("answer-1")
    assert made.usage.counted
    assert made.usage.read > 50
    assert 0 < made.usage.written <= 12


def test_it_fills_in_a_form(real: Opens) -> None:
    filled = real().models.structured(request(most_tokens=60), SHAPE)
    assert isinstance(filled.values["who"], str)
    assert set(filled.values) <= {"who", "days"}


def test_a_form_that_is_cut_short_is_malformed(real: Opens) -> None:
    with pytest.raises(ModelUnavailableError) as failed:
        real().models.structured(request(most_tokens=2), SHAPE)
    assert failed.value.why is Unavailable.MALFORMED


def test_it_is_left_when_it_is_too_slow_and_serves_the_next(real: Opens) -> None:
    wiring = real(llm_first_seconds=0.01)
    with pytest.raises(ModelUnavailableError) as failed:
        list(wiring.models.stream(request(most_tokens=200)))
    assert failed.value.why is Unavailable.SLOW
    assert list(real().models.stream(request(most_tokens=4)))


def test_closing_frees_it_for_the_next_call(real: Opens) -> None:
    wiring = real()
    streamed = wiring.models.stream(request("Tell a long story.", most_tokens=2000))
    next(iter(streamed))
    streamed.close()
    assert list(wiring.models.stream(request(most_tokens=4)))
    stopped, answered = wiring.language_models.about("answer-1")
    assert (stopped.outcome, answered.outcome) == ("stopped", "answered")
    assert stopped.usage.written < 2000


def test_the_doctor_finds_it_well(real: Opens) -> None:
    (found,) = real().language_models.checks()
    assert found.passed
