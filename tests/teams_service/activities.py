"""Activities as Teams sends them, of what people do."""

import re
from typing import Any

from teams_service.people import BOT, Conversation, Human

Json = dict[str, Any]

THREAD = ";messageid="


def base(kind: str, known: str, person: Human, where: Conversation, **rest: Any) -> Json:  # noqa: ANN401 - JSON
    """Give what all activities say: who, where, when, and how to answer."""
    thread = rest.pop("thread", "")
    at = rest.pop("at", "2026-03-02T08:00:00.000Z")
    data: Json = {"tenant": {"id": where.tenant}}
    if where.is_channel:
        team, _, channel = where.name.partition(" / ")
        data |= {"team": {"id": "19:team@thread.tacv2", "name": team}}
        data |= {"channel": {"id": where.id, "name": channel}}
    conversation: Json = {"conversationType": where.kind, "tenantId": where.tenant}
    conversation["id"] = f"{where.id}{THREAD}{thread}" if where.is_channel and thread else where.id
    if where.kind != "personal":
        conversation |= {"isGroup": True, "name": where.name}
    return {
        "type": kind,
        "id": known,
        "timestamp": at,
        "localTimezone": person.zone,
        "channelId": "msteams",
        "from": person.as_account(),
        "recipient": {"id": BOT, "name": "Isthmus"},
        "conversation": conversation,
        **rest,
        "channelData": {**data, **rest.get("channelData", {})},
    }


def spoken(text: str, people: dict[str, Human]) -> Json:
    """Give a text with its mentions, such as `@Isthmus who approves?` or `@ben look`."""
    entities: list[Json] = []

    def mention(found: re.Match[str]) -> str:
        name = found[1]
        if name == "Isthmus":
            who: Json = {"id": BOT, "name": "Isthmus"}
        elif name in people:
            who = people[name].as_account()
        else:
            return found[0]
        at = f"<at>{who['name']}</at>"
        entities.append({"type": "mention", "mentioned": who, "text": at})
        return at

    return {
        "text": re.sub(r"@(\w+)", mention, text),
        "textFormat": "plain",
        "entities": [*entities, {"type": "clientInfo", "locale": "en-GB"}],
    }
