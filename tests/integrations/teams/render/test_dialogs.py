"""Forms as dialogs: what is entered comes back exactly, and what is wrong is said at its field."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptive_cards_of_tests import CardLibrary
from isthmus.errors import InvalidError
from isthmus.messages import Entry, Field, Form, Option
from isthmus.understanding.commands import OpenForm
from isthmus_integrations.teams.render import dialog, filled
from isthmus_integrations.teams.render.sizes import weight

ABOUT = OpenForm("action", "17", 4)
WORDS = st.text(max_size=60)
LINE = WORDS.map(lambda text: "".join(text.splitlines()))
MANY = (Entry.CHOICES, Entry.PEOPLE)


def form(*fields: Field) -> Form:
    return Form("Edit A-17", ABOUT, fields, "Save")


def content(asked: Form) -> dict[str, Any]:
    card: dict[str, Any] = dialog(asked, "about")["task"]["value"]["card"]["content"]
    return card


def inputs(asked: Form) -> list[dict[str, Any]]:
    return [each for each in content(asked)["body"] if each["type"].startswith("Input.")]


def sent(asked: Form) -> dict[str, object]:
    """Give what Teams sends when nothing was changed: no key for an input without a value."""
    data: dict[str, object] = dict(content(asked)["actions"][0]["data"])
    return data | {each["id"]: each["value"] for each in inputs(asked) if "value" in each}


@st.composite
def fields(draw: st.DrawFn) -> Field:
    entry = draw(st.sampled_from(list(Entry)))
    values = draw(st.lists(LINE.filter(bool), max_size=4, unique=True))
    options = tuple(Option(each, draw(LINE)) for each in values)
    chosen = draw(st.lists(st.sampled_from(values), unique=True)) if values else []
    one = draw(WORDS) if entry in {Entry.TEXT, Entry.DAY} else draw(LINE)
    value = "\n".join(chosen) if entry in MANY else one
    return Field(draw(LINE.filter(bool)), draw(LINE), entry, value, options, draw(st.booleans()))


@given(st.lists(fields(), max_size=5, unique_by=lambda each: each.name))
def test_what_is_entered_already_comes_back_as_it_was(known: list[Field]) -> None:
    asked = form(*known)
    back = filled(ABOUT, sent(asked))
    assert back.form == ABOUT
    assert back.values == tuple((each.name, each.value) for each in known)


def test_a_field_that_was_emptied_is_there_and_empty() -> None:
    asked = form(Field("owner", "Owner", Entry.PERSON, "ben", (Option("ben", "Ben"),)))
    data = sent(asked)
    (known,) = inputs(asked)
    assert filled(ABOUT, {**data, known["id"]: "-"}).values == (("owner", ""),)
    del data[known["id"]]
    assert filled(ABOUT, data).values == (("owner", ""),)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"fields": "text:a"},
        {"fields": [1]},
        {"fields": ["text:a"], "text:a": {"b": 1}},
        {"fields": ["odd"], "odd": "x"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidError, match="Open"):
        filled(ABOUT, data)


def test_what_is_wrong_is_said_in_words_above_its_field() -> None:
    body = content(form(Field("due", "Due", Entry.DAY, "soon", problem="No such day.")))["body"]
    said, asked, *_ = body
    assert "".join(each["text"] for each in said["inlines"]) == "Please correct: No such day."
    assert {each["color"] for each in said["inlines"]} == {"Attention"}
    assert asked["value"] == "soon"


def test_fields_are_asked_in_the_way_that_fits_them() -> None:
    few = tuple(Option(str(n), f"Option {n}") for n in range(3))
    many = tuple(Option(str(n), f"Option {n}") for n in range(90))
    made = inputs(
        form(
            Field("a", "A", needed=True, longest=20),
            Field("b", "B", Entry.TEXT, "x\ny"),
            Field("c", "C", Entry.DAY, "2026-03-29"),
            Field("d", "D", Entry.CHOICE, "1", few, needed=True),
            Field("e", "E", Entry.PERSON, "", many),
            Field("f", "F", Entry.CHOICES, "1\n2", few),
            Field("g", "G", Entry.PEOPLE, "ann"),
        )
    )
    assert [each["type"].removeprefix("Input.") for each in made] == [
        *("Text", "Text", "Date", "ChoiceSet", "ChoiceSet", "ChoiceSet", "Text")
    ]
    assert (made[0]["isRequired"], made[0]["maxLength"]) == (True, 20)
    assert made[0]["errorMessage"] == "A is needed."
    assert [each.get("style") for each in made[3:6]] == ["expanded", "filtered", "expanded"]
    assert [each.get("isMultiSelect") for each in made[3:6]] == [False, False, True]
    assert made[5]["value"] == "=1,=2"
    assert made[1]["isMultiline"]
    assert made[6]["isMultiline"]


def test_a_form_with_very_many_options_is_small_enough_and_keeps_what_is_chosen() -> None:
    options = tuple(Option(f"p{n}", f"Somebody with a long name {n}") for n in range(3000))
    asked = form(*(Field(name, name, Entry.PERSON, "p2999", options) for name in "abc"))
    assert weight(dialog(asked, "about")) < 80_000
    assert {value for _, value in filled(ABOUT, sent(asked)).values} == {"p2999"}


def test_a_dialog_is_one_that_cards_know(library: CardLibrary) -> None:
    def each_kind() -> Iterator[Field]:
        for entry in Entry:
            yield Field(f"{entry}", "L", entry, hint="H", problem="P", needed=True)
            yield Field(f"{entry} of two", "L", entry, "x", (Option("x", "X"), Option("y", "Y")))

    assert library.remarks(content(form(*each_kind()))) == []
