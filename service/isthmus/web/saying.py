"""What is said to the console and is no question: it is done once, and its reply is a page."""

import json
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Final, Protocol
from urllib.parse import quote, urlencode
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from isthmus.answers.service import LONGEST_QUESTION
from isthmus.assistant import Assistant
from isthmus.edge.sessions import visit_of
from isthmus.errors import NotFoundError
from isthmus.messages import Button, Buttons, File, Message, Picture, Reply
from isthmus.messages import Form as FormPart
from isthmus.people import Person, Rank
from isthmus.understanding.commands import Ask, Command, DraftChart, Fill
from isthmus.understanding.grammar import understand
from isthmus.web.pages import Pages, pages_of
from isthmus.web.replies import field_name, shown
from isthmus.web.talking import ask_documents

_LONGEST_SENTENCE: Final = 1_900  # of the page that drafts a chart
CHANNEL: Final = "console"
_GONE: Final = "There is no such thing on this page. Go back, and open it again."


class HasAddress(Protocol):
    @property
    def base_url(self) -> str: ...


class HasAssistant(Protocol):
    @property
    def assistant(self) -> Assistant: ...


@dataclass(frozen=True)
class Console:
    """One person, who says something and is told what came of it; each has one conversation."""

    assistant: Assistant
    by: Person

    def is_for_documents(self, text: str, *, spoken_of: bool) -> bool:
        message = self._message("understood", text)
        return self.assistant.is_for_documents(message, spoken_of=spoken_of)

    def said(self, text: str, sent: str, conversation: str) -> str:
        """Do what somebody says; gives the address of what came of it.

        ``sent`` is the same each time the same form is sent, and nothing is done twice.
        """
        if self.by.is_guest:
            return _declined(text)
        self.assistant.goes_on(self._message("going on", text), conversation)
        return self._heard(self._message(_named(sent or uuid4().hex, text), text))

    def wished(self, text: str, sent: str, conversation: str) -> str:
        """Give the address of what a model makes of words that the grammar leaves as a question.

        "" where it makes nothing of them, or is not asked.
        """
        if self.by.is_guest:
            return ""
        self.assistant.goes_on(self._message("going on", text), conversation)
        message = self._message(_named(sent or uuid4().hex, text), text)
        return f"/said/{message.id}" if self.assistant.makes_of(message) else ""

    def pressed(self, command: Command, where: str, what: object) -> str:
        """Do what a button or a form of a reply asks for; pressed twice it is done once."""
        return self._heard(self._message(_named(where, what), command=command))

    def reply(self, id_: str) -> Reply:
        """Give what this person was told; nobody else has a reply of that name."""
        return self.assistant.replied(self._message(id_))

    def _heard(self, message: Message) -> str:
        self.assistant.hear(message)
        return f"/said/{message.id}"

    def _message(self, id_: str, text: str = "", command: Command | None = None) -> Message:
        return Message(id_, CHANNEL, self.by.id, self.by, text, command)


def console_of(request: Request) -> Console:
    wiring: HasAssistant = request.app.state.wiring
    return Console(wiring.assistant, visit_of(request).person)


def _named(where: str, what: object) -> str:
    """Name a message by where it was said and what it says."""
    return sha256(json.dumps([where, what]).encode()).hexdigest()[:32]


def _declined(text: str) -> str:
    """Give the way to what a guest may have instead: a draft that nobody keeps, else an account."""
    if isinstance(understand(text)[0], DraftChart) and len(text) <= _LONGEST_SENTENCE:
        return f"/charts/draft?{urlencode({'sentence': text})}"
    return f"/?{urlencode({'declined': 'true', 'question': text})}"


# ---- pages


async def _entered(request: Request) -> FormData:
    return await request.form()


def _of_somebody(request: Request) -> Console:
    console = console_of(request)
    console.by.require(Rank.READER)
    return console


ThePages = Annotated[Pages, Depends(pages_of)]
TheConsole = Annotated[Console, Depends(_of_somebody)]
Entered = Annotated[FormData, Depends(_entered)]
Number = Annotated[int, Form(ge=0, le=10_000)]


@dataclass(frozen=True)
class Pressed:
    """Which button of a reply."""

    part: Number
    button: Number


router = APIRouter(prefix="/said", include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/{message}")
def show(message: str, console: TheConsole, pages: ThePages, request: Request) -> Response:
    settings: HasAddress = request.app.state.wiring.settings
    reply = console.reply(message)
    values = {
        "parts": shown(reply, settings.base_url),
        "failed": reply.failed,
        "home": f"/said/{message}",
        "message": message,
        "longest": LONGEST_QUESTION,
    }
    return pages.page("said.html", values)


@router.post("/{message}/press")
def press(
    message: str, what: Annotated[Pressed, Depends()], console: TheConsole, request: Request
) -> RedirectResponse:
    pressed = _button(_part(console, message, what.part), what.button)
    if isinstance(pressed.command, Ask):
        return _to(ask_documents(request, pressed.command.question))
    return _to(console.pressed(pressed.command, message, [what.part, what.button]))


@router.post("/{message}/fill")
def fill(message: str, part: Number, console: TheConsole, entered: Entered) -> RedirectResponse:
    form = _part(console, message, part)
    if not isinstance(form, FormPart):
        raise NotFoundError(_GONE)
    values = _values(form, entered)
    return _to(console.pressed(Fill(form.about, values), message, [part, values]))


@router.get("/{message}/files/{part}", response_class=Response)
def download(message: str, part: int, console: TheConsole) -> Response:
    found = _part(console, message, part)
    file = found.file if isinstance(found, Picture) else found
    if not isinstance(file, File):
        raise NotFoundError(_GONE)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    return Response(file.content, headers=headers, media_type=file.media_type)


def _part(console: Console, message: str, part: int) -> object:
    parts = console.reply(message).parts
    if not 0 <= part < len(parts):
        raise NotFoundError(_GONE)
    return parts[part]


def _button(part: object, number: int) -> Button:
    if not isinstance(part, Buttons) or number >= len(part.buttons):
        raise NotFoundError(_GONE)
    return part.buttons[number]


def _values(form: FormPart, entered: FormData) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, _value(entered, field_name(each.name))) for each in form.fields)


def _value(entered: FormData, name: str) -> str:
    said = (each for each in entered.getlist(name) if isinstance(each, str))
    return "\n".join(each.replace("\r\n", "\n") for each in said)


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)
