"""Every card that the product's replies become is one that Teams takes, and says what they say."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from adaptive_cards_of_tests import CardLibrary
from isthmus.messages import Button, Buttons, Byline, Fact, Facts, Paragraph, Quote, Reply, Table
from isthmus.understanding.commands import Ask
from isthmus_integrations.teams.render import (
    Activity,
    Result,
    card,
    dialog,
    found,
    opens_window,
    passages,
    posted,
)
from isthmus_integrations.teams.render.sizes import weight
from teams_replies import CONSOLE, forms_of

EIGHTY_KILOBYTES = 80_000


def token(button: Button) -> str:
    return f"token-of-{len(button.label)}".ljust(64, "x")


def activities(reply: Reply) -> list[Activity]:
    first = posted(reply, token, CONSOLE)
    return [first, *first.more]


def cards_of(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give all cards of a message, those behind its citations among them."""
    for each in body.get("attachments", ()):
        yield each["content"]
    for entity in body.get("entities", ()):
        for claim in entity["citation"]:
            yield json.loads(claim["appearance"]["text"])


def everything(replies: dict[str, Reply]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, reply in replies.items():
        for activity in activities(reply):
            yield from ((name, each) for each in cards_of(activity.body))
        yield name, card(reply, token, CONSOLE, "t" * 64, [f"29:{n}" for n in range(90)])
        yield name, passages(reply, CONSOLE)
    for form in forms_of(replies):
        yield form.title, dialog(form, "about")["task"]["value"]["card"]["content"]
    for result in found([Result(each) for each in replies.values()], CONSOLE)["composeExtension"][
        "attachments"
    ]:
        yield "found", result["content"]


def inside(thing: object) -> Iterator[dict[str, Any]]:
    """Give every object within a card."""
    if isinstance(thing, dict):
        yield thing
    for each in thing.values() if isinstance(thing, dict) else thing:  # type: ignore[attr-defined]
        if isinstance(each, dict | list):
            yield from inside(each)


def texts_in(thing: object) -> str:
    return " ".join(str(each["text"]) for each in inside(thing) if "text" in each)


def test_no_card_of_the_product_is_remarked_upon(
    replies: dict[str, Reply], said: dict[str, Reply], library: CardLibrary
) -> None:
    shown = [*everything(replies), *everything(said)]
    found_in = {name: library.remarks(each) for name, each in shown}
    assert {name: each for name, each in found_in.items() if each} == {}


def test_the_library_would_remark_upon_an_element_it_does_not_know(library: CardLibrary) -> None:
    assert library.remarks({"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "Foo"}]})


def test_every_message_of_the_product_is_small_enough(
    replies: dict[str, Reply], said: dict[str, Reply]
) -> None:
    for reply in (*replies.values(), *said.values()):
        for activity in activities(reply):
            assert weight(activity.body) < EIGHTY_KILOBYTES
            assert not ("text" in activity.body and "attachments" in activity.body)
    for name, each in (*everything(replies), *everything(said)):
        assert weight(each) < EIGHTY_KILOBYTES, name


def test_every_card_says_what_it_is_where_it_is_not_shown(replies: dict[str, Reply]) -> None:
    for reply in replies.values():
        for activity in activities(reply):
            assert activity.body.get("text") or activity.body["summary"].strip()
    for name, each in everything(replies):
        assert each["fallbackText"].strip(), name
        assert each["version"] == "1.5"


# ---- answers


def test_an_answer_is_text_with_marks_that_lead_to_the_words_they_stand_on(
    replies: dict[str, Reply],
) -> None:
    body = activities(replies["answer of several"])[0].body
    (entity,) = body["entities"]
    assert [each["position"] for each in entity["citation"]] == [1, 2, 3]
    for mark in ("[1]", "[2]", "[3]"):
        assert mark in body["text"]
    for claim, quote in zip(
        entity["citation"], replies["answer of several"].of(Quote), strict=True
    ):
        shown = claim["appearance"]
        assert shown["name"] == "OT patching policy, 2026.2"
        assert shown["url"] == quote.address
        assert len(shown["name"]) <= 80
        assert len(shown["abstract"]) <= 160
        assert quote.text in texts_in(json.loads(shown["text"]))


def test_nothing_says_that_a_model_wrote_it(replies: dict[str, Reply]) -> None:
    told = [json.dumps(a.body) for each in replies.values() for a in activities(each)]
    assert not [each for each in told if "AIGenerated" in each]


def test_teams_asks_whether_an_answer_helped_in_the_place_of_our_buttons(
    replies: dict[str, Reply],
) -> None:
    first, *more = activities(replies["answer"])
    assert first.body["channelData"] == {"feedbackLoop": {"type": "custom"}}
    titles = [each["title"] for a in more for each in inside(a.body) if "title" in each]
    assert "Show the passages" in titles
    assert not [each for each in titles if "elpful" in each]
    assert "channelData" not in activities(replies["action"])[0].body


def test_more_than_twenty_citations_are_never_sent() -> None:
    many = tuple(range(1, 31))
    quotes = tuple(Quote("Words.", "Policy", "1", f"{CONSOLE}/passages/{n}", n) for n in many)
    body = posted(Reply((Paragraph("Many say so.", many), *quotes)), token, CONSOLE).body
    assert [each["position"] for each in body["entities"][0]["citation"]] == list(range(1, 21))


def test_the_nearest_passages_of_a_refusal_are_one_tap_away(replies: dict[str, Reply]) -> None:
    (content,) = cards_of(activities(replies["refusal"])[0].body)
    (toggle,) = [e for e in inside(content) if e.get("type") == "Action.ToggleVisibility"]
    (hidden,) = [e for e in inside(content) if e.get("id") in toggle["targetElements"]]
    assert hidden["isVisible"] is False
    assert replies["refusal"].of(Quote)[0].text.splitlines()[0] in texts_in(hidden)


def test_passages_that_are_one_tap_away_have_no_second_button(replies: dict[str, Reply]) -> None:
    (content,) = cards_of(activities(replies["refusal"])[0].body)
    titles = [str(each["title"]) for each in inside(content) if "title" in each]
    assert [each for each in titles if "passage" in each] == ["Show the 2 nearest passages"]


# ---- charts and lists


def test_headings_have_room_for_their_longest_word(replies: dict[str, Reply]) -> None:
    (content,) = cards_of(activities(replies["draft"])[0].body)
    (grid,) = [e for e in inside(content) if e.get("type") == "Table"]
    (table,) = replies["draft"].of(Table)
    widths = [each["width"] for each in grid["columns"]]
    words = [max(map(len, each.split())) for each in table.columns]
    assert all(width > word for width, word in zip(widths, words, strict=True))


def test_an_id_that_only_machines_read_is_not_shown_where_a_button_leads_there(
    replies: dict[str, Reply],
) -> None:
    (content,) = cards_of(activities(replies["draft"])[0].body)
    (address,) = [each["url"] for each in inside(content) if each.get("type") == "Action.OpenUrl"]
    shown = [each for each in inside(content) if each.get("type") == "FactSet"]
    assert address.rpartition("/")[2] not in json.dumps(shown)


def test_a_chart_is_a_table_with_a_header_and_its_letters_as_text(
    replies: dict[str, Reply],
) -> None:
    (content,) = cards_of(activities(replies["draft"])[0].body)
    (grid,) = [e for e in inside(content) if e.get("type") == "Table"]
    (table,) = replies["draft"].of(Table)
    assert grid["firstRowAsHeaders"]
    told = [[texts_in(cell).strip() for cell in row["cells"]] for row in grid["rows"]]
    assert told == [list(table.columns), *(list(row) for row in table.rows)]
    assert content["msteams"] == {"width": "Full"}
    assert grid["fallback"]["type"] == "Container"


def test_a_finding_says_in_words_how_grave_it_is(replies: dict[str, Reply]) -> None:
    (content,) = cards_of(activities(replies["draft"])[0].body)
    coloured = [each for each in inside(content) if each.get("color") == "warning"]
    assert {each["text"] for each in coloured} == {"Warning: "}


def test_a_chart_that_is_too_long_or_wide_is_told_in_words_and_goes_along_as_a_file(
    replies: dict[str, Reply],
) -> None:
    first, *_ = said = activities(replies["large chart"])
    told = texts_in([each.body for each in said])
    assert "Role 3: R" in told
    assert "The first 25 of 80 rows are shown; all of them are in Everything.csv." in told
    (file,) = first.files
    assert len(file.content.decode("utf-8-sig").splitlines()) == 81


def test_a_cell_that_begins_like_a_formula_is_text_in_a_file() -> None:
    rows = tuple((f"=cmd()+{n}",) for n in range(90))
    (file,) = posted(Reply((Table(("Title",), rows, "T"),)), token, CONSOLE).files
    assert b"\n'=cmd()+3\r" in file.content


# ---- buttons


def test_every_button_comes_back_with_its_token_in_old_clients_too(
    replies: dict[str, Reply],
) -> None:
    (content,) = cards_of(activities(replies["action"])[0].body)
    executed = [e for e in inside(content) if e.get("type") == "Action.Execute"]
    buttons = [e for e in replies["action"].buttons if not opens_window(e.command)]
    labels = [each.label for each in buttons]
    assert [each["title"] for each in executed] == labels
    for each in executed:
        assert each["verb"] == "isthmus"
        assert each["data"]["action"] == "isthmus"
        assert each["fallback"]["type"] == "Action.Submit"
        assert each["fallback"]["data"] == each["data"]


def test_a_form_opens_in_a_window(replies: dict[str, Reply]) -> None:
    (content,) = cards_of(activities(replies["form of an action"])[0].body)
    (press,) = [e for e in inside(content) if e.get("type") == "Action.Submit"]
    assert press["data"]["msteams"] == {"type": "task/fetch"}
    assert press["data"]["token"]


def test_a_card_shows_how_things_stand_to_the_first_sixty(replies: dict[str, Reply]) -> None:
    people = [f"29:{n}" for n in range(90)]
    refresh = card(replies["action"], token, CONSOLE, "again", people)["refresh"]
    assert refresh["userIds"] == people[:60]
    assert refresh["action"]["data"] == {"action": "isthmus", "token": "again"}
    assert "refresh" not in card(replies["action"], token, CONSOLE)


def test_an_address_among_facts_is_a_button_that_opens_the_console(
    replies: dict[str, Reply],
) -> None:
    content = card(replies["action"], token, CONSOLE)
    assert content["actions"] == [
        {
            "type": "Action.OpenUrl",
            "title": "Open in the console",
            "url": f"{CONSOLE}/actions/1",
        }
    ]


@pytest.mark.parametrize("name", ["action", "history", "charts", "answer"])
def test_what_a_search_finds_has_a_preview_and_no_buttons_of_ours(
    replies: dict[str, Reply], name: str
) -> None:
    (result,) = found([Result(replies[name])], CONSOLE)["composeExtension"]["attachments"]
    assert result["preview"]["content"]["title"]
    kinds = {str(each.get("type")) for each in inside(result["content"])}
    assert not kinds & {"Action.Execute", "Action.Submit"}


def test_everything_a_reply_asks_can_be_pressed(replies: dict[str, Reply]) -> None:
    for name in ("question", "proposals", "ambiguous draft"):
        told = json.dumps([each.body for each in activities(replies[name])])
        for part in replies[name].of(Buttons):
            assert all(json.dumps(each.label)[1:-1] in told for each in part.buttons)


def test_a_small_reply_becomes_this_card_and_nothing_else() -> None:
    said = Reply(
        (
            Paragraph("A-1 is added: Test the *backups*."),
            Facts((Fact("Owner", "Ben"), Fact("Step", "2.4 [x](y)"))),
            Buttons("", (Button("Undo", Ask("undo")),)),
        )
    )
    data = {"action": "isthmus", "token": "T"}
    told = "A-1 is added: Test the *backups*."
    assert posted(said, lambda _: "T", CONSOLE).body == {
        "type": "message",
        "summary": told,
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "type": "AdaptiveCard",
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "version": "1.5",
                    "body": [
                        {
                            "type": "RichTextBlock",
                            "inlines": [{"type": "TextRun", "text": told, "weight": "Bolder"}],
                        },
                        {"type": "FactSet", "facts": [{"title": "Owner", "value": "Ben"}]},
                        {
                            "type": "RichTextBlock",
                            "inlines": [
                                {"type": "TextRun", "text": "Step: ", "weight": "Bolder"},
                                {"type": "TextRun", "text": "2.4 [x](y)"},
                            ],
                            "spacing": "Small",
                        },
                        {
                            "type": "ActionSet",
                            "actions": [
                                {
                                    "type": "Action.Execute",
                                    "verb": "isthmus",
                                    "data": data,
                                    "title": "Undo",
                                    "fallback": {
                                        "type": "Action.Submit",
                                        "data": data,
                                        "title": "Undo",
                                    },
                                }
                            ],
                        },
                    ],
                    "fallbackText": told,
                    "speak": told,
                },
            }
        ],
    }


def test_what_a_model_wrote_has_the_label_of_teams_and_the_buttons_below_have_not() -> None:
    quote = Quote("Ask before.", "Policy", "line 1", f"{CONSOLE}/passages/1", 1)
    pressed = Buttons("", (Button("Ask on", Ask("Who?")),))
    told = (Paragraph("It has to be asked for.", (1,)), Byline("Written by a model."), quote)
    said = [each.body for each in activities(Reply((*told, pressed)))]
    assert ["AIGenerated" in str(each) for each in said] == [True, False]
    table = Reply((Paragraph("1 of 1."), Table(("Asked",), (("Ask.",),)), Byline("Written.")))
    assert "AIGenerated" in str(activities(table)[0].body)
