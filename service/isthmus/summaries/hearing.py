"""A text as numbered messages, and the sentences in it that matter, by rules."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.actions.extracting import Candidate
from isthmus.actions.extracting.sentences import sentences
from isthmus.actions.extracting.turns import Turn, turns_of
from isthmus.summaries.model import Heard, Quoted

MOST_KEY: Final = 6
MOST_DECISIONS: Final = 10
_FEWEST_KEY: Final = 3
_SHORTEST: Final = 25  # characters of a sentence that tells something
_LONGEST: Final = 400
_DECIDED: Final = re.compile(
    r"^(?:decision|decided|resolved|agreed|approved|beschluss|besluit)\s*[:\u2013-]"
    r"|\b(?:we|they|all|everyone|everybody|(?:the )?(?:team|group|board|committee|plant))"
    r"(?: (?:have|has|all|both|therefore|then|now|also|finally))*"
    r"(?:'ve)? (?:decided|agreed|resolved|approved|settled on|opted|rejected|chose|signed off)\b"
    r"|\b(?:it (?:was|is|has been)|was|were|is) (?:decided|agreed|resolved|approved|rejected)\b"
    r"|\b(?:the )?decision (?:is|was) (?:to|that)\b|\bgo(?:es)? ahead with\b"
    r"|\bwe(?:'ll| will) go with\b",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(r"\?\s*$")


def messages_of(text: str, author: str = "") -> list[Heard]:
    """Give what each person says in one go; of a text in one voice, its paragraphs."""
    turns = turns_of(text, author)
    pieces = [(turn.speaker, _text(turn)) for turn in turns]
    if len(turns) == 1:
        pieces = [(turns[0].speaker, each) for each in re.split(r"\n\s*\n", pieces[0][1])]
    told = [(by, " ".join(each.split())) for by, each in pieces]
    return [Heard(n, by, each) for n, (by, each) in enumerate(filter(_is_told, told), start=1)]


def _text(turn: Turn) -> str:
    return "\n".join(line.text for line in turn.lines)


def _is_told(piece: tuple[str, str]) -> bool:
    return bool(piece[1])


def decisions_in(messages: Sequence[Heard]) -> tuple[Quoted, ...]:
    """Give the sentences that tell of a decision; a question is none."""
    told = (each for each in _all(messages) if not _ASKED.search(each.text))
    return tuple(each for each in told if _DECIDED.search(each.text))[:MOST_DECISIONS]


def key_sentences(
    messages: Sequence[Heard],
    decisions: Sequence[Quoted],
    actions: Sequence[Candidate],
) -> tuple[Quoted, ...]:
    """Give what was decided and asked for, in its order; else how each message begins."""
    wanted = [" ".join(each.quote.split()) for each in actions]
    every = list(_all(messages))
    told = [
        each
        for each in every
        if each in decisions or any(each.text in said or said in each.text for said in wanted)
    ]
    if len(told) < _FEWEST_KEY:
        firsts = {each.message: each for each in reversed(every) if len(each.text) >= _SHORTEST}
        more = [each for each in firsts.values() if each not in told]
        more.sort(key=lambda each: each.message)
        told = [each for each in every if each in told or each in more[: MOST_KEY - len(told)]]
    return tuple(dict.fromkeys(told))[:MOST_KEY] or tuple(every[:MOST_KEY])


def _all(messages: Sequence[Heard]) -> Iterator[Quoted]:
    for each in messages:
        for sentence in sentences(each.text):
            text = sentence.text.strip()
            if text:
                yield Quoted(each.n, each.by, text[:_LONGEST])
