"""What documents state, and what became of it in a chart."""

from dataclasses import dataclass

from isthmus.raci.duties import Duty
from isthmus.raci.model import Basis, BasisKind, Chart, Column, Row
from isthmus_knowledge.documents import Collection


@dataclass(frozen=True)
class Stated:
    """A duty and where it stands; ``passage`` and ``revision`` are ids."""

    duty: Duty
    title: str
    locator: str
    passage: str
    revision: str
    collection: Collection = Collection.POLICIES

    @property
    def place(self) -> str:
        return f"'{self.title}' ({self.locator})" if self.locator else f"'{self.title}'"

    def basis(self, text: str) -> Basis:
        return Basis(
            BasisKind.PASSAGE,
            text,
            source=self.passage,
            quote=self.duty.quote,
            title=self.title,
            locator=self.locator,
            revision=self.revision,
        )


@dataclass(frozen=True)
class Difference:
    """Where a document says something else than the chart did.

    ``before`` and ``after`` are the letters of the role's cell. Where they are the same, nothing
    was changed, and ``text`` says what a person has to look at.
    """

    row: Row
    column: Column
    before: tuple[str, ...]
    after: tuple[str, ...]
    text: str
    stated: Stated

    @property
    def only_gives_up(self) -> bool:
        """Tell whether a role only loses what another gains: the other difference says so."""
        return len(self.after) < len(self.before) and {*self.after} <= {*self.before}


@dataclass(frozen=True)
class Contradiction:
    """Documents that give one decision to different roles; a person has to say which holds."""

    row: Row
    sides: tuple[tuple[Column, Stated], ...]
    text: str


@dataclass(frozen=True)
class Unplaced:
    """A role that a document gives a part in a row, and that the chart has no column for.

    ``role`` is its id in the catalogue; empty where the catalogue does not know it.
    """

    row: Row
    name: str
    role: str
    stated: Stated


@dataclass(frozen=True)
class Grounded:
    chart: Chart
    differences: tuple[Difference, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
