"""What a sentence adds to what the passages say: another modifier, a condition, "most"."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.answers.checking.aligning import EXACT, Aligned, Found
from isthmus.answers.checking.doing import Deed, deeds
from isthmus.answers.checking.phrasing import phrases
from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.scopes import Force, scopes
from isthmus.answers.checking.stated import stated
from isthmus.answers.checking.wordlists import plain_verbs

_CONDITIONS: Final = frozenset(
    "if unless when whenever where while once until except provided".split()
)
_MARKING: Final = _CONDITIONS | frozenset(
    "before after without only for in during outside within with who which that as upon".split()
)
_PARTLY: Final = frozenset(
    "some most many often usually generally typically sometimes mostly partly few several normally "
    "commonly largely rarely seldom occasionally half".split()
)
_ALONE: Final = frozenset("only solely exclusively alone just".split())
_EXCEPTING: Final = frozenset("without unless except until before than".split())
_LIMITS: Final = _ALONE | frozenset("no not never cannot longer most more".split())
_PERIODS: Final = frozenset("minute hour day week month quarter year".split())
_AT_MOST: Final = 5  # one word in so many may be new, when they are two and more
_FEWEST: Final = 2


def faults(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Say what the sentence adds."""
    yield from _another(aligned)
    yield from _conditions(aligned)
    yield from _partly(aligned)
    yield from _forces(aligned)
    yield from _commands(aligned)
    yield from _only_not(aligned)
    yield from _with(aligned)
    yield from _periods(aligned, cited)
    yield from _new(aligned, cited)


def _another(aligned: Aligned) -> Iterator[str]:
    """Find "office network" where the passages have "plant network"."""
    text = aligned.claim.read
    for one, head in zip(text.tokens, text.tokens[1:], strict=False):
        if not one.tells or aligned.worth(one) or not head.tells or is_verb(text, head):
            continue
        there = [
            before
            for found in aligned.used
            for place in found.places(head)
            if place and _is_left_out(found, before := found.text.tokens[place - 1])
        ]
        if there and one.word.isalpha() and not one.word.endswith("s"):
            yield f"The passages say “{there[0].written} {head.written}”."


def _is_left_out(found: Found, before: Token) -> bool:
    return before.tells and not found.says(before) and not is_verb(found.text, before)


def _conditions(aligned: Aligned) -> Iterator[str]:
    """Find a condition of which the passages know nothing."""
    text = aligned.claim.read
    marked = {token.word for found in aligned.used for token in found.text.tokens} & _MARKING
    for mark in text.tokens:
        under = [t for t in text.clause(mark.clause) if t.at > mark.at and t.tells]
        if mark.word not in _CONDITIONS or not under:
            continue
        new = [token for token in under if not aligned.worth(token)]
        is_done = any(is_verb(text, token) for token in new)
        if (new and not marked) or is_done or len(new) * 2 > len(under) > 1:
            yield f"The passages do not know the condition “{mark.written} …”."


def _partly(aligned: Aligned) -> Iterator[str]:
    """Find "most" or "often" where the passages say it without."""
    tokens = aligned.claim.read.tokens
    there = {token.word for found in aligned.used for token in found.text.tokens}
    for token in tokens:
        before = tokens[token.at - 1].word if token.at else ""
        behind = tokens[token.at + 1].word if token.at + 1 < len(tokens) else "."
        is_bound = before in {"at", "as", "the"} or behind in {".", ","} or behind[0].isdigit()
        if token.word in _PARTLY and not is_bound and not there & _PARTLY:
            yield f"The passages do not say “{token.written}”."


def _forces(aligned: Aligned) -> Iterator[str]:
    """Find "should" or "can" before a verb that the passages say plainly."""
    text = aligned.claim.read
    there = {force for found in aligned.used for _, force in scopes(found.text).explicit}
    words = {token.word for token in text.tokens}
    for at, force in scopes(text).explicit:
        verb = next((t for t in text.tokens[at + 1 :] if t.tells), None)
        if verb is None or not any(_is_plain(aligned, deed, verb) for deed in deeds(text)):
            continue
        weakened = force is Force.SHOULD and not there & {Force.SHOULD, Force.ASKS}
        allowed = force is Force.MAY and Force.MAY not in there and not words & _LIMITS
        if weakened or allowed:
            yield f"The passages do not say “{text.tokens[at].written} {verb.written}”."


def _is_plain(aligned: Aligned, deed: Deed, verb: Token) -> bool:
    """Tell whether a verb is done in the units as it stands."""
    return deed.verb is verb and any(
        found.worth(verb) >= EXACT and other.verb.at in found.places(verb)
        for found in aligned.used
        for other in deeds(found.text)
    )


def _commands(aligned: Aligned) -> Iterator[str]:
    """Find a sentence that tells the reader to do it."""
    tokens = aligned.claim.read.tokens
    first = tokens[0]
    has_subject = len(tokens) > 1 and (tokens[1].counts and is_verb(aligned.claim.read, tokens[1]))
    openings = {found.text.tokens[0].stem for found in aligned.used if found.text.tokens}
    is_plain = first.word in plain_verbs() and not has_subject and first.stem not in openings
    if is_plain and tokens[1].word in {"the", "a", "an", "each", "every", "all", "no", "your"}:
        yield "It is an order to the reader."


def _only_not(aligned: Aligned) -> Iterator[str]:
    """Find "only … must not" where the passages have no "only"."""
    text = aligned.claim.read
    if not {t.word for t in text.tokens} & _ALONE or not scopes(text).denied:
        return
    there = {token.word for found in aligned.used for token in found.text.tokens}
    if not there & (_ALONE | _EXCEPTING):
        yield "The passages do not deny it of one alone."


def _with(aligned: Aligned) -> Iterator[str]:
    """Find "with" where the passages have "without"."""
    words = {token.word for found in aligned.used for token in found.text.tokens}
    for phrase in phrases(aligned.claim.read):
        there = [
            each.after
            for found in aligned.used
            for each in phrases(found.text)
            if each.head.at in found.places(phrase.head)
        ]
        if phrase.after == "with" and there and set(there) == {"without"} and "with" not in words:
            yield f"The passages say “without {phrase.head.written}”."


def _periods(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Find "the end of the month" where the passages have that of the week."""
    exact = [(each.start, each.end) for each in stated(aligned.claim.read.text)]
    there = {token.word.removesuffix("s") for each in cited for token in each.tokens} & _PERIODS
    for token in aligned.claim.read.tokens:
        inside = any(start <= token.start < end for start, end in exact)
        period = token.word.removesuffix("s")
        if there and period in _PERIODS - there and not inside and not aligned.worth(token):
            yield f"The passages do not say “{token.written}”."


def _new(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Find several words that stand nowhere."""
    telling, match = aligned.claim.telling, aligned.claim.match
    new = [t for t in aligned.missing() if not any(match(t, each).worth for each in cited)]
    if len(new) >= _FEWEST and len(new) * _AT_MOST >= len(telling):
        yield f"The passages say nothing of “{' '.join(token.written for token in new)}”."
