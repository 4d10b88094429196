"""What stands in the tables of a report: actions, days, and how many more there are."""

from datetime import date
from typing import Final

from isthmus.actions.model import Action
from isthmus.programme.facts import Some
from isthmus.programme.metrics import NONE
from isthmus.programme.reasons import owner
from isthmus.programme.report import Column, Table

ACTION: Final = Column("Action", 1.2)
TITLE: Final = Column("What", 5)
OWNER: Final = Column("Owner", 2.2)


def action_cells(action: Action) -> tuple[str, str, str]:
    return action.name, action.title, owner(action)


def filled(*tables: Table) -> tuple[Table, ...]:
    return tuple(table for table in tables if table.rows)


def more(some: Some, what: str) -> str:
    return rest(some.total, len(some.shown), what)


def rest(total: int, shown: int, what: str, whose: str = "actions") -> str:
    return f"{total - shown:,} more {whose} {what}." if total > shown else ""


def day(on: date | None) -> str:
    return f"{on.day} {on:%b %Y}".replace(" ", "\N{NO-BREAK SPACE}") if on else NONE


def short(text: str, most: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
