"""Other languages, read as the English the grammar knows.

Names of months, weekdays and units are those of dateparser; the words between them are ours.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from isthmus.actions.dates.phrasebook import PHRASES
from isthmus.actions.dates.reading import Reading, made_plain, read

_NAMED: Final = (
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
).split()
_UNITS: Final = ("day", "week", "month", "year")
_RELATIVE: Final = {
    "0 day ago": "today",
    "in 1 day": "tomorrow",
    "in 2 day": "day after tomorrow",
    "0 week ago": "this week",
    "in 1 week": "next week",
    "0 month ago": "this month",
    "in 1 month": "next month",
    "0 year ago": "this year",
    "in 1 year": "next year",
}
_SHORTEST_MONTH: Final = 3
_SHORTEST_WEEKDAY: Final = 5  # abbreviated ones are other words as well: "mar", "do", "die"
_SHORTEST_UNIT: Final = 2
_TOKEN: Final = re.compile(r"\d+(?=[^\W\d_])|[^\W_]+(?:'(?=[^\W_]))?|[^\w ]|_| {1,3}")
_Words = Mapping[str, tuple[tuple[str, str], ...]]


def readings(text: str, languages: tuple[str, ...]) -> list[Reading]:
    """Give the text as it reads in English, and in each other language that has words in it."""
    first = read(text)
    others = (_translated(first, each) for each in dict.fromkeys(languages) if each != "en")
    return [first, *(each for each in others if each)]


def _translated(reading: Reading, language: str) -> Reading | None:
    words = _vocabulary(language)
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    changed = False
    for start, end, said in _pieces(reading.plain, words):
        changed = changed or said is not None
        piece = reading.plain[start:end] if said is None else said
        same = said is None
        plain.append(piece)
        starts.extend(start + at if same else start for at in range(len(piece)))
        ends.extend(start + at + 1 if same else end for at in range(len(piece)))
    if not changed:
        return None
    return Reading(reading.said, "".join(plain), tuple(starts), tuple(ends), language)


def _pieces(text: str, words: _Words) -> Iterator[tuple[int, int, str | None]]:
    """Go through a text by the longest phrases that are known, and what lies between."""
    tokens = [found.span() for found in _TOKEN.finditer(text)]
    ends = {end for _, end in tokens}
    reached = 0
    for start, end in tokens:
        if start < reached:
            continue
        reached, said = end, None
        for phrase, english in words.get(text[start:end], ()):
            if text.startswith(phrase, start) and start + len(phrase) in ends:
                reached, said = start + len(phrase), english
                break
        yield start, reached, said


@cache
def _vocabulary(language: str) -> _Words:
    """Give the phrases by their first word, the longest first."""
    phrases = _phrases(language)
    words: dict[str, list[tuple[str, str]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        first = _TOKEN.match(phrase)
        if first:
            words.setdefault(first[0], []).append((phrase, phrases[phrase]))
    return {first: tuple(each) for first, each in words.items()}


def _phrases(language: str) -> Mapping[str, str]:
    info = _data(language)
    words = {
        made_plain(word): english
        for english in _NAMED
        for word in info.get(english, ())
        if len(word) >= (_SHORTEST_MONTH if english in _NAMED[:12] else _SHORTEST_WEEKDAY)
    }
    words |= {
        made_plain(word): english
        for english in _UNITS
        for word in info.get(english, ())
        if len(word) > _SHORTEST_UNIT
    }
    words |= {
        f"{word}s": f"{english}s" for word, english in words.items() if english in _NAMED[12:]
    }
    relative = info.get("relative-type", {})
    words |= {
        made_plain(word): english
        for key, english in _RELATIVE.items()
        for word in relative.get(key, ())
    }
    return words | PHRASES.get(language, {})


def _data(language: str) -> Mapping[str, Any]:
    """Load a language when it is first read: the library takes a while to import."""
    from dateparser.languages.loader import default_loader  # type: ignore[import-untyped]  # noqa: PLC0415 - slow

    try:
        info: Mapping[str, Any] = default_loader.get_locale(language).info
    except ValueError:  # a language nobody has written down
        return {}
    return info
