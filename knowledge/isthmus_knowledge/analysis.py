"""Text to search terms: words by their English stem, and ids such as "SR 1.13" kept whole."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Final

import snowballstemmer

_STEMMER: Final = snowballstemmer.stemmer("english")
_STEMMING: Final = Lock()  # a stemmer holds the word that it is working on
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_IDENTIFIER: Final = re.compile(
    r"""
    (?<![\w.-])
    (?:
        (?:(?:NIST|SP|ISA|IEC|ISO|EN|FIPS|API)[ ./-]{0,3})+
        (?P<published>\d{2,5}(?:-\d+)*)(?:[rR]\d)?                  # ISO 13849, IEC 62443-3-3
      | (?P<practice>[A-Z]{4,}(?:-[A-Z]{4,})?-\d{1,2})(?P<letter>[a-z])   # ASSET-1a of C2M2
      | (?P<principle>[A-Z]\d)\.(?P<outcome>[a-z])                      # B5.c of the CAF
      | (?P<family>[A-Z]{1,6}[A-Za-z]? | [a-z]{2,4}(?=-\d | [ ]?\d+\.\d) | [a-z]{1,2}(?=\d{3,4}\b))
        [ -]?(?P<number>\d+(?:[.-]\d+){0,5})                        # SR 1.13, ac-17, CIP-007-6
      | (?P<category>[A-Z]{2}\.[A-Z]{2,3} | [a-z]{2}\.[a-z]{2,3}(?=-\d))(?:-(?P<sub>\d+))?
      | (?P<standard>\d{3,5}(?:-\d+)+)(?:[rR]\d)?                    # 62443-3-3, 800-82r3
      | (?P<goal>\d\.[A-Z])                                          # CPG goal 1.C
      | (?P<part>(?i:article|appendix|annex|chapter|section|step)s?)\s
        (?P<which>\d+(?:\.\d+)*|[A-Z]\b)                             # Article 23, step 2.4
    )
    (?P<enhancement>\s?\(\d+\))?
    (?![\w])
    """,
    re.VERBOSE,
)

_LAST_BRACKETS: Final = re.compile(r"\((?=([^()]*)\)$)")
_PADDING: Final = re.compile(r"(?<!\d)0+(?=\d)")
# Hyphens and spaces that do not break, as typesetters write ids.
_PLAIN: Final = str.maketrans("\u2010\u2011\u00a0\u202f", "--  ")

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


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    with _STEMMING:
        return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Give the stem of every word, in reading order."""
    return [stem(word) for word in words(text)]


def words(text: str) -> list[str]:
    """Give the text's words in lower case, without a possessive s, in reading order."""
    found = _WORD.findall(text.lower().replace("\u2019", "'"))
    return [word.removesuffix("'s") for word in found]


def terms(text: str) -> list[str]:
    """Give the search terms of a text: stems of all words but stop words, and its ids whole."""
    return telling_stems(text) + identifiers(text)


def telling_stems(text: str) -> list[str]:
    """Give the stems of all words but stop words, in reading order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


def pairs(stems: Sequence[str]) -> list[str]:
    """Give each two neighbouring stems: "patch_management"."""
    return [f"{first}_{second}" for first, second in pairwise(stems)]


def identifiers(text: str) -> list[str]:
    """Give the ids a text names, each in one spelling, each also without its last parts.

    "CIP-007-6" is found by somebody who asks for cip-007, "AC-17(1)" by one who asks for AC-17,
    "PR.AA-01" by one who asks for PR.AA-1.
    """
    return [spelling for match in _named(text) for spelling in _spellings(match)]


def specific_identifiers(text: str) -> list[str]:
    """Give the ids a text names, each only in full."""
    return [_spellings(match)[-1] for match in _named(text)]


def _named(text: str) -> Iterator[re.Match[str]]:
    for match in _IDENTIFIER.finditer(text.translate(_PLAIN)):
        family = match["family"] or ""
        is_word = family.lower() in STOP_WORDS and (len(family) == 1 or not family.isupper())
        if not is_word:  # "In 2024" is no id, "AT-2" is one
            yield match


def subject_identifier(heading: str) -> str | None:
    """Give the id that a heading opens with, or has in its last brackets: what it is about.

    The number of a whole standard is none: everything in a digest is about it.
    """
    match = _IDENTIFIER.match(heading) or _bracketed(heading)
    if match is None or match["published"] or match["standard"]:
        return None
    return _spellings(match)[-1]


def first_identifier(text: str) -> str | None:
    """Give the first id of a text, in full, that is not the number of a whole standard."""
    named = (match for match in _named(text) if not (match["published"] or match["standard"]))
    match = next(named, None)
    return _spellings(match)[-1] if match else None


def _bracketed(heading: str) -> re.Match[str] | None:
    brackets = _LAST_BRACKETS.search(heading)
    return _IDENTIFIER.match(heading, brackets.start(1)) if brackets else None


def without_identifiers(text: str) -> str:
    return _IDENTIFIER.sub(" ", text)


def _spellings(match: re.Match[str]) -> list[str]:
    if match["category"]:
        sub = [f"{match['category']}-{match['sub']}"] if match["sub"] else []
        found = [match["category"], *sub]
    elif match["published"] or match["standard"]:
        found = _prefixes("", match["published"] or match["standard"])
    elif match["goal"]:
        found = [match["goal"]]
    elif match["practice"]:
        found = [match["practice"], match["practice"] + match["letter"]]
    elif match["principle"]:
        principle = f"{match['principle'][0]}-{match['principle'][1]}"
        found = [principle, f"{principle}.{match['outcome']}"]
    elif match["part"]:
        found = [f"{match['part'].lower().removesuffix('s')}-{match['which']}"]
    else:
        found = _prefixes(match["family"] + "-", match["number"])
    if match["enhancement"]:
        found.append(found[-1] + match["enhancement"].strip())
    return [f"#{_PADDING.sub('', spelling.lower())}" for spelling in found]


def _prefixes(family: str, number: str) -> list[str]:
    parts = re.split(r"(?<=[.-])", number)
    return [family + "".join(parts[:end]).rstrip(".-") for end in range(1, len(parts) + 1)]
