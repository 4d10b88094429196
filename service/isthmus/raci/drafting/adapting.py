"""Adapts who does what in the catalogue to the roles that a chart has.

Where a role is not in the chart, another takes its part: the closest that may, by a table of who
stands in for whom. Nobody external is made accountable, and nobody without authority where
somebody with it is there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from isthmus.raci.drafting.reasons import Line, capital, named
from isthmus.raci.drafting.standing_in import Authority, authority_in, stand_ins
from isthmus.raci.letters import Part
from isthmus.raci.model import Basis, BasisKind, Column
from isthmus.raci.rules import Thresholds
from isthmus_knowledge.catalogue import Activity, Role, Side, catalogue

_AUDIT: Final = "AUD"  # keeps out of the work that it is to judge


@dataclass(frozen=True)
class Given:
    """A part that a role of the chart takes in a row, and why."""

    column: Column
    part: Part
    basis: Basis


@dataclass(frozen=True)
class Adapted:
    """The parts of a row."""

    given: tuple[Given, ...]

    def of(self, part: Part) -> list[Column]:
        return [each.column for each in self.given if each.part is part]

    def has(self, column: Column) -> bool:
        return any(each.column == column for each in self.given)

    def and_(self, *given: Given) -> "Adapted":
        return Adapted((*self.given, *given))

    def without(self, part: Part) -> "Adapted":
        return Adapted(tuple(each for each in self.given if each.part is not part))


@dataclass(frozen=True)
class Cast:
    """The roles of a chart. ``likes`` says whose place a role of its own takes, by column id.

    Where people named the roles, each is to be heard in the place of those who are missing.
    """

    columns: tuple[Column, ...]
    likes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_named: bool = True

    @cached_property
    def by_role(self) -> Mapping[str, Column]:
        """The first column of each role of the catalogue, or what takes its place."""
        found: dict[str, Column] = {}
        for column in self.columns:
            if column.role:
                found.setdefault(column.role, column)
        for column in self.columns:
            if like := self.likes.get(column.id):
                found.setdefault(like, column)
        return MappingProxyType(found)

    @property
    def twins(self) -> Iterator[tuple[Column, Column]]:
        """Give each further column of a role, with the first one."""
        for column in self.columns:
            first = self.by_role.get(column.role or self.likes.get(column.id, ""))
            if first is not None and first != column:
                yield column, first

    @property
    def internal(self) -> list[Column]:
        return [column for column in self.columns if column.side is not Side.EXTERNAL]

    @property
    def own(self) -> list[Column]:
        """The organisation's own roles, of whose work nothing is known."""
        return [each for each in self.internal if not each.role]


def adapt(line: Line, cast: Cast, limits: Thresholds) -> Adapted:
    """Give the parts of a row; a cast needs at least one role that is not external."""
    adapted = _with_doers(Adapted((_decider(line, cast),)), line, cast, limits)
    for part, roles, most in (
        (Part.ASKED, line.activity.consulted, limits.consulted),
        (Part.TOLD, line.activity.informed, limits.informed),
    ):
        adapted = _with_heard(adapted, line, cast, part, roles, most)
    return _with_twins(adapted, cast, limits)


def _decider(line: Line, cast: Cast) -> Given:
    role = catalogue().role(line.activity.accountable)
    column = cast.by_role.get(role.id)
    if column is not None and column.side is not Side.EXTERNAL:
        return Given(column, Part.DECIDES, line.basis(Part.DECIDES, role, column))
    column = next(_may_answer(line.activity, role, cast))
    return Given(column, Part.DECIDES, line.basis(Part.DECIDES, role, column, instead=True))


def _may_answer(activity: Activity, role: Role, cast: Cast) -> Iterator[Column]:
    """Give who may answer in a role's place, the best first: line, then staff, then anybody."""
    yield from (each for each in _named_to_answer(role, cast) if _is_its_field(each, activity))
    for authority in (Authority.LINE, Authority.STAFF):
        with_it = [each for each in cast.internal if authority_in(each) is authority]
        yield from _sorted_for(activity, role, with_it)
    yield from _sorted_for(activity, role, cast.internal)
    yield from cast.internal


def _named_to_answer(role: Role, cast: Cast) -> Iterator[Column]:
    return _present(stand_ins()[role.id].answers, cast, lambda each: each.authority)


def _is_its_field(column: Column, activity: Activity) -> bool:
    """Tell whether a role may say yes and no here: staff may where it does the work."""
    return authority_in(column) is Authority.LINE or column.role in activity.responsible


def _sorted_for(activity: Activity, role: Role, columns: Iterable[Column]) -> list[Column]:
    """Put first who takes part in the work, then who is on the role's side."""
    able = [each for each in columns if each.role != _AUDIT]
    taking_part = (*activity.responsible, *activity.consulted)
    return sorted(
        able, key=lambda c: (not c.authority, c.role not in taking_part, c.side != role.side)
    )


def _with_doers(adapted: Adapted, line: Line, cast: Cast, limits: Thresholds) -> Adapted:
    absent: list[Role] = []
    for role in map(catalogue().role, line.activity.responsible):
        column = cast.by_role.get(role.id)
        if column is None:
            absent.append(role)
        else:
            adapted = adapted.and_(Given(column, Part.DOES, line.basis(Part.DOES, role, column)))
    for role in absent:
        if len(adapted.of(Part.DOES)) < limits.responsible:
            adapted = _with_doer_for(adapted, role, line, cast)
    if not adapted.of(Part.DOES):
        column = adapted.of(Part.DECIDES)[0]
        text = f"Nobody in the chart does this work; {named(column)} answers for it and sees to it."
        basis = Basis(BasisKind.RULE, text, source="one-responsible")
        adapted = adapted.and_(Given(column, Part.DOES, basis))
    return adapted


def _with_doer_for(adapted: Adapted, role: Role, line: Line, cast: Cast) -> Adapted:
    """Let the closest do the work; beside others only who has no other part in the catalogue."""
    doing = adapted.of(Part.DOES)
    column = next(_may_work(role, cast), None)
    is_done = any(each.side is not Side.EXTERNAL for each in doing)
    if column is None or column in doing or (is_done and _has_a_part(column, line.activity)):
        return adapted
    basis = line.basis(Part.DOES, role, column, instead=True)
    return adapted.and_(Given(column, Part.DOES, basis))


def _may_work(role: Role, cast: Cast) -> Iterator[Column]:
    """Give who does a role's work in its place: ours, our own on its side, then external ones."""
    known = list(_present(stand_ins()[role.id].works, cast, lambda each: each.role != _AUDIT))
    yield from (each for each in known if each.side is not Side.EXTERNAL)
    if role.side in {Side.IT, Side.OT}:
        yield from (each for each in cast.own if each.side is role.side)
    yield from known


def _has_a_part(column: Column, activity: Activity) -> bool:
    return column.role in {activity.accountable, *activity.consulted, *activity.informed}


def _with_heard(  # noqa: PLR0913, PLR0917 - a row's parts, for either of two letters
    adapted: Adapted, line: Line, cast: Cast, part: Part, roles: Sequence[str], most: int
) -> Adapted:
    wanted = [(catalogue().role(each), cast.by_role.get(each)) for each in roles]
    for role, column in wanted:
        if column is not None and not adapted.has(column):
            adapted = adapted.and_(Given(column, part, line.basis(part, role, column)))
    for role, column in wanted if cast.is_named else ():
        if column is None and len(adapted.of(part)) < most:
            adapted = _with_heard_for(adapted, role, line, cast, part)
    return adapted


def _with_heard_for(adapted: Adapted, role: Role, line: Line, cast: Cast, part: Part) -> Adapted:
    def is_free(column: Column) -> bool:
        return not adapted.has(column) and not _has_a_part(column, line.activity)

    column = next(_present(stand_ins()[role.id].speaks, cast, is_free), None)
    if column is None:
        return adapted
    return adapted.and_(Given(column, part, line.basis(part, role, column, instead=True)))


def _with_twins(adapted: Adapted, cast: Cast, limits: Thresholds) -> Adapted:
    """Let a second name of a function work where the first answers or works, else do the same."""
    for column, first in cast.twins:
        parts = [each.part for each in adapted.given if each.column == first]
        if not parts or adapted.has(column):
            continue
        works = {Part.DECIDES, Part.DOES} & set(parts)
        part = Part.DOES if works else parts[0]
        if part is Part.DOES and len(adapted.of(Part.DOES)) >= limits.responsible:
            part = Part.ASKED
        text = f"{capital(named(column))} has the same function as {named(first)}."
        basis = Basis(BasisKind.RULE, text, source="role-without-letter")
        adapted = adapted.and_(Given(column, part, basis))
    return adapted


def _present(
    role_ids: Sequence[str], cast: Cast, is_right: Callable[[Column], bool]
) -> Iterator[Column]:
    for role_id in role_ids:
        column = cast.by_role.get(role_id)
        if column is not None and is_right(column):
            yield column
