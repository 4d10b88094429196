"""`isthmus unanswered`: what the documents did not answer, and asking it again."""

from typing import Annotated, Final

import typer

from isthmus.cli.output import AsJson, print_json, ready, show_line, show_table
from isthmus.inquiry.contract import grouped_as_json, retried_as_json
from isthmus.people import OPERATOR
from isthmus.unanswered.model import State
from isthmus.unanswered.viewing import Wanted

app: Final = typer.Typer(help="Questions that were not answered.", no_args_is_help=True)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="unanswered")


@app.command("list")
def list_unanswered(
    context: typer.Context,
    *,
    state: Annotated[State, typer.Option(help="Which of them.")] = State.OPEN,
    page: Annotated[int, typer.Option(min=1, help="Which page, from 1.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List questions that were not answered, those alike together."""
    parts = ready(context, quiet=as_json)
    found = parts.inquiry.unanswered(OPERATOR, Wanted(state, page - 1))
    if as_json:
        address = parts.settings.base_url
        print_json([grouped_as_json(each, OPERATOR, address) for each in found])
        return
    rows = [
        (each.latest.question, each.times, ", ".join(each.askers), each.latest.at, each.latest.why)
        for each in found
    ]
    show_table(("question", "times", "asked by", "last", "why"), rows)


@app.command("retry")
def retry_unanswered(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Ask again what people wait for, each as the person who waits."""
    parts = ready(context, quiet=as_json)
    retried = parts.inquiry.retry(all_due=True)
    if as_json:
        print_json([retried_as_json(each) for each in retried])
        return
    answered = [each for each in retried if each.answered]
    for each in answered:
        show_line(f"{each.person}: {each.question}", "green")
    show_line(f"{len(retried)} asked again, {len(answered)} answered.", "dim")
