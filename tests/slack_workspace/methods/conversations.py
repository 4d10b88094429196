"""conversations.*: channels, who is in them, and what was said."""

from slack_workspace.errors import SlackError
from slack_workspace.methods.asking import Asked, next_page, offers
from slack_workspace.model import Channel, Json, Message


@offers("conversations.info")
def info(asked: Asked) -> Json:
    channel = _visible(asked)
    asked.need(f"{channel.scope}:read")
    said = channel.as_json() | {"is_member": asked.bot.id in channel.members}
    if asked.flag("include_num_members"):
        said["num_members"] = len(channel.members)
    return {"channel": said}


@offers("conversations.members")
def members(asked: Asked) -> Json:
    channel = _visible(asked)
    asked.need(f"{channel.scope}:read")
    found, cursor = asked.page(channel.members)
    return {"members": found, **next_page(cursor)}


@offers("conversations.replies")
def replies(asked: Asked) -> Json:
    channel = asked.own_channel()
    asked.need(f"{channel.scope}:history")
    thread = channel.replies(asked.text("ts"))
    if not thread:
        raise SlackError("thread_not_found")
    root, *later = thread
    found, cursor = asked.page([root, *_between(asked, later)])
    return {"messages": _said(asked, found), "has_more": bool(cursor), **next_page(cursor)}


@offers("conversations.history")
def history(asked: Asked) -> Json:
    channel = asked.own_channel()
    asked.need(f"{channel.scope}:history")
    shown = [
        one
        for one in reversed(channel.messages)
        if not one.deleted and not one.only_for and (not one.is_reply or one.broadcast)
    ]
    found, cursor = asked.page(_between(asked, shown))
    return {"messages": _said(asked, found), "has_more": bool(cursor), **next_page(cursor)}


@offers("conversations.open", "im:write")
def open_(asked: Asked) -> Json:
    users = str(asked.args.get("users") or "").split(",")
    if len(users) != 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = asked.state.known_user(users[0])
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = asked.state.direct(user, asked.bot.id)
    return {"channel": channel.as_json() if asked.flag("return_im") else {"id": channel.id}}


@offers("conversations.list")
def list_(asked: Asked) -> Json:
    wanted = str(asked.args.get("types") or "public_channel").split(",")
    return _listed(asked, wanted, list(asked.state.channels.values()))


@offers("users.conversations")
def of_user(asked: Asked) -> Json:
    wanted = str(asked.args.get("types") or "public_channel").split(",")
    user = str(asked.args.get("user") or asked.bot.id)
    mine = [one for one in asked.state.channels.values() if user in one.members]
    return _listed(asked, wanted, mine)


@offers("conversations.join", "channels:join")
def join(asked: Asked) -> Json:
    channel = asked.channel()
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if asked.bot.id not in channel.members:
        channel.members.append(asked.bot.id)
    return {"channel": channel.as_json()}


_TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def _listed(asked: Asked, wanted: list[str], channels: list[Channel]) -> Json:
    if not set(wanted) <= set(_TYPES):
        raise SlackError("invalid_types")
    for one in wanted:
        asked.need(_SCOPES[one])
    kinds = {_TYPES[one] for one in wanted}
    skipped = asked.flag("exclude_archived")
    here = [
        one
        for one in channels
        if one.kind in kinds
        and (one.team == asked.team or one.is_ext_shared)
        and (one.kind == "public" or asked.bot.id in one.members)
        and not (skipped and one.is_archived)
    ]
    found, cursor = asked.page(here)
    said = [one.as_json() | {"is_member": asked.bot.id in one.members} for one in found]
    return {"channels": said, **next_page(cursor)}


def _visible(asked: Asked) -> Channel:
    channel = asked.channel()
    if channel.kind != "public" and asked.bot.id not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def _between(asked: Asked, messages: list[Message]) -> list[Message]:
    oldest, latest = str(asked.args.get("oldest") or "0"), str(asked.args.get("latest") or "9" * 11)
    at_ends = asked.flag("inclusive")
    return [
        one
        for one in messages
        if float(oldest) < float(one.ts) < float(latest) or (at_ends and one.ts in {oldest, latest})
    ]


def _said(asked: Asked, messages: list[Message]) -> list[Json]:
    with_metadata = asked.flag("include_all_metadata")
    said = []
    for one in messages:
        told = one.as_json(asked.state.base, metadata=with_metadata)
        replies = asked.state.channels[one.channel].replies(one.ts)[1:]
        if replies and not one.is_reply:
            told |= {"thread_ts": one.ts, "reply_count": len(replies)}
        said.append(told)
    return said
