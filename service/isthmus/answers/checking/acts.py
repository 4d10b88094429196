"""What is done in a text: by whom and to whom, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from isthmus.answers.checking.named import roles
from isthmus.answers.checking.reading import Text, Token, is_verb
from isthmus.answers.checking.wordlists import verbs

_BE: Final = frozenset("is are was were be been being gets get".split())
_PARTICIPLES: Final = frozenset(
    """
    kept told given sent held done set made shown written led bought put cut found known seen taken
    brought left lost run read bound hit drawn chosen built sold met
    """.split()
)
_BEHIND_A_PARTICIPLE: Final = frozenset("for by in on at from within without".split())


@dataclass(frozen=True)
class Act:
    """A verb with the places of the words of who does it, and of what it is done to."""

    verb: Token
    by: frozenset[int]
    to: frozenset[int]


@lru_cache(maxsize=4_096)
def acts(text: Text) -> tuple[Act, ...]:
    """Give what is done in a text, clause by clause; a clause without a subject has the last."""
    found: list[Act] = []
    subject: frozenset[int] = frozenset()
    for number in range(text.tokens[-1].clause + 1 if text.tokens else 0):
        clause = text.clause(number)
        subject = _subject(text, clause, subject)
        verbs_here = [token for token in clause if is_verb(text, token)]
        found.extend(_act(text, clause, verb, subject) for verb in verbs_here)
    return tuple(found)


def _subject(text: Text, clause: Sequence[Token], last: frozenset[int]) -> frozenset[int]:
    """Give what stands before the first verb of a clause, or who it is that "who" stands for."""
    first = next((t.at for t in clause if t.stem in verbs() or t.word in _BE), None)
    own = frozenset(t.at for t in clause if t.counts and first is not None and t.at < first)
    if own:
        return own
    opening = clause[0].word if clause else ""
    if opening in {"who", "which", "that", "whose"}:
        before = [t for t in text.tokens[: clause[0].at] if t.counts]
        return frozenset(t.at for t in before[-3:])
    return last


def _act(text: Text, clause: Sequence[Token], verb: Token, subject: frozenset[int]) -> Act:
    before = frozenset(t.at for t in clause if t.counts and t.at < verb.at) or subject
    behind = [t for t in clause if t.at > verb.at]
    if _is_passive(text, verb):
        by = _by(behind)
        return Act(verb, by, (before | subject | {t.at for t in behind if t.counts}) - by)
    by = _by(behind)
    doing = by if any(t.at in by for role in roles(text) for t in role.words) else frozenset()
    return Act(verb, before | subject | doing, frozenset(t.at for t in behind if t.counts) - doing)


def _is_passive(text: Text, verb: Token) -> bool:
    if not (verb.word.endswith("ed") or verb.word in _PARTICIPLES):
        return False
    before = text.tokens[max(0, verb.at - 3) : verb.at]
    behind = text.tokens[verb.at + 1 : verb.at + 2]
    added = verb.at > 0 and before[-1].word == ","  # "the supplier, informed on Monday, sent …"
    is_reduced = bool(behind) and behind[0].word in _BEHIND_A_PARTICIPLE
    return (
        added
        or is_reduced
        or any(t.word in _BE for t in before)
        or any(t.word == "by" for t in behind)
    )


def _by(behind: Sequence[Token]) -> frozenset[int]:
    start = next((t.at for t in behind if t.word == "by"), None)
    if start is None or _is_piecewise(behind, start):
        return frozenset()
    return frozenset([t.at for t in behind if t.at > start and t.counts][:4])


def _is_piecewise(behind: Sequence[Token], at: int) -> bool:
    """Tell "site by site" from "by the site"."""
    stems = {t.at: t.stem for t in behind}
    return at - 1 in stems and stems.get(at - 1) == stems.get(at + 1)
