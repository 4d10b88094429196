"""Calendars that people subscribe to: theirs alone, as they may read it now, until revoked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

import served
from isthmus.actions.changes import Assign, SetDue
from isthmus.actions.feeds import Feeds, Parts
from isthmus.actions.feeds.calendar import written
from isthmus.actions.model import Draft, Party
from isthmus.audit.store import AuditStore
from isthmus.errors import InvalidError, NotFoundError, UnidentifiedError
from isthmus.people import GUEST, OPERATOR, Person
from kept_actions import ANA, BEN, BEN_OWNS, DRAFT, HAL, MONDAY, PEOPLE, DeskOfTests, by

HOST: Final = "https://isthmus.example"
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return dict(PEOPLE)


@pytest.fixture
def feeds(desk: DeskOfTests, people: People) -> Feeds:
    parts = Parts(desk.storage, desk.recording, people.get, desk.clock, desk.actions, HOST)
    return Feeds(parts)


def token_of(address: str) -> str:
    return address.removeprefix(f"{HOST}/calendar/").removesuffix(".ics")


@pytest.fixture
def events(feeds: Feeds) -> Callable[[str], dict[str, dict[str, object]]]:
    """Give what a subscriber sees, by the ids of the events."""

    def seen(token: str) -> dict[str, dict[str, object]]:
        calendar = Calendar.from_ical(feeds.calendar(token))
        return {
            str(event["uid"]): {
                "summary": str(event["summary"]),
                "start": event.decoded("dtstart"),
                "status": str(event["status"]),
                "sequence": event.decoded("sequence"),
            }
            for event in calendar.walk("VEVENT")
        }

    return seen


Seen = Callable[[str], dict[str, dict[str, object]]]


def test_a_due_day_is_an_event_of_a_whole_day(
    desk: DeskOfTests, feeds: Feeds, events: Seen
) -> None:
    desk.actions.add(DRAFT, by(ANA))
    token = token_of(feeds.make(BEN))
    assert events(token) == {
        "a-1@isthmus.example": {
            "summary": "A-1 Update the incident response plan",
            "start": date(2026, 12, 4),
            "status": "CONFIRMED",
            "sequence": 1,
        }
    }
    text = feeds.calendar(token).decode()
    assert "DTSTART;VALUE=DATE:20261204" in text
    assert "DTEND;VALUE=DATE:20261205" in text
    assert f"URL:{HOST}/actions/1" in text.replace("\r\n ", "")
    helps = events(token_of(feeds.make(HAL)))
    assert list(helps) == ["a-1@isthmus.example"]
    assert events(token_of(feeds.make(ANA))) == {}, "who began it neither owns it nor helps"


def test_an_event_keeps_its_id_and_grows_with_each_change(
    desk: DeskOfTests, feeds: Feeds, events: Seen
) -> None:
    desk.actions.add(DRAFT, by(ANA))
    token = token_of(feeds.make(BEN))
    desk.actions.edit(1, [SetDue(MONDAY + timedelta(days=30))], by(ANA))
    moved = events(token)["a-1@isthmus.example"]
    assert (moved["start"], moved["sequence"]) == (date(2026, 12, 23), 2)
    desk.actions.drop(1, by(ANA), "Not needed")
    assert events(token)["a-1@isthmus.example"]["status"] == "CANCELLED"
    desk.actions.reopen(1, by(ANA), "Needed")
    desk.actions.done(1, by(BEN))
    done = events(token)["a-1@isthmus.example"]
    assert (done["status"], str(done["summary"])[:5]) == ("CONFIRMED", "Done:")
    desk.pass_time(days=61)
    assert events(token) == {}


def test_what_somebody_does_not_own_any_more_is_gone(
    desk: DeskOfTests, feeds: Feeds, events: Seen
) -> None:
    desk.actions.add(Draft("Order badges", owner=BEN_OWNS, due=MONDAY), by(ANA))
    desk.actions.add(Draft("Without a day", owner=BEN_OWNS), by(ANA))
    token = token_of(feeds.make(BEN))
    assert list(events(token)) == ["a-1@isthmus.example"]
    desk.actions.edit(1, [Assign(Party("Ana", "ana"))], by(ANA))
    assert events(token) == {}


def test_whose_account_is_gone_has_no_calendar(
    desk: DeskOfTests, feeds: Feeds, people: People
) -> None:
    desk.actions.add(DRAFT, by(ANA))
    token = token_of(feeds.make(BEN))
    del people["ben"]
    with pytest.raises(NotFoundError):
        feeds.calendar(token)


def test_a_new_address_ends_the_old_one_and_a_revoked_one_gives_nothing(feeds: Feeds) -> None:
    first = token_of(feeds.make(BEN))
    second = token_of(feeds.make(BEN))
    assert first != second
    with pytest.raises(NotFoundError):
        feeds.calendar(first)
    assert feeds.made_at(BEN) is not None
    assert feeds.revoke(BEN)
    with pytest.raises(NotFoundError):
        feeds.calendar(second)
    assert feeds.made_at(BEN) is None
    assert not feeds.revoke(BEN)


def test_the_token_is_kept_nowhere(desk: DeskOfTests, feeds: Feeds) -> None:
    token = token_of(feeds.make(BEN))
    with desk.storage.reading() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM calendar_feeds").all()
        entries = list(AuditStore(connection).in_order())
    assert token not in f"{kept}{entries}"


@pytest.mark.parametrize("token", ["", "x", "../../etc", "%00", "a" * 5_000])
def test_a_guessed_address_gives_nothing(feeds: Feeds, token: str) -> None:
    feeds.make(BEN)
    with pytest.raises(NotFoundError):
        feeds.calendar(token)


def test_a_calendar_is_somebodys(feeds: Feeds) -> None:
    with pytest.raises(UnidentifiedError):
        feeds.make(GUEST)
    for nobody in (OPERATOR, replace(BEN, id="unknown")):
        with pytest.raises(InvalidError):
            feeds.make(nobody)


def test_text_of_people_stays_text(desk: DeskOfTests, feeds: Feeds) -> None:
    title = "Order\r\nEND:VEVENT;badges, now"
    desk.actions.add(replace(DRAFT, title=title, description="a\nBEGIN:VALARM"), by(ANA))
    calendar = Calendar.from_ical(feeds.calendar(token_of(feeds.make(BEN))))
    (event,) = calendar.walk("VEVENT")
    assert "END:VEVENT;badges, now" in str(event["summary"])
    assert list(calendar.walk("VALARM")) == []


def test_it_is_made_with_a_key_and_read_without_one(client: TestClient, keys: served.Keys) -> None:
    headers = {"Authorization": f"Bearer {keys.asking}"}
    assert client.get("/api/v1/calendar", headers=headers).json() == {"made_at": None}
    made = client.post("/api/v1/calendar", headers=headers)
    path = made.json()["address"].removeprefix("http://127.0.0.1:8000")
    assert made.status_code == 201
    read = client.get(path)
    assert read.status_code == 200
    assert read.headers["content-type"].startswith("text/calendar")
    assert read.headers["cache-control"] == "no-store"
    assert client.get("/calendar/guessed.ics").status_code == 404
    assert client.delete("/api/v1/calendar", headers=headers).status_code == 204
    assert client.get(path).status_code == 404


def test_people_make_and_end_it_on_a_page(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    wiring.make_ready()
    served.sign_in(client, wiring, BEN)
    assert "You have none yet." in client.get("/account/calendar").text
    shown = client.post("/account/calendar").text
    path = shown.partition('"secret">http://127.0.0.1:8000')[2].partition("<")[0]
    assert client.get(path).status_code == 200
    again = client.get("/account/calendar").text
    assert "You have one since" in again
    assert path not in again
    client.post("/account/calendar/revoke")
    assert client.get(path).status_code == 404


def test_a_name_with_a_line_break_stays_one_line_of_the_calendar() -> None:
    content = written([], "Ana\nX-EVIL:1", lambda _: "", "host").decode()
    assert "X-WR-CALNAME:Ana X-EVIL:1\r\n" in content
