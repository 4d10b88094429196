"""The keys of Teams are fetched seldom, and a failure makes nobody wait for long."""

from datetime import timedelta
from typing import Any

import pytest

from isthmus_integrations.teams.keys import Keys, NoKeysError
from teams_of_tests import Clock, Product
from teams_service.signing import ISSUER, public

METADATA = "https://login.example/metadata"


class Publisher:
    """Publishes keys, unless it is broken; counts how often it is asked."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.broken: Exception | None = None
        self.asked = 0

    def __call__(self, url: str) -> Any:  # noqa: ANN401 - any JSON
        self.asked += 1
        if self.broken:
            raise self.broken
        if url == METADATA:
            return {"issuer": ISSUER, "jwks_uri": "https://login.example/keys"}
        return {"keys": [public(each) for each in self.numbers]}


def made(*numbers: int) -> tuple[Keys, Publisher, Clock]:
    clock, publisher = Clock(), Publisher(*numbers)
    return Keys(METADATA, publisher, clock), publisher, clock


def test_keys_are_fetched_once() -> None:
    keys, publisher, _ = made(0)
    found = [keys.find("key-0") for _ in range(20)]
    assert all(each and each[0] == ISSUER for each in found)
    assert publisher.asked == 2


def test_a_new_key_is_found_when_it_signs() -> None:
    keys, publisher, clock = made(0)
    keys.find("key-0")
    publisher.numbers = (1,)
    clock.now += timedelta(seconds=31)
    assert keys.find("key-1")
    assert keys.find("key-0") is None


def test_unknown_keys_do_not_have_them_fetched_again_and_again() -> None:
    keys, publisher, clock = made(0)
    for n in range(50):
        assert keys.find(f"made-up-{n}") is None
    assert publisher.asked == 2
    clock.now += timedelta(seconds=31)
    assert keys.find("made-up") is None
    assert publisher.asked == 4


@pytest.mark.parametrize(
    "trouble", [OSError("no way there"), ValueError("no JSON"), KeyError("keys"), TypeError("odd")]
)
def test_while_they_cannot_be_fetched_only_one_tries_now_and_then(trouble: Exception) -> None:
    keys, publisher, clock = made(0)
    publisher.broken = trouble
    for _ in range(20):
        with pytest.raises(NoKeysError):
            keys.find("key-0")
    assert publisher.asked == 1
    publisher.broken = None
    clock.now += timedelta(seconds=11)
    assert keys.find("key-0")


def test_old_keys_hold_while_no_new_ones_can_be_had() -> None:
    keys, publisher, clock = made(0)
    keys.find("key-0")
    publisher.broken = OSError("no way there")
    clock.now += timedelta(hours=25)
    assert all(keys.find("key-0") for _ in range(20))
    assert publisher.asked == 3


def test_after_a_day_they_are_fetched_anew() -> None:
    keys, publisher, clock = made(0, 1)
    keys.find("key-0")
    publisher.numbers = (1,)
    clock.now += timedelta(hours=25)
    assert keys.find("key-0") is None


def test_keys_of_other_kinds_sign_nothing() -> None:
    clock = Clock()
    odd: list[dict[str, Any]] = [{"kty": "EC", "kid": "e"}, {"kty": "RSA"}, public(0)]
    said = {"issuer": ISSUER, "jwks_uri": "x", "keys": odd}
    keys = Keys(METADATA, lambda _url: said, clock)
    assert keys.find("e") is None
    assert keys.find("key-0")


def test_while_nobody_can_tell_who_writes_teams_is_asked_to_send_again(product: Product) -> None:
    where = product.teams.connector.alone_with(product.ana)
    sent = product.teams.post
    assert sent
    product.teams.issuer.published = []
    said = product.teams.deliver("message", product.ana, where, text="Who?")
    assert said.status == 503
    product.teams.issuer.published = [public(0)]
    product.travel(seconds=11)
    assert product.teams.send(said.activity).status == 200


def test_keys_that_change_while_we_run_are_followed(product: Product) -> None:
    where = product.alone(product.ana)
    product.teams.issuer.rotate(1)
    product.travel(minutes=1)
    assert product.teams.deliver("message", product.ana, where, text="Who?").status == 200
