"""Buttons that come back with a token of the command they stand for."""

from collections.abc import Callable, Sequence
from typing import Final

from isthmus.messages import Button
from isthmus.understanding.commands import Command, OpenForm, Rate, ShowPassages
from isthmus_integrations.teams.render.elements import action_set, button
from isthmus_integrations.teams.render.sizes import Json

VERB: Final = "isthmus"
MOST_IN_A_ROW: Final = 6  # a client hides the seventh in a menu
_LONG: Final = 34  # signs on a button that stands by itself

Token = Callable[[Button], str]


def opens_window(command: Command) -> bool:
    """Tell whether what a button asks for is shown in a window to whoever pressed it, only."""
    return isinstance(command, OpenForm | ShowPassages)


def data(token: str) -> Json:
    return {"action": VERB, "token": token}


def executes(token: str) -> Json:
    """Give what a pressed button does, also in a client that is too old for Action.Execute."""
    return {"type": "Action.Execute", "verb": VERB, "data": data(token)}


def pressed(each: Button, token: Token) -> Json:
    known = token(each)
    if opens_window(each.command):
        asks = {"msteams": {"type": "task/fetch"}, **data(known)}
        return button(each.label, {"type": "Action.Submit", "data": asks})
    shown = button(each.label, executes(known))
    return {**shown, "fallback": {**button(each.label, _submits(known))}}


def _submits(token: str) -> Json:
    return {"type": "Action.Submit", "data": data(token)}


def rows_of(buttons: Sequence[Button], token: Token) -> list[Json]:
    """Give rows of buttons; long ones stand below each other.

    Those that say whether an answer helped are left out: Teams puts its own under the message.
    """
    offered = [each for each in buttons if not isinstance(each.command, Rate)]
    in_a_row = 1 if any(len(each.label) > _LONG for each in offered) else MOST_IN_A_ROW
    return [
        action_set([pressed(each, token) for each in offered[at : at + in_a_row]])
        for at in range(0, len(offered), in_a_row)
    ]
