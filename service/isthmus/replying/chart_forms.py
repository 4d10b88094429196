"""The forms of a chart: the letters of one row, and somebody's own letters to answer for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.messages import Entry, Field, Form, Option
from isthmus.raci.model import Assignment, Chart, Column, Filed, Row, State
from isthmus.raci.service import LONGEST_SAID
from isthmus.understanding.commands import OpenForm

MOST_ROWS: Final = 100  # to choose one from
MOST_ROLES: Final = 40  # a form with more is answered by nobody
MOST_LETTERS: Final = 30
_ANSWERS: Final = (
    Option("", "Not now"),
    Option("accept", "Accept"),
    Option("question", "Question it"),
)
_LONGEST_LABEL: Final = 75
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True)
class Mine:
    """One of somebody's letters, where it stands."""

    row: Row
    column: Column
    assignment: Assignment

    @property
    def name(self) -> str:
        return f"{self.row.id}/{self.column.id}/{self.assignment.letter}"


def which_row(about: OpenForm, filed: Filed) -> Form:
    """Ask for the row first."""
    rows = filed.chart.rows
    options = tuple(
        Option(each.id, _cut(f"{place}. {each.activity}", _LONGEST_LABEL))
        for place, each in enumerate(rows[:MOST_ROWS], start=1)
    )
    more = f" The first {MOST_ROWS} of {len(rows)} rows." if len(rows) > MOST_ROWS else ""
    return Form(
        title="Edit a row",
        about=about,
        fields=(Field("row", "Which row", Entry.CHOICE, "", options, needed=True),),
        submit="Next",
        text=f"{filed.chart.title}.{more}",
        words=_WORDS,
    )


_WORDS: Final = (
    "make the plant manager accountable for row 2",
    "rename row 3 to Test the patches",
)


def values_of(chart: Chart, row: str) -> dict[str, str]:
    """Give what the fields of a row's form say, by their names."""
    letters = {
        letters_of(column): "\n".join(each.letter for each in chart.cell(row, column.id))
        for column in chart.columns
    }
    return {"activity": chart.row(row).activity, **letters, "note": ""}


def letters_of(column: Column) -> str:
    """Name the field with the letters of a role."""
    return f"letters {column.id}"


def row_form(about: OpenForm, chart: Chart, row: str) -> Form:
    """Ask for the letters of each role in a row, as they stand."""
    values, shown = values_of(chart, row), chart.columns[:MOST_ROLES]
    more = len(chart.columns) - len(shown)
    text = f"{more} more roles are in the console." if more else ""
    fields = (_letters(chart, row, column, values) for column in shown)
    activity = values["activity"]
    return Form(
        title="Edit a row",
        about=about,
        fields=(
            Field("activity", "Activity", value=activity, needed=True, longest=_LONGEST_TITLE),
            *fields,
            Field("note", "Note", Entry.TEXT, hint="Kept with each letter that you change."),
        ),
        submit="Save",
        text=f"{chart.title}. {text}".strip(),
        words=_WORDS,
    )


def _letters(chart: Chart, row: str, column: Column, values: Mapping[str, str]) -> Field:
    """Give the choice of a role's letters; one that no set has may stay where it stands."""
    name = letters_of(column)
    known = [Option(e.letter, f"{e.letter} {e.word}") for e in chart.letter_set.letters]
    odd = [e for e in chart.cell(row, column.id) if e.letter not in chart.letter_set]
    options = (*known, *(Option(e.letter, e.letter) for e in odd))
    return Field(name, column.name, Entry.CHOICES, values[name], options)


# ---- one's own letters


def own_letters(chart: Chart, person: str) -> tuple[Mine, ...]:
    """Give the letters that wait for somebody who holds roles of a chart, row by row."""
    return tuple(
        Mine(row, column, each)
        for row in chart.rows
        for column, each in chart.assignments(row.id)
        if person in column.held_by and each.state is State.PROPOSED
    )


def letters_form(about: OpenForm, filed: Filed, mine: Sequence[Mine]) -> Form:
    """Ask whether somebody says yes to their letters."""
    shown = mine[:MOST_LETTERS]
    more = len(mine) - len(shown)
    text = f"Then {more} more wait for your answer." if more else ""
    return Form(
        title="Accept my letters",
        about=about,
        fields=(*_choices(filed.chart, shown), _why()),
        submit="Answer",
        text=f"{filed.chart.title}. {text}".strip(),
        words=("accept my letters", "decline row 2: we have nobody for it"),
    )


def _choices(chart: Chart, mine: Sequence[Mine]) -> Iterator[Field]:
    for each in mine:
        letter = each.assignment.letter
        word = chart.letter_set[letter].word if letter in chart.letter_set else "not in the set"
        basis = each.assignment.basis.text if each.assignment.basis else ""
        label = f"{letter} ({word}) as {each.column.name}: {each.row.activity}"
        yield Field(each.name, label, Entry.CHOICE, "accept", _ANSWERS, hint=_cut(basis, 140))


def _why() -> Field:
    hint = "Needed where you question a letter: whoever drew the chart wants to know."
    return Field("reason", "Why not", Entry.TEXT, hint=hint, longest=LONGEST_SAID)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 2].rpartition(' ')[0]} …"
