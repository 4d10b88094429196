"""`isthmus raci`: edit a chart in words, answer for letters, take it through review."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from isthmus.cli.asking import asker
from isthmus.cli.charts_shown import show_filed
from isthmus.cli.doing import doer
from isthmus.cli.output import AsJson, print_json, show_line, wiring
from isthmus.errors import InvalidError
from isthmus.people import Person
from isthmus.raci.contract import kept_as_json, version_as_json
from isthmus.raci.desk import Hand, Kept
from isthmus.raci.editing import Only
from isthmus.raci.hearing import Hearing
from isthmus.raci.hearing.meaning import column_meant, people_named, row_meant
from isthmus.raci.model import Chart, Filed
from isthmus.raci.words import order_of
from isthmus.wiring import Wiring

AsPerson = Annotated[
    str | None,
    typer.Option("--as", metavar="PERSON", help="Do it as this person (see `isthmus people`)."),
]
ChartId = Annotated[str, typer.Argument(metavar="ID", help="A chart's id.")]
RoleName = Annotated[str, typer.Option("--role", help="Only the letters of this role.")]
RowName = Annotated[str, typer.Option("--row", help="Only those of this row: number or activity.")]
VIA = "command line"


def register(app: typer.Typer) -> None:
    for command in (edit, assign, accept, decline, submit, approve, undo, redo, readers):
        app.command()(command)
    app.command("return")(give_back)


def person(parts: Wiring, name: str | None) -> Person:
    return asker(parts, name)


def hand(parts: Wiring, name: str | None) -> Hand:
    return Hand(doer(parts, name), VIA)


def edit(
    context: typer.Context,
    chart: ChartId,
    words: Annotated[str, typer.Argument(help="What to change, in plain words.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Change a chart, or ask about it, in words: "make the CISO accountable for row 2"."""
    parts = wiring(context)
    by = hand(parts, as_person)
    order = order_of(words)
    if order is None:
        raise InvalidError(
            "That was not understood. Say for example “make the plant manager accountable for row "
            "2”, “add a column for Legal, informed everywhere”, “remove row 3” or “undo”."
        )
    with parts.access_seen() as access:
        people = access.people()
    find = partial(_named, people)
    heard = Hearing(parts.charts, find, parts.clock().date()).carry_out(order, chart, by, words)
    kept = parts.charts.show(chart, by.by)
    if as_json:
        choices = [each.label for each in heard.choices]
        print_json({"said": list(heard.lines), "choices": choices, "chart": kept_as_json(kept)})
        return
    if heard.filed:
        show_filed(kept.filed, kept.findings)
    for line in heard.lines:
        show_line(line, "cyan")
    for choice in heard.choices:
        show_line(f"  {choice.label}", "cyan")


def assign(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    chart: ChartId,
    role: Annotated[str, typer.Argument(help="A role of the chart.")],
    people: Annotated[list[str], typer.Argument(metavar="PERSON", help="Who holds it, by id.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say which people hold a role and answer for its letters."""
    parts = wiring(context)
    by = hand(parts, as_person)
    column = column_meant(_chart(parts, chart, by), role)
    _show(parts, parts.charts.assign(chart, column.id, people, by), as_json=as_json)


def accept(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    chart: ChartId,
    *,
    role: RoleName = "",
    row: RowName = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Accept letters as who holds their role: all that wait, or some of them."""
    parts = wiring(context)
    by = hand(parts, as_person)
    only = _only(_chart(parts, chart, by), role, row)
    _show(parts, parts.charts.accept(chart, by, only), as_json=as_json)


def decline(  # noqa: PLR0913 - one parameter a flag
    context: typer.Context,
    chart: ChartId,
    reason: Annotated[str, typer.Argument(help="Why.")],
    *,
    role: RoleName = "",
    row: RowName = "",
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Decline letters as who holds their role, with the reason."""
    parts = wiring(context)
    by = hand(parts, as_person)
    only = _only(_chart(parts, chart, by), role, row)
    _show(parts, parts.charts.decline(chart, reason, by, only), as_json=as_json)


def submit(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Ask for review of a draft."""
    parts = wiring(context)
    _show(parts, parts.charts.submit(chart, hand(parts, as_person)), as_json=as_json)


def give_back(
    context: typer.Context,
    chart: ChartId,
    reason: Annotated[str, typer.Argument(help="What is to be changed.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Make a chart in review a draft again, with the reason."""
    parts = wiring(context)
    filed = parts.charts.give_back(chart, reason, hand(parts, as_person))
    _show(parts, filed, as_json=as_json)


def approve(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Approve a chart that somebody else changed last; answers cite it from then on."""
    parts = wiring(context)
    version = parts.charts.approve(chart, hand(parts, as_person))
    if as_json:
        print_json(version_as_json(version))
    else:
        show_line(f"Version {version.number} is approved: answers cite it from now on.", "green")


def undo(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Take back the last edit, whoever made it."""
    parts = wiring(context)
    _show(parts, parts.charts.undo(chart, hand(parts, as_person)), as_json=as_json)


def redo(
    context: typer.Context, chart: ChartId, *, as_person: AsPerson = None, as_json: AsJson = False
) -> None:
    """Take back the last undo."""
    parts = wiring(context)
    _show(parts, parts.charts.redo(chart, hand(parts, as_person)), as_json=as_json)


def readers(
    context: typer.Context,
    chart: ChartId,
    groups: Annotated[list[str], typer.Argument(metavar="GROUP", help="Groups, or `everyone`.")],
    *,
    as_person: AsPerson = None,
    as_json: AsJson = False,
) -> None:
    """Say which groups may read a chart, and what answers cite of it."""
    parts = wiring(context)
    _show(parts, parts.charts.let_read(chart, groups, hand(parts, as_person)), as_json=as_json)


def _chart(parts: Wiring, chart: str, by: Hand) -> Chart:
    return parts.charts.show(chart, by.by).filed.chart


def _only(chart: Chart, role: str, row: str) -> Only:
    return Only(
        row=row_meant(chart, row).id if row else None,
        column=column_meant(chart, role).id if role else None,
    )


def _named(people: Sequence[Person], name: str) -> Sequence[Person]:
    return people_named(people, name)


def _show(parts: Wiring, filed: Filed, *, as_json: bool) -> None:
    findings = parts.charts.check(filed.chart)
    if as_json:
        print_json(kept_as_json(Kept(filed, findings)))
    else:
        show_filed(filed, findings)
