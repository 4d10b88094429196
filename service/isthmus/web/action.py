"""The page of one action: all of it, changed in place, moved on, taken back, hung on others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from isthmus.actions.desk import Shown
from isthmus.actions.given import action_number
from isthmus.actions.hints import hint
from isthmus.actions.history import UNDOABLE, to_redo, to_undo
from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import Action, Event, EventKind, Status
from isthmus.actions.telling import lines, told
from isthmus.errors import (
    ConflictError,
    InvalidError,
    IsthmusError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    UnidentifiedError,
)
from isthmus.web.action_forms import Back, Described, Hangs, Moved, Open, Seen, Shows, Spoken
from isthmus.web.action_view import Here, IsHere, moves

TOLD_ON_THE_PAGE: Final = (InvalidError, NotFoundError, NotAllowedError, ConflictError)
MOST_PICKED: Final = 8
SHOWN_EVENTS: Final = 8
NOTHING_TYPED: Final[dict[str, Any]] = dict.fromkeys(
    name for form in (Described, Moved, Spoken, Shows, Hangs) for name in form.model_fields
)

router = APIRouter(prefix="/actions", include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True)
class At:
    """One action, as somebody works on it."""

    id: int
    here: Here

    @property
    def home(self) -> str:
        return f"/actions/{self.id}"


def _at(action: str, here: IsHere) -> At:
    return At(action_number(action), here)


@dataclass(frozen=True)
class Part:
    """What of the page is a form, with what was typed there and why that was refused."""

    open: Open = field(default_factory=Open)
    typed: Seen | None = None
    trouble: IsthmusError | None = None

    @property
    def is_stale(self) -> bool:
        return isinstance(self.trouble, StaleError)


@dataclass(frozen=True)
class Told:
    """An event in words; ``undoes`` tells whether it can be taken back by who looks."""

    event: Event
    words: str
    lines: tuple[str, ...]
    undoes: bool
    redoes: bool


@router.get("/{action}")
def show_action(at: Annotated[At, Depends(_at)], shown: Annotated[Open, Query()]) -> Response:
    return _page(at, Part(shown))


@router.get("/{action}/history")
def show_history(at: Annotated[At, Depends(_at)]) -> Response:
    shown = at.here.actions.show(at.id, at.here.visitor)
    values = {"shown": shown, "action": shown.action, "home": at.home, "events": _events(at, shown)}
    return at.here.page("actions/history.html", values)


@router.post("/{action}/edit")
def edit(at: Annotated[At, Depends(_at)], said: Annotated[Described, Form()]) -> Response:
    """Change fields in place; a page that is stale is told what stands there now."""

    def act() -> object:
        action = at.here.actions.show(at.id, at.here.visitor).action
        changes = said.changes(action, at.here.directory, at.here.asked)
        return at.here.actions.edit(at.id, changes, at.here.hand(said.seen))

    return _done(at, said.home(at.home), act, Part(Open(edit=_part_of(said)), said))


@router.post("/{action}/move")
def move(at: Annotated[At, Depends(_at)], said: Annotated[Moved, Form()]) -> Response:
    return _done(at, said.home(at.home), lambda: moved_on(at.here, at.id, said), Part(typed=said))


@router.post("/{action}/comment")
def comment(at: Annotated[At, Depends(_at)], said: Annotated[Spoken, Form()]) -> Response:
    return _done(
        at,
        f"{at.home}#history",
        lambda: at.here.actions.comment(at.id, said.text, at.here.hand(said.seen)),
        Part(typed=said),
    )


@router.post("/{action}/evidence")
def add_evidence(at: Annotated[At, Depends(_at)], said: Annotated[Shows, Form()]) -> Response:
    return _done(
        at,
        f"{at.home}#evidence",
        lambda: at.here.actions.add_evidence(at.id, said.evidence, at.here.hand(said.seen)),
        Part(typed=said),
    )


@router.post("/{action}/blockers")
def depend(at: Annotated[At, Depends(_at)], said: Annotated[Hangs, Form()]) -> Response:
    def act() -> object:
        blocker = action_number(said.blocker)
        return at.here.actions.depend(at.id, blocker, at.here.hand(said.seen))

    return _done(at, f"{at.home}#waits", act, Part(Open(pick=said.blocker)))


@router.post("/{action}/blockers/remove")
def undepend(at: Annotated[At, Depends(_at)], said: Annotated[Hangs, Form()]) -> Response:
    def act() -> object:
        blocker = action_number(said.blocker)
        return at.here.actions.undepend(at.id, blocker, at.here.hand(said.seen))

    return _done(at, f"{at.home}#waits", act)


@router.post("/{action}/undo")
def undo(at: Annotated[At, Depends(_at)], said: Annotated[Back, Form()]) -> Response:
    return _done(
        at,
        said.home(at.home),
        lambda: at.here.actions.undo(at.id, at.here.hand(said.seen), said.event),
    )


@router.post("/{action}/redo")
def redo(at: Annotated[At, Depends(_at)], said: Annotated[Back, Form()]) -> Response:
    return _done(
        at,
        said.home(at.home),
        lambda: at.here.actions.redo(at.id, at.here.hand(said.seen), said.event),
    )


def moved_on(here: Here, action: int, said: Moved) -> Action:
    """Bring an action to a status, as a page asks for it."""
    actions, hand = here.actions, here.hand(said.seen)
    now = actions.show(action, here.visitor).action
    match said.status:
        case Status.OPEN:
            return _opened(here, now, said)
        case Status.IN_PROGRESS:
            return _started(here, now, said)
        case Status.BLOCKED:
            waiting = here.directory.party(said.waiting)
            return actions.block(action, hand, said.said, waiting)
        case Status.DONE:
            return actions.done(action, hand, said.evidence)
        case Status.DROPPED:
            return actions.drop(action, hand, said.said)
        case _:
            raise InvalidError("An action cannot go back to being proposed.")


def _opened(here: Here, now: Action, said: Moved) -> Action:
    hand = here.hand(said.seen)
    match now.status:
        case Status.PROPOSED:
            return here.actions.accept(now.id, hand)
        case Status.BLOCKED:
            return here.actions.unblock(now.id, hand, said.said)
        case _:
            return here.actions.reopen(now.id, hand, said.said)


def _started(here: Here, now: Action, said: Moved) -> Action:
    """Start it; what was blocked goes on where it stood, and is started then."""
    seen = said.seen
    if now.status is Status.BLOCKED:
        now = here.actions.unblock(now.id, here.hand(seen))
        seen = now.last
    if now.status is Status.IN_PROGRESS:
        return now
    return here.actions.start(now.id, here.hand(seen), said.said)


def _part_of(said: Described) -> str:
    """Tell which part of the page a form belongs to, by what it sent."""
    sent = [name for name in said.model_fields_set if name not in {"seen", "back"}]
    return "text" if {"title", "description"} & set(sent) else "".join(sent[:1])


def _done(at: At, home: str, act: Callable[[], object], part: Part | None = None) -> Response:
    """Do it and show where it was done; what was refused is told there, with what was typed."""
    try:
        act()
    except UnidentifiedError:
        raise  # to sign in
    except TOLD_ON_THE_PAGE as error:
        open_ = part.open if part else Open()
        return _page(at, Part(open_, part.typed if part else None, error))
    return RedirectResponse(home, HTTPStatus.SEE_OTHER)


def _page(at: At, part: Part) -> Response:
    here = at.here
    shown = here.actions.show(at.id, here.visitor)
    action = shown.action
    events = _events(at, shown)
    may_edit = EventKind.EDITED in shown.allowed
    settings = {shown.settings.step: shown.settings}
    values: dict[str, Any] = {
        "shown": shown,
        "action": action,
        "home": at.home,
        "part": part,
        "edit": part.open.edit if may_edit else "",
        "typed": NOTHING_TYPED | (part.typed.model_dump() if part.typed else {}),
        "may": {kind.value for kind in shown.allowed},
        "may_edit": may_edit,
        "moves": moves(action, here.visitor, settings),
        "events": events[:SHOWN_EVENTS],
        "more_events": max(0, len(events) - SHOWN_EVENTS),
        "last_undo": next((each for each in events if each.undoes), None),
        "last_redo": next((each for each in events if each.redoes), None),
        "hint": hint(action.title) if may_edit and action.status is Status.PROPOSED else "",
        "picked": _picked(at, part.open.pick, action) if part.open.pick else [],
        "names": here.names() if may_edit else [],
    }
    return here.page("actions/action.html", values, part.trouble)


def _picked(at: At, words: str, action: Action) -> list[Action]:
    """Give actions that somebody may mean, to hang this one on."""
    try:
        return [at.here.actions.show(action_number(words), at.here.visitor).action]
    except NotFoundError:
        sought = Sought(words=words)
    found = at.here.actions.listed(at.here.visitor, sought, Page(limit=MOST_PICKED + 1)).actions
    there = {action.id, *action.depends_on}
    return [each for each in found if each.id not in there][:MOST_PICKED]


def _events(at: At, shown: Shown) -> list[Told]:
    """Give what happened, the latest first."""
    events = at.here.actions.history(at.id, at.here.visitor)
    last_redo = _last_redo(events)
    return [
        Told(
            event,
            told(event, at.here.name_of),
            lines(event),
            undoes=_stands(events, event) and event.kind in shown.allowed,
            redoes=last_redo is event and event.kind in shown.allowed,
        )
        for event in reversed(events)
    ]


def _stands(events: Sequence[Event], event: Event) -> bool:
    if event.kind not in UNDOABLE:
        return False
    try:
        return to_undo(events, event.number) is event
    except (ConflictError, NotFoundError):
        return False


def _last_redo(events: Sequence[Event]) -> Event | None:
    try:
        return to_redo(events)
    except (ConflictError, NotFoundError):
        return None
