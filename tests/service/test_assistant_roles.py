"""Role definitions in words: kept, changed, reviewed, sent; for whom, and of which conversation."""

from dataclasses import replace

import pytest

import served
from channel_of_tests import Channel, labelled
from isthmus.messages import Button, Buttons, File, Picture, Points, Reply, Table
from isthmus.people import GUEST
from isthmus.raci.desk import Hand
from isthmus.raci.model import Status
from isthmus.roles.model import Definition, Filed, Topic
from kept_charts import ANA, BEN, EVE, LEA, RIA

DEFINE = "define the OT security lead's role"
DUTY = "add to its responsibilities: reviews firewall rules monthly"


class Talk(Channel):
    """A channel in which role definitions are spoken of."""

    def definitions(self) -> list[Filed]:
        return self.wiring.roles.listed(LEA)

    def only(self) -> Definition:
        (found,) = self.definitions()
        return found.definition

    def status(self) -> Status:
        (found,) = self.definitions()
        return found.status

    def duties(self) -> list[str]:
        return [line.text for line in self.only().of(Topic.RESPONSIBLE)]


@pytest.fixture
def talk(wiring: served.FakeAnsweringWiring) -> Talk:
    return Talk(wiring)


def told(reply: Reply) -> str:
    """Give all that a reply says, without what its buttons carry."""
    return "\n".join(
        [reply.text, *(f"{p.title} {p.items}" for p in reply.of(Points))]
        + [each.text for each in reply.of(Buttons)]
    )


# ---- defining


def test_a_definition_is_kept_and_shown_with_what_each_line_stands_on(talk: Talk) -> None:
    reply = talk(DEFINE)
    titles = [points.title for points in reply.of(Points)]
    assert {"Purpose", "Decides alone", "Escalates to"} <= set(titles)
    assert "Catalogue" in reply.of(Points)[0].items[0]
    assert reply.text.startswith("OT security lead. Draft.")
    assert [each.definition.name for each in talk.definitions()] == ["OT security lead"]


def test_a_reader_or_guest_is_shown_a_definition_that_is_not_kept(talk: Talk) -> None:
    for person in (RIA, GUEST):
        reply = talk(DEFINE, person)
        assert "not kept" in reply.text
        assert reply.of(Points)
        assert reply.buttons == ()
    assert talk.definitions() == []


def test_what_is_defined_already_is_shown_and_nothing_new_is_kept(talk: Talk) -> None:
    talk(DEFINE)
    talk(DUTY)
    assert "OT security lead" in talk("define the OT security leed's role", BEN, "t2").text
    assert len(talk.definitions()) == 1


def test_a_name_of_several_roles_is_asked_about(talk: Talk) -> None:
    reply = talk("define the role of security")
    assert talk.definitions() == []
    talk.press(labelled(reply, "OT security lead"))
    assert talk.only().name == "OT security lead"


def test_a_role_nobody_knows_anything_of_is_not_kept(talk: Talk) -> None:
    reply = talk("define the turbine whisperer's role")
    assert "says anything of" in told(reply)
    assert talk.definitions() == []


def test_what_not_everyone_may_read_is_left_out_and_told_to_who_may(talk: Talk) -> None:
    talk.keep("Turbine", "plant")
    reply = talk("define the plant manager's role")
    assert "left out" in reply.text
    assert "Turbine" not in told(reply)
    assert "left out" not in talk("define the CISO's role", among=[EVE]).text


def test_all_roles_of_a_chart_are_defined_for_who_may_read_it(talk: Talk) -> None:
    talk.keep("OT patching", "plant")
    reply = talk("define all roles of the patching chart")
    assert "2 role definitions are kept" in reply.text
    assert {each.readers for each in talk.definitions()} == {("plant",)}
    (table,) = reply.of(Table)
    assert [row[:2] for row in table.rows] == [("IT operations", "new"), ("Plant manager", "new")]
    again = talk("define all roles of this chart")
    assert "defined already" in again.text
    assert talk.press(labelled(again, "IT operations")).text.startswith("IT operations. Draft.")


def test_defining_all_roles_needs_a_chart_and_a_contributor(talk: Talk) -> None:
    assert "no chart here" in talk("define all roles of this chart").text
    assert "no chart “ghost”" in talk("define all roles of the ghost chart").text
    talk.keep("OT patching")
    refused = talk("define all roles of the patching chart", RIA)
    assert refused.failed
    assert "contributor" in refused.text


# ---- working on it


def test_lines_are_added_changed_and_removed_and_told_with_their_numbers(talk: Talk) -> None:
    talk(DEFINE)
    added = talk("add to the OT security lead's responsibilities: reviews firewall rules monthly")
    number = str(talk.only().made)
    assert added.text == f"Added line {number}, responsible for: Reviews firewall rules monthly."
    changed = talk(f"change line {number} to reviews firewall rules each quarter")
    assert "monthly → Reviews firewall rules each quarter." in changed.text
    assert talk.duties()[-1] == "Reviews firewall rules each quarter"
    removed = talk("remove the line about reviewing firewall rules each quarter")
    assert removed.text.startswith(f"Removed line {number}, responsible for")
    talk.press(labelled(removed, "Undo"))
    assert talk.duties()[-1] == "Reviews firewall rules each quarter"
    assert "Removed line" in talk("redo").text


def test_what_may_mean_two_lines_is_a_choice(talk: Talk) -> None:
    talk(DEFINE)
    talk("add a responsibility: visits the night shift")
    talk("add a responsibility: visits the day shift")
    reply = talk("remove the line about visits to the shift")
    assert [each.label.partition(". ")[2] for each in reply.buttons] == [
        "Visits the night shift",
        "Visits the day shift",
    ]
    talk.press(reply.buttons[0])
    assert "Visits the night shift" not in talk.duties()
    assert talk.duties()[-1] == "Visits the day shift"


def test_a_line_without_a_topic_is_asked_where_it_is_to_stand(talk: Talk) -> None:
    talk(DEFINE)
    reply = talk("add: knows the plant")
    assert reply.of(Buttons)[0].text == "Under what is it to stand?"
    talk.press(labelled(reply, "Competences"))
    assert talk.only().of(Topic.COMPETENCES)[-1].text == "Knows the plant"


def test_a_line_that_is_not_there_is_told_with_those_there_are(talk: Talk) -> None:
    talk(DEFINE)
    refused = talk("remove line 999")
    assert refused.failed
    assert "1. The OT security lead is" in refused.text


def test_name_and_review_are_changed(talk: Talk) -> None:
    talk(DEFINE)
    assert "Name: OT security lead → Zone keeper." in talk("rename it to zone keeper").text
    talk("review in six months")
    assert str(talk.only().review) == "2027-05-21"


def test_all_lines_of_a_topic_are_a_button_away(talk: Talk) -> None:
    shown = talk(DEFINE)
    reply = talk.press(labelled(shown, "Responsible for"))
    for line in talk.only().of(Topic.RESPONSIBLE):
        assert f"{line.id}. {line.text}" in reply.text


def test_what_changed_is_told_since_the_start_and_since_the_approved_version(talk: Talk) -> None:
    talk(DEFINE)
    assert talk("what changed?").text == "Nothing has changed since it was put together."
    talk(DUTY)
    assert "Since it was put together: Added, responsible for" in talk("what changed?").text
    talk("approve it", LEA)
    assert "Nothing has changed since version 1." in talk("what changed since approval?").text


def test_news_of_charts_is_told_and_taken_over(talk: Talk) -> None:
    talk("define the plant manager's role")
    assert "still say what was taken" in talk("what changed in the charts since?").text
    filed = talk.keep("OT patching")
    talk.wiring.charts.approve(filed.id, Hand(LEA))
    reply = talk("what changed in the charts since?")
    assert "accountable for, new: Open the window" in reply.text
    before = talk.only()
    taken = talk("take that over")
    assert "Added line" in taken.text
    assert "Open the window" in [line.text for line in talk.only().of(Topic.ACCOUNTABLE)]
    talk.press(labelled(taken, "Undo"))
    assert talk.only().lines == before.lines
    talk.press(labelled(reply, "Take it over"))  # of what was seen before: refused
    assert talk.only().lines == before.lines


def test_a_definition_goes_its_way_in_words(talk: Talk) -> None:
    talk(DEFINE)
    assert "in review now" in talk("submit it for review").text
    assert talk("give it back").failed
    assert "draft again" in talk("give it back: name the deputy", LEA).text
    talk("submit it")
    assert talk("approve the OT security lead's definition").failed
    assert talk.status() is Status.IN_REVIEW
    approved = talk("approve the OT security lead's definition", LEA, "t2")
    assert approved.text == "Approved as version 1; answers cite it from now on."
    assert talk.status() is Status.APPROVED


def test_a_definition_goes_its_way_by_buttons(talk: Talk) -> None:
    talk.press(labelled(talk(DEFINE), "Submit"))
    shown = talk("show the definition of the OT security lead", LEA, "t2")
    talk.press(labelled(shown, "Approve"), LEA, "t2")
    assert talk.status() is Status.APPROVED


def test_a_definition_is_sent_as_a_file(talk: Talk) -> None:
    talk(DEFINE)
    (file,) = talk("send it as Word").of(File)
    assert file.name == "Role-OT-security-lead.docx"
    assert file.content.startswith(b"PK")
    assert "as Word, Markdown or JSON" in talk("send it as Excel").text


def test_definitions_are_listed_and_shown(talk: Talk) -> None:
    assert talk("list role definitions").failed
    talk(DEFINE)
    talk("define the CISO's role")
    reply = talk("list role definitions")
    assert reply.text == "2 role definitions."
    assert len(reply.of(Table)[0].rows) == 2
    assert talk("role definitions in review").failed
    assert talk.press(labelled(reply, "OT security lead")).text.startswith("OT security lead.")


def test_what_is_not_defined_yet_is_offered_to_be(talk: Talk) -> None:
    reply = talk("show the definition of the OT security lead")
    assert reply.failed
    talk.press(labelled(reply, "Put one together"))
    assert talk.only().name == "OT security lead"


def test_the_definition_of_what_is_no_role_is_asked_of_the_documents(talk: Talk) -> None:
    assert talk("show me the definition of emergency patches").text.startswith("Emergency patches")


# ---- which one is meant


def test_an_order_is_for_whichever_was_touched_last(talk: Talk) -> None:
    chart = talk.keep("OT patching")
    talk("show the OT patching chart")
    talk("rename row 2 to Shut the window")
    talk(DEFINE)
    talk(DUTY)
    talk("undo")
    assert "Reviews firewall rules monthly" not in talk.duties()
    assert talk.chart(chart.id).chart.rows[1].activity == "Shut the window"
    talk("in the patching chart, rename row 1 to Test all patches")
    talk("undo")
    assert talk.chart(chart.id).chart.rows[0].activity.startswith("Test patches")
    talk("remove line 2")
    assert len(talk.chart(chart.id).chart.rows) == 1


def test_each_kind_is_remembered_beside_the_other(talk: Talk) -> None:
    chart = talk.keep("OT patching")
    talk(DEFINE)
    talk("show the OT patching chart")
    talk(DUTY)
    assert talk.duties()[-1] == "Reviews firewall rules monthly"
    talk("rename row 2 to Shut the window")
    assert talk.chart(chart.id).chart.rows[1].activity == "Shut the window"


def test_what_could_be_for_either_is_asked_where_nothing_was_touched(talk: Talk) -> None:
    assert "no chart here yet, no role definition" in talk("approve it").text
    talk.keep("OT patching")
    talk(DEFINE, thread="t2")
    reply = talk("submit it for review")
    assert {each.label for each in reply.buttons} == {"OT patching", "OT security lead"}
    talk.press(labelled(reply, "OT security lead"))
    assert talk.status() is Status.IN_REVIEW


def test_an_order_in_another_thread_is_asked_for_its_definition(talk: Talk) -> None:
    assert "no role definition here yet" in talk(DUTY).text
    talk(DEFINE)
    talk("define the CISO's role")
    reply = talk(DUTY, thread="t2")
    assert len(reply.buttons) == 2
    talk.press(labelled(reply, "OT security lead"), thread="t2")
    assert "rules monthly" in str(talk("show its responsibilities", thread="t2"))


# ---- who may


def test_a_reader_changes_no_definition(talk: Talk) -> None:
    talk(DEFINE)
    before = talk.only()
    for text in (DUTY, "remove line 1", "undo", "submit it", "approve it", "take that over"):
        assert talk(text, RIA).failed, text
    assert talk.only() == before


def test_a_definition_one_may_not_read_is_as_if_it_were_not_there(talk: Talk) -> None:
    texts = (
        "show the definition of the plant manager",
        "approve the plant manager's definition",
        "add to the plant manager's duties: sleeps",
    )
    missing = [talk(text, EVE, "t9").text for text in texts]
    kept = talk.wiring.roles.save("plant manager", Hand(ANA), ("plant",))
    assert [talk(text, EVE, "t9").text for text in texts] == missing
    assert [talk(text, among=[EVE]).text for text in texts] == missing
    assert talk("list role definitions", EVE).failed
    shown = talk("show the definition of the plant manager", BEN)
    for button in shown.buttons:
        refused = talk.press(button, EVE, "t3")
        assert refused.text.startswith("There is no role definition")
    assert talk.wiring.roles.show(kept.id, ANA) == kept


def test_a_threads_definition_is_gone_when_somebody_comes_who_may_not_read_it(talk: Talk) -> None:
    talk.wiring.roles.save("plant manager", Hand(ANA), ("plant",))
    talk("show the definition of the plant manager")
    assert "no role definition here" in talk(DUTY, among=[EVE]).text
    assert "no chart here yet" in talk("undo", among=[EVE]).text


def test_defining_what_some_may_not_read_tells_them_nothing_of_it(talk: Talk) -> None:
    talk.wiring.roles.save("plant manager", Hand(ANA), ("plant",))
    reply = talk("define the plant manager's role", among=[EVE])
    assert "not kept" in reply.text
    assert len(talk.definitions()) == 1


def test_a_button_made_before_a_change_is_refused(talk: Talk) -> None:
    shown = talk(DEFINE)
    talk(DUTY)
    refused = talk.press(labelled(shown, "Submit"))
    assert refused.failed
    assert "meanwhile" in refused.text


def test_a_definition_is_no_picture_and_a_chart_is(talk: Talk) -> None:
    talk.keep("OT patching")
    talk(DEFINE)
    assert not talk("show it").of(Picture)
    talk("show the OT patching chart")
    assert talk("show it").of(Picture)


def test_pressing_for_somebody_else_does_nothing(talk: Talk) -> None:
    talk(DEFINE)
    (filed,) = talk.definitions()
    shown = talk("show it")
    submit = labelled(shown, "Submit")
    assert isinstance(submit, Button)
    assert talk.press(submit, RIA).failed
    assert talk.hear(replace(talk.message("", GUEST), command=submit.command)).failed
    assert talk.definitions() == [filed]
