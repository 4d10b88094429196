"""`isthmus say`: what people say to the assistant in a channel, said in the terminal."""

import json
from pathlib import Path
from typing import Annotated, Final, assert_never
from uuid import uuid4

import typer

from isthmus.cli.asking import As, asker
from isthmus.cli.output import AsJson, print_json, ready, show_line, show_table
from isthmus.cli.telling import Telling, is_watched
from isthmus.errors import InvalidError
from isthmus.messages import (
    Buttons,
    Byline,
    Facts,
    File,
    Form,
    Message,
    Paragraph,
    Part,
    Picture,
    Points,
    Quote,
    Reply,
    Table,
    marked,
    reply_as_json,
)
from isthmus.understanding.commands import Command, Rate, ShowPassages, command_of

CHANNEL: Final = "command line"
_SNIPPET: Final = 320
_SEEN_HERE: Final = (ShowPassages, Rate)  # quotes stand below an answer, and nobody rates it here
_MOST_COLUMNS: Final = 6  # side by side in a terminal

InConversation = Annotated[
    str, typer.Option(metavar="ID", help="Go on with a conversation, which knows its chart.")
]
Pressed = Annotated[
    str, typer.Option(metavar="COMMAND", help="Press a button: its command, as --json shows it.")
]


def register(root: typer.Typer) -> None:
    root.command()(say)


def say(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="A question, or what to do, in plain words.")] = "",
    *,
    conversation: InConversation = "",
    press: Pressed = "",
    message: Annotated[
        str, typer.Option(metavar="ID", help="Said again with the same id, nothing is done twice.")
    ] = "",
    as_person: As = None,
    as_json: AsJson = False,
) -> None:
    """Ask, draft a chart, define a role or track an action, in plain words."""
    parts = ready(context, quiet=as_json)
    known = conversation or uuid4().hex[:12]
    said = Message(
        id=message or uuid4().hex,
        channel=CHANNEL,
        conversation=known,
        by=asker(parts, as_person),
        text=text,
        command=_command(press) if press else None,
    )
    telling = Telling(is_watched(as_json=as_json))
    reply = parts.assistant.hear(said, telling.paragraph)
    if as_json:
        print_json({"conversation": known, **reply_as_json(reply)})
    else:
        _show(Reply(telling.left_of(reply), reply.failed))
        show_line(f"Go on with: --conversation {known}", "dim")
    if reply.failed:
        raise typer.Exit(1)


def _command(pressed: str) -> Command:
    try:
        return command_of(json.loads(pressed))
    except json.JSONDecodeError as error:
        raise InvalidError("--press takes a command as `isthmus say --json` shows it.") from error


def _show(reply: Reply) -> None:
    for part in reply.parts:
        _show_part(part, "red" if reply.failed else "")


def _show_part(part: Part, style: str) -> None:
    match part:
        case Paragraph():
            show_line(marked(part), style)
        case Byline(text):
            show_line(text, "dim")
        case Points(title, items):
            show_line(f"{title}:", "bold")
            for each in items:
                show_line(f"- {each}")
        case Quote():
            _show_quote(part)
        case File():
            _write(part)
        case _:
            _show_beside(part)


def _show_beside(part: Facts | Table | Picture | Buttons | Form) -> None:
    match part:
        case Facts(facts):
            show_line("   ".join(f"{each.name}: {each.value}" for each in facts), "dim")
        case Table():
            _show_table(part)
        case Picture(_, alt):
            show_line(f"(A picture: {alt}.)", "dim")
        case Buttons(about, buttons):
            shown = [each for each in buttons if not isinstance(each.command, _SEEN_HERE)]
            labels = " ".join(f"[{each.label}]" for each in shown)
            if line := f"{about} {labels}".strip():
                show_line(line, "cyan")
        case Form():
            _show_form(part)
        case _:
            assert_never(part)


def _show_form(form: Form) -> None:
    """Show what a form asks for; what it is there for is said in words here."""
    show_line(f"{form.title}:", "bold")
    if form.text:
        show_line(form.text)
    for each in form.fields:
        known = {option.value: option.label for option in each.options}
        entered = ", ".join(known.get(line, line) for line in each.value.splitlines())
        show_line(f"- {each.label}: {entered}".rstrip())
        if each.problem:
            show_line(f"    {each.problem}", "red")
    if form.words:
        show_line(f"Here, say it in words: {'; '.join(form.words)}", "dim")


def _show_table(table: Table) -> None:
    """Show a table; a wide one row by row, with what its cells say."""
    if len(table.columns) <= _MOST_COLUMNS:
        show_table(table.columns, table.rows)
        return
    for first, *cells in table.rows:
        told = zip(table.columns[1:], cells, strict=True)
        show_line(first)
        show_line(f"    {', '.join(f'{name} {cell}' for name, cell in told if cell)}", "dim")


def _show_quote(quote: Quote) -> None:
    mark = f"[{quote.n}]" if quote.n else "Nearest:"
    edition = f", {quote.edition}" if quote.edition else ""
    flat = " ".join(quote.text.split())
    shown = flat if quote.n or len(flat) <= _SNIPPET else f"{flat[:_SNIPPET]} …"
    show_line(f"{mark} {quote.title}{edition}: {quote.locator}", "cyan")
    show_line(f"    “{shown}”", "italic")


def _write(file: File) -> None:
    """Write a file into the current folder, under a name that nothing there has yet."""
    path = Path(file.name)
    for number in range(2, 1_000):
        if not path.exists():
            break
        path = Path(f"{Path(file.name).stem}-{number}{path.suffix}")
    try:
        path.write_bytes(file.content)
    except OSError as error:
        raise InvalidError(f"{path} cannot be written: {error.strerror}.") from error
    show_line(f"Written to {path}.")
