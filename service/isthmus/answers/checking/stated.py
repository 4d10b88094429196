"""The particulars that a text states: numbers, durations, money, dates, ids, sections, levels."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus_knowledge.analysis import stem

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_TENS: Final = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
}
_NUMBERS: Final = {word: float(value) for value, word in enumerate(_UNITS)} | _TENS
_MULTIPLES: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_HOURS: Final = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.0,
    "quarter": 2190.0,
    "year": 8760.0,
}
_RHYTHMS: Final = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "annual": "year",
}
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth".split()

_NUMBER: Final = (
    rf"\d[\d,]*\d{{3}}\b|\d+(?:[.,]\d+)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
)
_PERIOD: Final = "|".join(_HOURS)
_QUALIFIED: Final = r"(?P<qualified>calendar|working|business|consecutive)"
_MONTH: Final = "|".join(month.capitalize() for month in _MONTHS)
_MAY_OF_A_YEAR: Final = r"(?<=in )May|(?<=the )May|(?<=until )May|(?<=by )May|May(?= \d{4})"
_ID: Final = (
    r"(?!(?:EUR|USD|GBP)\b)[A-Z][A-Z-]*[A-Z]?[ -]?\d+(?:[.-]\d+)*"
    r"[a-z]?(?:\.[a-z](?![a-z]))?(?:\(\w+\))*"
)
_LABELS: Final = (
    "articles?|parts?|goals?|sections?|annex|appendix|attachment|chapter|level|lines?|phase|step|"
    r"tier|class|version|rev\.?|revision|week|zone|edition|paragraph|practice|type|unit"
)
_CURRENCY: Final = r"€|\$|£|eur\b|usd\b|gbp\b|euros?\b|dollars?\b"
_BEFORE_SUMS: Final = r"€|\$|£|eur|usd|gbp|euros?|dollars?"
_MANY: Final = "thousand|million|billion"
_DASHED: Final = r"\d+(?:-\d+)+(?:[rR]\d)?|\d+/\d+|\d+\.\d+\.\d+(?:\.\d+)*|\d\.[A-Z]"
_WHICH: Final = r"\d+(?:\.\d+)*(?:\.[A-Z]|[a-z](?![a-z]))?(?:\(\w+\))*|[A-Z]\b"
_OFTEN: Final = r"(?:an?|per|each|every|in|in an?|in each|in every)"
_TIMES: Final = rf"once|twice|(?:{_NUMBER}) times"
_OF_TIMES: Final = _QUALIFIED.replace("qualified", "times_qualified")
_OF_EACH: Final = _QUALIFIED.replace("qualified", "each_qualified")
_OVER: Final = rf"(?:(?P<times_number>{_NUMBER}) )?(?:{_OF_TIMES} )?"
_FULL: Final = r"(?:\(\d+\) )?(?:(?:full|more) )?"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # dates and times
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month_of_day>{_MONTH})\b",
        rf"\b(?P<month>{_MONTH}(?<!May)|{_MAY_OF_A_YEAR})\b",
        r"\b(?P<iso>\d{4}-\d\d-\d\d)\b",
        r"\b(?P<clock>\d{1,2}:\d\d)\b",
        r"(?<![\w./-])(?P<year>(?:19|20)\d\d)(?![\w/]|[.,-]\d)",
        rf"\b(?P<weekday>(?i:{'|'.join(_DAYS)})s?)\b",
        # ids: SR 1.13, CIP-007-6, A-17, ACCESS-1a, AC-17(1), 62443-3-3, MIL2, (EU) 2022/2555
        rf"(?<![\w-])(?P<id>{_ID})(?![\w])",
        rf"(?<![\w.-])(?P<dashed>{_DASHED})(?!\w)",
        # Article 21(2)(j), Part 2.4, goal 3.B, level C, week 41
        rf"\b(?P<label>(?i:{_LABELS})) (?P<which>{_WHICH})",
        # how often, how long
        rf"(?i:\b(?P<times>{_TIMES}) {_OFTEN} {_OVER}(?P<times_of>{_PERIOD})s?\b)",
        rf"(?i:\b(?:every|each|per|an?)\s+(?:single )?{_OF_EACH}?\s?(?P<each>{_PERIOD})\b)",
        rf"(?i:\b(?P<rhythm>{'|'.join(_RHYTHMS)})\b)",
        rf"(?i:\b(?P<length>{_NUMBER})[\s-]+{_FULL}(?:{_QUALIFIED} )?(?P<unit>{_PERIOD})s?\b)",
        # how much
        rf"(?i:(?P<currency>{_BEFORE_SUMS})\s?(?P<amount>{_NUMBER})(?: (?P<amount_of>{_MANY}))?\b)",
        rf"(?i:\b(?P<sum>{_NUMBER})(?: (?P<sum_of>{_MANY}))? ?(?P<sum_currency>{_CURRENCY}))",
        rf"(?i:\b(?P<percent>{_NUMBER}) ?(?:%|per ?cent\b))",
        rf"(?i:\b(?P<ordinal>{'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th))\b)",
        rf"(?i:(?<![\w.,-])(?P<count>{_NUMBER})(?![\w-]|[.,:/]\d))",
    )
)
_CURRENCIES: Final = {"€": "euro", "eur": "euro", "$": "dollar", "usd": "dollar", "£": "gbp"}
_NONE: Final = frozenset({"one"})
_SAME_WITHIN: Final = 0.005


@dataclass(frozen=True)
class Particular:
    """Something exact: two of a ``kind`` may be mixed up; ``shown`` is how it is written.

    ``qualified`` tells days of work from days of the calendar.
    """

    kind: str
    value: str | float
    start: int
    end: int
    shown: str
    qualified: str = ""

    def same(self, other: "Particular") -> bool:
        if self.kind != other.kind or (self.qualified or "") != (other.qualified or ""):
            return False
        if isinstance(self.value, float) and isinstance(other.value, float):
            within = _SAME_WITHIN if self.kind == "duration" else 0.0  # 30 days, a month
            return abs(self.value - other.value) <= within * max(self.value, other.value)
        return self.value == other.value


@lru_cache(maxsize=4_096)
def stated(text: str) -> tuple[Particular, ...]:
    """Give the particulars of a text in order; none lies in another."""
    taken = [False] * len(text)
    found: list[Particular] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            made = _made(match)
            if made:
                found.extend(made)
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return tuple(sorted(found, key=lambda each: each.start))


def _made(match: re.Match[str]) -> list[Particular]:
    """Give what a match states, by the group of the pattern that it filled."""
    for group, read in _READINGS.items():
        if match.groupdict().get(group) is not None:
            return [
                Particular(
                    kind, value, match.start(), match.end(), match.group().strip(), qualified
                )
                for kind, value, qualified in read(match)
            ]
    return []


Stated = tuple[str, str | float, str]  # the kind, the value, and whether days of work are meant


def _day(match: re.Match[str]) -> list[Stated]:
    month = match["month_of_day"].lower()
    return [("day", f"{int(match['day'])} {month}", ""), ("month", month, "")]


def _id(match: re.Match[str]) -> list[Stated]:
    """Give an id by its family: "CIP" and "8-6"."""
    parts = re.match(r"(?P<family>[A-Z][A-Z-]*?)[ -]?(?P<number>\d.*)", match["id"])
    if parts is None:
        return []
    number = re.sub(r"(?<!\d)0+(?=\d)", "", parts["number"].lower())
    return [(f"id {parts['family'].rstrip('-').lower()}", number, "")]


def _times(match: re.Match[str]) -> list[Stated]:
    """Give "twice a year" as the half year between."""
    times, over = match["times"].lower(), match["times_number"]
    many = {"once": 1.0, "twice": 2.0}.get(times) or _number(times.split()[0])
    hours = (_number(over) if over else 1.0) * _HOURS[match["times_of"].lower()]
    return [("duration", hours / many, _of_work(match["times_qualified"]))]


def _each(match: re.Match[str]) -> list[Stated]:
    return [("duration", _HOURS[match["each"].lower()], _of_work(match["each_qualified"]))]


def _length(match: re.Match[str]) -> list[Stated]:
    hours = _number(match["length"]) * _HOURS[match["unit"].lower()]
    return [("duration", hours, _of_work(match["qualified"]))]


def _amount(match: re.Match[str]) -> list[Stated]:
    value = _number(match["amount"]) * _multiple(match["amount_of"])
    return [(_currency(match["currency"]), value, "")]


def _sum(match: re.Match[str]) -> list[Stated]:
    value = _number(match["sum"]) * _multiple(match["sum_of"])
    return [(_currency(match["sum_currency"]), value, "")]


def _count(match: re.Match[str]) -> list[Stated]:
    number = match["count"]
    return [] if number.lower() in _NONE or _refers(match) else [("count", _number(number), "")]


def _rhythm(match: re.Match[str]) -> list[Stated]:
    return [("duration", _HOURS[_RHYTHMS[match["rhythm"].lower()]], "")]


def _label(match: re.Match[str]) -> list[Stated]:
    word = match["label"].lower().rstrip(".")
    return [(f"label {stem({'revision': 'rev'}.get(word, word))}", match["which"], "")]


_READINGS: Final[Mapping[str, Callable[[re.Match[str]], list[Stated]]]] = {
    "day": _day,
    "month": lambda match: [("month", match["month"].lower(), "")],
    "iso": lambda match: [("date", match["iso"], "")],
    "clock": lambda match: [("clock", match["clock"].zfill(len("00:00")), "")],
    "year": lambda match: [("year", match["year"], "")],
    "weekday": lambda match: [("weekday", match["weekday"].lower().removesuffix("s"), "")],
    "id": _id,
    "dashed": lambda match: [("dashed", match["dashed"].lower(), "")],
    "label": _label,
    "times": _times,
    "each": _each,
    "rhythm": _rhythm,
    "length": _length,
    "amount": _amount,
    "sum": _sum,
    "percent": lambda match: [("percent", _number(match["percent"]), "")],
    "ordinal": lambda match: [("ordinal", _ordinal(match["ordinal"]), "")],
    "count": _count,
}


def _refers(match: re.Match[str]) -> bool:
    """Tell "the two" of what was named before from "the two firewalls"."""
    before, behind = match.string[: match.start()].rstrip().lower(), match.string[match.end() :]
    return before.endswith(("the", "these", "both")) and bool(
        re.match(
            r"\s*(?:$|[.,;]|(?:is|are|was|were|may|must|shall|should|can|cannot|have|has)\b)",
            behind,
        )
    )


def _of_work(qualified: str | None) -> str:
    return "working" if (qualified or "").lower() in {"working", "business"} else ""


def _currency(written: str) -> str:
    lower = written.lower().removesuffix("s")
    return f"money {_CURRENCIES.get(lower, lower)}"


def _multiple(word: str | None) -> float:
    return _MULTIPLES[word.lower()] if word else 1.0


def _ordinal(written: str) -> float:
    lower = written.lower()
    return float(_ORDINALS.index(lower) + 2) if lower in _ORDINALS else float(lower[:-2])


def _number(written: str) -> float:
    lower = written.lower()
    if lower in _NUMBERS:
        return _NUMBERS[lower]
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+", lower)
    return float(lower.replace(",", "" if grouped else "."))
