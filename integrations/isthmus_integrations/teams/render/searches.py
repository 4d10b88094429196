"""What a search finds, as cards to put into a message."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.messages import Button, Fact, Facts, Paragraph, Points, Quote, Reply, Table
from isthmus_integrations.teams.render.cards import card, passages, summed_up
from isthmus_integrations.teams.render.elements import attached
from isthmus_integrations.teams.render.inert import unmarked
from isthmus_integrations.teams.render.sizes import MOST, Json, weight

_MOST: Final = 25
_LONGEST_TITLE: Final = 100
_LONGEST_TEXT: Final = 160
_SHOWN: Final = Paragraph | Points | Quote | Facts | Table


@dataclass(frozen=True)
class Result:
    """``chosen`` comes back when somebody takes it, to show more of it than was listed."""

    reply: Reply
    chosen: Json | None = None


def found(results: Sequence[Result], console: str = "") -> Json:
    """Give the results of a message extension, as many as fit.

    Their cards have no buttons but those that open the console: they end up before other people.
    """
    attachments: list[Json] = []
    for each in results[:_MOST]:
        result = _result(each, console)
        if weight([*attachments, result]) > MOST:
            break
        attachments.append(result)
    return {
        "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": attachments,
        }
    }


def _result(result: Result, console: str) -> Json:
    shown = Reply(tuple(each for each in result.reply.parts if isinstance(each, _SHOWN)))
    content: Json = {
        "title": unmarked(_named(shown), _LONGEST_TITLE),
        "text": unmarked(_below(shown), _LONGEST_TEXT),
    }
    if result.chosen is not None:
        content["tap"] = {"type": "invoke", "value": result.chosen}
    preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": content}
    return {**attached(_card(shown, console)), "preview": preview}


def _card(shown: Reply, console: str) -> Json:
    """Give what is put into the message; words of a document are there to be read, not folded."""
    if shown.of(Quote):
        return passages(shown, console)
    return card(shown, _no_token, console)


def _named(shown: Reply) -> str:
    match shown.parts:
        case (Quote(_, title, locator), *_):
            return f"{title}, {locator}" if locator else title
    return summed_up(shown)


def _below(shown: Reply) -> str:
    """Say in a line what else is known of it."""
    return " · ".join(_told(shown))


def _told(shown: Reply) -> Iterator[str]:
    facts: list[Fact] = [each for part in shown.of(Facts) for each in part.facts]
    yield from (f"{each.name}: {each.value}" for each in facts if "://" not in each.value)
    yield from (each.text for each in shown.of(Paragraph)[1:])
    yield from (" ".join(each.text.split()) for each in shown.of(Quote)[:1])


def _no_token(_: Button) -> str:
    return ""
