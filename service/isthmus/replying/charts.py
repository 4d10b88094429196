"""Charts as replies: a picture, the same as a table, what the rules find, what can be done next."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from isthmus.messages import (
    Button,
    Buttons,
    Fact,
    Facts,
    File,
    Paragraph,
    Part,
    Picture,
    Reply,
    Table,
    failed,
)
from isthmus.raci import orders
from isthmus.raci.desk import Kept
from isthmus.raci.exporting.formats import Format, export, file_name
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.hearing import Heard
from isthmus.raci.listing import Listed
from isthmus.raci.model import Chart, Filed, Severity, State, Status
from isthmus.raci.rules import About, Finding, rules
from isthmus.understanding.commands import (
    Ask,
    Command,
    DefineRoles,
    FixChart,
    OnChart,
    OpenForm,
    SendFile,
    TrackChart,
)
from isthmus.understanding.of_charts import is_a_question

MOST_OFFERED: Final = 5
_MOST_FINDINGS: Final = 3  # with a chart; all of them are a button away
_MOST_CHECKED: Final = 12
_MOST_DRAWN: Final = 60  # rows; a taller picture is read by nobody
_NO_CHART: Final = (
    "There is no chart here yet. Say what one is to be for, such as: Draft a RACI for OT patching "
    "with IT Security, OT Engineering and the plant manager."
)
_FILES: Final = (("Excel", "xlsx"), ("Word", "docx"), ("Picture", "png"))
_CHANGES: Final = (orders.Undo, orders.Approve, orders.Submit, orders.Return, orders.Hold)


def chart_shown(kept: Kept, sheet: Sheet, public_url: str) -> Iterator[Part]:
    """Show a kept chart with its findings, each with the button that puts it right."""
    filed = kept.filed
    yield Paragraph(f"{filed.chart.title}: {sheet.standing}.")
    yield from drawn(sheet)
    yield from findings_told(kept.findings, filed)
    yield where(filed, public_url)
    yield next_steps(filed)


def drawn(sheet: Sheet) -> Iterator[Part]:
    """Give a picture of a chart and the same as a table."""
    chart = sheet.chart
    if not chart.rows:
        return
    if len(chart.rows) <= _MOST_DRAWN:
        name = file_name(chart.title, Format.PNG)
        file = File(name, Format.PNG.media_type, export(sheet, Format.PNG))
        size = f"{len(chart.rows)} activities by {len(chart.columns)} roles"
        yield Picture(file, f"{chart.title}: {size}")
    yield _table(chart)


def _table(chart: Chart) -> Table:
    rows = (
        (
            f"{place}. {row.activity}",
            *("/".join(a.letter for a in chart.cell(row.id, c.id)) for c in chart.columns),
        )
        for place, row in enumerate(chart.rows, start=1)
    )
    return Table(("Activity", *(c.name for c in chart.columns)), tuple(rows), chart.title)


def where(filed: Filed, public_url: str) -> Facts:
    """Tell which chart it is and where it stands in the console."""
    address = Fact("Address", f"{public_url}/charts/{filed.id}")
    return Facts((Fact("Chart", filed.chart.title), address))


def findings_told(found: Sequence[Finding], filed: Filed | None = None) -> Iterator[Part]:
    """Tell the worst that the rules find in how a chart is drawn; of a kept one all can be seen.

    Of what is equally bad, what a click puts right comes first. Who still has to accept what is
    another matter: a draft would be nothing but that.
    """
    drawing = [each for each in found if rules()[each.rule].about is About.DRAWING]
    drawing.sort(key=lambda each: (each.severity is not Severity.ERROR, each.fix is None))
    yield from _told(drawing[:_MOST_FINDINGS], filed)
    more = len(drawing) - _MOST_FINDINGS
    if more > 0 and filed:
        check = _button("Check the chart", orders.Check(), filed.id)
        yield Buttons(f"And {more} more: check the chart.", (check,))
    elif more > 0:
        yield Paragraph(f"And {more} more.")


def checked_told(found: Sequence[Finding], filed: Filed) -> Iterator[Part]:
    """Tell all that the rules find in a kept chart, the worst first."""
    many = "One finding" if len(found) == 1 else f"{len(found)} findings"
    told = f"{many} in" if found else "The rules find nothing to object to in"
    yield Paragraph(f"{told} “{filed.chart.title}”.")
    yield from _told(found[:_MOST_CHECKED], filed)
    if len(found) > _MOST_CHECKED:
        yield Paragraph(f"And {len(found) - _MOST_CHECKED} more. Put these right first.")


def _told(found: Iterable[Finding], filed: Filed | None) -> Iterator[Part]:
    """Tell findings, each with the button that puts it right where the chart is kept."""
    for each in found:
        text = f"{each.severity.capitalize()}: {each.message}"
        fix = each.fix.label if each.fix and filed else ""
        if filed and fix:
            command = FixChart(filed.id, each.rule, each.row, each.column)
            yield Buttons(text, (Button(fix, command),))
        else:
            yield Paragraph(text)


def next_steps(filed: Filed) -> Buttons:
    """Give what can be done with a chart by a button: change it, take it on its way, send it."""
    seen = filed.number
    on_its_way: dict[Status, tuple[str, orders.Order]] = {
        Status.DRAFT: ("Submit for review", orders.Submit()),
        Status.IN_REVIEW: ("Approve", orders.Approve()),
    }
    step = on_its_way.get(filed.status)
    waits = any(
        each.state is State.PROPOSED for cell in filed.chart.cells.values() for each in cell
    )
    letters = Button("Accept my letters", OpenForm("letters", filed.id, seen))
    offered = [
        *([_button(*step, filed.id, seen)] if step else []),
        *([letters] if waits and any(each.held_by for each in filed.chart.columns) else []),
        Button("Edit a row", OpenForm("row", filed.id, seen)),
        *(Button(label, SendFile("chart", filed.id, to)) for label, to in _FILES),
    ]
    return Buttons("", tuple(offered[:MOST_OFFERED]))


def _button(label: str, order: orders.Order, chart: str, seen: int | None = None) -> Button:
    return Button(label, OnChart(order, label, chart=chart, seen=seen))


def heard_told(heard: Heard, command: OnChart, filed: Filed) -> Iterator[Part]:
    """Tell what came of an order: lines, choices, a file, and how to take a change back."""
    documents = (Button("Ask the documents", Ask(command.words)),)
    beside = documents if is_a_question(command.order) else ()
    if heard.choices:
        here = replace(command, chart=filed.id, seen=filed.number)
        offered = (Button(each.label, replace(here, order=each.order)) for each in heard.choices)
        yield Buttons(heard.lines[0], (*offered, *beside))
        return
    yield from (Paragraph(line) for line in heard.lines)
    if beside:
        yield Buttons("", beside)
    if heard.file:
        yield File(heard.file.name, heard.file.media_type, heard.file.content)
    after = heard.filed
    if after and after.number != filed.number and not isinstance(command.order, _CHANGES):
        undo = _button("Undo", orders.Undo(), after.id, after.number)
        check = (_button("Check the chart", orders.Check(), after.id),) if heard.unsaid else ()
        yield Buttons("", (undo, *check))


def charts_listed(found: Sequence[Listed]) -> Reply:
    """List charts, the last changed first, with buttons that show the first ones."""
    if not found:
        return failed("There is no such chart here, or none that everybody here may read.")
    rows = tuple(
        (e.title, e.status.value, str(e.version or ""), f"{e.changed_at:%Y-%m-%d}") for e in found
    )
    count = "One chart." if len(found) == 1 else f"{len(found)} charts."
    shows = _choices(found, lambda each: OnChart(orders.Show(), "show", chart=each.id))
    table = Table(("Chart", "Status", "Version", "Changed"), rows)
    return Reply((Paragraph(count), table, Buttons("Show one:", shows)))


def which_chart(command: OnChart | DefineRoles | TrackChart, charts: Sequence[Listed]) -> Reply:
    """Ask which chart an order is for."""
    if not charts:
        return failed(_NO_CHART)
    return Reply((Buttons("Which chart do you mean?", charts_offered(command, charts)),))


def charts_offered(
    command: OnChart | DefineRoles | TrackChart, charts: Sequence[Listed]
) -> tuple[Button, ...]:
    """Give an order as buttons, one for each of the first charts."""
    return _choices(charts, lambda each: replace(command, chart=each.id, named=""))


def _choices(found: Iterable[Listed], command: Callable[[Listed], Command]) -> tuple[Button, ...]:
    return tuple(Button(each.title, command(each)) for each in list(found)[:MOST_OFFERED])
