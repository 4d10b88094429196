"""Activities: added, removed, divided, put together, named, moved."""

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from isthmus.errors import InvalidError, NotFoundError
from isthmus.raci.changes import Change, PutRow, RemoveRow, SetCell
from isthmus.raci.editing.cells import changed, joined, of, proposed
from isthmus.raci.letters import LetterSet, Part
from isthmus.raci.model import Cell, Chart, Row
from isthmus_knowledge.catalogue import catalogue


def row_added(
    chart: Chart, activity: str, step: str = "", section: str = "", before: str | None = None
) -> tuple[Change, ...]:
    """Add an activity without letters; one of the catalogue brings its step and its safety."""
    text = _text(activity)
    if before is not None:
        section = section or chart.row(before).section
    row = Row(chart.new_id, text, step=_step(step), section=section.strip())
    known = next((a for a in catalogue().activities if _same(a.name, text)), None)
    if known is not None:
        row = replace(
            row,
            step=row.step or known.step,
            catalogue=known.id,
            safety_relevant=known.safety_relevant,
        )
    return (PutRow(row, before),)


def row_removed(chart: Chart, row: str) -> tuple[Change, ...]:
    return (RemoveRow(chart.row(row).id),)


def row_renamed(chart: Chart, row: str, activity: str) -> tuple[Change, ...]:
    """Say otherwise what is done: its letters are proposed again, unless only spelling changed.

    An activity in other words is the organisation's own, and no longer that of the catalogue.
    """
    old, text = chart.row(row), _text(activity)
    if _same(old.activity, text):
        return _put(chart, replace(old, activity=text))
    new = replace(old, activity=text, catalogue="")
    return (*_put(chart, new), *_again(chart, row))


def row_split(chart: Chart, row: str, activities: Sequence[str]) -> tuple[Change, ...]:
    """Divide an activity; each part has the letters of the whole, proposed again."""
    whole, texts = chart.row(row), [_text(each) for each in activities]
    if len({text.casefold() for text in texts}) < max(2, len(texts)):
        raise InvalidError("Name at least two different activities to split the row into.")
    following = _following(chart, row)
    changes: list[Change] = []
    for place, text in enumerate(texts):
        part = replace(whole, activity=text, number=_number(whole, place, texts), catalogue="")
        if place:
            part = replace(part, id=str(chart.made + place))
        changes.append(PutRow(part, following))
        changes += (
            SetCell(part.id, column.id, tuple(map(proposed, chart.cell(row, column.id))))
            for column in chart.columns
            if chart.cell(row, column.id)
        )
    return tuple(changes)


def rows_merged(chart: Chart, rows: Sequence[str], activity: str = "") -> tuple[Change, ...]:
    """Put activities together in the first one's place; the letters are proposed again.

    The first that has somebody who answers for it says who does so; whoever answered for the
    others does the work.
    """
    merged = [chart.row(row) for row in dict.fromkeys(rows)]
    if len(merged) < 2:  # noqa: PLR2004 - fewer are not together
        raise InvalidError("Name at least two rows to put together.")
    text = _text(activity) if activity.strip() else _together(merged)
    safety = any(row.safety_relevant for row in merged)
    first = replace(merged[0], activity=text, catalogue="", safety_relevant=safety)
    cells = {
        (first.id, column.id): cell
        for column in chart.columns
        if (cell := _cell_together(chart, merged, column.id))
    }
    return (
        *_put(chart, first),
        *changed(chart, cells),
        *(RemoveRow(row.id) for row in merged[1:]),
    )


def row_moved(chart: Chart, row: str, before: str | None = None) -> tuple[Change, ...]:
    """Put a row before another, or at the end.

    It stays in its section where it comes to that section's end, and else joins the one it comes
    to.
    """
    moved = chart.row(row)
    if before == row:
        raise InvalidError("A row cannot stand before itself. Name another row.")
    others = [each for each in chart.rows if each.id != row]
    place = others.index(chart.row(before)) if before is not None else len(others)
    beside = [each.section for each in others[max(0, place - 1) : place + 1]]
    section = moved.section if moved.section in beside or not beside else beside[-1]
    return (PutRow(replace(moved, section=section), before),)


def row_described(
    chart: Chart,
    row: str,
    step: str | None = None,
    section: str | None = None,
    *,
    safety_relevant: bool | None = None,
) -> tuple[Change, ...]:
    """Say of a row what is not its activity; None leaves it as it is."""
    old = chart.row(row)
    new = replace(
        old,
        step=old.step if step is None else _step(step),
        section=old.section if section is None else section.strip(),
        safety_relevant=old.safety_relevant if safety_relevant is None else safety_relevant,
    )
    return _put(chart, new)


def _put(chart: Chart, row: Row) -> tuple[Change, ...]:
    """Put a row where it stands."""
    return (PutRow(row, _following(chart, row.id)),) if row != chart.row(row.id) else ()


def _following(chart: Chart, row: str) -> str | None:
    ids = [each.id for each in chart.rows]
    place = ids.index(row) + 1
    return ids[place] if place < len(ids) else None


def _again(chart: Chart, row: str) -> tuple[SetCell, ...]:
    keys = ((row, column.id) for column in chart.columns)
    return changed(chart, {key: tuple(map(proposed, chart.cell(*key))) for key in keys})


def _cell_together(chart: Chart, rows: Sequence[Row], column: str) -> Cell:
    letters = chart.letter_set
    decider = next((row.id for row in rows if chart.holding(row.id, Part.DECIDES)), None)
    cells = (
        cell if row.id == decider else _below(letters, cell)
        for row in rows
        for cell in [chart.cell(row.id, column)]
    )
    return tuple(map(proposed, joined(letters, cells)))


def _below(letters: LetterSet, cell: Cell) -> Cell:
    """Give a cell whose role does the work where it answered for it."""
    deciding, doing = of(letters, Part.DECIDES), of(letters, Part.DOES)
    if any(each.letter == doing for each in cell):
        return tuple(each for each in cell if each.letter != deciding)
    return tuple(replace(each, letter=doing) if each.letter == deciding else each for each in cell)


def _together(rows: Sequence[Row]) -> str:
    """Join texts: the first as it is, a further one small, unless it begins with an acronym."""
    first, *others = (row.activity.strip().rstrip(".") for row in rows)
    small = (text[0].lower() + text[1:] if text[1:2].islower() else text for text in others)
    return " and ".join([first, *small])


def _number(whole: Row, place: int, texts: Sequence[str]) -> str:
    if not whole.number or len(texts) > len(ascii_lowercase):
        return whole.number if place == 0 else ""
    return whole.number + ascii_lowercase[place]


def _step(step: str) -> str:
    steps = [each.id for each in catalogue().steps]
    if step and step not in steps:
        raise NotFoundError(f"There is no step '{step}'. The steps are {', '.join(steps)}.")
    return step


def _text(activity: str) -> str:
    text = " ".join(activity.split())
    if not text:
        raise InvalidError("Say what is done in the row: it needs an activity.")
    return text


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
