"""Numbers, durations, dates and ids: they have to stand in the passages, and of the same thing."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.answers.checking.aligning import Aligned
from isthmus.answers.checking.reading import Text
from isthmus.answers.checking.rivalry import Rivalry, There, Thing
from isthmus.answers.checking.stated import Particular, stated

_NEAR: Final = 6.0  # words at which a neighbour counts half
_MARGIN: Final = 1.12  # by which another has to lie nearer, to be taken for the one meant
_OF_A_PLACE: Final = ("id", "label", "dashed")
_AT_LEAST: Final = (
    ("at", "least"), ("minimum",), ("not", "less"), ("no", "less"), ("or", "more"), ("no", "fewer"),
    ("not", "fewer"), ("more", "than"), ("longer", "than"), ("older", "than"), ("above",),
    ("over",), ("exceeding",),
)  # fmt: skip
_AT_MOST: Final = (
    ("at", "most"), ("maximum",), ("not", "more"), ("no", "more"), ("or", "less"), ("up", "to"),
    ("no", "longer"), ("not", "longer"), ("not", "later"), ("no", "later"), ("less", "than"),
    ("within",), ("below",), ("under",), ("fewer", "than"), ("or", "fewer"), ("shorter", "than"),
)  # fmt: skip


def faults(aligned: Aligned, cited: Sequence[Text]) -> Iterator[str]:
    """Say which particular of the sentence is missing in the passages, or belongs elsewhere."""
    for each in stated(aligned.claim.read.text):
        if not any(_is_stated(each, text.text) for text in (*cited, aligned.context)):
            yield f"“{each.shown}” does not stand in the cited passages."
        elif not _is_near(each, aligned):
            yield f"“{each.shown}” stands there of something else."
        elif rival := _rival(each, aligned):
            yield f"“{each.shown}” stands there of something else; here it would be “{rival}”."
        elif _turned(each, aligned):
            yield f"“{each.shown}” is the other bound there: at least against at most."


def _is_stated(wanted: Particular, text: str) -> bool:
    return any(_same(wanted, each) for each in stated(text))


def _is_near(wanted: Particular, aligned: Aligned) -> bool:
    """Tell whether it is stated where the rest is said; an id may stand above or before it."""
    if wanted.kind.split()[0] in _OF_A_PLACE:
        return True
    near = (*(found.text.text for found in aligned.used), aligned.context.text)
    return any(_is_stated(wanted, text) for text in near)


def _same(wanted: Particular, there: Particular) -> bool:
    """Tell whether one is the other, or the whole that the other is a part of."""
    if wanted.same(there):
        return True
    if wanted.kind == "duration" == there.kind and not wanted.qualified:
        return False
    if wanted.kind.split()[0] not in _OF_A_PLACE or wanted.kind != there.kind:
        return False
    one, other = str(wanted.value), str(there.value)
    return other.startswith(one) and not other[len(one) :][:1].isalnum()


def _rival(wanted: Particular, aligned: Aligned) -> str:
    """Give another of its kind that the words around it go with better, if there is one."""
    mine = {
        _thing(each, aligned.claim.read): each
        for each in stated(aligned.claim.read.text)
        if each.kind == wanted.kind
    }
    theirs = {
        There(found, _thing(each, found.text)): each
        for found in aligned.all
        for each in stated(found.text.text)
        if each.kind == wanted.kind
    }
    rivalry = Rivalry(
        aligned.claim.telling, lambda one, other: _same(mine[one], theirs[other]), _NEAR, _MARGIN
    )
    return rivalry.rival(_thing(wanted, aligned.claim.read), list(mine), list(theirs))


def _thing(particular: Particular, text: Text) -> Thing:
    inside = [t.at for t in text.tokens if t.start < particular.end and t.end > particular.start]
    return Thing(tuple(inside), particular.shown)


def _turned(wanted: Particular, aligned: Aligned) -> bool:
    """Tell whether the sentence bounds a number from the other side than every unit does."""
    bound = _bound(wanted, aligned.claim.read)
    if not bound:
        return False
    there = {
        _bound(each, found.text)
        for found in aligned.used
        for each in stated(found.text.text)
        if _same(wanted, each)
    }
    return bool(there) and bound not in there and -bound in there


def _bound(particular: Particular, text: Text) -> int:
    """Give 1 for at least, -1 for at most, 0 where it is not bounded."""
    inside = [t.at for t in text.tokens if t.start < particular.end and t.end > particular.start]
    if not inside:
        return 0
    words = [token.word for token in text.tokens]
    around = words[max(0, inside[0] - 4) : inside[0]]
    behind = words[inside[-1] + 1 : inside[-1] + 3]
    for sign, phrases in ((-1, _AT_MOST), (1, _AT_LEAST)):
        for phrase in phrases:
            if _holds(around, phrase) or (phrase[0] == "or" and _holds(behind, phrase)):
                return sign
    return 0


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    width = len(phrase)
    return any(tuple(words[at : at + width]) == tuple(phrase) for at in range(len(words)))
