"""Which column of a table holds what, by the words that trackers head their columns with."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from isthmus.actions.importing.sheets import Cell, Sheet


class Holds(StrEnum):
    NUMBER = "No."
    TITLE = "Action"
    OWNER = "Owner"
    DUE = "Due"
    STATUS = "Status"
    PRIORITY = "Priority"
    STEP = "Step"
    HELPERS = "Helpers"
    LABELS = "Labels"
    DESCRIPTION = "Description"
    REASON = "Reason"
    HOURS = "Hours"
    COMES_AGAIN = "Comes again"
    QUOTE = "Quote"
    SAID_BY = "Said by"
    LINK = "Link"


# The first of the names that a table has is taken; what a tracker calls by another name goes here.
NAMES: Final[Mapping[Holds, str]] = {
    Holds.TITLE: "action, actions, action item, action items, task, tasks, task name, to do, todo, "
    "to-do, title, summary, subject, name, what, activity, measure, item, issue, next step, "
    "next steps, description of action, action description, description, aufgabe, maßnahme",
    Holds.OWNER: "owner, action owner, task owner, assigned to, assignee, assigned, responsible, "
    "responsible person, responsibility, who, by whom, person, lead, person responsible, "
    "accountable, verantwortlich, zuständig",
    Holds.DUE: "due, due date, due on, due by, deadline, target date, target, by when, when, "
    "until, planned date, planned completion, target completion date, end date, date due, "
    "finish, fällig, termin, frist",
    Holds.STATUS: "status, state, progress, action status, stand",
    Holds.PRIORITY: "priority, prio, urgency, importance, severity, priorität",
    Holds.STEP: "step, programme step, program step",
    Holds.HELPERS: "helpers, helper, support, supported by, with, contributors, involved",
    Holds.LABELS: "labels, label, tags, tag, category, categories",
    Holds.NUMBER: "no, no., nr, nr., #, id, number, key, ref, reference, action no, action id, "
    "item no, pos",
    Holds.DESCRIPTION: "description, details, detail, notes, note, comments, comment, remarks, "
    "remark, background, notizen, bemerkung",
    Holds.REASON: "reason, why, blocked by, reason for delay",
    Holds.HOURS: "hours, estimate, effort, estimate (hours), effort (hours), estimated hours",
    Holds.COMES_AGAIN: "comes again, recurrence, repeats, frequency, interval",
    Holds.QUOTE: "quote, source quote",
    Holds.SAID_BY: "said by, raised by, requested by, author",
    Holds.LINK: "link, permalink, url, source link",
}
KNOWN: Final = frozenset(  # of our own exports, and not to be brought in
    {"waits for", "evidence", "first due", "slips", "created", "changed", ""}
)
_HEADER_WITHIN: Final = 20  # rows


@dataclass(frozen=True)
class Header:
    """Where the header stands, and which column holds what; ``left`` are columns nobody reads."""

    row: int
    columns: Mapping[Holds, int]
    left: tuple[Cell, ...]
    how: tuple[str, ...]


def header_of(sheet: Sheet) -> Header | None:
    """Find the header: the row that names most columns, and one with what is to be done."""
    found = [_header(row, cells) for row, cells in enumerate(sheet.rows[:_HEADER_WITHIN])]
    fit = [each for each in found if Holds.TITLE in each.columns]
    return max(fit, key=lambda each: (len(each.columns), -each.row), default=None)


def _header(row: int, cells: Sequence[Cell]) -> Header:
    called = [_plain(cell.text) for cell in cells]
    columns: dict[Holds, int] = {}
    for holds, names in NAMES.items():
        place = _place(names.split(", "), called, set(columns.values()))
        if place is not None:
            columns[holds] = place
    taken = set(columns.values())
    left = [cell for place, cell in enumerate(cells) if place not in taken]
    how = (
        f"“{cells[place].text}” is read as {_called(holds)}."
        for holds, place in columns.items()
        if called[place] != _plain(_called(holds))
    )
    return Header(
        row, columns, tuple(each for each in left if _plain(each.text) not in KNOWN), tuple(how)
    )


def _called(holds: Holds) -> str:
    return holds.rstrip(".")


def _place(names: Sequence[str], called: Sequence[str], taken: Collection[int]) -> int | None:
    for name in names:
        for place, each in enumerate(called):
            if each == name and place not in taken:
                return place
    return None


def _plain(text: str) -> str:
    """Give a heading as it is looked up: no line breaks, no colon, no asterisk of the required."""
    return re.sub(r"\s+", " ", text).strip(" :*?").casefold()
