"""An approved chart as a document of the library, in sentences that stand alone when quoted.

It is embedded before the transaction that approves the chart and written within it: a version and
its document are there together or not at all.
"""

import re
from collections.abc import Collection as Groups
from collections.abc import Iterable, Iterator
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
from isthmus.raci.letters import Part
from isthmus.raci.model import Chart, Column, Filed, Row, State
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place
from isthmus_knowledge.passages import indexed_text

SOURCE: Final = "chart:"
_HAS_ARTICLE: Final = re.compile(
    r"(?:\b(?:lead|head|team|board|committee|counsel|group|desk|office|sponsor)|er|or|ist|[A-Z]O)$"
)
_PARTS: Final = {
    Part.DECIDES: ("is accountable for", "are accountable for"),
    Part.DOES: ("is responsible for", "are responsible for"),
    Part.SUPPORTS: ("supports", "support"),
    Part.VERIFIES: ("verifies the result of", "verify the result of"),
    Part.SIGNS: ("signs off", "sign off"),
    Part.RECOMMENDS: ("recommends what to decide on", "recommend what to decide on"),
    Part.AGREES: ("has to agree to", "have to agree to"),
    Part.ASKED: ("is consulted on", "are consulted on"),
    Part.TOLD: ("is informed about", "are informed about"),
    Part.OUT: ("deliberately takes no part in", "deliberately take no part in"),
}


class Records(Protocol):
    """The library within one transaction."""

    def lock(self) -> None: ...

    def known(self, source: str) -> Known | None: ...

    def add_revision(self, document: Document, revision: Revision, embedded: Embedded) -> None: ...

    def save(self, document: Document) -> None: ...


@dataclass(frozen=True)
class Approval:
    """A chart that is about to be approved; ``by`` is the name of who approves it."""

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
        chart = self.filed.chart
        named = chart.title.casefold().startswith(chart.letters.casefold())
        return chart.title if named else f"{chart.letters}: {chart.title}"


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


def publish(records: Records, prepared: Prepared, readers: Groups[str]) -> Document:
    """Make a version the document's new revision, which supersedes the one before.

    Who may read the document is the chart's ``readers`` at this moment, unless a lead said
    something else of it.
    """
    approval = prepared.approval
    approval = replace(approval, filed=replace(approval.filed, readers=tuple(readers)))
    source = SOURCE + approval.filed.id
    records.lock()
    known = records.known(source)
    before = known.document if known else _new(approval, source)
    number = known.number + 1 if known else 1
    content_hash = sha256(prepared.chunked.text.encode("utf-8", "replace")).hexdigest()
    revision = Revision(
        id=revision_id(before.id, number, content_hash),
        document=before.id,
        number=number,
        content_hash=content_hash,
        title=approval.title,
        text=prepared.chunked.text,
        added_at=approval.at,
        metadata={"title": approval.title, "chart": approval.filed.id, "version": approval.number},
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


def let_read(records: Records, filed: Filed) -> None:
    """Let a chart's readers read its document, where it has one."""
    known = records.known(SOURCE + filed.id)
    if known:
        said = replace(known.document.description, readers=frozenset(filed.readers))
        records.save(replace(known.document, description=said))


def _new(approval: Approval, source: str) -> Document:
    said = Description(
        approval.title,
        Collection.RECORDS,
        frozenset(approval.filed.readers),
        LicenceClass.UNKNOWN,
    )
    return Document(document_id(approval.title, source), source, said, revision="")


def _described(before: Description, approval: Approval) -> Description:
    chart = approval.filed.chart
    return replace(
        before,
        title=approval.title,
        owner=approval.filed.owner,
        edition=f"version {approval.number}, approved {approval.day}",
        effective=approval.day,
        review=chart.review,
        step=chart.steps[0] if len(chart.steps) == 1 else None,
    )


# ---- the text


def written(approval: Approval) -> LoadedDocument:
    """Give the chart's rows as sections, each letter as a sentence that names its subject."""
    chart = _standing(approval.filed.chart)
    blocks = [Block(text, headings=("Approval",)) for text in _introduction(approval)]
    for number, row in enumerate(chart.rows, start=1):
        asked = f"Who is accountable for {_doing(row)}?"
        headings = (row.section, asked) if row.section else (asked,)
        place = Place(item=f"row {row.number or number}")
        blocks += [
            Block(headings[-1], BlockKind.HEADING, headings[:-1], place),
            Block(" ".join(_sentences(chart, row)), headings=headings, place=place),
        ]
    return LoadedDocument(approval.title, tuple(blocks))


def _standing(chart: Chart) -> Chart:
    """Leave out letters that their holders declined."""
    cells = {
        key: tuple(each for each in cell if each.state is not State.DECLINED)
        for key, cell in chart.cells.items()
    }
    return replace(chart, cells=MappingProxyType(cells))


def _introduction(approval: Approval) -> Iterator[str]:
    chart = approval.filed.chart
    named = f"the chart “{chart.title}”"
    yield f"Version {approval.number} of {named} was approved on {approval.day} by {approval.by}."
    if chart.scope:
        yield f"The scope of {named} is: {chart.scope}"
    if chart.review:
        yield f"The review of {named} is due on {chart.review}."


def _sentences(standing: Chart, row: Row) -> Iterator[str]:
    doing = _doing(row)
    for part, (one, several) in _PARTS.items():
        roles = [_in_sentence(column) for column in standing.holding(row.id, part)]
        if roles:
            yield f"{_capital(_listed(roles))} {several if len(roles) > 1 else one} {doing}."
    yield from (
        f"On {doing}, the note for {_in_sentence(column)} says: {assignment.note}"
        for column, assignment in standing.assignments(row.id)
        if assignment.note
    )


def _doing(row: Row) -> str:
    """Give an activity as a sentence says it; one of our own words stands in quotation marks."""
    known = next((each for each in catalogue().activities if each.id == row.catalogue), None)
    if known and known.name == row.activity:
        return known.doing
    return f"the activity “{row.activity}”"


def _in_sentence(column: Column) -> str:
    """Give a role as a sentence says it: a person or a body has an article, a department none."""
    known = next((each for each in catalogue().roles if each.id == column.role), None)
    if known and known.name == column.name:
        return known.in_sentence
    return f"the {_small(column.name)}" if _HAS_ARTICLE.search(column.name) else column.name


def _small(name: str) -> str:
    """Write a name within a sentence; an abbreviation stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _listed(texts: Iterable[str]) -> str:
    *firsts, last = texts
    return f"{', '.join(firsts)} and {last}" if firsts else last


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
