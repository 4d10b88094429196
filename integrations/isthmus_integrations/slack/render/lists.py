"""Lists with what they are lists of: bullets before their items, or the numbers these have."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from isthmus.messages import Points
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import NOTHING, one_line, seen
from isthmus_integrations.slack.render.pieces import CHUNK, Means, Piece
from isthmus_integrations.slack.render.rich import (
    Block,
    bullets,
    header,
    lines,
    linked,
    rich,
    section,
    words,
)
from isthmus_integrations.slack.render.splitting import split

T = TypeVar("T")

GOES_ON: Final = "\u2026 "  # before what belongs to the item above it
_BETWEEN: Final = 4  # signs at most
_NUMBER: Final = re.compile(r"\d{1,4}\. \S")


def pointed(part: Points, means: Means) -> Iterator[Piece]:
    title = seen(part.title)
    head = _heading(one_line(title), means)
    if not head:
        yield from _long_title(title)
    items = [seen(each) for each in part.items]
    listed = _lines if any(map(_NUMBER.match, items)) else _bullets
    for place, piece in enumerate(listed(items, means)):
        if place or not head:
            yield piece
        else:
            yield Piece(_under(head, piece), f"{one_line(title)}\n{piece.text}")
    if head and not items:
        yield Piece(_under(head, None), one_line(title))


def _heading(title: str, means: Means) -> Block | None:
    if not title or limits.weight(title) > limits.HEADER:
        return None
    return header(title) if means.in_view else section([words(title, bold=True)])


def _under(head: Block, piece: Piece | None) -> tuple[Block, ...]:
    listed = piece.blocks if piece else ()
    if head["type"] == "header":
        return (head, *listed)
    below = [part for each in listed for part in each["elements"]]
    if below and below[0]["type"] == head["type"]:
        return (rich(lines([head, *below])),)
    return (rich(head, *below),)


def _long_title(title: str) -> Iterator[Piece]:
    for text in split(title, CHUNK):
        yield Piece((rich(section([words(text, bold=True)])),), text)


def _bullets(items: Sequence[str], means: Means) -> Iterator[Piece]:
    for group in _divided(items):
        listed = bullets(section(linked(each, means.console)) for each in group)
        yield Piece((rich(listed),), "\n".join(f"- {each}" for each in group))


def _lines(items: Sequence[str], means: Means) -> Iterator[Piece]:
    """Give items that are numbered: beside their numbers, bullets would only be in the way."""
    for group in _divided(items):
        listed = lines(section(linked(each, means.console)) for each in group)
        yield Piece((rich(listed),), "\n".join(group))


def _divided(items: Sequence[str]) -> Iterator[list[str]]:
    divided = (
        f"{GOES_ON}{text}" if place else text
        for item in items
        for place, text in enumerate([*split(item, CHUNK)] or [NOTHING])
    )
    return gathered(divided, lambda each: each)


def gathered(items: Iterable[T], told: Callable[[T], str]) -> Iterator[list[T]]:
    """Put what is told together as long as it fits into one text."""
    group: list[T] = []
    size = 0
    for item in items:
        more = limits.weight(told(item)) + _BETWEEN
        if group and size + more > CHUNK:
            yield group
            group, size = [], 0
        group.append(item)
        size += more
    if group:
        yield group
