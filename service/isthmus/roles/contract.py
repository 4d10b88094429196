"""Role definitions as JSON: what the API and the command line give."""

from collections.abc import Sequence
from typing import Any

from isthmus.roles.exporting.record import definition_as_json, line_as_json
from isthmus.roles.looking import Compared
from isthmus.roles.model import Event, Filed, Version
from isthmus.roles.refreshing import News
from isthmus.roles.rewording import Drafted

Json = dict[str, Any]


def drafted_as_json(drafted: Drafted) -> Json:
    return definition_as_json(drafted.definition) | {"assumed": list(drafted.assumed)}


def filed_as_json(filed: Filed) -> Json:
    return _about(filed) | definition_as_json(filed.definition)


def listed_as_json(filed: Filed) -> Json:
    definition = filed.definition
    return _about(filed) | {
        "name": definition.name,
        "role": definition.role,
        "side": definition.side,
        "review": definition.review,
    }


def _about(filed: Filed) -> Json:
    return {
        "id": filed.id,
        "owner": filed.owner,
        "status": filed.status,
        "number": filed.number,
        "version": filed.version,
        "changed_by": filed.changed_by,
        "readers": list(filed.readers),
    }


def event_as_json(event: Event) -> Json:
    return {name: value for name, value in vars(event).items() if name != "definition"}


def version_as_json(version: Version) -> Json:
    return {
        "definition": version.filed,
        "version": version.number,
        "name": version.definition.name,
        "status": version.status,
        "approved_by": version.approved_by,
        "approved_at": version.approved_at,
        "event": version.event,
        "superseded_at": version.superseded_at,
    }


def compared_as_json(compared: Compared) -> Json:
    return {
        "from": compared.before.name,
        "to": compared.after.name,
        "differences": [{**vars(each), "in_words": each.in_words} for each in compared.differences],
    }


def news_as_json(news: Sequence[News]) -> list[Json]:
    return [
        {
            "kind": each.kind,
            "topic": each.topic,
            "before": line_as_json(each.before) if each.before else None,
            "after": line_as_json(each.after) if each.after else None,
            "stays": each.stays,
            "in_words": each.in_words,
        }
        for each in news
    ]
