"""Who somebody is in a text: names, mentions, teams and roles, as they were said."""

import re
from functools import cache

from isthmus.actions.extracting.words import words

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻĽŁŃŅŇŐŒŘŚŞŠŤŪŮŰŲŹŻŽ"
_WORD = rf"[{UPPER}][\w'\u2019\-]*"
NAME = (
    rf"(?:@[\w][\w.\-]*\w|<@\w+(?:\|[\w .\-]+)?>|(?:Mr|Ms|Mrs|Dr|Mx)\.? {_WORD}(?: {_WORD})?"
    rf"|{_WORD}(?: (?:{_WORD}|de|van|von|der|la)){{0,3}})"
)
_JOINED = re.compile(r"\s*(?:/|\+|&|,|;|\band\b|\bund\b)\s*")
_ABSTRACT = re.compile(r"\w{4}(?:tion|sion|ment|ness|ity|ing|ism|ments|tions|ings)$")
_SIDE = re.compile(r"\s*\([^)]*\)\s*$")


@cache
def role() -> str:
    nouns = "|".join(sorted(words()["role_nouns"], key=len, reverse=True))
    return rf"(?:[Tt]he|[Oo]ur|[Yy]our) (?:[\w\-]+ ){{0,3}}?(?:{nouns})"


@cache
def somebody() -> str:
    """Give the pattern of a person, a team or a role; several with "and" between."""
    one = rf"(?:{role()}|(?:[Tt]he )?{NAME}(?: (?:{_nouns()}))?)"
    return rf"(?:{one})(?:(?:,? and |, | & | ?/ ?| \+ ){one}){{0,3}}"


@cache
def _nouns() -> str:
    return "|".join(sorted(words()["role_nouns"], key=len, reverse=True))


def is_name(said: str) -> bool:
    """Tell a name from a word that has its capital only from the sentence it opens."""
    parts = _JOINED.split(said)
    if len(parts) > 1:
        return all(is_name(part) for part in parts)
    first = re.sub(r"^(?:[Tt]he|[Oo]ur|[Yy]our)\s+", "", said).split(" ")[0].strip("@").casefold()
    whole = said.casefold()
    last = whole.split()[-1] if whole.split() else ""
    if said.startswith(("@", "<@")) or said.split(" ", maxsplit=1)[0] in {"IT", "OT", "HR"}:
        return True
    if re.fullmatch(role(), said):
        return last not in words()["everybody"]
    if whole.startswith("the ") and last not in words()["role_nouns"]:
        return False  # "the PLC" is a thing
    first = first.split("'")[0].split("\u2019")[0]
    abstract = " " not in whole and _ABSTRACT.search(first)
    known = first in words()["no_names"] or first in words()["everybody"]
    return not abstract and not known and len(first) > 1


def parties(said: str, speaker: str = "") -> tuple[str, ...]:
    """Give who is meant, each as it was said, without an article or a mention's sign."""
    found = [_tidy(each, speaker) for each in _JOINED.split(_SIDE.sub("", said.strip(" *_`")))]
    return tuple(dict.fromkeys(each for each in found if each))


def _tidy(said: str, speaker: str) -> str:
    bare = said.strip(" *_`.:~")
    if bare.casefold() in {"me", "i", "myself"}:
        return speaker
    if bare.casefold() in {
        *words().any_of("nothing"),
        "all",
        "tbc",
        "we",
        "us",
        "everyone",
        "team",
    }:
        return ""
    shown = re.fullmatch(r"<@\w+(?:\|([\w .\-]+))?>", bare)
    if shown:
        return shown[1] or ""
    return re.sub(r"^(?:the|our|your|@)\s*", "", bare, flags=re.IGNORECASE)
