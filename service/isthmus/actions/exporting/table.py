"""A list of actions as a table: what stands in which column; importing knows the same headers."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from isthmus.actions.model import Action, named
from isthmus.raci.exporting.grid import one_line

Value = str | date | float | None

COLUMNS: Final[Mapping[str, Callable[[Action], Value]]] = MappingProxyType(
    {
        "No.": lambda a: a.name,
        "Action": lambda a: a.title,
        "Owner": lambda a: a.owner.name if a.owner else "",
        "Due": lambda a: a.due,
        "Status": lambda a: a.status.value,
        "Priority": lambda a: a.priority.value,
        "Step": lambda a: a.step,
        "Helpers": lambda a: "; ".join(each.name for each in a.helpers),
        "Labels": lambda a: "; ".join(a.labels),
        "Description": lambda a: a.description,
        "Reason": lambda a: a.reason,
        "Waits for": lambda a: "; ".join(_waits(a)),
        "Evidence": lambda a: "; ".join(each.text for each in a.evidence),
        "Hours": lambda a: a.estimate,
        "Comes again": lambda a: a.recurrence.words if a.recurrence else "",
        "First due": lambda a: a.first_due,
        "Slips": lambda a: float(a.slips),
        "Quote": lambda a: a.source.quote,
        "Said by": lambda a: a.source.author,
        "Link": lambda a: a.source.permalink,
        "Created": lambda a: a.created_at.date() if a.created_at else None,
        "Changed": lambda a: a.changed_at.date() if a.changed_at else None,
    }
)
_LONGEST: Final = 30_000  # Excel takes 32,767 characters in a cell


def row(action: Action) -> list[Value]:
    return [_plain(value(action)) for value in COLUMNS.values()]


def _plain(value: Value) -> Value:
    return one_line(value)[:_LONGEST] if isinstance(value, str) else value


def _waits(action: Action) -> list[str]:
    party = [action.waiting_for.name] if action.waiting_for else []
    return party + [named(each) for each in action.depends_on]
