"""How the command line shows what was found in a text."""

from collections.abc import Sequence

from isthmus.actions.extracting import Candidate
from isthmus.cli.output import show_line, show_table

NOTHING = "Nothing in it reads like an action: no request, no promise, no action list."


def candidate_as_json(candidate: Candidate) -> dict[str, object]:
    return {
        "title": candidate.title,
        "owner": candidate.owner,
        "due": candidate.due,
        "quote": candidate.quote,
        "line": candidate.line,
    }


def show_found(found: Sequence[Candidate]) -> None:
    if not found:
        show_line(NOTHING)
        return
    rows = [
        (
            each.line,
            each.title,
            each.owner,
            each.due or each.due_words,
            " ".join(each.quote.split()),
        )
        for each in found
    ]
    show_table(("line", "title", "owner", "due", "quote"), rows, unbroken="line")
    show_line(f"{len(found)} found; nothing is kept.", "dim")
