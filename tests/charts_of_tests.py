"""Charts for tests: drawn as text, of the catalogue, and any chart at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from isthmus.people import Person
from isthmus.raci.editing import column_of
from isthmus.raci.letters import LetterSet, letter_sets
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Chart, Column, Row, State
from isthmus_knowledge.catalogue import Side, catalogue

SAID = Basis(BasisKind.PERSON, "Ann said so.", source="ann")
ANN = Person(id="ann", name="Ann")
PEOPLE = ("ann", "bob")
ACTIVITIES = (
    "Patch servers",
    "Patch Servers ",
    "Back up controllers",
    "Review access rights",
    "Decide to stop {the} process",
)
ROLES = (
    "CISO",
    "Plant manager",
    "OT security lead",
    "Internal audit",
    "Integrator",
    "John Smith",
    "Night shift",
)


def chart_of(drawing: str, letters: str = "RACI") -> Chart:
    """Draw a chart: a line of roles, then lines of an activity and its cells, all divided by |.

    Several letters stand together ("AR"); what stands after a letter says how it stands: ``+``
    that it is accepted, ``-`` that it is declined. Rows have the ids r1, r2…, columns c1, c2….
    """
    first, *lines = [line for line in drawing.strip().splitlines() if line.strip()]
    names = [name.strip() for name in first.split("|")[1:]]
    columns = tuple(replace(column_of(name), id=f"c{n}") for n, name in enumerate(names, 1))
    rows: list[Row] = []
    cells: dict[tuple[str, str], Cell] = {}
    for number, line in enumerate(lines, 1):
        activity, *texts = (text.strip() for text in line.split("|"))
        rows.append(Row(f"r{number}", activity))
        for column, text in zip(columns, texts, strict=True):
            if text:
                cells[f"r{number}", column.id] = _cell(text)
    return Chart("Chart", letters=letters, rows=tuple(rows), columns=columns, cells=cells)


def drawn(chart: Chart) -> dict[str, list[str]]:
    """Give the letters of each activity, from the left, without how they stand."""
    return {
        row.activity: ["".join(a.letter for a in chart.cell(row.id, c.id)) for c in chart.columns]
        for row in chart.rows
    }


def catalogue_chart() -> Chart:
    """Give the whole catalogue as one chart."""
    known = catalogue()
    cells: dict[tuple[str, str], list[Assignment]] = {}
    for activity in known.activities:
        basis = Basis(BasisKind.CATALOGUE, activity.basis, source=activity.id)
        roles = {
            "A": (activity.accountable,),
            "R": activity.responsible,
            "C": activity.consulted,
            "I": activity.informed,
        }
        for letter, ids in roles.items():
            for role in ids:
                cells.setdefault((activity.id, role), []).append(Assignment(letter, basis))
    return Chart(
        "Catalogue",
        rows=tuple(
            Row(a.id, a.name, step=a.step, catalogue=a.id, safety_relevant=a.safety_relevant)
            for a in known.activities
        ),
        columns=tuple(replace(column_of(role.name), id=role.id) for role in known.roles),
        cells={key: tuple(cell) for key, cell in cells.items()},
    )


def _cell(text: str) -> Cell:
    states = {"+": State.ACCEPTED, "-": State.DECLINED}
    cell: list[Assignment] = []
    for mark in text:
        if mark in states:
            reason = "No time" if mark == "-" else ""
            cell[-1] = replace(cell[-1], state=states[mark], decided_by="ann", reason=reason)
        else:
            cell.append(Assignment(mark, SAID))
    return tuple(cell)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Draw any chart, with the letters of any set and letters that no set has."""
    letters = draw(st.sampled_from(list(letter_sets().values())))
    rows = tuple(draw(rows_with_id(str(n))) for n in range(1, draw(st.integers(0, 5)) + 1))
    made = len(rows)
    columns = tuple(
        draw(columns_with_id(str(made + n))) for n in range(1, draw(st.integers(0, 5)) + 1)
    )
    cells: dict[tuple[str, str], Cell] = {}
    for row in rows:
        for column in columns:
            if cell := draw(cells_of(letters, column)):
                cells[row.id, column.id] = cell
    return Chart(
        "Chart",
        letters=letters.name,
        review=draw(st.sampled_from([None, date(2026, 1, 1), date(2030, 1, 1)])),
        rows=rows,
        columns=columns,
        cells=cells,
        made=made + len(columns),
    )


@st.composite
def rows_with_id(draw: st.DrawFn, row: str) -> Row:
    return Row(
        row,
        draw(st.sampled_from(ACTIVITIES)),
        section=draw(st.sampled_from(["", "Phase 1"])),
        number=draw(st.sampled_from(["", "7"])),
        catalogue=draw(st.sampled_from(["", "A29", "A36"])),
        safety_relevant=draw(st.booleans()),
    )


@st.composite
def columns_with_id(draw: st.DrawFn, column: str) -> Column:
    return Column(
        column,
        draw(st.sampled_from(ROLES)),
        role=draw(st.sampled_from(["", "", "CISO", "OTM", "INT", "AUD"])),
        side=draw(st.sampled_from([None, *Side])),
        held_by=draw(st.sampled_from([(), ("ann",), PEOPLE])),
        authority=draw(st.booleans()),
        audits=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def cells_of(draw: st.DrawFn, letters: LetterSet, column: Column) -> Cell:
    marks = [*(each.letter for each in letters.letters), "a", "Accountable", "x"]
    chosen: Sequence[str] = draw(
        st.one_of(st.just([]), st.lists(st.sampled_from(marks), max_size=3, unique=True))
    )
    states = st.sampled_from([State.PROPOSED, State(draw(st.sampled_from(list(State))))])
    return tuple(_standing(letter, draw(states), column) for letter in chosen)


def _standing(letter: str, state: State, column: Column) -> Assignment:
    """Give a letter in a state that it can be in: only who holds a role decides on its letters."""
    if state is State.PROPOSED or not column.held_by:
        return Assignment(letter, SAID)
    reason = "No time" if state is State.DECLINED else ""
    return Assignment(letter, SAID, state, reason=reason, decided_by=column.held_by[-1])
