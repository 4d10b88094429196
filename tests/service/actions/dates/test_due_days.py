"""The tables of words and days: due_days.txt and no_due_days.txt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from isthmus.actions.dates import (
    Asked,
    Due,
    Meaning,
    Relative,
    Unclear,
    Weekday,
    find_due,
    today_in,
    understand_due,
)

HERE = Path(__file__).parent
WEDNESDAY = Asked(date(2026, 11, 25))


@dataclass(frozen=True)
class Row:
    asked: Asked
    words: str
    meant: str
    alone: bool  # in a sentence it is nothing


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _rows() -> Iterator[Row]:
    asked = WEDNESDAY
    for line in _lines("due_days.txt"):
        if line.startswith("@"):
            asked = _asked(line.removeprefix("@").split())
        else:
            words, meant = (part.strip() for part in line.split("|"))
            yield Row(asked, words.removeprefix("= "), meant, words.startswith("= "))


def _asked(words: list[str]) -> Asked:
    said = dict(zip(words[::2], words[1::2], strict=True))
    days = [Weekday[day.upper()] for day in said.get("work", "monday-friday").split("-")]
    worked = range(days[0], days[1] + (1 if days[1] >= days[0] else 8))
    return Asked(
        date.fromisoformat(said["today"])
        if "today" in said
        else today_in(said["zone"], datetime.fromisoformat(said["instant"])),
        week_starts=Weekday[said.get("week", "monday").upper()],
        working_days=frozenset(Weekday(day % 7) for day in worked),
        fiscal_start=int(said.get("fiscal", "1")),
        day_first={"day": True, "month": False}.get(said.get("order", "")),
        languages=("en", said["language"]) if "language" in said else ("en",),
    )


def _shown(meaning: Meaning) -> str:
    """Write what is meant as the table does."""
    match meaning:
        case Due(day):
            return str(day)
        case Relative(action, offset):
            return f"A-{action} {offset.count} {offset.unit}"
        case Unclear(event=event) if event:
            return f"? {event.lower()}"
        case Unclear(choices=choices):
            return " ".join(["?", *(str(each.day) for each in choices)])


ROWS = tuple(_rows())
NAMES = [f"{number}: {row.words}" for number, row in enumerate(ROWS)]
SENTENCES = tuple(_lines("no_due_days.txt"))


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_words_mean_the_day_of_the_table(row: Row) -> None:
    meaning = understand_due(row.words, row.asked)
    expected, _, note = row.meant.partition(" ! ")
    assert _shown(meaning) == expected
    assert note in (meaning.note if isinstance(meaning, Due) else "")
    assert meaning.words == row.words


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_sentence_gives_the_same_day_and_where_it_stands(row: Row) -> None:
    sentence = f"Maria updates the response plan {row.words}, step 2.4, high"
    found = find_due(sentence, row.asked)
    if row.alone:
        assert found is None
        return
    assert found is not None
    assert sentence[found.start : found.end] == row.words
    assert _shown(found.meaning) == row.meant.partition(" ! ")[0]
    assert found.cut(sentence) == "Maria updates the response plan, step 2.4, high"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_names_no_due_day_gives_none(sentence: str) -> None:
    assert find_due(sentence, WEDNESDAY) is None


def test_a_due_day_that_is_asked_about_says_what_was_said() -> None:
    for row in ROWS:
        meaning = understand_due(row.words, row.asked)
        if isinstance(meaning, Unclear):
            assert meaning.question.endswith("?")
            assert meaning.words == row.words


def test_the_tables_are_long_enough() -> None:
    assert len(ROWS) >= 400
    assert len(SENTENCES) >= 60
    assert len({re.sub(" +", " ", row.words) for row in ROWS}) >= 300
