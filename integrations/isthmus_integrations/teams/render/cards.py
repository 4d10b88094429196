"""A reply as Adaptive Cards: as many as are needed, none heavier than a message may be."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.messages import Buttons, File, Paragraph, Points, Quote, Reply, Table, marked
from isthmus_integrations.teams.render.elements import block, container, lines, opens, run
from isthmus_integrations.teams.render.elements import card as made
from isthmus_integrations.teams.render.parts import Drawing, Drawn
from isthmus_integrations.teams.render.pressing import Token, executes
from isthmus_integrations.teams.render.quotes import shown
from isthmus_integrations.teams.render.sizes import MOST, Json, weight

MOST_REFRESHED: Final = 60  # people; more are refused
_ROUND: Final = 3_000  # of a message, around its card
_LAST: Final = 2_000  # for the words that tell that there is more
_MOST_LINKS: Final = 6


def card(
    reply: Reply, token: Token, console: str, refresh: str = "", users: Sequence[str] = ()
) -> Json:
    """Give one card; ``refresh`` is the token of the command that shows how it stands now.

    It is asked for by itself for the first 60 of ``users``; others find it in the card's menu.
    """
    drawn = Drawing(reply, token, console).drawn()
    base = {**_bare(reply, drawn), **_linked(drawn), **_refreshed(refresh, users)}
    body, *more = packed(drawn.elements, MOST - weight(base) - _ROUND) or [[]]
    return {**base, "body": [*body, *([_more_told(console)] if more else [])]}


def passages(reply: Reply, console: str = "") -> Json:
    """Give one card with quotes, each with its document and the way there."""
    told = [each for e in reply.of(Paragraph) for each in lines(marked(e), console)]
    quoted = [container(shown(each, console), separator=True) for each in reply.of(Quote)]
    body, *more = packed([*told, *quoted], MOST - _ROUND) or [[]]
    return made([*body, *([_more_told(console)] if more else [])], summed_up(reply))


def cards(drawn: Drawn, reply: Reply, most: int) -> tuple[list[Json], bool]:
    """Give at most so many cards, and whether that is all of it."""
    base = _bare(reply, drawn)
    bodies = packed(drawn.elements, MOST - weight({**base, **_linked(drawn)}) - _ROUND)
    first = bodies[:most] or ([[]] if drawn.links else [])
    told = [{**base, "body": body} for body in first]
    if told:
        told[-1] |= _linked(drawn)
    return told, len(bodies) <= most


def packed(elements: Sequence[Json], room: int) -> list[list[Json]]:
    """Fill one body after another; what is never too much for one is each element."""
    bodies: list[list[Json]] = []
    left = 0
    for each in elements:
        heavy = weight(each) + 4
        if not bodies or heavy > left:
            bodies.append([])
            left = room - _LAST
        bodies[-1].append(each)
        left -= heavy
    return bodies


def summed_up(reply: Reply) -> str:
    """Say in a line what a reply says first, for notifications and where no card is shown."""
    return next(_firsts(reply), "Isthmus")


def _firsts(reply: Reply) -> Iterator[str]:
    for part in reply.parts:
        match part:
            case Paragraph():
                yield marked(part)
            case Buttons(text, _) if text:
                yield text
            case Table(_, _, title) | Points(title, _) if title:
                yield title
            case Quote():
                yield f"{part.title}: {part.text}"
            case File(name, _, _):
                yield name


def _bare(reply: Reply, drawn: Drawn) -> Json:
    return made([], summed_up(reply), wide=drawn.is_wide)


def _linked(drawn: Drawn) -> Json:
    return {"actions": drawn.links[:_MOST_LINKS]} if drawn.links else {}


def _refreshed(token: str, users: Sequence[str]) -> Json:
    if not token:
        return {}
    action = {**executes(token), "title": "Refresh"}
    return {"refresh": {"action": action, "userIds": list(users[:MOST_REFRESHED])}}


def _more_told(console: str) -> Json:
    """Say that there is more; the way to the console stands with it."""
    said = run("There is more than fits here. Ask for a part of it", weight="Bolder")
    way = [run(", or "), run("open the console", selectAction=opens(console))] if console else []
    return block([said, *way, run(".")], separator=True)
