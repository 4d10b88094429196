"""How an evaluation is shown: failures, counts, and two ways of answering side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never

from isthmus.answers.model import Answer, Outcome, Refusal
from isthmus.cli.output import show_line, show_table
from isthmus.evaluation import Judged, Labelled, counted, failures
from isthmus.trials import Tried, differences, figures, figures_of_model

OWN: Final = "sources' own words"
_HOW_TO_COMPARE: Final = (
    "To compare this with a language model's answers, set ISTHMUS_LLM; --sample 20 asks fewer."
)


@dataclass(frozen=True)
class Worded:
    """What a language model made of the questions; ``run`` begins what its calls are about."""

    model: str
    run: str
    tried: Sequence[Tried]


@dataclass(frozen=True)
class Evaluated:
    """Questions as they were answered; ``worded`` is there where a model was set up."""

    own: Sequence[Tried]
    skipped: Sequence[Labelled]
    worded: Worded | None

    @property
    def judged(self) -> list[Judged]:
        return [each.judged for each in self.own]


def evaluated_as_json(evaluated: Evaluated) -> dict[str, Any]:
    judged, worded = evaluated.judged, evaluated.worded
    told = {
        "counted": counted(judged),
        "failures": [_failure(each) for each in failures(judged)],
        "skipped": [{"id": each.id, "needs": each.needs} for each in evaluated.skipped],
    }
    return told | _compared(evaluated.own, worded) if worded else told


def _compared(own: Sequence[Tried], worded: Worded) -> dict[str, Any]:
    model = figures(worded.tried) | figures_of_model(worded.tried)
    return {
        "compared": [{"words": OWN, **figures(own)}, {"words": worded.model, **model}],
        "differences": [
            {**_failure(after), "in_own_words": before.verdict.value}
            for before, after in differences(own, worded.tried)
        ],
        "about": worded.run,
    }


def _failure(judged: Judged) -> dict[str, Any]:
    return {
        "id": judged.labelled.id,
        "question": judged.labelled.question,
        "expected": _expected(judged.labelled),
        "verdict": judged.verdict.value,
        "came": _came(judged.outcome),
    }


def show_evaluated(evaluated: Evaluated) -> None:
    for each in failures(evaluated.judged):
        _show_failure(each, each.verdict)
    rows = counted(evaluated.judged)
    show_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    for needs in sorted({each.needs for each in evaluated.skipped}):
        number = sum(each.needs == needs for each in evaluated.skipped)
        show_line(f"Skipped {number} questions about {needs} that are not indexed.", "yellow")
    if evaluated.worded:
        _show_compared(evaluated.own, evaluated.worded)
    else:
        show_line(_HOW_TO_COMPARE, "dim")


def _show_compared(own: Sequence[Tried], worded: Worded) -> None:
    show_line("")
    for before, after in differences(own, worded.tried):
        _show_failure(after, f"{before.verdict} → {after.verdict}")
    model = figures_of_model(worded.tried)
    beside = zip(_rows(figures(own)), _rows(figures(worded.tried)), strict=True)
    rows = [(name, mine, its) for (name, mine), (_, its) in beside]
    rows += [(name, "", its) for name, its in _rows_of_model(model)]
    show_table(("", OWN, worded.model), rows)
    for trouble, number in model["troubles"].items():
        show_line(f"Calls that failed: {trouble} ({number})", "yellow")
    show_line(f"The calls are in the records as those of {worded.run}.", "dim")


def _show_failure(judged: Judged, verdict: str) -> None:
    labelled = judged.labelled
    show_line(f"{labelled.id}  {labelled.question}  ({verdict})", "bold")
    for line in _expected(labelled) or ["a refusal"]:
        show_line(f"  expected  {line}", "green")
    for line in _came(judged.outcome):
        show_line(f"  came      {line}")
    show_line("")


def _rows(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    answerable = told["answerable"]
    yield "right citation first", _of(told["right_first"], answerable)
    yield "right citation anywhere (recall)", _of(told["right_anywhere"], answerable)
    yield "cited passages that are right (precision)", _of(told["cited_right"], told["cited"])
    yield "unanswerable declined", _of(told["declined"], told["unanswerable"])
    yield "seconds, p50 and p95", f"{told['seconds_p50']:.2f}, {told['seconds_p95']:.2f}"
    yield "sentences shown", str(told["sentences_shown"])


def _rows_of_model(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "  of them in its words", str(told["sentences_written"])
    yield "sentences dropped by the checks", str(told["sentences_dropped"])
    for course, number in told["courses"].items():
        yield f"questions: {course}", str(number)
    reckoned = "" if told["tokens_counted"] else " (reckoned)"
    yield "calls", str(told["calls"])
    yield "tokens read, written", f"{told['tokens_in']:,}, {told['tokens_out']:,}{reckoned}"
    yield "cost, by ISTHMUS_LLM_PRICES", told["cost"]


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "none"


def _expected(labelled: Labelled) -> list[str]:
    return [f"{each.document}: “{each.contains}”" for each in labelled.expect]


def _came(outcome: Outcome) -> list[str]:
    match outcome:
        case Answer():
            return [f"{each.title}, {each.locator}: “{each.quote}”" for each in outcome.citations]
        case Refusal():
            return [outcome.text]
    assert_never(outcome)
