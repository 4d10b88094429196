"""Documents, their immutable revisions, and who may read them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypedDict

from isthmus.people import EVERYONE
from isthmus_knowledge import documents
from isthmus_knowledge.passages import Passage

Collection = documents.Collection
LicenceClass = documents.LicenceClass

_LONGEST_SLUG: Final = 60
_OF_THE_SOURCE: Final = 12  # hex digits: with six, some thousand files called README.md collide


NEED_ATTESTATION = frozenset({LicenceClass.LICENSED_INTERNAL, LicenceClass.AI_RESTRICTED})


class Said(TypedDict, total=False):
    """What somebody says about a document; what is not said stays as it was."""

    title: str
    collection: Collection
    readers: frozenset[str]
    licence: LicenceClass
    attested_by: str
    attestation: str
    owner: str
    edition: str
    effective: date
    review: date
    step: str
    paraphrase_of: str


@dataclass(frozen=True)
class Description:
    """What is said about a document beside its text; a change of it is no new revision.

    ``readers`` are group names; the document may be read by whoever is in one of them.
    ``attestation`` is what ``attested_by`` says gives the right to use a licensed text here.
    ``step`` is the number of the programme's step it belongs to, ``paraphrase_of`` the work that
    it retells in other words.
    """

    title: str
    collection: Collection = Collection.POLICIES
    readers: frozenset[str] = frozenset({EVERYONE})
    licence: LicenceClass = LicenceClass.UNKNOWN
    attested_by: str | None = None
    attested_at: datetime | None = None
    attestation: str | None = None
    owner: str | None = None
    edition: str | None = None
    effective: date | None = None
    review: date | None = None
    step: str | None = None
    paraphrase_of: str | None = None

    @property
    def lacks_attestation(self) -> bool:
        """Tell whether its licence asks for somebody who answers for the use, and nobody does."""
        return self.licence in NEED_ATTESTATION and not self.attested_by


@dataclass(frozen=True)
class Document:
    """Something indexed; ``source`` is its identity: ``file:///…``, ``upload:…``, ``shipped:…``."""

    id: str
    source: str
    description: Description
    revision: str
    retired_at: datetime | None = None
    retired_by: str | None = None

    def retire(self, at: datetime, by: str | None = None) -> "Document":
        """Take it out of answers; ``by`` is the person who decided, None where its file is gone."""
        return self if self.retired_at else replace(self, retired_at=at, retired_by=by)


@dataclass(frozen=True)
class Revision:
    """One immutable state of a document's text; a newer one supersedes it.

    ``title`` is the one it was indexed under; ``metadata`` is what the file says of itself.
    """

    id: str
    document: str
    number: int
    content_hash: str
    title: str
    text: str
    added_at: datetime
    metadata: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    passages: tuple[Passage, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Hit:
    """A passage with the document it belongs to; ``id`` is the passage's."""

    id: str
    document: Document
    revision: str
    passage: Passage

    @property
    def heading(self) -> str:
        headings = self.passage.headings
        return headings[-1] if headings else self.document.description.title


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be indexed, with the reason in words."""

    source: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Note:
    """Something about a document that was indexed which a person should know."""

    source: str
    text: str


def audience_key(readers: Iterable[str]) -> str:
    """Give the one spelling of a set of reader groups."""
    return ",".join(sorted(readers))


def document_id(name: str, source: str) -> str:
    """Give a readable id: the file's name, and a little of the hash of where it comes from."""
    return f"{slug(Path(name).stem)}-{sha256(source.encode()).hexdigest()[:_OF_THE_SOURCE]}"


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-") or "document"


def revision_id(document: str, number: int, content_hash: str) -> str:
    return sha256(f"{document}\n{number}\n{content_hash}".encode()).hexdigest()[:20]


def passage_id(revision: str, ordinal: int) -> str:
    return f"{revision}-{ordinal:04d}"
