"""Whatever a channel hears goes through one door: what comes of it, for whom, and only once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

import served
from channel_of_tests import Channel, labelled
from isthmus.assistant import Assistant
from isthmus.errors import UnavailableError
from isthmus.messages import (
    Buttons,
    File,
    Paragraph,
    Picture,
    Points,
    Quote,
    Table,
)
from isthmus.people import GUEST, Rank
from isthmus.raci.listing import Sought
from isthmus.raci.model import State
from kept_charts import ANA, BEN, EVE, LEA, RIA

DRAFT = "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager"
UNKNOWN = "There is no chart"
OWNER = replace(BEN, groups=frozenset({"office"}))  # owns a chart that only the plant reads


@pytest.fixture
def channel(wiring: served.FakeAnsweringWiring) -> Channel:
    return Channel(wiring)


# ---- questions


def test_a_question_is_answered_with_marks_and_the_quotes_they_stand_for(channel: Channel) -> None:
    reply = channel("Who approves emergency patches?")
    assert "Emergency patches need the approval of the shift supervisor. [1]" in reply.text
    quote = reply.of(Quote)[0]
    assert (quote.n, quote.title, quote.edition) == (1, "OT patching policy", "2026.2")
    assert quote.address.startswith("http")


def test_what_documents_do_not_say_is_refused_with_what_came_nearest(channel: Channel) -> None:
    reply = channel(served.UNANSWERED)
    assert reply.text.startswith("Your documents don't say")
    assert reply.of(Quote)
    assert {quote.n for quote in reply.of(Quote)} == {0}


def test_a_question_leans_on_the_one_before_it_in_the_same_thread_only(channel: Channel) -> None:
    channel("Who is accountable for compensating controls?")
    assert "Understood as" in str(channel("and for emergency patches?"))
    assert "Understood as" not in str(channel("and for emergency patches?", thread="t2"))


def test_a_question_in_a_thread_of_several_does_not_lean_on_somebody_elses(
    channel: Channel,
) -> None:
    channel("Who is accountable for compensating controls?", among=[BEN])
    assert "Understood as" not in str(channel("and for patches?", BEN, among=[ANA]))


def test_a_thread_goes_on_after_its_conversation_was_deleted(channel: Channel) -> None:
    channel("Who approves emergency patches?")
    (kept,) = channel.wiring.inquiry.conversations(ANA)
    channel.wiring.inquiry.delete(kept.id, ANA)
    assert channel("Who approves emergency patches?").of(Quote)


def test_a_channel_is_told_only_what_all_of_its_members_may_read(channel: Channel) -> None:
    question = "What caused the turbine incident?"
    assert "canary-7731" in str(channel(question, ANA, "private"))
    assert "canary-7731" not in str(channel(question, ANA, "open", among=[EVE]))
    assert "canary-7731" in str(channel(question, ANA, "plant", among=[BEN, RIA]))


# ---- drafts


def test_a_draft_is_kept_and_comes_as_a_picture_a_table_and_what_was_assumed(
    channel: Channel,
) -> None:
    reply = channel(DRAFT)
    (picture,), (table,) = reply.of(Picture), reply.of(Table)
    assert picture.file.content.startswith(b"\x89PNG")
    assert table.columns == ("Activity", "IT Security", "OT Engineering", "Plant manager")
    assert {len(row) for row in table.rows} == {4}
    assert "Assumed" in {points.title for points in reply.of(Points)}
    assert channel.titles() == ["RACI: OT patching"]


def test_a_reader_or_guest_is_shown_a_draft_that_is_not_kept(channel: Channel) -> None:
    for person in (RIA, GUEST):
        reply = channel(DRAFT, person)
        assert reply.of(Picture)
        assert "not kept" in reply.text
        assert not [b for b in reply.buttons if "Submit" in b.label or "Excel" in b.label]
    assert channel.titles() == []


def test_a_draft_without_a_scope_asks_for_one_and_the_choice_drafts_it(channel: Channel) -> None:
    reply = channel("draft a RACI")
    assert channel.titles() == []
    channel.press(labelled(reply, "OT patching"))
    assert channel.titles() == ["RACI: OT patching"]


def test_who_was_meant_is_asked_and_the_choice_takes_the_place_of_the_draft(
    channel: Channel,
) -> None:
    reply = channel("Draft a RACI for OT patching with security and the plant manager")
    (listed,) = channel.wiring.charts.listed(ANA)
    channel.press(labelled(reply, "OT security lead"))
    assert channel.titles() == ["RACI: OT patching"]
    names = [column.name for column in channel.chart(listed.id).chart.columns]
    assert names == ["OT security lead", "Plant manager"]
    channel("undo")
    assert "OT security lead" not in str(channel.chart(listed.id).chart.columns)


def test_a_draft_that_was_changed_meanwhile_is_not_replaced(channel: Channel) -> None:
    reply = channel("Draft a RACI for OT patching with security and the plant manager")
    channel("remove row 1")
    refused = channel.press(labelled(reply, "OT security lead"))
    assert refused.failed
    assert "meanwhile" in refused.text


def test_a_fix_is_a_button_that_puts_the_finding_right_once(channel: Channel) -> None:
    reply = channel("draft a RACI for isolating the process with the CISO")
    (listed,) = channel.wiring.charts.listed(ANA)
    fix = next(
        each.buttons[0]
        for each in reply.of(Buttons)
        if each.text.startswith("Warning") and "safety" in each.text
    )
    columns = len(channel.chart(listed.id).chart.columns)
    assert channel.press(fix).text.startswith("Done.")
    assert len(channel.chart(listed.id).chart.columns) == columns + 1
    again = channel.press(fix)
    assert again.failed
    assert "no longer found" in again.text


# ---- orders


def test_an_order_is_for_the_chart_that_was_drafted_last(channel: Channel) -> None:
    channel("draft a RACI for USB sticks with the CISO")
    channel(DRAFT)
    reply = channel("add a column for Legal, informed everywhere")
    (listed,) = channel.wiring.charts.listed(ANA, Sought("patching"))
    assert channel.chart(listed.id).chart.columns[-1].name == "Legal"
    channel.press(labelled(reply, "Undo"))
    assert channel.chart(listed.id).chart.columns[-1].name == "Plant manager"


def test_an_order_in_another_thread_is_asked_for_its_chart(channel: Channel) -> None:
    filed = channel.keep("OT patching")
    channel.keep("Vendor access")
    reply = channel("remove row 2")
    assert {each.label for each in reply.buttons} == {"Vendor access", "OT patching"}
    channel.press(labelled(reply, "OT patching"))
    assert len(channel.chart(filed.id).chart.rows) == 1
    assert "Test patches" in channel("who is responsible for row 1?").text


def test_without_any_chart_an_order_is_told_how_to_begin_one(channel: Channel) -> None:
    reply = channel("remove row 2")
    assert reply.failed
    assert "Draft a RACI" in reply.text


def test_a_chart_is_named_in_the_sentence_and_is_the_current_one_then(channel: Channel) -> None:
    filed = channel.keep("RACI: OT patching")
    channel.keep("RACI: Vendor access")
    channel("in the patching chart, inform the plant manager about row 2")
    channel("rename row 2 to Close the window")
    assert channel.chart(filed.id).chart.rows[1].activity == "Close the window"


def test_a_name_that_several_charts_have_is_asked_about(channel: Channel) -> None:
    channel.keep("OT patching")
    channel.keep("IT patching")
    reply = channel("show the patching chart")
    assert {each.label for each in reply.buttons} == {"OT patching", "IT patching"}
    assert channel.press(labelled(reply, "IT patching")).text.startswith("IT patching: Draft")


def test_who_has_what_is_told_from_the_chart_or_else_asked_of_the_documents(
    channel: Channel,
) -> None:
    question = "who is accountable for compensating controls?"
    assert channel(question).of(Quote)
    channel.keep("OT patching")
    channel("show the OT patching chart")
    assert "Plant manager is accountable" in channel("who is accountable for row 1?").text
    assert channel(question).of(Quote)


def test_what_may_mean_two_rows_is_a_choice_and_a_stale_one_changes_nothing(
    channel: Channel,
) -> None:
    filed = channel.keep("OT patching")
    channel("show the OT patching chart")
    channel("add a row for opening the window at night")
    reply = channel("make IT operations consulted for opening windows")
    assert [each.label[:2] for each in reply.buttons] == ["2.", "3."]
    channel("remove row 1")
    before = channel.chart(filed.id).chart
    assert channel.press(reply.buttons[0]).failed
    assert channel.chart(filed.id).chart == before


def test_a_chart_is_sent_as_a_file(channel: Channel) -> None:
    channel.keep("OT patching")
    channel("show the OT patching chart")
    (file,) = channel("send it as Excel").of(File)
    assert file.name == "OT-patching.xlsx"
    assert file.content.startswith(b"PK")


def test_a_chart_goes_its_way_by_buttons(channel: Channel) -> None:
    filed = channel.keep("OT patching")
    shown = channel("show the OT patching chart")
    channel.press(labelled(shown, "Submit"))
    approve = labelled(channel("show it", LEA), "Approve")
    assert "Approved as version 1" in channel.press(approve, LEA).text
    assert channel.chart(filed.id).version == 1
    assert channel("charts in review").failed
    assert "One chart" in channel("approved charts").text


def test_a_holder_accepts_their_letters_in_words(channel: Channel) -> None:
    filed = channel.keep("OT patching")
    channel("show the OT patching chart")
    channel("Ria holds the plant manager role")
    assert "2 letters accepted" in channel("accept my letters", RIA).text
    states = {a.state for cell in channel.chart(filed.id).chart.cells.values() for a in cell}
    assert states == {State.ACCEPTED, State.PROPOSED}


def test_a_reader_changes_nothing(channel: Channel) -> None:
    filed = channel.keep("OT patching")
    channel("show the OT patching chart", RIA)
    refused = channel("remove row 1", RIA)
    assert refused.failed
    assert "contributor" in refused.text
    assert channel.chart(filed.id) == filed


# ---- who may know of a chart


@pytest.mark.parametrize(
    "text",
    [
        "show the turbine chart",
        "in the turbine chart, remove row 1",
        "export the turbine chart as csv",
        "what changed in the turbine chart?",
    ],
)
def test_a_chart_one_may_not_read_is_as_if_it_were_not_there(channel: Channel, text: str) -> None:
    hidden = channel(text, EVE).text
    channel.keep("Turbine", "plant")
    assert channel(text, EVE).text == hidden
    assert hidden.startswith(UNKNOWN)


def test_a_button_opens_no_chart_to_somebody_else(channel: Channel) -> None:
    channel.keep("Turbine", "plant")
    shown = channel("show the turbine chart")
    for button in shown.buttons:
        assert channel.press(button, EVE, "t2").text.startswith(UNKNOWN)


def test_a_threads_chart_is_no_chart_to_whoever_may_not_read_it(channel: Channel) -> None:
    channel.keep("Turbine", "plant")
    channel("show the turbine chart")
    assert "no chart here" in channel("remove row 1", EVE).text
    assert channel("list charts", EVE).failed


def test_a_channel_sees_no_chart_that_one_of_its_members_may_not_read(channel: Channel) -> None:
    channel.keep("Turbine", "plant")
    missing = channel("show the turbine chart", EVE, "t9").text
    assert channel("show the turbine chart", among=[EVE]).text == missing
    assert channel("list charts", among=[EVE]).failed
    assert channel("show the turbine chart", among=[BEN]).of(Picture)


def test_a_threads_chart_is_gone_when_somebody_comes_who_may_not_read_it(
    channel: Channel,
) -> None:
    filed = channel.keep("Turbine", "plant")
    shown = channel("show the turbine chart")
    assert "no chart here" in channel("remove row 1", among=[EVE]).text
    pressed = replace(channel.message("", among=[EVE]), command=shown.buttons[0].command)
    assert channel.hear(pressed).text.startswith(UNKNOWN)
    assert channel.chart(filed.id) == filed


def test_an_owner_shows_their_chart_to_nobody_who_may_not_read_it(channel: Channel) -> None:
    channel.keep("Turbine", "plant", by=OWNER)
    assert channel("show the turbine chart", OWNER, "alone").of(Picture)
    assert channel("show the turbine chart", OWNER, among=[EVE]).text.startswith(UNKNOWN)


def test_an_owner_defines_a_role_in_a_channel_without_their_own_charts(channel: Channel) -> None:
    channel.keep("Turbine", "plant", by=OWNER)
    text, owner = "define the plant manager's role", replace(OWNER, rank=Rank.READER)
    assert "Turbine" in str(channel(text, owner, "alone"))
    assert "Turbine" not in str(channel(text, owner, among=[EVE]))


# ---- roles and help


def test_a_role_is_defined_with_what_each_line_stands_on(channel: Channel) -> None:
    reply = channel("define the OT security lead's role")
    titles = [points.title for points in reply.of(Points)]
    assert {"Purpose", "Decides alone", "Escalates to"} <= set(titles)
    assert "Catalogue" in reply.of(Points)[0].items[0]


def test_help_shows_sentences_that_are_understood(channel: Channel) -> None:
    (points,) = channel("help").of(Points)
    channel.keep("OT patching")
    channel("show the OT patching chart")
    for sentence in points.items:
        reply = channel(sentence)
        assert reply.parts, sentence


# ---- once, and never an exception


def test_the_same_message_heard_again_gives_the_same_reply_and_does_nothing(
    channel: Channel,
) -> None:
    message = channel.message(DRAFT)
    first = channel.hear(message)
    assert channel.hear(message) == first
    assert channel.titles() == ["RACI: OT patching"]
    assert len(channel.wiring.inquiry.conversations(ANA)) == 0


def test_a_message_that_is_delivered_several_times_at_once_is_done_once(channel: Channel) -> None:
    message = channel.message(DRAFT)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(channel.assistant.hear, [message] * 4))
    assert channel.titles() == ["RACI: OT patching"]
    assert any(reply.of(Picture) for reply in replies)
    assert all(reply.of(Picture) or "Look at the chart" in reply.text for reply in replies)


def test_the_same_id_in_another_thread_is_another_message(channel: Channel) -> None:
    message = channel.message(DRAFT)
    channel.hear(message)
    channel.hear(replace(message, conversation="t2"))
    channel.hear(replace(message, by=BEN))
    assert len(channel.titles()) == 3


def test_somebody_else_is_not_given_what_was_replied_to_the_first(channel: Channel) -> None:
    channel.keep("Turbine", "plant")
    message = channel.message("show the turbine chart")
    assert channel.hear(message).of(Picture)
    assert channel.hear(replace(message, by=EVE)).text.startswith(UNKNOWN)


def test_a_message_whose_end_nobody_saw_is_not_done_again(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    message = channel.message(DRAFT)
    with monkeypatch.context() as patch:
        patch.setattr("isthmus.talks.store.TalkStore.keep", end)
        with pytest.raises(KeyboardInterrupt):
            channel.assistant.hear(message)
    again = channel.hear(message)
    assert again.failed
    assert "Look at the chart" in again.text
    assert channel.titles() == ["RACI: OT patching"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (UnavailableError("postgresql://secret@db"), "A part of this service does not work"),
        (RuntimeError("secret"), "Something went wrong here"),
    ],
)
def test_what_goes_wrong_is_told_in_words_that_give_nothing_away(
    channel: Channel, error: Exception, told: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    parts = replace(channel.assistant.parts, find=fail)  # type: ignore[arg-type]
    channel.keep("OT patching")
    channel("show the OT patching chart")
    with capture_logs() as lines:
        reply = Assistant(parts).hear(channel.message("Ria holds the plant manager role"))
    assert reply.failed
    assert reply.text.startswith(told)
    assert "secret" not in reply.text
    assert [line["log_level"] for line in lines] == ["error"]
    assert "secret" in str(lines)


@pytest.mark.parametrize(
    "text", ["", " \n", "x" * 5_000, "decline row 1", "show the a chart", "\0"]
)
def test_any_text_gets_a_reply(channel: Channel, text: str) -> None:
    channel.keep("OT patching")
    assert channel(text).parts


def test_a_paragraph_says_what_failed(channel: Channel) -> None:
    reply = channel("")
    assert reply.failed
    assert isinstance(reply.parts[0], Paragraph)
