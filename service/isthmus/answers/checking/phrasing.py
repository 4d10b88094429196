"""The noun phrases of a text, and its verbs: what both are made of and how phrases are joined.

Shallow on purpose: what cannot be told for certain is left out, and nothing is compared with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.wordlists import plain_verbs

BE: Final = frozenset("is are was were be been being gets get".split())
HELPING: Final = frozenset(
    "may must shall should can cannot could might will would do does did has have had not never "
    "also only then always first itself themselves immediately at least once yet still "
    "usually".split()
)
HAVING_TO: Final = frozenset("has have had need needs is are required obliged ought".split())
PREPOSITIONS: Final = frozenset(
    "of in on at into onto for with without within from to by before after during under over "
    "between among against about through until via per than as behind above below upon towards "
    "outside inside near across like except besides regarding concerning".split()
)
JOINS: Final = frozenset({"and", "or", "nor", ",", "&"})
RELATIVE: Final = frozenset("who which that whom whose".split())
IRREGULAR: Final = frozenset(
    "kept told given sent held done set made shown written led bought put cut found known seen "
    "taken brought left lost run read bound hit drawn chosen built sold met split driven".split()
)
ARTICLES: Final = frozenset(
    "the a an each every all any no some its their his her our both either this these those that "
    "such other another own one two most many".split()
)
_FAR: Final = 6
MARKS: Final = frozenset(".;|:!?()\u2013\u2014")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: its words, the last is its head; ``after`` is the preposition before it."""

    words: tuple[Token, ...]
    after: str

    @property
    def head(self) -> Token:
        return self.words[-1]


@lru_cache(maxsize=4_096)
def phrases(text: Text) -> tuple[Phrase, ...]:
    """Give the noun phrases of a text in order."""
    found: list[Phrase] = []
    run: list[Token] = []
    for token in text.tokens:
        if is_nominal(text, token):
            if run and run[-1].clause != token.clause:
                found.append(_phrase(text, run))
                run = []
            run.append(token)
        elif run:
            found.append(_phrase(text, run))
            run = []
    if run:
        found.append(_phrase(text, run))
    return tuple(found)


def is_nominal(text: Text, token: Token) -> bool:
    small = token.word in PREPOSITIONS or token.word in ARTICLES
    return token.counts and not small and not is_done(text, token) and not _is_state(text, token)


def _is_state(text: Text, token: Token) -> bool:
    """Tell the participle of "retained for five years" from that of "dated plan"."""
    behind = text.tokens[token.at + 1] if token.at + 1 < len(text.tokens) else None
    return token.word.endswith("ed") and (behind is None or not behind.counts)


def _phrase(text: Text, run: Sequence[Token]) -> Phrase:
    at = run[0].at - 1
    while at >= 0 and _is_small(text.tokens[at]):
        at -= 1
    before = text.tokens[at].word if at >= 0 else ""
    return Phrase(tuple(run), before if before in PREPOSITIONS else "")


def _is_small(token: Token) -> bool:
    return token.word in ARTICLES


def is_done(text: Text, token: Token) -> bool:
    """Tell a verb from the noun of one form: "exercise", "logs"."""
    if not is_verb(text, token) or token.word.endswith("ings") or token.at == 0:
        return False
    before = text.tokens[token.at - 1]
    behind = text.tokens[token.at + 1].word if token.at + 1 < len(text.tokens) else "."
    if token.word.endswith("s") and not token.word.endswith("ss"):
        return behind not in JOINS | MARKS | BE
    if token.word.endswith(("ed", "ing")) or token.word in IRREGULAR:
        return before.word not in ARTICLES
    return before.word not in ARTICLES and _is_plain(text, token, before, behind)


def _is_plain(text: Text, token: Token, before: Token, behind: str) -> bool:
    """Tell whether a verb in its plain form is done: behind "must", "to", or a plural."""
    if before.word in JOINS:
        earlier = text.tokens[max(0, token.at - _FAR) : token.at]
        return any(t.word in plain_verbs() and is_verb(text, t) for t in earlier)
    if before.word in HELPING | HAVING_TO | RELATIVE | {"to", "be"}:
        return behind not in MARKS
    return before.counts and before.word.endswith("s") and not is_verb(text, before)


def joined(text: Text, chosen: Sequence[Phrase], *, backwards: bool = False) -> Iterator[Phrase]:
    """Give a phrase with those that "and", "or" or a list joins to it."""
    every = phrases(text)
    for each in chosen:
        run = [each]
        joins: set[str] = set()
        step = -1 if backwards else 1
        at = every.index(each) + step
        while 0 <= at < len(every):
            between = _between(text, *sorted((run[-1], every[at]), key=lambda one: one.head.at))
            if not between or (len(run) == 1 and len(between) > 1):  # ", and" goes on otherwise
                break
            if not backwards and _does(text, every[at]):
                break
            joins |= between
            run.append(every[at])
            at += step
        yield from run if joins & {"and", "or", "nor", "&"} else run[:1]


def _does(text: Text, phrase: Phrase) -> bool:
    """Tell whether a phrase is the subject of what comes next: "… and the team records"."""
    following = text.tokens[phrase.head.at + 1 : phrase.head.at + 2]
    return any(is_done(text, each) or each.word in HELPING | BE for each in following)


def _between(text: Text, one: Phrase, other: Phrase) -> set[str]:
    """Give the words that join two phrases, if nothing else stands between them."""
    between = {t.word for t in text.tokens[one.head.at + 1 : other.words[0].at]} - ARTICLES
    return between if between <= JOINS and one.head.clause == other.head.clause else set()


def with_owned(text: Text, phrase: Phrase) -> frozenset[int]:
    """Give the places of a phrase and of what "of" hangs on it: "the head of the OT team"."""
    places = {token.at for token in phrase.words}
    every = phrases(text)
    for each in every[every.index(phrase) + 1 :]:
        if each.after not in {"of", "for", "in", "at"} or each.head.at > max(places) + 7:
            break
        places |= {token.at for token in each.words}
    return frozenset(places)
