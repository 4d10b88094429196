"""The buttons below a reminder: what can be done with an action right there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.actions.model import Action, Priority
from isthmus.actions.orders import Acknowledge, AskFor, Finish, Order, Snooze
from isthmus.messages import Button, Buttons, Reply
from isthmus.understanding.commands import OnAction

MOST: Final = 5  # more of them are pressed in the console


@dataclass(frozen=True)
class Offered:
    """What can be done with an action right below a message: ``seen`` is its last event."""

    title: str
    action: int
    seen: int | None
    is_urgent: bool


def offered(reply: Reply) -> tuple[Offered, ...]:
    """Give the actions that a message has buttons for, for who shows them in their own way."""
    return tuple(_offered(each) for each in reply.of(Buttons))


def _offered(group: Buttons) -> Offered:
    commands = [each.command for each in group.buttons if isinstance(each.command, OnAction)]
    urgent = any(isinstance(each.order, Acknowledge) for each in commands)
    return Offered(group.text, commands[0].actions[0], commands[0].seen, urgent)


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
