"""Changes that turn a supported sentence into another: a number, a unit, an id, a role, a "not"."""

import re
from collections.abc import Iterator

_UNITS = {
    "minute": "hour", "hour": "day", "day": "week", "week": "month", "month": "year",
    "quarter": "year", "year": "quarter",
}  # fmt: skip
_WORDS = {
    "two": "nine", "three": "eight", "four": "seven", "five": "eleven", "six": "thirteen",
    "seven": "two", "eight": "three", "ten": "four", "twelve": "nine", "eleven": "six",
}  # fmt: skip
_ROLES = (
    "plant manager", "OT security lead", "CISO", "operations director", "shift supervisor",
    "control systems engineer", "process safety engineer", "site manager", "control room operator",
    "executive sponsor", "supplier", "asset owner", "business continuity manager",
    "steering committee",
)  # fmt: skip
_NEGATING = re.compile(r"\b(is|are|was|were|may|must|should|can)\b(?! not\b| no\b)")
_NEGATED = re.compile(
    r"\b(is|are|was|were|may|must|should|can|does|do|did|have|has) not\b|\bcannot\b"
)
_NUMBER = re.compile(r"(?<![\w.-])\d+(?![\w.-]|,\d)")
_ID = re.compile(r"\b([A-Z]{2,}[A-Z-]*[ -])(\d+)")


def changed(sentence: str) -> Iterator[tuple[str, str]]:
    """Give a sentence with one thing changed, for each kind of change that it has a place for."""
    if found := _NUMBER.search(sentence):
        yield "number", _with(sentence, found, str(int(found[0]) * 3 + 1))
    elif found := re.search(rf"\b({'|'.join(_WORDS)})\b", sentence):
        yield "number", _with(sentence, found, _WORDS[found[0]])
    if found := re.search(rf"(?<=\d )({'|'.join(_UNITS)})(?=s?\b)", sentence):
        yield "unit", _with(sentence, found, _UNITS[found[0]])
    if found := _ID.search(sentence):
        yield "id", _with(sentence, found, f"{found[1]}{int(found[2]) + 1}")
    yield from _roles(sentence)
    if found := _NEGATED.search(sentence):
        said = found[0].removesuffix(" not") if found[0] != "cannot" else "can"
        yield "negation", _with(sentence, found, said)
    elif found := _NEGATING.search(sentence):
        yield "negation", _with(sentence, found, f"{found[0]} not")


def _roles(sentence: str) -> Iterator[tuple[str, str]]:
    """Put the next role of the list in the place of one."""
    for at, role in enumerate(_ROLES):
        if found := re.search(rf"\b{role}\b", sentence):
            others = (_ROLES[(at + step) % len(_ROLES)] for step in range(1, len(_ROLES)))
            other = next(each for each in others if each not in sentence)
            yield "role", _with(sentence, found, other)
            return


def _with(sentence: str, found: re.Match[str], other: str) -> str:
    return f"{sentence[: found.start()]}{other}{sentence[found.end() :]}"
