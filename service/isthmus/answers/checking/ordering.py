"""Before and after, more and less: in the order of the passages."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.answers.checking.aligning import Aligned, Found
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.scopes import scopes
from isthmus.answers.checking.wordlists import opposites

# Whether what follows the word comes first.
_TURNS: Final = {
    "before": False, "until": False, "prior": False, "after": True, "once": True, "following": True,
}  # fmt: skip


def faults(aligned: Aligned) -> Iterator[str]:
    """Say what the sentence has the other way round in time, or says the opposite of."""
    yield from _opposites(aligned)
    yield from _order(aligned)


def _opposites(aligned: Aligned) -> Iterator[str]:
    """Find a word of the sentence in whose place a unit has its opposite."""
    said = aligned.claim.read.stems
    there = frozenset().union(*(found.text.stems for found in aligned.used))
    for pair in opposites():
        ours, theirs = pair & said, pair & there
        if len(ours) == 1 and len(theirs) == 1 and ours != theirs:
            word = next(t.written for t in aligned.claim.read.tokens if t.stem in ours)
            yield f"The passages say the opposite of “{word}”."


def _order(aligned: Aligned) -> Iterator[str]:
    """Find what comes before in the sentence and after in the passages."""
    for earlier, later in _sequences(aligned.claim.read):
        for found in aligned.used:
            for first, second in _sequences(found.text):
                crossed = _meet(found, earlier, second) * _meet(found, later, first)
                straight = _meet(found, earlier, first) * _meet(found, later, second)
                if crossed > straight:
                    yield "The passages have it in the other order of time."
                    return


def _meet(found: Found, ours: Sequence[Token], theirs: Sequence[Token]) -> float:
    places = {token.at for token in theirs}
    return sum(found.worth(token) for token in ours if places & set(found.places(token)))


def _sequences(text: Text) -> list[tuple[list[Token], list[Token]]]:
    """Give what comes first and what comes second for each "before", "after" and "until"."""
    found: list[tuple[list[Token], list[Token]]] = []
    denied = {each.at for each in scopes(text).negations if each.restricts}
    for token in text.tokens:
        if token.word not in _TURNS or (
            token.word == "prior" and not _is_followed(text, token, "to")
        ):
            continue
        before, behind = _around(text, token)
        turned = _TURNS[token.word] != bool(denied & {t.at for t in text.tokens[: token.at]})
        if before and behind:
            found.append((behind, before) if turned else (before, behind))
    return found


def _is_followed(text: Text, token: Token, word: str) -> bool:
    return token.at + 1 < len(text.tokens) and text.tokens[token.at + 1].word == word


def _around(text: Text, token: Token) -> tuple[list[Token], list[Token]]:
    """Give the telling words on either side within the sentence; "Before A, B" is B before A."""
    end = next(
        (t.at for t in text.tokens[token.at :] if t.word in {".", ";", "|"}), len(text.tokens)
    )
    start = next((t.at for t in reversed(text.tokens[: token.at]) if t.word in {".", ";", "|"}), -1)
    before = [t for t in text.tokens[start + 1 : token.at] if t.tells]
    behind = [t for t in text.tokens[token.at + 1 : end] if t.tells]
    comma = next((t.at for t in text.tokens[token.at : end] if t.word == ","), end)
    inner = [t for t in behind if t.at < comma]
    if not before:
        return [t for t in behind if t.at > comma], inner
    return before, inner
