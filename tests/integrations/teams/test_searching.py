"""Actions, charts and passages looked for from the message box, for all who will read them."""

import json
from itertools import product as product_of
from typing import Any

import pytest
from sqlalchemy import func, select

import served
from isthmus.answers.store import answers
from teams_of_tests import Product
from teams_service import Conversation

ADD = "@Isthmus add action: Ana checks the turbine backups by Friday"
DRAFT = "@Isthmus Draft a RACI for OT patching with IT Security and the plant manager"
COMMANDS = ("searchActions", "searchCharts", "searchPassages")
CANARY = "forgotten modem"


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.channel()


@pytest.fixture
def alone(product: Product) -> Conversation:
    return product.alone(product.ana)


def query(product: Product, where: Conversation, value: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    said = product.teams.invoke("composeExtension/query", product.ana, where, value)
    return said.answer["composeExtension"]


def chosen(product: Product, where: Conversation, tap: dict[str, Any]) -> str:
    """Take something from the list, as a click on it does; gives what is put into the message."""
    said = product.teams.invoke("composeExtension/selectItem", product.ana, where, tap["value"])
    return json.dumps(said.answer["composeExtension"], ensure_ascii=False)


# ---- what is found


def test_an_action_is_found_by_its_words_and_shown_as_it_stands(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    assert "A-1 Check the turbine backups" in product.teams.search(
        product.ana, where, "searchActions", "backups"
    )
    (found,) = product.teams.found
    product.ask(product.ana, where, "@Isthmus A-1 is high")
    put_in = chosen(product, where, found["preview"]["content"]["tap"])
    assert "Check the turbine backups. Open." in put_in
    assert "high" in put_in
    assert "Action.Execute" not in put_in


def test_a_chart_is_put_in_as_a_table(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, DRAFT)
    assert "RACI: OT patching: Status: draft" in product.teams.search(
        product.ana, where, "searchCharts", "patching"
    )
    (found,) = product.teams.found
    assert '"type": "Table"' in chosen(product, where, found["preview"]["content"]["tap"])
    assert "Action.OpenUrl" in json.dumps(found["content"])


def test_a_passage_is_put_in_with_where_it_stands(product: Product, where: Conversation) -> None:
    listed = product.teams.search(product.ana, where, "searchPassages", "window")
    assert "OT patching policy, line 2: The plant manager is accountable" in listed
    (found, *_) = product.teams.found
    assert "The plant manager is accountable" in json.dumps(found["content"])
    assert "isVisible" not in json.dumps(found["content"])


def test_when_it_is_opened_one_sees_what_is_ones_own(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    assert "A-1" in product.teams.search(product.ana, where, "searchActions")
    assert "Type words to look for others" in product.teams.search(
        product.ben, where, "searchActions"
    )


def test_nothing_found_is_said_in_words(product: Product, where: Conversation) -> None:
    for command in COMMANDS:
        assert product.teams.search(product.ana, where, command, "xyzzyq").endswith(".")
        assert product.teams.found == []


def test_looking_for_passages_asks_nothing_and_keeps_nothing(
    product: Product, alone: Conversation
) -> None:
    for typed in ("p", "pa", "patch", "patching"):
        product.teams.search(product.ana, alone, "searchPassages", typed)
    with product.wiring.storage.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(answers)) == 0


# ---- for whom


def test_alone_with_us_one_finds_what_one_may_read(product: Product, alone: Conversation) -> None:
    assert CANARY in product.teams.search(product.ana, alone, "searchPassages", "turbine")


def test_where_others_read_one_finds_what_they_may_read_too(
    product: Product, where: Conversation
) -> None:
    assert CANARY not in product.teams.search(product.ana, where, "searchPassages", "turbine")
    assert CANARY not in json.dumps(product.teams.found)
    among_us = product.channel(product.ana, name="Plant / Engineers")
    assert CANARY in product.teams.search(product.ana, among_us, "searchPassages", "turbine")


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
def test_in_a_chat_between_people_one_finds_what_everyone_may_read(
    product: Product, kind: str
) -> None:
    where = product.teams.group("between us", product.ana, product.ben, installed=False)
    where.kind = kind  # Teams calls a chat of two people by the same word as one with an app
    assert CANARY not in product.teams.search(product.ana, where, "searchPassages", "turbine")
    assert "OT patching" in product.teams.search(product.ana, where, "searchPassages", "patching")


def test_what_is_taken_is_looked_at_again(product: Product) -> None:
    where = product.channel(product.ana)
    known = product.teams.say(product.ana, where, "Check the locks")
    product.teams.track(product.ana, where, known)
    product.teams.fill(product.ana)
    product.work()
    product.teams.search(product.ana, where, "searchActions", "locks")
    (found,) = product.teams.found
    product.teams.join(product.ben, where)
    put_in = chosen(product, where, found["preview"]["content"]["tap"])
    assert "Check the locks" not in put_in


# ---- page by page


def test_teams_asks_for_more_as_somebody_reads_on(product: Product, alone: Conversation) -> None:
    for n in range(7):
        product.ask(product.ana, alone, f"add action: Ana checks pump {n} by Friday")
    parameters = [{"name": "search", "value": "pump"}]
    pages = [
        query(
            product,
            alone,
            {
                "commandId": "searchActions",
                "parameters": parameters,
                "queryOptions": {"skip": skip, "count": 3},
            },
        )["attachments"]
        for skip in (0, 3, 6, 9)
    ]
    assert [len(each) for each in pages] == [3, 3, 1, 0]
    titles = [one["preview"]["content"]["title"] for each in pages for one in each]
    assert len(set(titles)) == 7


# ---- hostile


HOSTILE = (
    *("%", "' OR 1=1 --", "\x00", "<script>alert(1)</script>", "\u202e"),
    *("x" * 20_000, "A-1\n" * 99, "\ud800", "\u2028"),
)
ODD: tuple[dict[str, Any], ...] = (
    {},
    {"commandId": 7},
    {"commandId": "searchActions", "parameters": "x"},
    {"commandId": "searchActions", "parameters": [None, {"name": "search", "value": {"a": 1}}]},
    {"commandId": "searchActions", "queryOptions": {"skip": "x", "count": -1}},
    {"commandId": "no such search", "parameters": []},
)


def test_any_words_can_be_looked_for(product: Product, where: Conversation) -> None:
    for command, words in product_of(COMMANDS, HOSTILE):
        parameters = [{"name": "search", "value": words}]
        said = query(product, where, {"commandId": command, "parameters": parameters})
        assert said["type"] in {"message", "result"}, words


def test_a_search_in_another_shape_is_answered_in_words(
    product: Product, where: Conversation
) -> None:
    for value in ODD:
        assert query(product, where, value)["text"]


def test_what_was_never_listed_is_not_shown(product: Product, where: Conversation) -> None:
    paths: tuple[object, ...] = ("", "actions/x", "charts/", "../secrets", "actions/99", 7, None)
    for path in paths:
        assert "shows nothing here" in chosen(product, where, {"value": {"shows": path}})


def test_a_question_is_not_what_passages_are_looked_for_by(
    product: Product, alone: Conversation
) -> None:
    listed = product.teams.search(product.ana, alone, "searchPassages", served.QUESTION)
    assert "OT patching policy" in listed
