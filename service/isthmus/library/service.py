"""Use cases of the library: index files, uploads and what is shipped; retire a document."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol

from isthmus.errors import ConflictError, InvalidError
from isthmus.library.descriptions import said_beside, said_by, said_for_folder, tightening
from isthmus.library.model import Document, FailedFile, Said
from isthmus.library.ports import Item, Library, Readers, Records
from isthmus.library.run import IngestSummary, Progress, Run, silent
from isthmus.library.walking import FoundFile, Walk, below, walk
from isthmus.people import Person
from isthmus_knowledge.documents import LoadedDocument

UPLOADED: Final = "upload:"
SHIPPED: Final = "shipped:"
LONGEST_NAME: Final = 200
_LONGEST_SLUG: Final = 60
_OF_THE_SOURCE: Final = 12  # hex digits: with six, some thousand files called README.md collide


class Shipped(Protocol):
    """A document that comes with the product."""

    @property
    def slug(self) -> str: ...
    @property
    def loaded(self) -> LoadedDocument: ...
    @property
    def content(self) -> bytes: ...
    @property
    def title(self) -> str: ...
    @property
    def collection(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def licence_class(self) -> str: ...
    @property
    def reviewed(self) -> object: ...
    @property
    def step(self) -> str | None: ...
    @property
    def paraphrase_of(self) -> str | None: ...


@dataclass(frozen=True)
class Corpus:
    """What comes with the product; ``digest`` tells without reading it whether it changed."""

    digest: Callable[[], str]
    documents: Callable[[], Iterable[Shipped]]


class Ingest:
    """Indexes whatever is handed over; a document is written whole or not at all."""

    def __init__(
        self,
        library: Library,
        readers: Readers,
        clock: Callable[[], datetime],
        largest: int,
    ) -> None:
        self._library = library
        self._readers = readers
        self._clock = clock
        self._largest = largest

    def paths(
        self,
        paths: Sequence[Path],
        said: Said,
        report: Callable[[Progress], None] = silent,
    ) -> IngestSummary:
        """Index files and folders; what vanished from a folder is retired.

        ``said`` comes from flags and outweighs all else. Raises NotFoundError, before anything is
        done, for a path that is not there.
        """
        walked = walk(paths)
        items = [self._file(found, said) for found in walked.files]
        summary = Run(self._library, self._readers, self._clock, report).over(items)
        unread = tuple(
            FailedFile(below(folder.path), folder.reason, self._clock()) for folder in walked.unread
        )
        with self._library.changing() as records:
            for failed in unread:
                records.fail(failed)
            retired = self._retire_vanished(records, walked)
        return replace(summary, retired=retired, failed=(*summary.failed, *unread))

    def upload(self, name: str, content: bytes, said: Said, by: Person) -> Document:
        """Index one uploaded file; the same name again is a new revision of the same document.

        Raises InvalidError with the reason where it cannot be indexed, ConflictError where the
        name is taken by a document that the person may not read.
        """
        source = UPLOADED + _clean_name(name)
        self._check_upload(source, content, by)
        item = _upload(source, content, said)
        summary = Run(self._library, self._readers, self._clock).over([item])
        with self._library.changing() as records:
            if summary.failed:
                records.clear_failures([source])  # whoever uploaded it is told here and now
            known = records.known(source)
        if summary.failed or known is None:
            raise InvalidError("; ".join(failed.reason for failed in summary.failed))
        return known.document

    def shipped(self, corpus: Corpus, report: Callable[[Progress], None] = silent) -> IngestSummary:
        """Follow the shipped corpus to the version installed; quick where nothing changed."""
        if self.follows(corpus):
            return IngestSummary()
        digest = corpus.digest()
        items = [_shipped(document) for document in corpus.documents()]
        summary = Run(self._library, self._readers, self._clock, report).over(items)
        with self._library.changing() as records:
            gone = records.known_below(SHIPPED).keys() - {item.source for item in items}
            retired = self._retire(records, gone)
            if not summary.failed:
                records.set_shipped_digest(digest)
        return replace(summary, retired=retired)

    def follows(self, corpus: Corpus) -> bool:
        """Tell whether the shipped documents are indexed as they are now."""
        with self._library.reading() as records:
            return records.shipped_digest() == corpus.digest()

    def _file(self, found: FoundFile, flags: Said) -> Item:
        return Item(
            id=document_id(found.path.name, found.source),
            source=found.source,
            name=found.path.name,
            read=partial(_read_file, found.path, self._largest),
            said=partial(_said_of_file, found.path, flags),
            revives=found.named,
        )

    def _check_upload(self, source: str, content: bytes, by: Person) -> None:
        if len(content) > self._largest:
            raise InvalidError(_too_large(len(content), self._largest))
        with self._library.reading() as records:
            known = records.known(source)
        if known and not by.may_read(known.document.description.readers):
            raise ConflictError("A document of this name is there already. Choose another name.")

    def _retire_vanished(self, records: Records, walked: Walk) -> int:
        seen = {found.source for found in walked.files}
        retired = 0
        for folder in map(below, walked.folders):
            known = records.known_below(folder).keys()
            gone = {each for each in known - seen if walked.covers(each)}
            retired += self._retire(records, gone)
            failed = {failure.source for failure in records.failures(folder)} - seen
            records.clear_failures(each for each in failed - _unread(walked) if walked.covers(each))
        return retired

    def _retire(self, records: Records, sources: Iterable[str]) -> int:
        retired = 0
        for source in sorted(sources):
            known = records.known(source)
            if known and known.document.retired_at is None:
                records.save(known.document.retire(self._clock()))
                retired += 1
        return retired


class OneDocument(Protocol):
    """The library as somebody may read it."""

    def document(self, document: str) -> Document: ...


def retire(
    readable: OneDocument, records: Records, document: str, by: Person, at: datetime
) -> Document:
    """Take a document out of answers until somebody adds it again by name."""
    retired = readable.document(document).retire(at, by.id)
    records.save(retired)
    return retired


def document_id(name: str, source: str) -> str:
    """Give a readable id: the file's name, and a little of the hash of where it comes from."""
    return f"{slug(Path(name).stem)}-{sha256(source.encode()).hexdigest()[:_OF_THE_SOURCE]}"


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-") or "document"


def _unread(walked: Walk) -> set[str]:
    return {below(folder.path) for folder in walked.unread}


def _said_of_file(path: Path, flags: Said, own: Said) -> Said:
    folder = said_for_folder(path.parent)
    return folder | tightening(own, folder) | said_beside(path) | flags


def _read_file(path: Path, largest: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(largest + 1)
        if len(content) > largest:
            raise InvalidError(_too_large(path.stat().st_size, largest))
    return content


def _too_large(size: int, largest: int) -> str:
    return (
        f"It has {size / 1e6:.1f} MB; the most that is indexed is {largest / 1e6:g} MB "
        "(ISTHMUS_MAX_DOCUMENT_MB)."
    )


def _upload(source: str, content: bytes, said: Said) -> Item:
    name = source.removeprefix(UPLOADED)
    return Item(
        id=document_id(name, source),
        source=source,
        name=name,
        read=lambda: content,
        said=lambda own: own | said,
        revives=True,
    )


def _clean_name(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(each for each in unicodedata.normalize("NFC", base) if each.isprintable())
    if not shown.strip(". "):
        raise InvalidError("The file has no name. Give it one and upload it again.")
    return shown.strip()[:LONGEST_NAME]


def _shipped(document: Shipped) -> Item:
    said = said_by(
        {
            "title": document.title,
            "collection": document.collection,
            "edition": document.edition,
            "licence": document.licence_class,
            "effective": document.reviewed,
            "step": document.step,
            "paraphrase_of": document.paraphrase_of,
        },
        document.slug,
    )
    return Item(
        id=document.slug,
        source=SHIPPED + document.slug,
        name=document.title,
        read=lambda: document.content,
        said=lambda _own: said,
        load=lambda _content, _name: document.loaded,
    )
