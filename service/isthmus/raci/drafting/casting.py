"""Chooses the columns of a chart: the roles that were named, or those that its rows need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from isthmus.raci.drafting.adapting import Cast
from isthmus.raci.drafting.naming import Named, Question
from isthmus.raci.drafting.reasons import Planned
from isthmus.raci.drafting.standing_in import authority_of
from isthmus.raci.letters import Part
from isthmus.raci.model import Column
from isthmus_knowledge.catalogue import Activity, Role, Side, catalogue

_MOST: Final = 10  # columns that nobody named, in a chart of few rows
_FEW_ROWS: Final = 15
_ROWS_PER_COLUMN: Final = 4  # one more column for each further few rows
_LEAST: Final = 1.0  # weight: who is only told of things now and then gets no column
_SAFETY: Final = ("SE", "PM")
_WEIGHT: Final = MappingProxyType(
    {Part.DECIDES: 5.0, Part.DOES: 3.0, Part.ASKED: 1.0, Part.TOLD: 0.3}
)


@dataclass(frozen=True)
class Casting:
    """The cast, what was assumed for it, what is no role, and what to ask about names."""

    cast: Cast
    assumed: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def cast_for(named: Sequence[Named], planned: Sequence[Planned]) -> Casting:
    """Give the columns; their ids follow those of the rows."""
    roles = list({each.name.casefold(): each for each in named if not each.is_person}.values())
    added = []
    is_named = bool(roles)
    if not roles:
        roles = [_as_named(role) for role in _usual(planned)]
        if roles:
            added.append("No roles were named, so these are the ones with most to do in it.")
    elif planned and all(each.side is Side.EXTERNAL for each in roles):
        role = catalogue().role(planned[0].line.activity.accountable)
        roles.insert(0, _as_named(role))
        added.append(
            f"Only external parties were named; {role.in_sentence} was added, because the asset "
            "owner stays accountable."
        )
    columns = [_column(str(n), each) for n, each in enumerate(roles, len(planned) + 1)]
    likes = {c.id: each.like for c, each in zip(columns, roles, strict=True) if each.like}
    return Casting(
        Cast(tuple(columns), MappingProxyType(likes), is_named),
        assumed=(*_read(named), *added),
        unplaced=tuple(_persons(named)),
        questions=tuple(each.question for each in named if each.question),
    )


def _as_named(role: Role) -> Named:
    return Named(role.name, role.name, role, role.side)


def _column(column_id: str, named: Named) -> Column:
    role = named.role
    names = (role.name, *role.aliases) if role else ()
    return Column(
        column_id,
        named.name,
        role=role.id if role else "",
        side=named.side,
        aliases=tuple(each for each in names if each.casefold() != named.name.casefold()),
        authority=authority_of(role, named.name, named.side),
        audits=role is not None and role.id == "AUD",
    )


def _usual(planned: Sequence[Planned]) -> list[Role]:
    """Choose the roles with most to do in these rows, and somebody for safety where it matters."""
    weights: dict[str, float] = {}
    for each in planned:
        for role_id, part in _parts(each.line.activity):
            weights[role_id] = weights.get(role_id, 0.0) + _WEIGHT[part]
    deciding = {each.line.activity.accountable for each in planned}
    most = _MOST + max(0, len(planned) - _FEW_ROWS) // _ROWS_PER_COLUMN
    ordered = sorted(weights, key=lambda each: (each not in deciding, -weights[each]))
    chosen = [each for each in ordered if weights[each] >= _LEAST][:most]
    if all(each.line.is_other for each in planned):
        chosen = [each for each in chosen if catalogue().role(each).side is not Side.EXTERNAL]
    if any(each.row.safety_relevant for each in planned) and not {*_SAFETY} & {*chosen}:
        chosen.append(_SAFETY[0])
    return [role for role in catalogue().roles if role.id in chosen]


def _parts(activity: Activity) -> Iterator[tuple[str, Part]]:
    yield activity.accountable, Part.DECIDES
    yield from ((each, Part.DOES) for each in activity.responsible)
    yield from ((each, Part.ASKED) for each in activity.consulted)
    yield from ((each, Part.TOLD) for each in activity.informed)


def _read(named: Sequence[Named]) -> Iterator[str]:
    """Say in one sentence which roles the names were read as, and each guess in its own."""
    plain = [(n.name, n.role) for n in named if n.role and not n.assumed]
    listed = [f"{name} as {role.in_sentence}" for name, role in plain if _differs(name, role)]
    if listed:
        parts = (", ".join(listed[:-1]), listed[-1])
        yield f"Read as roles of the catalogue: {' and '.join(filter(None, parts))}."
    yield from (each.assumed for each in named if each.assumed)


def _differs(name: str, role: Role) -> bool:
    """Tell whether a name has a word that the role's own name has not."""
    said = {word.removesuffix("s") for word in name.casefold().split()}
    return not said <= {word.removesuffix("s") for word in role.name.casefold().split()}


def _persons(named: Sequence[Named]) -> Iterator[str]:
    for each in named:
        if each.is_person:
            yield f"'{each.said}' seems to be a person, and a chart names roles: it has no column."
