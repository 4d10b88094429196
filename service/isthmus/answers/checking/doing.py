"""Who does what to whom in a text: the subject, the object, "to", "from" and "by" of each verb."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.named import roles
from isthmus.answers.checking.phrasing import (
    ARTICLES,
    BE,
    HAVING_TO,
    HELPING,
    IRREGULAR,
    JOINS,
    MARKS,
    PREPOSITIONS,
    RELATIVE,
    Phrase,
    is_done,
    is_nominal,
    joined,
    phrases,
)
from isthmus.answers.checking.reading import Text, Token

_PRONOUNS: Final = frozenset(
    "it they he she this these those that one you we nobody everybody anybody everyone "
    "anyone who which what whoever whatever".split()
)


@dataclass(frozen=True)
class Deed:
    """A verb with who does it, what it is done to, and to or from whom; empty where not said."""

    verb: Token
    doers: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]
    to: tuple[Phrase, ...]
    source: tuple[Phrase, ...]
    passive: bool


@lru_cache(maxsize=4_096)
def deeds(text: Text) -> tuple[Deed, ...]:
    """Give what is done in a text; "and records" has the doer of what stands before it."""
    found: list[Deed] = []
    for verb in (token for token in text.tokens if is_done(text, token)):
        found.append(_deed(text, verb, found[-1] if found else None))
    return tuple(found)


def _deed(text: Text, verb: Token, last: Deed | None) -> Deed:
    start, is_passive = _group(text, verb)
    goes_on = _is_joined_to(text, start, verb, last)
    behind = _behind(text, verb)
    by = tuple(joined(text, [each for each in behind if _is_by(text, each)][:1]))
    to = tuple(joined(text, [each for each in behind if each.after == "to"][:1]))
    source = tuple(joined(text, [each for each in behind if each.after == "from"][:1]))
    if goes_on and last is not None and last.passive and _is_participle(verb) and not is_passive:
        return Deed(verb, by or last.doers, last.objects, to, source, passive=True)
    if goes_on and last is not None and start == verb.at:
        subject = last.objects if last.passive else last.doers
    else:
        subject = tuple(_subject(text, start, verb))
    if is_passive:
        return Deed(verb, by, subject, to, source, passive=True)
    if _is_reduced(text, verb):
        return Deed(verb, by, (), to, source, passive=True)
    objects = tuple(joined(text, [each for each in behind if _is_object(text, verb, each)][:1]))
    return Deed(verb, subject, objects, to, source, passive=False)


def _is_object(text: Text, verb: Token, phrase: Phrase) -> bool:
    between = text.tokens[verb.at + 1 : phrase.head.at]
    return not phrase.after and all(t.word != "," for t in between)


def _is_by(text: Text, phrase: Phrase) -> bool:
    """Tell "by the site" from "site by site"."""
    before = text.tokens[phrase.words[0].at - 2] if phrase.words[0].at > 1 else None
    return phrase.after == "by" and (before is None or before.stem != phrase.words[0].stem)


def _is_participle(verb: Token) -> bool:
    return verb.word.endswith("ed") or verb.word in IRREGULAR


def _is_reduced(text: Text, verb: Token) -> bool:
    """Tell "the laptop connected for a day", in which the noun before it does nothing."""
    behind = text.tokens[verb.at + 1].word if verb.at + 1 < len(text.tokens) else "."
    return _is_participle(verb) and behind in PREPOSITIONS | MARKS | JOINS | {"and"}


def _is_joined_to(text: Text, start: int, verb: Token, last: Deed | None) -> bool:
    before = text.tokens[start - 1].word if start else ""
    if last is None or before not in JOINS - {","}:
        return False
    return not any(token.word in MARKS for token in text.tokens[last.verb.at : verb.at])


def _group(text: Text, verb: Token) -> tuple[int, bool]:
    """Give where the words of a verb begin ("may not be opened"), and whether it is passive."""
    at, be = verb.at, False
    while at and text.tokens[at - 1].word in HELPING | BE:
        at -= 1
        be = be or text.tokens[at].word in BE
    by = verb.at + 1 < len(text.tokens) and text.tokens[verb.at + 1].word == "by"
    return at, _is_participle(verb) and (be or by)


def _subject(text: Text, start: int, verb: Token) -> Iterator[Phrase]:
    before = text.tokens[start - 1] if start else None
    if before is None or verb.word.endswith("ing"):
        return
    if before.word == "to":
        if start > 1 and text.tokens[start - 2].word in HAVING_TO:
            yield from _nearest(text, start - 2)
    elif before.word in RELATIVE:
        yield from _last(text, start - 1)
    elif before.word not in _PRONOUNS:
        yield from _nearest(text, start)


def _last(text: Text, at: int) -> list[Phrase]:
    """Give what "who" and "which" stand for: the phrase right before."""
    before = [each for each in phrases(text) if each.head.at < at]
    if text.tokens[at].word == "who":
        named = {t.at for role in roles(text) for t in role.words}
        before = [each for each in before[-1:] if each.head.at in named]
    return [each for each in before[-1:] if at - each.head.at <= 2]  # noqa: PLR2004 - a comma


def _nearest(text: Text, at: int) -> list[Phrase]:
    """Give the phrase before a verb that no preposition governs, with those joined to it.

    Where another verb stands between, only what "that" or "who" stood for there can be told.
    """
    clause = text.tokens[at - 1].clause if at else 0
    first = text.clause(clause)[0].at
    comma = max((t.at for t in text.tokens[first:at] if t.word == ","), default=first)
    verbs = [t.at for t in text.tokens[first:at] if is_done(text, t)]
    if named := _antecedent(text, first, at):
        return named
    if verbs and verbs[-1] > comma:
        joins = [t.at for t in text.tokens[verbs[-1] : at] if t.word in {"and", "or", "but"}]
        if not joins:
            return []
        verbs.append(joins[-1])
    start = max(verbs, default=first - 1)
    free = [each for each in phrases(text) if start < each.head.at < at and not each.after]
    free = [each for each in free if each.head.clause == clause]
    return list(joined(text, free[-1:], backwards=True))


def _antecedent(text: Text, first: int, at: int) -> list[Phrase]:
    """Give "suppliers" of "suppliers that have access must sign"."""
    for token in text.tokens[first:at]:
        if token.word not in RELATIVE or not token.at or not text.tokens[token.at - 1].counts:
            continue
        following = [t for t in text.tokens[token.at + 1 : at] if t.word not in ARTICLES]
        if following and not is_nominal(text, following[0]):
            return [each for each in phrases(text) if each.head.at == token.at - 1]
    return []


def _behind(text: Text, verb: Token) -> list[Phrase]:
    """Give the phrases behind a verb, up to the next verb or the end of the clause."""
    following = [t.at for t in text.clause(verb.clause) if t.at > verb.at and is_done(text, t)]
    end = min(following, default=len(text.tokens))
    return [
        each
        for each in phrases(text)
        if verb.at < each.head.at < end and each.head.clause == verb.clause
    ]
