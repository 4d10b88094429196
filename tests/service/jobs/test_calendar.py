"""When a schedule's local times are, in every zone, over every change of the clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InvalidError
from isthmus.jobs.calendar import (
    MONDAY_TO_FRIDAY,
    CatchUp,
    Occurrence,
    Rule,
    Schedule,
    moment_of,
)

MINUTE = timedelta(minutes=1)
ZONES = sorted(available_timezones())
SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def daily(at: str = "08:30", zone: str = "UTC", name: str = "daily") -> Schedule:
    return Schedule(name, zone, Rule(time.fromisoformat(at)), "note", catch_up=CatchUp.EACH)


def changes(zone: ZoneInfo) -> Iterator[datetime]:
    """Give the minutes at which this zone's offset changes, in two years."""
    step = timedelta(hours=6)
    moment = SINCE
    while moment < UNTIL:
        if moment.astimezone(zone).utcoffset() != (moment + step).astimezone(zone).utcoffset():
            minutes = (moment + n * MINUTE for n in range(361))
            yield next(m for m in minutes if _differs(m, zone))
        moment += step


def _differs(moment: datetime, zone: ZoneInfo) -> bool:
    return moment.astimezone(zone).utcoffset() != (moment - MINUTE).astimezone(zone).utcoffset()


def first_shown(wall: list[tuple[datetime, datetime]], local: datetime) -> datetime:
    """Give the first minute at which the clock on the wall shows this time or a later one."""
    return next(moment for moment, shown in wall if shown >= local)


def test_over_both_changes_in_every_zone_a_time_is_when_the_wall_clock_first_shows_it() -> None:
    seen = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in changes(zone):
            seen += 1
            moments = [change + n * MINUTE for n in range(-300, 300)]
            wall = [(m, m.astimezone(zone).replace(tzinfo=None)) for m in moments]
            start = (change - 3 * timedelta(hours=1)).astimezone(zone).replace(tzinfo=None)
            for quarter in range(24):
                local = start + quarter * timedelta(minutes=15)
                assert moment_of(local, zone) == first_shown(wall, local), (name, local)
    assert seen > 400


def test_over_both_changes_in_every_zone_each_day_has_its_occurrence_once() -> None:
    for name in ZONES:
        for change in changes(ZoneInfo(name)):
            shown = (change - 30 * MINUTE).astimezone(ZoneInfo(name))
            schedule = daily(f"{shown:%H:%M}", name)
            around = schedule.between(change - timedelta(days=3), change + timedelta(days=3))
            days = [occurrence.local.date() for occurrence in around]
            assert len(days) == len(set(days)) in {5, 6, 7}, name
            assert days == [days[0] + n * timedelta(days=1) for n in range(len(days))], name


@cache
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@given(
    name=st.sampled_from(ZONES),
    local=st.datetimes(datetime(1975, 1, 1), datetime(2037, 12, 31)),  # noqa: DTZ001 - local
)
def test_a_moment_shows_its_own_local_time_or_is_the_first_after_a_gap(
    name: str, local: datetime
) -> None:
    local = local.replace(second=0, microsecond=0)
    zone = zone_of(name)
    moment = moment_of(local, zone)
    shown = moment.astimezone(zone)
    if shown.replace(tzinfo=None) == local:
        assert shown.fold == 0
    else:
        before = (moment - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
        assert before < local < shown.replace(tzinfo=None)


@given(
    name=st.sampled_from(ZONES),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    steps=st.lists(st.integers(1, 4000), min_size=1, max_size=40),
    began=st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_however_often_it_is_looked_at_each_occurrence_is_given_once(
    name: str, at: time, days: frozenset[int], steps: list[int], began: datetime
) -> None:
    schedule = Schedule("s", name, Rule(at, days), "note", catch_up=CatchUp.EACH)
    seen: list[Occurrence] = []
    moment = began
    for minutes in steps:
        after = moment + minutes * MINUTE
        seen += schedule.missed(moment, after)
        moment = after
    assert seen == list(schedule.between(began, moment))
    assert len({occurrence.key for occurrence in seen}) == len(seen)
    following = schedule.next_after(moment)
    assert following > moment
    assert not list(schedule.between(moment, following - timedelta(seconds=1)))


@pytest.mark.parametrize(
    ("zone", "local", "moment"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00"),  # skipped: after the gap
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),  # twice: the first
        ("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00"),
        ("America/New_York", "2026-11-01T01:59", "2026-11-01T05:59"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),  # half an hour
        ("America/St_Johns", "2005-04-03T00:30", "2005-04-03T03:31"),  # at one past midnight
        ("Pacific/Apia", "2011-12-30T08:00", "2011-12-30T10:00"),  # a day that never was
        ("UTC", "2026-01-01T00:00", "2026-01-01T00:00"),
    ],
)
def test_known_moments(zone: str, local: str, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert moment_of(datetime.fromisoformat(local), ZoneInfo(zone)) == expected


def test_an_occurrence_is_named_by_its_local_date_and_time() -> None:
    began = datetime(2026, 3, 28, 12, tzinfo=UTC)
    found = daily("02:30", "Europe/Berlin", "d").between(began, began + timedelta(days=1))
    assert [one.key for one in found] == ["d@2026-03-29T02:30"]


def test_working_days_leave_out_the_weekend() -> None:
    rule = Rule(time(8), MONDAY_TO_FRIDAY)
    schedule = Schedule("s", "Asia/Tokyo", rule, "note")
    began = datetime(2026, 3, 1, tzinfo=UTC)
    days = [one.local.weekday() for one in schedule.between(began, began + timedelta(days=14))]
    assert days == [0, 1, 2, 3, 4] * 2


def test_of_what_was_missed_a_digest_has_only_the_newest() -> None:
    began = datetime(2026, 3, 1, tzinfo=UTC)
    now = began + timedelta(days=3)
    reminders = daily()
    digest = Schedule("digest", "UTC", reminders.rule, "note", catch_up=CatchUp.NEWEST)
    assert [one.local.date().day for one in reminders.missed(began, now)] == [1, 2, 3]
    assert [one.local.date() for one in digest.missed(began, now)] == [date(2026, 3, 3)]


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "/etc/passwd"])
def test_a_zone_that_is_none_is_told(zone: str) -> None:
    with pytest.raises(InvalidError, match="no time zone"):
        daily(zone=zone)


def test_a_rule_needs_days_and_whole_minutes() -> None:
    with pytest.raises(InvalidError, match="days of the week"):
        Rule(time(8), frozenset())
    with pytest.raises(InvalidError, match="days of the week"):
        Rule(time(8), frozenset({7}))
    with pytest.raises(InvalidError, match="hours and minutes"):
        Rule(time(8, 0, 1))
    with pytest.raises(InvalidError, match="a kind of job"):
        daily(name="")
