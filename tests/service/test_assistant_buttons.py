"""What can be done with an answer, a chart, a report and one's own day by a button."""

import re
from dataclasses import replace
from datetime import date

import pytest

import served
from channel_of_tests import Channel, field_of, labelled
from isthmus.actions.model import Draft, Party, Status
from isthmus.answers.searching import Found
from isthmus.assistant import Assistant
from isthmus.feedback.model import Reason
from isthmus.inquiry.narrowing import Shelf
from isthmus.messages import Buttons, Facts, File, Form, Paragraph, Points, Quote, Reply
from isthmus.people import GUEST, Person, alone
from isthmus.raci.desk import Hand
from isthmus.understanding.commands import (
    FixChart,
    OpenForm,
    Rate,
    SendFile,
    ShowHome,
    ShowPassages,
    TellMe,
    TrackAnswer,
)
from kept_charts import ANA, BEN, EVE, LEA, RIA

PATCHES = "Who approves emergency patches?"
INCIDENT = "What caused the turbine incident?"
MOST_IN_A_GROUP = 5
LOOKING = re.compile(r"Looking through (\d+) passages? …")


@pytest.fixture
def channel(wiring: served.FakeAnsweringWiring) -> Channel:
    return Channel(wiring)


def command(reply: Reply, kind: type) -> object:
    return next(each.command for each in reply.buttons if isinstance(each.command, kind))


# ---- answers


def test_an_answer_can_be_proved_tracked_and_judged(channel: Channel) -> None:
    reply = channel(PATCHES)
    labels = [each.label for each in reply.buttons]
    assert labels == ["Show the passages", "Track this", "Helpful", "Not helpful"]


def test_a_guest_is_offered_no_judgement_and_a_refusal_what_helps(channel: Channel) -> None:
    assert not [e for e in channel(PATCHES, GUEST).buttons if isinstance(e.command, Rate)]
    labels = [each.label for each in channel(served.UNANSWERED).buttons]
    assert labels == ["Show the passages", "Tell the administrator"]
    assert [e.label for e in channel(served.UNANSWERED, GUEST).buttons] == labels[:1]


def test_what_came_nearest_to_a_refused_question_is_shown_word_by_word(channel: Channel) -> None:
    shown = channel.press(labelled(channel(served.UNANSWERED), "Show the passages"))
    assert shown.text == f"“{served.UNANSWERED}”"
    assert shown.of(Quote)[-1].text.startswith("The plant manager is accountable")


def test_the_passages_of_an_answer_are_shown_word_by_word(channel: Channel) -> None:
    shown = channel.press(labelled(channel(PATCHES), "Show the passages"))
    (quote,) = shown.of(Quote)
    assert quote.text == "Emergency patches need the approval of the shift supervisor."
    assert (quote.title, quote.n) == ("OT patching policy", 1)
    assert quote.address.startswith("http")


def test_a_passage_is_shown_only_while_it_may_be_read(channel: Channel) -> None:
    reply = channel(INCIDENT)
    button = labelled(reply, "Show the passages")
    (document,) = {hit.document for hit in channel.wiring.search("turbine", ANA, 5)}
    channel.wiring.retire(document, LEA)
    shown = channel.press(button)
    assert "canary-7731" not in str(shown)
    assert "not shown" in shown.text


def test_passages_are_shown_to_who_is_where_the_answer_was_given_if_they_may_read_them(
    channel: Channel,
) -> None:
    shared = channel(INCIDENT, ANA, "plant", among=[BEN])
    wanted = labelled(shared, "Show the passages").command
    assert "canary-7731" in str(channel.do(wanted, BEN, "plant"))
    elsewhere = channel.do(wanted, BEN, "another thread")
    assert elsewhere.failed
    assert "canary-7731" not in str(elsewhere)
    assert "canary-7731" not in str(channel.do(wanted, EVE, "plant"))
    assert "canary-7731" not in str(channel.do(wanted, ANA, "plant", among=[EVE]))


def test_nobody_sees_an_answer_by_guessing_its_name(channel: Channel) -> None:
    channel(INCIDENT)
    for by in (BEN, EVE, GUEST):
        for wanted in (ShowPassages("x"), Rate("x", helpful=True), TellMe("x")):
            assert channel.do(wanted, by).failed


def test_helpful_is_noted_and_not_helpful_asks_why(channel: Channel) -> None:
    reply = channel(PATCHES)
    channel.press(labelled(reply, "Helpful"))
    (judged,) = channel.wiring.inquiry.judged(LEA)
    assert judged.feedback.verdict.helpful
    (form,) = channel.press(labelled(reply, "Not helpful")).of(Form)
    assert not channel.wiring.inquiry.judged(LEA)[0].feedback.verdict.helpful
    assert form.about == OpenForm("feedback", judged.feedback.answer)
    missing = channel.send(form, helpful="no", reason="other")
    (again,) = missing.of(Form)
    assert field_of(again, "text").problem
    channel.send(again, reason="outdated", text="We replaced it in May")
    (judged,) = channel.wiring.inquiry.judged(LEA)
    assert judged.feedback.verdict.reason is Reason.OUTDATED
    assert judged.feedback.verdict.text == "We replaced it in May"


def test_who_reads_along_says_whether_it_helped(channel: Channel) -> None:
    reply = channel(PATCHES, ANA, "plant", among=[BEN])
    channel.press(labelled(reply, "Helpful"), BEN, "plant")
    (judged,) = channel.wiring.inquiry.judged(LEA)
    assert judged.feedback.person == "ben"


def test_an_administrator_hears_of_a_question_and_who_asked_is_told(channel: Channel) -> None:
    reply = channel(served.UNANSWERED)
    wanted = command(reply, TellMe)
    assert isinstance(wanted, TellMe)
    told = channel.do(wanted)
    assert "You are told" in told.text
    assert channel.wiring.inquiry.waited_for([wanted.answer], ANA) == {wanted.answer}
    assert channel.do(wanted, BEN).failed


def test_the_answer_whose_button_is_pressed_is_tracked_not_the_last_one(channel: Channel) -> None:
    first = channel(PATCHES)
    channel("Who is accountable for compensating controls?")
    channel.press(labelled(first, "Track this"))
    action = channel.wiring.actions.show(1, ANA).action
    assert action.title == "Follow up: Who approves emergency patches"
    assert "shift supervisor" in action.source.quote


def test_an_answer_is_not_tracked_by_who_was_not_there(channel: Channel) -> None:
    wanted = command(channel(INCIDENT), TrackAnswer)
    assert isinstance(wanted, TrackAnswer)
    assert channel.do(wanted, BEN, "another thread").failed


# ---- nothing gets noisy


@pytest.mark.parametrize(
    "said",
    [
        PATCHES,
        served.UNANSWERED,
        "draft a RACI for OT patching with the CISO and the plant manager",
        "add action: Ben updates the plan by next Friday",
        "report",
        "home",
    ],
)
def test_no_group_has_more_than_five_buttons(channel: Channel, said: str) -> None:
    for group in channel(said).of(Buttons):
        assert len(group.buttons) <= MOST_IN_A_GROUP


def test_a_chart_offers_its_row_its_letters_and_its_files(channel: Channel) -> None:
    chart = channel.keep("OT patching")
    channel.wiring.charts.assign(chart.id, "3", ["ria"], Hand(ANA))
    labels = [each.label for each in channel("show the OT patching chart").buttons]
    assert labels[-5:] == ["Submit for review", "Accept my letters", "Edit a row", "Excel", "Word"]


def test_a_chart_is_shown_with_its_name_and_the_way_to_it(channel: Channel) -> None:
    chart = channel.keep("OT patching")
    (facts,) = channel("show the OT patching chart").of(Facts)
    name, address = facts.facts
    assert (name.name, name.value) == ("Chart", "OT patching")
    assert address.value.endswith(f"/charts/{chart.id}")


def test_of_many_findings_the_worst_are_told_and_the_others_are_a_button_away(
    channel: Channel,
) -> None:
    channel.keep("OT patching")
    for row in ("Order spares", "Test backups", "Lock the cabinets", "Label the cables"):
        channel(f"in the OT patching chart, add row: {row}")
    channel("in the OT patching chart, make the plant manager informed for row 3")
    shown = channel("show the OT patching chart")
    assert found_in(shown) == ["Error"] * 3
    more = next(each for each in shown.of(Buttons) if "more: check the chart" in each.text)
    all_of_them = channel.press(more.buttons[0])
    assert len(found_in(all_of_them)) > len(found_in(shown))
    assert found_in(all_of_them) == sorted(found_in(all_of_them))  # as it happens, worst first
    assert any(isinstance(each.command, FixChart) for each in all_of_them.buttons)


def test_what_an_edit_brings_about_is_told_in_three_lines_and_a_button(channel: Channel) -> None:
    channel.keep("OT patching")
    for row in ("Order spares", "Test backups", "Lock the cabinets"):
        channel(f"in the OT patching chart, add row: {row}")
    edited = channel("in the OT patching chart, add a column for Legal, informed everywhere")
    assert len(found_in(edited)) == 3
    assert "more: check the chart." in edited.text
    assert [each.label for each in edited.buttons] == ["Undo", "Check the chart"]


def found_in(reply: Reply) -> list[str]:
    """Give how severe what the rules find is, in the order it is told."""
    texts = [each.text for each in reply.parts if isinstance(each, Paragraph | Buttons)]
    return [said.partition(":")[0] for said in texts if said.startswith(("Error:", "Warning:"))]


# ---- files


@pytest.mark.parametrize("to", ["xlsx", "docx", "png", "svg", "csv", "md", "json"])
def test_a_chart_is_sent_to_who_may_read_it(channel: Channel, to: str) -> None:
    chart = channel.keep("OT patching", "plant")
    (file,) = channel.do(SendFile("chart", chart.id, to)).of(File)
    assert file.name == f"OT-patching.{to}"
    assert file.content
    assert channel.do(SendFile("chart", chart.id, to), EVE).failed
    assert channel.do(SendFile("chart", chart.id, to), among=[EVE]).failed


@pytest.mark.parametrize("kind", ["chart", "role", "report", "secrets"])
def test_a_format_that_there_is_not_is_refused_in_words(channel: Channel, kind: str) -> None:
    chart = channel.keep("OT patching")
    channel("define the OT security lead's role")
    reply = channel.do(SendFile(kind, chart.id if kind == "chart" else "", "exe"))
    assert reply.failed
    assert "went wrong" not in reply.text


def test_a_role_definition_is_sent(channel: Channel) -> None:
    channel("define the OT security lead's role")
    (kept,) = channel.wiring.roles.listed(ANA)
    (file,) = channel.do(SendFile("role", kept.id, "docx")).of(File)
    assert file.content.startswith(b"PK")


# ---- the report


def test_the_report_is_told_in_words_with_its_files_as_buttons(channel: Channel) -> None:
    reply = channel("steering report for last month")
    assert "October 2026" in reply.text
    assert [each.label for each in reply.buttons] == [
        "Slides (PPTX)",
        "Document (DOCX)",
        "Pages (PDF)",
        "Text (Markdown)",
    ]
    (file,) = channel.press(labelled(reply, "Slides")).of(File)
    assert file.name.endswith(".pptx")
    assert "2026-10-01" in file.name


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("report", "26 October"),
        ("report for this quarter", "Q4 2026"),
        ("monthly report", "October 2026"),
        ("status report for the last twelve weeks", "31 August"),
        ("report on phase 1", "hase 1"),
        ("report since 1 November", "1 to 22 November 2026"),
    ],
)
def test_the_report_is_of_the_days_that_are_said(channel: Channel, said: str, told: str) -> None:
    assert told in channel(said).text


def test_the_report_comes_as_the_file_that_is_asked_for(channel: Channel) -> None:
    (file,) = channel("please send the steering report for last month as pdf").of(File)
    assert file.content.startswith(b"%PDF")


def test_the_report_counts_what_everybody_there_may_read(channel: Channel) -> None:
    hidden = Draft("Secret work", owner=Party("Ana", "ana"), readers=("plant",))
    hidden = replace(hidden, due=date(2026, 11, 1))
    channel.wiring.actions.add(hidden, Hand(ANA))
    assert "Secret work" in str(channel("report as markdown").of(File)[0].content)
    shared = channel("report as markdown", among=[EVE])
    assert "Secret work" not in str(shared.of(File)[0].content)


# ---- home


def busy(channel: Channel) -> None:
    for title, due in (("Later", date(2026, 12, 20)), ("Late", date(2026, 11, 2)), ("Some", None)):
        draft = Draft(title, owner=Party("Ria", "ria"), due=due)
        channel.wiring.actions.add(draft, Hand(ANA))
    chart = channel.keep("OT patching")
    channel.wiring.charts.assign(chart.id, "3", ["ria"], Hand(ANA))
    channel.wiring.charts.submit(chart.id, Hand(ANA))
    channel.keep("Not mine")


def test_home_shows_what_waits_with_what_is_late_first(channel: Channel) -> None:
    busy(channel)
    home = channel.do(ShowHome(), RIA)
    assert home.of(Paragraph)[0].text == "You have 3 open actions, 1 of them overdue."
    groups = [each.text for each in home.of(Buttons)]
    assert groups[0].startswith("A-2 Late (open, due Mon 2 Nov 2026, 20 days late)")
    assert "2 letters wait for your answer in “OT patching”." in groups
    assert "One chart is under review." in groups
    assert home.of(Points)[0].title == "Changed lately"
    channel.press(labelled(home, "Done"), RIA)
    assert channel.wiring.actions.show(2, ANA).action.status is Status.DONE
    (form,) = channel.press(labelled(home, "Accept my letters"), RIA).of(Form)
    assert "OT patching" in form.text


def test_home_says_that_it_shows_only_the_first_actions(channel: Channel) -> None:
    for number in range(12):
        draft = Draft(f"Task {number}", owner=Party("Ria", "ria"))
        channel.wiring.actions.add(draft, Hand(ANA))
    home = channel.do(ShowHome(), RIA)
    assert len(home.of(Buttons)) == 10
    assert home.of(Paragraph)[-1].text == "These are the first 10; all are in the console."
    assert home.of(Points)[0].items[0].endswith("): Ana added it.")


def test_home_of_who_has_nothing_to_do_says_so(channel: Channel) -> None:
    home = channel.do(ShowHome(), BEN)
    assert "Nothing waits for you" in home.text
    assert home.of(Facts)


def test_home_shows_nothing_that_the_person_may_not_read(channel: Channel) -> None:
    channel.wiring.actions.add(Draft("Hidden work", readers=("plant",)), Hand(ANA))
    channel.wiring.charts.submit(channel.keep("Hidden chart", "plant").id, Hand(ANA))
    assert "Hidden" not in str(channel.do(ShowHome(), EVE))
    assert "Hidden" not in str(channel.do(ShowHome(), GUEST))
    assert "Hidden" not in str(channel.do(ShowHome(), ANA, among=[EVE]))


# ---- what to say next


def test_suggestions_are_four_at_most_and_what_is_due_comes_first(channel: Channel) -> None:
    assert len(channel.assistant.suggestions(BEN)) == 4
    busy(channel)
    suggested = channel.assistant.suggestions(RIA)
    assert suggested[0] == "What of mine is overdue?"
    assert "Show the chart “OT patching”" in suggested
    assert len(suggested) == 4


def test_every_suggestion_is_understood(channel: Channel) -> None:
    busy(channel)
    for by in (RIA, BEN, GUEST):
        for said in channel.assistant.suggestions(by):
            assert not channel(said, by).failed or "documents don't say" in channel(said, by).text


def test_a_question_that_goes_on_is_for_us_and_talk_among_people_is_not(channel: Channel) -> None:
    channel(PATCHES)
    assert channel.assistant.is_for_us(channel.message("and for legacy controllers?"))
    assert not channel.assistant.is_for_us(channel.message("Lea, can you look at this?"))


def test_an_order_without_a_name_is_for_us_where_the_talk_is_about_such_a_thing(
    channel: Channel,
) -> None:
    assert not channel.assistant.is_for_us(channel.message("undo"))
    channel("add action: Ben updates the plan by next Friday")
    assert channel.assistant.is_for_us(channel.message("move it to 3 December"))
    assert not channel.assistant.is_for_us(channel.message("move it to 3 December", thread="t2"))


# ---- more in private


def found_by(*passages: tuple[str, bool]) -> object:
    """Find passages for Ana, some of which the others may read."""

    def search(_question: str, by: Person, top: int) -> list[Found]:
        seen = [name for name, hidden in passages if by.id == "ana" or not hidden]
        return [Found(n, 0.5, "d", "T", "", name, "") for n, name in enumerate(seen[:top], 1)]

    return search


@pytest.mark.parametrize("text", [INCIDENT, "Who is accountable for OT patching?"])
def test_whoever_waits_for_an_answer_is_told_through_how_much_is_looked(
    channel: Channel, text: str
) -> None:
    alone, among = channel.message(text, ANA), channel.message(text, ANA, among=[EVE])
    told = [channel.assistant.doing(each) for each in (alone, among)]
    mine, ours = [int(found[1]) for each in told if (found := LOOKING.fullmatch(each))]
    assert mine > ours > 0


def test_what_is_done_at_once_needs_no_words_before(channel: Channel) -> None:
    assert channel.assistant.doing(channel.message("list charts", ANA)) == ""


def test_who_could_be_told_more_alone_is_known_and_nothing_else(channel: Channel) -> None:
    asked = channel.message(INCIDENT, ANA, among=[EVE])
    assert channel.assistant.could_say_more(asked)
    assert not channel.assistant.could_say_more(channel.message(INCIDENT, ANA, among=[BEN]))
    assert not channel.assistant.could_say_more(channel.message(INCIDENT, ANA))
    assert not channel.assistant.could_say_more(channel.message(INCIDENT, EVE, among=[ANA]))
    assert not channel.assistant.could_say_more(channel.message("undo", ANA, among=[EVE]))


def test_without_a_search_nobody_is_told_that_there_is_more(channel: Channel) -> None:
    bare = Assistant(replace(channel.assistant.parts, search=None))
    assert not bare.could_say_more(channel.message(INCIDENT, ANA, among=[EVE]))


# ---- what a place limits


def test_a_place_answers_from_what_its_readers_may_read_alone(channel: Channel) -> None:
    asked = channel.message(INCIDENT, ANA)
    assert "canary-7731" in str(channel.hear(asked))
    limited = replace(channel.message(INCIDENT, ANA), readers=("office",))
    assert "canary-7731" not in str(channel.hear(limited))
    allowed = replace(channel.message(INCIDENT, ANA, "t3"), readers=("plant",))
    assert "canary-7731" in str(channel.hear(allowed))


def test_a_place_answers_from_its_collections_alone(channel: Channel) -> None:
    with channel.wiring.reading(alone(ANA)) as library:
        hits = [hit for one in library.documents() for hit in library.passages(one.id)]
        shelf = Shelf(library, frozenset({"policies"}))
        kept = shelf.hits([hit.id for hit in hits])
        assert {hit.document.description.collection.value for hit in kept} == {"policies"}
        assert len(kept) < len(hits)
