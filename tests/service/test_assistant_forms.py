"""Forms: offered filled in, sent back, and nothing of what was entered gets lost."""

from dataclasses import replace
from datetime import date

import pytest

import served
from channel_of_tests import Channel, field_of, labelled
from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import (
    Action,
    Draft,
    EventKind,
    Party,
    Priority,
    SourceKind,
    Status,
    StepSettings,
)
from isthmus.messages import Entry, Form, Paragraph, Points, Reply
from isthmus.people import GUEST
from isthmus.raci.desk import Hand
from isthmus.raci.model import Filed, State
from isthmus.understanding.commands import Fill, OpenForm
from kept_charts import ANA, BEN, EVE, LEA, RIA, small

LINK = "https://chat.example/p17"
SAID = "Ben, please send the firewall list to the auditors by 4 December"


@pytest.fixture
def channel(wiring: served.FakeAnsweringWiring) -> Channel:
    return Channel(wiring)


def add(channel: Channel, title: str = "Update the response plan", **of: object) -> Action:
    draft = replace(Draft(title, owner=Party("Ana", "ana")), **of)  # type: ignore[arg-type]
    return channel.wiring.actions.add(draft, Hand(ANA))


def action(channel: Channel, number: int = 1) -> Action:
    return channel.wiring.actions.show(number, LEA).action


def edit(number: int = 1) -> OpenForm:
    return OpenForm("action", str(number))


def problems(reply: Reply) -> dict[str, str]:
    (form,) = reply.of(Form)
    return {each.name: each.problem for each in form.fields if each.problem}


# ---- an action


def test_an_action_is_edited_in_one_go_and_says_what_is_other(channel: Channel) -> None:
    add(channel)
    add(channel, "Choose a tool")
    form = channel.form(edit())
    assert field_of(form, "owner").value == "ana"
    assert "ben" in {each.value for each in field_of(form, "owner").options}
    reply = channel.send(
        form,
        title="Update the incident response plan",
        owner="ben",
        due="2026-12-04",
        priority="high",
        step="2.4",
        helpers="ria\nContractor",
        labels="plan, OT",
        blocked_by="A-2",
        evidence="https://wiki.example/plan",
        status="in progress",
    )
    now = action(channel)
    assert (now.title, now.owner) == ("Update the incident response plan", Party("Ben", "ben"))
    assert (now.due, now.priority, now.step) == (date(2026, 12, 4), Priority.HIGH, "2.4")
    assert now.helpers == (Party("Ria", "ria"), Party("Contractor"))
    assert (now.labels, now.depends_on) == (("plan", "ot"), (2,))
    assert now.evidence[0].text == "https://wiki.example/plan"
    assert now.status is Status.IN_PROGRESS
    assert "Ben owns it now, it was Ana" in reply.text
    assert {each.label for each in reply.buttons} == {"Undo", "Edit", "Done"}


def test_a_form_that_is_sent_as_it_came_changes_nothing(channel: Channel) -> None:
    before = add(channel, helpers=(Party("Contractor"),), labels=("ot",), due=date(2026, 12, 4))
    reply = channel.send(channel.form(edit()))
    assert "nothing was changed" in reply.text
    assert action(channel).last == before.last


def test_all_that_is_wrong_is_told_at_its_field_and_nothing_is_lost(channel: Channel) -> None:
    add(channel)
    reply = channel.send(
        channel.form(edit()),
        title=" ",
        description="What I typed for long",
        due="some day",
        blocked_by="the plan",
        owner="ben",
    )
    assert set(problems(reply)) == {"title", "due", "blocked_by"}
    (form,) = reply.of(Form)
    assert field_of(form, "description").value == "What I typed for long"
    assert field_of(form, "owner").value == "ben"
    assert action(channel).last == 1
    fixed = channel.send(form, title="Update it", due="2026-12-04", blocked_by="")
    assert not fixed.of(Form)
    assert action(channel).description == "What I typed for long"


def test_what_two_people_change_at_once_stands_side_by_side(channel: Channel) -> None:
    add(channel, labels=("ot",))
    form = channel.form(edit())
    channel("A-1 high priority, please")
    channel.send(channel.form(edit()), labels="ot, audit", priority="high")
    reply = channel.send(form, due="2026-12-04", labels="ot, plan")
    assert not reply.of(Form)
    now = action(channel)
    assert (now.priority, now.due) == (Priority.HIGH, date(2026, 12, 4))
    assert now.labels == ("ot", "audit", "plan")


def test_what_somebody_else_changed_meanwhile_is_asked_about_at_its_field(
    channel: Channel,
) -> None:
    add(channel)
    form = channel.form(edit())
    channel.send(channel.form(edit()), title="Bring the plan up to date", priority="high")
    reply = channel.send(form, title="Rewrite the plan", step="2.4")
    assert "“Bring the plan up to date”" in problems(reply)["title"]
    (again,) = reply.of(Form)
    assert field_of(again, "title").value == "Rewrite the plan"
    assert field_of(again, "priority").value == "high"
    assert action(channel).step == ""
    channel.send(again)
    assert (action(channel).title, action(channel).step) == ("Rewrite the plan", "2.4")
    assert action(channel).priority is Priority.HIGH


@pytest.mark.parametrize("status", ["blocked", "dropped"])
def test_a_status_that_needs_a_reason_asks_for_it(channel: Channel, status: str) -> None:
    add(channel)
    reply = channel.send(channel.form(edit()), status=status, title="Another title")
    assert set(problems(reply)) == {"reason"}
    assert action(channel).last == 1  # not the title either: all or nothing
    (form,) = reply.of(Form)
    channel.send(form, reason="No budget")
    assert (action(channel).status, action(channel).reason) == (Status(status), "No budget")
    assert action(channel).title == "Another title"


def test_closing_asks_for_evidence_where_its_step_does(channel: Channel) -> None:
    channel.wiring.actions.set_step(StepSettings("2.4", evidence=True), Hand(LEA))
    add(channel, step="2.4")
    reply = channel.send(channel.form(edit()), status="done")
    assert "evidence" in problems(reply)["evidence"]
    (form,) = reply.of(Form)
    channel.send(form, evidence="The plan was signed")
    assert action(channel).status is Status.DONE


def test_a_closed_action_is_opened_again_and_changed_by_the_same_form(channel: Channel) -> None:
    add(channel)
    channel.wiring.actions.done(1, Hand(ANA))
    form = channel.form(edit())
    channel.send(form, status="open", reason="It came back", owner="ben")
    assert (action(channel).status, action(channel).owner) == (Status.OPEN, Party("Ben", "ben"))


def test_a_ring_of_actions_is_told_at_what_it_waits_for(channel: Channel) -> None:
    add(channel)
    add(channel, "Choose a tool", depends_on=(1,))
    reply = channel.send(channel.form(edit()), blocked_by="A-2", title="Changed")
    assert "wait for itself" in problems(reply)["blocked_by"]
    assert action(channel).title == "Update the response plan"


def test_a_helper_is_asked_how_it_goes_and_nobody_else_anything(channel: Channel) -> None:
    add(channel, helpers=(Party("Ben", "ben"),))
    form = channel.form(edit(), BEN)
    assert {each.name for each in form.fields} == {"status", "reason", "evidence"}
    assert {each.value for each in field_of(form, "status").options} == {
        "open",
        "in progress",
        "blocked",
    }
    channel.send(form, BEN, status="in progress")
    assert action(channel).status is Status.IN_PROGRESS
    refused = channel.do(edit(), RIA)
    assert refused.failed
    assert "belongs to Ana" in refused.text


def test_a_form_gives_nobody_a_right_they_do_not_have(channel: Channel) -> None:
    add(channel)
    add(channel, "Only for the plant", readers=("plant",))
    form = channel.form(edit())
    taken = channel.send(form, RIA, title="Mine now")
    assert taken.failed or problems(taken)
    for by in (EVE, GUEST):
        hidden = channel.do(edit(2), by)
        assert hidden.failed
        assert "There is no action A-2" in hidden.text
    assert action(channel).title == "Update the response plan"


def test_an_edit_by_form_is_an_event_with_its_channel_and_can_be_taken_back(
    channel: Channel,
) -> None:
    add(channel)
    reply = channel.send(channel.form(edit()), title="Update it")
    event = channel.wiring.actions.history(1, LEA)[-1]
    assert (event.kind, event.by, event.via) == (EventKind.EDITED, "ana", "test")
    channel.press(labelled(reply, "Undo"))
    assert action(channel).title == "Update the response plan"


# ---- a message that is tracked


def track(words: str = SAID) -> OpenForm:
    return OpenForm("track", words=words, source=("Lea", LINK))


def test_a_message_fills_the_form_of_a_new_action(channel: Channel) -> None:
    form = channel.form(track())
    assert field_of(form, "title").value == "Send the firewall list to the auditors"
    assert field_of(form, "owner").value == "ben"
    assert (field_of(form, "due").value, field_of(form, "due").entry) == ("2026-12-04", Entry.DAY)
    assert SAID in form.text
    reply = channel.send(form, priority="high")
    kept = action(channel)
    assert reply.text.startswith("A-1 is added: Send the firewall list to the auditors.")
    assert (kept.source.kind, kept.source.quote) == (SourceKind.MESSAGE, SAID)
    assert (kept.source.author, kept.source.permalink) == ("Lea", LINK)
    assert (kept.owner, kept.priority) == (Party("Ben", "ben"), Priority.HIGH)
    channel.press(labelled(reply, "Undo"))
    assert action(channel).status is Status.DROPPED


def test_what_may_be_tracked_already_is_pointed_out(channel: Channel) -> None:
    add(channel, "Send the firewall list to the auditors")
    assert "Same as A-1 " in channel.form(track()).text


def test_who_sees_the_message_sees_its_action_and_nobody_else(channel: Channel) -> None:
    (form,) = channel.do(track(), among=[BEN]).of(Form)
    values = tuple((each.name, each.value) for each in form.fields)
    channel.do(Fill(form.about, values), among=[BEN])
    assert action(channel).readers == ("plant",)
    assert channel.wiring.actions.listed(EVE, Sought(), Page()).actions == ()


def test_a_reader_tracks_what_is_theirs_and_nothing_for_others(channel: Channel) -> None:
    form = channel.form(track(), RIA)
    assert field_of(form, "owner").value == "ria"
    refused = channel.send(form, RIA, owner="ben")
    assert "rank" in problems(refused)["owner"]
    channel.send(form, RIA)
    assert action(channel).owner == Party("Ria", "ria")


def test_a_message_that_asks_for_nothing_becomes_a_title_to_be_corrected(channel: Channel) -> None:
    form = channel.form(track("The modem in hall 3 answers\nto anybody."))
    assert field_of(form, "title").value == "The modem in hall 3 answers"
    again = channel.send(form, title="", due="next never")
    assert set(problems(again)) == {"title", "due"}


# ---- a row of a chart


@pytest.fixture
def chart(channel: Channel) -> Filed:
    return channel.keep("OT patching")


def letters(channel: Channel, chart: Filed, row: str, column: str) -> str:
    return "".join(e.letter for e in channel.chart(chart.id).chart.cell(row, column))


def test_a_row_is_chosen_and_its_letters_changed_in_one_event(
    channel: Channel, chart: Filed
) -> None:
    which = channel.form(OpenForm("row", chart.id))
    assert [each.label for each in field_of(which, "row").options][1] == "2. Open the window"
    (form,) = channel.send(which, row="2").of(Form)
    assert field_of(form, "letters 3").value == "A"
    reply = channel.do(
        Fill(form.about, (("activity", "Open it"), ("letters 3", "A\nR"), ("note", "In shifts")))
    )
    assert letters(channel, chart, "2", "3") == "AR"
    first, *_ = reply.of(Paragraph)
    assert first.text == (
        "Changed in “OT patching”: Open the window, activity: Open the window → Open it; "
        "Plant manager: A → A (In shifts), R (In shifts)."
    )
    assert letters(channel, chart, "2", "4") == "R"  # what the form did not show stays
    now = channel.chart(chart.id)
    assert now.number == chart.number + 1
    assert now.chart.row("2").activity == "Open it"
    assert now.chart.cell("2", "3")[1].note == "In shifts"
    channel.press(labelled(reply, "Undo"))
    assert letters(channel, chart, "2", "3") == "A"


def test_a_row_that_was_changed_meanwhile_is_asked_about_where_it_differs(
    channel: Channel, chart: Filed
) -> None:
    form = channel.form(OpenForm("row", f"{chart.id}/2"))
    channel("make IT operations consulted for row 2")
    channel("make IT operations responsible for row 1")
    reply = channel.do(Fill(form.about, (("letters 3", "A\nC"), ("letters 4", "I"))))
    assert set(problems(reply)) == {"letters 4"}
    (again,) = reply.of(Form)
    assert field_of(again, "letters 3").value == "A\nC"
    channel.send(again)
    assert letters(channel, chart, "2", "4") == "I"


def test_a_letter_that_is_none_is_told_at_its_role(channel: Channel, chart: Filed) -> None:
    form = channel.form(OpenForm("row", f"{chart.id}/1"))
    reply = channel.do(Fill(form.about, (("letters 3", "Q"), ("letters 4", "C"))))
    assert "is no letter" in problems(reply)["letters 3"]
    assert letters(channel, chart, "1", "4") == "R"


def test_a_row_is_edited_by_who_may_edit_the_chart(channel: Channel) -> None:
    hidden = channel.keep("Plant only", "plant")
    assert "needs the rank" in channel.do(OpenForm("row", hidden.id), RIA).text
    for by in (EVE, GUEST):
        assert "There is no chart" in channel.do(OpenForm("row", hidden.id), by).text
    form = channel.form(OpenForm("row", f"{hidden.id}/1"))
    assert channel.do(Fill(form.about, (("letters 3", "R"),)), RIA).failed
    assert letters(channel, hidden, "1", "3") == "A"


# ---- one's letters


@pytest.fixture
def held(channel: Channel, chart: Filed) -> Filed:
    return channel.wiring.charts.assign(chart.id, "3", ["ria"], Hand(ANA))


def test_letters_are_accepted_and_questioned_by_who_holds_the_role(
    channel: Channel, held: Filed
) -> None:
    form = channel.form(OpenForm("letters", held.id), RIA)
    assert [each.name for each in form.fields] == ["1/3/A", "2/3/A", "reason"]
    missing = channel.do(Fill(form.about, (("1/3/A", "accept"), ("2/3/A", "question"))), RIA)
    assert set(problems(missing)) == {"reason"}
    said = (("1/3/A", "accept"), ("2/3/A", "question"), ("reason", "We have no shift lead"))
    reply = channel.do(Fill(form.about, said), RIA)
    assert "1 accepted and 1 questioned" in reply.text
    now = channel.chart(held.id).chart
    assert now.cell("1", "3")[0].state is State.ACCEPTED
    assert now.cell("2", "3")[0].state is State.DECLINED
    assert now.cell("2", "3")[0].reason == "We have no shift lead"


def test_a_letter_that_reads_otherwise_than_it_was_seen_is_asked_about_again(
    channel: Channel, held: Filed
) -> None:
    form = channel.form(OpenForm("letters", held.id), RIA)
    channel("in the OT patching chart, rename row 2 to Open and close the window")
    said = (("1/3/A", "accept"), ("2/3/A", "accept"))
    reply = channel.do(Fill(form.about, said), RIA)
    assert set(problems(reply)) == {"2/3/A"}
    assert channel.chart(held.id).chart.cell("1", "3")[0].state is State.PROPOSED
    (again,) = reply.of(Form)
    channel.send(again, RIA)
    assert channel.chart(held.id).chart.cell("2", "3")[0].state is State.ACCEPTED


def test_nobody_answers_for_letters_of_others(channel: Channel, held: Filed) -> None:
    refused = channel.do(OpenForm("letters", held.id), BEN)
    assert "No letter of yours" in refused.text
    about = OpenForm("letters", held.id, held.number)
    channel.do(Fill(about, (("1/3/A", "accept"),)), BEN)
    assert channel.chart(held.id).chart.cell("1", "3")[0].state is State.PROPOSED


# ---- a place


PLACE = OpenForm("place", "slack/T1/C1")


def test_a_lead_says_how_we_behave_in_a_place(channel: Channel) -> None:
    form = channel.form(PLACE, LEA)
    reply = channel.send(
        form,
        LEA,
        answers="every question",
        collections="policies\nstandards",
        readers="plant, office",
        digest="monday",
        step="2.4",
        site="Leuven",
    )
    assert "Saved" in reply.text
    manner = channel.wiring.places.get("slack", "T1", "C1").manner
    assert (manner.answers, manner.collections) == ("every question", ("policies", "standards"))
    assert (manner.readers, manner.digest) == (("plant", "office"), "monday")
    assert (manner.step, manner.site) == ("2.4", "Leuven")


def test_a_place_that_was_changed_meanwhile_comes_back_with_what_was_entered(
    channel: Channel,
) -> None:
    form = channel.form(PLACE, LEA)
    channel.send(channel.form(PLACE, LEA), LEA, answers="off")
    reply = channel.send(form, LEA, site="Leuven")
    assert problems(reply)
    (again,) = reply.of(Form)
    assert field_of(again, "site").value == "Leuven"
    channel.send(again, LEA)
    assert channel.wiring.places.get("slack", "T1", "C1").manner.site == "Leuven"


def test_a_place_is_set_by_leads_with_what_there_is_to_choose(channel: Channel) -> None:
    assert "needs the rank" in channel.do(PLACE, ANA).text
    form = channel.form(PLACE, LEA)
    assert channel.do(replace_form(form), ANA).failed
    wrong = channel.send(form, LEA, answers="sometimes", collections="secrets", digest="noon")
    assert set(problems(wrong)) == {"answers", "collections", "digest"}


def replace_form(form: Form) -> Fill:
    return Fill(form.about, (("answers", "off"),))


# ---- whatever comes back


@pytest.mark.parametrize("kind", ["", "unknown", "action", "row", "letters", "feedback", "place"])
def test_what_a_form_is_about_may_be_gone(channel: Channel, kind: str) -> None:
    for command in (OpenForm(kind, "x"), Fill(OpenForm(kind, "x"), (("title", "T"),))):
        reply = channel.do(command, LEA)
        assert reply.failed
        assert reply.text
        assert "Something went wrong" not in reply.text


def test_forms_do_not_say_whether_what_they_may_not_show_is_there(channel: Channel) -> None:
    hidden = channel.wiring.charts.begin(small("Secret"), Hand(ANA), readers=("plant",))
    there = channel.do(OpenForm("row", hidden.id), EVE).text
    gone = channel.do(OpenForm("row", "nothing"), EVE).text
    assert there.replace(hidden.id, "nothing") == gone


def test_points_of_refused_letters_are_told(channel: Channel, held: Filed) -> None:
    about = OpenForm("letters", held.id, held.number)
    reply = channel.do(Fill(about, (("9/9/A", "accept"),)), RIA)
    assert not reply.of(Points)
    assert "nothing was answered" in reply.text
