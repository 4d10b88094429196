"""Use case: what changed between two revisions, paragraph by paragraph and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, Protocol

from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.model import Document, Revision

CONTEXT: Final = 1  # unchanged paragraphs shown before and after a change
_ALIKE: Final = 0.5  # share of words in common from which a paragraph counts as reworded
_PAIRED: Final = 40  # paragraphs in one place; more are not compared with each other, it takes long
_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    LEFT_OUT = "left-out"


@dataclass(frozen=True)
class Fragment:
    """A stretch of a paragraph; ``marked`` where the other revision has other words."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Change:
    """One paragraph before and after; ``count`` paragraphs that did not change where left out."""

    kind: Kind
    before: tuple[Fragment, ...] = ()
    after: tuple[Fragment, ...] = ()
    count: int = 1


@dataclass(frozen=True)
class Difference:
    """What changed from one revision of a document to another."""

    document: Document
    before: Revision
    after: Revision
    changes: tuple[Change, ...]

    def count(self, kind: Kind) -> int:
        return sum(change.kind is kind for change in self.changes)


class Revised(Protocol):
    """The library as somebody may read it; raises NotFoundError for what they may not."""

    def document(self, document: str) -> Document: ...
    def revisions(self, document: str) -> Sequence[Revision]: ...


def difference(
    library: Revised, document: str, number: int | None = None, with_number: int | None = None
) -> Difference:
    """Compare revision ``number`` with ``with_number``: of the newest with the one before, unsaid.

    Raises NotFoundError where there is no such revision, InvalidError where there is only one.
    """
    found = {revision.number: revision for revision in library.revisions(document)}
    newest = max(found) if with_number is None else with_number
    earlier = max((each for each in found if each < newest), default=None)
    first = earlier if number is None else number
    if first is None:
        raise InvalidError("There is only one revision, so there is nothing to compare it with.")
    for wanted in (first, newest):
        if wanted not in found:
            there = ", ".join(map(str, sorted(found)))
            raise NotFoundError(f"There is no revision {wanted}; there are {there}.")
    before, after = found[first], found[newest]
    changes = tuple(compared(before.text, after.text))
    return Difference(library.document(document), before, after, changes)


def compared(before: str, after: str, context: int = CONTEXT) -> Iterator[Change]:
    """Give the changes in reading order; unchanged paragraphs far from any are counted only."""
    old, new = _paragraphs(before), _paragraphs(after)
    matcher = SequenceMatcher(None, old, new)
    steps = matcher.get_opcodes()
    for at, (tag, first, last, start, end) in enumerate(steps):
        if tag == "equal":
            ends = (context if at else 0, context if at + 1 < len(steps) else 0)
            yield from _unchanged(old[first:last], *ends)
        else:
            yield from _replaced(old[first:last], new[start:end])


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _unchanged(paragraphs: Sequence[str], head: int, tail: int) -> Iterator[Change]:
    left_out = len(paragraphs) - head - tail
    if left_out <= 0:
        yield from map(_same, paragraphs)
        return
    yield from map(_same, paragraphs[:head])
    yield Change(Kind.LEFT_OUT, count=left_out)
    yield from map(_same, paragraphs[len(paragraphs) - tail :])


def _same(paragraph: str) -> Change:
    return Change(Kind.SAME, (Fragment(paragraph),), (Fragment(paragraph),))


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Pair each new paragraph with the old one that it rewords; the others came or went."""
    at = 0
    for paragraph in new:
        found = _reworded(old[at:], paragraph) if len(old) <= _PAIRED else None
        if found is None:
            yield Change(Kind.ADDED, after=(Fragment(paragraph, marked=True),))
            continue
        yield from (_removed(each) for each in old[at : at + found])
        yield _changed(old[at + found], paragraph)
        at += found + 1
    yield from (_removed(each) for each in old[at:])


def _reworded(candidates: Sequence[str], paragraph: str) -> int | None:
    """Give the place of the first candidate that is alike enough."""
    words = _WORDS.findall(paragraph)
    for at, each in enumerate(candidates):
        matcher = SequenceMatcher(None, _WORDS.findall(each), words)
        if matcher.real_quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE:
            return at
    return None


def _removed(paragraph: str) -> Change:
    return Change(Kind.REMOVED, before=(Fragment(paragraph, marked=True),))


def _changed(old: str, new: str) -> Change:
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    before: list[Fragment] = []
    after: list[Fragment] = []
    for tag, first, last, start, end in SequenceMatcher(None, was, now).get_opcodes():
        for fragments, words in ((before, was[first:last]), (after, now[start:end])):
            if words:
                fragments.append(Fragment("".join(words), marked=tag != "equal"))
    return Change(Kind.CHANGED, tuple(before), tuple(after))
