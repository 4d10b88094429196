"""What pictures are made of, before they are SVG or PNG."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from isthmus.raci.exporting.badges import Badge


@dataclass(frozen=True)
class Area:
    """A rectangle filled with a colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Text:
    """A line of text; ``y`` is its baseline. An ``upright`` one reads from below, along ``x``."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    anchor: Literal["start", "middle", "end"] = "start"
    upright: bool = False


@dataclass(frozen=True)
class Mark:
    """A badge; ``x`` and ``y`` are its middle, ``half`` the half of its side."""

    x: float
    y: float
    half: float
    badge: Badge


Item = Area | Text | Mark


@dataclass(frozen=True)
class Block:
    """Things that stand together, from 0 down to ``height``."""

    height: float
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Picture:
    """``description`` is read to those who do not see it."""

    width: float
    height: float
    title: str
    description: str
    items: tuple[Item, ...]


def stacked(blocks: Iterable[Block]) -> Block:
    """Put blocks below each other."""
    items: list[Item] = []
    height = 0.0
    for block in blocks:
        items += (replace(item, y=item.y + height) for item in block.items)
        height += block.height
    return Block(height, tuple(items))


def beside(blocks: Iterable[Block], width: float) -> Block:
    """Put blocks side by side, each as wide as told."""
    placed = list(blocks)
    items = (
        replace(item, x=item.x + number * width)
        for number, block in enumerate(placed)
        for item in block.items
    )
    return Block(max((block.height for block in placed), default=0), tuple(items))
