"""However a text is made, reading it takes as long as it is long: each of these ends at once.

Where the effort grew with the square of the length, each would take hours.
"""

from datetime import date

import pytest

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import find_actions
from isthmus.actions.extracting.finding import MOST, MOST_HEARD

ASKED = Asked(today=date(2026, 11, 23))
TASK = "- Maria to update the plan by Friday"


@pytest.mark.parametrize(
    "filling",
    ["\n" * 100_000, " " * 200_000, "\t" * 200_000, "x\n" + "\n" * 100_000, " \n" * 50_000],
    ids=["blank lines", "spaces", "tabs", "a line before", "lines of blanks"],
)
def test_blanks_are_passed_over(filling: str) -> None:
    (found,) = find_actions(f"{filling}\n{TASK}", ASKED)
    assert found.owner == "Maria"
    assert found.line == filling.count("\n") + 2


def test_words_that_stand_far_apart_are_read_as_they_are() -> None:
    (found,) = find_actions(f"- Maria to update{' ' * 200_000}the plan by Friday", ASKED)
    assert found.owner == "Maria"


def test_a_text_that_says_the_same_for_ever_is_not_read_to_its_end() -> None:
    text = "\n".join([TASK] * (MOST_HEARD + 10)) + "\n- Ben to order the badges"
    assert [each.owner for each in find_actions(text, ASKED)] == ["Maria"]


def test_no_more_than_a_person_can_look_at_is_found() -> None:
    lines = (f"- Maria to update plan {number}" for number in range(MOST + 100))
    assert len(find_actions("\n".join(lines), ASKED)) == MOST
