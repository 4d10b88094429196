"""One run of indexing: items become revisions with passages and vectors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from isthmus.errors import InvalidError
from isthmus.library.addresses import INSIDE, around
from isthmus.library.ahead import ahead
from isthmus.library.descriptions import describe, said_by_file_itself, tightening
from isthmus.library.model import (
    Document,
    FailedFile,
    Note,
    Said,
)
from isthmus.library.noting import notes_on
from isthmus.library.opening import Before, Opened, open_item
from isthmus.library.ports import Item, Known, Library, Readers
from isthmus.library.unpacking import (
    MOST_ENCLOSED,
    TOO_MANY,
    enclosed_items,
    known_items,
    left_out,
)
from isthmus.library.writing import Fresh, Writing, redescribed
from isthmus_knowledge.bundles import Bundle, Sitemap
from isthmus_knowledge.documents import LoadedDocument

A_SITEMAP: Final = (
    "It is a sitemap, a list of a site's pages. Index those with `isthmus ingest --sitemap URL`."
)


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Progress:
    """How far a run is: items done of all, passages embedded, and what is being worked on."""

    done: int
    total: int
    passages: int
    phase: str


@dataclass(frozen=True)
class IngestSummary:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    retired: int = 0
    failed: tuple[FailedFile, ...] = ()
    notes: tuple[Note, ...] = ()

    def __add__(self, other: "IngestSummary") -> "IngestSummary":
        return IngestSummary(
            added=self.added + other.added,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            retired=self.retired + other.retired,
            failed=self.failed + other.failed,
            notes=self.notes + other.notes,
        )


def silent(_: Progress) -> None: ...


class Run:
    """One run over some items; each document is written whole, in a transaction of its own."""

    def __init__(
        self,
        library: Library,
        readers: Readers,
        clock: Callable[[], datetime],
        report: Callable[[Progress], None] = silent,
    ) -> None:
        self._library = library
        self._readers = readers
        self._clock = clock
        self._report = report
        self._outcomes: list[Outcome] = []
        self._failed: list[FailedFile] = []
        self._failed_before: set[str] = set()
        self._troubled: set[str] = set()
        self._holding: set[str] = set()
        self._writing = Writing(library, readers, clock, self._embedded)
        self._notes: list[Note] = []
        self._passages = self._total = self._retired = self._enclosed = 0

    def over(self, items: Sequence[Item]) -> IngestSummary:
        with self._library.reading() as records:
            self._failed_before = {failed.source for failed in records.failures()}
            holding = records.holding()
        self._troubled = {around(failed) for failed in self._failed_before if INSIDE in failed}
        self._holding = holding
        self._over(items)
        self._write_waiting()
        return self._summary()

    def _over(self, items: Sequence[Item]) -> None:
        self._total += len(items)
        with self._library.reading() as records:
            before = {item.source: self._before(records.known(item.source), item) for item in items}
        load = self._readers.load
        for opened in ahead(lambda item: open_item(item, before[item.source], load), items):
            self._settle(opened)
            if self._writing.is_full:
                self._write_waiting()

    def _before(self, known: Known | None, item: Item) -> Before:
        returns = known is not None and known.document.retired_at and item.source in self._holding
        return Before(known, settled=not (returns or item.source in self._troubled))

    def _settle(self, opened: Opened) -> None:
        self._tell(opened.item.name)
        if opened.item.depth == 0:
            self._enclosed = 0
        match opened.loaded:
            case _ if opened.reason:
                self._fail(opened.item.source, opened.reason)
            case Sitemap():
                self._fail(opened.item.source, A_SITEMAP)
            case Bundle() as bundle:
                self._unpack(opened, bundle)
            case None:
                self._keep(opened)
            case LoadedDocument() as loaded:
                self._describe_or_fail(opened, loaded)

    def _keep(self, opened: Opened) -> None:
        """Say anew of something that did not change, and of what lies in it, what is said now."""
        if opened.known:
            self._describe_or_fail(opened, None)
        if opened.item.source in self._holding:
            with self._library.reading() as records:
                known = records.known_below(opened.item.source + INSIDE)
            self._over(known_items(opened.item, known))

    def _unpack(self, opened: Opened, bundle: Bundle) -> None:
        item, known = opened.item, opened.known
        if bundle.document:
            same = known and known.content_hash == opened.content_hash
            self._describe_or_fail(opened, None if same else bundle.document)
        else:
            self._clear([item.source])
        reasons = left_out(bundle, item)
        items = [each for each in enclosed_items(bundle, item) if each.source not in reasons]
        self._enclosed += len(items)
        if self._enclosed > MOST_ENCLOSED:
            self._fail(item.source, TOO_MANY)
            return
        for source, reason in reasons.items():
            self._fail(source, reason)
        self._over(items)
        self._retire_vanished(item.source + INSIDE, {*reasons, *(each.source for each in items)})

    def _retire_vanished(self, prefix: str, seen: set[str]) -> None:
        """Retire what lay in an archive before and does not now."""

        def is_gone(source: str) -> bool:
            within = source.removeprefix(prefix).partition(INSIDE)[0]
            return prefix + within not in seen

        with self._library.changing() as records:
            for source, known in records.known_below(prefix).items():
                if is_gone(source) and known.document.retired_at is None:
                    records.save(known.document.retire(self._clock()))
                    self._retired += 1
            failed = [each.source for each in records.failures(prefix)]
            records.clear_failures(filter(is_gone, failed))

    def _describe_or_fail(self, opened: Opened, loaded: LoadedDocument | None) -> None:
        try:
            self._describe(opened, loaded)
        except InvalidError as error:
            self._fail(opened.item.source, str(error))

    def _describe(self, read: Opened, loaded: LoadedDocument | None) -> None:
        item, known = read.item, read.known
        said_by_file = _said_by(read, loaded)
        before = known.document.description if known else None
        own = said_by_file_itself(said_by_file)
        said = item.said(tightening(own, vars(before)) if before else own)
        description = describe(before, said, self._clock())
        if description.lacks_attestation:
            raise InvalidError(
                f"Its licence class is {description.licence}: name who answers for indexing it, "
                "with --attest or `attested_by` in its sidecar."
            )
        if loaded is None:
            self._redescribe(read, said)
            return
        titled = replace(loaded, title=description.title)
        chunked = self._readers.chunk(titled, self._readers.embedding().count_tokens)
        if not chunked.passages:
            raise InvalidError("There is no text in it.")
        self._notes += notes_on(item.source, description.licence, said_by_file, chunked.text)
        self._writing.add(
            Fresh(item, known, read.content_hash, said_by_file, said, description, chunked)
        )

    def _redescribe(self, read: Opened, said: Said) -> None:
        known = read.known
        if known is None:
            raise ValueError(f"{read.item.source} is unchanged, yet not recorded")
        document = redescribed(known.document, read.item, said, self._clock())
        if document != known.document:
            with self._library.changing() as records:
                records.lock()
                latest = records.known(read.item.source) or known
                records.save(redescribed(latest.document, read.item, said, self._clock()))
        self._succeed(read.item, _outcome(known, document))

    def _write_waiting(self) -> None:
        for fresh in self._writing.flush():
            returned = fresh.known is None or fresh.known.document.retired_at
            self._outcomes.append(Outcome.ADDED if returned else Outcome.UPDATED)
            self._tell(fresh.item.name)

    def _embedded(self, passages: int, phase: str) -> None:
        self._passages += passages
        self._tell(phase)

    def _succeed(self, item: Item, outcome: Outcome) -> None:
        self._clear([item.source])
        self._outcomes.append(outcome)

    def _clear(self, sources: Sequence[str]) -> None:
        failed = self._failed_before.intersection(sources)
        if failed:
            with self._library.changing() as records:
                records.clear_failures(sorted(failed))

    def _fail(self, source: str, reason: str) -> None:
        failed = FailedFile(source, reason, self._clock())
        with self._library.changing() as records:
            records.fail(failed)
        self._failed.append(failed)

    def _tell(self, phase: str) -> None:
        done = len(self._outcomes) + len(self._failed)
        self._report(Progress(done, self._total, self._passages, phase))

    def _summary(self) -> IngestSummary:
        return IngestSummary(
            added=self._outcomes.count(Outcome.ADDED),
            updated=self._outcomes.count(Outcome.UPDATED),
            unchanged=self._outcomes.count(Outcome.UNCHANGED),
            retired=self._retired,
            notes=tuple(self._notes),
            failed=tuple(self._failed),
        )


def _said_by(read: Opened, loaded: LoadedDocument | None) -> Mapping[str, object]:
    if loaded is not None:
        origin = read.item.origin
        return {"title": loaded.title, **origin, **loaded.metadata, **_commit(origin)}
    return read.known.said_by_file if read.known else {}


def _outcome(known: Known, document: Document) -> Outcome:
    if document == known.document:
        return Outcome.UNCHANGED
    return Outcome.ADDED if known.document.retired_at else Outcome.UPDATED


def _commit(origin: Mapping[str, object]) -> Mapping[str, object]:
    """Give what no document can say of itself; its edition it can."""
    return {name: value for name, value in origin.items() if name != "edition"}
