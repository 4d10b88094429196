"""Of which of several something holds: critical assets, production of line 2, one row."""

from collections.abc import Iterator
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.stated import stated

_CONDITIONS: Final = frozenset(
    "if unless except where when whenever provided until only emergency outside".split()
)
# Words before a noun that say of which of them something holds.
_SORTS: Final = frozenset(
    "significant critical pre-agreed agreed approved external private selected privileged high low "
    "medium remote emergency important essential specific unnecessary applicable known new active "
    "reportable internal removable industrial local shared default unneeded wireless direct "
    "temporary permanent residual physical delivered retired trusted production safety expired "
    "overdue public controlled safety-related internet-facing needed necessary".split()
)
_QUALIFIERS: Final = frozenset("with without who that whose which".split())
_NARROWING: Final = _QUALIFIERS | {"for", "from", "in", "rated"}
_PICKS: Final = frozenset("up of below above older over under longer exceeding".split())
_COUNTED: Final = frozenset("label count percent money euro duration".split())
_AUXILIARY: Final = frozenset("may must shall should can cannot is are not will".split())


def faults(aligned: Aligned) -> Iterator[str]:
    """Say where the sentence leaves out of which of them the passages speak."""
    yield from _sorts(aligned)
    yield from _qualified(aligned)
    yield from _either(aligned)
    yield from _exact_part(aligned)
    yield from _of_another_row(aligned)


def _sorts(aligned: Aligned) -> Iterator[str]:
    """Find a word before a noun that says of which of them it holds, left out in the sentence."""
    tokens = aligned.claim.read.tokens
    for token in aligned.claim.telling:
        if token.at and tokens[token.at - 1].word in {
            "the",
            "this",
            "that",
            "these",
            "those",
            "such",
        }:
            continue
        near = [found for found in aligned.beside(token) if found.places(token)]
        bared = [_bared(found, token) for found in near]
        if bared and bared[0]:
            yield f"The passages say it of “{bared[0]} {token.written}” only."


def _bared(found: Found, token: Token) -> str:
    """Give the word of that kind before the noun where every place has one that is not said."""
    words = []
    for place in found.places(token):
        before = found.text.tokens[place - 1] if place else None
        if before is None or before.word not in _SORTS or found.says(before):
            return ""
        words.append(before.written)
    return words[0] if words else ""


def _qualified(aligned: Aligned) -> Iterator[str]:
    """Find "… with …", "… who …" behind a subject that the sentence leaves out."""
    for found in aligned.used[:1]:
        tokens = found.text.tokens
        for token in tokens:
            if token.word not in _NARROWING or not token.at or tokens[token.at - 1].word == ",":
                continue
            inner, verb = _until_verb(found.text, token)
            before = [t for t in found.text.clause(token.clause) if t.at < token.at]
            if any(t.word in _CONDITIONS or is_verb(found.text, t) for t in before):
                continue
            if (
                any(t.word[0].isdigit() for t in inner)
                or not inner
                or verb is None
                or not found.says(verb)
            ):
                continue
            subject = tokens[token.at - 1]
            kept = [t for t in inner if found.says(t)]
            if found.says(subject) and not kept:
                shown = " ".join(t.written for t in tokens[token.at : inner[-1].at + 1])
                yield f"The passages say it only of those “{shown}”."


def _until_verb(text: Text, token: Token) -> tuple[list[Token], Token | None]:
    """Give the telling words that qualify, up to the verb of the sentence, and that verb."""
    inner: list[Token] = []
    for each in text.tokens[token.at + 1 :]:
        if each.word in {",", ".", ";", "|", ":"}:
            return [], None
        if (
            inner
            and each.tells
            and (is_verb(text, each) or text.tokens[each.at - 1].word in _AUXILIARY)
        ):
            return inner, each
        if each.tells:
            inner.append(each)
    return [], None


def _either(aligned: Aligned) -> Iterator[str]:
    """Find "destroyed or overwritten" of which the sentence has only one."""
    if "or" in {t.word for t in aligned.claim.read.tokens}:
        return
    for found in aligned.used[:1]:
        tokens = found.text.tokens
        for one, between, other in zip(tokens, tokens[1:], tokens[2:], strict=False):
            both = one.word.endswith("ed") and other.word.endswith("ed")
            if between.word == "or" and both and found.says(one) != found.says(other):
                yield f"The passages say “{one.written} or {other.written}”."


def _exact_part(aligned: Aligned) -> Iterator[str]:
    """Find "production of line 2" where the sentence leaves out of which."""
    ours = stated(aligned.claim.read.text)
    for found in aligned.used[:1]:
        tokens = found.text.tokens
        for each in stated(found.text.text):
            at = next((t.at for t in tokens if t.start >= each.start), 0)
            before = [t.word for t in tokens[max(0, at - 2) : at]]
            noun = next((t for t in reversed(tokens[max(0, at - 3) : at]) if t.tells), None)
            if not _PICKS & set(before) or noun is None or any(each.same(own) for own in ours):
                continue
            if found.says(noun) and each.kind.split()[0] in _COUNTED:
                yield f"The passages say it of “{noun.written} {before[-1]} {each.shown}” only."


def _of_another_row(aligned: Aligned) -> Iterator[str]:
    """Find a word that stands in another row of a table than the rest of the sentence."""
    if not (aligned.used and aligned.used[0].is_row):
        return
    for token in aligned.claim.telling:
        if any(found.worth(token) for found in aligned.used):
            continue
        if any(found.is_row and found.worth(token) for found in aligned.all):
            yield f"“{token.written}” stands in another row."
