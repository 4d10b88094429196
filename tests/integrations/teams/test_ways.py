"""Reminders to somebody alone, digests in a channel, and what if nobody can be reached there."""

from datetime import timedelta
from pathlib import Path

import pytest

from isthmus.actions.model import Draft, Party, StepSettings
from isthmus.jobs.handling import Sent
from isthmus.messages import Paragraph, Reply
from isthmus.people import Person
from isthmus.raci.desk import Hand
from isthmus.reminding.model import Arrival, Delivery, Preference
from isthmus.reminding.ways import Letter
from teams_of_tests import ANA, BEN, Product, product_in
from teams_service import Conversation, DropsReply, RateLimited

TITLE = "Close the modem line"
HIDDEN = "Shut the turbine"


def add(product: Product, title: str = TITLE, owner: Person = BEN, reader: str = "everyone") -> int:
    """Have Ana add an action that is due tomorrow."""
    due = product.clock.now.date() + timedelta(days=1)
    draft = Draft(title, owner=Party(owner.name, owner.id), due=due, step="2.4", readers=(reader,))
    return product.wiring.actions.add(draft, Hand(ANA, "test")).id


def settle(product: Product, minutes: int = 5) -> None:
    for _ in range(minutes):
        product.travel(minutes=1)


def deliveries(product: Product, way: str = "teams") -> list[Delivery]:
    found = product.wiring.reminding.deliveries(ANA, of_all=True)
    return [each for each in reversed(found) if each.way == way]


# ---- to somebody alone


def test_what_is_new_is_told_to_its_owner_alone(product: Product) -> None:
    where = product.alone(product.ben)
    product.ask(product.ben, where, "help")
    add(product)
    settle(product)
    assert TITLE in product.answer(where)
    assert [each.state for each in deliveries(product)] == [Arrival.DELIVERED]


def test_somebody_who_was_only_seen_in_a_channel_is_written_to_alone(product: Product) -> None:
    where = product.channel()
    product.ask(product.ben, where, "@Isthmus help")
    add(product)
    settle(product)
    assert TITLE in product.teams.sees(product.ben, product.teams.alone(product.ben, install=False))
    assert TITLE not in product.teams.sees(product.ana, where)


def test_an_order_of_a_reminder_is_done_by_its_button(product: Product) -> None:
    where = product.alone(product.ben)
    product.ask(product.ben, where, "help")
    number = add(product)
    product.travel(hours=24)
    settle(product)
    product.press(product.ben, "Done", where)
    assert product.wiring.actions.show(number, BEN).action.status.is_closed


def test_a_reminder_is_sent_no_sooner_than_teams_wants_and_once(product: Product) -> None:
    where = product.alone(product.ben)
    product.ask(product.ben, where, "help")
    product.teams.goes_wrong(RateLimited(120))
    add(product)
    settle(product, 10)
    assert product.answer(where).count("News of actions") == 1


def test_a_reminder_that_may_have_arrived_is_uncertain_and_not_sent_again(product: Product) -> None:
    where = product.alone(product.ben)
    product.ask(product.ben, where, "help")
    product.teams.goes_wrong(DropsReply())
    add(product)
    settle(product, 10)
    assert product.answer(where).count("News of actions") == 1
    assert [each.state for each in deliveries(product)] == [Arrival.UNCERTAIN]
    assert "cannot tell" in deliveries(product)[0].reason


def test_of_a_long_reminder_nothing_is_lost_where_teams_is_busy_in_between(
    product: Product,
) -> None:
    where = product.alone(product.ben)
    product.ask(product.ben, where, "help")
    ((way,),) = (each.ways for each in product.wiring.channels)
    texts = [f"({number}) {'Close the modem line. ' * 160}" for number in range(1, 16)]
    letter = Letter(way.reach(BEN, Preference(BEN.id)), "Long", Reply((*map(Paragraph, texts),)))
    product.teams.goes_wrong(RateLimited(30), after=1)
    assert isinstance(way.send(letter, "reminder-1"), Sent)
    settle(product)
    seen = product.answer(where)
    assert len(product.teams.answers(where)) > 2
    assert [seen.count(f"({number})") for number in range(1, 16)] == [1] * 15


def test_who_wants_nothing_from_teams_gets_nothing_there(product: Product) -> None:
    where = product.alone(product.ben)
    product.ask(product.ben, where, "help")
    product.wiring.reminding.put_wish(Preference(BEN.id, ways=()), BEN)
    add(product)
    settle(product)
    assert TITLE not in product.answer(where)


def test_an_address_for_mail_leads_nobodys_reminders_into_the_chat_of_another(
    product: Product,
) -> None:
    zoe, eve = product.teams.person("zoe", "Zoe Zahn", "zoe@plant.example"), Person("eve", "Eve")
    with product.wiring.access() as access:
        access.put_person(eve)
    where = product.alone(zoe)
    product.ask(zoe, where, "help")
    product.wiring.reminding.put_wish(Preference(eve.id, address="zoe@plant.example"), eve)
    add(product, owner=eve)
    settle(product)
    assert TITLE not in product.answer(where)
    assert deliveries(product) == []


# ---- where the app is not installed for them


@pytest.fixture
def gone(product: Product) -> Conversation:
    """Give a channel in which Ben, who does not have the app for himself any more, was seen."""
    product.alone(product.ana)
    product.ask(product.ana, product.teams.alone(product.ana, install=False), "help")
    product.alone(product.ben)
    where = product.channel()
    product.ask(product.ben, where, "@Isthmus help")
    product.teams.uninstall(product.ben)
    product.wiring.actions.set_step(StepSettings("2.4", ANA.id, silence=9), Hand(ANA, "test"))
    product.work()
    return where


@pytest.mark.usefixtures("gone")
def test_the_lead_hears_why_it_did_not_arrive(product: Product) -> None:
    add(product)
    product.travel(hours=24)
    settle(product, 10)
    failed = deliveries(product)[0]
    assert failed.state is Arrival.FAILED
    assert "not installed" in failed.reason
    alone = product.teams.alone(product.ana, install=False)
    assert "did not arrive by teams" in product.teams.sees(product.ana, alone)


def test_who_is_meant_is_called_in_the_channel_once_a_day_without_a_word_of_what_it_is(
    product: Product, gone: Conversation
) -> None:
    add(product)
    add(product)
    settle(product, 10)
    (call,) = [each for each in product.teams.answers(gone) if "waits for you" in str(each.body)]
    assert call.body["text"].startswith("<at>Ben Bauer</at>: ")
    assert call.body["entities"][-1]["mentioned"]["id"] == product.ben.id
    assert TITLE not in product.teams.sees(product.ana, gone)


def test_the_next_way_is_taken_and_says_so(tmp_path: Path) -> None:
    mail = {"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_from": "isthmus@plant.example"}
    with product_in(tmp_path, **mail) as product:
        product.alone(product.ben)
        product.ask(product.ben, product.teams.alone(product.ben, install=False), "help")
        product.teams.uninstall(product.ben)
        add(product)
        settle(product)
        (by_teams,), (by_mail,) = deliveries(product), deliveries(product, "e-mail")
        assert by_teams.state is Arrival.FAILED
        assert by_mail.state is Arrival.WAITING  # for a server that is not there


# ---- digests in a channel


@pytest.fixture
def weekly(product: Product) -> Conversation:
    """Give a channel whose lead chose Tuesday for its digest."""
    where = product.channel()
    product.ask(product.ana, where, "@Isthmus settings")
    product.press(product.ana, "Change it")
    product.teams.fill(product.ana, Weekly_digest_on="Tuesday")
    product.work()
    return where


def to_tuesday(product: Product) -> None:
    product.travel(hours=24)
    settle(product, 3)


def test_the_digest_of_a_channel_says_what_everybody_there_may_read(
    product: Product, weekly: Conversation
) -> None:
    add(product)
    add(product, HIDDEN, ANA, "plant")
    to_tuesday(product)
    seen = product.teams.sees(product.ben, weekly)
    assert TITLE in seen
    assert HIDDEN not in seen


def test_who_joins_before_it_is_sent_narrows_it(product: Product) -> None:
    where = product.channel(product.ana)
    product.ask(product.ana, where, "@Isthmus settings")
    product.press(product.ana, "Change it")
    product.teams.fill(product.ana, Weekly_digest_on="Tuesday")
    product.work()
    add(product)
    add(product, HIDDEN, ANA, "plant")
    where.members.append(product.ben)
    to_tuesday(product)
    seen = product.teams.sees(product.ben, where)
    assert TITLE in seen
    assert HIDDEN not in seen


def test_where_we_were_removed_the_digest_says_why(product: Product, weekly: Conversation) -> None:
    weekly.installed = False
    add(product)
    to_tuesday(product)
    (failed,) = deliveries(product)[-1:]
    assert failed.state is Arrival.FAILED
    assert "not installed" in failed.reason
