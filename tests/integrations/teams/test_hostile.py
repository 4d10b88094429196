"""Whatever is sent to us is refused, ignored or answered: it breaks and marks up nothing."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.jobs.model import State
from teams_of_tests import Product
from teams_service import TENANT
from teams_service.people import BOT

QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORKED = settings(QUICK, max_examples=40)

TEXT = st.text(max_size=40) | st.sampled_from(
    [
        "message", "invoke", "conversationUpdate", "installationUpdate", "messageUpdate",
        "messageDelete", "adaptiveCard/action", "task/fetch", "task/submit", "msteams", "personal",
        "composeExtension/query", "composeExtension/fetchTask", "composeExtension/submitAction",
        "composeExtension/queryLink", "message/fetchTask", "message/submitAction",
        "fileConsent/invoke", "editMessage", "add", "remove", TENANT, BOT, "\x00", "\ud800",
    ]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(
    ["message", "messageUpdate", "messageDelete", "conversationUpdate", "installationUpdate"]
)
FIELDS = st.sampled_from(
    [
        "type", "id", "timestamp", "localTimezone", "channelId", "from", "recipient", "text",
        "conversation", "channelData", "entities", "value", "name", "action", "membersAdded",
        "membersRemoved", "replyToId", "textFormat",
    ]
)  # fmt: skip
INVOKES = st.sampled_from(
    [
        "adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/query",
        "composeExtension/fetchTask", "composeExtension/submitAction", "composeExtension/queryLink",
        "message/fetchTask", "message/submitAction", "fileConsent/invoke",
    ]
)  # fmt: skip


def post(product: Product, body: bytes, token: str = "") -> int:
    """Send anything; with a token of Teams where none is given."""
    signed = token or product.teams.issuer.token(product.teams.service_url)
    headers = {"Authorization": f"Bearer {signed}", "Content-Type": "application/json"}
    assert product.teams.post
    return product.teams.post(headers, body)[0]


def as_bytes(said: object) -> bytes:
    return json.dumps(said).encode("utf-8", "surrogatepass")


def activity(product: Product, kind: str, changed: dict[str, Any]) -> dict[str, Any]:
    where = product.teams.connector.alone_with(product.ana)
    return product.teams.activity(kind, product.ana, where, text="Who?") | changed


@QUICK
@given(body=st.binary(max_size=200))
def test_bytes_are_refused(product: Product, body: bytes) -> None:
    assert 400 <= post(product, body) < 500
    assert 400 <= post(product, body, ".".join("abc")) < 500


@QUICK
@given(said=JSON)
def test_any_json_is_refused_or_ignored(product: Product, said: object) -> None:
    assert post(product, as_bytes(said)) < 500


@QUICK
@given(kind=KINDS, changed=st.dictionaries(FIELDS, JSON, max_size=3))
def test_an_activity_of_any_shape_is_taken_refused_or_ignored(
    product: Product, kind: str, changed: dict[str, Any]
) -> None:
    assert post(product, as_bytes(activity(product, kind, changed))) < 500


@WORKED
@given(kind=KINDS, changed=st.dictionaries(FIELDS, JSON, max_size=2))
def test_what_was_taken_of_any_shape_is_done_or_declined_in_words(
    product: Product, kind: str, changed: dict[str, Any]
) -> None:
    post(product, as_bytes(activity(product, kind, changed)))
    product.work()
    product.travel(minutes=10)
    assert product.jobs(State.DEAD) == []


@QUICK
@given(name=INVOKES, value=JSON)
def test_an_invoke_of_any_shape_is_answered_or_refused(
    product: Product, name: str, value: object
) -> None:
    said = activity(product, "invoke", {"name": name, "value": value})
    assert post(product, as_bytes(said)) < 500


# ---- texts


@pytest.mark.parametrize(
    "text",
    [
        "<at>Isthmus</at>", "<at>", "</at><at>x", "[here](https://evil.example)",
        "![x](https://evil.example/a.png)", "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>", "<a href='javascript:alert(1)'>x</a>", "\x00\x01\x1b[31m",
        "\u202eevil\u202c", "עברית وعربية", "👩‍👩‍👧‍👦" * 50, "a" * 10_000, "🙂" * 10_000,
        "b " * 50_000, "# head\n- list\n> quote", "`code` *bold* _it_ ~no~ | a | b |",
        "&lt;at&gt;Ana&lt;/at&gt;", "\n" * 5_000, "=HYPERLINK(1)", "{{{{",
    ],
)  # fmt: skip
def test_a_hostile_text_is_answered_and_marks_nothing_up(product: Product, text: str) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, f"add action: {text}")
    product.ask(product.ana, where, f"What about {text}?")
    product.ask(product.ana, where, text)
    product.travel(minutes=5)
    assert not product.dead()
    assert len(product.teams.answers(where)) > 2
    for each in product.teams.answers(where):
        shown = json.dumps(each.body)
        assert "](https://evil" not in shown
        assert "<at>" not in str(each.body.get("text"))
        assert "<img" not in str(each.body.get("text"))
        assert not any(e["type"] == "mention" for e in each.body.get("entities", ()))


def test_a_name_that_is_hostile_is_only_a_name(product: Product) -> None:
    name = "</at><at>All</at> [x](https://evil.example) <img src=x>"
    eve = product.teams.person("eve", name, "eve@plant.example")
    where = product.channel(product.ana, eve, name="all: [x](https://evil.example) / <b>")
    product.ask(eve, where, "@Isthmus add action: @eve writes the plan")
    product.travel(minutes=2)
    assert not product.dead()
    for each in product.teams.answers(where):
        assert "](https://evil" not in json.dumps(each.body)
        assert "<at>" not in str(each.body.get("text"))
