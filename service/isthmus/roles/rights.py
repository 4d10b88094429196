"""Who may do what with a kept definition; its readers are groups, as those of a chart are."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.model import Hit
from isthmus.people import Person, Rank
from isthmus.raci.model import Filed as FiledChart
from isthmus.raci.rights import all_may_read, reader_groups
from isthmus.roles.model import Definition, Filed, SourceKind


class Charts(Protocol):
    def charts(self, of: list[str]) -> list[FiledChart]: ...


class Quotable(Protocol):
    def hits(self, passages: list[str]) -> list[Hit]: ...


def may_read(filed: Filed, person: Person) -> bool:
    return filed.owner == person.id or person.may_read(filed.readers)


def may_edit(filed: Filed, person: Person) -> bool:
    contributes = not person.is_guest and person.rank.includes(Rank.CONTRIBUTOR)
    owns = filed.owner == person.id and not person.is_guest
    return may_read(filed, person) and (contributes or owns)


def readable(filed: Filed | None, definition: str, by: Person) -> Filed:
    """Give a definition to whoever may read it; raises NotFoundError for anybody else."""
    if filed is None or not may_read(filed, by):
        raise NotFoundError(
            f"There is no role definition {definition}, or you may not read it. "
            "`isthmus role list` shows those there are."
        )
    return filed


def editable(filed: Filed, by: Person) -> Filed:
    """Give a readable definition to its owner and to contributors; raises NotAllowedError."""
    if not may_edit(filed, by):
        by.require(Rank.CONTRIBUTOR)
    return filed


def read_by(filed: Filed, readers: Iterable[str], by: Person) -> Filed:
    """Say which groups read it: a lead, or the owner until it was approved once."""
    if filed.version or filed.owner != by.id:
        by.require(Rank.LEAD)
    return replace(filed, readers=reader_groups(readers))


def refuse_hidden(
    said: Iterable[Definition], readers: Collection[str], library: Quotable, charts: Charts
) -> None:
    """Refuse readers who may not read what the lines stand on; both hold all there is."""
    sources = [
        source for each in said for line in (*each.lines, *each.composed) for source in line.sources
    ]
    passages = sorted({each.id for each in sources if each.kind is SourceKind.PASSAGE})
    drawn = sorted({each.id for each in sources if each.kind is SourceKind.CHART})
    for title, groups in _read_by(library.hits(passages), charts.charts(drawn)):
        if not all_may_read(readers, groups):
            raise InvalidError(
                f"Lines of this definition stand on “{title}”, which not all of these groups may "
                "read. Let them read that first, or define the role for them."
            )


def _read_by(
    hits: Iterable[Hit], charts: Iterable[FiledChart]
) -> Iterator[tuple[str, Collection[str]]]:
    for hit in hits:
        yield hit.document.description.title, hit.document.description.readers
    for filed in charts:
        yield filed.chart.title, filed.readers


def by_readers(found: Iterable[Filed]) -> dict[tuple[str, ...], list[Filed]]:
    """Put together what the same groups read."""
    groups: dict[tuple[str, ...], list[Filed]] = {}
    for filed in found:
        groups.setdefault(filed.readers, []).append(filed)
    return groups
