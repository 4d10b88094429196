from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.answers.confidence import CERTAIN, NOTHING, THRESHOLD, Measurements, confidence

SPEAK_FOR = ("sentence", "alone", "passage", "rating", "standing", "focus", "length", "who", "open")
SPEAK_AGAINST = (
    *("missing", "unnamed", "unidentified", "formless", "particular", "premise"),
    *("defined", "own", "past"),
)

shares = st.floats(0.0, 1.0)
measured = st.builds(Measurements, *[shares] * len(fields(Measurements)))


def test_every_measurement_speaks_for_or_against() -> None:
    assert {field.name for field in fields(Measurements)} == {*SPEAK_FOR, *SPEAK_AGAINST}


@given(measured, st.sampled_from(SPEAK_FOR), shares)
def test_more_of_what_speaks_for_it_never_lowers_confidence(
    of: Measurements, name: str, share: float
) -> None:
    more = max(share, getattr(of, name))
    assert confidence(replace(of, **{name: more})) >= confidence(of)


@given(measured, st.sampled_from(SPEAK_AGAINST), shares)
def test_more_of_what_speaks_against_it_never_raises_confidence(
    of: Measurements, name: str, share: float
) -> None:
    more = max(share, getattr(of, name))
    assert confidence(replace(of, **{name: more})) <= confidence(of)


@given(measured)
def test_confidence_is_a_probability(of: Measurements) -> None:
    assert 0.0 < confidence(of) < 1.0


def test_nothing_is_declined_and_a_perfect_match_is_answered() -> None:
    assert confidence(NOTHING) < THRESHOLD < confidence(CERTAIN)


@pytest.mark.parametrize("name", SPEAK_AGAINST)
def test_each_thing_against_it_lowers_confidence(name: str) -> None:
    assert confidence(replace(CERTAIN, **{name: 1.0})) < confidence(CERTAIN)
