"""A button's token stands for a command, for somebody, somewhere, until some day."""

import pytest

from channels_of_tests import Kept
from isthmus.channels.pressing import HOLDS_FOR, Buttons
from isthmus.channels.work import PRUNE
from isthmus.errors import NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.understanding.commands import ListCharts, OpenForm

ANA = Person("ana", "Ana")
BEN = Person("ben", "Ben")
EDIT = OpenForm("action", "17", 3, source=("Ana", "https://isthmus.plant.example/actions/17"))


@pytest.fixture
def buttons(kept: Kept) -> Buttons:
    return Buttons(kept.parts)


def test_a_token_gives_its_command_back(buttons: Buttons) -> None:
    token = buttons.token(EDIT, "ana", "T1/C1")
    assert len(token) <= 64
    assert buttons.command(token, ANA, "T1/C1") == EDIT


def test_one_for_nobody_in_particular_is_for_anybody_anywhere(buttons: Buttons) -> None:
    token = buttons.token(ListCharts(), "", "")
    assert buttons.command(token, BEN, "T1/C2") == ListCharts()


def test_it_is_for_nobody_else_and_for_no_other_place(buttons: Buttons) -> None:
    token = buttons.token(EDIT, "ana", "T1/C1")
    with pytest.raises(NotAllowedError, match="whoever asked"):
        buttons.command(token, BEN, "T1/C1")
    with pytest.raises(NotAllowedError, match="another conversation"):
        buttons.command(token, ANA, "T1/C2")


def test_shown_again_it_is_the_same_and_holds_anew(kept: Kept, buttons: Buttons) -> None:
    token = buttons.token(EDIT, "ana", "T1/C1")
    for _ in range(4):
        kept.travel(days=5)
        assert buttons.token(EDIT, "ana", "T1/C1") == token
    others = {buttons.token(EDIT, "ben", "T1/C1"), buttons.token(EDIT, "ana", "T1/C2")}
    assert len(others | {token}) == 3


def test_it_holds_for_two_weeks_and_is_then_forgotten(kept: Kept, buttons: Buttons) -> None:
    token = buttons.token(EDIT, "ana", "T1/C1")
    kept.working.now += HOLDS_FOR
    assert buttons.command(token, ANA, "T1/C1") == EDIT
    kept.travel(seconds=1)
    with pytest.raises(NotFoundError, match="too old"):
        buttons.command(token, ANA, "T1/C1")
    kept.working.enqueue("night", PRUNE)
    kept.run()
    assert kept.working.job("night").outcome == "1 forgotten"


def test_a_token_nobody_gave_is_none(buttons: Buttons) -> None:
    with pytest.raises(NotFoundError):
        buttons.command("made up", ANA, "T1/C1")
