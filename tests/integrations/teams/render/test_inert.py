"""Whatever people, documents and models write does nothing in Teams but be read."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adaptive_cards_of_tests import CardLibrary
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
    Table,
)
from isthmus.understanding.commands import Ask, OpenForm
from isthmus_integrations.teams.render import Result, card, found, passages, posted
from isthmus_integrations.teams.render.inert import JOINER, inert, is_plain, marked_down, spans
from isthmus_integrations.teams.render.sizes import weight
from teams_replies import CONSOLE

HOSTILE = (
    "<at>everyone</at> <script>alert(1)</script> <img src=x onerror=alert(1)>",
    "[click](https://evil.example/?q=secret) ![x](https://evil.example/a.png)",
    "https://evil.example www.evil.com evil.com //evil.com/a mailto:a@evil.com a@evil.com",
    "**bold** _it_ `code` ~~gone~~ # Title",
    "# Title\n- a list\n1. one\n> quoted\n```\ncode\n```\n\n    code",
    "| a | b |\n|---|---|\n| 1 | 2 |\n===\n---",
    "[1]: https://evil.example\n[1] [ 2 ] [3][4]",
    "\u202eevil\u202c \u2066x\u2069 \u200b\ufeff\x00\x07\x1b[31m",
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}} ${data} &lt;b&gt; &#42;x&#42; <https://evil.com>",
    f"{CONSOLE}.evil.com/x {CONSOLE}@evil.com {CONSOLE}/ok x{CONSOLE}/glued",
    "\\*not\\* \\[x\\](https://evil.com) \\",
    "javascript:alert(1) data:text/html,x tel:123 http:\\\\evil.com",
    "e\ud800nd",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.text(list("*_`[]()<>~|#&;!\\-+=1. \n:/@{}a.evil.comhttpsw"), max_size=60),
    st.text(list('aé漢😀"\\&<'), min_size=0, max_size=9_000),
)
QUIET = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
MARKUP = re.compile(r"<(?!/?(?:p|br)\b)(\w+)")
HREF = re.compile(r'href="([^"]*)"')


def token(_: Button) -> str:
    return "t" * 64


def reply_of(text: str) -> Reply:
    """Put a text wherever a text can be."""
    return Reply(
        (
            Paragraph(text, (1,)),
            Points(text, (text, text)),
            Facts((Fact(text, text), Fact("Owner", text))),
            Table((text, "B"), ((text, "A"), ("x", text)), text),
            Buttons(text, (Button(text, Ask(text)), Button(text, OpenForm("action", text)))),
            Quote(text, text, text, text, 1, text),
            Quote(text, text, text, text),
            Picture(File(text, "image/png", b"\x89PNG"), text),
            File(text, "text/plain", b"x"),
            Form(text, OpenForm("action", text), (), text, text),
        )
    )


def shapes(text: str) -> Iterator[Reply]:
    whole = reply_of(text)
    yield whole
    yield Reply(tuple(each for each in whole.parts if not isinstance(each, Paragraph)))
    yield Reply((Paragraph(text), Points(text, (text,))))


def cards_of(reply: Reply) -> Iterator[dict[str, Any]]:
    first = posted(reply, token, CONSOLE)
    for each in (first, *first.more):
        for attachment in each.body.get("attachments", ()):
            yield attachment["content"]
        for entity in each.body.get("entities", ()):
            for claim in entity["citation"]:
                yield json.loads(claim["appearance"]["text"])
    yield card(reply, token, CONSOLE, "t", ["29:1"])
    yield passages(reply, CONSOLE)
    for result in found([Result(reply)], CONSOLE)["composeExtension"]["attachments"]:
        yield result["content"]


def bodies(reply: Reply) -> list[dict[str, Any]]:
    first = posted(reply, token, CONSOLE)
    return [each.body for each in (first, *first.more)]


def inside(thing: object) -> Iterator[dict[str, Any]]:
    if isinstance(thing, dict):
        yield thing
    for each in thing.values() if isinstance(thing, dict) else thing:  # type: ignore[attr-defined]
        if isinstance(each, dict | list):
            yield from inside(each)


def read_as_markdown(content: dict[str, Any]) -> Iterator[str]:
    """Give the texts of a card that clients read as Markdown."""
    for each in inside(content):
        if each.get("type") == "TextBlock":
            yield each["text"]
        for fact in each.get("facts", ()):
            yield from (fact["title"], fact["value"])


def addresses(content: dict[str, Any]) -> list[str]:
    return [each["url"] for each in inside(content) if "url" in each]


def assert_inert(reply: Reply) -> None:
    for content in cards_of(reply):
        assert all(is_plain(text) for text in read_as_markdown(content))
        assert all(is_of_console(each) for each in addresses(content))
        assert "entities" not in content.get("msteams", {})
        told = json.dumps(content, ensure_ascii=False)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", told)
        assert "{{" not in re.sub(r'"(?:url|data)":.*?}', "", told)


def is_of_console(address: str) -> bool:
    return address == CONSOLE or address.startswith((f"{CONSOLE}/", f"{CONSOLE}?", f"{CONSOLE}#"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_inert_wherever_it_stands(text: str, library: CardLibrary) -> None:
    for reply in shapes(text):
        assert_inert(reply)
        for content in cards_of(reply):
            assert library.remarks(content) == []


@QUIET
@given(text=TEXTS)
def test_any_text_is_inert_and_small_enough_wherever_it_stands(text: str) -> None:
    for reply in shapes(text):
        assert_inert(reply)
        assert all(weight(each) < 80_000 for each in bodies(reply))
        assert all(weight(each) < 80_000 for each in cards_of(reply))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_of_a_message_makes_no_markup(text: str, library: CardLibrary) -> None:
    assert_no_markup(text, library)


@QUIET
@given(text=TEXTS)
def test_no_text_of_a_message_makes_markup(text: str, library: CardLibrary) -> None:
    assert_no_markup(text, library)


def assert_no_markup(text: str, library: CardLibrary) -> None:
    html = library.html(f"Before\n\n{marked_down(text, CONSOLE)}\n\nafter")
    assert set(MARKUP.findall(html)) <= {"a"}, html
    assert all(is_of_console(each) for each in HREF.findall(html)), html
    assert not re.search(r"\[\s*\d+\s*\]", re.sub("<[^>]*>", "", html))


def test_the_checks_would_see_markup(library: CardLibrary) -> None:
    html = library.html("**x** https://evil.com <at>you</at>")
    assert set(MARKUP.findall(html)) == {"strong", "a", "at"}
    assert HREF.findall(html) == ["https://evil.com"]
    assert not is_plain("[x](y)")


@given(text=st.text())
def test_what_is_inert_stays_so_and_reads_the_same(text: str) -> None:
    once = inert(text)
    assert inert(once) == once
    assert read(once) == read(text.replace("\t", " "))


def read(text: str) -> list[str]:
    """Give the signs that are seen."""
    return [each for each in text if each.isprintable() and each != JOINER]


def test_only_addresses_of_the_console_are_links() -> None:
    text = f"See {CONSOLE}/actions/1, {CONSOLE}.evil.com and {CONSOLE}@evil.com."
    assert [each.url for each in spans(text, CONSOLE) if each.url] == [f"{CONSOLE}/actions/1"]
    assert [each.url for each in spans(text, "") if each.url] == []


# ---- size


def test_what_is_too_much_for_a_few_messages_is_a_file_and_the_reader_is_told() -> None:
    said = tuple(Paragraph(f"Sentence {n}. " * 40) for n in range(400))
    for extra in ((), (Buttons("", (Button("Undo", Ask("x")),)),)):
        reply = Reply((*said, *extra))
        told = bodies(reply)
        assert len(told) == 4
        assert all(weight(each) < 80_000 for each in told)
        (file,) = posted(reply, token, CONSOLE).files
        assert file.content.decode().count("Sentence 399.") == 40
        assert "reply.txt" in told[-1]["text"]


def test_a_single_card_says_so_where_not_all_fits() -> None:
    content = card(Reply(tuple(Facts((Fact("N", "long " * 90),)) for _ in range(900))), token, "")
    assert weight(content) < 80_000
    assert "There is more than fits here" in json.dumps(content["body"][-1])


def test_a_picture_is_shown_where_no_table_says_the_same_and_it_is_light() -> None:
    head = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (100).to_bytes(4) + (50).to_bytes(4)
    light = Picture(File("a.png", "image/png", head), "A bar")
    heavy = replace(light, file=replace(light.file, content=head + b"\0" * 90_000))
    table = Table(("A",), (("1",),))
    shown = [e for e in cards_of(Reply((light,))) if "data:image/png" in json.dumps(e)]
    assert shown
    assert posted(Reply((light, table)), token, CONSOLE).files == ()
    activity = posted(Reply((heavy,)), token, CONSOLE)
    assert activity.files == (heavy.file,)
    assert "data:" not in json.dumps(activity.body)
    assert "A bar" in json.dumps(activity.body)
