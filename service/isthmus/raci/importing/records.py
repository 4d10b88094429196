"""Charts in our own JSON: what the commands and the export write, as much of it as is there."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from isthmus.errors import InvalidError
from isthmus.raci.importing.axes import activity_of, column_of
from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.marks import Alphabet, alphabet
from isthmus.raci.importing.reading import NotUnderstood, ReadChart, Reading, Source
from isthmus.raci.letters import LetterSet, letter_set, letter_sets
from isthmus.raci.model import Assignment, Basis, BasisKind, Chart, Column, Row
from isthmus_knowledge.catalogue import Side

Told = Mapping[str, Any]
KIND = 'It is JSON, but holds no chart of ours: "charts" with "title", "roles" and "rows".'


def is_record(text: str) -> bool:
    """Tell JSON of ours from a text that merely begins with a bracket."""
    begins = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
    return begins and any(key in text for key in ('"rows"', '"charts"'))


def read_record(text: str, source: Source) -> Reading:
    """Raise InvalidError, with the place, for JSON that is no chart."""
    told = _loaded(text.lstrip("\ufeff"))
    charts = told.get("charts", [told]) if isinstance(told, dict) else told
    try:
        read = tuple(_Record(each, at, source).read() for at, each in enumerate(charts))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise InvalidError(KIND) from error
    if not read:
        raise InvalidError(KIND)
    return Reading(read)


def _loaded(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Load JSON, and put signs of text in place of those that are none."""
    try:
        return _cleaned(json.loads(text))
    except json.JSONDecodeError as error:
        raise InvalidError(
            f"The JSON is damaged in line {error.lineno}: {error.msg}. Export the chart again."
        ) from error
    except RecursionError as error:
        raise InvalidError("The JSON is nested too deeply to be a chart.") from error
    except ValueError as error:
        raise InvalidError(
            "The JSON holds a number that is too long to be read. Export the chart again."
        ) from error


def _cleaned(told: Any) -> Any:  # noqa: ANN401 - any JSON
    match told:
        case str():
            return told.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
        case list():
            return [_cleaned(each) for each in told]
        case dict():
            return {_cleaned(name): _cleaned(each) for name, each in told.items()}
    return told


class _Record:
    def __init__(self, told: Told, at: int, source: Source) -> None:
        self.told = told
        self.place = f"charts[{at}]"
        self.source = source
        self.unread: list[NotUnderstood] = []
        self.letters = self._letter_set()
        self.alphabet: Alphabet = alphabet(self.letters, {}, frozenset())

    def read(self) -> ReadChart:
        """Read the whole record where it is there, else the short form that scripts write."""
        rows = list(self.told["rows"])
        roles = [self._role(each) for each in self.told.get("columns") or self.told["roles"]]
        reason = too_large(len(rows), len(roles), len(rows) * len(roles))
        if reason:
            raise InvalidError(f"{self.place}: {reason}")
        made_rows = tuple(self._row(each, at) for at, each in enumerate(rows, start=1))
        columns = tuple(
            self._column(each, str(len(rows) + at)) for at, each in enumerate(roles, start=1)
        )
        chart = Chart(
            str(self.told["title"]),
            self.letters.name,
            str(self.told.get("scope") or ""),
            tuple(map(str, self.told.get("steps") or ())),
            _date(self.told.get("review")),
            made_rows,
            columns,
            MappingProxyType(self._cells(rows, roles, columns)),
            made=len(rows) + len(columns),
        )
        return ReadChart(chart, tuple(self._how(roles)), tuple(self.unread))

    def _how(self, roles: Sequence[Told]) -> Iterator[str]:
        yield f"A chart in JSON; read as {self.letters.name}. Every letter is proposed anew."
        if any(each.get("held_by") for each in roles):
            yield "Who holds the roles was not taken from the file: say it here."

    def _cells(
        self, rows: Sequence[Told], roles: Sequence[Told], columns: Sequence[Column]
    ) -> dict[tuple[str, str], tuple[Assignment, ...]]:
        by_id = {str(each.get("id")): column for each, column in zip(roles, columns, strict=True)}
        by_name = {column.name: column for column in columns}
        found = {}
        for at, row in enumerate(rows):
            known = by_id if "assignments" in row else by_name
            for name, letters in row.get("assignments", row.get("cells", {})).items():
                place = f"{self.place}.rows[{at}].cells.{name}"
                if name not in known:
                    self._missed(place, letters, f"There is no role '{name}' in the chart.")
                elif cell := self._cell(
                    letters, f"{self.place}.rows[{at}].cells.{known[name].name}"
                ):
                    found[str(at + 1), known[name].id] = cell
        return found

    def _letter_set(self) -> LetterSet:
        """Take the set that is named, else the first that has all letters."""
        named = self.told.get("letters") or self.told.get("letter_set")
        if named:
            return letter_set(str(named))
        used = {
            str(each["letter"] if isinstance(each, dict) else each)
            for row in self.told["rows"]
            for cell in row.get("cells", {}).values()
            for each in _listed(cell)
        }
        sets = list(letter_sets().values())
        return max(sets, key=lambda each: (sum(sign in each for sign in used), -sets.index(each)))

    @staticmethod
    def _role(told: object) -> Told:
        return told if isinstance(told, dict) else {"name": str(told)}

    def _column(self, told: Told, column_id: str) -> Column:
        known = column_of(column_id, str(told["name"]))
        side, aliases = told.get("side"), told.get("aliases", known.aliases)
        return Column(
            column_id,
            known.name,
            str(told.get("role", known.role)),
            Side(side) if side else None if "side" in told else known.side,
            tuple(map(str, aliases)),
            authority=bool(told.get("authority", known.authority)),
            audits=bool(told.get("audits", known.audits)),
        )

    def _row(self, told: Told, at: int) -> Row:
        row = Row(
            str(at),
            str(told["activity"]),
            str(told.get("step") or ""),
            str(told.get("section") or ""),
            str(told.get("number") or ""),
            str(told.get("catalogue") or ""),
            bool(told.get("safety_relevant", False)),
        )
        if not row.activity.strip():
            raise InvalidError(f"{self.place}.rows[{at - 1}] has no activity.")
        return row if row.catalogue or "catalogue" in told else activity_of(row)

    def _cell(self, told: object, place: str) -> tuple[Assignment, ...]:
        found: dict[str, Assignment] = {}
        for each in _listed(told):
            said = each if isinstance(each, dict) else {"letter": each}
            for mark in self._marks(str(said["letter"]), place):
                note = str(said.get("note") or "") or mark[1]
                where = f"Stands so in {self.source.called}, {place}."
                basis = Basis(BasisKind.FILE, where, source=place)
                found[mark[0]] = Assignment(mark[0], basis, note=note)
        return tuple(found.values())

    def _marks(self, text: str, place: str) -> Sequence[tuple[str, str]]:
        marks = self.alphabet.read(text)
        if marks is None:
            signs = ", ".join(each.letter for each in self.letters.letters)
            self._missed(place, text, f"It is no letter of {self.letters.name}: {signs}.")
        return [(mark.letter, mark.note) for mark in marks or ()]

    def _missed(self, place: str, told: object, why: str) -> None:
        self.unread.append(NotUnderstood(place, str(told), why))


def _listed(told: object) -> list[Any]:
    return list(told) if isinstance(told, list | tuple) else [told]


def _date(told: object) -> date | None:
    return date.fromisoformat(str(told)) if told else None
