"""Whatever a reply says and however long it is: Slack takes it, and nothing of it is lost."""

import csv
import io
import json
from collections import Counter

import pytest
from hypothesis import given, settings

from blocks_of_tests import all_texts, broken_message, broken_view
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
from isthmus.understanding.commands import Ask
from isthmus_integrations.slack.render import Posting, Upload, home, modal, passages, posted
from replies_of_tests import CONSOLE, HOSTILE, forms, replies, tokens, told_by
from slack_workspace.block_shapes import Surface, wrong_with
from slack_workspace.viewing import wrong_with_view

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
WORDS = [f"w{number}." for number in range(9_000)]


def messages(posting: Posting) -> tuple[Posting, ...]:
    assert all(not each.more for each in posting.more)
    return (posting, *posting.more)


def everything(posting: Posting) -> str:
    """Give all that reaches a person: blocks and files."""
    read = [all_texts(each.blocks) for each in messages(posting)]
    files = [read_out(file) for each in messages(posting) for file in each.files]
    return "\n".join((*read, *files))


def read_out(file: Upload) -> str:
    text = file.content.decode("utf-8-sig", errors="replace")
    if not file.media_type.startswith("text/csv"):
        return text
    return "\n".join(cell for row in csv.reader(io.StringIO(text)) for cell in row)


@settings(max_examples=40, deadline=None)
@given(replies)
def test_slack_takes_any_reply(reply: Reply) -> None:
    for each in messages(posted(reply, tokens(), CONSOLE)):
        assert broken_message(each.blocks, each.text, CONSOLE) == []
        assert wrong_with(list(each.blocks), Surface.MESSAGE) == []
        json.dumps(each.blocks, ensure_ascii=False).encode()


@settings(max_examples=60, deadline=None)
@given(replies)
def test_no_word_of_any_reply_is_lost(reply: Reply) -> None:
    read = everything(posted(reply, tokens(), CONSOLE))
    assert [word for word in told_by(reply) if word not in read] == []


def test_files_are_sent_also_of_what_is_too_long_to_show() -> None:
    files = tuple(File(f"f{n}.txt", "text/plain", bytes([n])) for n in range(3))
    picture = Picture(File("p.png", "image/png", b"p"), "A picture")
    table = Table(("Word",), tuple((word,) for word in WORDS[:300]), "Words")
    reply = Reply((files[0], Paragraph(" ".join(WORDS)), *files[1:], picture, table))
    sent = [file.name for each in messages(posted(reply, tokens(), CONSOLE)) for file in each.files]
    assert sent == ["f0.txt", "rest.txt", "f1.txt", "f2.txt", "p.png", "Words.csv"]


@settings(max_examples=30, deadline=None)
@given(replies)
def test_every_file_of_any_reply_is_sent(reply: Reply) -> None:
    sent = [file.content for e in messages(posted(reply, tokens(), CONSOLE)) for file in e.files]
    assert not Counter(each.content for each in reply.of(File)) - Counter(sent)


@settings(max_examples=40, deadline=None)
@given(replies)
def test_no_word_of_a_page_is_lost_but_what_it_says_it_has_no_room_for(reply: Reply) -> None:
    page = home(reply, tokens(), CONSOLE)
    read = all_texts(page)
    if "more are not shown here: Slack has no room" not in read:
        assert [word for word in told_by(reply) if word not in read] == []


@settings(max_examples=30, deadline=None)
@given(replies)
def test_how_many_messages_and_files_a_reply_is_hangs_on_itself_alone(reply: Reply) -> None:
    """They are counted before it is known what links and buttons will be."""
    counted = messages(posted(reply, lambda _: "", ""))
    sent = messages(posted(reply, tokens(), CONSOLE))
    assert [each.text for each in counted] == [each.text for each in sent]
    assert [each.files for each in counted] == [each.files for each in sent]


@settings(max_examples=30, deadline=None)
@given(replies)
def test_a_channel_can_add_a_row_of_its_own_buttons(reply: Reply) -> None:
    for each in messages(posted(reply, tokens(), CONSOLE)):
        assert len(each.blocks) < 50


@settings(max_examples=30, deadline=None)
@given(replies)
def test_slack_takes_any_reply_as_a_page_and_as_passages(reply: Reply) -> None:
    page, window = home(reply, tokens(), CONSOLE), passages(reply, CONSOLE)
    assert broken_view(page, CONSOLE) == [] == wrong_with_view(page, "home")
    assert broken_view(window, CONSOLE) == [] == wrong_with_view(window, "modal")


@settings(max_examples=30, deadline=None)
@given(forms())
def test_slack_takes_any_form(form: Form) -> None:
    window = modal(form, "x")
    assert broken_view(window, CONSOLE) == [] == wrong_with_view(window, "modal")


@pytest.mark.parametrize("number", [10, 700, 2_000, 9_000])
def test_no_word_of_a_reply_is_lost_however_long_it_is(number: int) -> None:
    said = WORDS[:number]
    text = " ".join(said)
    rows = tuple((word, f"c{word}") for word in said)
    for part in (
        Paragraph(text),
        Points("All of them", tuple(said)),
        Points("One of them", (text,)),
        Quote(text, "A policy", "page 3", f"{CONSOLE}/passages/1"),
        Facts((Fact("Much", text),)),
        Facts(tuple(Fact(word, f"v{word}") for word in said)),
        Table(("Word", "Column"), rows, "Words"),
        Table(tuple(f"n{word}" for word in said), (tuple(said),)),
        Buttons(text, (Button("Ask", Ask("?")),)),
    ):
        read = everything(posted(Reply((Paragraph("First."), part)), tokens(), CONSOLE)).split()
        missing = set(said) - set(" ".join(read).replace(",", " ").replace(":", " ").split())
        assert not missing


def test_what_goes_into_a_file_is_said() -> None:
    reply = Reply((Paragraph(" ".join(WORDS)), Buttons("And now?", (Button("Undo", Ask("?")),))))
    *_, last = messages(posted(reply, tokens(), CONSOLE))
    assert "all of it is in rest.txt" in last.text
    assert [each.name for each in last.files] == ["rest.txt"]
    assert "[Undo]" in last.text


def test_buttons_that_find_no_room_are_counted() -> None:
    ask = Button("Ask", Ask("?"))
    reply = Reply(tuple(Buttons(" ".join(WORDS[:400]), (ask,)) for _ in range(60)))
    *_, last = messages(posted(reply, tokens(), CONSOLE))
    assert "buttons are left out: say in words" in last.text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_mean_nothing_anywhere(text: str) -> None:
    reply = Reply(
        (
            Paragraph(text, (1,)),
            Points(text, (text,)),
            Facts((Fact(text, text),)),
            Table((text, "b"), ((text, text),), text),
            Buttons(text, (Button(text, Ask(text)), Button("b", Ask(text)))),
            Quote(text, text, text, f"{CONSOLE}/passages/1", 1, text),
        )
    )
    for each in messages(posted(reply, tokens(), CONSOLE)):
        assert broken_message(each.blocks, each.text, CONSOLE) == []
    assert broken_view(home(reply, tokens(), CONSOLE), CONSOLE) == []
