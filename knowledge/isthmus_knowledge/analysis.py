"""Text to search terms: words by their English stem, and ids such as "SR 1.13" kept whole."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

import snowballstemmer

_STEMMER: Final = snowballstemmer.stemmer("english")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_IDENTIFIER: Final = re.compile(
    r"""
    (?<![\w.-])
    (?:
        (?!(?:NIST|SP|IEC|ISA|ISO|EN|FIPS)\b)                             # a publisher is no family
        (?P<family>[A-Z]{1,6}[A-Za-z]?)[ -]?(?P<number>\d+(?:[.-]\d+)*)   # SR 1.13, AC-17, CIP-007-6
      | (?P<category>[A-Z]{2}\.[A-Z]{2,3})(?:-(?P<sub>\d+))?              # PR.AA-01
      | (?P<standard>\d{3,5}(?:-\d+)+)(?:[rR]\d)?                         # 62443-3-3, 800-82r3
    )
    (?P<enhancement>\s?\(\d+\))?
    (?![\w])
    """,
    re.VERBOSE,
)

STOP_WORDS: Final = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further get
    had has have having he her here hers him his how i if in into is it its itself just let like may
    me might more most must my no nor not of off on once only or other our ours out over own per
    please same shall she should so some such tell than that the their theirs them then there these
    they this those through to too under until up us very was we were what when where which while
    who whom whose why will with would you your yours
    """.split()
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def words(text: str) -> list[str]:
    """Give the text's words in lower case, without a possessive s, in reading order."""
    found = (match.group().lower().replace("’", "'") for match in _WORD.finditer(text))
    return [word.removesuffix("'s") for word in found]


def terms(text: str) -> list[str]:
    """Give the search terms of a text: stems of all words but stop words, and its ids whole."""
    stems = [stem(word) for word in words(text) if word not in STOP_WORDS]
    return stems + identifiers(text)


def pairs(text: str) -> list[str]:
    """Give each two neighbouring stems, stop words left out: "patch_management"."""
    stems = [stem(word) for word in words(text) if word not in STOP_WORDS]
    return [f"{first}_{second}" for first, second in pairwise(stems)]


def identifiers(text: str) -> list[str]:
    """Give the ids a text names, each in one spelling, each also without its last parts.

    "CIP-007-6" is found by somebody who asks for CIP-007, "AC-17(1)" by one who asks for AC-17.
    """
    return [spelling for match in _IDENTIFIER.finditer(text) for spelling in _spellings(match)]


def _spellings(match: re.Match[str]) -> list[str]:
    if match["category"]:
        whole = [match["category"], *([f"{match['category']}-{match['sub']}"] if match["sub"] else [])]
    elif match["standard"]:
        whole = _prefixes("", match["standard"], 2)
    else:
        whole = _prefixes(match["family"] + "-", match["number"], 1)
    if match["enhancement"]:
        whole.append(whole[-1] + match["enhancement"].strip())
    return [f"#{spelling.lower()}" for spelling in whole]


def _prefixes(family: str, number: str, shortest: int) -> list[str]:
    parts = re.split(r"(?<=[.-])", number)
    ends = range(min(shortest, len(parts)), len(parts) + 1)
    return [family + "".join(parts[:end]).rstrip(".-") for end in ends]
