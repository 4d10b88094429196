"""What every file explains: the letters of the chart's own set, states, findings and reasons."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from isthmus.raci.exporting.grid import column_of, one_line, place, row_of
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.letters import LetterSet
from isthmus.raci.model import Assignment, Basis, BasisKind, Chart, State

STATES = {
    State.PROPOSED: "Nobody who holds the role has accepted it yet.",
    State.ACCEPTED: "Whoever holds the role has accepted it.",
    State.DECLINED: "Whoever holds the role has declined it.",
}
SHOWN = {  # not struck through: whoever reads a file takes that for withdrawn
    State.PROPOSED: "In italics",
    State.ACCEPTED: "Upright",
    State.DECLINED: "Underlined twice",
}
KINDS = {
    BasisKind.CATALOGUE: "Catalogue of activities",
    BasisKind.PASSAGE: "Document",
    BasisKind.PERSON: "A person's word",
    BasisKind.FILE: "File it was read from",
    BasisKind.RULE: "Rule of a good chart",
}
NO_FINDINGS = "Nothing was found against the rules of a good chart."
NO_REASON = "No reason was recorded."


@dataclass(frozen=True)
class Said:
    """A finding as it is printed."""

    severity: str
    rule: str
    activity: str
    role: str
    message: str


class Reason(NamedTuple):
    """Why a letter stands where it stands, as it is printed."""

    activity: str
    role: str
    letter: str
    word: str
    state: str
    note: str
    declined: str
    why: str
    quote: str
    source: str


def legend(letters: LetterSet) -> tuple[tuple[str, str, str], ...]:
    """Give each letter of a set with its word and what it means."""
    return tuple((each.letter, each.word, each.means) for each in letters.letters)


def foreign(chart: Chart) -> tuple[str, ...]:
    """Give what stands in cells and is no letter of the chart's set."""
    known = chart.letter_set
    used = (assignment.letter for cell in chart.cells.values() for assignment in cell)
    return tuple(sorted({one_line(letter) for letter in used if letter not in known}))


def states(chart: Chart) -> tuple[State, ...]:
    """Give the states that letters of the chart are in."""
    used = {assignment.state for cell in chart.cells.values() for assignment in cell}
    return tuple(state for state in State if state in used)


def said(sheet: Sheet) -> tuple[Said, ...]:
    """Give the findings in the order they came, with the names of their rows and columns."""
    chart = sheet.chart
    return tuple(
        Said(
            str(finding.severity),
            str(finding.rule),
            place(row_of(chart, finding.row)),
            one_line(column.name) if (column := column_of(chart, finding.column)) else "",
            one_line(finding.message),
        )
        for finding in sheet.findings
    )


def reasons(chart: Chart) -> Iterator[Reason]:
    """Go through all letters, row by row."""
    letters = chart.letter_set
    for row in chart.rows:
        activity = place(row)
        for column, assignment in chart.assignments(row.id):
            yield _reason(activity, one_line(column.name), assignment, letters)


def _reason(activity: str, role: str, assignment: Assignment, letters: LetterSet) -> Reason:
    letter, basis = assignment.letter, assignment.basis
    return Reason(
        activity,
        role,
        one_line(letter),
        letters[letter].word if letter in letters else f"no letter of {letters.name}",
        assignment.state.value,
        one_line(assignment.note),
        one_line(assignment.reason),
        one_line(basis.text) if basis else NO_REASON,
        one_line(basis.quote) if basis else "",
        _source(basis) if basis else "",
    )


def _source(basis: Basis) -> str:
    """Name where a reason comes from: "Patching policy, 4.2", or what kind of source it is."""
    named = ", ".join(one_line(part) for part in (basis.title, basis.locator) if part)
    return named or " ".join(filter(None, (KINDS[basis.kind], one_line(basis.source))))
