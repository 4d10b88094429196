"""What a document is: its collection and licence, and the blocks that a loader makes of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

BLOCK_SEPARATOR = "\n\n"
ITEM_SEPARATOR = "\n"


class Collection(StrEnum):
    BLUEPRINT = "blueprint"
    STANDARDS = "standards"
    POLICIES = "policies"
    RECORDS = "records"


class LicenceClass(StrEnum):
    PUBLIC_DOMAIN = "public-domain"
    ATTRIBUTION = "attribution"
    LICENSED_INTERNAL = "licensed-internal"
    AI_RESTRICTED = "ai-restricted"
    UNKNOWN = "unknown"


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    CODE = "code"


@dataclass(frozen=True)
class Place:
    """Where a block stands in its source; everything is optional, a format fills in what it has."""

    page: int | None = None
    slide: int | None = None
    sheet: str | None = None
    cells: str | None = None
    section: str | None = None
    item: str | None = None

    def __str__(self) -> str:
        parts = (
            self.item,
            f"section {self.section}" if self.section else None,
            f"page {self.page}" if self.page is not None else None,
            f"slide {self.slide}" if self.slide is not None else None,
            f"sheet {self.sheet}" if self.sheet else None,
            self.cells,
        )
        return ", ".join(part for part in parts if part)


NOWHERE = Place()


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item, table row or code block.

    ``text`` has no leading or trailing white space. A list item starts with its own mark
    (``- `` or ``1. ``; nested items are indented by two spaces a level). A table row carries its
    headers: ``Role: Plant manager | Letter: A``. ``headings`` is the path of headings above the
    block, outermost first, without the block itself where it is a heading.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    headings: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True)
class LoadedDocument:
    """The text of one file, in reading order, with whatever metadata the file itself carries.

    ``metadata`` holds front matter as it was written (strings, numbers, lists, dates in ISO form).
    """

    title: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


class UnreadableError(Exception):
    """A file that cannot be read, with the reason in words for the person who added it."""
