"""What Slack delivers, as the events that are kept; what is none of ours is None."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from json import dumps
from typing import Any, Final

from isthmus.channels.model import LONGEST_ID, Event
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.texts import names_us

Said = Mapping[str, Any]

MESSAGE: Final = "message"
CHANGED: Final = "message.changed"
DELETED: Final = "message.deleted"
JOINED: Final = "member.joined"
LEFT: Final = "member.left"
HOME: Final = "home.opened"
REACTION: Final = "reaction"
LINK: Final = "link"
GONE: Final = "uninstalled"
COMMAND: Final = "command"
PRESSED: Final = "pressed"
SHORTCUT: Final = "shortcut"
FILLED: Final = "filled"

_SPOKEN: Final = frozenset({"", "file_share", "thread_broadcast", "me_message"})
_LONGEST_TEXT: Final = 40_000  # Slack's own
_MOST_FILES: Final = 5  # of one message
_LONGEST_KEPT: Final = 4_000  # of what is quoted in a form


def is_direct(channel: str) -> bool:
    """Tell whether somebody is alone with us in a channel."""
    return channel.startswith("D")


def conversation(team: str, channel: str, thread: str = "") -> str:
    return "/".join(filter(None, (team, channel, thread)))


# ---- what is subscribed to


def event_of(delivery: Said) -> Event | None:
    """Give the event of a delivery; None for what is not for us, such as what a robot said."""
    event, team = delivery.get("event"), team_of(delivery)
    if not isinstance(event, dict) or not team:
        return None
    read = _READ.get(str(event.get("type")))
    return read(team, event, delivery) if read else None


def team_of(delivery: Said) -> str:
    """Give the workspace that we are in: in a shared channel the event may be of another one."""
    found = delivery.get("authorizations") or ()
    ours = next((str(each.get("team_id") or "") for each in found), "")
    return ours or str(delivery.get("team_id") or "")


def bot_of(delivery: Said) -> str:
    """Give the user that we are, as the delivery says it."""
    found = delivery.get("authorizations") or ()
    return next((str(each.get("user_id")) for each in found if each.get("is_bot")), "")


def _message(team: str, event: Said, delivery: Said) -> Event | None:
    subtype = str(event.get("subtype") or "")
    if subtype == "message_changed":
        return _changed(team, event, delivery)
    if subtype == "message_deleted":
        return _deleted(team, event, delivery)
    if subtype not in _SPOKEN or not _by_a_person(event, delivery):
        return None
    return _spoken(team, event, delivery)


def _spoken(team: str, event: Said, delivery: Said) -> Event:
    channel, ts = str(event["channel"]), str(event["ts"])
    thread = str(event.get("thread_ts") or "")
    text = str(event.get("text") or "")[:_LONGEST_TEXT]
    kept = {
        "channel": channel,
        "user": str(event["user"]),
        "text": text,
        "ts": ts,
        "thread": thread,
        "mentioned": event.get("type") == "app_mention" or names_us(text, bot_of(delivery) or "?"),
        "files": [_file(each) for each in event.get("files") or ()][:_MOST_FILES],
    }
    lane = _lane(team, channel, thread or ts)
    same = str(delivery.get("event_id") or "")
    return _event(team, f"{channel}:{ts}", MESSAGE, lane, kept, same)


def _file(said: Said) -> dict[str, str]:
    return {"id": str(said.get("id") or ""), "name": str(said.get("name") or "")[:LONGEST_ID]}


def _mention(team: str, event: Said, delivery: Said) -> Event | None:
    return _spoken(team, event, delivery) if _by_a_person(event, delivery) else None


def _changed(team: str, event: Said, delivery: Said) -> Event | None:
    """Only a person's own edit counts: links that unfold and our own changes say so, too."""
    new, old = event.get("message") or {}, event.get("previous_message") or {}
    if not new.get("edited") or not _by_a_person(new, delivery):
        return None
    if new.get("text") == old.get("text"):
        return None
    channel, ts = str(event["channel"]), str(new["ts"])
    thread = str(new.get("thread_ts") or "")
    kept = {"channel": channel, "ts": ts, "thread": thread, "before": str(old.get("text") or "")}
    lane = _lane(team, channel, thread or ts)
    known = f"{edits_of(channel, ts)}{delivery['event_id']}"
    return _event(team, known, CHANGED, lane, kept)


def edits_of(channel: str, ts: str) -> str:
    """Give how the ids of a message's edits begin: what came of them is found by the message."""
    return f"{channel}:{ts}~edit:"


def _deleted(team: str, event: Said, delivery: Said) -> Event | None:
    old = event.get("previous_message") or {}
    channel, ts = str(event["channel"]), str(event.get("deleted_ts") or old.get("ts") or "")
    if not ts or (old and not _by_a_person(old, delivery)):
        return None
    thread = str(old.get("thread_ts") or "")
    kept = {"channel": channel, "ts": ts, "thread": thread}
    lane = _lane(team, channel, thread or ts)
    return _event(team, str(delivery["event_id"]), DELETED, lane, kept)


def _by_a_person(said: Said, delivery: Said) -> bool:
    robot = any(said.get(each) for each in ("bot_id", "bot_profile", "app_id"))
    user = str(said.get("user") or "")
    return bool(user) and not robot and user not in {bot_of(delivery), "USLACKBOT"}


def _member(team: str, event: Said, delivery: Said) -> Event:
    kind = JOINED if event["type"] == "member_joined_channel" else LEFT
    channel = str(event["channel"])
    kept = {"channel": channel, "user": str(event["user"])}
    return _event(team, str(delivery["event_id"]), kind, _lane(team, channel), kept)


def _home(team: str, event: Said, delivery: Said) -> Event:
    user = str(event["user"])
    kept = {"user": user, "tab": str(event.get("tab") or "home"), "channel": event.get("channel")}
    return _event(team, str(delivery["event_id"]), HOME, _lane(team, user), kept)


def _reaction(team: str, event: Said, delivery: Said) -> Event | None:
    item = event.get("item") or {}
    if item.get("type") != "message":
        return None
    channel, ts = str(item["channel"]), str(item["ts"])
    kept = {
        "channel": channel,
        "ts": ts,
        "user": str(event["user"]),
        "reaction": str(event.get("reaction") or ""),
    }
    return _event(team, str(delivery["event_id"]), REACTION, _lane(team, channel, ts), kept)


def _link(team: str, event: Said, delivery: Said) -> Event | None:
    if not event.get("channel") or not event.get("user"):
        return None
    channel, ts = str(event["channel"]), str(event.get("message_ts") or "")
    kept = {
        "channel": channel,
        "user": str(event["user"]),
        "ts": ts,
        "thread": str(event.get("thread_ts") or ""),
        "unfurl_id": str(event.get("unfurl_id") or ""),
        "source": str(event.get("source") or ""),
        "links": [str(each.get("url")) for each in event.get("links") or ()][:5],
    }
    return _event(team, str(delivery["event_id"]), LINK, _lane(team, channel, ts), kept)


def _gone(team: str, event: Said, delivery: Said) -> Event | None:
    """Tell that a workspace took our token back; a user's token we never had."""
    revoked = event.get("tokens") or {}
    if event["type"] == "tokens_revoked" and not revoked.get("bot"):
        return None
    return _event(team, str(delivery["event_id"]), GONE, _lane(team, "workspace"), {})


_READ: Final[Mapping[str, Callable[[str, Said, Said], Event | None]]] = {
    "message": _message,
    "app_mention": _mention,
    "member_joined_channel": _member,
    "member_left_channel": _member,
    "app_home_opened": _home,
    "reaction_added": _reaction,
    "link_shared": _link,
    "app_uninstalled": _gone,
    "tokens_revoked": _gone,
}


# ---- what people press, choose and type


def command_of(form: Said) -> Event:
    """Give the event of a slash command."""
    team, channel = str(form["team_id"]), str(form["channel_id"])
    kept = {
        "channel": channel,
        "user": str(form["user_id"]),
        "text": str(form.get("text") or "")[:_LONGEST_TEXT],
        "trigger": str(form.get("trigger_id") or ""),
    }
    lane = _lane(team, channel, kept["user"])
    return _event(team, _id_of(form, "trigger_id"), COMMAND, lane, kept)


def pressed_of(payload: Said) -> Event | None:
    """Give the event of a pressed button; only its first action, as there is but one."""
    actions = payload.get("actions") or ()
    if not actions:
        return None
    container = payload.get("container") or {}
    message = payload.get("message") or {}
    channel = str(container.get("channel_id") or (payload.get("channel") or {}).get("id") or "")
    ts = str(container.get("message_ts") or "")
    kept = {
        "channel": channel,
        "user": str(payload["user"]["id"]),
        "ts": ts,
        "thread": str(container.get("thread_ts") or message.get("thread_ts") or ""),
        "alone": bool(container.get("is_ephemeral")),
        "action": str(actions[0].get("action_id") or ""),
        "token": value_of(actions[0]),
        "trigger": str(payload.get("trigger_id") or ""),
        "at": str(actions[0].get("action_ts") or ""),
    }
    team = str(payload["team"]["id"])
    lane = _lane(team, channel or str(kept["user"]), str(kept["thread"] or ts))
    return _event(team, _id_of(payload, "trigger_id"), PRESSED, lane, kept)


def value_of(action: Said) -> str:
    chosen = action.get("selected_option") or {}
    return str(action.get("value") or chosen.get("value") or "")


def shortcut_of(payload: Said) -> Event:
    """Give the event of a shortcut, on a message or without one."""
    message, channel = payload.get("message") or {}, payload.get("channel") or {}
    kept = {
        "channel": str(channel.get("id") or ""),
        "user": str(payload["user"]["id"]),
        "ts": str(message.get("ts") or ""),
        "thread": str(message.get("thread_ts") or ""),
        "author": str(message.get("user") or ""),
        "text": str(message.get("text") or "")[:_LONGEST_KEPT],
        "trigger": str(payload.get("trigger_id") or ""),
    }
    team = str(payload["team"]["id"])
    lane = _lane(team, str(kept["channel"] or kept["user"]), str(kept["ts"]))
    return _event(team, _id_of(payload, "trigger_id"), SHORTCUT, lane, kept)


def filled_of(payload: Said) -> Event:
    """Give the event of a form that was sent; sent again as it was, it is the same event."""
    view = payload["view"]
    kept = {
        "user": str(payload["user"]["id"]),
        "about": str(view.get("private_metadata") or ""),
        "state": (view.get("state") or {}).get("values") or {},
    }
    team = str(payload["team"]["id"])
    window = str(view.get("id") or "")
    written = sha256(dumps([kept["about"], kept["state"]], sort_keys=True).encode()).hexdigest()
    lane = _lane(team, str(kept["user"]), window)
    return _event(team, f"{window}:{written}", FILLED, lane, kept)


def _id_of(said: Said, name: str) -> str:
    """Give Slack's own id, else one that the same delivery has again."""
    known = str(said.get(name) or "")
    return known or sha256(dumps(said, sort_keys=True).encode()).hexdigest()


def _lane(team: str, *names: str) -> str:
    return "/".join(filter(None, (PLATFORM, team, *names)))


def _event(team: str, known: str, kind: str, lane: str, kept: Said, same_as: str = "") -> Event:  # noqa: PLR0913, PLR0917 - what an event consists of
    payload = dict(kept)
    return Event(PLATFORM, team, known[:LONGEST_ID], kind, lane[:LONGEST_ID], payload, same_as)
