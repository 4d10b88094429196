"""Charts and their changes as plain JSON, and back as they were.

Hundreds of letters share their basis, so each basis is written once and pointed to by its place.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from isthmus.errors import InvalidError
from isthmus.raci.changes import (
    Change,
    Describe,
    PutColumn,
    PutRow,
    RemoveColumn,
    RemoveRow,
    SetCell,
)
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Chart, Column, Row, State
from isthmus_knowledge.catalogue import Side

Json = dict[str, Any]

_DESCRIBE: Final = "describe"
_PUT_ROW: Final = "put row"
_REMOVE_ROW: Final = "remove row"
_PUT_COLUMN: Final = "put column"
_REMOVE_COLUMN: Final = "remove column"
_SET_CELL: Final = "set cell"

_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")
_SHOWN: Final = 60  # characters of a text that is refused

_OF_BASIS: Final = attrgetter(*(field.name for field in fields(Basis)))


class _Bases:
    """Gives each basis its place among those that were written."""

    def __init__(self) -> None:
        self._places: dict[Basis, int] = {}

    def place(self, basis: Basis | None) -> int | None:
        return None if basis is None else self._places.setdefault(basis, len(self._places))

    def as_json(self) -> list[list[str]]:
        return [list(_OF_BASIS(basis)) for basis in self._places]


def chart_as_json(chart: Chart) -> Json:
    """Raise InvalidError where a text in it is none."""
    bases = _Bases()
    said = {
        "title": chart.title,
        "letters": chart.letters,
        "scope": chart.scope,
        "steps": list(chart.steps),
        "review": chart.review.isoformat() if chart.review else None,
        "made": chart.made,
        "rows": [_fields(row) for row in chart.rows],
        "columns": [_fields(column) for column in chart.columns],
        "cells": [[*key, _cell_as_json(cell, bases)] for key, cell in chart.cells.items()],
        "bases": bases.as_json(),
    }
    require_text(said)
    return said


def chart_of(said: Mapping[str, Any]) -> Chart:
    bases = _bases_of(said)
    return Chart(
        title=said["title"],
        letters=said["letters"],
        scope=said["scope"],
        steps=tuple(said["steps"]),
        review=_day(said["review"]),
        rows=tuple(Row(**row) for row in said["rows"]),
        columns=tuple(_column_of(column) for column in said["columns"]),
        cells=MappingProxyType(
            {(row, column): _cell_of(cell, bases) for row, column, cell in said["cells"]}
        ),
        made=said["made"],
    )


def changes_as_json(changes: Iterable[Change]) -> Json:
    """Raise InvalidError where a text in them is none."""
    bases = _Bases()
    said = {
        "changes": [_change_as_json(change, bases) for change in changes],
        "bases": bases.as_json(),
    }
    require_text(said)
    return said


def changes_of(said: Mapping[str, Any]) -> tuple[Change, ...]:
    bases = _bases_of(said)
    return tuple(_change_of(change, bases) for change in said["changes"])


def require_text(said: object) -> None:
    """Refuse what no database keeps and no page shows: halves of signs, and signs of no text.

    Raises InvalidError for the first text that holds one.
    """
    waiting = [said]
    while waiting:
        match waiting.pop():
            case str(text):
                _require_text(text)
            case dict(fields_of):
                waiting += fields_of.keys()
                waiting += fields_of.values()
            case list(items) | tuple(items):
                waiting += items


def _require_text(text: str) -> None:
    if text.isascii() and "\0" not in text:
        return
    if _NO_TEXT.search(text):
        shown = _NO_TEXT.sub("\ufffd", text[:_SHOWN])
        raise InvalidError(f"“{shown}” holds signs that are no text. Write it again.")


def _change_as_json(change: Change, bases: _Bases) -> list[Any]:
    match change:
        case Describe():
            review = change.review.isoformat() if change.review else None
            return [_DESCRIBE, _fields(change) | {"review": review}]
        case PutRow(row, before):
            return [_PUT_ROW, _fields(row), before]
        case RemoveRow(row_id):
            return [_REMOVE_ROW, row_id]
        case PutColumn(column, before):
            return [_PUT_COLUMN, _fields(column), before]
        case RemoveColumn(column_id):
            return [_REMOVE_COLUMN, column_id]
        case SetCell(row_id, column_id, cell):
            return [_SET_CELL, row_id, column_id, _cell_as_json(cell, bases)]


def _change_of(said: Sequence[Any], bases: Sequence[Basis]) -> Change:
    match said:
        case [str(do), dict(put), *rest] if do == _PUT_ROW:
            return PutRow(Row(**put), *rest)
        case [str(do), dict(put), *rest] if do == _PUT_COLUMN:
            return PutColumn(_column_of(put), *rest)
        case [str(do), dict(put)] if do == _DESCRIBE:
            described = put | {"steps": tuple(put["steps"]), "review": _day(put["review"])}
            return Describe(**described)
        case [str(do), str(item)]:
            return RemoveRow(item) if do == _REMOVE_ROW else RemoveColumn(item)
        case [_, str(row), str(column), list(cell)]:
            return SetCell(row, column, _cell_of(cell, bases))
    raise ValueError(f"no change: {said!r}")


def _fields(item: Row | Column | Describe) -> Json:
    return {each.name: getattr(item, each.name) for each in fields(item)}


def _column_of(said: Mapping[str, Any]) -> Column:
    side = said["side"]
    lists = {name: tuple(said[name]) for name in ("aliases", "held_by")}
    return Column(**{**said, **lists, "side": Side(side) if side else None})


def _cell_as_json(cell: Cell, bases: _Bases) -> list[list[Any]]:
    return [[a.letter, bases.place(a.basis), a.state, a.note, a.reason, a.decided_by] for a in cell]


def _cell_of(said: Iterable[Sequence[Any]], bases: Sequence[Basis]) -> Cell:
    return tuple(
        Assignment(letter, None if at is None else bases[at], State(state), *rest)
        for letter, at, state, *rest in said
    )


def _bases_of(said: Mapping[str, Any]) -> list[Basis]:
    return [Basis(BasisKind(kind), *rest) for kind, *rest in said["bases"]]


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None
