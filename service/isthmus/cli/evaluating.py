"""`isthmus eval`: how well the labelled questions are answered."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final, assert_never

import typer
from rich.console import Console
from rich.progress import track

from isthmus.answers.model import Answer, Outcome, Refusal
from isthmus.cli.output import AsJson, print_json, ready, show_line, show_table
from isthmus.errors import InvalidError, NotFoundError
from isthmus.evaluation import Judged, Labelled, counted, failures, judge, read_questions
from isthmus.library.walking import shown
from isthmus.people import OPERATOR, Person, alone
from isthmus.wiring import Wiring

SHIPPED: Final = "shipped"
QUESTIONS: Final = Path("tests/evals/questions.yaml")


class Forgetful:
    """Records that keep nothing: questions of an evaluation are nobody's."""

    def save(self, outcome: Outcome) -> None: ...

    def get(self, answer_id: str, by: Person) -> Outcome:
        raise NotFoundError(f"{by.name} can see no answer {answer_id}: it was not kept.")


def register(root: typer.Typer) -> None:
    root.command("eval")(evaluate)


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Labelled questions, as YAML.")
    ] = QUESTIONS,
    *,
    as_json: AsJson = False,
) -> None:
    """Ask labelled questions, and count how often the right passage came, or rightly none.

    Questions about documents that are not indexed are skipped. No answer is kept.
    """
    if not file.is_file():
        raise NotFoundError(
            f"There is no file {file}. Name a file of labelled questions, or run this in the "
            f"source folder, which has {QUESTIONS}."
        )
    questions = read_questions(file)
    parts = ready(context, quiet=as_json)
    sources = _sources(parts)
    asked = _about_indexed(questions, sources.values())
    if not asked:
        raise InvalidError(f"None of the {len(questions)} questions in {file} can be asked.")
    skipped = [each for each in questions if each not in asked]
    judged = _judged(parts, asked, sources, quiet=as_json)
    print_json(_as_json(judged, skipped)) if as_json else _show(judged, skipped)


def _sources(parts: Wiring) -> dict[str, str]:
    """Give the source of each live document, as a path below ``/``, by the document's id."""
    with parts.reading(alone(OPERATOR)) as library:
        found = {each.id: shown(each.source) for each in library.documents()}
    return {each: source.replace("upload:", "/", 1) for each, source in found.items()}


def _about_indexed(questions: Sequence[Labelled], sources: Collection[str]) -> list[Labelled]:
    """Leave out what is about documents that are not there.

    A question without an expectation is asked where any document of its ``needs`` is there.
    """
    names = {source.rpartition("/")[2] for source in sources}
    there = {each.needs for each in questions if _expects_any(each, names)} | {SHIPPED}
    return [
        each
        for each in questions
        if each.needs == SHIPPED
        or (_expects_any(each, names) if each.expect else each.needs in there)
    ]


def _expects_any(labelled: Labelled, names: Collection[str]) -> bool:
    return any(expected.document in names for expected in labelled.expect)


def _judged(
    parts: Wiring, questions: Sequence[Labelled], sources: Mapping[str, str], *, quiet: bool
) -> list[Judged]:
    source_of: Callable[[str], str] = sources.__getitem__
    with parts.answering() as opened:
        answering = replace(opened, records=Forgetful())
        return [
            judge(each, answering.ask(each.question, OPERATOR, alone(OPERATOR)), source_of)
            for each in track(
                questions,
                "questions",
                console=Console(stderr=True),
                transient=True,
                disable=quiet,
            )
        ]


def _as_json(judged: Sequence[Judged], skipped: Sequence[Labelled]) -> dict[str, Any]:
    return {
        "counted": counted(judged),
        "failures": [
            {
                "id": each.labelled.id,
                "question": each.labelled.question,
                "expected": _expected(each.labelled),
                "verdict": each.verdict.value,
                "came": _came(each.outcome),
            }
            for each in failures(judged)
        ],
        "skipped": [{"id": each.id, "needs": each.needs} for each in skipped],
    }


def _show(judged: Sequence[Judged], skipped: Sequence[Labelled]) -> None:
    for each in failures(judged):
        show_line(f"{each.labelled.id}  {each.labelled.question}  ({each.verdict})", "bold")
        for line in _expected(each.labelled) or ["a refusal"]:
            show_line(f"  expected  {line}", "green")
        for line in _came(each.outcome):
            show_line(f"  came      {line}")
        show_line("")
    rows = counted(judged)
    show_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    for needs in sorted({each.needs for each in skipped}):
        number = sum(each.needs == needs for each in skipped)
        show_line(f"Skipped {number} questions about {needs} that are not indexed.", "yellow")


def _expected(labelled: Labelled) -> list[str]:
    return [f"{each.document}: “{each.contains}”" for each in labelled.expect]


def _came(outcome: Outcome) -> list[str]:
    match outcome:
        case Answer():
            return [f"{each.title}, {each.locator}: “{each.quote}”" for each in outcome.citations]
        case Refusal():
            return [outcome.text]
    assert_never(outcome)
