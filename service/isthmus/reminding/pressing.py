"""The buttons below a reminder: what can be done with an action right there."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.actions.model import Action, Priority
from isthmus.actions.orders import Acknowledge, AskFor, Finish, Order, Snooze
from isthmus.messages import Button, Buttons
from isthmus.understanding.commands import OnAction

MOST: Final = 5  # more of them are pressed in the console


def buttons(actions: Sequence[Action]) -> tuple[Buttons, ...]:
    """Give the buttons of the first few actions."""
    return tuple(
        Buttons(f"{each.name} {each.title}", tuple(_buttons(each))) for each in actions[:MOST]
    )


def _buttons(action: Action) -> Iterator[Button]:
    yield _button("Done", Finish(), action, "done")
    yield _button("New date", AskFor("due"), action, "new date")
    yield _button("Snooze a week", Snooze("in one week"), action, "snooze in one week")
    yield _button("Blocked by…", AskFor("blocker"), action, "blocked by")
    if action.priority is Priority.URGENT:
        yield _button("Got it", Acknowledge(), action, "acknowledge")


def _button(label: str, order: Order, action: Action, words: str) -> Button:
    return Button(label, OnAction(order, f"{action.name} {words}", (action.id,), action.last))
