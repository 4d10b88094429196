"""Opens one item: its bytes, and what the readers make of them."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from isthmus.errors import InvalidError
from isthmus.library.ports import Item, Known
from isthmus_knowledge.bundles import Loaded
from isthmus_knowledge.documents import UnreadableError


@dataclass(frozen=True)
class Before:
    """What is known of an item: its document, and whether all that lies in it is as it was."""

    known: Known | None = None
    settled: bool = True


@dataclass(frozen=True)
class Opened:
    """An item whose bytes were read; ``loaded`` is None where they are those of the revision."""

    item: Item
    known: Known | None
    content_hash: str = ""
    loaded: Loaded | None = None
    reason: str = ""


def open_item(item: Item, before: Before, load: Callable[[bytes, str], Loaded]) -> Opened:
    """Work ahead of the embedding, in another thread, without touching the records."""
    known = before.known
    if known and known.document.retired_by and not item.revives:
        return Opened(item, known, known.content_hash)
    try:
        content = item.read()
        if content is None:
            return Opened(item, known, known.content_hash if known else "")
        content_hash = sha256(content).hexdigest()
        if known and known.content_hash == content_hash and before.settled:
            return Opened(item, known, content_hash)
        loaded = (item.load or load)(content, item.name)
    except (UnreadableError, InvalidError) as error:
        return Opened(item, known, reason=str(error))
    except OSError as error:
        return Opened(item, known, reason=f"It cannot be read: {error.strerror}.")
    return Opened(item, known, content_hash, loaded)
