"""How much is meant: all or some, only these, eleven of 26."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.scopes import scopes
from isthmus.answers.checking.stated import stated

_ALL: Final = frozenset(
    "all every each any either always never nobody no none everybody everyone everything whole "
    "entire "
    "both neither throughout anybody anyone anything whatever whichever".split()
)
_SAMPLED: Final = frozenset("random sample samples sampled spot".split())
_EVERY: Final = frozenset("all every each either always whole entire everybody everyone".split())
_NONE: Final = frozenset("never nobody no none neither".split())
_SOME: Final = frozenset(
    "some most many often usually generally typically sometimes mostly partly few selected "
    "normally commonly largely rarely seldom occasionally several possibly likely common perhaps "
    "maybe probably".split()
)
_ALONE: Final = frozenset("only solely exclusively alone just".split())
_LIMITS: Final = _ALONE | frozenset(
    "unless except without no not never nobody limited restricted limit prior cannot must nothing "
    "forbidden prohibited needs need needed necessary requires required has have confined".split()
)
_PERIODS: Final = frozenset(
    "day week month quarter year hour minute night morning evening sunday monday tuesday wednesday "
    "thursday friday saturday january july calendar shift time times case".split()
)
_QUALIFIERS: Final = frozenset("with without who that whose which".split())
_REACH: Final = 4


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence speaks of more than the passages."""
    yield from _universal(aligned)
    yield from _hedged(aligned)
    yield from _parted(aligned)
    yield from _alone(aligned)


def _universal(aligned: Aligned) -> Iterator[str]:
    tokens = aligned.claim.read.tokens
    negations = scopes(aligned.claim.read).negations
    spared = {each.at for each in negations if each.restricts}
    for token in tokens:
        if (
            token.word not in _ALL
            or token.at in spared
            or _is_idle(tokens, token)
            or _is_rhythm(tokens, token)
        ):
            continue
        heads = _heads(aligned.claim.read, token)
        if heads and not any(
            _goes_for_all(found, head, token.word)
            for head in heads
            for found in aligned.beside(heads[0])
        ):
            yield f"“{token.written} {heads[0].written}” goes further than the passages."


def _is_idle(tokens: Sequence[Token], token: Token) -> bool:
    """Tell "of no use"."""
    return token.word == "no" and token.at > 0 and tokens[token.at - 1].word == "of"


def _heads(text: Text, token: Token) -> list[Token]:
    """Give the noun that a word such as "all" goes with: "stations" of "all operator stations"."""
    if [t.word for t in text.tokens[token.at + 1 : token.at + 3]] in (
        ["of", "them"],
        ["of", "these"],
    ):
        return []
    counting = dropwhile(lambda each: not each.counts, text.tokens[token.at + 1 :])
    name = list(takewhile(lambda each: each.counts, counting))
    nouns = list(takewhile(lambda each: not is_verb(text, each), name[1:]))
    return [*name[:1], *nouns][-1:]


def _is_rhythm(tokens: Sequence[Token], token: Token) -> bool:
    behind = tokens[token.at + 1 : token.at + 4]
    if token.word == "any":
        return False
    return any(
        t.word.removesuffix("s") in _PERIODS or t.word[0].isdigit() for t in behind[:2]
    ) or any(t.word in {"more", "later", "longer", "less", "fewer"} for t in behind[:1])


def _goes_for_all(found: Found, head: Token, word: str) -> bool:
    """Tell whether a unit says it of all: by a word for it, or with a plural."""
    tokens = found.text.tokens
    said = {t.word for t in tokens}
    places = found.places(head)
    if word == "nobody" and any(_is_denied_of_all(found, place) for place in places):
        return True
    if not places or word in {"nobody", "everybody", "everyone"}:
        return bool(said & (_EVERY if word not in _NONE else _ALL)) and not said & _SOME
    return any(_covers(found, place, word) for place in places)


def _is_denied_of_all(found: Found, place: int) -> bool:
    """Tell whether a unit denies it of whoever the sentence speaks of."""
    clause = found.text.clause(found.text.tokens[place].clause)
    subject = [t for t in clause if t.at < place and t.tells]
    said = sum(found.says(t) for t in subject)
    return place in scopes(found.text).denied and 2 * said >= len(subject)


def _covers(found: Found, place: int, word: str) -> bool:
    tokens, there = found.text.tokens, scopes(found.text)
    clause = {t.word for t in tokens if t.clause == tokens[place].clause}
    before = _name_of(found.text, place)
    around = _right_before(found.text, place - len(before))
    if is_verb(found.text, tokens[place]) and word not in _NONE:
        return False
    if (
        around & (_SOME | {"other", "others"})
        or {t.word for t in tokens} & _SAMPLED
        or any(t.tells and not found.says(t) for t in before)
    ):
        return False
    if around & _ALL or (place in there.denied and (word != "never" or clause & _ALL)):
        return True
    if word == "never" and place in there.denied:
        return all(found.says(t) for t in tokens if t.tells and t.clause == tokens[place].clause)
    if clause & _ALL and word in {"always", "never", "any", "no"}:
        return True
    return not found.is_row and _is_bare_plural(found, place, before)


def _right_before(text: Text, start: int) -> set[str]:
    """Give the small words right before a name: "all of the"."""
    small = list(takewhile(lambda t: not t.counts and t.is_word, reversed(text.tokens[:start])))
    return {t.word for t in small[:_REACH]}


def _name_of(text: Text, place: int) -> list[Token]:
    """Give the words right before a noun that belong to it: "low impact" of "low impact sites"."""
    words: list[Token] = []
    for token in reversed(text.tokens[:place]):
        if not token.counts or is_verb(text, token) or len(words) > _REACH:
            break
        words.insert(0, token)
    return words


def _is_bare_plural(found: Found, place: int, before: Sequence[Token]) -> bool:
    """Tell whether "flows" of a unit stands for all flows: nothing around it picks some."""
    tokens = found.text.tokens
    first = before[0].at if before else place
    article = tokens[first - 1].word if first else ""
    behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if not tokens[place].word.endswith("s") or article in {"the", "these", "those"}:
        return False
    if behind in _QUALIFIERS | {"of", "below", "above", "from", "in", "on", "at", "for"}:
        following = [t for t in tokens[place + 2 : place + 7] if t.tells][:2]
        return all(found.says(t) for t in following)
    return True


def _hedged(aligned: Aligned) -> Iterator[str]:
    """Find "some", "most" or "often" of the passages that the sentence leaves out."""
    if {t.word for t in aligned.claim.read.tokens} & _SOME:
        return
    for found in _main(aligned):
        tokens = found.text.tokens
        for token in tokens:
            if token.word not in _SOME or (token.at and tokens[token.at - 1].word in {"at", "the"}):
                continue
            behind = [t for t in tokens[token.at + 1 : token.at + 4] if t.tells][:2]
            meant = {found.place(t) for t in aligned.claim.counting}
            if any(t.at in meant for t in behind):
                yield f"The passages say it of “{token.written}” only."
                return


def _main(aligned: Aligned) -> list[Found]:
    """Give the units that say at least half of what the best one does."""
    shares = [sum(found.worth(t) for t in aligned.claim.telling) for found in aligned.used]
    return [
        found for found, share in zip(aligned.used, shares, strict=True) if share * 2 >= max(shares)
    ]


def _parted(aligned: Aligned) -> Iterator[str]:
    """Find "eleven of the 26", "five of them" where the sentence has no number at all."""
    if any(each.kind in {"count", "percent"} for each in stated(aligned.claim.read.text)):
        return
    if {t.word for t in aligned.claim.read.tokens} & (_SOME | {"one"}):
        return
    for found in _main(aligned):
        for each in stated(found.text.text):
            behind = found.text.text[each.end : each.end + 12].split()
            if each.kind != "count" or behind[:1] != ["of"]:
                continue
            noun = next((t for t in found.text.tokens if t.start > each.end + 3 and t.tells), None)
            if behind[1:2] in (["them"], ["these"]) or (
                noun is not None and _next_said(found, noun)
            ):
                yield f"The passages say it of {each.shown} of them."


def _next_said(found: Found, noun: Token) -> bool:
    return any(found.says(t) for t in found.text.tokens[noun.at : noun.at + 2])


def _alone(aligned: Aligned) -> Iterator[str]:
    if not {t.word for t in aligned.claim.read.tokens} & _ALONE:
        return
    if not any({t.word for t in found.text.tokens} & _LIMITS for found in aligned.used):
        yield "The passages do not limit it with “only”."
