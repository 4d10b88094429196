"""What comes of a message arrives once, or somebody is told why it did not."""

import pytest

import served
from isthmus.actions.model import Draft, Party
from isthmus.jobs.model import State
from isthmus.library.caring import Care
from isthmus.library.model import Collection as Shelf
from isthmus.people import NOBODY, Person, Rank, alone
from isthmus.raci.desk import Hand
from teams_of_tests import BEN, Product
from teams_service import Breaks, Conversation, DropsCall, DropsReply, RateLimited
from teams_service.trouble import Trouble

POSTED = r"^POST .*/activities"
SAYS = "plant manager is accountable"
CONTROLS = "Who reviews compensating controls?"
EMERGENCY = "What approval do emergency patches need?"
ROOT = Person("root@plant.example", "Root", unrestricted=True, rank=Rank.ADMINISTRATOR)
UNSURE = "may not have arrived"


@pytest.fixture
def where(product: Product) -> Conversation:
    return product.alone(product.ana)


def posts(product: Product) -> int:
    """Count messages that Teams was asked to take."""
    calls = product.teams.world.calls
    return sum(
        c.method == "POST" and c.path[-1] == "activities" and c.body["type"] == "message"
        for c in calls
    )


def answers(product: Product, where: Conversation) -> int:
    """Count answers to the question, of which each has its text once."""
    return sum(SAYS in str(m.body.get("text")) for m in product.teams.answers(where))


# ---- delivered more than once


def test_a_message_that_is_delivered_again_is_answered_once(
    product: Product, where: Conversation
) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    assert product.teams.redeliver(3) == [200, 200, 200]
    product.work()
    product.teams.redeliver(2)
    product.travel(hours=24)
    product.teams.redeliver()
    product.work()
    assert answers(product, where) == 1


def test_what_was_acknowledged_waits_in_the_database(product: Product, where: Conversation) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    waiting = product.jobs(State.WAITING)
    assert [each.kind for each in waiting] == ["channels.hear"]
    assert not answers(product, where)


def test_messages_of_one_conversation_are_answered_in_their_order(
    product: Product, where: Conversation
) -> None:
    asked = (EMERGENCY, CONTROLS, served.QUESTION)
    for each in asked:
        product.teams.say(product.ana, where, each)
    product.work()
    seen = product.answer(where)
    at = [seen.index(each) for each in ("shift supervisor", "reviewed each quarter", SAYS)]
    assert at == sorted(at)


# ---- Teams is busy, or breaks


def test_nothing_is_sent_before_teams_wants_it(product: Product, where: Conversation) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    product.hear_only()
    product.teams.goes_wrong(RateLimited(20), POSTED)
    product.work()
    before = posts(product)
    product.travel(seconds=17)
    assert posts(product) == before
    product.travel(seconds=3)
    assert answers(product, where) == 1


@pytest.mark.parametrize("status", [412, 503])
def test_what_teams_did_not_take_is_sent_again(
    product: Product, where: Conversation, status: int
) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    product.hear_only()
    product.teams.goes_wrong(Breaks(status), POSTED)
    product.work()
    assert not answers(product, where)
    product.travel(minutes=1)
    assert answers(product, where) == 1


@pytest.mark.parametrize("trouble", [DropsReply(), DropsCall(), Breaks(500), Breaks(504)])
def test_in_a_channel_what_may_have_arrived_is_never_sent_again_and_told(
    product: Product, trouble: Trouble
) -> None:
    where = product.channel()
    product.teams.say(product.ana, where, f"@Isthmus {served.QUESTION}")
    product.hear_only()
    product.teams.goes_wrong(trouble, POSTED)
    for _ in range(10):
        product.travel(minutes=20)
    assert answers(product, where) == (1 if isinstance(trouble, DropsReply) else 0)
    assert product.answer(where).count(UNSURE) == 1
    assert any("cannot tell whether it arrived" in each for each in product.dead())


def test_what_may_have_arrived_keeps_nobody_else_waiting(product: Product) -> None:
    where = product.channel()
    product.teams.say(product.ana, where, f"@Isthmus {served.QUESTION}")
    product.hear_only()
    product.teams.goes_wrong(DropsReply(), POSTED)
    product.work()
    product.ask(product.ben, where, f"@Isthmus {CONTROLS}")
    product.travel(seconds=30)
    assert "reviewed each quarter" in product.answer(where)


def test_a_token_that_is_not_accepted_any_more_is_asked_for_anew(
    product: Product, where: Conversation
) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    product.hear_only()
    product.teams.goes_wrong(Breaks(401), POSTED)
    product.work()
    product.travel(minutes=1)
    assert answers(product, where) == 1


def test_where_the_roster_cannot_be_read_it_is_tried_again(product: Product) -> None:
    where = product.channel()
    product.travel(minutes=15)
    product.teams.goes_wrong(Breaks(502), "pagedmembers")
    product.ask(product.ben, where, f"@Isthmus {served.QUESTION}")
    assert not answers(product, where)
    product.travel(minutes=2)
    assert answers(product, where) == 1


def test_a_roster_that_is_asked_too_often_is_asked_again_when_teams_wants_it(
    product: Product,
) -> None:
    where = product.channel()
    product.travel(minutes=15)
    product.teams.goes_wrong(RateLimited(90), "pagedmembers")
    product.ask(product.ben, where, f"@Isthmus {served.QUESTION}")
    asked = len(product.teams.world.calls)
    product.travel(seconds=85)
    assert len(product.teams.world.calls) == asked
    product.travel(seconds=10)
    assert answers(product, where) == 1


def test_where_it_can_never_be_read_people_are_told(product: Product) -> None:
    where = product.channel()
    product.travel(minutes=15)
    for _ in range(8):
        product.teams.goes_wrong(Breaks(502), "pagedmembers")
    product.ask(product.ben, where, f"@Isthmus {served.QUESTION}")
    for _ in range(6):
        product.travel(minutes=10)
    assert "Something went wrong" in product.answer(where)


def test_a_channel_that_cannot_be_written_to_is_told_to_the_administrator(
    product: Product,
) -> None:
    where = product.channel()
    product.teams.say(product.ana, where, f"@Isthmus {served.QUESTION}")
    product.hear_only()
    where.installed = False
    product.work()
    assert any("not installed" in each for each in product.dead())


def test_a_document_that_was_closed_meanwhile_is_not_shown(
    product: Product, where: Conversation
) -> None:
    product.teams.say(product.ana, where, served.QUESTION)
    product.hear_only()
    product.teams.goes_wrong(RateLimited(300), POSTED)
    product.work()
    with product.wiring.reading(alone(ROOT)) as library:
        known = [each.id for each in library.documents()]
    for each in known:
        product.wiring.take_care(each, Care(frozenset({"board"})), ROOT)
    product.travel(minutes=6)
    assert len(product.teams.answers(where)) > 1
    assert SAYS not in product.teams.sees(product.ana, where)


def test_what_names_those_who_were_there_is_not_shown_to_who_joined(product: Product) -> None:
    theirs = Draft("Dismiss Peter", owner=Party(BEN.name, BEN.id), readers=(NOBODY,))
    product.wiring.actions.add(theirs, Hand(BEN))
    where = product.channel(product.ben)
    product.teams.say(product.ben, where, "@Isthmus my actions")
    product.hear_only()
    where.members.append(product.ana)
    product.work()
    assert product.answer(where)
    assert "Peter" not in product.teams.sees(product.ana, where)


def test_a_message_that_is_too_large_is_divided(product: Product, where: Conversation) -> None:
    sentence = "The plant manager is accountable for patching. "
    product.wiring.ingest.uploaded(
        "long.txt",
        ("title: Long\n\n" + "\n".join(sentence * 300 for _ in range(3))).encode(),
        {"collection": Shelf.POLICIES},
        served.ANA,
    )
    product.ask(product.ana, where, served.QUESTION)
    assert len(product.teams.answers(where)) > 2
    assert not product.dead()


# ---- taken back


def test_an_edited_question_has_its_answer_changed(product: Product, where: Conversation) -> None:
    known = product.ask(product.ana, where, EMERGENCY)
    before = [each.id for each in product.teams.answers(where)]
    product.teams.edit(product.ana, where, known, CONTROLS)
    product.work()
    seen = product.teams.sees(product.ana, where)
    assert [each.id for each in product.teams.answers(where)] == before
    assert "Compensating controls are reviewed" in seen
    assert "shift supervisor" not in seen


def test_a_later_edit_is_not_undone_by_one_that_is_delivered_late(
    product: Product, where: Conversation
) -> None:
    known = product.ask(product.ana, where, EMERGENCY)
    first = product.teams.activity("messageUpdate", product.ana, where, known, text=EMERGENCY)
    product.teams.edit(product.ana, where, known, CONTROLS)
    product.work()
    product.teams.send(first)
    product.work()
    assert "Compensating controls are reviewed" in product.teams.sees(product.ana, where)


def test_an_edit_that_is_delivered_again_changes_nothing(
    product: Product, where: Conversation
) -> None:
    known = product.ask(product.ana, where, EMERGENCY)
    product.teams.edit(product.ana, where, known, CONTROLS)
    product.teams.redeliver(3)
    product.work()
    changes = [str(c) for c in product.teams.world.calls if c.method == "PUT"]
    assert len(changes) == len(set(changes)) == 2  # the answer, and its buttons


def test_what_was_ordered_is_not_ordered_again_by_an_edit(
    product: Product, where: Conversation
) -> None:
    known = product.ask(product.ana, where, "add action: Ana writes the patching plan")
    product.teams.edit(product.ana, where, known, "add action: Ana writes the patching plans")
    product.work()
    assert "I had done what it said" in product.teams.sees(product.ana, where)
    product.ask(product.ana, where, "how many actions are there?")
    assert "1 open action" in product.answer(where)


def test_a_question_that_is_removed_takes_its_answer_along(
    product: Product, where: Conversation
) -> None:
    known = product.ask(product.ana, where, served.QUESTION)
    product.teams.remove(product.ana, where, known)
    product.work()
    assert "accountable" not in product.teams.sees(product.ana, where)
    product.teams.restore(product.ana, where, known)
    product.work()
    assert answers(product, where) == 1


def test_a_change_whose_reply_was_lost_is_made_again(product: Product, where: Conversation) -> None:
    known = product.ask(product.ana, where, served.QUESTION)
    product.teams.goes_wrong(DropsReply(), "^DELETE")
    product.teams.remove(product.ana, where, known)
    product.work()
    product.travel(minutes=5)
    assert not product.dead()
    assert answers(product, where) == 0
