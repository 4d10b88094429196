"""What a file is made of before anybody asks what it means: lines of text, and grids of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cell:
    """``at`` is the address as a person finds it ("Sheet1!B4", "table 2, row 3, column 2").

    ``merged`` is the address of the merged cell that this one is a part of; the text of a merged
    cell stands in each of its parts. ``note`` is a comment or a footnote that hangs on the cell.
    ``strong`` says that it is set apart: bold, or alone in its line.
    """

    text: str = ""
    at: str = ""
    merged: str = ""
    note: str = ""
    strong: bool = False

    @property
    def said(self) -> str:
        """The text in one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True)
class Line:
    """A line of text beside the tables; ``heading`` where the file says that it is one."""

    text: str
    at: str
    heading: bool = False


@dataclass(frozen=True)
class Unread:
    """What cannot be told from the file, with the reason in words."""

    at: str
    text: str
    why: str


@dataclass(frozen=True)
class Grid:
    """A table as it stands: every row has as many cells as there are columns.

    ``name`` is the sheet's; ``roles_on_top`` where the file's form leaves no doubt that the first
    row holds roles. ``remarks`` are sentences about how it stands in the file.
    """

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    remarks: tuple[str, ...] = ()
    roles_on_top: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def turned(self) -> "Grid":
        return replace(self, rows=tuple(zip(*self.rows, strict=True)))

    def column(self, number: int) -> tuple[Cell, ...]:
        return tuple(row[number] for row in self.rows)

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> "Grid":
        cells = tuple(tuple(self.rows[row][column] for column in columns) for row in rows)
        return replace(self, rows=cells)


Piece = Line | Grid | Unread


def grid_of(rows: Sequence[Sequence[Cell]], name: str = "", remarks: tuple[str, ...] = ()) -> Grid:
    """Make all rows equally long."""
    wide = max(map(len, rows), default=0)
    padded = tuple((*row, *[Cell()] * (wide - len(row))) for row in rows)
    return Grid(padded, name, remarks)


def filled(cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells with text, a merged one once."""
    seen: set[str] = set()
    found = []
    for cell in cells:
        if cell.said and not (cell.merged and cell.merged in seen):
            seen.add(cell.merged)
            found.append(cell)
    return found


def span(cells: Sequence[Cell]) -> str:
    """Tell where several cells stand: the first address, and the last where it is another."""
    places = [cell.at for cell in cells if cell.at]
    if not places:
        return ""
    first, last = places[0], places[-1]
    shared, _, end = last.rpartition("!")
    if first == last:
        return first
    return f"{first}:{end}" if shared and first.startswith(f"{shared}!") else f"{first} to {last}"


def grids_in(pieces: Sequence[Piece]) -> Iterator[Grid]:
    return (piece for piece in pieces if isinstance(piece, Grid))
