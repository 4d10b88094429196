"""What indexing needs of the records, the readers and the embedding model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from isthmus.library.model import Document, FailedFile, Revision, Said
from isthmus_knowledge.bundles import Loaded
from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.passages import Passage

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Known:
    """A document as it is recorded, with its current revision."""

    document: Document
    number: int
    content_hash: str
    said_by_file: Mapping[str, object]


@dataclass(frozen=True)
class Embedded:
    """Vectors in the order of the passages, (n, dimensions), and the model that made them."""

    embedder: str
    vectors: Vectors


@dataclass(frozen=True)
class Validators:
    """What a server says of a document's state, to be asked again whether it still holds."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True)
class Page:
    """What was fetched, as it is now."""

    content: bytes
    validators: Validators


@dataclass(frozen=True)
class Same:
    """It is as it was when it was fetched the last time."""


@dataclass(frozen=True)
class Gone:
    """The server says that it is not there (any more)."""

    status: int


Fetched = Page | Same | Gone


class Embedding(Protocol):
    @property
    def fingerprint(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def count_tokens(self, text: str) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class Chunked(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def passages(self) -> tuple[Passage, ...]: ...


class Records(Protocol):
    """The library within one transaction."""

    def known(self, source: str) -> Known | None: ...

    def known_below(self, prefix: str) -> dict[str, Known]: ...

    def holding(self) -> set[str]: ...

    def validators(self, source: str) -> Validators: ...

    def failures(self, prefix: str = "") -> list[FailedFile]: ...

    def shipped_digest(self) -> str: ...

    def lock(self) -> None: ...

    def add_revision(self, document: Document, revision: Revision, embedded: Embedded) -> None: ...

    def save(self, document: Document) -> None: ...

    def fail(self, failed: FailedFile) -> None: ...

    def clear_failures(self, sources: Iterable[str]) -> None: ...

    def set_shipped_digest(self, digest: str) -> None: ...

    def set_validators(self, source: str, validators: Validators) -> None: ...


@dataclass(frozen=True)
class Library:
    """Opens transactions on the records: to change them, or to look at one state of them."""

    changing: Callable[[], AbstractContextManager[Records]]
    reading: Callable[[], AbstractContextManager[Records]]


@dataclass(frozen=True)
class Readers:
    """How bytes become passages with vectors; the embedding model is opened when first needed."""

    load: Callable[[bytes, str], Loaded]
    chunk: Callable[[LoadedDocument, Callable[[str], int]], Chunked]
    embedding: Callable[[], Embedding]


@dataclass(frozen=True)
class Item:
    """One thing to index.

    ``read`` gives None where the thing is known to be as it was. ``said`` adds to what the file
    says of itself, ``origin`` to what is kept of where a revision comes from. ``load`` stands in
    for the readers where the text is loaded already. ``revives`` lets it come back after a person
    retired it. ``depth`` counts the archives and e-mails around it.
    """

    id: str
    source: str
    name: str
    read: Callable[[], bytes | None]
    said: Callable[[Said], Said]
    load: Callable[[bytes, str], LoadedDocument] | None = None
    revives: bool = False
    origin: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    depth: int = 0
