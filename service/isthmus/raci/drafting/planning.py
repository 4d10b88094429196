"""Plans the rows of a chart from what it was asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.raci.drafting.naming import Asks, Question
from isthmus.raci.drafting.nearness import Nearness
from isthmus.raci.drafting.phrases import capital, words
from isthmus.raci.drafting.placing import Placed, place
from isthmus.raci.drafting.reasons import NEAR_ENOUGH, UNLIKE_ANY, Line, Planned
from isthmus.raci.drafting.scoping import Request
from isthmus.raci.drafting.suggesting import NOTHING, Section, Suggested, fitted
from isthmus.raci.model import Row
from isthmus_knowledge.catalogue import Activity, catalogue

_SUGGESTED: Final = 6


@dataclass(frozen=True)
class Plan:
    """The rows of a chart; ``names`` are its scopes as they are to be written.

    ``suggested`` tells of the rows that a language model suggested or worded.
    """

    rows: tuple[Planned, ...] = ()
    names: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Ask for a scope where there is none."""
        if not self.rows:
            yield Question(
                "What is the chart for? Name activities, a step such as 2.4, or a phase.",
                tuple(topic.name for topic in words().topics[:_SUGGESTED]),
                asks=Asks.SCOPE,
            )


def plan(request: Request, nearness: Nearness, suggested: Suggested = NOTHING) -> Plan:
    """Give the rows of phases and steps, then those of each scope; each activity stands once."""
    placed = [place(each, nearness) for each in request.scopes]
    steps = [s.id for s in catalogue().steps if s.phase in request.phases or s.id in request.steps]
    whole = fitted([*_of_steps(steps), *(_of_scope(e) for e in placed)], suggested, nearness)
    rows: list[Planned] = []
    for name, planned in whole.sections:
        for each in planned:
            if not any(_is_same(each, other) for other in rows):
                row = replace(each.row, id=str(len(rows) + 1), section=capital(name))
                rows.append(replace(each, row=row))
    return Plan(
        tuple(rows) if len({each.row.section for each in rows}) > 1 else _in_one(rows),
        names=tuple(each.name for each in placed),
        assumed=(
            *(each.read_as for each in placed if each.read_as),
            *_together(placed),
            *_again(placed),
        ),
        unplaced=tuple(each.unplaced for each in placed if each.unplaced),
        suggested=whole.told,
    )


def _in_one(rows: Sequence[Planned]) -> tuple[Planned, ...]:
    """Leave out the only section."""
    return tuple(replace(each, row=replace(each.row, section="")) for each in rows)


def _is_same(one: Planned, other: Planned) -> bool:
    return one.row.activity.casefold() == other.row.activity.casefold()


def _of_steps(steps: Sequence[str]) -> Iterator[Section]:
    for step_id in steps:
        activities = (each for each in catalogue().activities if each.step == step_id)
        title = catalogue().step(step_id).title
        yield f"{step_id} {title}", [_planned(activity) for activity in activities]


def _of_scope(placed: Placed) -> Section:
    if not placed.own:
        return placed.name, [_planned(activity) for activity in placed.activities]
    if placed.nearest is None or placed.likeness < NEAR_ENOUGH:
        return placed.name, [Planned(Row("", placed.own), Line(UNLIKE_ANY, is_other=True))]
    row = Row("", placed.own, step=placed.nearest.step)
    return placed.name, [Planned(row, Line(placed.nearest, is_other=True))]


def _planned(activity: Activity) -> Planned:
    row = Row(
        "",
        activity.name,
        step=activity.step,
        catalogue=activity.id,
        safety_relevant=activity.safety_relevant,
    )
    return Planned(row, Line(activity))


def _together(placed: Sequence[Placed]) -> Iterator[str]:
    """Say which rows come with a field of work, so that who wants fewer can take them out."""
    fields = {topic.name for topic in words().topics}
    for each in placed:
        if each.topic in fields and len(each.activities) > 1:
            listed = "; ".join(activity.name for activity in each.activities[1:])
            yield (
                f"A chart of {each.name} usually has more than one row, so it has these as well: "
                f"{listed}. Remove what is not wanted."
            )


def _again(placed: Sequence[Placed]) -> Iterator[str]:
    """Say of a scope where its rows are, if another one brought them all."""
    seen: set[str] = set()
    for each in placed:
        ids = {activity.id for activity in each.activities}
        if ids and ids <= seen:
            names = "; ".join(activity.name for activity in each.activities)
            yield f"'{each.name}' has no rows of its own, because it is in these already: {names}."
        seen |= ids
