"""The words days are named by, and the patterns they make.

In a pattern one blank stands for one to three of them; nothing in it repeats without bound, so
that a long text stays quick to read.
"""

import re
from typing import Final

from isthmus.actions.dates.model import Weekday

MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
WEEKDAYS: Final = {
    word: weekday
    for weekday, words in zip(
        Weekday,
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday weds wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ),
        strict=True,
    )
    for word in words.split()
}
NUMBERS: Final = {
    "a couple of": 2,
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "half": 0,
    "half a": 0,
}
ORDINALS: Final = {
    **{word: number for number, word in enumerate("first second third fourth fifth".split(), 1)},
    **{word: number for number, word in enumerate("1st 2nd 3rd 4th 5th".split(), 1)},
    **{f"{number}.": number for number in range(1, 6)},
    "last": -1,
    "final": -1,
}
DOUBTFUL: Final = frozenset(
    {"may", "march", "mar"}
)  # words of other meanings, unless written large


def either(words: dict[str, int] | dict[str, Weekday]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


NUMBER: Final = rf"(?:\d{{1,3}}|{either(NUMBERS)})"
ORDINAL: Final = rf"(?:{either(ORDINALS)})"
_DOT: Final = r"(?:\.(?=,? ?\d))?"  # of an abbreviation, not of a sentence
MONTH: Final = rf"(?P<month>{either(MONTHS)})(?![^\W_]){_DOT}"
WEEKDAY: Final = rf"(?P<weekday>{either(WEEKDAYS)})(?![^\W_]){_DOT}"
DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º|°)?"
YEAR: Final = r"(?P<year>20\d\d|'[2-4]\d)(?!\d)"
HOUR: Final = (
    r"(?:(?:the )?end of (?:the )?(?:business |working )?day|e\.?o\.?d|c\.?o\.?b|eob|"
    r"close of (?:business|play)|noon|midday|midnight|lunch(?:time)?|"
    r"\d{1,2}(?::\d\d)(?: ?[ap]m)?|\d{1,2} ?[ap]m|\d{1,2} o'clock|\d{1,2} uhr)"
)
UNIT: Final = (
    r"(?P<unit>(?:working|business|work|calendar) ?days?|workdays?|days?|weeks?|wks?|months?|"
    r"quarters?|years?|yrs?|fortnights?)"
)


def pattern(text: str) -> re.Pattern[str]:
    blanks = re.sub(r"\\? (\??)", lambda found: " {0,3}" if found[1] else " {1,3}", text)
    return re.compile(blanks)


def number(word: str) -> int:
    flat = re.sub(" +", " ", word)
    return int(flat) if flat.isdecimal() else NUMBERS[flat]


def year(word: str) -> int:
    """Read "2027" or "'27" or "27"."""
    digits = word.lstrip("'")
    return int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004 - two digits
