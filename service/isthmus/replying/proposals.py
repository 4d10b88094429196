"""Proposed actions as replies: each with its words, and buttons to accept, edit or discard it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.actions import orders
from isthmus.actions.listing import Twin
from isthmus.actions.model import Action
from isthmus.messages import Button, Buttons, Fact, Facts, Paragraph, Part, Reply
from isthmus.people import EVERYONE, NOBODY
from isthmus.replying.action_words import short
from isthmus.replying.actions import button, edit_button
from isthmus.understanding.commands import OnAction

_MOST: Final = 10
_LONGEST_QUOTE: Final = 160


@dataclass(frozen=True)
class Proposed:
    """A proposal with those that may be the same."""

    action: Action
    twins: tuple[Twin, ...] = ()


def proposals_told(proposed: Sequence[Proposed], where: str, public_url: str) -> Reply:
    """Tell what was found; each is kept as a proposal until somebody decides."""
    return Reply(tuple(_told(proposed, where, public_url)))


def _told(proposed: Sequence[Proposed], where: str, public_url: str) -> Iterator[Part]:
    count = "1 action" if len(proposed) == 1 else f"{len(proposed)} actions"
    same = sum(bool(each.twins) for each in proposed)
    twins = f" {same} may be there already." if same else ""
    yield Paragraph(f"{count} found in {where}, kept as proposals until you decide.{twins}")
    if seen := _who_sees({group for each in proposed for group in each.action.readers}):
        yield Paragraph(seen)
    for each in proposed[:_MOST]:
        yield Buttons(_line(each), tuple(_buttons(each)))
    if len(proposed) > _MOST:
        yield Paragraph(f"And {len(proposed) - _MOST} more.")
    if len(proposed) > 1:
        ids = tuple(each.action.id for each in proposed if not each.twins)
        if ids:
            label = "Accept all" if len(ids) == len(proposed) else "Accept all that are new"
            yield Buttons("", (Button(label, OnAction(orders.Agree(), label, ids)),))
    yield Facts((Fact("In the console", f"{public_url}/actions/proposed"),))


def _who_sees(readers: set[str]) -> str:
    if EVERYONE in readers:
        return ""
    groups = ", ".join(sorted(readers - {NOBODY}))
    who = f"the groups {groups}, you" if groups else "Only you"
    return f"{who[0].upper()}{who[1:]} and those they name can see them."


def _line(proposed: Proposed) -> str:
    action = proposed.action
    owner = action.owner.name if action.owner else "nobody named"
    due = f"due {short(action.due)}" if action.due else _no_day(action)
    quote = " ".join(action.source.quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[:_LONGEST_QUOTE].rpartition(' ')[0]} …"
    said = f" — “{quote}”" if quote else ""
    same = "".join(f" Same as {e.action.name} “{e.action.title}”?" for e in proposed.twins[:1])
    return f"{action.name} {action.title} ({owner}, {due}){said}{same}"


def _no_day(action: Action) -> str:
    return f"no day yet, “{action.due_words}”" if action.due_words else "no day"


def _buttons(proposed: Proposed) -> Iterator[Button]:
    action = proposed.action
    yield button("Accept", orders.Agree(), action)
    yield edit_button(action)
    yield button("Discard", orders.Drop(), action)
    for twin in proposed.twins[:1]:
        reason = f"Same as {twin.action.name}."
        yield button(f"Same as {twin.action.name}", orders.Drop(reason), action)
