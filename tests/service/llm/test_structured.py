"""Forms that a model fills in: by the provider's way, and looked at by us."""

import json
from collections.abc import Callable

import pytest

from isthmus.llm.model import ModelUnavailableError, Unavailable
from isthmus.wiring import Wiring
from llm_requests_of_tests import SHAPE, request, shown
from llm_wire_of_tests import Exchange, WireServer, refuses, says

Opens = Callable[..., Wiring]
GOOD = json.dumps({"who": "the plant manager", "days": 14})


def test_the_provider_is_asked_for_the_shape(opens: Opens, server: WireServer) -> None:
    server.plays(says(GOOD, read=30, written=8))
    filled = opens().models.structured(request(), SHAPE)
    assert filled.values == {"who": "the plant manager", "days": 14}
    asked = server.asked[0]["response_format"]
    assert asked["type"] == "json_schema"
    assert asked["json_schema"]["schema"]["required"] == ["who"]
    assert '"required"' in server.told()


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "I would say the plant manager.",
        '{"who": 4}',
        '{"days": 1}',
        '{"who": "a", "x": 1}',
        "[]",
    ],
)
def test_what_does_not_fit_is_asked_for_once_more(
    opens: Opens, server: WireServer, bad: str
) -> None:
    server.plays(says(bad), says(GOOD))
    wiring = opens()
    assert wiring.models.structured(request(), SHAPE).values["days"] == 14
    assert len(wiring.language_models.about("answer-1")) == 2


def test_what_never_fits_is_malformed_and_what_it_said_is_not_told(
    opens: Opens, server: WireServer
) -> None:
    server.plays(says('{"who": 4, "password": "x"}'))
    with pytest.raises(ModelUnavailableError) as failed:
        opens().models.structured(request(), SHAPE)
    assert failed.value.why is Unavailable.MALFORMED
    assert "it.who is no string" in failed.value.detail
    assert "password" not in failed.value.detail
    assert len(server.asked) == 2


def test_a_server_without_that_way_is_asked_in_words(opens: Opens, server: WireServer) -> None:
    server.plays(refuses(400, "unsupported"), says(f"Here:\n```json\n{GOOD}\n```"))
    models = opens().models
    assert models.structured(request(), SHAPE).values["days"] == 14
    assert models.structured(request(), SHAPE).values["days"] == 14
    assert ["response_format" in each for each in server.asked] == [True, False, False]


def test_a_form_that_hangs_is_slow(opens: Opens, server: WireServer) -> None:
    server.plays(Exchange.hang)
    with pytest.raises(ModelUnavailableError) as failed:
        opens(llm_seconds=0.5).models.structured(request(), SHAPE)
    assert failed.value.why is Unavailable.SLOW


def test_personal_data_comes_back_in_a_form(opens: Opens, server: WireServer) -> None:
    server.plays(says('{"who": "{e-mail 1}"}'))
    models = opens(llm_mask="personal").models
    filled = models.structured(request("Who?", shown("jo@plant.example approves.")), SHAPE)
    assert filled.values == {"who": "jo@plant.example"}
