"""Values that no action has are refused or not found, on every database, and keep nothing shut."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from isthmus.actions.changes import SetDue
from isthmus.actions.cleaning import FIRST_DAY, LAST_DAY
from isthmus.actions.exporting.formats import Format, export
from isthmus.actions.listing import ALL, Order, Page, Since, Sought
from isthmus.actions.model import Evidence, EvidenceKind, Recurrence, Status
from isthmus.errors import InvalidError, NotFoundError
from kept_actions import ANA, DRAFT, MONDAY, DeskOfTests, by

LAST_MOMENT = datetime.max.replace(tzinfo=timezone(-timedelta(hours=14)))
ODD = ("null \0", "half a character \ud800")


def _one(name: str, value: object) -> dict[str, Any]:
    return {name: value}


def cursor(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_no_action_has_is_not_found(desk: DeskOfTests, number: int) -> None:
    waiting = desk.actions.add(DRAFT, by(ANA))
    with pytest.raises(NotFoundError):
        desk.actions.show(number, ANA)
    with pytest.raises(NotFoundError):
        desk.actions.start(number, by(ANA))
    with pytest.raises(NotFoundError):
        desk.actions.depend(waiting.id, number, by(ANA))
    assert not desk.actions.listed(ANA, Sought(depends_on=number)).actions
    bulk = desk.actions.bulk([number, waiting.id], lambda keeping, id_: keeping.start(id_), by(ANA))
    assert [each.id for each in bulk.done] == [waiting.id]
    assert [each.action for each in bulk.refused] == [number]


@pytest.mark.parametrize(
    ("order", "values"),
    [
        (Order.NUMBER, (10**30,)),
        (Order.DUE, ("2026-01-01", 2**31)),
        (Order.PRIORITY, (2**31, "2026-01-01", 1)),
        (Order.TITLE, (ODD[0], 1)),
        (Order.OWNER, (ODD[1], 1)),
        (Order.CHANGED, (LAST_MOMENT.isoformat(), 1)),
        (Order.CHANGED, ("0001-01-01T00:00:00+14:00", 1)),
        (Order.CHANGED, ("2026-01-01T00:00:00", 1)),
    ],
)
def test_a_cursor_that_no_page_gave_is_refused(
    desk: DeskOfTests, order: Order, values: tuple[object, ...]
) -> None:
    with pytest.raises(InvalidError, match="Start with the first"):
        desk.actions.listed(ANA, ALL, Page(order, after=cursor(*values)))


def test_so_is_one_of_what_happened(desk: DeskOfTests) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    after = cursor(since.isoformat(), 1, 2**31)
    with pytest.raises(InvalidError, match="Start with the first"):
        desk.actions.changed(ANA, Since(since, after=after))


@pytest.mark.parametrize("odd", ODD)
def test_a_filter_with_what_no_text_has_is_refused(odd: str) -> None:
    for name in ("owners", "helpers", "creators", "steps", "labels"):
        with pytest.raises(InvalidError, match="Write it anew"):
            Sought(**_one(name, ("fine", odd)))
    for name in ("involving", "waiting_for"):
        with pytest.raises(InvalidError, match="Write it anew"):
            Sought(**_one(name, odd))


@pytest.mark.parametrize("moment", [LAST_MOMENT, datetime(2026, 1, 1)])  # noqa: DTZ001 - no zone
def test_a_time_that_is_none_everywhere_is_refused(moment: datetime) -> None:
    with pytest.raises(InvalidError, match="with its zone"):
        Sought(changed_since=moment)
    with pytest.raises(InvalidError, match="with its zone"):
        Since(moment)


@pytest.mark.parametrize("day", [date.min, FIRST_DAY - timedelta(days=1), date.max])
def test_a_day_that_nothing_can_come_after_is_refused(sqlite_desk: DeskOfTests, day: date) -> None:
    action = sqlite_desk.actions.add(DRAFT, by(ANA))
    with pytest.raises(InvalidError, match="Check the year"):
        sqlite_desk.actions.edit(action.id, [SetDue(day)], by(ANA))
    for draft in (
        replace(DRAFT, due=day),
        replace(DRAFT, recurrence=Recurrence("every quarter", day)),
    ):
        with pytest.raises(InvalidError, match="Check the year"):
            sqlite_desk.actions.add(draft, by(ANA))


@pytest.mark.parametrize("day", [FIRST_DAY, MONDAY, LAST_DAY - timedelta(days=100)])
@pytest.mark.parametrize("words", ["every day", "every 2 weeks", "every quarter", "every 31st"])
def test_a_recurring_one_is_closed_whatever_day_it_is_due(
    sqlite_desk: DeskOfTests, day: date, words: str
) -> None:
    draft = replace(DRAFT, due=day, recurrence=Recurrence(words))
    action = sqlite_desk.actions.add(draft, by(ANA))
    closed = sqlite_desk.actions.done(action.id, by(ANA))
    assert closed.status is Status.DONE
    following = sqlite_desk.actions.show(closed.followed_by, ANA).action
    assert following.due is not None
    assert following.due > day or day < MONDAY


def test_one_due_on_the_last_day_is_not_closed_before_its_next_has_a_day(
    sqlite_desk: DeskOfTests,
) -> None:
    draft = replace(DRAFT, due=LAST_DAY, recurrence=Recurrence("every day"))
    action = sqlite_desk.actions.add(draft, by(ANA))
    with pytest.raises(InvalidError, match="Check the year"):
        sqlite_desk.actions.done(action.id, by(ANA))


@pytest.mark.parametrize("odd", ["/\\elsewhere.example", "//elsewhere.example", "javascript:1"])
def test_a_link_leads_nowhere_unseen(sqlite_desk: DeskOfTests, odd: str) -> None:
    action = sqlite_desk.actions.add(DRAFT, by(ANA))
    with pytest.raises(InvalidError, match="https"):
        sqlite_desk.actions.add_evidence(action.id, Evidence(EvidenceKind.LINK, odd), by(ANA))


def test_what_has_no_day_is_not_due_by_the_last_day_there_is(sqlite_desk: DeskOfTests) -> None:
    sqlite_desk.actions.add(replace(DRAFT, due=None, due_words=""), by(ANA))
    dated = sqlite_desk.actions.add(DRAFT, by(ANA))
    found = sqlite_desk.actions.listed(ANA, Sought(due_to=date.max)).actions
    assert [each.id for each in found] == [dated.id]


def test_no_control_character_reaches_a_terminal_or_a_workbook(sqlite_desk: DeskOfTests) -> None:
    said = "Order\x1b]0;badges\x07 \x9b2Jnow"
    action = sqlite_desk.actions.add(
        replace(DRAFT, title=said, description="one\x0ctwo\r\n\tthree"), by(ANA)
    )
    assert action.title == "Order\ufffd]0;badges\ufffd \ufffd2Jnow"
    assert action.description == "one\ntwo\r\n\tthree"
    commented = sqlite_desk.actions.comment(action.id, said, by(ANA))
    assert sqlite_desk.actions.history(commented.id, ANA)[-1].said == action.title
    assert export([action], Format.XLSX).startswith(b"PK")
