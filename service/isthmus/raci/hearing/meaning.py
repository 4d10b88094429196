"""Which rows and roles of a chart somebody means by what they said."""

import re
from collections.abc import Sequence
from typing import Final

from isthmus.errors import NotFoundError
from isthmus.people import Person
from isthmus.raci.drafting.naming import role_of
from isthmus.raci.model import Chart, Column, Row
from isthmus_knowledge.analysis import telling_stems
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.corpus_entries import folded

_NUMBERED: Final = re.compile(
    r"(?:(?:row|step|line|activity|no\.?|number|#)\s*)(\w{1,8}(?:\.\d+)*)", re.IGNORECASE
)
_PLACES: Final = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_PLACE: Final = re.compile(rf"({'|'.join(_PLACES)})(?: (?:row|line|activity))?", re.IGNORECASE)
_MOST_SHOWN: Final = 12


def rows_meant(chart: Chart, said: str) -> list[Row]:
    """Give the rows that a name may mean: one where it is clear, several where it is not.

    A row is meant by its number in the chart, by its place, or by words of its activity.
    """
    if (row := _counted(chart, said)) is not None:
        return [row]
    wanted = folded(said)
    if same := [row for row in chart.rows if folded(row.activity) == wanted]:
        return same[:1]
    asked = set(telling_stems(said))
    rated = [(_shared(asked, row), row) for row in chart.rows]
    best = max((share for share, _ in rated), default=0.0)
    return [row for share, row in rated if share == best] if best > 0 else []


def columns_meant(chart: Chart, said: str) -> list[Column]:
    """Give the roles of the chart that a name may mean, by name, alias, abbreviation or role."""
    wanted = folded(said)
    if same := [column for column in chart.columns if wanted in _names(column)]:
        return same
    if (role := role_of(said).role) is not None:
        held = [column for column in chart.columns if column.role == role.id]
        if held:
            return held
    asked = set(telling_stems(said))
    return [c for c in chart.columns if asked and asked <= set(telling_stems(c.name))]


def no_row(chart: Chart, said: str) -> NotFoundError:
    rows = [f"{place}. {row.activity}" for place, row in enumerate(chart.rows, start=1)]
    return NotFoundError(f"The chart has no row about “{said}”. {_listed('Its rows are', rows)}")


def no_column(chart: Chart, said: str) -> NotFoundError:
    names = [column.name for column in chart.columns]
    told = _listed("Its roles are", names)
    return NotFoundError(f"“{said}” is no role of this chart. {told} Add a column for it first.")


def _counted(chart: Chart, said: str) -> Row | None:
    """Find a row by what it is numbered, or else by its place among the rows."""
    if found := _PLACE.fullmatch(said.strip()):
        place = _PLACES[found[1].lower()]
        return chart.rows[place] if -len(chart.rows) <= place < len(chart.rows) else None
    found = _NUMBERED.fullmatch(said.strip())
    number = (found[1] if found else said.strip()).casefold()
    if numbered := [row for row in chart.rows if row.number.casefold() == number]:
        return numbered[0]
    if number.isascii() and number.isdecimal() and 0 < int(number) <= len(chart.rows):
        return chart.rows[int(number) - 1]
    return None


def _shared(asked: set[str], row: Row) -> float:
    """Give the share of the words said that the row's activity has, or people say for it."""
    if not asked:
        return 0.0
    own = set(telling_stems(row.activity))
    if not row.catalogue:
        return _share(asked, own)
    activity = catalogue().activity(row.catalogue)
    called = (set(telling_stems(name)) for name in activity.about)
    return max(_share(asked, own), *(0.99 * _share(asked, each) for each in called))


def _share(asked: set[str], own: set[str]) -> float:
    """Give how many of the words are there; half of them mean nothing yet."""
    found = len(asked & own) / len(asked)
    return found if found > 1 / 2 else 0.0


def _names(column: Column) -> set[str]:
    return {*map(folded, (column.name, *column.aliases)), column.role.casefold()} - {""}


def _listed(lead: str, names: Sequence[str]) -> str:
    if not names:
        return "It is empty."
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return f"{lead} {'; '.join(names[:_MOST_SHOWN])}{more}."


def row_meant(chart: Chart, said: str) -> Row:
    """Give the row that a name means most; raises NotFoundError where it means none."""
    if found := rows_meant(chart, said):
        return found[0]
    raise no_row(chart, said)


def column_meant(chart: Chart, said: str) -> Column:
    """Give the role that a name means most; raises NotFoundError where it means none."""
    if found := columns_meant(chart, said):
        return found[0]
    raise no_column(chart, said)


def letters_meant(chart: Chart, letters: Sequence[str]) -> tuple[str, ...]:
    """Give the letters of the chart's set that were said, as letters or in words."""
    known = chart.letter_set
    return tuple((known.named(each) or known[each]).letter for each in letters)


def people_named(people: Sequence[Person], said: str) -> list[Person]:
    """Give the people that a name may mean: by id, by whole name, by first or last name."""
    wanted = folded(said).removeprefix("@")
    exact = [each for each in people if wanted in {folded(each.id), folded(each.name)}]
    return exact or [each for each in people if wanted in folded(each.name).split()]
