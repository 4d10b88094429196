"""The steps and phases of the programme that a sentence names."""

import re
from types import MappingProxyType
from typing import Final

from isthmus_knowledge.catalogue import catalogue

_STEPS: Final = re.compile(
    r"\b(?:steps?\s+)?(?<![\w.-])(\d\.\d)(?:\s*(to|-|\u2013|through|until)\s*(?:step\s+)?(\d\.\d))?(?![\w.]*\d)(?:\s*(?:,|and|&|plus)\s*(?=(?:steps?\s+)?\d\.\d\b))?"
)
_PHASES: Final = re.compile(
    r"\bphases?\s+((?:\d|one|two|three|iii|ii|i)\b(?:\s*(?:,|and|&|to|-|\u2013|through)\s*(?:phase\s+)?(?:\d|one|two|three|iii|ii|i)\b)*)",
    re.IGNORECASE,
)
_NAMED_PHASE: Final = re.compile(
    r"\b(?:the\s+)?(?:phase\s+['\"]?(initiate|align|monitor and optimi[sz]e)\b['\"]?"
    r"|(initiate|align|monitor and optimi[sz]e)\s+phase\b"
    r"|(first|second|third)\s+phase\b)",
    re.IGNORECASE,
)
_EVERYTHING: Final = re.compile(
    r"\b(?:everything|(?:the )?(?:whole|entire|full) (?:programme|program|blueprint)"
    r"|all (?:the )?(?:twelve |12 )?(?:steps|phases|activities)|all twelve)\b",
    re.IGNORECASE,
)
_NUMBERS: Final = MappingProxyType(
    {
        "one": 1,
        "two": 2,
        "three": 3,
        "i": 1,
        "ii": 2,
        "iii": 3,
        "first": 1,
        "second": 2,
        "third": 3,
    }
)


def phases_of(text: str) -> tuple[tuple[int, ...], str]:
    """Find phases, and give the text without them."""
    every = tuple(sorted({step.phase for step in catalogue().steps}))
    numbers: list[int] = []
    while (found := _PHASES.search(text)) and set(said := _numbers(found[1])) <= set(every):
        numbers += said
        text = _cut(text, found)
    while found := _NAMED_PHASE.search(text):
        numbers.append(_phase_named(found[1] or found[2] or found[3]))
        text = _cut(text, found)
    if found := _EVERYTHING.search(text):
        has_less = numbers or _STEPS.search(text)
        numbers, text = numbers if has_less else list(every), _cut(text, found)
    return tuple(sorted(set(numbers))), text


def _numbers(text: str) -> list[int]:
    said = [_number(word) for word in re.findall(r"\d|[a-z]+", text.casefold()) if _is_number(word)]
    is_range = re.search(r"\bto\b|-|\u2013|\bthrough\b", text)
    return list(range(said[0], said[-1] + 1)) if is_range else said


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in _NUMBERS


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


def _phase_named(said: str) -> int:
    if said.casefold() in _NUMBERS:
        return _NUMBERS[said.casefold()]
    start = said.casefold()[:5]
    return next(s.phase for s in catalogue().steps if s.phase_name.casefold().startswith(start))


def steps_of(text: str) -> tuple[tuple[str, ...], str]:
    """Find numbers of steps; one that the programme does not have stays where it is."""
    known = [step.id for step in catalogue().steps]
    found: list[str] = []
    kept = text
    for said in _STEPS.finditer(text):
        first, last = said[1], said[3] or said[1]
        wanted = [step for step in known if first <= step <= last]
        is_a_step = first in known and last in known and not _is_an_edition(text, said.start())
        if is_a_step:
            found += wanted
            kept = kept.replace(said[0].strip(), " ", 1)
    return tuple(dict.fromkeys(sorted(found))), " ".join(kept.split())


def _is_an_edition(text: str, start: int) -> bool:
    return bool(re.search(r"(?:CPG|CSF|version|v|rev\.?|NICE)\s*$", text[:start], re.IGNORECASE))


def _cut(text: str, found: re.Match[str], instead: str = " ") -> str:
    return " ".join(f"{text[: found.start()]}{instead}{text[found.end() :]}".split())
