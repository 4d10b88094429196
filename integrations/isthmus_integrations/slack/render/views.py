"""A reply as somebody's own page, or as a window with what an answer stands on."""

from collections.abc import Callable, Sequence

from isthmus.messages import Button, Paragraph, Points, Quote, Reply
from isthmus_integrations.slack.render.parts import pieces_of
from isthmus_integrations.slack.render.pieces import Means, Piece, Room
from isthmus_integrations.slack.render.rich import Block, link, plain, rich, section, words


def home(reply: Reply, token: Callable[[Button], str], console: str) -> Block:
    """Make the page that `views.publish` shows to one person."""
    pieces = pieces_of(_headed(reply), Means(token, console, in_view=True))
    return {"type": "home", "blocks": _blocks([*pieces], console)}


def _headed(reply: Reply) -> Reply:
    """Make a heading of what a page begins with."""
    match reply.parts:
        case (Paragraph(text, ()), *others):
            return Reply((Points(text, ()), *others))
    return reply


def passages(reply: Reply, console: str) -> Block:
    """Make a window that shows what an answer stands on, word for word."""
    shown = _headed(Reply(tuple(e for e in reply.parts if isinstance(e, Paragraph | Quote))))
    pieces = pieces_of(shown, Means(lambda _: "", console, in_view=True))
    return {
        "type": "modal",
        "callback_id": "passages",
        "title": plain("Passages"),
        "close": plain("Close"),
        "blocks": _blocks([*pieces], console),
    }


def _blocks(pieces: Sequence[Piece], console: str) -> list[Block]:
    """Give all that a view has room for, and where the rest is."""
    view = Room()
    for place, piece in enumerate(pieces):
        if not view.put(piece.blocks):
            return [*view.blocks, _rest(len(pieces) - place, console)]
    return view.blocks or [rich(section([words("There is nothing here.")]))]


def _rest(number: int, console: str) -> Block:
    told = f"{number} more are not shown here: Slack has no room for them. "
    where = link("All of it is in the console", console, console)
    return rich(section([words(told), where]))
