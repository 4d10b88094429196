"""A card in Teams shows how things stand to whoever looks, and only what they may see."""

import pytest

from teams_of_tests import ANA, BEN, Product
from teams_service import Conversation
from teams_service.people import Message

ADD = "@Isthmus add action: Ana checks the turbine backups by Friday"
DRAFT = (
    "@Isthmus Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"
)


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.channel()


def last(product: Product, where: Conversation) -> Message:
    return product.teams.answers(where)[-1]


def card_of(product: Product, where: Conversation, words: str) -> Message:
    found = [each for each in product.teams.answers(where) if words in str(each.card)]
    return found[0]


def refreshed(product: Product, where: Conversation, message: Message) -> tuple[str, ...]:
    """Have everybody in a conversation look, and give who is asked for by the card."""
    for each in where.members:
        product.teams.looks(each, where)
    return tuple(message.card["refresh"]["userIds"])


# ---- what follows


def test_a_card_shows_the_present_state_to_everybody_who_looks(
    product: Product, where: Conversation
) -> None:
    alone = product.alone(product.ana)
    product.ask(product.ana, where, ADD)
    product.ask(product.ana, where, "@Isthmus show A-1")
    product.ask(product.ana, alone, "A-1 is done: https://evidence.example/backups")
    for person in (product.ana, product.ben):
        assert "Check the turbine backups. Open." in product.answer(where, person)
        product.teams.looks(person, where)
        assert "Check the turbine backups. Done." in product.answer(where, person)


def test_what_was_added_is_told_as_it_was_until_something_changes(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    assert "A-1 is added" in product.teams.looks(product.ana, where)
    product.ask(product.ana, where, "@Isthmus A-1 is high")
    product.teams.looks(product.ana, where)
    added = card_of(product, where, "A-1 is added")
    assert "A-1 is added" not in str(added.card_for("ana"))
    assert "Priority" in str(added.card_for("ana"))


def test_whom_it_was_not_made_for_sees_only_how_it_stands(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    product.teams.looks(product.ben, where)
    assert "Check the turbine backups. Open." in str(last(product, where).card_for("ben"))


def test_what_somebody_may_press_is_theirs_once_they_looked(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, "@Isthmus add action: Ben checks the turbine backups by Friday")
    product.ask(product.ana, where, "@Isthmus give A-1 to ben@plant.example")
    product.ask(product.ana, where, "@Isthmus show A-1")
    product.teams.looks(product.ben, where)
    assert product.press(product.ben, "Start", where) == "On it: what comes of it is told below."
    assert "in progress" in product.answer(where)


def test_a_chart_that_was_changed_elsewhere_is_shown_as_it_stands(
    product: Product, where: Conversation
) -> None:
    alone = product.alone(product.ana)
    product.ask(product.ana, where, DRAFT)
    draft = last(product, where)
    product.ask(product.ana, alone, "show the patching chart")
    product.ask(product.ana, alone, "add a column for Legal, informed everywhere")
    product.teams.looks(product.ben, where)
    assert "Legal" in str(draft.card_for("ben"))
    assert "Legal" not in str(draft.card_for("ana"))
    product.teams.looks(product.ana, where)
    assert "Legal" in str(draft.card_for("ana"))


def test_a_chart_in_review_offers_what_is_next(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, DRAFT)
    draft = last(product, where)
    product.press(product.ana, "Submit for review", where)
    product.teams.looks(product.ana, where)
    assert "Submit for review" not in str(draft.card_for("ana"))


def test_the_menu_shows_a_card_anew_too(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    message = last(product, where)
    product.ask(product.ana, where, "@Isthmus A-1 is high")
    product.teams.execute(product.ben, where, message, message.card["refresh"]["action"])
    assert "Priority" in str(message.card_for("ben"))


def test_what_only_tells_of_a_change_stays_as_it_was_said(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    product.press(product.ana, "Done", where)
    told = last(product, where)
    assert refreshed(product, where, told) == ()
    assert "done now" in str(told.card_for("ana"))


def test_a_list_is_not_one_thing_and_stays(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    product.ask(product.ana, where, ADD.replace("backups", "pumps"))
    product.ask(product.ana, where, "@Isthmus open actions")
    assert "refresh" not in last(product, where).card


# ---- for whom


def test_at_most_sixty_people_are_asked_for(product: Product) -> None:
    many = [product.teams.person(f"p{n}", f"P {n}") for n in range(80)]
    where = product.channel(product.ana, *many)
    product.ask(product.ana, where, ADD)
    assert len(last(product, where).card["refresh"]["userIds"]) == 60


def test_who_may_not_read_it_any_more_is_shown_nothing_new(product: Product) -> None:
    where = product.channel(product.ana)
    known = product.teams.say(product.ana, where, "Check the locks")
    product.teams.track(product.ana, where, known)
    product.teams.fill(product.ana)  # an action for those who are in Ana's group
    product.work()
    message = last(product, where)
    product.teams.join(product.ben, where)
    product.ask(product.ana, product.alone(product.ana), "A-1 is high")
    assert BEN.groups < ANA.groups
    told = product.teams.execute(
        product.ben, where, message, message.card["refresh"]["action"], "automatic"
    )
    assert "ben" not in message.views
    assert "high" not in told


def test_looking_changes_nothing(product: Product, where: Conversation) -> None:
    product.ask(product.ana, where, ADD)
    before = len(product.wiring.actions.history(1, ANA))
    for _ in range(3):
        product.teams.looks(product.ben, where)
    product.work()
    assert len(product.wiring.actions.history(1, ANA)) == before
    assert len(product.teams.answers(where)) == 2


def test_a_button_that_does_something_is_never_done_by_looking(
    product: Product, where: Conversation
) -> None:
    product.ask(product.ana, where, ADD)
    message = last(product, where)
    done = next(e for e in message.card["body"][-1]["actions"] if e["title"] == "Done")
    told = product.teams.execute(product.ana, where, message, done, "automatic")
    product.work()
    assert told == "This cannot be shown to you any more."
    assert "done now" not in product.answer(where)
