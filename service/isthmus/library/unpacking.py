"""What lies in an archive or an e-mail, as items of their own."""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from isthmus.library.addresses import inside
from isthmus.library.descriptions import is_description
from isthmus.library.model import Said, document_id
from isthmus.library.ports import Item, Known
from isthmus_knowledge.bundles import Bundle, Enclosed

DEEPEST: Final = 2
MOST_ENCLOSED: Final = 2_000
TOO_DEEP: Final = (
    "It lies in an archive or e-mail that lies in another one, inside a third. "
    "Save it on its own and add it."
)
TOO_MANY: Final = (
    f"More than {MOST_ENCLOSED:,} files lie in one archive and the archives inside it. "
    "Unpack it and add the folder."
)


def enclosed_items(bundle: Bundle, around: Item) -> list[Item]:
    """Give the documents in a bundle; files that describe others are no documents."""
    names = [PurePosixPath(each.name).name for each in bundle.enclosed]
    return [
        _item(each, name, around)
        for each, name in zip(bundle.enclosed, names, strict=True)
        if not is_description(name)
    ]


def left_out(bundle: Bundle, around: Item) -> dict[str, str]:
    """Give the reasons of what is not taken out, by source; all that lies too deep is among it."""
    reasons = {inside(around.source, each.name): each.reason for each in bundle.left_out}
    if around.depth >= DEEPEST:
        reasons |= {inside(around.source, each.name): TOO_DEEP for each in bundle.enclosed}
    return reasons


def known_items(around: Item, known: Mapping[str, Known]) -> list[Item]:
    """Give what lies in something that did not change, so that what is said now holds for it."""
    return [
        Item(
            id=each.document.id,
            source=source,
            name=each.document.description.title,
            read=lambda: None,
            said=partial(_said_inside, around),
        )
        for source, each in known.items()
        if each.document.retired_at is None
    ]


def _item(enclosed: Enclosed, name: str, around: Item) -> Item:
    source = inside(around.source, enclosed.name)
    return Item(
        id=document_id(name, source),
        source=source,
        name=name,
        read=enclosed.read,
        said=partial(_said_inside, around),
        revives=around.revives,
        origin=around.origin,
        depth=around.depth + 1,
    )


def _said_inside(around: Item, own: Said) -> Said:
    """Hold for each file what is said of the archive, but for the title, which is the archive's."""
    said = around.said(own)
    if "title" not in around.said({}):
        return said
    kept = said.copy()
    del kept["title"]
    return kept | ({"title": own["title"]} if "title" in own else {})
