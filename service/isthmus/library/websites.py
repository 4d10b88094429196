"""Use cases: index pages and whole sites by their addresses, and follow how they change."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isthmus.errors import InvalidError
from isthmus.library.adding import Added, added, refuse_taking_over
from isthmus.library.addresses import INSIDE, Address, around, parsed
from isthmus.library.model import FailedFile, Note, Said, document_id
from isthmus.library.ports import (
    Fetched,
    Gone,
    Item,
    Library,
    Page,
    Readers,
    Records,
    Same,
    Validators,
)
from isthmus.library.run import IngestSummary, Progress, Run, silent
from isthmus.people import Person
from isthmus_knowledge.bundles import Sitemap
from isthmus_knowledge.documents import UnreadableError

MOST_PAGES: Final = 1_000
MOST_SITEMAPS: Final = 50

Fetch = Callable[[str, Validators], Fetched]


@dataclass
class _Visit:
    """One address in one run: how it was asked for, and what came of it.

    ``named`` where a person named it, rather than a sitemap that lists it.
    """

    address: Address
    known: Validators
    fetch: Fetch
    named: bool
    validators: Validators | None = None
    status: int = 0

    def read(self) -> bytes | None:
        """Give the content, or None where it did not change since it was indexed."""
        match self.fetch(self.address.url, self.known):
            case Page() as page:
                self.validators = page.validators
                return page.content
            case Same():
                self.validators = self.known
                return None
            case Gone() as gone:
                self.status = gone.status
                raise InvalidError(_not_there(gone))


class Websites:
    """Fetches what people name by address; a page that did not change is not fetched again."""

    def __init__(
        self, library: Library, readers: Readers, clock: Callable[[], datetime], fetch: Fetch
    ) -> None:
        self._library = library
        self._readers = readers
        self._clock = clock
        self._fetch = fetch

    def pages(
        self, addresses: Sequence[str], said: Said, report: Callable[[Progress], None] = silent
    ) -> IngestSummary:
        """Index the pages; one that its server says is gone is retired, one that fails stays.

        Raises InvalidError, before anything is fetched, for an address that is none.
        """
        visits = self._visits(parsed(each) for each in addresses)
        return self._over(visits, said, report)

    def sitemap(
        self, address: str, said: Said, report: Callable[[Progress], None] = silent
    ) -> IngestSummary:
        """Index the pages that a sitemap lists, or those of the sitemaps that it lists.

        Raises InvalidError where it cannot be fetched or is no sitemap.
        """
        start = parsed(address)
        listed, notes, failed = self._listed(start)
        own = [each for each in listed if each.host == start.host]
        if len(own) < len(listed):
            notes.append(f"{len(listed) - len(own):,} pages of other hosts are left out.")
        if len(own) > MOST_PAGES:
            notes.append(
                f"The sitemap lists {len(own):,} pages; the first {MOST_PAGES:,} are taken. "
                "Name the sitemap of a part of the site to get the others."
            )
        visits = self._visits(own[:MOST_PAGES], named=False)
        summary = self._over(visits, said, report)
        noted = tuple(Note(start.source, text) for text in notes)
        return replace(summary, notes=(*noted, *summary.notes), failed=(*failed, *summary.failed))

    def add(self, address: str, said: Said, by: Person) -> Added:
        """Index one page for a person.

        Raises InvalidError with the reason where it cannot be indexed, ConflictError where it is
        there already for others alone, NotAllowedError where it would be opened to more people.
        """
        page = parsed(address)
        refuse_taking_over(self._library, page.source, said, by)
        return added(self._library, page.source, self._over(self._visits([page]), said, silent))

    def _visits(self, addresses: Iterable[Address], *, named: bool = True) -> dict[str, _Visit]:
        distinct = {each.source: each for each in addresses}
        with self._library.reading() as records:
            holding = records.holding()
            return {
                source: _Visit(each, _asked_with(records, source, holding), self._fetch, named)
                for source, each in distinct.items()
            }

    def _over(
        self, visits: dict[str, _Visit], said: Said, report: Callable[[Progress], None]
    ) -> IngestSummary:
        items = [_item(visit, said) for visit in visits.values()]
        summary = Run(self._library, self._readers, self._clock, report).over(items)
        with self._library.changing() as records:
            _keep_validators(records, visits, summary.failed)
            retired = self._retire_gone(records, visits)
        failed = tuple(each for each in summary.failed if each.source not in retired)
        return replace(summary, retired=summary.retired + len(retired), failed=failed)

    def _retire_gone(self, records: Records, visits: dict[str, _Visit]) -> set[str]:
        """Retire what servers say is not there; it is no failure where it was there before."""
        gone: set[str] = set()
        for source in (source for source, visit in visits.items() if visit.status):
            own = records.known(source)
            inside = records.known_below(source + INSIDE).values()
            for each in (*([own] if own else []), *inside):
                gone.add(source)
                if each.document.retired_at is None:
                    records.save(each.document.retire(self._clock()))
        records.clear_failures(sorted(gone))
        return gone

    def _listed(self, start: Address) -> tuple[list[Address], list[str], list[FailedFile]]:
        """Give the pages, notes for people, and the sitemaps in the list that failed."""
        first = self._read_sitemap(start)
        pages, notes, failed = list(first.pages), list[str](), list[FailedFile]()
        if len(first.sitemaps) > MOST_SITEMAPS:
            notes.append(
                f"It lists {len(first.sitemaps):,} sitemaps; the first {MOST_SITEMAPS} are read."
            )
        for each in first.sitemaps[:MOST_SITEMAPS]:
            try:
                pages += self._read_sitemap(parsed(each)).pages
            except InvalidError as error:
                failed.append(FailedFile(each, str(error), self._clock()))
        return list(_readable(pages)), notes, failed

    def _read_sitemap(self, address: Address) -> Sitemap:
        fetched = self._fetch(address.url, Validators())
        if not isinstance(fetched, Page):
            raise InvalidError(f"There is no sitemap at {address.url}.")
        try:
            loaded = self._readers.load(fetched.content, address.name)
        except UnreadableError as error:
            raise InvalidError(str(error)) from error
        if not isinstance(loaded, Sitemap):
            raise InvalidError(
                f"{address.url} is no sitemap. Its address often ends in /sitemap.xml, and "
                "/robots.txt of the site names it."
            )
        return loaded


def _readable(addresses: Iterable[str]) -> Iterable[Address]:
    for each in addresses:
        try:
            yield parsed(each)
        except InvalidError:  # what a site lists and nobody can fetch is the site's own mistake
            continue


def _asked_with(records: Records, source: str, holding: set[str]) -> Validators:
    """Give what to ask with; nothing, where the answer "unchanged" would leave nothing to show."""
    known = records.known(source)
    live = known is not None and known.document.retired_at is None
    return records.validators(source) if live or source in holding else Validators()


def _keep_validators(
    records: Records, visits: dict[str, _Visit], failed: Sequence[FailedFile]
) -> None:
    """Keep them only where all that came was indexed; what failed is fetched anew next time."""
    troubled = {around(each.source) for each in failed}
    for source, visit in visits.items():
        if source in troubled:
            records.set_validators(source, Validators())
        elif visit.validators is not None and visit.validators != visit.known:
            records.set_validators(source, visit.validators)


def _item(visit: _Visit, said: Said) -> Item:
    source, name = visit.address.source, visit.address.name
    return Item(
        id=document_id(name, source),
        source=source,
        name=name,
        read=visit.read,
        said=lambda own: own | said,
        revives=visit.named,
    )


def _not_there(gone: Gone) -> str:
    return f"It is not there ({gone.status}). Check the address in a browser."
