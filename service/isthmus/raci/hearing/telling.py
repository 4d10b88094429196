"""What is said of a chart: who has which letters, why, and what the rules find."""

from collections.abc import Sequence
from typing import Final

from isthmus.raci.hearing.meaning import letters_meant
from isthmus.raci.model import Assignment, Chart, Column, Row, State
from isthmus.raci.rules import Finding

_MOST_FINDINGS: Final = 12


def who_has(chart: Chart, row: Row, letters: Sequence[str]) -> tuple[str, ...]:
    """Say who has these letters in a row, or any where none is named."""
    wanted = letters_meant(chart, letters)
    lines = tuple(
        _line(chart, row, column, each)
        for column, each in chart.assignments(row.id)
        if not wanted or each.letter in wanted
    )
    return lines or (f"Nobody has that letter for “{row.activity}”.",)


def what_has(chart: Chart, column: Column, letters: Sequence[str]) -> tuple[str, ...]:
    """Say for what a role has these letters, or any where none is named."""
    wanted = letters_meant(chart, letters)
    lines = tuple(
        f"{_word(chart, each).capitalize()}: {row.activity} ({each.state})"
        for row in chart.rows
        for each in chart.cell(row.id, column.id)
        if not wanted or each.letter in wanted
    )
    if not lines:
        return (f"{column.name} has no such letter in “{chart.title}”.",)
    return f"{column.name} in “{chart.title}”:", *lines


def why(chart: Chart, row: Row, column: Column) -> tuple[str, ...]:
    """Say why a role has the letters it has in a row."""
    lines = tuple(_line(chart, row, column, each) for each in chart.cell(row.id, column.id))
    return lines or (f"{column.name} has no letter for “{row.activity}”.",)


def _line(chart: Chart, row: Row, column: Column, assignment: Assignment) -> str:
    has = f"{column.name} is {_word(chart, assignment)} for “{row.activity}”"
    return f"{has} ({assignment.state}). {_reason(assignment)}".strip()


def _word(chart: Chart, assignment: Assignment) -> str:
    letters = chart.letter_set
    letter = assignment.letter
    return letters[letter].word.lower() if letter in letters else letter


def _reason(assignment: Assignment) -> str:
    basis = assignment.basis
    declined = f" Declined: {assignment.reason}" if assignment.reason else ""
    if basis is None:
        return declined.strip()
    quote = f" “{basis.quote}” ({basis.title}, {basis.locator})" if basis.quote else ""
    return f"{basis.text}{quote}{declined}"


def findings_told(found: Sequence[Finding]) -> tuple[str, ...]:
    """Say what the rules find, the worst first."""
    if not found:
        return ("The rules find nothing to object to.",)
    more = len(found) - _MOST_FINDINGS
    shown = tuple(in_words(each) for each in found[:_MOST_FINDINGS])
    return (*shown, f"And {more} more.") if more > 0 else shown


def in_words(finding: Finding) -> str:
    return f"{finding.severity.capitalize()}: {finding.message}"


def still_open(chart: Chart) -> tuple[str, ...]:
    """Say for each role in which rows its letters wait for a yes or no."""
    waiting = {
        column.name: [
            str(place)
            for place, row in enumerate(chart.rows, 1)
            if any(each.state is State.PROPOSED for each in chart.cell(row.id, column.id))
        ]
        for column in chart.columns
    }
    lines = [f"{name}: rows {', '.join(rows)}" for name, rows in waiting.items() if rows]
    return tuple(lines) or ("Every letter has been accepted or declined.",)


def unclear(chart: Chart) -> str:
    return (
        f"That is no change of “{chart.title}” that was understood, so nothing was changed. Say "
        "for example: make the plant manager accountable for row 2; take the C off Legal in row 3; "
        "move row 4 to the top; I accept my letters; undo."
    )
