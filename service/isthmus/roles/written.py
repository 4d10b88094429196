"""Definitions as plain JSON, and back as they were; each source is written once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any

from isthmus.raci.written import require_text
from isthmus.roles.model import Definition, Line, Source, SourceKind, Topic
from isthmus_knowledge.catalogue import Side

Json = dict[str, Any]


def definition_as_json(definition: Definition) -> Json:
    """Raise InvalidError where a text in it is none."""
    places: dict[Source, int] = {}
    said = {
        "name": definition.name,
        "role": definition.role,
        "side": definition.side.value if definition.side else None,
        "review": definition.review.isoformat() if definition.review else None,
        "made": definition.made,
        "lines": [_line_as_json(line, places) for line in definition.lines],
        "composed": [_line_as_json(line, places) for line in definition.composed],
        "sources": [list(astuple(source)) for source in places],
    }
    require_text(said)
    return said


def definition_of(said: Mapping[str, Any]) -> Definition:
    sources = [Source(SourceKind(kind), *rest) for kind, *rest in said["sources"]]
    return Definition(
        name=said["name"],
        role=said["role"],
        side=Side(said["side"]) if said["side"] else None,
        review=date.fromisoformat(said["review"]) if said["review"] else None,
        lines=_lines_of(said["lines"], sources),
        composed=_lines_of(said["composed"], sources),
        made=said["made"],
    )


def _line_as_json(line: Line, places: dict[Source, int]) -> list[Any]:
    at = [places.setdefault(source, len(places)) for source in line.sources]
    return [line.id, line.topic.value, line.text, at, line.key, list(line.nice)]


def _lines_of(said: Iterable[Sequence[Any]], sources: Sequence[Source]) -> tuple[Line, ...]:
    return tuple(
        Line(id_, Topic(topic), text, tuple(sources[place] for place in at), key, tuple(nice))
        for id_, topic, text, at, key, nice in said
    )
