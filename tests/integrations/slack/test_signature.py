"""What is not signed by Slack, exactly as it is and just now, is refused before it is looked at."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from isthmus.errors import InvalidError, UnidentifiedError
from isthmus_integrations.slack.http import delivered, read
from isthmus_integrations.slack.signature import Signatures

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
BODY = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
SIGNATURES = Signatures("8f742231b10e8888", lambda: NOW)


def headers(body: bytes = BODY, at: str = STAMP, signature: str | None = None) -> dict[str, str]:
    signed = SIGNATURES.of(at, body) if signature is None else signature
    return {"x-slack-request-timestamp": at, "x-slack-signature": signed}


def test_what_slack_signed_is_let_in() -> None:
    SIGNATURES.require(headers(), BODY)


def test_the_signature_is_that_of_slacks_documentation() -> None:
    """The example that Slack publishes: secret, timestamp, body and signature."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015"
        b".47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signed = Signatures("8f742231b10e8888abcd99yyyzzz85a5", lambda: NOW).of("1531420618", body)
    assert signed == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 86_400])
def test_a_stale_or_future_request_is_refused(seconds: int) -> None:
    at = str(int(NOW.timestamp()) + seconds)
    with pytest.raises(UnidentifiedError, match="another time"):
        SIGNATURES.require(headers(at=at), BODY)


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_are_still_in_time(seconds: int) -> None:
    SIGNATURES.require(headers(at=str(int(NOW.timestamp()) + seconds)), BODY)


@pytest.mark.parametrize(
    "at", ["", "soon", "-5", "1e9", "17953764\u0660\u0660", "1" * 400, f"{STAMP}.5", f" {STAMP}"]
)
def test_a_time_that_is_no_number_is_refused(at: str) -> None:
    with pytest.raises(UnidentifiedError, match="no time"):
        SIGNATURES.require(headers(at=at), BODY)


@pytest.mark.parametrize("place", range(len(BODY)))
def test_a_flipped_byte_of_the_body_is_refused(place: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
    with pytest.raises(UnidentifiedError, match="signature"):
        SIGNATURES.require(headers(), changed)


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v0=ä", "v1=" + "0" * 64, SIGNATURES.of(STAMP, BODY)[:-1]]
)
def test_another_signature_is_refused(signature: str) -> None:
    with pytest.raises(UnidentifiedError, match="signature"):
        SIGNATURES.require(headers(signature=signature), BODY)


def test_a_body_that_was_encoded_anew_is_refused() -> None:
    again = json.dumps(json.loads(BODY), separators=(",", ":")).encode()
    with pytest.raises(UnidentifiedError):
        SIGNATURES.require(headers(), again)


@pytest.mark.parametrize("missing", ["x-slack-request-timestamp", "x-slack-signature"])
def test_missing_headers_are_refused(missing: str) -> None:
    given = {name: value for name, value in headers().items() if name != missing}
    with pytest.raises(UnidentifiedError):
        SIGNATURES.require(given, BODY)


def test_another_secret_signs_otherwise() -> None:
    with pytest.raises(UnidentifiedError):
        Signatures("another", lambda: NOW).require(headers(), BODY)


# ---- over HTTP


class Nobody:
    """Nothing gets as far as this."""

    def event(self, delivery: object) -> None:
        raise AssertionError(delivery)


@pytest.fixture
def client() -> Iterator[TestClient]:
    from isthmus_integrations.slack.http import receiving  # noqa: PLC0415 - of the route alone

    app = FastAPI()
    app.include_router(receiving(Nobody(), SIGNATURES))  # type: ignore[arg-type]
    with TestClient(app) as client:
        yield client


def post(client: TestClient, body: bytes, given: dict[str, str]) -> int:
    kind = {"content-type": "application/json"}
    return client.post("/slack/events", content=body, headers=given | kind).status_code


def test_refusals_are_401_and_never_an_error_of_ours(client: TestClient) -> None:
    not_text = b"\xff\xfe{"
    assert post(client, BODY, {}) == 401
    assert post(client, BODY, headers(at="soon")) == 401
    assert post(client, BODY, headers(signature="v0=")) == 401
    assert post(client, not_text, headers()) == 401
    assert post(client, b"", headers()) == 401


def test_what_is_signed_and_not_readable_is_told_as_that(client: TestClient) -> None:
    for body in (b"\xff\xfe{", b"[]", b"{", b"null", b"[" * 100_000):
        assert post(client, body, headers(body)) == 400


def test_a_header_that_is_no_ascii_is_refused(client: TestClient) -> None:
    given: list[tuple[bytes, bytes]] = [
        (b"x-slack-request-timestamp", STAMP.encode()),
        (b"x-slack-signature", "v0=ä".encode()),
    ]
    assert client.post("/slack/events", content=BODY, headers=given).status_code == 401


def test_the_address_proves_itself(client: TestClient) -> None:
    kind = {"content-type": "application/json"}
    answer = client.post("/slack/events", content=BODY, headers=headers() | kind)
    assert (answer.status_code, answer.json()) == (200, {"challenge": "c"})


def test_a_form_is_read_with_the_json_of_its_payload() -> None:
    kind = "application/x-www-form-urlencoded"
    assert read(kind, b"payload=%7B%22type%22%3A%22shortcut%22%7D") == {"type": "shortcut"}
    assert read(kind, b"command=%2Fisthmus&text=") == {"command": "/isthmus", "text": ""}
    with pytest.raises(InvalidError):
        read(kind, b"payload=%5B%5D")


def test_what_nobody_knows_is_acknowledged() -> None:
    class Door:
        def interaction(self, said: object) -> None:
            del said

    assert delivered(Door(), {"type": "newer_than_this"}) is None  # type: ignore[arg-type]
