"""Drafts a chart from what a sentence asked for; each letter says why it stands there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from isthmus.raci.changes import PutColumn, apply_all
from isthmus.raci.drafting.adapting import Adapted, Cast, Given, adapt
from isthmus.raci.drafting.casting import cast_for
from isthmus.raci.drafting.lettering import cells_of
from isthmus.raci.drafting.naming import Asks, Question, role_of
from isthmus.raci.drafting.nearness import ByWords, Nearness
from isthmus.raci.drafting.planning import plan
from isthmus.raci.drafting.reasons import Planned
from isthmus.raci.drafting.scoping import Request
from isthmus.raci.drafting.suggesting import NOTHING, Suggested
from isthmus.raci.letters import Part, letter_set
from isthmus.raci.model import Basis, BasisKind, Cell, Chart, Column
from isthmus.raci.rules import Finding, Thresholds, findings
from isthmus_knowledge.catalogue import Role, Side, catalogue

_MOST_HEARD: Final = 3  # rows that a role hears of, of whose part nothing is known
_BY_FIX: Final = ("safety-unheard", "one-sided")

Ranking = Callable[[Column], list[str]]
"""Gives the ids of the rows, those nearest to a role's work first."""


@dataclass(frozen=True)
class Draft:
    """A proposed chart, what was assumed for it, what found no place, and what to ask.

    ``read`` says what was read as what, ``usual`` the role that usually answers for a row, by the
    row's id, ``noted`` what to think of. What is doubtful follows from the chart as it is.
    ``stated`` tells where documents say otherwise than the catalogue, ``contradictions`` where they
    contradict each other and a person has to decide. ``writer`` is the language model that worded
    or suggested rows, empty where none did.
    """

    chart: Chart
    read: tuple[str, ...] = ()
    usual: Mapping[str, str] = field(default_factory=dict)
    noted: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    stated: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    writer: str = ""

    @property
    def assumed(self) -> tuple[str, ...]:
        return *self.read, *_doubts(self.chart, self.usual), *self.noted


def draft(
    request: Request,
    nearness: Nearness | None = None,
    review: date | None = None,
    limits: Thresholds | None = None,
    suggested: Suggested = NOTHING,
) -> Draft:
    """Propose a chart; where something is asked, it is complete all the same."""
    nearness, limits = nearness or ByWords(), limits or Thresholds()
    planned = plan(request, nearness, suggested)
    casting = cast_for([role_of(each) for each in request.roles], planned.rows)
    given = {each.row.id: adapt(each.line, casting.cast, limits) for each in planned.rows}
    hears = Part.TOLD if letter_set(request.letters).of(Part.TOLD) else Part.ASKED
    if hears is Part.ASKED:
        given = {row: each.without(Part.TOLD) for row, each in given.items()}
    ranked = _by_nearness(planned.rows, nearness)
    adapted = _with_silent(given, casting.cast, ranked, limits, hears)
    drawn = _chart(replace(request, scopes=planned.names), planned.rows, casting.cast, adapted)
    chart = _with_rules(replace(drawn, review=review), limits)
    found = findings(chart, limits)
    return Draft(
        chart,
        read=(*casting.assumed, *planned.assumed),
        usual={
            each.row.id: each.line.activity.accountable
            for each in planned.rows
            if each.line.activity.id
        },
        noted=(*planned.suggested, *_said(chart, found)),
        unplaced=(*planned.unplaced, *casting.unplaced),
        questions=(
            *planned.questions,
            *casting.questions,
            *_who_answers(planned.rows, chart),
            *_who_may(planned.rows, found),
        ),
    )


def _by_nearness(planned: Sequence[Planned], nearness: Nearness) -> Ranking:
    def ranked(column: Column) -> list[str]:
        said = catalogue().role(column.role).purpose if column.role else column.name
        near = {each.activity.id: each.likeness for each in nearness.nearest(said)}
        ordered = sorted(planned, key=lambda each: -near.get(each.line.activity.id, 0.0))
        return [each.row.id for each in ordered]

    return ranked


def _with_silent(
    adapted: Mapping[str, Adapted],
    cast: Cast,
    ranked: Ranking,
    limits: Thresholds,
    hears: Part,
) -> Mapping[str, Adapted]:
    """Let a role that has no part anywhere hear of what is nearest to its work."""
    now = dict(adapted)
    for column in cast.columns:
        if any(row.has(column) for row in now.values()):
            continue
        for row_id in ranked(column)[:_MOST_HEARD] if now else ():
            is_full = len(now[row_id].of(Part.TOLD)) >= limits.informed
            part = Part.ASKED if is_full else hears
            now[row_id] = now[row_id].and_(Given(column, part, _hears(column)))
    return now


def _hears(column: Column) -> Basis:
    text = (
        f"The catalogue gives {column.name} no part here; whoever is in the chart should at least "
        "hear of it."
    )
    return Basis(BasisKind.RULE, text, source="role-without-letter")


def _chart(
    request: Request, planned: Sequence[Planned], cast: Cast, adapted: Mapping[str, Adapted]
) -> Chart:
    letters = letter_set(request.letters)
    cells: dict[tuple[str, str], Cell] = {}
    for each in planned:
        found = cells_of(adapted[each.row.id], letters, each.row, cast.columns)
        cells |= {(each.row.id, column): cell for column, cell in found.items()}
    steps = tuple(sorted({each.row.step for each in planned} - {""}))
    return Chart(
        request.title,
        letters=letters.name,
        scope=_covers(request, len(planned), steps),
        steps=steps,
        rows=tuple(each.row for each in planned),
        columns=cast.columns,
        cells=MappingProxyType(cells),
        made=len(planned) + len(cast.columns),
    )


def _covers(request: Request, count: int, steps: Sequence[str]) -> str:
    if not count:
        return ""
    subject = f"{request.subject[:1].upper()}{request.subject[1:]}"
    site = f" at {request.site}" if request.site else ""
    listed = " and ".join(filter(None, (", ".join(steps[:-1]), *steps[-1:])))
    where = f", {'step' if len(steps) == 1 else 'steps'} {listed} of the programme" if steps else ""
    return f"{subject}{site}: {count} {'activity' if count == 1 else 'activities'}{where}."


def _with_rules(chart: Chart, limits: Thresholds) -> Chart:
    """Let both sides and safety be heard where somebody of theirs is in the chart."""
    for rule in _BY_FIX:
        for finding in findings(chart, limits):
            fix = finding.fix if finding.rule == rule else None
            if fix and not any(isinstance(change, PutColumn) for change in fix.changes):
                chart = apply_all(chart, fix.changes)
    return chart


def _doubts(chart: Chart, usual: Mapping[str, str]) -> Iterator[str]:
    """Say who answers for what is usually another side's, all rows of a role in one sentence."""
    instead: dict[tuple[Column, Role], list[str]] = {}
    for row in chart.rows:
        role = catalogue().role(usual[row.id]) if row.id in usual else None
        for column in chart.holding(row.id, Part.DECIDES):
            if role and _is_doubtful(column, role):
                instead.setdefault((column, role), []).append(row.activity)
    for (column, role), activities in instead.items():
        what = f"'{activities[0]}'" if len(activities) == 1 else f"{len(activities)} rows"
        yield (
            f"{column.name} is accountable for {what}, where it is usually {role.in_sentence}: "
            f"think of adding that role."
        )
        if role.id == "AUD":
            yield "Only somebody who takes no part in the work can review it independently."


def _is_doubtful(column: Column, role: Role) -> bool:
    is_other_side = {role.side, column.side} == {Side.IT, Side.OT}
    return column.role != role.id and (is_other_side or not column.authority or role.id == "AUD")


def _said(chart: Chart, found: Sequence[Finding]) -> Iterator[str]:
    unsafe = [each for each in found if each.rule == "safety-unheard"]
    if unsafe:
        count = "One row touches" if len(unsafe) == 1 else f"{len(unsafe)} rows touch"
        yield (
            f"{count} safety, and neither process safety nor the plant manager is in the chart: "
            "think of adding one of them."
        )
    if chart.rows and chart.letter_set.of(Part.TOLD) is None:
        yield f"{chart.letters} has no letter for those who only hear of it: they are left out."


def _who_answers(planned: Sequence[Planned], chart: Chart) -> Iterator[Question]:
    """Ask about rows that nothing in the catalogue is near to."""
    ours = tuple(column.name for column in chart.columns if column.side is not Side.EXTERNAL)
    for each in planned:
        if not each.line.activity.id:
            text = f"Who answers for '{each.row.activity}', and who does it?"
            yield Question(text, ours, about=each.row.activity, asks=Asks.WHO_ANSWERS)


def _who_may(planned: Sequence[Planned], found: Sequence[Finding]) -> Iterator[Question]:
    """Ask who else could decide, where nobody in the chart usually may."""
    rows = {each.row for each in found if each.rule == "no-authority"}
    usual = (each.line.activity.accountable for each in planned if each.row.id in rows)
    choices = tuple(catalogue().role(each).name for each in dict.fromkeys(usual))
    if choices:
        text = "None of the roles named can usually say yes or no. Who else should be in the chart?"
        yield Question(text, choices, asks=Asks.ANOTHER_ROLE)
