"""What a file may hold beside text of its own: other files, or the addresses of a site's pages."""

from collections.abc import Callable
from dataclasses import dataclass

from isthmus_knowledge.documents import LoadedDocument


@dataclass(frozen=True)
class Enclosed:
    """A file inside another; ``name`` is its path there, with ``/`` between folders.

    ``read`` raises UnreadableError where it cannot be taken out.
    """

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class LeftOut:
    """A file inside another that is not taken out, with the reason in words."""

    name: str
    reason: str


@dataclass(frozen=True)
class Bundle:
    """An archive, or an e-mail with what is attached; an archive has no text of its own."""

    document: LoadedDocument | None
    enclosed: tuple[Enclosed, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Sitemap:
    """The addresses that a site lists: of its pages, and of more such lists."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...] = ()


Loaded = LoadedDocument | Bundle | Sitemap
