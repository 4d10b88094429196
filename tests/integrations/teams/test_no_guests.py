"""Where guests are off, Teams shows nothing of documents to people without an account here."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import served
from isthmus.channels.model import Answers, Manner
from isthmus.people import Person, Rank
from teams_of_tests import ANA, Product, product_in
from teams_service import TENANT

SAYS = "plant manager is accountable"
HAVE = "people who have an account here"
ALONG = "read along here"
_SEARCH = {
    "commandId": "searchPassages",
    "parameters": [{"name": "words", "value": "compensating controls"}],
}


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with product_in(tmp_path, guests=False) as made:
        yield made


def test_somebody_without_an_account_is_told_that_one_is_needed(product: Product) -> None:
    eve = product.teams.person("eve", "Eve", "eve@plant.example")
    where = product.alone(eve)
    assert "You could say now" not in product.teams.sees(eve, where)
    product.ask(eve, where, served.QUESTION)
    assert HAVE in product.answer(where)
    assert SAYS not in product.teams.sees(eve, where)


def test_where_somebody_without_an_account_reads_along_only_who_asks_is_told_so(
    product: Product,
) -> None:
    alone = product.alone(product.ana)
    eve = product.teams.person("eve", "Eve", "eve@plant.example")
    where = product.teams.group("mixed", product.ana, eve)
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert ALONG in product.teams.sees(product.ana, alone)
    for who in (product.ana, eve):
        assert SAYS not in product.teams.sees(who, where)
        assert ALONG not in product.teams.sees(who, where)


def test_somebody_of_another_tenant_is_told_so_where_we_were_switched_on(product: Product) -> None:
    other = product.teams.person("other", "Ana Alves", ANA.id, tenant="another-tenant")
    where = product.teams.group("mixed", product.ana, other)
    place = product.wiring.places.get("teams", TENANT, where.id)
    lead = Person("lea", "Lea", rank=Rank.LEAD)
    product.wiring.places.behave(place, Manner(Answers.MENTION), lead)
    product.ask(other, where, f"@Isthmus {served.QUESTION}")
    assert HAVE in product.teams.sees(other, where)  # we never were alone with them
    assert SAYS not in product.teams.sees(product.ana, where)


def test_somebody_without_an_account_who_comes_before_an_answer_is_sent_does_not_read_it(
    product: Product,
) -> None:
    where = product.channel()
    product.teams.say(product.ana, where, f"@Isthmus {served.QUESTION}")
    product.hear_only()
    eve = product.teams.person("eve", "Eve", "eve@plant.example")
    product.teams.join(eve, where)
    product.work()
    assert ALONG in product.teams.sees(eve, where)
    assert SAYS not in product.teams.sees(eve, where)


def test_the_message_box_finds_nothing_where_somebody_without_an_account_reads(
    product: Product,
) -> None:
    eve = product.teams.person("eve", "Eve", "eve@plant.example")
    where = product.channel(product.ana, eve)
    for who, words in ((product.ana, ALONG), (eve, HAVE)):
        said = product.teams.invoke("composeExtension/query", who, where, _SEARCH).answer
        assert words in json.dumps(said)
        assert "ompensating control" not in json.dumps(said).replace("compensating controls", "")


def test_people_with_accounts_are_answered_as_ever(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert SAYS in product.teams.sees(product.ben, where)
