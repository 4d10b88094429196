"""What is said after a request: somebody takes it on, repeats it with a day, or has done it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from isthmus.actions.extracting.candidate import Candidate, Kind
from isthmus.actions.extracting.turns import Turn
from isthmus.actions.extracting.words import words

_FEW_WORDS = 3
_ANSWERED_WITHIN = 3  # turns
_SHORT = 60  # characters; a longer turn says more than yes
_DO_THAT = re.compile(r"(?:do|take|handle) (?:that|this|it)(?:$| with\b| for\b)", re.IGNORECASE)
_STANDS_FOR = re.compile(r"\b(?:it|that|this|them|those|these|so)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heard:
    """A candidate and the turn in which it was said; ``open_to`` anybody who takes it on."""

    candidate: Candidate
    turn: int
    open_to_anybody: bool = False


def follow(heard: Sequence[Heard], turns: Sequence[Turn]) -> list[Candidate]:
    """Join what repeats a request, give it to who took it on, drop what was done at once."""
    kept: list[Heard] = []
    for each in heard:
        asked = _asked(each, kept, turns)
        if asked is None:
            kept.append(each)
        else:
            kept[kept.index(asked)] = replace(asked, candidate=_joined(asked, each))
    answered = [_answered(each, turns) for each in kept]
    return [each.candidate for each in answered if each is not None]


def _asked(said: Heard, kept: Sequence[Heard], turns: Sequence[Turn]) -> Heard | None:
    """Give the request that somebody takes on with "I'll do that", or is given with "do that"."""
    title = said.candidate.title
    if _DO_THAT.match(title) and kept and not kept[-1].candidate.owner:
        near = said.turn - kept[-1].turn <= _ANSWERED_WITHIN
        return kept[-1] if near and said.candidate.owner else None
    if said.candidate.kind is not Kind.COMMITMENT or not turns[said.turn].talk:
        return None
    rest = title.split()[1:]
    if len(rest) > _FEW_WORDS or not (_STANDS_FOR.search(title) or not rest):
        return None
    for each in reversed(kept):
        near = 0 < said.turn - each.turn <= _ANSWERED_WITHIN
        same = _same(each.candidate.owner, said.candidate.owner)
        answered = any(
            turn.speaker == turns[said.turn].speaker for turn in turns[each.turn + 1 : said.turn]
        )
        if near and each.candidate.kind is Kind.REQUEST and (same or each.open_to_anybody):
            return None if answered else each
    return None


def _joined(asked: Heard, said: Heard) -> Candidate:
    due, words_said = asked.candidate.due, asked.candidate.due_words
    if due is None:
        due, words_said = said.candidate.due, said.candidate.due_words
    owner = asked.candidate.owner or said.candidate.owner
    return replace(asked.candidate, owner=owner, due=due, due_words=words_said)


def _same(one: str, other: str) -> bool:
    first, second = one.casefold().split(), other.casefold().split()
    return bool(first and second) and first[0] == second[0]


def _answered(each: Heard, turns: Sequence[Turn]) -> Heard | None:
    """Look at the short answers right after a request."""
    turn = turns[each.turn]
    if each.candidate.kind is not Kind.REQUEST or not turn.talk:
        return each
    for after in turns[each.turn + 1 : each.turn + 1 + _ANSWERED_WITHIN]:
        if after.speaker == turn.speaker:
            continue
        said = " ".join(line.text for line in after.lines).strip().casefold().replace("\u2019", "'")
        if len(said) > _SHORT:
            return each
        if _is_done(said) and not _is_another(each.candidate.owner, after.speaker):
            return None
        if each.open_to_anybody and not each.candidate.owner and _is_accepted(said):
            return replace(each, candidate=replace(each.candidate, owner=after.speaker))
        return each
    return each


def _is_another(owner: str, speaker: str) -> bool:
    return bool(owner) and not _same(owner, speaker)


def _is_done(said: str) -> bool:
    first = re.split(r"[,.!;]", said)[0].strip()
    return first in words().any_of("reported_done") or bool(
        re.match(
            r"(?:i )?(?:already )?\w+(?:ed|nt|one|ade) (?:it|that|them)?\s*(?:already|yesterday"
            r"|this morning)",
            said,
        )
    )


def _is_accepted(said: str) -> bool:
    return any(
        said == each or said.startswith((f"{each},", f"{each} ", f"{each}.", f"{each}!"))
        for each in words().any_of("accepted")
    )
