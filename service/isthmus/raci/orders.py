"""What people ask of a chart, with names left as they were said.

Which row or role a name means, and whether it means one at all, is for whoever carries the order
out on a chart.
"""

from dataclasses import dataclass
from typing import Final

EVERYWHERE: Final = "*"  # stands for all rows


@dataclass(frozen=True)
class Give:
    """``letters`` as they were said ("accountable", "A/R"); ``row`` may be EVERYWHERE."""

    role: str
    letters: tuple[str, ...]
    row: str


@dataclass(frozen=True)
class Take:
    """Take letters away; without ``letters`` all that the role has there."""

    role: str
    row: str
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddRow:
    activity: str
    step: str = ""
    section: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class RemoveRow:
    row: str


@dataclass(frozen=True)
class RenameRow:
    row: str
    activity: str


@dataclass(frozen=True)
class MoveRow:
    row: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class SplitRow:
    """Without ``activities`` the row is split where its own words are joined by "and"."""

    row: str
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddColumn:
    """``letters`` are what the role gets in every row; none where nothing was said."""

    role: str
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemoveColumn:
    role: str


@dataclass(frozen=True)
class RenameColumn:
    role: str
    name: str


@dataclass(frozen=True)
class ReplaceRole:
    """One role hands all its letters to another."""

    role: str
    by: str


@dataclass(frozen=True)
class Hold:
    """Somebody holds a role; ``person`` is a name or an id."""

    person: str
    role: str


@dataclass(frozen=True)
class Retitle:
    title: str


@dataclass(frozen=True)
class UseLetters:
    name: str


@dataclass(frozen=True)
class ReviewOn:
    """``day`` as it was said."""

    day: str


@dataclass(frozen=True)
class Undo:
    pass


@dataclass(frozen=True)
class Redo:
    """Take back the last undoing."""


@dataclass(frozen=True)
class Accept:
    """Say yes to one's letters: all of them, those in a row, or those of a role."""

    what: str = ""


@dataclass(frozen=True)
class Decline:
    what: str
    reason: str


@dataclass(frozen=True)
class Submit:
    pass


@dataclass(frozen=True)
class Return:
    reason: str = ""


@dataclass(frozen=True)
class Approve:
    pass


@dataclass(frozen=True)
class WhoHas:
    """Who has these letters for an activity; without ``letters``, who has any."""

    letters: tuple[str, ...]
    row: str


@dataclass(frozen=True)
class WhatHas:
    """What a role has letters for."""

    role: str
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhyLetter:
    role: str
    row: str


@dataclass(frozen=True)
class WhoHolds:
    """Which people hold a role."""

    role: str


@dataclass(frozen=True)
class WhatIsOpen:
    """Which letters nobody has accepted or declined yet, by role."""


@dataclass(frozen=True)
class Unclear:
    """What is said of rows, roles or letters, and is no order that is known."""


@dataclass(frozen=True)
class WhatChanged:
    """``since`` is "" for the last approved version, or the number of one."""

    since: str = ""


@dataclass(frozen=True)
class Check:
    pass


@dataclass(frozen=True)
class Show:
    pass


@dataclass(frozen=True)
class Export:
    format: str


Order = (
    Give
    | Take
    | AddRow
    | RemoveRow
    | RenameRow
    | MoveRow
    | SplitRow
    | AddColumn
    | RemoveColumn
    | RenameColumn
    | ReplaceRole
    | Hold
    | Retitle
    | UseLetters
    | ReviewOn
    | Undo
    | Redo
    | Accept
    | Decline
    | Submit
    | Return
    | Approve
    | WhoHas
    | WhatHas
    | WhyLetter
    | WhoHolds
    | WhatIsOpen
    | Unclear
    | WhatChanged
    | Check
    | Show
    | Export
)
