"""Forms: opened with what is known, and read back exactly as it stands in their fields."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from isthmus.errors import InvalidError
from isthmus.messages import Entry, Field, Form, Option
from isthmus.understanding.commands import Fill, OpenForm
from isthmus_integrations.slack.render import filled, modal, problems
from replies_of_tests import fields, many_options, texts

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
ABOUT = OpenForm("action", "17", 3)
STEPS = (Option("", "No step"), Option("2.4", "2.4 Incident response"), Option("=1", "Odd"))


def form_of(*wanted: Field) -> Form:
    return Form("Edit A-17", ABOUT, wanted, "Save")


def state_of(view: dict[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """Say what Slack sends back of a window in which nothing was touched."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    return {each["block_id"]: {each["element"]["action_id"]: _held(each)} for each in inputs}


def _held(block: dict[str, Any]) -> dict[str, Any]:
    element = block["element"]
    kind, first = element["type"], element.get
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": first("initial_value")}
        case "datepicker":
            return {"type": kind, "selected_date": first("initial_date")}
        case "static_select":
            return {"type": kind, "selected_option": first("initial_option")}
    return {"type": kind, "selected_options": first("initial_options", [])}


def untouched(*wanted: Field) -> dict[str, str]:
    return dict(filled(ABOUT, state_of(modal(form_of(*wanted), ""))).values)


def element(wanted: Field) -> dict[str, Any]:
    found: dict[str, Any] = modal(form_of(wanted), "")["blocks"][-1]["element"]
    return found


@settings(max_examples=50, deadline=None)
@given(fields())
def test_what_is_entered_already_comes_back_exactly(field: Field) -> None:
    assume(len(field.value) < 20_000)  # as long as any that is kept
    expected = field.value
    if field.entry in {Entry.CHOICES, Entry.PEOPLE} and field.options:
        expected = "\n".join(dict.fromkeys(filter(None, field.value.split("\n"))))
    assert untouched(field) in ({"field": expected}, {"field": field.value})


@settings(max_examples=50, deadline=None)
@given(texts)
def test_long_texts_come_back_exactly_out_of_their_parts(text: str) -> None:
    view = modal(form_of(Field("text:0", "Text", Entry.TEXT, text)), "")
    shuffled = dict(sorted(state_of(view).items(), reverse=True))
    has_room = "Not shown for want of room" not in str(view["blocks"][-1])
    assert has_room or len(text) > 30_000
    assert filled(ABOUT, shuffled) == Fill(ABOUT, (("text:0", text),) if has_room else ())


@pytest.mark.parametrize("separator", [" ", "\n", "x", "\n\n", "  "])
def test_a_text_is_divided_where_it_can_be(separator: str) -> None:
    text = separator.join(f"word{number}" for number in range(1_500))
    view = modal(form_of(Field("more", "More", Entry.TEXT, text, longest=20_000)), "")
    labels = [each["label"]["text"] for each in view["blocks"]]
    assert labels[0] == f"More (1 of {len(labels)})"
    assert untouched(Field("more", "More", Entry.TEXT, text)) == {"more": text}


def test_what_somebody_entered_is_read() -> None:
    form = form_of(
        Field("title", "Title", needed=True),
        Field("due", "Due", Entry.DAY),
        Field("step", "Step", Entry.CHOICE, options=STEPS),
        Field("helpers", "Helpers", Entry.PEOPLE, options=tuple(many_options(130))),
    )
    state = state_of(modal(form, ""))
    state["0:title"]["isthmus:value"]["value"] = "Close <it>"
    state["0:due"]["isthmus:value"]["selected_date"] = "2026-03-29"
    state["0:step"]["isthmus:value"]["selected_option"] = {"value": "2.4"}
    state["0:helpers"]["isthmus:value"]["selected_options"] = [{"value": "p1"}, {"value": "p129"}]
    assert dict(filled(ABOUT, state).values) == {
        "title": "Close <it>",
        "due": "2026-03-29",
        "step": "2.4",
        "helpers": "p1\np129",
    }


@pytest.mark.parametrize("value", ["", "2.4", "=1"])
def test_an_empty_choice_is_a_choice_too(value: str) -> None:
    field = Field("step", "Step", Entry.CHOICE, value, STEPS)
    assert element(field)["type"] == "static_select"
    assert untouched(field) == {"step": value}


def test_each_kind_of_field_has_its_own_input() -> None:
    people = tuple(many_options(3))
    kinds = {
        Entry.LINE: "plain_text_input",
        Entry.TEXT: "plain_text_input",
        Entry.DAY: "datepicker",
        Entry.CHOICE: "static_select",
        Entry.PERSON: "static_select",
        Entry.CHOICES: "multi_static_select",
        Entry.PEOPLE: "multi_static_select",
    }
    for entry, kind in kinds.items():
        assert element(Field("f", "F", entry, options=people))["type"] == kind
    assert element(Field("f", "F", Entry.TEXT))["multiline"]
    assert not element(Field("f", "F"))["multiline"]
    assert element(Field("f", "F", value="two\nlines"))["multiline"]


def test_a_day_said_in_words_stays_as_it_is() -> None:
    field = Field("due", "Due", Entry.DAY, "next Friday")
    assert element(field)["type"] == "plain_text_input"
    assert untouched(field) == {"due": "next Friday"}


def test_many_choices_are_in_groups_and_too_many_are_typed() -> None:
    some = Field("who", "Who", Entry.PERSON, "p7", tuple(many_options(230)))
    groups = element(some)["option_groups"]
    assert [len(each["options"]) for each in groups] == [100, 100, 30]
    assert groups[1]["label"]["text"] == "Person 100 … Person 199"
    all_of_them = Field("who", "Who", Entry.PERSON, "p7", tuple(many_options(3_000)))
    assert element(all_of_them)["type"] == "plain_text_input"
    assert untouched(all_of_them) == {"who": "p7"}


def test_somebody_who_is_not_offered_any_more_stays_chosen() -> None:
    field = Field("owner", "Owner", Entry.PERSON, "gone", tuple(many_options(2)))
    assert untouched(field) == {"owner": "gone"}


def test_a_problem_stands_above_its_field_and_is_told_by_block() -> None:
    form = form_of(Field("due", "Due", Entry.DAY, problem="This day is gone. Choose another one."))
    above, below = modal(form, "")["blocks"]
    assert "This day is gone" in str(above)
    assert problems(form) == {below["block_id"]: "This day is gone. Choose another one."}
    assert problems(form_of(Field("title", "Title"))) == {}


def test_a_window_says_what_it_is_for_and_what_is_needed() -> None:
    title = "Edit A-17 Close the modem line of the old mill"
    wanted = Field("title", "Title", needed=True, hint="In a few words.", longest=120)
    view = modal(Form(title, ABOUT, (wanted,), "Save all of the changes to it", "Open."), "{}")
    assert view["title"]["text"] == "Edit A-17 Close the mod…"
    assert view["blocks"][0]["text"]["text"] == title
    block = view["blocks"][-1]
    assert (block["optional"], block["hint"]["text"]) == (False, "In a few words.")
    assert block["element"]["max_length"] == 120
    assert view["private_metadata"] == "{}"


def test_what_finds_no_room_is_named_and_stays_as_it_is() -> None:
    many = [Field(f"f{number}", f"Field {number}", value="x") for number in range(120)]
    view = modal(form_of(*many), "")
    assert len(view["blocks"]) == 100
    assert "Field 119" in str(view["blocks"][-1])
    assert "f119" not in dict(filled(ABOUT, state_of(view)).values)


def test_too_much_beside_a_form_is_refused_in_words() -> None:
    with pytest.raises(InvalidError, match="console"):
        modal(form_of(), "x" * 3_001)


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), max_size=5, unique=True))
def test_choices_of_any_name_come_back(values: list[str]) -> None:
    clean = [each for each in values if "\n" not in each]
    offered = tuple(Option(each, each) for each in clean)
    field = Field("f", "F", Entry.CHOICES, "\n".join(clean[:2]), offered)
    assert untouched(field) == {"f": "\n".join(clean[:2])}
