"""Calls over the wire: what comes back, and every way in which it can fail."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from isthmus.llm.model import ModelUnavailableError, Purpose, Unavailable
from isthmus.wiring import Wiring
from llm_requests_of_tests import request
from llm_wire_of_tests import Exchange, WireServer, refuses, says

Opens = Callable[..., Wiring]
SOON = 45  # seconds within which a hanging call has to be over: the server hangs for 60


def why(wiring: Wiring) -> ModelUnavailableError:
    with pytest.raises(ModelUnavailableError) as failed:
        list(wiring.models.stream(request()))
    return failed.value


def test_pieces_come_one_after_the_other(opens: Opens, server: WireServer) -> None:
    server.plays(says("The plant ", "manager ", "does. [1]", read=40, written=9))
    streamed = opens().models.stream(request())
    assert list(streamed) == ["The plant ", "manager ", "does. [1]"]
    assert streamed.call.model == "openai:scripted"
    assert server.asked[0]["max_completion_tokens"] == 60
    assert server.asked[0]["stream_options"] == {"include_usage": True}


def test_a_piece_is_there_before_the_next_one_is_written(opens: Opens, server: WireServer) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.piece("First. ")
        exchange.hang()

    server.plays(script)
    pieces = iter(opens().models.stream(request()))
    assert next(pieces) == "First. "


def test_the_key_goes_to_the_provider_and_is_read_from_a_file(
    opens: Opens, server: WireServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("keys") / "key"
    file.write_text("from-a-file\n")
    server.plays(says("Yes."))
    list(opens(llm_api_key=None, llm_api_key_file=file).models.stream(request()))
    assert server.keys == ["Bearer from-a-file"]


@pytest.mark.parametrize("before", ["headers", "pieces"])
def test_a_server_that_hangs_before_the_first_word_is_slow(
    opens: Opens, server: WireServer, before: str
) -> None:
    def script(exchange: Exchange) -> None:
        if before == "pieces":
            exchange.begin()
            exchange.piece("")
        exchange.hang()

    server.plays(script)
    began = time.monotonic()
    assert why(opens(llm_first_seconds=0.5)).why is Unavailable.SLOW
    assert time.monotonic() - began < SOON


def test_a_hanging_call_is_not_left_behind(opens: Opens, server: WireServer) -> None:
    server.plays(Exchange.hang)
    assert why(opens(llm_first_seconds=0.5)).why is Unavailable.SLOW
    for each in threading.enumerate():
        if each.name == "llm-call":
            each.join(SOON)
            assert not each.is_alive()


def test_a_stream_that_stops_in_the_middle_is_slow_after_the_whole_time(
    opens: Opens, server: WireServer
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        exchange.piece("The plant ")
        exchange.hang()

    server.plays(says("Ready."), script)
    models = opens(llm_seconds=5).models
    with suppress(ModelUnavailableError):
        list(models.stream(request()))  # the client is loaded
    pieces = iter(models.stream(request()))
    assert next(pieces) == "The plant "
    with pytest.raises(ModelUnavailableError) as failed:
        next(pieces)
    assert failed.value.why is Unavailable.SLOW


def test_a_server_that_only_keeps_the_line_warm_is_slow_and_hung_up_on(
    opens: Opens, server: WireServer
) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        while not exchange.released.wait(0.05):
            exchange.write(": still here\n\n")

    server.plays(script)
    assert why(opens(llm_first_seconds=0.5)).why is Unavailable.SLOW
    assert server.gone.wait(SOON)


def test_closing_ends_the_call_at_the_server(opens: Opens, server: WireServer) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        while not exchange.released.wait(0.01):
            exchange.piece("on and ")

    server.plays(script)
    wiring = opens()
    streamed = wiring.models.stream(request(most_tokens=100_000))
    assert next(iter(streamed)) == "on and "
    streamed.close()
    assert server.gone.wait(SOON)
    (made,) = wiring.language_models.about("answer-1")
    assert made.outcome == "stopped"


def test_a_stream_without_an_end_is_cut(opens: Opens, server: WireServer) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin()
        while not exchange.released.is_set():
            exchange.piece("on and on and on and on and on " * 20)

    server.plays(script)
    assert why(opens()).why is Unavailable.MALFORMED
    assert server.gone.wait(SOON)


def test_a_cut_connection_is_tried_again_while_nothing_came(
    opens: Opens, server: WireServer
) -> None:
    server.plays(lambda _: None, says("The plant manager."))
    assert list(opens(llm_retries=1).models.stream(request())) == ["The plant manager."]


def test_what_was_begun_is_not_begun_again(opens: Opens, server: WireServer) -> None:
    def script(exchange: Exchange) -> None:
        exchange.begin(Content_Length="4000")
        exchange.piece("The plant ")

    server.plays(script, says("The plant manager."))
    pieces = iter(opens(llm_retries=3).models.stream(request()))
    assert next(pieces) == "The plant "
    with pytest.raises(ModelUnavailableError) as failed:
        next(pieces)
    assert failed.value.why is Unavailable.DOWN
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_is_tried_again(opens: Opens, server: WireServer, status: int) -> None:
    server.plays(refuses(status, "overloaded"), says("Yes."))
    assert list(opens(llm_retries=1).models.stream(request())) == ["Yes."]


def test_nobody_waits_longer_for_another_try_than_for_the_first_words(
    opens: Opens, server: WireServer
) -> None:
    server.plays(refuses(429, "rate_limit", Retry_After="3600"), says("Yes."))
    failed = why(opens(llm_retries=1))
    assert failed.why is Unavailable.DOWN
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("status", "says_what_to_do"),
    [
        (401, "ISTHMUS_LLM_API_KEY"),
        (403, "ISTHMUS_LLM_API_KEY_FILE"),
        (404, "ISTHMUS_LLM_BASE_URL"),
    ],
)
def test_what_a_person_can_mend_is_told_and_not_tried_again(
    opens: Opens, server: WireServer, status: int, says_what_to_do: str
) -> None:
    server.plays(refuses(status, "invalid", message="Wrong key sk-test-0123456789abcdef"))
    failed = why(opens(llm_retries=3))
    assert failed.why is Unavailable.DOWN
    assert says_what_to_do in failed.detail
    assert "sk-test" not in failed.detail
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_down(opens: Opens) -> None:
    failed = why(opens(llm_base_url="http://user:hunter2@127.0.0.1:9/v1"))
    assert failed.why is Unavailable.DOWN
    assert "http://127.0.0.1:9/v1" in failed.detail
    assert "hunter2" not in failed.detail


def test_an_answer_of_nothing_is_malformed(opens: Opens, server: WireServer) -> None:
    server.plays(says())
    assert why(opens()).why is Unavailable.MALFORMED


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(lambda e: (e.begin(), e.write("data: {not json\n\n")), id="no JSON"),
        pytest.param(
            lambda e: (e.begin(content="text/html"), e.write("<html>Sign in</html>")), id="a page"
        ),
        pytest.param(
            lambda e: (e.begin(), e.write('data: {"choices": "none"}\n\n')), id="no choices"
        ),
        pytest.param(lambda e: (e.begin(), e.write("\x00\xff" * 100)), id="noise"),
    ],
)
def test_what_is_no_answer_gives_no_words(
    opens: Opens, server: WireServer, script: Callable[[Exchange], object]
) -> None:
    server.plays(lambda exchange: (script(exchange), None)[1])
    assert why(opens()).why in {Unavailable.MALFORMED, Unavailable.DOWN}


def test_a_redirect_is_not_followed(opens: Opens, server: WireServer) -> None:
    server.plays(refuses(307, Location=f"{server.address}/elsewhere"), says("Yes."))
    assert why(opens()).why is Unavailable.DOWN
    assert len(server.asked) == 1


def test_a_purpose_can_have_no_model_or_another_one(opens: Opens, server: WireServer) -> None:
    models = opens(llm_understanding="off", llm_drafting="openai:other").models
    assert not models.is_on(Purpose.UNDERSTANDING)
    assert models.is_on(Purpose.DRAFTING)
    server.plays(says("Yes."))
    list(models.stream(request()))
    assert server.asked[0]["model"] == "scripted"
