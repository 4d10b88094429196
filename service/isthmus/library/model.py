"""Documents, their immutable revisions, and who may read them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from isthmus.people import EVERYONE
from isthmus_knowledge.passages import Passage


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


@dataclass(frozen=True)
class Description:
    """What is said about a document beside its text; a change of it is no new revision.

    ``readers`` are group names; the document may be read by whoever is in one of them.
    """

    title: str
    collection: Collection = Collection.POLICIES
    readers: frozenset[str] = frozenset({EVERYONE})
    licence: LicenceClass = LicenceClass.UNKNOWN
    attested_by: str | None = None
    attested_at: datetime | None = None
    owner: str | None = None
    edition: str | None = None
    effective: date | None = None
    review: date | None = None


@dataclass(frozen=True)
class Document:
    """Something indexed. ``source`` is its identity: ``file:///…``, ``upload:…`` or ``shipped:…``."""

    id: str
    source: str
    description: Description
    revision: str
    retired_at: datetime | None = None

    def retire(self, at: datetime) -> "Document":
        return self if self.retired_at else replace(self, retired_at=at)


@dataclass(frozen=True)
class Revision:
    """One immutable state of a document's text; a newer one supersedes it."""

    id: str
    document: str
    number: int
    content_hash: str
    text: str
    added_at: datetime
    passages: tuple[Passage, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be indexed, with the reason in words."""

    source: str
    reason: str
    at: datetime


def revision_id(document: str, number: int, content_hash: str) -> str:
    return sha256(f"{document}\n{number}\n{content_hash}".encode()).hexdigest()[:20]


def passage_id(revision: str, ordinal: int) -> str:
    return f"{revision}-{ordinal:04d}"
