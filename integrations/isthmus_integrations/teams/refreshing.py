"""Cards that follow what they show: they ask for its present state, for whoever looks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from isthmus.actions import orders as of_actions
from isthmus.messages import Facts, Reply, Table
from isthmus.raci.orders import Show
from isthmus.understanding.commands import Command, OnAction, OnChart, OpenForm
from isthmus_integrations.teams.render.cards import MOST_REFRESHED
from isthmus_integrations.teams.render.pressing import executes

Json = dict[str, Any]

_VERSIONED: Final = (OnAction, OnChart, OpenForm)

CARD: Final = "application/vnd.microsoft.card.adaptive"


def shows_now(reply: Reply) -> Command | None:
    """Give the command that shows what a reply is about as it stands now, if it is one thing."""
    found = set(_things(reply))
    return found.pop() if len(found) == 1 else None


def _things(reply: Reply) -> Iterator[Command]:
    for each in reply.buttons:
        match each.command:
            case OnAction(actions=(one,)):
                yield OnAction(of_actions.Show(), f"show A-{one}", (one,))
            case OnChart(chart=chart) if chart:
                yield OnChart(Show(), "show it", chart=chart)
            case OpenForm(kind="action", id=known) if known.isdigit():
                yield OnAction(of_actions.Show(), f"show A-{known}", (int(known),))


def state_seen(reply: Reply) -> int | None:
    """Give the last event of the one thing a reply is about, None where no button tells it."""
    seen = {each.command.seen for each in reply.buttons if isinstance(each.command, _VERSIONED)}
    return max((each for each in seen if each is not None), default=None)


def only_looks(command: Command) -> bool:
    """Tell whether a command shows how one thing stands, and does nothing else."""
    return isinstance(command, OnAction | OnChart) and isinstance(command.order, Show)


def with_refresh(
    body: Json,
    reply: Reply,
    token: Callable[[Command], str],
    users: Callable[[], Sequence[str]],
) -> Json:
    """Give a message whose card can be shown anew: by itself for ``users``, else from its menu.

    By itself where it shows how something stands; what only tells of a change stays as it was said.
    """
    command = shows_now(reply)
    attachments = body.get("attachments") or []
    is_card = len(attachments) == 1 and attachments[0].get("contentType") == CARD
    if command is None or not is_card:
        return body
    shows_state = any(isinstance(each, Facts | Table) for each in reply.parts)
    seen_by = users() if shows_state else ()
    action = {**executes(token(command)), "title": "Refresh"}
    refresh = {"action": action, "userIds": list(seen_by[:MOST_REFRESHED])}
    content = {**attachments[0]["content"], "refresh": refresh}
    return {**body, "attachments": [{**attachments[0], "content": content}]}
