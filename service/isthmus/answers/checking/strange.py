"""What a sentence brings along that stands nowhere: whole parts, and words that turn what is said.

One other word may be a paraphrase; a part of which every telling word is new says something else.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from isthmus.answers.checking.aligning import Aligned
from isthmus.answers.checking.reading import Text, Token
from isthmus.answers.checking.wordlists import stem_of

# Words that say the opposite of what stands beside them, or more, without being a "not".
_TURNING: Final = frozenset(
    "wrong false untrue incorrect mistaken myth fail fails failed failing refuse refuses refused "
    "reject rejects rejected deny denies denied ignore ignores ignored disregard pretend pretends "
    "instead former formerly supposedly allegedly twice bypass bypasses bypassed disable disables "
    "disabled skip skips skipped override overrides overridden stops stopped ceases "
    "ceased neglects neglected omits omitted hardly barely scarcely forgets forgot declines "
    "declined waives waived abandons abandoned avoids avoided prevents prevented hinders hindered "
    "lacks misses missed delays delayed stop cease neglect omit "
    "forget decline waive abandon avoid prevent hinder lack miss delay".split()
)
_REVERSING: Final = ("dis", "mis", "non", "de", "in", "im", "ir")
_FEWEST_OF_A_WORD: Final = 4
_PARTS: Final = frozenset([",", ";", ":", "and", "or", "but", "while", "whereas", "so"])
_SIGNED: Final = re.compile(r"(?<![\w)\]])[-\u2212]\s?\d")
_OF_ITSELF: Final = re.compile(r"I\s+[a-z]|My\s|As an? (?:AI|assistant|language)\b")


def faults(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Say what is strange to the passages, or no statement at all."""
    text = aligned.claim.read
    if "?" in text.text or _OF_ITSELF.match(text.text):
        yield "It is no statement of what the passages say."
    known = {token.word for each in cited for token in each.tokens}
    stems = frozenset().union(*(each.stems for each in cited))
    for token in text.tokens:
        is_turning = token.word in _TURNING or _reverses(token, stems)
        if is_turning and token.word not in known and token.stem not in stems:
            yield f"“{token.written}” does not stand in the cited passages."
    if _SIGNED.search(text.text) and not any(_SIGNED.search(each.text) for each in cited):
        yield "A number has a sign that it does not have in the passages."
    for part in _parts(text):
        if not any(aligned.worth(token) for token in part):
            said = " ".join(token.written for token in part)
            yield f"The passages say nothing of “{said}”."


def _reverses(token: Token, stems: AbstractSet[str]) -> bool:
    """Tell "disapprove" where the passages have "approve"."""
    rests = [token.word.removeprefix(each) for each in _REVERSING if token.word.startswith(each)]
    return any(len(rest) >= _FEWEST_OF_A_WORD and stem_of(rest) in stems for rest in rests)


def _parts(text: Text) -> Iterator[list[Token]]:
    """Give the telling words between commas and the words that join parts of a sentence."""
    part: list[Token] = []
    for token in text.tokens:
        if token.word in _PARTS:
            if part:
                yield part
            part = []
        elif token.tells:
            part.append(token)
    if part:
        yield part
