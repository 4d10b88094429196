"""What a definition is put together from: the charts in force and what documents state.

Whoever may read a definition may read every source of it: with ``readers``, sources that not all
of these groups may read are left out.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from isthmus.library.model import Document, Hit
from isthmus.people import Person
from isthmus.raci.documents import Own, Readable
from isthmus.raci.grounding import Stated, duties_of_library
from isthmus.raci.listing import Listed
from isthmus.raci.model import Filed, Version
from isthmus.raci.rights import all_may_read
from isthmus.roles.composing import Drawn
from isthmus.roles.subject import Subject


class Charts(Protocol):
    def listed(self) -> list[Listed]: ...

    def charts(self, of: Sequence[str]) -> list[Filed]: ...

    def last_version(self, chart: str) -> Version | None: ...


def charts_in_force(
    charts: Charts, subjects: Iterable[Subject], by: Person, readers: Collection[str] | None
) -> list[Drawn]:
    """Give each chart that may have one of the roles: its approved version, else its draft."""
    names = frozenset(name for subject in subjects for name in subject.names)
    wanted = [
        each.id
        for each in charts.listed()
        if each.may_be_read_by(by)
        and (readers is None or all_may_read(readers, each.readers))
        and (each.version or each.has_role(names))
    ]
    return [_drawn(charts, filed) for filed in charts.charts(wanted)]


def _drawn(charts: Charts, filed: Filed) -> Drawn:
    version = charts.last_version(filed.id) if filed.version else None
    return (
        Drawn(filed.id, version.chart, version.number) if version else Drawn(filed.id, filed.chart)
    )


def statements(
    library: Readable, subjects: Iterable[Subject], readers: Collection[str] | None
) -> list[Stated]:
    """Give what policies and records state where they name one of the roles."""
    names = frozenset(name for subject in subjects for name in subject.names)
    return duties_of_library(_Naming(Own(library, readers), _pattern(names)))


@dataclass(frozen=True)
class _Naming:
    """The passages that name a role."""

    library: Readable
    names: re.Pattern[str]

    def documents(self) -> Sequence[Document]:
        return self.library.documents()

    def passages(self, document: str) -> Sequence[Hit]:
        return [
            hit for hit in self.library.passages(document) if self.names.search(hit.passage.text)
        ]


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Find names with any white space or hyphen between their words, also in the plural."""
    ways = sorted(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in names)
    return re.compile(rf"\b(?:{'|'.join(ways)})s?\b", re.IGNORECASE)
