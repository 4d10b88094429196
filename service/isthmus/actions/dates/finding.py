"""The due day of a sentence: where it stands, and which day it is."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from isthmus.actions.dates.days import Period, day_off, due, spoken, working_day_from
from isthmus.actions.dates.durations import DATED
from isthmus.actions.dates.durations import RULES as DURATIONS
from isthmus.actions.dates.edges import end_of
from isthmus.actions.dates.model import Asked, Due, Found, Meaning, Relative, Unclear, named
from isthmus.actions.dates.reading import Reading
from isthmus.actions.dates.recurring import repeating
from isthmus.actions.dates.references import EVENT
from isthmus.actions.dates.references import RULES as REFERENCES
from isthmus.actions.dates.rules import Core, Match, Point, Standing, ends_there, longest
from isthmus.actions.dates.tongues import readings
from isthmus.actions.dates.wording import DOUBTFUL, HOUR, pattern

_RULES: Final = (*DATED, *DURATIONS, *REFERENCES)
_LEAD: Final = pattern(
    r"(?:(?:is |are |it is |it's |was )?(?:due date|target date|due|deadline)(?: is)?"
    r"(?::|=| -)? ?)?"
    r"(?:(?P<by>(?:(?:by )?no later than|not later than|(?:at|by) the latest(?: by| on)?|"
    r"latest(?: by| on)?|on or before|up to|to be done by|by|until|till|til) )"
    rf"|(?P<before>(?:before|prior to|ahead of|earlier than) (?:{EVENT} (?:on |in |of )?)?)"
    rf"|(?P<after>(?:after|following) (?:{EVENT} (?:on |in |of )?)?)"
    r"|(?P<on>(?:on|at|for|to|this side of) )"
    r"|(?P<within>(?:sometime |some time )?(?:in the course of|in|during|within|over) ))?"
)
_HOUR_BEFORE: Final = pattern(rf"{HOUR}(?:,? on |,? of |,? by | |, )")
_TAIL: Final = pattern(
    rf"(?:,? (?:by |at |before )?(?:the )?(?:{HOUR}|morning|afternoon|evening|night|lunchtime))?"
    r"(?:,? (?:at the (?:very )?latest|latest|or earlier|or sooner|at the earliest convenience))?"
)
_WORD: Final = re.compile(r"(?<![\w./@#&+-])[^\W_]|(?<![^\s(\[])'\d")
_CLAUSE_ENDS: Final = pattern(
    r" ?(?:$|[.,;:!?)\]\u2014|#+@]|- |"
    r"(?:and|so|step|please|because|to|for|(?:with )?(?:high|low|urgent|normal))(?![^\W_])|"
    r"at (?:the )?latest)"
)
_NOT_AFTER: Final = re.compile(
    r"(?<![^\W_])(?:since|from|as of|dated|last|past|previous|of|ago|per|version|rev\.?|edition|"
    r"section|clause|table|figure|page|chapter|nr\.?|no\.?|between|like|held on|effective) "
    r"(?:the )?$"
)
_PASSIVE: Final = re.compile(r"(?<![^\W_])from [\w ]{1,20} $")
_EACH: Final = re.compile(r"(?<![^\W_])(?:every|each|on alternate) [\w ]{0,20}$")


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    core: Core
    lead: str  # "by", "before", "after", "on", "within", "" or "itself"


def find_due(text: str, asked: Asked) -> Found | None:
    """Find when something is due in a running sentence; where in doubt, find nothing."""
    best: Found | None = None
    best_rank = (0, 0)
    for reading in readings(text, asked.languages):
        for candidate in _candidates(reading, asked):
            found = _found(reading, candidate, asked)
            rank = (_strength(candidate, found.meaning), found.end - found.start)
            if (
                best is None
                or rank[0] > best_rank[0]
                or _same_but_longer(best, found, rank, best_rank)
            ):
                best, best_rank = found, rank
    return best


def understand_due(text: str, asked: Asked) -> Meaning:
    """Read words that are nothing but a due day; what they do not say is to be asked."""
    phrase = text.strip().rstrip(".!,;")
    for said in dict.fromkeys((text.strip(), phrase)):
        for reading in readings(said, asked.languages):
            candidate = _whole(reading, asked)
            if candidate:
                return _found(reading, candidate, asked).meaning
    found = find_due(text, asked)
    if found:
        return found.meaning
    if not phrase:
        return Unclear("", "By which day?")
    return Unclear(phrase[:200], "Which day is that?")


def _same_but_longer(
    best: Found, found: Found, rank: tuple[int, int], best_rank: tuple[int, int]
) -> bool:
    overlap = found.start < best.end and best.start < found.end
    return overlap and rank > best_rank


def _found(reading: Reading, candidate: _Candidate, asked: Asked) -> Found:
    start, end = reading.span(candidate.start, candidate.end)
    meaning = _meaning(candidate, asked)
    if isinstance(meaning, Unclear) and meaning.event:
        meaning = _as_it_was_said(meaning, reading, candidate)
    return Found(start, end, named(meaning, reading.said[start:end]))


def _as_it_was_said(meaning: Unclear, reading: Reading, candidate: _Candidate) -> Unclear:
    """Ask for the event in the letters of whoever named it: "the FAT"."""
    at = reading.plain.find(meaning.event, candidate.start, candidate.end)
    event = reading.as_said(at, at + len(meaning.event)) if at >= 0 else meaning.event
    return replace(meaning, event=event, question=f"Which day is “{event}”?")


def _strength(candidate: _Candidate, meaning: Meaning) -> int:
    """Rank what competes in a sentence: a day said with "by" before one merely mentioned."""
    if isinstance(meaning, Unclear) and (meaning.event or not meaning.choices):
        return 1
    if candidate.lead == "after":
        return 1
    if candidate.lead in {"by", "before"} or isinstance(meaning, Relative):
        return 4
    return 3 if candidate.lead else 2


# ---- reading


def _whole(reading: Reading, asked: Asked) -> _Candidate | None:
    """Read the whole text as one phrase, whatever it would need in a sentence."""
    for candidate, _ in _at(reading, 0, asked):
        if candidate.end == len(reading.plain):
            return candidate
    return None


def _candidates(reading: Reading, asked: Asked) -> list[_Candidate]:
    candidates = []
    taken = 0
    repeated = repeating(reading.plain)
    for word in _WORD.finditer(reading.plain):
        start = word.start()
        if start < taken or (repeated and repeated[1] <= start < repeated[2]):
            continue
        for candidate, match in _at(reading, start, asked):
            if _is_of_another(reading, candidate):  # and so is what stands within
                taken = max(taken, candidate.end)
            elif _may_stand(reading, candidate, match):
                candidates.append(candidate)
                taken = candidate.end
                break
    return candidates


def _at(reading: Reading, start: int, asked: Asked) -> list[tuple[_Candidate, Match]]:
    """Give what can be read from here, with and without a preposition, the longest first."""
    text = reading.plain
    read_ones = []
    itself = longest(_RULES, text, start, asked)
    if itself:
        lead = "itself" if itself.rule.leads_itself else ""
        read_ones.append((_candidate(text, start, itself, lead), itself))
    lead_found = _LEAD.match(text, start)
    if lead_found and lead_found.end() > start:
        lead = lead_found.lastgroup or "by"
        led = longest(_RULES, text, lead_found.end(), asked)
        if led and _fit(lead, led.core):
            read_ones.append((_candidate(text, start, led, lead), led))
    hour = _HOUR_BEFORE.match(text, lead_found.end() if lead_found else start)
    if hour and (timed := longest(DATED, text, hour.end(), asked)):
        read_ones.append((_candidate(text, start, timed, "by"), timed))
    return sorted(read_ones, key=lambda each: -each[0].end)


def _candidate(text: str, start: int, match: Match, lead: str) -> _Candidate:
    tail = _TAIL.match(text, match.end)
    end = tail.end() if tail and ends_there(text, tail.end()) else match.end
    return _Candidate(start, end, match.core, lead)


def _fit(lead: str, core: Core) -> bool:
    """Tell whether they are said together: "for Friday" is a due day, "for May" a subject."""
    if lead == "on":
        return isinstance(core, Point | Unclear | Relative)
    if lead == "within":
        return not (isinstance(core, Point) and not core.edge)
    return True


def _is_of_another(reading: Reading, candidate: _Candidate) -> bool:
    """Tell whether it belongs to what stands before: "since", "minutes of", "every"."""
    before = reading.plain[max(0, candidate.start - 30) : candidate.start]
    if candidate.lead == "on":
        return (_EACH.search(before) or _PASSIVE.search(before)) is not None
    refusing = (_EACH, _NOT_AFTER) if not candidate.lead else (_EACH,)
    return any(each.search(before) for each in refusing)


def _may_stand(reading: Reading, candidate: _Candidate, match: Match) -> bool:
    lead, standing = candidate.lead, match.rule.standing
    ends = _CLAUSE_ENDS.match(reading.plain, candidate.end) is not None
    if standing is Standing.AT_END and (not lead or match.rule.leads_itself):
        return ends
    if lead:
        return _led_may_stand(reading, standing, at_end=ends)
    return standing is Standing.ALONE and not _doubtful(reading, candidate)


def _led_may_stand(reading: Reading, standing: Standing, *, at_end: bool) -> bool:
    if standing is Standing.ABROAD:
        return reading.language != "en"
    return at_end or standing is not Standing.LED_AT_END


def _doubtful(reading: Reading, candidate: _Candidate) -> bool:
    """Tell whether it rests on a small "may" or "march", which are other words as well."""
    words = re.findall(r"[^\W\d_]+", reading.as_said(candidate.start, candidate.end))
    has_year = re.search(r"20\d\d", reading.plain[candidate.start : candidate.end])
    return not has_year and any(word in DOUBTFUL for word in words)


# ---- the day


def _meaning(candidate: _Candidate, asked: Asked) -> Meaning:
    core = candidate.core
    if isinstance(core, Relative | Unclear):
        return core
    if candidate.lead == "before":
        return _before(core, asked)
    if candidate.lead == "after":
        return _after(core, asked)
    if isinstance(core, Point):
        return due(core.day, asked, core.note)
    if candidate.lead == "by" and core.kind == "year":
        return _by_year(core, asked)
    return due(end_of(core, asked), asked, core.note)


def _by_year(year: Period, asked: Asked) -> Meaning:
    """Ask: "by 2027" is its beginning to some and its end to others."""
    days = [day for day in (year.first - timedelta(days=1), year.last) if day >= asked.today]
    if len(days) < 2:  # noqa: PLR2004 - the two readings
        return due(year.last, asked, year.note)
    choices = tuple(Due(day, "", day_off(day, asked)) for day in days)
    return Unclear("", "Before that year begins, or before it ends?", choices)


def _before(core: Point | Period, asked: Asked) -> Meaning:
    if isinstance(core, Point) and core.edge:
        return due(core.day, asked, core.note)
    first = core.day if isinstance(core, Point) else core.first
    day = working_day_from(first - timedelta(days=1), asked, -1)
    if day < asked.today <= first - timedelta(days=1):
        day = first - timedelta(days=1)
    return due(day, asked, core.note)


def _after(core: Point | Period, asked: Asked) -> Unclear:
    last = core.day if isinstance(core, Point) else core.last
    first = working_day_from(max(last, asked.today) + timedelta(days=1), asked)
    week = working_day_from(first + timedelta(days=7), asked)
    return Unclear(
        "",
        f"Not before {spoken(first)}, then: by which day?",
        (Due(first, ""), Due(week, "")),
    )
