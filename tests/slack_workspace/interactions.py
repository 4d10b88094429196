"""What the app is sent when somebody presses, submits, closes, commands or uses a shortcut."""

from slack_workspace.model import Channel, Json, Message, User, View
from slack_workspace.state import State
from slack_workspace.viewing import fields, said


def begun(state: State, user: User, kind: str) -> Json:
    """Give what every interaction tells: who, where they belong, and a trigger."""
    team = state.teams[user.team]
    return {
        "type": kind,
        "token": "verification-token-of-tests",
        "api_app_id": state.app.id,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": team.id},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": state.trigger(user),
    }


def channel_json(channel: Channel) -> Json:
    names = {"im": "directmessage", "private": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}


def pressed_in_message(state: State, user: User, message: Message, action: Json) -> Json:
    channel = state.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = begun(state, user, "block_actions") | {
        "container": container,
        "channel": channel_json(channel),
        "response_url": state.response_url(channel.id, user.id, message.ts),
        "state": {"values": message.values},
        "actions": [action | {"action_ts": state.clock.stamp()}],
    }
    if not message.only_for:
        payload["message"] = message.as_json(state.base, metadata=True)
    return payload


def pressed_in_view(state: State, user: User, view: View, action: Json) -> Json:
    return begun(state, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "view": said(state, view),
        "actions": [action | {"action_ts": state.clock.stamp()}],
    }


def submitted(state: State, user: User, view: View) -> Json:
    payload = begun(state, user, "view_submission")
    return payload | {"view": said(state, view), "response_urls": []}


def closed(state: State, user: User, view: View, *, is_cleared: bool) -> Json:
    payload = begun(state, user, "view_closed") | {"view": said(state, view)}
    payload.pop("trigger_id")
    return payload | {"is_cleared": is_cleared}


def message_shortcut(state: State, user: User, callback_id: str, message: Message) -> Json:
    channel = state.channels[message.channel]
    return begun(state, user, "message_action") | {
        "callback_id": callback_id,
        "message_ts": message.ts,
        "channel": channel_json(channel),
        "response_url": state.response_url(channel.id, user.id, ""),
        "message": message.as_json(state.base),
        "action_ts": state.clock.stamp(),
    }


def shortcut(state: State, user: User, callback_id: str) -> Json:
    payload = begun(state, user, "shortcut")
    return payload | {"callback_id": callback_id, "action_ts": state.clock.stamp()}


def command(state: State, user: User, channel: Channel, name: str, text: str) -> Json:
    where = channel_json(channel)
    return {
        "token": "verification-token-of-tests",
        "team_id": user.team,
        "team_domain": state.teams[user.team].domain,
        "channel_id": where["id"],
        "channel_name": where["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": state.app.id,
        "is_enterprise_install": "false",
        "response_url": state.response_url(channel.id, user.id, ""),
        "trigger_id": state.trigger(user),
    }


def home_opened(state: State, user: User, channel: Channel, tab: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": state.clock.stamp(),
    }
    home = state.homes.get((user.team, user.id))
    if home and tab == "home":
        event["view"] = said(state, home)
    return event


def action_of(block: Json, element: Json, label: str) -> Json:
    """Tell which element was pressed, and what it carries."""
    kind = element["type"]
    action: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": block["block_id"],
    }
    if kind == "overflow":
        chosen = [one for one in element["options"] if one["text"]["text"] == label]
        return action | {"selected_option": chosen[0]}
    if kind == "feedback_buttons":
        both = (element["positive_button"], element["negative_button"])
        pressed = next(one for one in both if one["text"]["text"] == label)
        return action | {"text": pressed["text"], "value": pressed["value"]}
    action["text"] = element["text"]
    given = {name: element[name] for name in ("value", "url", "style") if name in element}
    return action | given


def required(view: View) -> list[Json]:
    """Give the input blocks that have to be filled and are not."""
    return [
        block
        for block, element in fields(view.blocks)
        if block["type"] == "input"
        and not block.get("optional")
        and not any(
            value
            for name, value in view.values[block["block_id"]][element["action_id"]].items()
            if name != "type"
        )
    ]
