"""What people ask of a role definition, with names left as they were said.

What is asked of a chart in the same words is the same order: undo, approve, send it as Word.
"""

from dataclasses import dataclass

from isthmus.raci.orders import (
    Approve,
    Export,
    Redo,
    Return,
    ReviewOn,
    Show,
    Submit,
    Undo,
    WhatChanged,
)

__all__ = [
    "AddLine",
    "Approve",
    "ChangeLine",
    "Export",
    "Order",
    "Redo",
    "RemoveLine",
    "RenameRole",
    "Return",
    "ReviewOn",
    "Show",
    "ShowLines",
    "Submit",
    "TakeOver",
    "Undo",
    "WhatChanged",
    "WhatIsNew",
]


@dataclass(frozen=True)
class AddLine:
    """``topic`` is the name of one, empty where none was said."""

    text: str
    topic: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """``line`` is its number, or words of it."""

    line: str
    text: str


@dataclass(frozen=True)
class RemoveLine:
    line: str


@dataclass(frozen=True)
class RenameRole:
    name: str


@dataclass(frozen=True)
class ShowLines:
    """All lines of a topic."""

    topic: str


@dataclass(frozen=True)
class WhatIsNew:
    """What charts, the catalogue and documents say otherwise since it was last taken over."""


@dataclass(frozen=True)
class TakeOver:
    """Take all of that over."""


Order = (
    AddLine
    | ChangeLine
    | RemoveLine
    | RenameRole
    | ReviewOn
    | TakeOver
    | Undo
    | Redo
    | Submit
    | Return
    | Approve
    | WhatIsNew
    | WhatChanged
    | Show
    | ShowLines
    | Export
)
