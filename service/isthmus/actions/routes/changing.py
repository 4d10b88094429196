"""Changing actions over HTTP: add, edit, move on, show evidence, take back."""

from typing import Annotated

from fastapi import Path, Response, status

from isthmus.access.model import Scope
from isthmus.actions.asked import (
    Added,
    Blocked,
    Bulk,
    Changed,
    Closed,
    Reason,
    Said,
    Settings,
    Shown,
    Which,
)
from isthmus.actions.contract import bulk_as_json, settings_as_json
from isthmus.actions.given import action_number
from isthmus.actions.model import Action
from isthmus.actions.routes.parts import (
    ActionNumber,
    IsAsked,
    Json,
    TheActions,
    TheHand,
    TheMeant,
    done_once,
    router,
    tagged,
)
from isthmus.actions.service import Keeping

writing = router(Scope.WRITE)


@writing.post("", status_code=status.HTTP_201_CREATED)
def add_an_action(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    added: Added,
    actions: TheActions,
    hand: TheHand,
    meant: TheMeant,
    asked: IsAsked,
    response: Response,
) -> Json:
    """Add an action from fields or a sentence, or propose it. What is unclear is asked about.

    With an `Idempotency-Key`, the same request sent again gives the action that it made.
    """
    draft = added.draft(meant)

    def make(keeping: Keeping) -> Action:
        add = keeping.propose if added.propose else keeping.add
        return add(draft, added.sentence)

    return tagged(done_once(actions, hand, asked, make), response)


@writing.post("/bulk")
def change_many(bulk: Bulk, actions: TheActions, hand: TheHand, meant: TheMeant) -> Json:
    """Do the same to many actions, each with its own event; tells which refused, and why."""
    numbers = [action_number(str(each)) for each in bulk.actions]
    return bulk_as_json(actions.bulk(numbers, bulk.deed(meant), hand))


@writing.put("/steps/{step}")
def set_a_step(
    step: Annotated[str, Path(max_length=3)],
    settings: Settings,
    actions: TheActions,
    hand: TheHand,
) -> Json:
    """Say who leads a step and whether closing its actions asks for evidence. For leads."""
    return settings_as_json(actions.set_step(settings.of(step), hand))


@writing.patch("/{action_id}")
def change_an_action(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    action_id: ActionNumber,
    changed: Changed,
    actions: TheActions,
    hand: TheHand,
    meant: TheMeant,
    response: Response,
) -> Json:
    """Change fields, all or none; others' changes of other fields since `If-Match` stay."""
    now = actions.show(action_id, hand.by).action
    kept = actions.edit(action_id, changed.changes(meant, now), hand, changed.said)
    return tagged(kept, response)


@writing.post("/{action_id}/acceptance")
def accept(action_id: ActionNumber, actions: TheActions, hand: TheHand, response: Response) -> Json:
    """Agree to a proposal."""
    return tagged(actions.accept(action_id, hand), response)


@writing.post("/{action_id}/start")
def start(
    action_id: ActionNumber, said: Said, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Say that it is being worked on."""
    return tagged(actions.start(action_id, hand, said.said), response)


@writing.post("/{action_id}/block")
def block(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    action_id: ActionNumber,
    blocked: Blocked,
    actions: TheActions,
    hand: TheHand,
    meant: TheMeant,
    response: Response,
) -> Json:
    """Say why it cannot go on, or who has to move first."""
    party = meant.party(blocked.waiting_for)
    return tagged(actions.block(action_id, hand, blocked.reason, party), response)


@writing.post("/{action_id}/unblock")
def unblock(
    action_id: ActionNumber, said: Said, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Say that it can go on."""
    return tagged(actions.unblock(action_id, hand, said.said), response)


@writing.post("/{action_id}/done")
def close(
    action_id: ActionNumber, closed: Closed, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Close it as done; where its step asks for evidence, with evidence."""
    shown = [each.evidence for each in closed.evidence]
    return tagged(actions.done(action_id, hand, shown, closed.said), response)


@writing.post("/{action_id}/drop")
def drop(
    action_id: ActionNumber, why: Reason, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Say that it will not be done, and why; a proposal is discarded so."""
    return tagged(actions.drop(action_id, hand, why.reason), response)


@writing.post("/{action_id}/reopen")
def reopen(
    action_id: ActionNumber, why: Reason, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Open a closed one again; it keeps its history."""
    return tagged(actions.reopen(action_id, hand, why.reason), response)


@writing.post("/{action_id}/comments")
def comment(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    action_id: ActionNumber,
    said: Said,
    actions: TheActions,
    hand: TheHand,
    asked: IsAsked,
    response: Response,
) -> Json:
    """Say something to it; with an `Idempotency-Key` once, however often it is sent."""

    def make(keeping: Keeping) -> Action:
        return keeping.comment(action_id, said.said)

    return tagged(done_once(actions, hand, asked, make), response)


@writing.post("/{action_id}/evidence")
def add_evidence(  # noqa: PLR0913, PLR0917 - FastAPI's parameters
    action_id: ActionNumber,
    shown: Shown,
    actions: TheActions,
    hand: TheHand,
    asked: IsAsked,
    response: Response,
) -> Json:
    """Add what shows that it is done; with an `Idempotency-Key` once, however often it is sent."""

    def make(keeping: Keeping) -> Action:
        return keeping.add_evidence(action_id, shown.evidence)

    return tagged(done_once(actions, hand, asked, make), response)


@writing.post("/{action_id}/undo")
def undo(
    action_id: ActionNumber, which: Which, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Take back the last change that stands, or an event by its number."""
    return tagged(actions.undo(action_id, hand, which.event), response)


@writing.post("/{action_id}/redo")
def redo(
    action_id: ActionNumber, which: Which, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Do again what was taken back last, or an event by its number."""
    return tagged(actions.redo(action_id, hand, which.event), response)


@writing.put("/{action_id}/blockers/{blocker_id}")
def wait_for(
    action_id: ActionNumber, blocker_id: str, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Say that an action waits for another; never in a ring."""
    return tagged(actions.depend(action_id, action_number(blocker_id), hand), response)


@writing.delete("/{action_id}/blockers/{blocker_id}")
def wait_no_longer(
    action_id: ActionNumber, blocker_id: str, actions: TheActions, hand: TheHand, response: Response
) -> Json:
    """Say that an action does not wait for another any more."""
    return tagged(actions.undepend(action_id, action_number(blocker_id), hand), response)
