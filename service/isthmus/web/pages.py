"""What the pages are made of: templates and the values they show."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from isthmus.answers.model import Answer, Outcome
from isthmus.answers.wording import COLUMNS, byline, covered, worded
from isthmus.edge.sessions import visit_of
from isthmus.inquiry.service import Inquiry
from isthmus.library.model import slug
from isthmus.people import Person, Rank
from isthmus.reminding.desk import Reminding
from isthmus.web import listing
from isthmus.web.markdown import as_html
from isthmus.web.navigation import places
from isthmus.web.passages import licence_note, sentence_lines
from isthmus.web.replies import field_name
from isthmus.web.sources import source_in_words, source_name

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
ACTION: Final = re.compile(r"\bA-(\d{1,9})\b")
EXAMPLES: Final = (
    "Who should be accountable for OT patching?",
    "What does the guidance say about compensating controls?",
    "Who approves vendor remote access into the plant network?",
    "What has to be in a RACI chart for IT/OT convergence?",
)


class HasInquiry(Protocol):
    @property
    def inquiry(self) -> Inquiry: ...
    @property
    def reminding(self) -> Reminding: ...


class Pages:
    """Renders templates; every value is escaped, and an unknown one is an error.

    ``frame`` is what stands around every page: who is there, where they can go, what is indexed.
    """

    def __init__(
        self,
        environment: Environment | None = None,
        frame: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self._environment = environment or _environment()
        self._frame = frame

    def within(self, frame: Mapping[str, Any]) -> "Pages":
        return Pages(self._environment, frame)

    def page(self, name: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        template = self._environment.get_template(name)
        return HTMLResponse(template.render({**self._frame, **values}), status)


def pages_of(request: Request) -> Pages:
    """Give the pages as this visitor sees them."""
    pages: Pages = request.app.state.pages
    visit = visit_of(request)
    return pages.within(
        {
            "visitor": visit.person,
            "csrf": visit.csrf,
            "places": places(visit.person),
            "path": request.url.path,
            "shelf": request.app.state.shelf.shelf(),
            "notices": new_notices(request, visit.person),
        }
    )


def new_notices(request: Request, visitor: Person) -> int:
    """Count what a visitor has not seen yet of what was answered for them, or said to them."""
    wiring: HasInquiry = request.app.state.wiring
    if visitor.is_guest:
        return 0
    return wiring.inquiry.new_notices(visitor) + wiring.reminding.new_messages(visitor)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "in_words": in_words,
        "licence": licence_note,
        "lines": sentence_lines,
        "markdown": as_html,
        "slug": slug,
        "review_kind": listing.kind_of,
        "review_words": listing.in_words,
        "source_name": source_name,
        "source_in_words": source_in_words,
        "of": counted,
        "sentence": lambda text: text[:1].upper() + text[1:],
        "without": lambda text, beginning: text.removeprefix(beginning),
        "day": day,
        "with_actions": with_actions,
        "amount": lambda number: f"{number:,}",
    }
    environment.globals |= {
        "passage_link": passage_link,
        "is_answer": is_answer,
        "byline": byline,
        "worded": worded,
        "covered": covered,
        "coverage_columns": COLUMNS,
        "cover_badges": {"covered": "good", "partly": "warn", "not-found": "bad"},
        "Rank": Rank,
        "field_name": field_name,
        "new_id": lambda: uuid4().hex,
    }
    return environment


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


def day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"


def with_actions(text: str) -> Markup:
    """Escape a text; the names of actions in it lead to their pages."""
    linked = ACTION.sub(r'<a href="/actions/\1">A-\1</a>', str(escape(text)))
    return Markup(linked)  # noqa: S704 - all but our own links is escaped


def counted(number: int, one: str, many: str = "") -> str:
    """Say a number with its noun on the same line: 1 document, 29 documents."""
    return f"{number:,}\N{NO-BREAK SPACE}{one if number == 1 else many or one + 's'}"
