"""Quotes: their sources in a line, or their words."""

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.messages import Quote
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import one_line, seen, shortened
from isthmus_integrations.slack.render.pieces import CHUNK, Piece
from isthmus_integrations.slack.render.rich import link, quote, rich, section, words
from isthmus_integrations.slack.render.splitting import split

_LONGEST_SOURCE: Final = 150
_MOST_SOURCES: Final = 10


def sources(quotes: Sequence[Quote], console: str) -> Iterator[Piece]:
    """Name where the quotes stand, in one line, each with its address."""
    label = "Sources: " if any(each.n for each in quotes) else "Nearest: "
    elements, texts = [words(label)], []
    shown = list(dict.fromkeys((_named(each), each.address) for each in quotes))
    for place, (name, address) in enumerate(shown[:_MOST_SOURCES]):
        elements += [words(" \u00b7 ")] if place else []
        elements.append(link(name, address, console))
        texts.append(name)
    if len(shown) > _MOST_SOURCES:
        more = f"and {len(shown) - _MOST_SOURCES} more"
        elements.append(words(f" {more}"))
        texts.append(more)
    yield Piece((rich(section(elements)),), f"{label}{'; '.join(texts)}")


def _named(each: Quote) -> str:
    mark = f"[{each.n}] " if each.n else ""
    return f"{mark}{shortened(source(each), _LONGEST_SOURCE)}"


def source(each: Quote) -> str:
    """Name a document with its edition, and where in it a quote stands."""
    known = (each.title, each.edition, each.locator)
    return ", ".join(filter(None, map(one_line, known))) or "A document"


def quoted(each: Quote, console: str) -> Iterator[Piece]:
    """Show a quote with its source above it."""
    mark = f"[{each.n}] " if each.n else ""
    name = f"{mark}{shortened(source(each), limits.HEADER * 2)}"
    top = section([link(name, each.address, console)])
    for place, text in enumerate([*split(seen(each.text), CHUNK)] or [""]):
        if place:
            yield Piece((rich(quote(text)),), text)
        else:
            yield Piece((rich(top, quote(text)),), f"{name}: \u201c{text}\u201d")
