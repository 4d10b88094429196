"""People talk to Isthmus in Teams: alone, in groups and in channels."""

import pytest

import served
from isthmus.channels.model import Answers, Manner
from isthmus.people import Person, Rank
from teams_of_tests import ANA, Product
from teams_service import TENANT
from teams_service.people import BOT

NOT_FOR_ALL = "What caused the turbine trip?"
CANARY = "forgotten modem"


# ---- alone


def test_somebody_who_adds_the_app_is_welcomed_once(product: Product) -> None:
    where = product.teams.alone(product.ana)
    product.teams.redeliver(3)
    product.teams.deliver("conversationUpdate", product.ana, where, membersAdded=[{"id": BOT}])
    product.work()
    assert len(product.teams.answers(where)) == 1
    assert "I answer questions" in product.answer(where)


def test_a_question_alone_is_answered_with_what_the_person_may_read(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, NOT_FOR_ALL)
    assert CANARY in product.answer(where)
    assert product.teams.world.streams.all[0].conversation == where.id


def test_an_answer_has_its_citations_and_asks_whether_it_helped(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, served.QUESTION)
    first = product.teams.answers(where)[1].body
    assert "[1]" in first["text"]
    claim = first["entities"][0]["citation"][0]["appearance"]
    assert "OT patching policy" in claim["name"]
    assert first["channelData"]["feedbackLoop"]


def test_somebody_without_an_account_reads_what_everyone_may(product: Product) -> None:
    eve = product.teams.person("eve", "Eve", "eve@plant.example")
    where = product.alone(eve)
    product.ask(eve, where, NOT_FOR_ALL)
    assert CANARY not in product.answer(where)
    product.ask(eve, where, served.QUESTION)
    assert "plant manager is accountable" in product.answer(where)


def test_a_guest_of_the_tenant_is_not_whose_address_they_show(product: Product) -> None:
    principal = "ana_plant.example#EXT#@tenant.example"
    guest = product.teams.person("guest", "Ana Alves", ANA.id, principal=principal)
    where = product.alone(guest)
    product.ask(guest, where, NOT_FOR_ALL)
    assert CANARY not in product.answer(where)


def test_somebody_of_another_tenant_is_not_whose_address_they_show(product: Product) -> None:
    other = product.teams.person("other", "Ana Alves", ANA.id, tenant="another-tenant")
    where = product.teams.group("mixed", other)
    product.ask(other, where, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY not in product.teams.sees(other, where)


def test_a_message_of_a_bot_is_not_answered(product: Product) -> None:
    where = product.alone(product.ana)
    before = len(where.messages)
    activity = product.teams.activity("message", product.ana, where, text="Who?")
    product.teams.send({**activity, "from": {"id": "28:another-bot", "name": "Bot"}})
    product.teams.send({**activity, "from": {"id": BOT, "name": "Isthmus"}})
    product.work()
    assert len(where.messages) == before


def test_the_time_zone_is_that_of_the_device(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, served.QUESTION)
    profile = product.wiring.directory.profile_of("teams", ANA.id)
    assert profile
    assert profile.time_zone == "Europe/Berlin"
    assert product.wiring.directory.person(profile).time_zone == "Europe/Berlin"


# ---- in channels and groups


def test_a_mention_in_a_channel_is_answered_in_its_thread(product: Product) -> None:
    where = product.channel()
    asked = product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert "plant manager is accountable" in product.answer(where, product.ben)
    assert {each.thread for each in product.teams.answers(where)[1:]} == {asked}


def test_in_a_channel_nobody_learns_what_a_member_may_not_read(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY not in product.teams.sees(product.ben, where)


def test_whoever_may_read_more_is_told_so_alone(product: Product) -> None:
    alone = product.alone(product.ana)
    where = product.channel()
    product.ask(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    assert "not everybody may read all" in product.answer(alone)
    product.press(product.ana, "Answer me here", alone)
    assert CANARY in product.answer(alone)
    assert CANARY not in product.teams.sees(product.ben, where)


def test_who_is_in_a_channel_is_read_page_by_page(product: Product) -> None:
    product.teams.world.page = 2
    many = [product.teams.person(f"p{n}", f"P {n}", f"p{n}@plant.example") for n in range(5)]
    with product.wiring.access() as access:
        for each in many[:-1]:
            access.put_person(Person(each.email, each.name, frozenset({"plant"})))
    where = product.channel(product.ana, *many)
    product.ask(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY not in product.answer(where)
    alike = product.channel(product.ana, *many[:-1], name="Plant / Engineers")
    product.ask(product.ana, alike, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY in product.answer(alike)


def test_where_not_all_who_are_there_can_be_told_everyone_may_read_the_answer(
    product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isthmus_integrations.teams.rosters.MOST_PAGES", 1)
    product.teams.world.page = 1
    where = product.channel(product.ana)
    product.ask(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY in product.answer(where)
    more = product.channel(product.ana, product.ben, name="Plant / More")
    product.ask(product.ana, more, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY not in product.answer(more)


def test_who_joined_counts_from_the_next_question_on(product: Product) -> None:
    where = product.channel(product.ana)
    product.ask(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY in product.answer(where)
    product.teams.join(product.ben, where)
    product.ask(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    assert CANARY not in product.answer(where)


def test_who_joined_before_it_was_sent_does_not_see_what_they_may_not_read(
    product: Product,
) -> None:
    where = product.channel(product.ana)
    product.teams.say(product.ana, where, f"@Isthmus {NOT_FOR_ALL}")
    product.hear_only()
    where.members.append(product.ben)
    product.work()
    assert CANARY not in product.teams.sees(product.ben, where)
    assert len(product.teams.answers(where)) > 1


def test_people_who_talk_to_each_other_are_left_alone(product: Product) -> None:
    where = product.channel(name="all: / General")
    asked = product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    before = len(product.teams.answers(where))
    product.ask(product.ben, where, "@ana shall we have lunch?", asked)
    product.ask(product.ben, where, "I had soup yesterday.", asked)
    product.ask(product.ben, where, "Who approves the budget?")
    assert len(product.teams.answers(where)) == before


def test_a_follow_up_in_our_thread_needs_no_mention(product: Product) -> None:
    where = product.channel(name="all: / General")
    asked = product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    product.ask(product.ana, where, "And for emergency patches?", asked)
    assert "approval of the shift supervisor" in product.answer(where)


def test_where_every_question_is_answered_nobody_needs_to_name_us(product: Product) -> None:
    where = product.channel(name="all: / General")
    place = product.wiring.places.get("teams", TENANT, where.id)
    product.wiring.places.behave(place, Manner(Answers.EVERY), ANA)
    product.ask(product.ben, where, served.QUESTION)
    assert "plant manager is accountable" in product.answer(where)


def test_where_we_are_switched_off_nothing_is_said(product: Product) -> None:
    where = product.channel()
    place = product.wiring.places.get("teams", TENANT, where.id)
    product.wiring.places.behave(place, Manner(Answers.OFF), ANA)
    before = len(product.teams.answers(where))
    product.ask(product.ben, where, f"@Isthmus {served.QUESTION}")
    assert len(product.teams.answers(where)) == before


def test_where_people_of_others_are_we_are_silent_until_switched_on(product: Product) -> None:
    other = product.teams.person("zoe", "Zoe", "zoe@vendor.example", tenant="vendor")
    where = product.teams.group("vendor call", product.ana, other)
    product.work()
    before = len(product.teams.answers(where))
    product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    assert len(product.teams.answers(where)) == before


def test_a_lead_says_how_we_behave_in_a_channel(product: Product) -> None:
    assert ANA.rank is Rank.LEAD
    where = product.channel(name="all: / General")
    product.ask(product.ana, where, "@Isthmus settings")
    assert "I answer" in product.press(product.ana, "Change it")
    product.teams.fill(product.ana, I_answer="On every question")
    product.ask(product.ben, where, served.QUESTION)
    assert "plant manager is accountable" in product.answer(where)


def test_the_names_of_people_who_are_mentioned_are_heard(product: Product) -> None:
    eve = product.teams.person("eve", "Eve Ek", "eve@plant.example")
    where = product.channel(product.ana, product.ben, eve)
    product.ask(product.ana, where, "@Isthmus add action: @eve writes the patching plan")
    assert "Eve Ek" in product.answer(where)


def test_html_is_read_as_text(product: Product) -> None:
    where = product.alone(product.ana)
    text = "<p>Who is accountable for <b>OT&nbsp;patching</b>?</p>"
    product.ask(product.ana, where, text)
    assert "plant manager is accountable" in product.answer(where)


# ---- changed, and answered only then


def test_the_answer_to_an_edit_is_taken_back_with_the_message(product: Product) -> None:
    where = product.channel()
    known = product.ask(product.ana, where, "hello all")
    before = len(product.teams.answers(where))
    product.teams.edit(product.ana, where, known, f"@Isthmus {served.QUESTION}")
    product.work()
    assert "plant manager is accountable" in product.answer(where)
    product.teams.remove(product.ana, where, known)
    product.work()
    assert len(product.teams.answers(where)) == before


def test_what_an_edit_ordered_is_not_ordered_again_by_the_next(product: Product) -> None:
    where = product.channel()
    known = product.ask(product.ana, where, "call the vendor by Monday")
    before = len(product.teams.answers(where))
    for day in ("Monday", "Tuesday", "Wednesday"):
        product.teams.edit(product.ana, where, known, f"@Isthmus add action: call them by {day}")
        product.work()
    seen = product.teams.sees(product.ana, where)
    assert "A-1" in seen
    assert "A-2" not in seen
    assert "after I had done what it said" in seen
    product.teams.remove(product.ana, where, known)
    product.work()
    assert len(product.teams.answers(where)) == before


def test_what_an_edit_was_answered_is_answered_anew_by_the_next(product: Product) -> None:
    where = product.channel()
    known = product.ask(product.ana, where, "hello all")
    product.teams.edit(product.ana, where, known, f"@Isthmus {served.QUESTION}")
    product.work()
    before = len(product.teams.answers(where))
    product.teams.edit(product.ana, where, known, "@Isthmus Who reviews compensating controls?")
    product.work()
    seen = product.teams.sees(product.ana, where)
    assert "plant manager is accountable" not in seen
    assert "reviewed each quarter" in seen
    assert len(product.teams.answers(where)) == before


def test_an_edit_of_what_was_restored_changes_what_was_answered_then(product: Product) -> None:
    where = product.channel()
    known = product.ask(product.ana, where, f"@Isthmus {served.QUESTION}")
    before = len(product.teams.answers(where))
    product.teams.remove(product.ana, where, known)
    product.work()
    product.teams.restore(product.ana, where, known)
    product.work()
    product.teams.edit(product.ana, where, known, "@Isthmus Who reviews compensating controls?")
    product.work()
    seen = product.teams.sees(product.ana, where)
    assert "plant manager is accountable" not in seen
    assert "reviewed each quarter" in seen
    assert len(product.teams.answers(where)) == before
