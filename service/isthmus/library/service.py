"""Use cases of the library: index files, uploads and what is shipped; retire a document."""

import os
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from isthmus.errors import InvalidError
from isthmus.library.adding import Added, added, refuse_taking_over
from isthmus.library.addresses import around
from isthmus.library.descriptions import said_beside, said_by, said_for_folder, tightening
from isthmus.library.model import FailedFile, Note, Said, document_id
from isthmus.library.ports import Item, Library, Readers, Records
from isthmus.library.run import IngestSummary, Progress, Run, silent
from isthmus.library.walking import FoundFile, Walk, below, walk
from isthmus.library.work_trees import WorkTree, edition_of
from isthmus.people import Person
from isthmus_knowledge.documents import LoadedDocument

UPLOADED: Final = "upload:"
SHIPPED: Final = "shipped:"
LONGEST_NAME: Final = 200


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
        *,
        passing_over: Collection[Path] = (),
    ) -> IngestSummary:
        """Index files and folders; what vanished from a folder is retired.

        ``said`` comes from flags and outweighs all else. The files ``passing_over`` stay as they
        are. Raises NotFoundError, before anything is done, for a path that is not there.
        """
        walked = walk(paths)
        items = [self._file(each, said) for each in walked.files if each.path not in passing_over]
        summary = Run(self._library, self._readers, self._clock, report).over(items)
        unread = tuple(
            FailedFile(below(folder.path), folder.reason, self._clock()) for folder in walked.unread
        )
        with self._library.changing() as records:
            for failed in unread:
                records.fail(failed)
            retired = self._retire_vanished(records, walked, passing_over)
        return replace(
            summary,
            retired=summary.retired + retired,
            failed=(*summary.failed, *unread),
            notes=(*map(_note, walked.trees), *summary.notes),
        )

    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added:
        """Index one uploaded file and what lies in it; the same name again is a new revision.

        Raises InvalidError with the reason where nothing can be indexed, ConflictError where the
        name is taken by a document that the person may not read, NotAllowedError where it would be
        opened to more people by somebody below a lead.
        """
        if len(content) > self._largest:
            raise InvalidError(_too_large(len(content), self._largest))
        item = _upload(UPLOADED + _clean_name(name), content, said)
        refuse_taking_over(self._library, item.source, said, by)
        summary = Run(self._library, self._readers, self._clock).over([item])
        return added(self._library, item.source, summary)

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
            origin=_origin(found),
        )

    def _retire_vanished(self, records: Records, walked: Walk, kept: Collection[Path]) -> int:
        seen = {found.source for found in walked.files} | {path.as_uri() for path in kept}
        unread = {below(folder.path) for folder in walked.unread}
        retired = 0

        def is_gone(source: str) -> bool:
            return around(source) not in seen and walked.covers(source)

        for folder in map(below, walked.folders):
            retired += self._retire(records, filter(is_gone, records.known_below(folder)))
            failed = {failure.source for failure in records.failures(folder)} - unread
            records.clear_failures(filter(is_gone, failed))
        return retired

    def _retire(self, records: Records, sources: Iterable[str]) -> int:
        retired = 0
        for source in sorted(sources):
            known = records.known(source)
            if known and known.document.retired_at is None:
                records.save(known.document.retire(self._clock()))
                retired += 1
        return retired


def _said_of_file(path: Path, flags: Said, own: Said) -> Said:
    folder = said_for_folder(path.parent)
    return folder | tightening(own, folder) | said_beside(path) | flags


def _origin(found: FoundFile) -> Mapping[str, object]:
    return {"commit": found.commit, "edition": edition_of(found.commit)} if found.commit else {}


def _note(tree: WorkTree) -> Note:
    return Note(
        tree.folder.as_uri(),
        f"A git work tree at {tree.shown}: its {len(tree.files):,} tracked files are taken.",
    )


def _read_file(path: Path, largest: int) -> bytes:
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(largest + 1)
        after = os.fstat(file.fileno())
    if len(content) > largest:
        raise InvalidError(_too_large(after.st_size, largest))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InvalidError("It was written to while it was read. Add it again when it is finished.")
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
