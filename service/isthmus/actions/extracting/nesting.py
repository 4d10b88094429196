"""What a line of a list stands below: a heading, somebody's name, another action."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from isthmus.actions.extracting.blocks import Item
from isthmus.actions.extracting.names import NAME, is_name
from isthmus.actions.extracting.words import words

ANYBODY = frozenset({"everyone", "everybody", "all", "someone", "somebody"})
_NAME_WORDS = 3


@dataclass(frozen=True)
class Above:
    """The item that those below it belong to; ``owner`` None where it names nobody, "" anybody."""

    depth: int = -1
    owner: str | None = None
    is_action: bool = False
    heard: int = 0  # what had been heard before it


@dataclass
class Stack:
    """The items above one another; a heading ends them all."""

    section: str = ""
    items: list[Above] = field(default_factory=list)

    def above(self, item: Item) -> Above:
        if item.section != self.section:
            self.items.clear()
        self.section = item.section
        while self.items and self.items[-1].depth >= item.depth:
            self.items.pop()
        return self.items[-1] if self.items else Above()

    def push(self, item: Item, above: Above, *, is_action: bool, heard: int) -> None:
        owner = _owner_below(item.text)
        if owner is None and not above.is_action:
            owner = above.owner
        self.items.append(Above(item.depth, owner, is_action, heard))


def _owner_below(text: str) -> str | None:
    """Give whose the items below are where an item is nothing but a name; None where it is more."""
    bare = text.strip(" :*_")
    if bare.casefold() in ANYBODY:
        return ""
    is_owner = bool(re.fullmatch(NAME, bare)) and is_name(bare) and len(bare.split()) <= _NAME_WORDS
    return bare if is_owner else None


@lru_cache(maxsize=1_000)  # a section has many items
def section_kind(section: str) -> str:
    """Say whether a heading announces actions ("action"), finished ones, or something else."""
    folded = re.sub(r"[^\w\s'\-]", " ", section.casefold())
    said = " ".join(folded.split())
    if re.search(r"\b(?:closed|completed|done|finished)\b", said):
        return "finished"
    for name, kind in (("no_action_headings", "none"), ("action_headings", "action")):
        for each in words().any_of(name):
            if re.search(rf"^{re.escape(each)}(?!\w)|(?<!\w){re.escape(each)}$", said):
                return kind
    return ""
