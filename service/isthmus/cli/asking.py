"""`isthmus ask`, `search` and `answers`: questions from the command line."""

from typing import Annotated, Final, assert_never

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from isthmus.answers.contract import outcome_as_json
from isthmus.answers.model import Answer, Citation, Nearest, Outcome, Refusal
from isthmus.answers.searching import found_as_json
from isthmus.answers.wording import COLUMNS, byline, covered, row, worded
from isthmus.cli.calls_shown import WithTrace, show_trace, trace_as_json
from isthmus.cli.output import AsJson, inert, print_json, ready, show_line, show_table
from isthmus.cli.telling import Telling, is_watched
from isthmus.conversations.service import Asked
from isthmus.inquiry.contract import asked_as_json
from isthmus.people import OPERATOR, Person, alone
from isthmus.wiring import Wiring

app: Final = typer.Typer(help="The answers that were given.", no_args_is_help=True)

As = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="PERSON",
        help="Ask as this person (see `isthmus people`); somebody unknown reads what everyone may.",
    ),
]
InConversation = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="Go on with a conversation, or start one with `new`; questions may lean on earlier "
        "ones there.",
    ),
]
_SNIPPET: Final = 320


def register(root: typer.Typer) -> None:
    root.command()(ask)
    root.command()(search)
    root.add_typer(app, name="answers")


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question in plain words.")],
    *,
    conversation: InConversation = None,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question from the documents, or say that they don't."""
    parts = ready(context, quiet=as_json)
    by = asker(parts, as_person)
    telling = Telling(is_watched(as_json=as_json))
    if conversation is not None:
        asked = parts.inquiry.ask(question, by, conversation, tell=telling.sentence)
        told = telling.has_told(asked.outcome)
        _show_asked(asked, parts, as_json=as_json, told=told)
        return
    outcome = parts.inquiry.answer(question, by, alone(by), telling.sentence)
    _show(outcome, parts, as_json=as_json, told=telling.has_told(outcome))


def search(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="Words, ids or a question.")],
    *,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many passages.")] = 10,
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Find the passages nearest to a question."""
    parts = ready(context, quiet=as_json)
    found = parts.search(question, asker(parts, as_person), top)
    if as_json:
        print_json(found_as_json(found))
        return
    for each in found:
        show_line(f"{each.rank}. {each.title}, {each.locator}  ({each.score:.2f})", "bold")
        _indented(_snippet(each.text))
    show_line(f"{len(found)} passages.", "dim")


@app.command("list")
def list_answers(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the latest questions with what came of them."""
    parts = ready(context, quiet=as_json)
    latest = parts.answers.latest(OPERATOR, limit)
    if as_json:
        print_json([outcome_as_json(each, parts.settings.base_url) for each in latest])
        return
    rows = [(o.id, o.asked.at, o.asked.asker, o.asked.question, _in_a_word(o)) for o in latest]
    show_table(("answer", "asked", "by", "question", "outcome"), rows)


@app.command("show")
def show_answer(
    context: typer.Context,
    answer: Annotated[str, typer.Argument(metavar="ID", help="An answer's id.")],
    *,
    trace: WithTrace = False,
    as_json: AsJson = False,
) -> None:
    """Show an answer as it was given, with who asked and when."""
    parts = ready(context, quiet=as_json)
    with parts.answering() as answering:
        outcome = answering.show(answer, OPERATOR)
    if as_json:
        said = outcome_as_json(outcome, parts.settings.base_url)
        print_json({**said, "calls": trace_as_json(parts, answer)} if trace else said)
        return
    asked = outcome.asked
    show_line(f"{asked.asker} asked on {asked.at:%Y-%m-%d %H:%M %Z}: {asked.question}", "dim")
    _show(outcome, parts, as_json=False)
    if trace:
        show_trace(parts, answer)


def asker(parts: Wiring, name: str | None) -> Person:
    if name is None:
        return OPERATOR
    with parts.access() as access:
        return access.known_or_guest(name)


def _show(outcome: Outcome, parts: Wiring, *, as_json: bool, told: bool = False) -> None:
    if as_json:
        print_json(outcome_as_json(outcome, parts.settings.base_url))
        return
    match outcome:
        case Answer():
            _show_answer(outcome, told=told)
        case Refusal():
            show_line(outcome.text, "yellow")
            for near in outcome.nearest:
                _show_nearest(near)
        case _:
            assert_never(outcome)
    show_line(f"{outcome.id}  {outcome.seconds * 1000:.0f} ms", "dim")


def _show_asked(asked: Asked, parts: Wiring, *, as_json: bool, told: bool) -> None:
    if as_json:
        print_json(asked_as_json(asked, parts.settings.base_url))
        return
    if asked.turn.understood:
        show_line(f"Understood as: {asked.turn.understood}", "dim")
    _show(asked.outcome, parts, as_json=False, told=told)
    show_line(f"Go on with: --conversation {asked.conversation.id}", "dim")


def _show_answer(answer: Answer, *, told: bool) -> None:
    if not told:
        _show_said(answer)
    for note in answer.notes:
        show_line(f"Note: {note}\n", "yellow")
    if wrote := byline(answer):
        show_line(f"{wrote}\n", "dim")
    for citation in answer.citations:
        _show_citation(citation)


def _show_said(answer: Answer) -> None:
    if not answer.coverage:
        _show_sentences(answer)
        return
    show_line(f"\n{covered(answer)}\n", "bold")
    show_table(COLUMNS, [row(answer, each) for each in answer.coverage])
    show_line("")


def _show_sentences(answer: Answer) -> None:
    """One sentence after another; a list as a list, and a row each for what is compared."""
    several = {sentence.citations for sentence in answer.sentences}
    as_list = bool(answer.subjects) or len(answer.sentences) > len(several) + 1
    lines = Text()
    for sentence in answer.sentences:
        if sentence.subject:
            lines.append_text(inert(f"{sentence.subject}: ", "bold"))
        lines.append_text(inert(worded(answer, sentence)))
        lines.append("".join(f" [{n}]" for n in sentence.citations), style="cyan")
        lines.append("\n" if as_list else " ")
    Console(highlight=False).print(Padding(lines, (1, 0)))


def _show_citation(citation: Citation) -> None:
    edition = f", {citation.edition}" if citation.edition else ""
    show_line(f"[{citation.n}] {citation.title}{edition}: {citation.locator}", "cyan")
    _indented(f"“{citation.quote}”", "italic")


def _show_nearest(near: Nearest) -> None:
    show_line(f"Nearest: {near.title}, {near.locator}", "cyan")
    _indented(_snippet(near.text))


def _indented(text: str, style: str = "") -> None:
    Console(highlight=False).print(Padding(inert(text, style), (0, 0, 1, 4)))


def _snippet(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET else f"{flat[:_SNIPPET]} …"


def _in_a_word(outcome: Outcome) -> str:
    match outcome:
        case Answer():
            return f"answered, {len(outcome.citations)} citations"
        case Refusal():
            return outcome.reason.value
    assert_never(outcome)
