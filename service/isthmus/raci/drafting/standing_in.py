"""Who stands in for whom in a chart, and who may say yes and no, as a file says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import yaml

from isthmus.errors import InvalidError
from isthmus.raci.model import Column
from isthmus_knowledge.catalogue import Role, Side, catalogue

_FILE: Final = "adapting.yaml"
_LEADING: Final = frozenset(
    "manager director head chief owner lead leader vp president ceo coo cfo".split()
)


class Authority(StrEnum):
    """Whether a role may say yes and no: in general, in its own field only, or not."""

    LINE = "line"
    STAFF = "staff"
    NONE = "none"


@dataclass(frozen=True)
class StandIns:
    """Who takes a role's parts where it is not there, by role id, the closest first."""

    authority: Authority
    answers: tuple[str, ...]
    works: tuple[str, ...]
    speaks: tuple[str, ...]


def authority_of(role: Role | None, name: str, side: Side | None) -> bool:
    """Tell whether a role may say yes and no; who is called a manager may."""
    if side is Side.EXTERNAL:
        return False
    return role is None or _leads(name) or stand_ins()[role.id].authority is not Authority.NONE


def authority_in(column: Column) -> Authority:
    usual = stand_ins()[column.role].authority if column.role else Authority.NONE
    return Authority.LINE if usual is Authority.NONE and _leads(column.name) else usual


def _leads(name: str) -> bool:
    return not _LEADING.isdisjoint(name.casefold().split())


@cache
def stand_ins() -> Mapping[str, StandIns]:
    """Read the shipped table once; raises InvalidError where it is wrong."""
    return read_stand_ins((files("isthmus.raci.drafting") / _FILE).read_text(encoding="utf-8"))


def read_stand_ins(text: str) -> Mapping[str, StandIns]:
    entries = yaml.safe_load(text)["roles"]
    roles = {role.id: role for role in catalogue().roles}
    if missing := ", ".join(sorted(set(roles) ^ set(entries))):
        raise InvalidError(f"{_FILE}: it has to have exactly the catalogue's roles; see {missing}.")
    for role_id, entry in entries.items():
        for way in ("answers", "works", "speaks"):
            if wrong := [each for each in entry[way] if each not in roles or each == role_id]:
                raise InvalidError(f"{_FILE}: {role_id} {way} names {', '.join(wrong)}.")
        if wrong := [each for each in entry["answers"] if roles[each].side is Side.EXTERNAL]:
            raise InvalidError(
                f"{_FILE}: {', '.join(wrong)} is external and answers for {role_id}."
            )
    return MappingProxyType({role_id: _stand_ins(entry) for role_id, entry in entries.items()})


def _stand_ins(entry: Mapping[str, Sequence[str]]) -> StandIns:
    return StandIns(
        Authority(str(entry["authority"])),
        tuple(entry["answers"]),
        tuple(entry["works"]),
        tuple(entry["speaks"]),
    )
