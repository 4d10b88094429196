"""The text of a message, in Markdown, with marks that lead to where a sentence stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.messages import Byline, Paragraph, Points, Quote, Reply
from isthmus_integrations.teams.render.inert import marked_down
from isthmus_integrations.teams.render.quotes import claims
from isthmus_integrations.teams.render.sizes import MOST, Json, pieces, weight

_ROUND = 4_000  # of a message, around its text and claims
_TEXT = 40_000  # of a message, for its text
MESSAGE: Final[Json] = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "@id": "",
}


@dataclass(frozen=True)
class Block:
    """A paragraph of Markdown, and which quotes it leads to."""

    text: str
    citations: tuple[int, ...] = ()


def texts(reply: Reply, console: str) -> Iterator[Json]:
    """Give what paragraphs and lists say, as bodies of as many messages as are needed."""
    quotes = {each.n: each for each in reply.of(Quote)}
    for some in _packed(_blocks(reply, console)):
        cited = dict.fromkeys(n for each in some for n in each.citations if n in quotes)
        yield _body("\n\n".join(each.text for each in some), [quotes[n] for n in cited], console)


def _body(text: str, cited: list[Quote], console: str) -> Json:
    body: Json = {"type": "message", "text": text, "textFormat": "markdown"}
    if not cited:
        return body
    claimed = claims(cited, console, MOST - weight(body) - _ROUND)
    return {**body, "entities": [{**MESSAGE, "citation": claimed}]}


def labelled(body: Json) -> Json:
    """Have Teams show its own label for what a language model wrote."""
    about = next(iter(body.get("entities", ())), MESSAGE)
    return {**body, "entities": [{**about, "additionalType": ["AIGeneratedContent"]}]}


def _blocks(reply: Reply, console: str) -> Iterator[Block]:
    for part in reply.parts:
        match part:
            case Paragraph(text, citations):
                yield from _paragraph(text, citations, console)
            case Byline(text):
                yield Block(f"*{marked_down(' '.join(text.split()), console) or '…'}*")
            case Points(title, items):
                if title:
                    yield Block(f"**{marked_down(title, console) or '…'}**")
                yield from _items(items, console)


def _paragraph(text: str, citations: tuple[int, ...], console: str) -> Iterator[Block]:
    told = [piece for line in text.splitlines() for piece in pieces(line)] or [""]
    *before, last = (marked_down(each, console) for each in told)
    yield from (Block(each) for each in before)
    marks = "".join(f" [{n}]" for n in citations)
    yield Block(f"{last}{marks}", citations)


def _items(items: tuple[str, ...], console: str) -> Iterator[Block]:
    """Give a list as one block; one that is very long as several."""
    lines: list[str] = []
    for piece in (piece for each in items for piece in pieces(" ".join(each.split()))):
        lines.append(f"- {marked_down(piece, console)}")
        if weight(lines) > _TEXT // 2:
            yield Block("\n".join(lines))
            lines = []
    if lines:
        yield Block("\n".join(lines))


def _packed(blocks: Iterator[Block]) -> Iterator[list[Block]]:
    some: list[Block] = []
    heavy = 0
    for each in blocks:
        added = weight(each.text) + 8
        if some and heavy + added > _TEXT:
            yield some
            some, heavy = [], 0
        some.append(each)
        heavy += added
    if some:
        yield some
