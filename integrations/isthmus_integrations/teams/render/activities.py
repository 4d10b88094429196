"""A reply as messages: what is said as text with marks, what can be pressed as a card below it.

A message has either a text or a card: one with both is divided by Teams, and then nobody knows what
its card is called when it is to be changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from isthmus.messages import (
    Buttons,
    Byline,
    Facts,
    File,
    Form,
    Paragraph,
    Picture,
    Points,
    Quote,
    Reply,
    Table,
    marked,
)
from isthmus.understanding.commands import Rate
from isthmus_integrations.teams.render.cards import cards, summed_up
from isthmus_integrations.teams.render.elements import attached
from isthmus_integrations.teams.render.inert import unmarked
from isthmus_integrations.teams.render.messages import labelled, texts
from isthmus_integrations.teams.render.parts import Drawing
from isthmus_integrations.teams.render.pressing import Token
from isthmus_integrations.teams.render.sizes import MOST_MESSAGES, Json

_LONGEST_SUMMARY: Final = 240
_ALL: Final = "reply.txt"


@dataclass(frozen=True)
class Activity:
    """A message as Teams takes it, those that follow it, and files that go beside them.

    Teams takes files of a bot in a personal chat only; elsewhere the card names them.
    """

    body: Json
    more: tuple["Activity", ...] = ()
    files: tuple[File, ...] = field(default=())


def posted(reply: Reply, token: Token, console: str) -> Activity:
    """Give the messages that show a reply, each below what Teams takes.

    What does not fit into four is in a file, and the last message says so.
    """
    says = _is_said(reply)
    drawn = Drawing(reply, token, console, told_already=says).drawn()
    said = list(texts(reply, console)) if says else []
    fits = len(said) < MOST_MESSAGES
    said = said[: MOST_MESSAGES - 1]
    shown, all_shown = cards(drawn, reply, MOST_MESSAGES - len(said))
    bodies = [*said, *(_with_card(each, reply) for each in shown)]
    if reply.of(Byline):
        words = len(said) or len(bodies)  # a card below a text has no more than buttons
        bodies = [*map(labelled, bodies[:words]), *bodies[words:]]
    files = list(drawn.files)
    if not (fits and all_shown):
        files.append(File(_ALL, "text/plain", as_text(reply).encode("utf-8", "replace")))
        bodies = [*bodies[: MOST_MESSAGES - 1], _rest_told(console)]
    first, *more = _rated(bodies or [_with_card({}, reply)], reply)
    return Activity(first, tuple(Activity(each) for each in more), tuple(files))


def _is_said(reply: Reply) -> bool:
    """Tell whether a reply is told as text: an answer with marks, or nothing but sentences."""
    if any(each.citations for each in reply.of(Paragraph)):
        return True
    return all(isinstance(each, Paragraph | Points | Byline) for each in reply.parts)


def _with_card(content: Json, reply: Reply) -> Json:
    return {
        "type": "message",
        "summary": unmarked(summed_up(reply), _LONGEST_SUMMARY),
        "attachments": [attached(content)],
    }


def _rated(bodies: Sequence[Json], reply: Reply) -> list[Json]:
    """Have Teams ask whether an answer helped, where there is a button that says so."""
    first, *more = bodies
    if not any(isinstance(each.command, Rate) for each in reply.buttons):
        return [first, *more]
    return [{**first, "channelData": {"feedbackLoop": {"type": "custom"}}}, *more]


def _rest_told(console: str) -> Json:
    where = f" [The console]({console}) shows it, too." if console else ""
    said = f"There is more than fits here: all of it is in the file {_ALL}.{where}"
    return {"type": "message", "text": said, "textFormat": "markdown"}


def as_text(reply: Reply) -> str:
    """Give all that a reply says as plain text."""
    return "\n\n".join(each for part in reply.parts if (each := _said(part)))


def _said(part: object) -> str:
    match part:
        case Paragraph():
            return marked(part)
        case Points(title, items):
            return "\n".join([title, *(f"- {each}" for each in items)])
        case Quote():
            mark = f"[{part.n}] " if part.n else ""
            return f"{mark}{part.title}: {part.locator}\n“{part.text}”\n{part.address}"
        case Facts(facts):
            return "\n".join(f"{each.name}: {each.value}" for each in facts)
        case Table(columns, rows, title):
            return "\n".join([title, *("\t".join(each) for each in (columns, *rows))])
        case _:
            return _named(part)


def _named(part: object) -> str:
    match part:
        case Byline(text) | Buttons(text, _) | Form(_, _, _, _, text):
            return text
        case Picture(file, alt):
            return f"{alt} ({file.name})"
        case File(name, _, _):
            return name
        case _:
            return ""
