"""Labelled questions asked of the product, and how it did."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import yaml

from isthmus.answers.model import Answer, Citation, Outcome
from isthmus.errors import InvalidError


@dataclass(frozen=True)
class Expected:
    """A citation that would be right: of this document, with these words in its quote.

    ``document`` is the id of a shipped document or the file name of an imported one.
    """

    document: str
    contains: str

    def is_met_by(self, citation: Citation, source: str) -> bool:
        return self.is_met(citation.document, source, citation.quote)

    def is_met(self, document: str, source: str, quote: str) -> bool:
        """Tell whether a quote of a document, with that source, is what was expected."""
        named = self.document == document or source.endswith(f"/{self.document}")
        return named and self.contains.lower() in " ".join(quote.split()).lower()


@dataclass(frozen=True)
class Labelled:
    """A question with what is known about it; ``needs`` names the documents it is about."""

    id: str
    question: str
    answerable: bool
    kind: str
    needs: str
    expect: tuple[Expected, ...] = ()


class Verdict(StrEnum):
    RIGHT_FIRST = "right citation first"
    RIGHT_LATER = "right citation later"
    WRONG = "answered wrongly"
    DECLINED = "declined"


@dataclass(frozen=True)
class Judged:
    """``cited`` counts the passages that an answer cites, ``right`` those of them that are right.

    A label names what has to be cited, not all that may be: others can be apt, too.
    """

    labelled: Labelled
    outcome: Outcome
    verdict: Verdict
    cited: int = 0
    right: int = 0

    @property
    def passed(self) -> bool:
        good = Verdict.RIGHT_FIRST if self.labelled.answerable else Verdict.DECLINED
        return self.verdict is good


_KEYS: Final = {"id", "question", "answerable", "kind", "needs", "expect"}


def read_questions(path: Path) -> list[Labelled]:
    """Read a labelled set; raises InvalidError with the entry that is wrong."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InvalidError(f"The labelled questions in '{path}' cannot be read: {error}") from error
    if not isinstance(entries, list):
        raise InvalidError(f"'{path}' holds no list of questions.")
    return [_labelled(entry, at) for at, entry in enumerate(entries, start=1)]


def spread(questions: Sequence[Labelled], most: int) -> list[Labelled]:
    """Give so many of them at the most, always the same, of each kind as large a share."""
    kinds = [(each.answerable, each.needs, each.kind) for each in questions]
    by_kind = sorted(range(len(questions)), key=kinds.__getitem__)
    count = min(most, len(questions))
    kept = {by_kind[(2 * n + 1) * len(questions) // (2 * count)] for n in range(count)}
    return [each for at, each in enumerate(questions) if at in kept]


def _labelled(entry: Any, at: int) -> Labelled:  # noqa: ANN401 - whatever the file holds
    if not isinstance(entry, dict) or entry.keys() - _KEYS or (_KEYS - {"expect"}) - entry.keys():
        raise InvalidError(
            f"Question {at} needs the keys {', '.join(sorted(_KEYS))} and no others."
        )
    expect = tuple(
        Expected(str(e["document"]), str(e["contains"])) for e in entry.get("expect") or ()
    )
    texts = {key: str(entry[key]) for key in ("id", "question", "kind", "needs")}
    return Labelled(answerable=bool(entry["answerable"]), expect=expect, **texts)


def judge(labelled: Labelled, outcome: Outcome, source_of: Callable[[str], str]) -> Judged:
    """Compare an outcome with its label; ``source_of`` gives the source of a document id."""
    if not isinstance(outcome, Answer):
        return Judged(labelled, outcome, Verdict.DECLINED)
    met = [
        any(
            expected.is_met_by(citation, source_of(citation.document))
            for expected in labelled.expect
        )
        for citation in outcome.citations
    ]
    verdict = (
        Verdict.RIGHT_FIRST
        if met[:1] == [True]
        else Verdict.RIGHT_LATER
        if any(met)
        else Verdict.WRONG
    )
    passages = [each.passage for each in outcome.citations]
    right = {passage for passage, is_met in zip(passages, met, strict=True) if is_met}
    return Judged(labelled, outcome, verdict, len(set(passages)), len(right))


def counted(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    """Give a row for each group of questions: answerable or not, over which documents."""
    groups: dict[tuple[bool, str], list[Judged]] = {}
    for each in judged:
        groups.setdefault((each.labelled.answerable, each.labelled.needs), []).append(each)
    return [
        {
            "answerable": answerable,
            "documents": needs,
            "questions": len(group),
            **{
                verdict.value: sum(each.verdict is verdict for each in group) for verdict in Verdict
            },
            "passed": round(sum(each.passed for each in group) / len(group), 3),
        }
        for (answerable, needs), group in sorted(groups.items(), reverse=True)
    ]


def failures(judged: Iterable[Judged]) -> list[Judged]:
    return [each for each in judged if not each.passed]
