"""Links of ours, pasted into a message: they unfold to what all may read who will see it."""

import json

import pytest

from teams_of_tests import Product
from teams_service import Conversation

CONSOLE = "http://localhost"


@pytest.fixture
def alone(product: Product) -> Conversation:
    return product.alone(product.ana)


@pytest.fixture
def secret(product: Product, alone: Conversation) -> str:
    """Give the address of an action that only Ana's group may read."""
    known = product.teams.say(product.ana, alone, "Check the locks of hall 3")
    product.teams.track(product.ana, alone, known)
    product.teams.fill(product.ana)
    product.work()
    return f"{CONSOLE}/actions/1"


def test_a_link_to_an_action_unfolds_to_how_it_stands(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, "@Isthmus add action: Ana checks the backups by Friday")
    shown = product.teams.paste(product.ana, where, f"{CONSOLE}/actions/1?from=mail#top")
    assert "A-1: Check the backups. Open." in shown
    assert "Action.Execute" not in json.dumps(product.teams.found)


def test_a_link_to_a_chart_unfolds_to_its_table(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, "@Isthmus draft a RACI for OT patching with IT Security")
    product.teams.search(product.ana, where, "searchCharts", "patching")
    path = product.teams.found[0]["preview"]["content"]["tap"]["value"]["shows"]
    product.teams.paste(product.ana, where, f"{CONSOLE}/{path}")
    assert '"type": "Table"' in json.dumps(product.teams.found)


def test_alone_with_us_a_link_unfolds_to_what_one_may_read(
    product: Product, alone: Conversation, secret: str
) -> None:
    assert "Check the locks" in product.teams.paste(product.ana, alone, secret)


def test_where_somebody_reads_who_may_not_a_link_stays_a_link(
    product: Product, secret: str
) -> None:
    where = product.channel()
    assert product.teams.paste(product.ana, where, secret) == "This address shows nothing here."


def test_nobody_learns_that_there_is_something_they_may_not_read(
    product: Product, secret: str
) -> None:
    where = product.channel()
    nothing = product.teams.paste(product.ben, where, f"{CONSOLE}/actions/99")
    assert product.teams.paste(product.ben, where, secret) == nothing


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
def test_in_a_chat_between_people_only_what_everyone_may_read_unfolds(
    product: Product, secret: str, kind: str
) -> None:
    where = product.teams.group("between us", product.ana, product.ben, installed=False)
    where.kind = kind
    assert "Check the locks" not in product.teams.paste(product.ana, where, secret)


ELSEWHERE = (
    "",
    "http://localhost",
    "http://localhost/",
    "http://localhost.evil.example/actions/1",
    "https://evil.example/http://localhost/actions/1",
    "http://localhost/actions/1/../../admin",
    "http://localhost/actions/\u0661",
    "http://localhost/actions/99999999999999999999",
    "http://localhost/charts/",
    "http://localhost/charts/" + "x" * 5_000,
    "http://localhost/roles/no-such-role",
    "javascript:alert(1)",
)


def test_any_other_address_unfolds_to_nothing(product: Product, alone: Conversation) -> None:
    for url in ELSEWHERE:
        assert product.teams.paste(product.ana, alone, url) == "This address shows nothing here."


def test_a_link_in_another_shape_unfolds_to_nothing(product: Product, alone: Conversation) -> None:
    odd: tuple[dict[str, object], ...] = ({}, {"url": 7}, {"url": None}, {"url": {"a": "b"}})
    for value in odd:
        said = product.teams.invoke("composeExtension/queryLink", product.ana, alone, value).answer
        assert said["composeExtension"]["type"] == "message"
