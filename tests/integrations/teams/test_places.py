"""We are added, removed and moved; where we are follows what people set there."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import served
from isthmus.channels.model import Answers, Manner, Place
from teams_of_tests import ANA, Product
from teams_service import TENANT, Conversation, RateLimited
from teams_service.people import BOT

SAYS = "plant manager is accountable"
CONTROLS = "Who reviews compensating controls?"


def place(product: Product, known: str) -> Place:
    return product.wiring.places.get("teams", TENANT, known)


# ---- we are added


def test_in_a_channel_we_are_introduced_once_and_briefly(product: Product) -> None:
    where = product.channel()
    product.teams.redeliver(2)
    product.teams.deliver("installationUpdate", product.ana, where, action="add")
    product.work()
    (welcome,) = product.teams.answers(where)
    assert "Name me to ask" in welcome.body["text"]
    assert len(welcome.body["text"]) < 400


def test_with_people_of_others_we_say_that_we_stay_silent(product: Product) -> None:
    zoe = product.teams.person("zoe", "Zoe", "zoe@vendor.example", tenant="vendor")
    where = product.teams.group("vendor call", product.ana, zoe)
    product.work()
    assert "I stay silent" in product.answer(where)
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert SAYS not in product.teams.sees(product.ana, where)
    product.ask(product.ana, where, "@Isthmus settings")
    product.press(product.ana, "Change it")
    product.teams.fill(product.ana, I_answer="When I am named")
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert SAYS in product.teams.sees(zoe, where)


def test_who_adds_us_again_within_the_hour_is_welcomed_again(product: Product) -> None:
    where = product.alone(product.ana)
    product.teams.uninstall(product.ana)
    product.work()
    product.teams.reinstall(product.ana)
    product.work()
    assert len(product.teams.answers(where)) == 2
    product.ask(product.ana, where, served.QUESTION)
    assert SAYS in product.answer(where)


def test_both_activities_that_tell_of_us_welcome_once(product: Product) -> None:
    where = product.teams.alone(product.ana)
    product.teams.deliver("conversationUpdate", product.ana, where, membersAdded=[{"id": BOT}])
    product.work()
    assert len(product.teams.answers(where)) == 1


# ---- where people are, and by which address


def test_how_to_write_to_people_and_channels_is_kept_for_each(product: Product) -> None:
    alone, where = product.alone(product.ana), product.channel()
    product.ask(product.ben, where, f"@Isthmus {served.QUESTION}")
    url = product.teams.service_url
    mine = place(product, product.ana.id).reference
    assert (mine["conversation"], mine["service_url"]) == (alone.id, url)
    assert place(product, where.id).reference["service_url"] == url
    assert place(product, product.ben.id).reference["seen_in"] == where.id


def test_where_teams_moves_us_to_another_address_we_write_to_that_one(product: Product) -> None:
    where = product.alone(product.ana)
    product.teams.world.region = "emea"
    product.ask(product.ana, where, served.QUESTION)
    assert SAYS in product.answer(where)
    assert "/emea/" in place(product, product.ana.id).reference["service_url"]


def test_what_was_asked_before_the_move_is_answered_after_it(product: Product) -> None:
    where = product.channel()
    product.teams.say(product.ana, where, f"@Isthmus {served.QUESTION}")
    product.hear_only()
    product.teams.goes_wrong(RateLimited(60))
    product.work()
    product.teams.world.region = "emea"
    product.teams.deliver("conversationUpdate", product.ana, where, membersAdded=[])
    product.travel(minutes=2)
    assert SAYS in product.teams.sees(product.ana, where)


def test_only_who_leads_says_how_we_behave(product: Product) -> None:
    where = product.channel()
    product.ask(product.ben, where, "@Isthmus settings")
    assert "lead" in product.press(product.ben, "Change it")
    assert place(product, where.id).manner.answers is None


def test_what_is_tracked_belongs_to_the_step_a_place_is_about(product: Product) -> None:
    where = product.channel()
    behaves = Manner(Answers.MENTION, step="3.2")
    product.wiring.places.behave(place(product, where.id), behaves, ANA)
    product.ask(product.ana, where, "@Isthmus add action: call the vendor by Friday")
    assert "3.2" in product.teams.sees(product.ana, where)


# ---- groups


def test_in_a_group_chat_a_mention_is_answered_for_all_who_are_there(product: Product) -> None:
    where = product.teams.group("patching", product.ana, product.ben)
    product.work()
    product.ask(product.ben, where, f"@Isthmus {served.QUESTION}")
    assert SAYS in product.teams.sees(product.ana, where)
    product.ask(product.ana, where, "@Isthmus What caused the turbine trip?")
    assert "modem" not in product.teams.sees(product.ben, where)


# ---- however often and in whatever order


@pytest.fixture
def busy(product: Product) -> Conversation:
    return product.channel()


def test_what_is_delivered_together_is_answered_once(product: Product, busy: Conversation) -> None:
    asked = [(product.ana, served.QUESTION), (product.ben, CONTROLS)] * 3
    said = [product.teams.write(who, busy, f"@Isthmus {words}") for who, words in asked]
    with ThreadPoolExecutor(6) as pool:
        deliveries = list(pool.map(product.teams.send, [*reversed(said), *said, *said]))
    assert {each.status for each in deliveries} == {200}
    product.work()
    product.travel(minutes=5)
    seen = [str(each.body.get("text")) for each in product.teams.answers(busy)]
    assert sum(SAYS in each for each in seen) == 3
    assert sum("reviewed each quarter" in each for each in seen) == 3


def test_an_edit_that_comes_before_its_message_is_answered_once(
    product: Product, busy: Conversation
) -> None:
    first = product.teams.write(product.ben, busy, f"@Isthmus {CONTROLS}")
    text = f"@Isthmus {served.QUESTION}"
    product.teams.send(product.teams.rewrite(product.ben, busy, first["id"], text))
    product.teams.send(first)
    product.work()
    product.travel(minutes=1)
    seen = product.teams.sees(product.ana, busy)
    assert SAYS in seen
    assert "reviewed each quarter" not in seen
