from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.actions.dates import (
    Asked,
    Recurrence,
    Weekday,
    find_due,
    find_recurrence,
    recurrence,
)

WEDNESDAY = date(2026, 11, 25)
SUNDAY_TO_THURSDAY = frozenset(Weekday) - {Weekday.FRIDAY, Weekday.SATURDAY}
# words | the first day | the three after it
SERIES = """
every day | 2026-11-25 | 2026-11-26 2026-11-27 2026-11-28
daily | 2026-11-27 | 2026-11-28 2026-11-29 2026-11-30
every weekday | 2026-11-26 | 2026-11-27 2026-11-30 2026-12-01
every working day | 2026-11-27 | 2026-11-30 2026-12-01 2026-12-02
every 3 days | 2026-11-25 | 2026-11-28 2026-12-01 2026-12-04
every week | 2026-11-25 | 2026-12-02 2026-12-09 2026-12-16
weekly | 2026-11-25 | 2026-12-02 2026-12-09 2026-12-16
once a week | 2026-11-25 | 2026-12-02 2026-12-09 2026-12-16
every two weeks | 2026-11-25 | 2026-12-09 2026-12-23 2027-01-06
every other week | 2026-11-25 | 2026-12-09 2026-12-23 2027-01-06
fortnightly | 2026-11-25 | 2026-12-09 2026-12-23 2027-01-06
each fortnight | 2026-11-25 | 2026-12-09 2026-12-23 2027-01-06
each Monday | 2026-11-30 | 2026-12-07 2026-12-14 2026-12-21
every Monday | 2026-11-30 | 2026-12-07 2026-12-14 2026-12-21
on Mondays | 2026-11-30 | 2026-12-07 2026-12-14 2026-12-21
weekly on Tuesday | 2026-11-24 | 2026-12-01 2026-12-08 2026-12-15
every week on Friday | 2026-11-27 | 2026-12-04 2026-12-11 2026-12-18
every Monday and Thursday | 2026-11-26 | 2026-11-30 2026-12-03 2026-12-07
every Mon, Wed and Fri | 2026-11-25 | 2026-11-27 2026-11-30 2026-12-02
every other Friday | 2026-11-27 | 2026-12-11 2026-12-25 2027-01-08
every second Friday | 2026-11-27 | 2026-12-11 2026-12-25 2027-01-08
every two weeks on Monday | 2026-11-30 | 2026-12-14 2026-12-28 2027-01-11
every three weeks on Tuesday and Friday | 2026-11-24 | 2026-11-27 2026-12-15 2026-12-18
every month | 2027-01-31 | 2027-02-28 2027-03-31 2027-04-30
monthly | 2027-01-31 | 2027-02-28 2027-03-31 2027-04-30
monthly | 2027-01-15 | 2027-02-15 2027-03-15 2027-04-15
once a month | 2027-01-30 | 2027-02-28 2027-03-30 2027-04-30
on a monthly basis | 2028-01-31 | 2028-02-29 2028-03-31 2028-04-30
every two months | 2026-12-31 | 2027-02-28 2027-04-30 2027-06-30
every 6 months | 2026-08-31 | 2027-02-28 2027-08-31 2028-02-29
every half year | 2026-08-31 | 2027-02-28 2027-08-31 2028-02-29
half-yearly | 2026-12-01 | 2027-06-01 2027-12-01 2028-06-01
twice a year | 2026-12-01 | 2027-06-01 2027-12-01 2028-06-01
every quarter | 2026-11-30 | 2027-02-28 2027-05-30 2027-08-30
each quarter | 2027-01-15 | 2027-04-15 2027-07-15 2027-10-15
quarterly | 2027-01-31 | 2027-04-30 2027-07-31 2027-10-31
every other quarter | 2027-01-15 | 2027-07-15 2028-01-15 2028-07-15
annually | 2028-02-29 | 2029-02-28 2030-02-28 2031-02-28
every year | 2027-03-15 | 2028-03-15 2029-03-15 2030-03-15
yearly | 2027-03-15 | 2028-03-15 2029-03-15 2030-03-15
every two years | 2027-03-15 | 2029-03-15 2031-03-15 2033-03-15
biennially | 2028-02-29 | 2030-02-28 2032-02-29 2034-02-28
every year on 15 March | 2027-03-15 | 2028-03-15 2029-03-15 2030-03-15
annually on March 15 | 2027-03-15 | 2028-03-15 2029-03-15 2030-03-15
every January | 2027-01-31 | 2028-01-31 2029-01-31 2030-01-31
every 15th | 2027-01-15 | 2027-02-15 2027-03-15 2027-04-15
on the 31st of every month | 2027-01-31 | 2027-02-28 2027-03-31 2027-04-30
monthly on the 1st | 2027-01-01 | 2027-02-01 2027-03-01 2027-04-01
at the end of every month | 2027-01-31 | 2027-02-28 2027-03-31 2027-04-30
at each quarter end | 2026-12-31 | 2027-03-31 2027-06-30 2027-09-30
the beginning of every month | 2026-12-01 | 2027-01-01 2027-02-01 2027-03-01
the last working day of every month | 2027-01-29 | 2027-02-26 2027-03-31 2027-04-30
on the first Monday of every month | 2026-12-07 | 2027-01-04 2027-02-01 2027-03-01
every last Friday of the month | 2026-11-27 | 2026-12-25 2027-01-29 2027-02-26
on the first working day of each quarter | 2027-01-01 | 2027-04-01 2027-07-01 2027-10-01
on the fifth Monday of every month | 2026-11-30 | 2027-03-29 2027-05-31 2027-08-30
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in SERIES.strip().splitlines()]


@pytest.mark.parametrize(
    ("words", "first", "days"), ROWS, ids=[f"{n}: {row[0]}" for n, row in enumerate(ROWS)]
)
def test_words_give_the_days_of_the_table(words: str, first: str, days: str) -> None:
    series = recurrence(words)
    assert series is not None
    begun = series.starting(date.fromisoformat(first))
    assert [str(day) for day in islice(_days(begun, date.fromisoformat(first)), 3)] == days.split()
    assert recurrence(series.words) == series


def _days(series: Recurrence, after: date) -> Iterator[date]:
    while True:
        after = series.next(after)
        yield after


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Maria reviews the firewall rules every quarter, starting 15 Jan", "every quarter"),
        ("review the jump host logs weekly", "weekly"),
        ("test the restore twice a year, high", "twice a year"),
        ("Jens checks the badge list on Mondays and Thursdays", "on Mondays and Thursdays"),
        ("every two weeks Maria asks the integrator", "every two weeks"),
        ("call on the last working day of every month", "on the last working day of every month"),
    ],
)  # fmt: skip
def test_how_often_is_found_where_it_stands(sentence: str, words: str) -> None:
    found = find_recurrence(sentence)
    assert found is not None
    assert sentence[found.start : found.end] == words
    assert words not in found.cut(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "review the monthly report",
        "daily backups are missing",
        "the weekly call is too long",
        "every pump has a name",
        "each zone needs an owner",
        "every second counts",
        "one of every two pumps",
        "every other vendor has answered",
        "the last working day of the month",
        "once the audit is done",
        "every day's log is kept",
    ],
)
def test_a_sentence_that_repeats_nothing_gives_nothing(sentence: str) -> None:
    assert find_recurrence(sentence) is None
    assert recurrence(sentence) is None


def test_a_sentence_may_say_how_often_and_until_when() -> None:
    sentence = "Maria reviews the rules each Monday, due 15 January"
    found = find_due(sentence, Asked(WEDNESDAY))
    assert found is not None
    assert found.meaning.words == "due 15 January"


def test_the_week_of_whoever_says_it_counts() -> None:
    asked = Asked(WEDNESDAY, week_starts=Weekday.SUNDAY, working_days=SUNDAY_TO_THURSDAY)
    series = recurrence("the last working day of every month", asked)
    assert series is not None
    assert series.next(date(2027, 1, 1)) == date(2027, 1, 31)


def test_a_quarter_ends_as_the_fiscal_year_has_it() -> None:
    series = recurrence("at the end of every quarter", Asked(WEDNESDAY, fiscal_start=2))
    assert series is not None
    assert series.next(WEDNESDAY) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("jeden Montag", "de"),
        ("monatlich", "de"),
        ("chaque trimestre", "fr"),
        ("tous les mois", "fr"),
        ("elke maandag", "nl"),
        ("cada mes", "es"),
        ("ogni settimana", "it"),
    ],
)
def test_other_languages_repeat_as_well(words: str, language: str) -> None:
    found = recurrence(words, Asked(WEDNESDAY, languages=("en", language)))
    assert found is not None
    assert found.next(WEDNESDAY) > WEDNESDAY


WORDS = st.sampled_from([row[0] for row in ROWS])
DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))


@settings(deadline=None)  # the first reading imports a language
@given(WORDS, DAYS, DAYS)
def test_what_comes_next_comes_later_and_misses_none(words: str, first: date, day: date) -> None:
    series = recurrence(words)
    assert series is not None
    begun = series.starting(first)
    days = list(islice(_days(begun, max(first, day)), 4))
    assert all(earlier < later for earlier, later in pairwise([max(first, day), *days]))
    for earlier, later in pairwise(days):
        assert begun.next(later - timedelta(days=1)) == later
        assert begun.next(earlier) == later


@settings(deadline=None)  # the first reading imports a language
@given(WORDS, DAYS)
def test_a_series_begins_with_its_first_day_however_far_that_is(words: str, day: date) -> None:
    series = recurrence(words)
    assert series is not None
    first = series.next(day)
    assert series.starting(first).next(date(2000, 12, 31)) == first


@settings(deadline=None)  # the first reading imports a language
@given(WORDS, DAYS)
def test_a_series_without_a_first_day_counts_from_where_it_is_asked(words: str, day: date) -> None:
    series = recurrence(words)
    assert series is not None
    assert series.next(day) > day


@settings(deadline=None)  # the first reading imports a language
@given(st.text() | st.lists(st.sampled_from("every each other 2 two Monday week month 31st of the last quarter on and , annually 15 February half year".split()), max_size=8).map(" ".join))  # fmt: skip # noqa: E501
def test_any_text_is_read(text: str) -> None:
    found = find_recurrence(text)
    if found:
        assert 0 <= found.start < found.end <= len(text)
        assert found.recurrence.next(WEDNESDAY) > WEDNESDAY
    series = recurrence(text)
    assert series is None or series.next(WEDNESDAY) > WEDNESDAY
