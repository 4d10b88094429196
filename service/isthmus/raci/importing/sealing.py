"""What the child process says of a file: plain lists, whose every type is checked here."""

from collections.abc import Sequence
from typing import Any

from isthmus.raci.importing.grids import Cell, Grid, Line, Piece, Unread

NAME = "pieces"
WRONG = "The reader's answer is of a wrong form."
Told = list[Any]


def told(pieces: Sequence[Piece]) -> list[Told]:
    return [_told(piece) for piece in pieces]


def _told(piece: Piece) -> Told:
    match piece:
        case Line(text, at, heading):
            return ["line", text, at, heading]
        case Unread(at, text, why):
            return ["unread", at, text, why]
        case Grid(rows, name, remarks):
            cells = [[[c.text, c.at, c.merged, c.note, c.strong] for c in row] for row in rows]
            return ["grid", cells, name, list(remarks)]


def pieces(answer: object) -> tuple[Piece, ...]:
    """Raise ValueError for what ``told`` does not write: an evil file could have written it."""
    return tuple(_piece(each) for each in _list(answer))


def _piece(answer: object) -> Piece:
    match answer:
        case ["line", str(text), str(at), bool(heading)]:
            return Line(text, at, heading)
        case ["unread", str(at), str(text), str(why)]:
            return Unread(at, text, why)
        case ["grid", list(rows), str(name), list(remarks)]:
            cells = tuple(tuple(map(_cell, _list(row))) for row in rows)
            if len({len(row) for row in cells}) > 1:
                raise ValueError(WRONG)
            return Grid(cells, name, tuple(map(_text, remarks)))
        case _:
            raise ValueError(WRONG)


def _cell(answer: object) -> Cell:
    match answer:
        case [str(text), str(at), str(merged), str(note), bool(strong)]:
            return Cell(text, at, merged, note, strong)
        case _:
            raise ValueError(WRONG)


def _list(answer: object) -> list[Any]:
    if not isinstance(answer, list):
        raise TypeError(WRONG)
    return answer


def _text(answer: object) -> str:
    if not isinstance(answer, str):
        raise TypeError(WRONG)
    return answer
