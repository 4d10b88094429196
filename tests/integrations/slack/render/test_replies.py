"""What each part of a reply becomes: the answer first, proof a click away, tables if they fit."""

import pytest

from blocks_of_tests import all_texts
from isthmus.actions import orders
from isthmus.messages import (
    Button,
    Buttons,
    Fact,
    Facts,
    File,
    Form,
    Paragraph,
    Picture,
    Points,
    Quote,
    Reply,
)
from isthmus.raci import orders as of_charts
from isthmus.understanding.commands import (
    Ask,
    Command,
    OnAction,
    OnChart,
    OpenForm,
    Rate,
    ShowPassages,
)
from isthmus_integrations.slack.render import FEEDBACK, passages, posted
from postings_of_tests import buttons_in, kinds, links_in, shown
from replies_of_tests import CONSOLE

QUOTE = Quote("The plant manager approves it.", "Policy", "page 3", f"{CONSOLE}/p/1", 1, "2026")
SHOW = Button("Show the passages", ShowPassages("a1"))
PICTURE = Picture(File("chart.png", "image/png", b"png"), "A chart: 3 activities by 2 roles")
ASK = Ask("?")
NONE = "\u2013"  # as lists say it


# ---- answers


def test_quotes_are_folded_to_their_sources_where_a_button_shows_them() -> None:
    posting = shown(Paragraph("He does.", (1,)), QUOTE, Buttons("", (SHOW,)))
    assert posting.text.split("\n") == [
        "He does. [1]",
        "Sources: [1] Policy, 2026, page 3",
        "[Show the passages]",
    ]
    assert QUOTE.text not in all_texts(posting.blocks)
    assert links_in(posting.blocks) == [QUOTE.address, QUOTE.address]


def test_quotes_stand_whole_where_nothing_else_shows_them() -> None:
    posting = shown(Paragraph("He does.", (1,)), QUOTE)
    assert QUOTE.text in all_texts(posting.blocks)
    assert QUOTE.text in posting.text


def test_passages_are_shown_word_for_word_with_their_source() -> None:
    view = passages(Reply((Paragraph("“Who?”"), QUOTE)), CONSOLE)
    assert all_texts(view["blocks"]).split("\n") == [
        "“Who?”",
        "[1] Policy, 2026, page 3",
        QUOTE.text,
    ]
    assert links_in(view) == [QUOTE.address]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/p/1",
        f"{CONSOLE}.evil.example/p/1",
        f"{CONSOLE}@evil.example/",
        f"{CONSOLE}:pw@evil.example/",
        f"{CONSOLE}/<b>",
        "javascript:alert(1)",
        "",
    ],
)
def test_links_lead_to_the_console_and_nowhere_else(address: str) -> None:
    quote = Quote("q", "Policy", "page 3", address, 1)
    facts = Facts((Fact("Address", address),))
    posting = shown(Paragraph(f"See {address}", (1,)), quote, facts)
    assert [each for each in links_in(posting.blocks) if each != f"{CONSOLE}/"] == []


def test_an_address_of_the_console_can_be_followed_wherever_it_stands() -> None:
    posting = shown(Paragraph(f"It is all there ({CONSOLE}/actions?owner=ana), and at {CONSOLE}."))
    assert links_in(posting.blocks) == [f"{CONSOLE}/actions?owner=ana", CONSOLE]


def test_a_reply_without_anything_says_so() -> None:
    assert shown().text == "There is nothing to show."


# ---- long texts


def test_a_long_text_is_divided_where_a_sentence_ends() -> None:
    sentence = "The plant manager is accountable for the patch window."
    posting = shown(Paragraph(" ".join([sentence] * 150)))
    texts = [all_texts(block) for each in (posting, *posting.more) for block in each.blocks]
    assert len(posting.more) == 2
    assert all(each.endswith("window.") for each in texts)
    assert " ".join(texts) == " ".join([sentence] * 150)


# ---- buttons


def test_buttons_carry_tokens_and_have_names_of_their_own() -> None:
    posting = shown(*(Buttons(f"Row {n}", (Button("Fix", ASK), Button("No", ASK))) for n in (1, 2)))
    found = buttons_in(posting)
    assert [each["action_id"] for each in found] == [f"isthmus:{n}" for n in range(4)]
    assert {each["value"] for each in found} == {"token of Fix", "token of No"}


def test_more_buttons_than_a_row_takes_go_on_in_the_next() -> None:
    posting = shown(Buttons("Which one?", tuple(Button(f"B{n}", ASK) for n in range(60))))
    rows = [len(each["elements"]) for each in posting.blocks if each["type"] == "actions"]
    assert rows == [25, 25, 10]


def test_a_label_too_long_for_a_button_stands_above_it_whole() -> None:
    long = f"Who approves {'remote ' * 20}access?"
    posting = shown(Buttons("You could ask:", (Button(long, ASK), Button("Short", ASK))))
    assert f"1. {long}\n2. Short" in all_texts(posting.blocks)
    first, second = (each["text"]["text"] for each in buttons_in(posting))
    assert first.startswith("1. Who approves remote")
    assert first.endswith("…")
    assert (len(first) <= 75, second) == (True, "2. Short")


def test_a_fix_stands_beside_what_it_puts_right() -> None:
    text = "Warning: nobody is accountable in row 1. Give it to one role."
    (block,) = shown(Buttons(text, (Button("Make the CISO accountable", ASK),))).blocks
    assert block["accessory"]["text"]["text"] == "Make the CISO accountable"


def styles(*commands: Command) -> list[str]:
    buttons = tuple(Button(f"B{n}", command) for n, command in enumerate(commands))
    return [each.get("style", "") for each in buttons_in(shown(Buttons("", buttons)))]


def test_agreeing_and_dropping_are_marked_in_a_proposal() -> None:
    agree, edit = OnAction(orders.Agree(), ""), OnAction(orders.AskFor(), "")
    drop = OnAction(orders.Drop(), "")
    assert styles(agree, edit, drop) == ["primary", "", "danger"]
    assert styles(edit, drop) == ["", ""]
    assert styles(OnChart(of_charts.Approve(), ""), ASK) == ["primary", ""]
    assert styles(ASK, OnChart(of_charts.RemoveRow("row 1"), "")) == ["", "danger"]


def test_whether_an_answer_helped_is_asked_by_slacks_own_buttons() -> None:
    rates = (Button("No", Rate("a1", helpful=False)), Button("Yes", Rate("a1", helpful=True)))
    posting = shown(Buttons("", (SHOW, *rates)))
    assert kinds(posting) == ["actions", "context_actions"]
    (element,) = posting.blocks[1]["elements"]
    assert element["action_id"] == FEEDBACK
    assert element["positive_button"]["value"] == "token of Yes"
    assert element["negative_button"]["value"] == "token of No"
    alone = shown(Buttons("", rates[:1]))
    assert [each["value"] for each in buttons_in(alone)] == ["token of No"]


def test_a_form_in_a_message_is_a_button_that_opens_it() -> None:
    form = Form("Edit A-17", OpenForm("action", "17"), (), "Save", "Close the modem line.")
    given: list[Command] = []

    def token(button: Button) -> str:
        given.append(button.command)
        return "token"

    posting = posted(Reply((form,)), token, CONSOLE)
    assert [each["text"]["text"] for each in buttons_in(posting)] == ["Edit A-17"]
    assert given == [form.about]


# ---- facts, points, tables, files


def test_facts_are_lines_with_their_names_in_bold() -> None:
    posting = shown(Facts((Fact("Owner", "Ben"), Fact("Address", f"{CONSOLE}/actions/1"))))
    assert posting.text == f"Owner: Ben\nAddress: {CONSOLE}/actions/1"
    assert links_in(posting.blocks) == [f"{CONSOLE}/actions/1"]


def test_points_are_a_list_under_what_they_are() -> None:
    (block,) = shown(Points("Assumed", ("one", "two"))).blocks
    title, listed = block["elements"]
    assert (all_texts(title), listed["style"]) == ("Assumed", "bullet")
    assert len(listed["elements"]) == 2


def test_points_that_are_numbered_keep_their_numbers_and_have_no_bullets() -> None:
    (block,) = shown(Points("Decides", ("3. Grants it", "4. Ends it", "And 2 more."))).blocks
    (section,) = block["elements"]
    said = "".join(each["text"] for each in section["elements"])
    assert said == "Decides\n3. Grants it\n4. Ends it\nAnd 2 more."


def test_an_address_is_shown_without_its_scheme_and_not_endlessly() -> None:
    address = f"{CONSOLE}/charts/{'0' * 90}"
    posting = shown(Facts((Fact("Address", address),)))
    assert links_in(posting.blocks) == [address]
    assert address in posting.text
    (label,) = (e for e in all_texts(posting.blocks).split("\n") if e.startswith("isthmus"))
    assert label.startswith("isthmus.plant.example/charts/000")
    assert (len(label), label[-1]) == (60, "…")


def test_a_picture_alone_and_a_file_are_named_and_sent() -> None:
    posting = shown(PICTURE, File("chart.xlsx", "application/x", b"PK"))
    assert [each.name for each in posting.files] == ["chart.png", "chart.xlsx"]
    assert posting.text == "Picture: A chart: 3 activities by 2 roles\nAttached: chart.xlsx"
