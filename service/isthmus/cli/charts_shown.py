"""Charts in the terminal: a table of coloured letters, findings, differences."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from isthmus.cli.output import inert, show_line, show_table
from isthmus.raci.comparing import Kind
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.importing import NotUnderstood, ReadChart
from isthmus.raci.letters import Part
from isthmus.raci.looking import Compared
from isthmus.raci.model import Assignment, Cell, Chart, Filed, Severity, State
from isthmus.raci.rules import About, Finding, rules

_STYLES: Final = {
    Part.DECIDES: "bold white on red",
    Part.DOES: "bold white on blue",
    Part.SUPPORTS: "blue",
    Part.VERIFIES: "magenta",
    Part.SIGNS: "magenta",
    Part.RECOMMENDS: "cyan",
    Part.AGREES: "bold yellow",
    Part.ASKED: "yellow",
    Part.TOLD: "green",
    Part.OUT: "dim",
}
_FEW_ROLES: Final = 6  # have room for their names in a terminal
_MARKS: Final = {State.PROPOSED: "", State.ACCEPTED: "✓", State.DECLINED: "✗"}
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_GAINED: Final = {Kind.ROW_ADDED, Kind.COLUMN_ADDED}
_LOST: Final = {Kind.ROW_REMOVED, Kind.COLUMN_REMOVED}


def show_filed(filed: Filed, findings: Sequence[Finding]) -> None:
    version = f", last approved as version {filed.version}" if filed.version else ""
    show_chart(filed.chart, findings, f"{filed.id}, {filed.status}{version}")


def show_chart(chart: Chart, findings: Sequence[Finding], standing: str = "") -> None:
    show_line(chart.title, "bold")
    if standing:
        show_line(standing, "dim")
    if chart.scope:
        show_line(f"Scope: {chart.scope}")
    Console().print(_table(chart))
    headers = zip(_headers(chart), chart.columns, strict=True)
    if short := [f"{name} {column.name}" for name, column in headers if name != column.name]:
        show_line("; ".join(short), "dim")
    show_line(_legend(chart), "dim")
    show_findings(chart, findings)


def show_findings(chart: Chart, findings: Sequence[Finding]) -> None:
    """Show what the rules find, errors first."""
    for finding in findings:
        fix = f" [{finding.fix.label}]" if finding.fix else ""
        colour = _COLOURS[finding.severity]
        show_line(f"{finding.severity}: {finding.message}{fix}  ({finding.rule})", colour)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    told = f"{len(chart.rows)} rows, {len(chart.columns)} roles, "
    show_line(f"{told}{errors} errors, {warnings} warnings.", "red" if errors else "dim")


def show_drawn(chart: Chart, findings: Sequence[Finding]) -> None:
    """Show a chart that nobody keeps yet, without who still has to accept it."""
    show_chart(chart, [each for each in findings if rules()[each.rule].about is About.DRAWING])


def show_draft(draft: Draft, findings: Sequence[Finding]) -> None:
    show_drawn(draft.chart, findings)
    _show_list("Assumed:", draft.assumed)
    _show_list("Your documents come before the catalogue:", draft.stated)
    _show_list(
        "Your documents contradict each other; say which holds:", draft.contradictions, "red"
    )
    _show_list("Found no place for:", draft.unplaced, "yellow")
    for question in draft.questions:
        show_line(f"Question: {question.text}", "cyan")
        if question.choices:
            show_line(f"  {' · '.join(question.choices)}", "cyan")


def show_read(read: ReadChart, findings: Sequence[Finding]) -> None:
    show_drawn(read.chart, findings)
    _show_list("Understood so:", read.how)
    show_not_understood(read.not_understood)


def show_not_understood(said: Sequence[NotUnderstood]) -> None:
    if said:
        show_line("Not understood:", "bold yellow")
        show_table(("cell", "text", "why"), [(each.cell, each.text, each.why) for each in said])


def show_compared(compared: Compared) -> None:
    show_line(f"From {compared.before.name} to {compared.after.name}", "bold")
    for each in compared.differences:
        style = "green" if each.kind in _GAINED else "red" if each.kind in _LOST else ""
        show_line(f"  {each.in_words}", style)
    show_line(f"{len(compared.differences)} differences.", "dim")


def _table(chart: Chart) -> Table:
    table = Table(header_style="bold")
    table.add_column("")
    table.add_column("Activity", overflow="fold", ratio=2)
    for name in _headers(chart):
        table.add_column(inert(name), overflow="fold", justify="center")
    numbered = enumerate(chart.rows, start=1)
    for section, rows in groupby(numbered, key=lambda pair: pair[1].section):
        if section:
            table.add_row("", inert(section, "bold underline"))
        for number, row in rows:
            cells = (_cell(chart, chart.cell(row.id, column.id)) for column in chart.columns)
            table.add_row(inert(row.number or number, "dim"), inert(row.activity), *cells)
    return table


def _headers(chart: Chart) -> list[str]:
    """Give the roles' names; of many roles what is short, which is told below the table."""
    if len(chart.columns) <= _FEW_ROLES:
        return [column.name for column in chart.columns]
    return [column.role or str(n) for n, column in enumerate(chart.columns, start=1)]


def _cell(chart: Chart, cell: Cell) -> Text:
    return Text("/").join(_letter(chart, assignment) for assignment in cell)


def _letter(chart: Chart, assignment: Assignment) -> Text:
    letters = chart.letter_set
    known = assignment.letter in letters
    style = _STYLES[letters.part_of(assignment.letter)] if known else "black on bright_yellow"
    note = "*" if assignment.note else ""
    return inert(f"{assignment.letter}{_MARKS[assignment.state]}{note}", style)


def _legend(chart: Chart) -> str:
    letters = "  ".join(f"{each.letter} {each.word}" for each in chart.letter_set.letters)
    return f"{letters}  ✓ accepted  ✗ declined  * with a note"


def _show_list(heading: str, lines: Iterable[str], style: str = "") -> None:
    told = list(lines)
    if told:
        show_line(heading, f"bold {style}".strip())
    for each in told:
        show_line(f"  {each}", style)
