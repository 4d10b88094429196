"""Documents, their immutable revisions, and who may read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import TypedDict

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


NEED_ATTESTATION = frozenset({LicenceClass.LICENSED_INTERNAL, LicenceClass.AI_RESTRICTED})


class Said(TypedDict, total=False):
    """What somebody says about a document; what is not said stays as it was."""

    title: str
    collection: Collection
    readers: frozenset[str]
    licence: LicenceClass
    attested_by: str
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
    ``step`` is the number of the programme's step it belongs to, ``paraphrase_of`` the work that
    it retells in other words.
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


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be indexed, with the reason in words."""

    source: str
    reason: str
    at: datetime


def audience_key(readers: Iterable[str]) -> str:
    """Give the one spelling of a set of reader groups."""
    return ",".join(sorted(readers))


def revision_id(document: str, number: int, content_hash: str) -> str:
    return sha256(f"{document}\n{number}\n{content_hash}".encode()).hexdigest()[:20]


def passage_id(revision: str, ordinal: int) -> str:
    return f"{revision}-{ordinal:04d}"
