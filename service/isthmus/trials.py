"""Ways of answering compared: in the sources' own words, and in those of a language model."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from isthmus.answers.model import Answer, Sentence
from isthmus.answers.preparing import Prepared
from isthmus.answers.writing import Attempt
from isthmus.evaluation import Judged, Verdict
from isthmus.llm.budget import FOR_NOTHING
from isthmus.llm.calls import Made
from isthmus.llm.model import Models, Purpose, Request, Shown, Streamed, Structured
from isthmus.llm.shapes import Shape

IN_ITS_WORDS: Final = "in its words"
NOT_ASKED: Final = "not asked"
NOTHING_HELD: Final = "nothing that holds"


@dataclass(frozen=True)
class Marking:
    """Models whose calls are all recorded as made for one thing."""

    models: Models
    about: str

    def is_on(self, purpose: Purpose) -> bool:
        return self.models.is_on(purpose)

    def may_see(self, shown: Shown) -> bool:
        return self.models.may_see(shown)

    def stream(self, request: Request) -> Streamed:
        return self.models.stream(replace(request, about=self.about))

    def structured(self, request: Request, shape: Shape) -> Structured:
        return self.models.structured(replace(request, about=self.about), shape)


@dataclass(frozen=True)
class Tried:
    """A judged question with the seconds it took, and what a language model did for it.

    ``prepared`` is what was found without one.
    """

    prepared: Prepared
    judged: Judged
    seconds: float
    attempt: Attempt | None = None
    calls: Sequence[Made] = ()

    @property
    def course(self) -> str:
        """Say whether it was told in a model's words, and if not, why."""
        attempt = self.attempt
        if attempt is None or not attempt.was_asked:
            return NOT_ASKED
        if isinstance(attempt.outcome, Answer) and attempt.outcome.writing:
            return f"{IN_ITS_WORDS}, cut short: {attempt.why}" if attempt.why else IN_ITS_WORDS
        return attempt.why.value if attempt.why else NOTHING_HELD


def figures(tried: Sequence[Tried]) -> dict[str, Any]:
    """Give how well and how fast questions were answered; a share is None where nothing counts."""
    answerable = [each.judged for each in tried if each.judged.labelled.answerable]
    others = [each.judged for each in tried if not each.judged.labelled.answerable]
    first = sum(each.verdict is Verdict.RIGHT_FIRST for each in answerable)
    later = sum(each.verdict is Verdict.RIGHT_LATER for each in answerable)
    cited, right = sum(each.cited for each in answerable), sum(each.right for each in answerable)
    seconds = sorted(each.seconds for each in tried)
    return {
        "answerable": len(answerable),
        "right_first": first,
        "right_anywhere": first + later,
        "citation_recall": _share(first + later, len(answerable)),
        "cited": cited,
        "cited_right": right,
        "citation_precision": _share(right, cited),
        "unanswerable": len(others),
        "declined": sum(each.verdict is Verdict.DECLINED for each in others),
        "sentences_shown": sum(len(_sentences(each)) for each in tried),
        "seconds_p50": _percentile(seconds, 50),
        "seconds_p95": _percentile(seconds, 95),
    }


def figures_of_model(tried: Sequence[Tried]) -> dict[str, Any]:
    """Give what a model did, and what its calls took; what failed is counted, too."""
    calls = [call for each in tried for call in each.calls]
    return {
        "sentences_written": sum(s.written for each in tried for s in _sentences(each)),
        "sentences_dropped": sum(each.attempt.dropped for each in tried if each.attempt),
        "troubles": dict(Counter(f"{c.outcome}: {c.detail}" for c in calls if c.detail)),
        "courses": dict(Counter(each.course for each in tried).most_common()),
        "calls": len(calls),
        "tokens_in": sum(each.usage.read for each in calls),
        "tokens_out": sum(each.usage.written for each in calls),
        "tokens_counted": all(each.usage.counted for each in calls if each.spent.tokens),
        "cost": sum((each.spent for each in calls), FOR_NOTHING).money,
    }


def differences(one: Sequence[Tried], other: Sequence[Tried]) -> list[tuple[Judged, Judged]]:
    """Give the questions that two ways of answering did not answer equally well."""
    pairs = ((a.judged, b.judged) for a, b in zip(one, other, strict=True))
    return [(a, b) for a, b in pairs if a.verdict is not b.verdict]


def _sentences(tried: Tried) -> Sequence[Sentence]:
    outcome = tried.judged.outcome
    return outcome.sentences if isinstance(outcome, Answer) else ()


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _percentile(ordered: Sequence[float], percent: int) -> float:
    return round(ordered[ceil(len(ordered) * percent / 100) - 1], 3)
