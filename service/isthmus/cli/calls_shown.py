"""The calls of language models behind an answer, as administrators see them."""

from typing import Annotated, Any, Final

import typer

from isthmus.cli.output import show_line, show_table
from isthmus.llm.calls import Made
from isthmus.llm.contract import call_as_json
from isthmus.wiring import Wiring

WithTrace = Annotated[
    bool,
    typer.Option(
        "--trace",
        help="Also show the calls of language models behind it: prompts, passages, tokens, cost.",
    ),
]
_COLUMNS: Final = ("call", "model", "prompt", "passages", "tokens", "cost", "seconds", "outcome")


def trace_as_json(parts: Wiring, answer: str) -> list[dict[str, Any]]:
    return [call_as_json(each) for each in parts.language_models.about(answer)]


def show_trace(parts: Wiring, answer: str) -> None:
    calls = parts.language_models.about(answer)
    if not calls:
        show_line("No language model was asked for it.", "dim")
        return
    show_table(_COLUMNS, map(_row, calls), unbroken="call")
    for digest in sorted({f"{each.call.prompt}: {each.call.digest}" for each in calls}):
        show_line(f"SHA-256 of the prompt {digest}", "dim")


def _row(made: Made) -> tuple[object, ...]:
    call, usage = made.call, made.usage
    return (
        call.id,
        call.model,
        f"{call.prompt} {call.version}",
        ", ".join(made.passages) or "none",
        f"{usage.read}+{usage.written}{'' if usage.counted else ' reckoned'}",
        made.spent.money,
        f"{made.seconds:.1f}",
        f"{made.outcome}: {made.detail}" if made.detail else made.outcome,
    )
