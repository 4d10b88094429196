"""Events as Slack writes them; what is told here is delivered by the courier, in this order."""

from slack_workspace.model import Channel, Json, Message, Ping, User
from slack_workspace.mrkdwn import notified, notified_by
from slack_workspace.scopes import OF_EVENTS
from slack_workspace.state import State


def told(state: State, team: str, event: Json) -> None:
    """Have the app told of something that its own call brought about."""
    state.happened.put((team, event))


def enveloped(state: State, team: str, event: Json) -> Json:
    """Put an event into what arrives at the app: with an id of its own."""
    bot = next(one for one in reversed(state.installations) if one.team == team).bot_user
    channel = state.channels.get(str(event.get("channel", "")))
    return {
        "token": "verification-token-of-tests",
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": state.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": state.new_id("Ev"),
        "event_time": int(state.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": bot,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel and channel.is_ext_shared),
        "event_context": state.new_id("4-"),
    }


def heard_by_app(state: State, team: str, event: Json) -> bool:
    """Tell whether the app is let know: it needs the scope, and to be in the channel."""
    here = [one for one in state.installations if one.team == team]
    if not here or (here[-1].uninstalled and event["type"] != "app_uninstalled"):
        return False
    item = event.get("item") or {}
    channel = state.channels.get(str(event.get("channel") or item.get("channel") or ""))
    needed = OF_EVENTS.get(event["type"], "").format(channel.scope if channel else "channels")
    if needed and needed not in here[-1].scopes:
        return False
    return (
        channel is None
        or event["type"] == "app_home_opened"
        or here[-1].bot_user in (channel.members)
    )


# messages


def message_event(state: State, message: Message) -> Json:
    channel = state.channels[message.channel]
    said = message.as_json(state.base) | {
        "channel": channel.id,
        "channel_type": channel.type,
        "event_ts": message.ts,
        "team": state.users[message.user].team,
    }
    if message.bot_id:
        said["bot_profile"] = {"id": message.bot_id, "app_id": message.app_id, "deleted": False}
    if message.is_reply:
        root = channel.find(message.thread_ts)
        said["parent_user_id"] = root.user if root else ""
    return said


def mention_event(state: State, message: Message) -> Json:
    said = message_event(state, message) | {"type": "app_mention"}
    said.pop("channel_type")
    return said


def changed_event(state: State, message: Message, before: Json) -> Json:
    channel = state.channels[message.channel]
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.type,
        "ts": state.clock.stamp(),
        "event_ts": message.edited or message.ts,
        "message": message.as_json(state.base),
        "previous_message": before,
    }


def deleted_event(state: State, message: Message) -> Json:
    channel = state.channels[message.channel]
    stamp = state.clock.stamp()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.type,
        "ts": stamp,
        "event_ts": stamp,
        "deleted_ts": message.ts,
        "previous_message": message.as_json(state.base),
    }


def reaction_event(state: State, message: Message, user: str, name: str) -> Json:
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    return {
        "type": "reaction_added",
        "user": user,
        "reaction": name,
        "item": item,
        "item_user": message.user,
        "event_ts": state.clock.stamp(),
    }


def joined_event(state: State, channel: Channel, user: User, *, left: bool = False) -> Json:
    return {
        "type": "member_left_channel" if left else "member_joined_channel",
        "user": user.id,
        "channel": channel.id,
        "channel_type": {"public": "C", "private": "G", "im": "D"}[channel.kind],
        "team": channel.team,
        "event_ts": state.clock.stamp(),
    }


# what the app itself did comes back to it as well


def posted(state: State, message: Message) -> None:
    told(state, state.channels[message.channel].team, message_event(state, message))


def changed(state: State, message: Message, before: Json) -> None:
    told(state, state.channels[message.channel].team, changed_event(state, message, before))


def deleted(state: State, message: Message) -> None:
    told(state, state.channels[message.channel].team, deleted_event(state, message))


def reacted(state: State, message: Message, user: str, name: str) -> None:
    team = state.channels[message.channel].team
    told(state, team, reaction_event(state, message, user, name))


def record_pings(state: State, message: Message, *, bare: bool = False) -> None:
    """Note who is notified by a message, each once; the fallback text notifies, too."""
    whom = dict.fromkeys([*notified(message.text, bare=bare), *notified_by(message.blocks)])
    known = {(one.ts, one.whom) for one in state.pings}
    for one in whom:
        if (message.ts, one) not in known:
            state.pings.append(Ping(message.channel, message.ts, message.user, one))
