from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.actions.dates import (
    Asked,
    Due,
    Offset,
    Relative,
    Unclear,
    Weekday,
    find_due,
    resolved,
    spoken,
    today_in,
    understand_due,
)
from isthmus.actions.dates.reading import LONGEST

WEDNESDAY = Asked(date(2026, 11, 25))
DAYS = st.dates(date(2001, 1, 1), date(2060, 12, 31))
WORDS = st.sampled_from(
    """by before after until in within next this coming the end of mid beginning start first last
    half Friday monday sat week weeks month months quarter year days working two 3 a 15th 15 31
    2027 Q1 H2 FY27 W12 March may January A-12 shutdown every other other's , . : - / 3/4 29/2 29
    February EOM bis nächsten Freitag in zwei Wochen d'ici fin du mois 2026-02-30 2027-01-15 today
    tomorrow""".split()
)
ASKED = st.builds(
    Asked,
    today=DAYS,
    week_starts=st.sampled_from(Weekday),
    working_days=st.frozensets(st.sampled_from(Weekday), min_size=1),
    fiscal_start=st.integers(1, 12),
    day_first=st.sampled_from([None, True, False]),
    languages=st.sampled_from([("en",), ("en", "de"), ("en", "fr"), ("de", "xx", "")]),
)


@settings(deadline=None)  # the first reading imports a language
@given(st.text() | st.lists(WORDS, max_size=12).map(" ".join), ASKED)
def test_any_text_is_read_and_never_gives_a_day_that_has_passed(text: str, asked: Asked) -> None:
    found = find_due(text, asked)
    meaning = understand_due(text, asked)
    if found:
        assert 0 <= found.start < found.end <= len(text)
        assert found.meaning.words == text[found.start : found.end]
        assert isinstance(found.cut(text), str)
    for each in (meaning, found and found.meaning):
        assert not isinstance(each, Due) or each.day >= asked.today


@settings(deadline=None)  # the first reading imports a language
@given(DAYS, ASKED)
def test_a_day_written_in_full_is_that_day(day: date, asked: Asked) -> None:
    meaning = understand_due(day.isoformat(), asked)
    if day >= asked.today:
        assert isinstance(meaning, Due)
        assert meaning.day == day
    else:
        assert isinstance(meaning, Unclear)
        assert day in [each.day for each in meaning.choices]


@settings(deadline=None)  # the first reading imports a language
@given(st.lists(WORDS, max_size=8).map(" ".join), ASKED)
def test_the_day_that_was_understood_means_itself(text: str, asked: Asked) -> None:
    meaning = understand_due(text, asked)
    if isinstance(meaning, Due):
        for again in (meaning.day.isoformat(), spoken(meaning.day)):
            other = understand_due(again, asked)
            assert isinstance(other, Due)
            assert other.day == meaning.day


@settings(deadline=None)  # the first reading imports a language
@given(DAYS, ASKED)
def test_a_day_off_is_kept_and_said(day: date, asked: Asked) -> None:
    meaning = understand_due(max(day, asked.today).isoformat(), asked)
    assert isinstance(meaning, Due)
    off = meaning.day.weekday() not in asked.working_days
    assert ("is not a working day" in meaning.note) is off


@settings(deadline=None)  # the first reading imports a language
@given(ASKED, st.sampled_from(Weekday))
def test_next_friday_is_in_next_week_whatever_day_the_week_starts(
    asked: Asked, weekday: Weekday
) -> None:
    meaning = understand_due(f"next {weekday.name}", asked)
    assert isinstance(meaning, Due)
    begun = (asked.today.weekday() - asked.week_starts) % 7
    this_week = asked.today - timedelta(days=begun)
    assert 7 <= (meaning.day - this_week).days <= 13
    assert meaning.day.weekday() == weekday


@pytest.mark.parametrize(
    "part",
    ["by ", "1/", "the ", "next week ", "2-", "a couple of ", "before the a ", "every 2 ", "Jan ",
     "in 3 to ", "'27", "Monday, ", "two weeks before ", "end of the end of ", "\u0130", "15. "],
)  # fmt: skip
def test_a_long_text_is_read_only_so_far(part: str) -> None:
    text = (part * LONGEST)[: LONGEST * 5]
    assert find_due(f"{text[:LONGEST]} by 2027-01-15", WEDNESDAY) == find_due(
        text[:LONGEST], WEDNESDAY
    )


@pytest.mark.parametrize(
    ("sentence", "phrase", "day"),
    [
        ("By next Friday, Maria updates the plan", "By next Friday", "2026-12-04"),
        ("Maria: asset list - due 15.01.2027", "due 15.01.2027", "2027-01-15"),
        ("Maria to update the plan (by 15 Jan 2027)", "by 15 Jan 2027", "2027-01-15"),
        ("send it by 3pm tomorrow, please", "by 3pm tomorrow", "2026-11-26"),
        ("close the finding of 12 January by Friday", "by Friday", "2026-11-27"),
        ("send Friday's minutes by Monday", "by Monday", "2026-11-30"),
        ("Sam may send the list in May", "in May", "2027-05-31"),
        ("move it to next Tuesday", "to next Tuesday", "2026-12-01"),
        ("review the Q3 report by end of Q1", "by end of Q1", "2027-03-31"),
        ("We have it by the end\nof Q1, I think.", "by the end\nof Q1", "2027-03-31"),
        ("Maria does it before the audit, by 15 January", "by 15 January", "2027-01-15"),
        ("patch 62443-3-3 gaps within 30 days", "within 30 days", "2026-12-25"),
        ("Tomorrow Maria sends the list", "Tomorrow", "2026-11-26"),
        ("Maria answers the İzmir plant by Friday", "by Friday", "2026-11-27"),
    ],
)  # fmt: skip
def test_the_due_day_is_found_where_it_stands(sentence: str, phrase: str, day: str) -> None:
    found = find_due(sentence, WEDNESDAY)
    assert found is not None
    assert sentence[found.start : found.end] == phrase
    assert isinstance(found.meaning, Due)
    assert str(found.meaning.day) == day


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("By next Friday, Maria updates the plan", "Maria updates the plan"),
        ("Maria updates the plan (by 15 Jan 2027)", "Maria updates the plan"),
        ("Maria updates the plan - due 15 Jan 2027", "Maria updates the plan"),
        ("Maria updates the plan by Friday.", "Maria updates the plan."),
        ("Maria, by Friday, updates the plan", "Maria, updates the plan"),
        ("by Friday", ""),
    ],
)
def test_the_sentence_without_its_due_day_reads_well(sentence: str, left: str) -> None:
    found = find_due(sentence, WEDNESDAY)
    assert found is not None
    assert found.cut(sentence) == left


def test_what_was_said_in_another_language_is_shown_as_it_was_said() -> None:
    asked = Asked(WEDNESDAY.today, languages=("en", "de"))
    sentence = "Maria schickt die Übersicht bis zum 15. Januar 2027, hoch"
    found = find_due(sentence, asked)
    assert found is not None
    assert found.meaning == Due(date(2027, 1, 15), "bis zum 15. Januar 2027")
    assert found.cut(sentence) == "Maria schickt die Übersicht, hoch"


def test_an_event_is_asked_about_in_the_letters_it_was_named_in() -> None:
    meaning = understand_due("before the FAT", WEDNESDAY)
    assert meaning == Unclear("before the FAT", "Which day is “the FAT”?", event="the FAT")


def test_a_language_nobody_knows_is_read_as_english() -> None:
    asked = Asked(WEDNESDAY.today, languages=("xx",))
    assert understand_due("by Friday", asked) == Due(date(2026, 11, 27), "by Friday")


def test_today_is_the_day_it_is_somewhere() -> None:
    instant = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert today_in("Asia/Tokyo", instant) == date(2027, 1, 1)
    assert today_in("America/Los_Angeles", instant) == date(2026, 12, 31)


def test_an_instant_without_a_zone_is_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today_in("Asia/Tokyo", datetime(2026, 12, 31, 23, 30))  # noqa: DTZ001 - the point


def test_a_working_week_has_a_working_day_and_a_fiscal_year_a_month() -> None:
    with pytest.raises(ValueError, match="working day"):
        Asked(WEDNESDAY.today, working_days=frozenset())
    with pytest.raises(ValueError, match="fiscal year"):
        Asked(WEDNESDAY.today, fiscal_start=13)


# ---- days that hang on another action


@pytest.mark.parametrize(
    ("words", "due_of_a12", "day"),
    [
        ("before A-12", date(2027, 1, 18), "2027-01-15"),
        ("2 days before A-12", date(2027, 1, 15), "2027-01-13"),
        ("a month before A-12", date(2027, 3, 31), "2027-02-28"),
        ("after A-12", date(2027, 1, 15), "2027-01-18"),
        ("when A-12 is done", date(2027, 1, 15), "2027-01-15"),
    ],
)
def test_a_day_that_hangs_on_an_action_is_known_with_its_due_date(
    words: str, due_of_a12: date, day: str
) -> None:
    relative = understand_due(words, WEDNESDAY)
    assert isinstance(relative, Relative)
    meaning = resolved(relative, {12: due_of_a12}.get, WEDNESDAY)
    assert isinstance(meaning, Due)
    assert str(meaning.day) == day
    assert meaning.words == words
    assert f"A-12 is due on {spoken(due_of_a12)}" in meaning.note


def test_an_action_without_a_due_date_is_asked_about() -> None:
    meaning = resolved(Relative(12, Offset(-1), "before A-12"), lambda _: None, WEDNESDAY)
    assert isinstance(meaning, Unclear)
    assert meaning.event == "A-12"
    assert meaning.question == "A-12 has no due date yet. Which day is meant?"


def test_a_day_that_passed_with_the_other_action_is_asked_about() -> None:
    relative = Relative(12, Offset(-1), "the day before A-12")
    meaning = resolved(relative, {12: WEDNESDAY.today}.get, WEDNESDAY)
    assert isinstance(meaning, Unclear)
    assert "has passed" in meaning.question
