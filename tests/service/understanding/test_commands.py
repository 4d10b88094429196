"""A button's command goes through JSON and comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InvalidError
from isthmus.raci.orders import Order, Show
from isthmus.understanding.commands import Command, OnChart, command_as_json, command_of
from isthmus.understanding.written import Written

commands: st.SearchStrategy[Command] = st.from_type(Command)  # type: ignore[arg-type]


@given(commands)
def test_a_command_is_read_as_it_was_written(command: Command) -> None:
    assert command_of(json.loads(json.dumps(command_as_json(command)))) == command


@given(st.from_type(Order))  # type: ignore[arg-type]
def test_every_order_fits_in_a_button(order: Order) -> None:
    command = OnChart(order, "words", chart="c1", seen=3)
    assert command_of(json.loads(json.dumps(command_as_json(command)))) == command


@pytest.mark.parametrize(
    "said",
    [
        None,
        "show",
        [],
        {},
        {"is": "Person", "id": "ana"},
        {"is": "Show"},
        {"is": "Ask"},
        {"is": "Ask", "question": "Who?", "by": "ana"},
        {"question": "Who?"},
    ],
)
def test_what_is_no_command_is_refused_in_words(said: object) -> None:
    with pytest.raises(InvalidError, match="in words"):
        command_of(said)


def test_what_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(TypeError, match="Show"):
        Written(()).as_json(Show())


def test_bytes_and_tuples_are_read_as_they_were_written() -> None:
    written = Written(())
    value = (b"\x00\xff", ("a", 1, None), ())
    assert written.of(json.loads(json.dumps(written.as_json(value)))) == value
