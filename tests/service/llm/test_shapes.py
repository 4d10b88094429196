"""Whether values fit a shape, and JSON as models write it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from isthmus.llm.shapes import faults, read

SHAPE = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["ask", "add", None]},
        "title": {"type": ["string", "null"], "minLength": 2, "maxLength": 5},
        "count": {"type": "integer", "minimum": 1, "maximum": 3},
        "share": {"type": "number"},
        "sure": {"type": "boolean"},
        "code": {"type": "string", "pattern": "^[A-Z]+$"},
        "steps": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "anyOf": [{"type": "string"}, {"type": "object", "required": ["of"]}],
            },
        },
    },
    "required": ["kind"],
    "additionalProperties": False,
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 5) | st.sampled_from(["ask", "", "abc", "ABCDEF"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SHAPE["properties"], "of"]), inner, max_size=4)  # type: ignore[misc]
    ),
    max_leaves=8,
)


@given(VALUES | st.fixed_dictionaries({"kind": st.just("ask"), "steps": VALUES, "count": VALUES}))
def test_what_fits_is_what_the_standard_says(value: object) -> None:
    fits = Draft202012Validator(SHAPE).is_valid(value)
    assert (not list(faults(value, SHAPE))) == fits


def test_a_fault_says_where_it_is() -> None:
    assert list(faults({"kind": "ask", "steps": [1]}, SHAPE)) == [
        "it.steps[0] fits none of its shapes"
    ]
    assert list(faults({"count": 9}, SHAPE)) == [
        "it.count is too long, too short, too large or too small",
        "it lacks kind",
    ]


def test_a_rule_that_is_not_known_is_not_passed_over() -> None:
    with pytest.raises(KeyError, match="uniqueItems"):
        list(faults([], {"type": "array", "uniqueItems": True}))


@pytest.mark.parametrize(
    "text",
    ['{"who": 1}', '```json\n{"who": 1}\n```', 'Here you are:\n{"who": 1}\nAnything else?'],
)
def test_json_is_found_in_what_models_write_around_it(text: str) -> None:
    assert read(text) == {"who": 1}


@pytest.mark.parametrize("text", ["", "no", "{", '{"a": NaN}', '{"a": Infinity}', "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(text)


def test_a_whole_number_is_no_truth() -> None:
    assert list(faults(value=True, shape={"type": "integer"}))
    assert list(faults(1, {"type": "boolean"}))
    assert not list(faults(math.pi, {"type": "number"}))
