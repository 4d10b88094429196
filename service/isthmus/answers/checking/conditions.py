"""Under which condition something holds, or is allowed: none may be left out."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.scopes import Force, scopes

_ALONE: Final = frozenset("only solely exclusively alone just".split())
_LIMITS: Final = _ALONE | frozenset(
    "unless except without no not never nobody limited restricted limit prior cannot must nothing "
    "forbidden prohibited needs need needed necessary requires required has have confined".split()
)
_CONDITIONS: Final = frozenset(
    "if unless except where when whenever provided until only emergency outside".split()
)
_IN_WHICH: Final = frozenset("after before during within under with if for".split())
_MARKING: Final = frozenset("once after before that who which whose".split())
_KEPT: Final = 0.3
_NEXT_TO: Final = 4


def faults(aligned: Aligned) -> Iterator[str]:
    """Say which condition or exception the sentence leaves out."""
    yield from _conditions(aligned)
    yield from _as_condition(aligned)
    yield from _allowed(aligned)


def _conditions(aligned: Aligned) -> Iterator[str]:
    """Find a condition or an exception of what the sentence says that it leaves out."""
    for found in aligned.used:
        for marker in found.text.tokens:
            if marker.word not in _CONDITIONS or not _opens_condition(found.text, marker):
                continue
            under, rest = _parts(found.text, marker)
            if (
                under
                and _is_local(found, marker)
                and _is_about(aligned, found, rest)
                and not _is_kept(aligned, found, marker, (under, rest))
            ):
                words = " ".join(t.written for t in found.text.tokens[marker.at : marker.at + 4])
                yield f"The condition “{words} …” is left out."


def _is_local(found: Found, marker: Token) -> bool:
    """Tell whether the sentence says what stands right before the condition, up to a comma."""
    before: list[Token] = []
    if marker.at and found.text.tokens[marker.at - 1].word in {"or", "and"}:
        return False
    for token in reversed(found.text.tokens[: marker.at]):
        if token.word in {",", ".", ";", "|", ":", "and"}:
            break
        before.append(token)
    telling = [t for t in before if t.tells and not t.word[0].isdigit()][:_NEXT_TO]
    return not telling or sum(found.says(t) for t in telling) >= 0.6 * len(telling)


def _opens_condition(text: Text, marker: Token) -> bool:
    before = text.tokens[marker.at - 1].word if marker.at else ""
    behind = text.tokens[marker.at + 1].word if marker.at + 1 < len(text.tokens) else ""
    if marker.word == "emergency":
        return before in {"an", "in"} and behind in {"", ",", "the", "."}
    if marker.word == "outside":
        return behind not in {"the", "a", "researchers"}
    if marker.word == "provided":
        return behind == "that"
    return True


def _parts(text: Text, marker: Token) -> tuple[list[Token], list[Token]]:
    """Give the telling words of the condition, and those of the rest of its sentence."""
    sentence = _sentence(text, marker)
    if marker.word == "emergency":
        return [marker], [t for t in sentence if t.tells and t.at > marker.at]
    behind = [t for t in sentence if t.at > marker.at and t.clause == marker.clause]
    comma = next((t.at for t in behind if t.word == ","), None)
    under = [t for t in behind if t.counts and (comma is None or t.at < comma)]
    if marker.word == "outside":
        under = under[:2]
    if marker.word == "only" and not under:
        under = [t for t in sentence if t.tells and t.at < marker.at][-2:]
    inside = {t.at for t in under}
    rest = [t for t in sentence if t.tells and t.at not in inside and t.at != marker.at]
    return under, rest


def _sentence(text: Text, token: Token) -> list[Token]:
    breaks = [t.at for t in text.tokens if t.word in {".", ";", "|", "while", "whereas", "but"}]
    start = max((at for at in breaks if at < token.at), default=-1)
    end = min((at for at in breaks if at > token.at), default=len(text.tokens))
    return list(text.tokens[start + 1 : end])


def _is_about(aligned: Aligned, found: Found, rest: Sequence[Token]) -> bool:
    """Tell whether the sentence says what the condition is for: most of it, with its verb."""
    places = {token.at for token in rest}
    said = [t for t in aligned.claim.telling if places & set(found.places(t))]
    covered = {at for t in said for at in found.places(t)} & places
    return bool(said) and (
        len(said) >= 0.5 * len(aligned.claim.telling) or len(covered) >= 0.6 * len(places)
    )


def _is_kept(
    aligned: Aligned, found: Found, marker: Token, parts: tuple[list[Token], list[Token]]
) -> bool:
    under, rest = parts
    elsewhere = {t.stem for t in rest}
    under = [t for t in under if t.stem not in elsewhere] or under
    said = [t for t in under if found.says(t)]
    words = {t.word for t in aligned.claim.read.tokens}
    if marker.word in _ALONE:
        if not words & _LIMITS:
            return False
        if scopes(aligned.claim.read).denied:
            return True
    if marker.word in words and (said or len(under) <= 2):  # noqa: PLR2004 - "unless neither exists"
        return True
    marked = bool(words & (_CONDITIONS | _LIMITS | _MARKING))
    return len(said) >= (_KEPT if marked else 0.5) * len(under)


def _as_condition(aligned: Aligned) -> Iterator[str]:
    """Find what the passages say as a condition ("where passwords are used") and nothing more."""
    for token in aligned.claim.telling:
        if not is_verb(aligned.claim.read, token) or _is_conditional(aligned.claim.read, token):
            continue
        places = [
            (found.text, found.text.tokens[place])
            for found in aligned.beside(token)
            for place in found.places(token)
        ]
        if places and all(_is_conditional(text, there) for text, there in places):
            yield f"The passages say “{token.written}” only as a condition."


def _is_conditional(text: Text, token: Token) -> bool:
    clause = text.clause(token.clause)
    return (
        clause[0].word in {"if", "unless", "where", "when", "whenever"} and token.at > clause[0].at
    )


def _allowed(aligned: Aligned) -> Iterator[str]:
    """Find in what a permission is limited where the sentence leaves it out."""
    for found in aligned.used[:1]:
        there = scopes(found.text)
        for at, force in there.explicit:
            if force is not Force.MAY:
                continue
            clause = [t for t in found.text.clause(found.text.tokens[at].clause) if t.at > at]
            verb = next((t for t in clause if t.tells), None)
            for token in clause if verb and found.says(verb) else ():
                inner = [t for t in clause if t.at > token.at and t.counts][:3]
                if token.word in _IN_WHICH and inner and not any(found.says(t) for t in inner):
                    yield f"The passages allow it only “{token.written} {inner[0].written} …”."
