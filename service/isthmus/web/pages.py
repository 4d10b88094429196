"""What the pages are made of: templates and the values they show."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from isthmus.answers.model import Answer, Outcome
from isthmus.web.passages import licence_note, sentence_lines

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
EXAMPLES: Final = (
    "Who should be accountable for OT patching?",
    "What does the guidance say about compensating controls?",
    "Who approves vendor remote access into the plant network?",
    "What has to be in a RACI chart for IT/OT convergence?",
)


class Pages:
    """Renders templates; every value is escaped, and an unknown one is an error."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "in_words": in_words,
            "licence": licence_note,
            "lines": sentence_lines,
            "amount": lambda number: f"{number:,}",
        }
        self._environment.globals |= {"passage_link": passage_link, "is_answer": is_answer}

    def page(self, name: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        return HTMLResponse(self._environment.get_template(name).render(values), status)


def pages_of(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def passage_link(passage: str, outcome: Outcome | None = None, n: int | None = None) -> str:
    """Give the address of a passage, with the answer whose quote is to be marked there."""
    query = {"answer": outcome.id if outcome else None, "n": n}
    said = urlencode({name: value for name, value in query.items() if value is not None})
    return f"/passages/{passage}" + (f"?{said}#quote" if said else "")


def is_answer(outcome: Outcome) -> bool:
    return isinstance(outcome, Answer)


def in_words(moment: datetime) -> str:
    local = moment.astimezone(UTC)
    return f"{local.day} {local:%B %Y, %H:%M} UTC"
