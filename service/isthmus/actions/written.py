"""Actions and what changed of them as JSON, and back."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Final

from isthmus.actions.model import (
    Action,
    Evidence,
    EvidenceKind,
    FieldChange,
    Party,
    Priority,
    Recurrence,
    Source,
    SourceKind,
    Status,
)

Json = Any


@dataclass(frozen=True)
class _Kind:
    """How a value of a field is read again."""

    read: Callable[[Json], Any]
    many: bool = False

    def of(self, value: Json) -> Any:  # noqa: ANN401 - any field
        if self.many:
            return tuple(map(self.read, value))
        return None if value is None else self.read(value)


def _recurrence(value: Json) -> Recurrence:
    return Recurrence(value["words"], _DAY.of(value["anchor"]))


def _source(value: Json) -> Source:
    return Source(**value | {"kind": SourceKind(value["kind"]), "at": _MOMENT.of(value["at"])})


def _evidence(value: Json) -> Evidence:
    return Evidence(**value | {"kind": EvidenceKind(value["kind"]), "at": _MOMENT.of(value["at"])})


def _same(value: Json) -> Json:
    return value


_DAY: Final = _Kind(date.fromisoformat)
_MOMENT: Final = _Kind(datetime.fromisoformat)
_PARTY: Final = _Kind(lambda value: Party(**value))
_STATUS: Final = _Kind(Status)
_AS_IT_IS: Final = _Kind(_same)
_KINDS: Final[Mapping[str, _Kind]] = MappingProxyType(
    {
        "owner": _PARTY,
        "helpers": _Kind(_PARTY.read, many=True),
        "due": _DAY,
        "first_due": _DAY,
        "priority": _Kind(Priority),
        "labels": _Kind(str, many=True),
        "status": _STATUS,
        "resumes": _STATUS,
        "waiting_for": _PARTY,
        "depends_on": _Kind(int, many=True),
        "source": _Kind(_source),
        "evidence": _Kind(_evidence, many=True),
        "recurrence": _Kind(_recurrence),
        "readers": _Kind(str, many=True),
        "created_at": _MOMENT,
        "changed_at": _MOMENT,
        "status_at": _MOMENT,
    }
)


def action_as_json(action: Action) -> dict[str, Json]:
    """Give an action without its number, and without what it has by default."""
    values = ((each, getattr(action, each.name)) for each in fields(Action) if each.name != "id")
    return {each.name: _plain(value) for each, value in values if value != each.default}


def action_of(number: int, value: Mapping[str, Json]) -> Action:
    said = {name: _KINDS.get(name, _AS_IT_IS).of(each) for name, each in value.items()}
    return Action(id=number, **said)


def changes_as_json(changes: tuple[FieldChange, ...]) -> list[Json]:
    return [[each.field, _plain(each.before), _plain(each.after)] for each in changes]


def changes_of(value: list[Json]) -> tuple[FieldChange, ...]:
    return tuple(_change(*each) for each in value)


def _change(field: str, before: Json, after: Json) -> FieldChange:
    kind = _KINDS.get(field, _AS_IT_IS)
    return FieldChange(field, kind.of(before), kind.of(after))


def _plain(value: Any) -> Json:  # noqa: ANN401 - any field
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case Party() | Source() | Evidence() | Recurrence():
            return {name: _plain(each) for name, each in asdict(value).items()}
        case _:
            return value
