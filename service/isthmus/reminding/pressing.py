"""The buttons below a reminder: what can be done with an action right there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.actions.model import Action, Priority
from isthmus.actions.orders import Acknowledge, AskFor, Finish, Order, Snooze
from isthmus.messages import Button, Buttons, Reply
from isthmus.raci import orders
from isthmus.reminding.wording import CHART, Review, Waiting
from isthmus.understanding.commands import Command, OnAction, OnChart, OnRole, OpenForm

LETTERS: Final = "Accept my letters"
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
    found = ((group.text, _commands(group)) for group in reply.of(Buttons))
    return tuple(_offered(text, commands) for text, commands in found if commands)


def _commands(group: Buttons) -> list[OnAction]:
    return [each.command for each in group.buttons if isinstance(each.command, OnAction)]


def _offered(text: str, commands: Sequence[OnAction]) -> Offered:
    urgent = any(isinstance(each.order, Acknowledge) for each in commands)
    return Offered(text, commands[0].actions[0], commands[0].seen, urgent)


@dataclass(frozen=True)
class Page:
    """A page of the console on which what was told is looked at."""

    title: str
    path: str


def pages(reply: Reply) -> tuple[Page, ...]:
    """Give the pages of the charts and role definitions that a message has buttons for."""
    found = ((group.text, each.command) for group in reply.of(Buttons) for each in group.buttons)
    return tuple(Page(text, path) for text, command in found if (path := _path(command)))


def _path(command: Command) -> str:
    match command:
        case OnChart(orders.Show(), chart=chart):
            return f"/charts/{chart}"
        case OnRole(orders.Show(), definition=definition):
            return f"/roles/{definition}"
        case _:
            return ""


def buttons(actions: Sequence[Action]) -> tuple[Buttons, ...]:
    """Give the buttons of the first few actions."""
    return tuple(
        Buttons(f"{each.name} {each.title}", tuple(_buttons(each))) for each in actions[:MOST]
    )


def letter_buttons(waiting: Sequence[Waiting]) -> tuple[Buttons, ...]:
    """Give a button for each chart whose letters wait for somebody."""
    return tuple(
        Buttons(each.title, (Button(LETTERS, OpenForm("letters", each.chart)),))
        for each in waiting[:MOST]
    )


def review_buttons(reviews: Sequence[Review]) -> tuple[Buttons, ...]:
    """Give what is done with each chart or role definition that is or was under review."""
    return tuple(Buttons(each.title, tuple(_steps(each))) for each in reviews[:MOST])


def _steps(review: Review) -> Iterator[Button]:
    if review.is_ready:
        yield Button("Approve", _ordered(orders.Approve(), "Approve", review, review.seen))
    yield Button("Show", _ordered(orders.Show(), "show", review))


def _ordered(
    order: orders.Approve | orders.Show, words: str, review: Review, seen: int | None = None
) -> OnChart | OnRole:
    if review.what == CHART:
        return OnChart(order, words, chart=review.id, seen=seen)
    return OnRole(order, words, definition=review.id, seen=seen)


def _buttons(action: Action) -> Iterator[Button]:
    yield _button("Done", Finish(), action, "done")
    yield _button("New date", AskFor("due"), action, "new date")
    yield _button("Snooze a week", Snooze("in one week"), action, "snooze in one week")
    yield _button("Blocked by…", AskFor("blocker"), action, "blocked by")
    if action.priority is Priority.URGENT:
        yield _button("Got it", Acknowledge(), action, "acknowledge")


def _button(label: str, order: Order, action: Action, words: str) -> Button:
    return Button(label, OnAction(order, f"{action.name} {words}", (action.id,), action.last))
