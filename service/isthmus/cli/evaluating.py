"""`isthmus eval`: how well the labelled questions are answered."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from isthmus.answers.model import Outcome
from isthmus.answers.service import Answering
from isthmus.cli.evaluated_shown import OWN, Evaluated, Worded, evaluated_as_json, show_evaluated
from isthmus.cli.output import AsJson, print_json, ready, show_line
from isthmus.errors import InvalidError, NotFoundError
from isthmus.evaluation import Judged, Labelled, judge, read_questions, spread
from isthmus.inquiry.service import Inquiry
from isthmus.library.walking import shown
from isthmus.llm.model import Purpose
from isthmus.llm.providers import chosen
from isthmus.people import OPERATOR, alone
from isthmus.trials import Marking, Tried
from isthmus.wiring import Wiring

SHIPPED: Final = "shipped"
QUESTIONS: Final = Path("tests/evals/questions.yaml")
T = TypeVar("T")
FEW: Final = 50  # questions that go to a language model without being asked whether they may


def register(root: typer.Typer) -> None:
    root.command("eval")(evaluate)


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="Labelled questions, as YAML.")
    ] = QUESTIONS,
    *,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Ask so many of them, spread over all kinds.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=f"Ask a language model more than {FEW} questions.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask labelled questions, and count how often the right passage came, or rightly none.

    Where a language model is set up for answering, it answers them as well, and both are compared.
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
    indexed = _about_indexed(questions, sources.values())
    if not indexed:
        raise InvalidError(f"None of the {len(questions)} questions in {file} can be asked.")
    asked = spread(indexed, sample or len(indexed))
    model = _model(parts)
    if model:
        _warn(model, len(asked), sure=yes, quiet=as_json)
    examining = Examining(parts, sources, quiet=as_json)
    own = examining.in_own_words(asked)
    evaluated = Evaluated(
        own=own,
        skipped=[each for each in questions if each not in indexed],
        worded=examining.in_its_words(own, model) if model else None,
    )
    print_json(evaluated_as_json(evaluated)) if as_json else show_evaluated(evaluated)


def _model(parts: Wiring) -> str | None:
    """Give the model that answers are written with, where one is set up."""
    if not parts.models.is_on(Purpose.ANSWERING):
        return None
    return chosen(parts.settings)[Purpose.ANSWERING].said


def _warn(model: str, count: int, *, sure: bool, quiet: bool) -> None:
    """Say what is going to be called; raises InvalidError where that is much and not wished."""
    if count > FEW and not sure:
        raise InvalidError(
            f"{count} questions would go to {model}, each a call or two. Add --yes if that is "
            "meant, ask fewer with --sample 20, or leave the model out: ISTHMUS_LLM_ANSWERING=off."
        )
    if not quiet:
        questions = "1 question goes" if count == 1 else f"Up to {count} questions go"
        show_line(f"{questions} to {model}, each a call or two.", "dim")


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


@dataclass(frozen=True)
class Examining:
    """Asks questions of documents; ``sources`` are theirs, by the document's id."""

    parts: Wiring
    sources: Mapping[str, str]
    quiet: bool

    def in_own_words(self, questions: Sequence[Labelled]) -> list[Tried]:
        with self.parts.answering() as answering:
            return [self._own(answering, each) for each in self._track(questions, OWN)]

    def in_its_words(self, own: Sequence[Tried], model: str) -> Worded:
        """Have a model word the answers; each call is recorded as the operator's, for this run."""
        run = f"eval-{token_hex(4)}"
        with _without_lines_of_calls():
            return Worded(model, run, [self._worded(each, run) for each in self._track(own, model)])

    def _own(self, answering: Answering, labelled: Labelled) -> Tried:
        began = perf_counter()
        prepared = answering.prepare(labelled.question, OPERATOR, alone(OPERATOR))
        seconds = perf_counter() - began
        return Tried(prepared, self._judged(labelled, prepared.outcome), seconds)

    def _worded(self, own: Tried, run: str) -> Tried:
        """Go on from what was found; the seconds are those of finding and of wording it."""
        labelled, about = own.judged.labelled, f"{run}-{own.judged.labelled.id}"
        marking = Marking(self.parts.models, about)
        began = perf_counter()
        attempt = Inquiry(replace(self.parts.inquiry.parts, models=marking)).attempt(own.prepared)
        seconds = own.seconds + perf_counter() - began
        judged = self._judged(labelled, attempt.outcome)
        calls = self.parts.language_models.about(about)
        return Tried(own.prepared, judged, seconds, attempt, calls)

    def _judged(self, labelled: Labelled, outcome: Outcome) -> Judged:
        return judge(labelled, outcome, self.sources.__getitem__)

    def _track(self, each: Sequence[T], said: str) -> Iterable[T]:
        console = Console(stderr=True)
        return track(each, said, console=console, transient=True, disable=self.quiet)


@contextmanager
def _without_lines_of_calls() -> Iterator[None]:
    """Keep the log from telling of each call, between the progress: how they ended is counted."""
    log = logging.getLogger("isthmus.llm")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)
