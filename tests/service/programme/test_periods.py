"""Periods: named or said, cut into weeks or months, and what comes before and after."""

from datetime import UTC, date, datetime, timedelta

import pytest

from isthmus.errors import InvalidError
from isthmus.programme.period import Named, Period, chosen, day_of, named

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        (Named.FOUR_WEEKS, date(2026, 11, 2), TODAY),
        (Named.TWELVE_WEEKS, date(2026, 9, 7), TODAY),
        (Named.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Named.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Named.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (Named.LAST_QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        (Named.YEAR, date(2025, 12, 1), TODAY),
    ],
)
def test_a_name_says_which_days_are_meant(name: Named, first: date, last: date) -> None:
    assert named(name, TODAY, "UTC") == Period(first, last)


def test_every_name_has_words() -> None:
    assert all(name.words for name in Named)


def test_in_january_the_last_month_and_quarter_are_of_the_year_before() -> None:
    january = date(2027, 1, 15)
    assert named(Named.LAST_MONTH, january, "UTC").first == date(2026, 12, 1)
    assert named(Named.LAST_QUARTER, january, "UTC").words == "Q4 2026"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (NOVEMBER, "November 2026"),
        (Period(date(2026, 7, 1), date(2026, 9, 30)), "Q3 2026"),
        (Period(date(2026, 2, 1), date(2026, 4, 30)), "1 February to 30 April 2026"),
        (Period(TODAY, TODAY), "23 November 2026"),
        (Period(date(2026, 11, 2), TODAY), "2 to 23 November 2026"),
        (Period(date(2025, 12, 2), TODAY), "2 December 2025 to 23 November 2026"),
    ],
)
def test_a_period_is_told_as_people_say_it(period: Period, words: str) -> None:
    assert period.words == words


def test_a_month_comes_after_a_month_and_days_after_as_many_days() -> None:
    assert NOVEMBER.before.words == "October 2026"
    assert NOVEMBER.after.words == "December 2026"
    ten = Period(date(2026, 11, 11), date(2026, 11, 20))
    assert (ten.before, ten.after) == (
        Period(date(2026, 11, 1), date(2026, 11, 10)),
        Period(date(2026, 11, 21), date(2026, 11, 30)),
    )


def test_weeks_end_on_mondays_and_the_last_one_now() -> None:
    moments = Period(date(2026, 11, 4), date(2026, 11, 30)).moments(NOW)
    assert [each.today.day for each in moments] == [4, 9, 16, 23, 23]
    assert moments[-1].at > NOW
    assert [each.day.day for each in moments] == [3, 8, 15, 22, 23]


def test_what_is_longer_than_half_a_year_is_told_by_months() -> None:
    moments = Period(date(2026, 1, 10), date(2026, 8, 5)).moments(NOW)
    assert [f"{each.today:%m-%d}" for each in moments] == [
        *("01-10", "02-01", "03-01", "04-01", "05-01", "06-01", "07-01", "08-01", "08-06"),
    ]


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    in_tokyo = Period(TODAY, TODAY, "Asia/Tokyo")
    assert in_tokyo.begins == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert in_tokyo.ends - in_tokyo.begins == timedelta(days=1)


def test_a_day_on_which_the_clock_is_put_back_has_25_hours() -> None:
    day = Period(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin")
    assert day.ends.astimezone(UTC) - day.begins.astimezone(UTC) == timedelta(hours=25)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "ends before it begins"),
        (date(2020, 1, 1), date(2026, 1, 1), "three years"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(first: date, last: date, words: str) -> None:
    with pytest.raises(InvalidError, match=words):
        Period(first, last)


def test_a_period_that_is_to_come_is_refused() -> None:
    with pytest.raises(InvalidError, match="to come"):
        Period(date(2026, 12, 1), date(2026, 12, 31)).moments(NOW)


def test_what_is_not_said_of_a_period_follows_from_the_usual_one() -> None:
    usual = named(Named.TWELVE_WEEKS, TODAY, "UTC")
    assert chosen(None, None, usual) == usual
    assert chosen(date(2026, 11, 20), None, usual) == Period(date(2026, 11, 20), TODAY)
    assert chosen(None, date(2026, 10, 28), usual) == Period(date(2026, 10, 1), date(2026, 10, 28))


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "1/2/2026"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidError, match="2026-11-30"):
        day_of(text)
    assert day_of(" ") is None
