"""An approved definition as a document of the library, in sentences that stand alone when quoted.

It is embedded before the transaction that approves the definition and written within it: a version
and its document are there together or not at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final, Protocol

from isthmus.library.model import (
    Collection,
    Description,
    Document,
    LicenceClass,
    Revision,
    document_id,
    revision_id,
)
from isthmus.library.ports import Chunked, Embedded, Known, Readers
from isthmus.roles.gathering import SOURCE
from isthmus.roles.model import Definition, Filed, Line, SourceKind, Topic
from isthmus.roles.speaking import capital, doing, plain, role_in_sentence, small
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place
from isthmus_knowledge.passages import indexed_text

_DONE: Final = MappingProxyType(
    {
        Topic.ACCOUNTABLE: "is accountable for",
        Topic.RESPONSIBLE: "is responsible for",
        Topic.SUPPORTS: "supports",
        Topic.VERIFIES: "verifies the result of",
        Topic.SIGNS: "signs off",
        Topic.RECOMMENDS: "recommends what to decide on",
        Topic.AGREES: "has to agree to",
        Topic.CONSULTED: "is consulted on",
        Topic.INFORMED: "is informed about",
    }
)
_SAID: Final = MappingProxyType(
    {
        Topic.REPORTS_TO: "reports to",
        Topic.ESCALATES_TO: "escalates to",
        Topic.CONSULTS: "consults",
        Topic.INFORMS: "informs",
    }
)
_QUOTED: Final = MappingProxyType(
    {
        Topic.PURPOSE: "The purpose of {role} is:",
        Topic.DECIDES: "{Role} decides alone:",
        Topic.COMPETENCES: "{Role} has to know:",
        Topic.TRAINING: "The training of {role} is:",
    }
)


class Records(Protocol):
    """The library within one transaction."""

    def lock(self) -> None: ...

    def known(self, source: str) -> Known | None: ...

    def add_revision(self, document: Document, revision: Revision, embedded: Embedded) -> None: ...


@dataclass(frozen=True)
class Approval:
    """A definition that is about to be approved; ``by`` is the name of who approves it."""

    filed: Filed
    by: str
    at: datetime

    @property
    def number(self) -> int:
        return self.filed.version + 1

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def title(self) -> str:
        return plain(f"Role: {self.filed.definition.name}")


@dataclass(frozen=True)
class Prepared:
    """A version laid out and embedded, to be written when it is approved."""

    approval: Approval
    chunked: Chunked
    embedded: Embedded


def prepare(approval: Approval, readers: Readers) -> Prepared:
    """Lay out and embed what the library is to say of a version; takes no transaction."""
    embedding = readers.embedding()
    chunked = readers.chunk(written(approval), embedding.count_tokens)
    texts = [indexed_text(approval.title, passage) for passage in chunked.passages]
    return Prepared(approval, chunked, Embedded(embedding.fingerprint, embedding.embed(texts)))


def publish(records: Records, prepared: Prepared) -> Document:
    """Make a version the document's new revision, which supersedes the one before.

    Who may read the document is the definition's readers, unless a lead said something else of it.
    """
    approval = prepared.approval
    source = SOURCE + approval.filed.id
    records.lock()
    known = records.known(source)
    before = known.document if known else _new(approval, source)
    number = known.number + 1 if known else 1
    content_hash = sha256(prepared.chunked.text.encode("utf-8", "replace")).hexdigest()
    said = {"title": approval.title, "role": approval.filed.id, "version": approval.number}
    revision = Revision(
        id=revision_id(before.id, number, content_hash),
        document=before.id,
        number=number,
        content_hash=content_hash,
        title=approval.title,
        text=prepared.chunked.text,
        added_at=approval.at,
        metadata=said,
        passages=prepared.chunked.passages,
    )
    document = replace(
        before,
        description=_described(before.description, approval),
        revision=revision.id,
        retired_at=None,
        retired_by=None,
    )
    records.add_revision(document, revision, prepared.embedded)
    return document


def _new(approval: Approval, source: str) -> Document:
    readers = frozenset(approval.filed.readers)
    said = Description(approval.title, Collection.RECORDS, readers, LicenceClass.UNKNOWN)
    return Document(document_id(approval.title, source), source, said, revision="")


def _described(before: Description, approval: Approval) -> Description:
    return replace(
        before,
        title=approval.title,
        owner=approval.filed.owner,
        edition=f"version {approval.number}, approved {approval.day}",
        effective=approval.day,
        review=approval.filed.definition.review,
    )


# ---- the text


def written(approval: Approval) -> LoadedDocument:
    """Give each topic as a section, each line as a sentence that names the role."""
    definition = approval.filed.definition
    blocks = [Block(plain(text), headings=("Approval",)) for text in _introduction(approval)]
    for topic in Topic:
        if lines := definition.of(topic):
            headings = (plain(capital(f"{definition.name}: {topic}")),)
            place = Place(item=topic)
            blocks.append(Block(headings[0], BlockKind.HEADING, (), place))
            said = (f"- {plain(_sentence(definition, line))}" for line in lines)
            blocks += [Block(text, BlockKind.LIST_ITEM, headings, place) for text in said]
    return LoadedDocument(approval.title, tuple(blocks))


def _introduction(approval: Approval) -> Iterator[str]:
    definition = approval.filed.definition
    named = f"the role definition “{definition.name}”"
    yield f"Version {approval.number} of {named} was approved on {approval.day} by {approval.by}."
    if definition.review:
        yield f"The review of {named} is due on {definition.review}."


def _sentence(definition: Definition, line: Line) -> str:
    role = role_in_sentence(definition.name, definition.role)
    topic, text = line.topic, line.in_words
    if topic in _DONE:
        return _ended(f"{capital(role)} {_DONE[topic]} {doing(line.text, line.key)}")
    if topic in _SAID:
        return _ended(f"{capital(role)} {_SAID[topic]} {_whom(line)}")
    if topic is Topic.PURPOSE and _is_of_the_catalogue(line):
        return text
    if topic is Topic.DECIDES and not line.is_own:
        return _ended(f"Deciding alone, {role} {small(text)}")
    return _ended(f"{_QUOTED[topic].format(role=role, Role=capital(role))} {text}")


def _whom(line: Line) -> str:
    if line.topic not in {Topic.REPORTS_TO, Topic.ESCALATES_TO}:
        return small(line.text)
    known = next((role for role in catalogue().roles if role.name == line.text), None)
    return known.in_sentence if known else line.text


def _is_of_the_catalogue(line: Line) -> bool:
    return all(source.kind is SourceKind.CATALOGUE for source in line.sources)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
