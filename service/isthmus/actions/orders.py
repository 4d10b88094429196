"""What people ask of actions, with names, days and steps left as they were said."""

from dataclasses import dataclass
from typing import Final

from isthmus.raci.orders import Redo, Show, Undo

__all__ = [
    "ME",
    "NOBODY",
    "Acknowledge",
    "AddLabel",
    "Agree",
    "AskFor",
    "Assign",
    "Block",
    "Comment",
    "Depend",
    "Describe",
    "Drop",
    "Estimate",
    "Find",
    "Finish",
    "GetHelp",
    "History",
    "MoveDue",
    "Order",
    "Overload",
    "Prioritise",
    "Proof",
    "PutInStep",
    "Question",
    "Redo",
    "RemoveLabel",
    "RenameAction",
    "Reopen",
    "Repeat",
    "Show",
    "Snooze",
    "Start",
    "StopHelp",
    "Unblock",
    "Undepend",
    "Undo",
    "Unknown",
    "WhatHappened",
]

ME: Final = "me"
NOBODY: Final = "nobody"

# ---- of an action


@dataclass(frozen=True)
class Finish:
    """``shown`` is what shows that it is done: an address or a note."""

    shown: str = ""


@dataclass(frozen=True)
class Drop:
    reason: str = ""


@dataclass(frozen=True)
class Reopen:
    reason: str = ""


@dataclass(frozen=True)
class Start:
    pass


@dataclass(frozen=True)
class Block:
    """It cannot go on: for a reason, or because somebody (``waiting_for``) has to move first."""

    reason: str = ""
    waiting_for: str = ""


@dataclass(frozen=True)
class Unblock:
    pass


@dataclass(frozen=True)
class Depend:
    """It waits for these actions."""

    blockers: tuple[int, ...]


@dataclass(frozen=True)
class Undepend:
    blockers: tuple[int, ...]


@dataclass(frozen=True)
class Assign:
    """``owner`` is a name, `ME` or `NOBODY`."""

    owner: str


@dataclass(frozen=True)
class GetHelp:
    helper: str


@dataclass(frozen=True)
class StopHelp:
    helper: str


@dataclass(frozen=True)
class MoveDue:
    """``day`` is empty for no day; ``later`` counts it from the day it is due now."""

    day: str
    later: bool = False


@dataclass(frozen=True)
class Prioritise:
    priority: str


@dataclass(frozen=True)
class PutInStep:
    step: str


@dataclass(frozen=True)
class AddLabel:
    label: str


@dataclass(frozen=True)
class RemoveLabel:
    label: str


@dataclass(frozen=True)
class Repeat:
    """``rhythm`` is empty where it does not come again."""

    rhythm: str


@dataclass(frozen=True)
class Estimate:
    hours: str


@dataclass(frozen=True)
class RenameAction:
    title: str


@dataclass(frozen=True)
class Describe:
    text: str


@dataclass(frozen=True)
class Comment:
    text: str


@dataclass(frozen=True)
class Proof:
    """Evidence that it is done, without closing it."""

    shown: str


@dataclass(frozen=True)
class Agree:
    """Take a proposal on."""


@dataclass(frozen=True)
class History:
    pass


@dataclass(frozen=True)
class AskFor:
    """Give the choices for a field: "owner", "due", "priority", "step" or "blocker"; else all."""

    field: str = ""


@dataclass(frozen=True)
class Snooze:
    """Whoever says it is not reminded before this day."""

    day: str


@dataclass(frozen=True)
class Acknowledge:
    """Whoever says it knows, and needs no more reminders of this day."""


@dataclass(frozen=True)
class Unknown:
    """An action is named, but nothing is understood of what is to be done with it."""


Order = (
    Finish
    | Drop
    | Reopen
    | Start
    | Block
    | Unblock
    | Depend
    | Undepend
    | Assign
    | GetHelp
    | StopHelp
    | MoveDue
    | Prioritise
    | PutInStep
    | AddLabel
    | RemoveLabel
    | Repeat
    | Estimate
    | RenameAction
    | Describe
    | Comment
    | Proof
    | Agree
    | Undo
    | Redo
    | Show
    | History
    | AskFor
    | Snooze
    | Acknowledge
    | Unknown
)

# ---- of all of them


@dataclass(frozen=True)
class Find:
    """Actions with all of this; what is not closed where no status is said.

    ``owner`` is a name, `ME` or `NOBODY`; ``status`` one of an action's or "any"; ``due`` and
    ``closed`` are words for a stretch of time; ``counted`` asks only how many there are.
    """

    owner: str = ""
    status: str = ""
    overdue: bool = False
    held_up: bool = False
    undated: bool = False
    due: str = ""
    closed: str = ""
    priority: str = ""
    step: str = ""
    label: str = ""
    words: str = ""
    waiting_for: str = ""
    counted: bool = False


@dataclass(frozen=True)
class WhatHappened:
    """What was changed within a stretch of time, by anybody or in somebody's actions."""

    span: str
    owner: str = ""


@dataclass(frozen=True)
class Overload:
    """Who has how much to do."""


Question = Find | WhatHappened | Overload
