"""The formats that a list of actions is sent in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from isthmus.actions.desk import Actions
from isthmus.actions.exporting import values, workbook
from isthmus.actions.listing import MOST_AT_ONCE, Order, Page, Sought
from isthmus.actions.model import Action
from isthmus.errors import InvalidError
from isthmus.people import Audience, Person

MOST: Final = 20_000


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        if self is Format.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(actions: Sequence[Action], to: Format) -> bytes:
    """Give the content of a file with these actions, a row each."""
    return values.written(actions) if to is Format.CSV else workbook.written(actions)


def every(actions: Actions, by: Person | Audience, sought: Sought, order: Order) -> list[Action]:
    """Give all actions of a list; raises InvalidError for more than a file should have."""
    found: list[Action] = []
    for page in _pages(actions, by, sought, order):
        found += page
        if len(found) > MOST:
            raise InvalidError(f"There are more than {MOST:,} actions. Narrow the list.")
    return found


def _pages(
    actions: Actions, by: Person | Audience, sought: Sought, order: Order
) -> Iterator[tuple[Action, ...]]:
    page = Page(order, limit=MOST_AT_ONCE)
    while True:
        listing = actions.listed(by, sought, page)
        yield listing.actions
        if not listing.next:
            return
        page = replace(page, after=listing.next)
