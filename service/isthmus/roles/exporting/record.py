"""JSON: all that a definition holds."""

import json
from collections.abc import Sequence
from typing import Any

from isthmus.roles.exporting.sheet import Sheet
from isthmus.roles.model import Definition, Line, Topic

Json = dict[str, Any]


def written(sheets: Sequence[Sheet]) -> bytes:
    said = [record_of(sheet) for sheet in sheets]
    told: object = said[0] if len(said) == 1 else said
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def record_of(sheet: Sheet) -> Json:
    approval = sheet.approval
    return {
        **definition_as_json(sheet.definition),
        "status": str(sheet.status),
        "version": sheet.version,
        "approval": {"by": approval.by, "on": approval.on.isoformat()} if approval else None,
    }


def definition_as_json(definition: Definition) -> Json:
    """Give what a definition says, its lines by topic; a topic without lines is left out."""
    found = {topic.value: [line_as_json(line) for line in definition.of(topic)] for topic in Topic}
    return {
        "name": definition.name,
        "role": definition.role,
        "side": definition.side.value if definition.side else None,
        "review": definition.review.isoformat() if definition.review else None,
        "lines": {topic: lines for topic, lines in found.items() if lines},
    }


def line_as_json(line: Line) -> Json:
    return {
        "id": line.id,
        "text": line.text,
        "nice": list(line.nice),
        "sources": [
            {name: str(value) for name, value in vars(source).items() if value}
            | {"in_words": source.in_words}
            for source in line.sources
        ],
    }
