"""Whoever writes to us proves to be Teams, on each request; nothing else gets further."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from teams_of_tests import Product, product_in
from teams_service import TENANT, Conversation
from teams_service.signing import key, public

Json = dict[str, Any]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with product_in(tmp_path_factory.mktemp("tokens")) as made:
        yield made


@pytest.fixture(scope="module")
def where(product: Product) -> Conversation:
    return product.alone(product.ana)


@pytest.fixture
def activity(product: Product, where: Conversation) -> Json:
    return product.teams.activity("message", product.ana, where, text="Who?")


def status(product: Product, activity: Json, authorization: str | None) -> int:
    headers = {"Content-Type": "application/json"}
    if authorization is not None:
        headers["Authorization"] = authorization
    response = product.client.post("/api/messages", content=json.dumps(activity), headers=headers)
    assert response.status_code < 500
    return response.status_code


def signed(product: Product, **claims: Any) -> str:  # noqa: ANN401 - any claim
    return f"Bearer {product.teams.issuer.token(product.teams.service_url, **claims)}"


def unsigned(claims: Json, header: Json, signature: str = "") -> str:
    parts = (json.dumps(each).encode() for each in (header, claims))
    coded = (base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts)
    return f"Bearer {'.'.join([*coded, signature])}"


def test_what_teams_signed_is_taken(product: Product, activity: Json) -> None:
    assert status(product, activity, signed(product)) == 200


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer not.a.token",
        "Bearer a.b",
        "Bearer ...",
        f"Bearer {'x' * 20_000}",
        "Bearer \xff\xfe\xfd",
        "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
    ],
)
def test_without_a_token_nothing_is_taken(
    product: Product, activity: Json, authorization: str | None
) -> None:
    raw = authorization.encode("latin-1") if authorization is not None else None
    headers = {b"Content-Type": b"application/json"} | ({b"Authorization": raw} if raw else {})
    response = product.client.post(
        "/api/messages", content=json.dumps(activity), headers=list(headers.items())
    )
    assert response.status_code == 401


def of_another_issuer(product: Product) -> str:
    return signed(product, iss="https://api.botframework.example")


def for_another_bot(product: Product) -> str:
    return signed(product, aud="99999999-0000-0000-0000-000000000000")


def for_nobody(product: Product) -> str:
    return signed(product, aud=None)


def without_an_issuer(product: Product) -> str:
    return signed(product, iss=None)


def without_an_end(product: Product) -> str:
    return signed(product, exp=None)


def expired(product: Product) -> str:
    return signed(product, exp=int(product.clock().timestamp()) - 301)


def not_yet_valid(product: Product) -> str:
    return signed(product, nbf=int(product.clock().timestamp()) + 301)


def with_times_that_are_none(product: Product) -> str:
    return signed(product, exp="tomorrow")


def with_a_time_beyond_numbers(product: Product) -> str:
    return signed(product, exp=1e300)


def signed_with_another_key(product: Product) -> str:
    claims = product.teams.issuer.claims(product.teams.service_url)
    return f"Bearer {jwt.encode(claims, key(7), 'RS256', headers={'kid': 'key-0'})}"


def with_a_flipped_signature(product: Product) -> str:
    token = signed(product)
    head, _, signature = token.rpartition(".")
    return f"{head}.{'B' if signature[0] != 'B' else 'C'}{signature[1:]}"


def with_other_claims_than_signed(product: Product) -> str:
    header, _, signature = signed(product).removeprefix("Bearer ").split(".")
    claims = product.teams.issuer.claims(product.teams.service_url, sub="somebody")
    coded = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"Bearer {header}.{coded}.{signature}"


def signed_by_nobody(product: Product) -> str:
    claims = product.teams.issuer.claims(product.teams.service_url)
    return unsigned(claims, {"alg": "none", "kid": "key-0", "typ": "JWT"})


def signed_with_our_public_key(product: Product) -> str:
    """Take the public key for a shared secret, as a careless library would."""
    pem = (
        key(0)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    claims = product.teams.issuer.claims(product.teams.service_url)
    header = {"alg": "HS256", "kid": "key-0", "typ": "JWT"}
    token = unsigned(claims, header).removeprefix("Bearer ").rstrip(".")
    made = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        token.encode(), pem
    )
    return f"Bearer {token}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def signed_with_an_unknown_key(product: Product) -> str:
    claims = product.teams.issuer.claims(product.teams.service_url)
    return f"Bearer {jwt.encode(claims, key(7), 'RS256', headers={'kid': 'key-7'})}"


def with_a_key_of_its_own(product: Product) -> str:
    """Bring the key along in the header."""
    claims = product.teams.issuer.claims(product.teams.service_url)
    headers = {"kid": "key-7", "jwk": public(7)}
    return f"Bearer {jwt.encode(claims, key(7), 'RS256', headers=headers)}"


def without_a_key(product: Product) -> str:
    claims = product.teams.issuer.claims(product.teams.service_url)
    return f"Bearer {jwt.encode(claims, key(0), 'RS256')}"


@pytest.mark.parametrize(
    "forged",
    [
        of_another_issuer,
        for_another_bot,
        for_nobody,
        without_an_issuer,
        without_an_end,
        expired,
        not_yet_valid,
        with_times_that_are_none,
        with_a_time_beyond_numbers,
        signed_with_another_key,
        with_a_flipped_signature,
        with_other_claims_than_signed,
        signed_by_nobody,
        signed_with_our_public_key,
        signed_with_an_unknown_key,
        with_a_key_of_its_own,
        without_a_key,
    ],
)
def test_a_forged_token_is_refused(product: Product, activity: Json, forged: Any) -> None:  # noqa: ANN401 - one of those above
    assert status(product, activity, forged(product)) == 401


def test_clocks_may_differ_by_five_minutes(product: Product, activity: Json) -> None:
    now = int(product.clock().timestamp())
    assert status(product, activity, signed(product, exp=now - 299)) == 200
    assert status(product, activity, signed(product, nbf=now + 299)) == 200


# ---- the activity does not go with the token


def test_the_token_is_for_the_address_that_the_activity_names(
    product: Product, activity: Json
) -> None:
    other = product.teams.service_url.replace("/amer/", "/emea/")
    assert status(product, {**activity, "serviceUrl": other}, signed(product)) == 403
    assert status(product, activity, signed(product, serviceurl=other)) == 403
    assert status(product, activity, signed(product, serviceurl=None)) == 403
    assert status(product, activity, signed(product, serviceurl=["a"])) == 403


@pytest.mark.parametrize("url", ["", None, 7, {"a": 1}])
def test_an_activity_has_to_name_an_address(product: Product, activity: Json, url: object) -> None:
    assert status(product, {**activity, "serviceUrl": url}, signed(product)) == 403


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.example/amer/",
        "https://evil.example/",
        "http://127.0.0.1:1/amer/",
        "not an address",
        "http://[::1",
        "http://127.0.0.1@evil.example/amer/",
        "http://127.0.0.1:80\\@evil.example/amer/",
        "{}../../elsewhere/",
        "{}?to=https://evil.example",
        "{}#x",
    ],
)
def test_an_address_has_to_be_on_the_list(product: Product, activity: Json, url: str) -> None:
    asked = url.format(product.teams.service_url)
    token = f"Bearer {product.teams.issuer.token(asked)}"
    assert status(product, {**activity, "serviceUrl": asked}, token) == 403


def test_another_tenant_is_not_answered(product: Product, activity: Json) -> None:
    other = {
        "conversation": {**activity["conversation"], "tenantId": "another"},
        "channelData": {"tenant": {"id": "another"}},
    }
    assert status(product, {**activity, **other}, signed(product)) == 403
    two = {"channelData": {"tenant": {"id": "another"}}}
    assert status(product, {**activity, **two}, signed(product)) == 403
    none = {"conversation": {"id": "a:1"}, "channelData": {}}
    assert status(product, {**activity, **none}, signed(product)) == 403
    assert activity["conversation"]["tenantId"] == TENANT


def test_another_channel_of_the_bot_is_not_answered(product: Product, activity: Json) -> None:
    for each in ("webchat", "directline", "", None):
        assert status(product, {**activity, "channelId": each}, signed(product)) == 403


def test_a_key_that_is_not_for_teams_signs_nothing(product: Product, activity: Json) -> None:
    product.teams.issuer.published = [public(0), public(5, endorsements=["webchat"])]
    product.travel(minutes=1)
    claims = product.teams.issuer.claims(product.teams.service_url)
    token = jwt.encode(claims, key(5), "RS256", headers={"kid": "key-5"})
    assert status(product, activity, f"Bearer {token}") == 403


# ---- what is no activity


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'[{"type": "message"}]',
        b'"message"',
        b"null",
        b"7",
        b"\xff\xfe",
        b"{}",
        b'{"type": 7}',
        b"[" * 100_000,
        b'{"type": "message", "conversation": "a"}',
        b'{"type": "message", "from": [], "conversation": {"id": {}}, "entities": {"a": 1}}',
        b'{"type": "message", "channelData": 5, "recipient": "x", "text": {"a": []}}',
    ],
)
def test_what_is_no_activity_is_refused(product: Product, body: bytes) -> None:
    for authorization, expected in ((signed(product), (400, 403)), ("Bearer x", (401,))):
        headers = {"Authorization": authorization, "Content-Type": "application/json"}
        response = product.client.post("/api/messages", content=body, headers=headers)
        assert response.status_code in expected


@pytest.mark.parametrize(
    "kind", ["typing", "event", "trace", "endOfConversation", "messageReaction", "handoff", "𝄞"]
)
def test_activities_that_are_not_for_us_are_passed_over(
    product: Product, activity: Json, kind: str
) -> None:
    before = product.jobs(*product.unfinished)
    assert status(product, {**activity, "type": kind, "id": kind}, signed(product)) == 200
    assert product.jobs(*product.unfinished) == before


@pytest.mark.parametrize("field", ["from", "entities", "value", "channelData", "recipient", "text"])
@pytest.mark.parametrize("value", [None, 1, "text", [], {}, [1], [None], {"a": None}])
def test_a_message_with_odd_parts_is_never_an_error_of_ours(
    product: Product, activity: Json, field: str, value: object
) -> None:
    known = f"odd-{field}-{value}"
    assert status(product, {**activity, field: value, "id": known}, signed(product)) in {200, 403}
    product.work()
    assert not product.dead()


@pytest.mark.parametrize("name", ["", "signin/verifyState", "config/fetch", "actionableMessage/x"])
def test_an_invoke_that_nothing_answers_is_refused(
    product: Product, activity: Json, name: str
) -> None:
    asked = {**activity, "type": "invoke", "name": name, "value": {}}
    assert status(product, asked, signed(product)) == 400


@pytest.mark.parametrize(
    "name",
    [
        "adaptiveCard/action",
        "task/fetch",
        "task/submit",
        "composeExtension/fetchTask",
        "composeExtension/submitAction",
        "composeExtension/query",
        "composeExtension/queryLink",
        "message/fetchTask",
        "message/submitAction",
        "fileConsent/invoke",
    ],
)
@pytest.mark.parametrize("value", [None, [], 1, "x", {"data": {"about": "x", "fields": 1}}, {}])
def test_an_invoke_with_odd_parts_is_told_so(
    product: Product, activity: Json, name: str, value: object
) -> None:
    asked = {**activity, "type": "invoke", "name": name, "value": value}
    assert status(product, asked, signed(product)) == 200


def test_no_other_method_is_taken(product: Product) -> None:
    assert product.client.get("/api/messages").status_code == 405
