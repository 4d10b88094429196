"""Charts to keep in tests: a small one that passes the rules, a large one, and people."""

from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from isthmus.people import Person, Rank
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Chart, Column, Row
from isthmus_knowledge.catalogue import Side

NOW: Final = datetime(2026, 11, 23, 8, tzinfo=UTC)
PLANT: Final = frozenset({"plant"})
ANA: Final = Person("ana", "Ana", PLANT, rank=Rank.CONTRIBUTOR)
BEN: Final = Person("ben", "Ben", PLANT, rank=Rank.CONTRIBUTOR)
LEA: Final = Person("lea", "Lea", PLANT, rank=Rank.LEAD)
MAX: Final = Person("max", "Max", PLANT, rank=Rank.LEAD)
RIA: Final = Person("ria", "Ria", PLANT)
EVE: Final = Person("eve", "Eve", frozenset({"office"}), rank=Rank.LEAD)

WHY: Final = Basis(BasisKind.PERSON, "Ana said so.", "ana")
MANAGER: Final = Column("3", "Plant manager", "PM", Side.OT)
IT: Final = Column("4", "IT operations", "ITO", Side.IT)


def letter(letters: str) -> Cell:
    return tuple(Assignment(each, WHY) for each in letters)


def small(title: str = "OT patching") -> Chart:
    """Two rows in which the plant manager is accountable and IT operations do the work."""
    cells = {
        ("1", "3"): letter("A"),
        ("1", "4"): letter("R"),
        ("2", "3"): letter("A"),
        ("2", "4"): letter("R"),
    }
    return Chart(
        title=title,
        steps=("3.2",),
        rows=(Row("1", "Test patches on a spare controller", "3.2"), Row("2", "Open the window")),
        columns=(MANAGER, IT),
        cells=MappingProxyType(cells),
        made=4,
    )


def large(rows: int = 200, columns: int = 30) -> Chart:
    cells = {
        (str(row), f"c{column}"): (
            Assignment("R", Basis(BasisKind.CATALOGUE, f"The catalogue says so of {row}.", "A01")),
        )
        for row in range(rows)
        for column in range(columns)
    }
    return Chart(
        title="Everything",
        rows=tuple(Row(str(row), f"Do the work number {row}") for row in range(rows)),
        columns=tuple(Column(f"c{column}", f"Role {column}") for column in range(columns)),
        cells=MappingProxyType(cells),
        made=rows,
    )
