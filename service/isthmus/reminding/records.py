"""What else waits for somebody: letters of charts to accept, and reviews that are overdue."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from isthmus.library.reviews import due
from isthmus.people import Audience, Person
from isthmus.raci.listing import Listed
from isthmus.raci.model import Filed, State
from isthmus.reminding.store import Within
from isthmus.reminding.wording import Waiting, counted, listed

UNANSWERED_FOR: Final = timedelta(days=7)
MOST_NAMED: Final = 5


def waiting_letters(within: Within, person: Person, now: datetime) -> list[Waiting]:
    """Give the charts in which letters wait for somebody, and nothing happened for a week."""
    store = within.charts
    still = [
        each.id
        for each in store.listed()
        if each.may_be_read_by(person) and each.changed_at <= now - UNANSWERED_FOR
    ]
    found = (
        Waiting(each.id, each.chart.title, _proposed_to(each, person))
        for each in store.charts(still)
    )
    return [each for each in found if each.letters]


def _proposed_to(filed: Filed, person: Person) -> int:
    theirs = {column.id for column in filed.chart.columns if person.id in column.held_by}
    return sum(column in theirs for column in _proposed(filed))


def _proposed(filed: Filed) -> Iterator[str]:
    """Give the column of each letter that nobody answered."""
    for (_, column), cell in filed.chart.cells.items():
        yield from (column for each in cell if each.state is State.PROPOSED)


def holders(within: Within) -> set[str]:
    """Give the ids of those to whom letters are proposed."""
    store = within.charts
    found: set[str] = set()
    for filed in store.charts([each.id for each in store.listed()]):
        proposed = set(_proposed(filed))
        found.update(*(column.held_by for column in filed.chart.columns if column.id in proposed))
    return found


def overdue_reviews(within: Within, audience: Audience, today: date) -> tuple[str, ...]:
    """Say which reviews of charts, role definitions and documents are overdue, a line each."""
    groups = (
        ("chart", _charts(within, audience, today)),
        ("role definition", _definitions(within, audience, today)),
        ("document", _documents(within, audience, today)),
    )
    return tuple(_line(kind, sorted(names)) for kind, found in groups if (names := list(found)))


def _line(kind: str, names: list[str]) -> str:
    shown = names[:MOST_NAMED]
    more = len(names) - len(shown)
    return f"{counted(len(names), kind)}: {listed([*shown, f'{more} more'] if more else shown)}"


def _all_may(audience: Audience, chart: Listed) -> bool:
    members = audience.members
    return bool(members) and all(chart.may_be_read_by(each) for each in members)


def _charts(within: Within, audience: Audience, today: date) -> Iterator[str]:
    store = within.charts
    ids = [each.id for each in store.listed() if _all_may(audience, each)]
    for filed in store.charts(ids):
        if filed.chart.review and filed.chart.review < today:
            yield filed.chart.title


def _definitions(within: Within, audience: Audience, today: date) -> Iterator[str]:
    for filed in within.roles.listed():
        review = filed.definition.review
        if review and review < today and audience.may_read(filed.readers):
            yield filed.definition.name


def _documents(within: Within, audience: Audience, today: date) -> Iterator[str]:
    for each in due(within.library(audience), today, timedelta()):
        if each.is_overdue:
            yield each.document.description.title
