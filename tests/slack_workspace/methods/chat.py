"""chat.*: what an app says, changes and takes back."""

import json

from slack_workspace import limits
from slack_workspace.block_shapes import Surface, wrong_with
from slack_workspace.errors import SlackError, refused
from slack_workspace.events import changed, deleted, posted, record_pings
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Channel, Json, Message


@offers("chat.postMessage", "chat:write")
def post_message(asked: Asked) -> Json:
    channel = _addressed(asked)
    message = _written(asked, channel)
    asked.state.keep(message)
    asked.state.statuses.pop((channel.id, message.thread), None)
    record_pings(asked.state, message, bare=_links_names(asked))
    posted(asked.state, message)
    said = message.as_json(asked.state.base, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": said}


@offers("chat.postEphemeral", "chat:write")
def post_ephemeral(asked: Asked) -> Json:
    channel = asked.own_channel()
    user = asked.text("user")
    asked.state.known_user(user)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _written(asked, channel)
    message.only_for = user
    asked.state.keep(message)
    return {"message_ts": message.ts}


@offers("chat.update", "chat:write")
def update(asked: Asked) -> Json:
    channel = asked.channel()
    message = _own(asked, channel, "cant_update_message")
    text, blocks = asked.args.get("text"), asked.args.get("blocks")
    if text is None and blocks is None and asked.args.get("attachments") is None:
        raise SlackError("no_text")
    if len(text or "") > limits.CHANGED_TEXT:
        raise SlackError("msg_too_long")
    checked = asked.blocks() if blocks is not None else None
    before = message.as_json(asked.state.base)
    if text is not None:
        message.text = text
    if checked is not None:  # else the blocks stay, and people see no change
        message.blocks = checked
    if "metadata" in asked.args:
        message.metadata = _metadata(asked)
    message.edited = asked.state.clock.stamp()
    record_pings(asked.state, message, bare=_links_names(asked))
    changed(asked.state, message, before)
    said = message.as_json(asked.state.base, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": said}


@offers("chat.delete", "chat:write")
def delete(asked: Asked) -> Json:
    channel = asked.channel()
    message = _own(asked, channel, "cant_delete_message")
    message.deleted = True
    deleted(asked.state, message)
    return {"channel": channel.id, "ts": message.ts}


@offers("chat.getPermalink")
def get_permalink(asked: Asked) -> Json:
    channel = asked.channel()
    message = asked.message(channel, "message_ts")
    domain = asked.state.teams[asked.team].domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


@offers("chat.unfurl", "links:write")
def unfurl(asked: Asked) -> Json:
    channel = asked.channel()
    message = asked.message(channel)
    unfurls = asked.args.get("unfurls")
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("cannot_parse_attachment")
    for link, shown in unfurls.items():
        if link not in message.text and link.replace("&", "&amp;") not in message.text:
            raise SlackError("cannot_unfurl_url")
        problems = wrong_with(shown.get("blocks", []), Surface.MESSAGE, f"/unfurls/{link}/blocks")
        if problems:
            raise refused("invalid_blocks", problems)
    message.attachments = [{"from_url": link, **shown} for link, shown in unfurls.items()]
    return {}


def _addressed(asked: Asked) -> Channel:
    """Find where a message goes: a channel, or somebody's id for their direct messages."""
    name = asked.text("channel")
    if name in asked.state.users:
        user = asked.state.users[name]
        if user.is_bot or user.deleted:
            raise SlackError("cannot_dm_bot" if user.is_bot else "channel_not_found")
        return asked.state.direct(user, asked.bot.id)
    channel = asked.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if asked.bot.id in channel.members:
        return channel
    if channel.kind != "public":
        raise SlackError("channel_not_found")
    if "chat:write.public" not in asked.installation.scopes:
        raise SlackError("not_in_channel")
    return channel


def _written(asked: Asked, channel: Channel) -> Message:
    text, blocks = _content(asked)
    thread = str(asked.args.get("thread_ts") or "")
    if thread:
        root = channel.find(thread)
        if root is None:
            raise SlackError("thread_not_found")
        if root.is_reply:
            raise SlackError("cannot_reply_to_message")
    return Message(
        asked.state.clock.stamp(),
        channel.id,
        asked.bot.id,
        text,
        blocks,
        thread,
        asked.installation.bot_id,
        asked.state.app.id,
        metadata=_metadata(asked),
        broadcast=asked.flag("reply_broadcast"),
    )


def _content(asked: Asked) -> tuple[str, list[Json]]:
    text, markdown = asked.args.get("text") or "", asked.args.get("markdown_text")
    if not isinstance(text, str):
        raise refused("invalid_arguments", ["must be a string [json-pointer:/text]"])
    if markdown is not None:
        if text or asked.args.get("blocks"):
            raise SlackError("markdown_text_conflict")
        if len(markdown) > limits.MARKDOWN:
            raise SlackError("msg_too_long")
        block_id = asked.state.new_id("b")
        return markdown, [{"type": "markdown", "text": markdown, "block_id": block_id}]
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    blocks = asked.blocks()
    if not text and not blocks:
        raise SlackError("no_text")
    return text, blocks


def _metadata(asked: Asked) -> Json | None:
    given = asked.args.get("metadata")
    if given is None:
        return None
    if isinstance(given, str):
        given = json.loads(given)
    if not isinstance(given, dict) or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(given.get("event_type"), str) or set(given) - {
        "event_type",
        "event_payload",
        "entities",
    }:
        raise SlackError("invalid_metadata_format")
    return given


def _own(asked: Asked, channel: Channel, code: str) -> Message:
    message = asked.message(channel)
    if message.only_for:
        raise SlackError("message_not_found")
    if message.user != asked.bot.id:
        raise SlackError(code)
    return message


def _links_names(asked: Asked) -> bool:
    return asked.flag("link_names") or asked.args.get("parse") == "full"
