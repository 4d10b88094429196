"""A text as its words, each with its stem, its place and the clause it stands in."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final

from isthmus.answers.checking.wordlists import (
    heads_of_roles,
    lone_actors,
    paraphrases,
    plain_verbs,
    stem_of,
    verbs,
)
from isthmus_knowledge.analysis import STOP_WORDS

_TOKEN: Final = re.compile(
    r"\d+(?:[.,:]\d+|\.[A-Z]\b)+|\d+(?:st|nd|rd|th)?\b|[^\W_]+(?:['\u2019][^\W_]+)?|[€$£%|;:,.()!?\u2013\u2014]"
)
_NO_BREAK: Final = "\u00b7"  # stands for a point inside a sentence
_SHORTENED: Final = frozenset(
    "rev no nos art sec fig e.g i.e vs mr mrs ms dr st ca approx incl".split()
)
_BREAKS: Final = frozenset("|;:.!?")
# These open a clause; of those in _ONLY_AFTER_COMMA only behind a comma.
_OPENERS: Final = frozenset(
    "but while whereas because since unless if until although though once whenever when where "
    "which who whom".split()
)
_ONLY_AFTER_COMMA: Final = frozenset("and or so as nor yet for then after before".split())
_FINITE: Final = frozenset(
    "is are was were has have had does do did may must shall should can cannot could might will "
    "would need needs".split()
)
_NOUNS: Final = (
    "ment",
    "ments",
    "tion",
    "tions",
    "sion",
    "ance",
    "ence",
    "al",
    "ity",
    "ure",
    "er",
    "ers",
    "or",
    "ors",
)
_BEFORE_NOUNS: Final = frozenset(
    "the a an of each every no its any in on for with without by from this that these those all "
    "some their our at under after before".split()
)
_LONGEST_INITIALS: Final = 5
_AHEAD: Final = 6  # words in which the verb of a joined clause follows
_GRAMMAR: Final = frozenset(
    "unless neither without except nobody none nothing although though whether among within upon "
    "via towards per cannot shall might every either also never always".split()
)
# Words that a sentence may add without saying more.
LIGHT: Final = frozenset(
    stem_of(word)
    for word in """
    according also addition additionally however therefore thus hence moreover furthermore namely
    respectively case set way thing fact give given order regard respect according accordingly
    policy document standard passage text section digest organisation organization provide ensure
    make take have do get come go put let say said well still both either whether among within
    upon via towards per concerning regarding must shall should may might can could cannot will
    would need needs able not never no nobody none nothing neither nor only
    always all every each any everybody everyone whole entire some most many several few least
    under since where there here particular certain specific one ones such following itself own
    rather instead except besides even yet already somebody someone whoever whereas perhaps
    otherwise
    """.split()
)


@dataclass(frozen=True)
class Token:
    """A word or a mark: ``at`` is its place, ``clause`` the number of its clause."""

    at: int
    start: int
    end: int
    written: str
    word: str
    stem: str
    clause: int

    @property
    def is_word(self) -> bool:
        return self.word[0].isalnum()

    @cached_property
    def counts(self) -> bool:
        """Tell whether it is more than grammar."""
        return self.is_word and self.word not in STOP_WORDS and self.word not in _GRAMMAR

    @cached_property
    def tells(self) -> bool:
        """Tell whether it says something by itself."""
        return self.counts and self.stem not in LIGHT


@dataclass(frozen=True, eq=False)
class Text:
    """A text with its words; two are the same only if they are one."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(token.stem for token in self.tokens)

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Give where each stem stands."""
        found: dict[str, list[int]] = {}
        for token in self.tokens:
            found.setdefault(token.stem, []).append(token.at)
        return {each: tuple(places) for each, places in found.items()}

    @cached_property
    def groups(self) -> dict[int, tuple[int, ...]]:
        """Give where each meaning of the paraphrases stands."""
        found: dict[int, list[int]] = {}
        for at, length, group in self.phrases:
            words = [place for place in range(at, at + length) if self.tokens[place].counts]
            found.setdefault(group, []).extend(words or [at])
        return {group: tuple(places) for group, places in found.items()}

    @cached_property
    def phrases(self) -> tuple[tuple[int, int, int], ...]:
        """Give the place, the length and the group of each known phrase."""
        said, known = [token.stem for token in self.tokens], paraphrases()
        return tuple(
            (at, len(phrase), group)
            for at, first in enumerate(said)
            for phrase, group in known.get(first, ())
            if tuple(said[at : at + len(phrase)]) == phrase
        )

    @cached_property
    def groups_at(self) -> dict[int, frozenset[int]]:
        """Give the groups of the phrases that each word is part of."""
        found: dict[int, set[int]] = {}
        for at, length, group in self.phrases:
            for place in range(at, at + length):
                found.setdefault(place, set()).add(group)
        return {at: frozenset(groups) for at, groups in found.items()}

    @cached_property
    def telling(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.tells)

    @cached_property
    def initials(self) -> dict[str, tuple[int, ...]]:
        """Give where each abbreviation stands that could be the first letters of some words."""
        found: dict[str, list[int]] = {}
        for token in self.tokens:
            letters = token.written.removesuffix("s")
            if letters.isupper() and letters.isalpha() and 1 < len(letters) <= _LONGEST_INITIALS:
                found.setdefault(letters.lower(), []).append(token.at)
        return {letters: tuple(places) for letters, places in found.items()}

    def clause(self, number: int) -> tuple[Token, ...]:
        return self._clauses.get(number, ())

    @cached_property
    def _clauses(self) -> dict[int, tuple[Token, ...]]:
        return {
            number: tuple(tokens)
            for number, tokens in groupby(self.tokens, key=lambda token: token.clause)
        }


@lru_cache(maxsize=4_096)
def read(text: str) -> Text:
    """Read a text; what was read is remembered."""
    found = list(_TOKEN.finditer(text))
    words = [_word(match.group()) for match in found]
    words = [
        _NO_BREAK if word == "." and _goes_on(text, match.end(), words[at - 1]) else word
        for at, (match, word) in enumerate(zip(found, words, strict=True))
    ]
    clauses = _clauses(words)
    return Text(
        text,
        tuple(
            Token(at, match.start(), match.end(), match.group(), word, stem_of(word), clause)
            for at, (match, word, clause) in enumerate(zip(found, words, clauses, strict=True))
        ),
    )


def is_verb(text: Text, token: Token) -> bool:
    """Tell "logs are sent" from "the logs": by what stands before and behind."""
    if token.stem not in verbs() or not token.counts:
        return False
    if token.word.endswith(_NOUNS) and token.word not in plain_verbs():
        return False
    before = text.tokens[token.at - 1].word if token.at else ""
    behind = text.tokens[token.at + 1].word if token.at + 1 < len(text.tokens) else ""
    if behind == "by" or before in _FINITE or before == "to":
        return True
    if token.word.endswith("s") and _follows_a_thing(text, token):
        return False
    return before not in _BEFORE_NOUNS and behind not in _FINITE and behind != "of"


def _follows_a_thing(text: Text, token: Token) -> bool:
    """Tell the noun of "security measures audited" from a verb."""
    before = text.tokens[token.at - 1] if token.at else None
    behind = text.tokens[token.at + 1] if token.at + 1 < len(text.tokens) else None
    named = heads_of_roles() | lone_actors()
    if before is None or not before.counts or before.word in named or before.word[-1].isdigit():
        return False
    return behind is not None and behind.counts and behind.word.endswith("ed")


def _word(written: str) -> str:
    return written.lower().replace("\u2019", "'").removesuffix("'s")


def _goes_on(text: str, at: int, before: str) -> bool:
    """Tell the point of "Rev. 3" and "e.g. this" from that of a sentence."""
    following = text[at : at + 3].lstrip()[:1]
    return bool(following) and (
        before in _SHORTENED or not (following.isupper() or following.isdigit())
    )


def _clauses(words: list[str]) -> list[int]:
    """Give the number of each word's clause.

    Marks end a clause, some words open one, and "and is" joins a new one.
    """
    numbers: list[int] = []
    clause, has_verb = 0, False
    for at, word in enumerate(words):
        if at and _opens(words, at, has_verb=has_verb):
            clause, has_verb = clause + 1, False
        has_verb = has_verb or word in _FINITE
        numbers.append(clause)
        if word in _BREAKS:
            clause, has_verb = clause + 1, False
    return numbers


def _opens(words: list[str], at: int, *, has_verb: bool) -> bool:
    word = words[at]
    if word in _OPENERS:
        return True
    if word in _ONLY_AFTER_COMMA and words[at - 1] == ",":
        return any(each in _FINITE for each in words[at + 1 : at + 1 + _AHEAD]) or not has_verb
    return word in {"and", "or"} and has_verb and _verb_follows(words, at)


def _verb_follows(words: list[str], at: int) -> bool:
    for each in words[at + 1 : at + 1 + _AHEAD]:
        if each in _FINITE:
            return True
        if each in {",", "and", "or", ";", "."}:
            return False
    return False
