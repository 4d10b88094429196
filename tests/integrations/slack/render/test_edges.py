"""Just below, at and just above each figure of Slack's: what is made stays within it."""

import pytest

from blocks_of_tests import broken_message, broken_view
from isthmus.messages import (
    Button,
    Buttons,
    Entry,
    Fact,
    Facts,
    Field,
    Form,
    Option,
    Paragraph,
    Part,
    Points,
    Quote,
    Reply,
    Table,
)
from isthmus.understanding.commands import Ask, OpenForm
from isthmus_integrations.slack.render import home, modal, passages, posted
from replies_of_tests import CONSOLE, tokens

NEAR = (-1, 0, 1)
ASK = Ask("?")


def wrong_with(*parts: Part) -> list[str]:
    reply = Reply(parts)
    first = posted(reply, tokens(), CONSOLE)
    found = [
        problem
        for each in (first, *first.more)
        for problem in broken_message(each.blocks, each.text, CONSOLE)
    ]
    for view in (home(reply, tokens(), CONSOLE), passages(reply, CONSOLE)):
        found += broken_view(view, CONSOLE)
    return found


def wrong_with_form(*fields: Field, title: str = "Edit") -> list[str]:
    return broken_view(modal(Form(title, OpenForm("action"), fields, "Save"), ""), CONSOLE)


def table(rows: int, columns: int, cell: str = "R") -> Table:
    return Table(("Role",) * columns, ((cell,) * columns,) * rows, "RACI")


@pytest.mark.parametrize("more", NEAR)
def test_tables(more: int) -> None:
    assert wrong_with(table(99 + more, 3)) == []
    assert wrong_with(table(3, 20 + more)) == []
    for total in (8_000, 10_000):
        assert wrong_with(table(50, 4, "x" * (total // 200 + more))) == []


@pytest.mark.parametrize("more", NEAR)
@pytest.mark.parametrize("sign", ["x", "&", "\U0001f512"])
def test_texts(more: int, sign: str) -> None:
    for size in (75, 150, 300, 2_000, 3_000, 4_000, 11_000, 12_000):
        text = sign * (size + more)
        button = Button(text, ASK)
        assert wrong_with(Paragraph(text), Points(text, (text,)), Facts((Fact(text, text),))) == []
        assert wrong_with(Quote(text, text, text, f"{CONSOLE}/p/{'1' * size}", 1, text)) == []
        assert wrong_with(Buttons(text, (button,)), Buttons("", (button, button))) == []


@pytest.mark.parametrize("more", NEAR)
@pytest.mark.parametrize("number", [5, 10, 25, 49, 50, 100, 250])
def test_numbers_of_things(more: int, number: int) -> None:
    count = number + more
    assert wrong_with(*[Paragraph("One.")] * count) == []
    assert wrong_with(*[Buttons("One?", (Button("Yes", ASK),))] * count) == []
    assert wrong_with(Buttons("Which?", (Button("This", ASK),) * count)) == []
    assert wrong_with(*[table(2, 2)] * (count // 5)) == []


@pytest.mark.parametrize("more", NEAR)
def test_forms(more: int) -> None:
    for size in (24, 75, 150, 2_000, 3_000, 9_000):
        text = "x" * (size + more)
        option = Option(text, text)
        for entry in Entry:
            field = Field("f", text, entry, text, (option,), hint=text, problem=text)
            assert wrong_with_form(field, title=text) == []
    for number in (100, 500):
        options = tuple(Option(f"o{n}", f"Option {n}") for n in range(number + more))
        assert wrong_with_form(Field("f", "F", Entry.CHOICE, options=options)) == []
    assert wrong_with_form(*(Field(f"f{n}", "F") for n in range(100 + more))) == []
