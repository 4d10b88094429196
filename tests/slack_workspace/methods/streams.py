"""Streams: a message that grows while it is written."""

from slack_workspace import limits
from slack_workspace.errors import SlackError
from slack_workspace.events import changed, posted, record_pings
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Channel, Json, Message


@offers("chat.startStream", "chat:write")
def start(asked: Asked) -> Json:
    channel = asked.own_channel()
    root = channel.find(asked.text("thread_ts"))
    if root is None:
        raise SlackError("thread_not_found")
    if channel.kind != "im":
        asked.text("recipient_user_id")
        asked.text("recipient_team_id")
    message = Message(
        asked.state.clock.stamp(),
        channel.id,
        asked.bot.id,
        _piece(asked),
        thread_ts=root.ts,
        bot_id=asked.installation.bot_id,
        app_id=asked.state.app.id,
        streaming=True,
    )
    asked.state.keep(message)
    posted(asked.state, message)
    return {"channel": channel.id, "ts": message.ts}


@offers("chat.appendStream", "chat:write")
def append(asked: Asked) -> Json:
    channel, message = _streamed(asked)
    message.text += _piece(asked, needed=True)
    return {"channel": channel.id, "ts": message.ts}


@offers("chat.stopStream", "chat:write")
def stop(asked: Asked) -> Json:
    channel, message = _streamed(asked)
    before = message.as_json(asked.state.base)
    blocks = asked.blocks()
    text = message.text + _piece(asked)
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    message.text, message.streaming = text, False
    pieces = [text[n : n + limits.MARKDOWN] for n in range(0, len(text), limits.MARKDOWN)]
    written = [
        {"type": "markdown", "text": piece, "block_id": asked.state.new_id("b")} for piece in pieces
    ]
    message.blocks = written + blocks
    message.metadata = asked.args.get("metadata")
    asked.state.statuses.pop((channel.id, message.thread), None)
    record_pings(asked.state, message)
    changed(asked.state, message, before)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(asked.state.base)}


def _streamed(asked: Asked) -> tuple[Channel, Message]:
    channel = asked.own_channel()
    message = asked.message(channel)
    if message.user != asked.bot.id:
        raise SlackError("message_not_owned_by_app")
    if not message.streaming:
        raise SlackError("message_not_in_streaming_state")
    return channel, message


def _piece(asked: Asked, *, needed: bool = False) -> str:
    text = str(asked.args.get("markdown_text") or "")
    if needed and not text and not asked.args.get("chunks"):
        raise SlackError("no_text")
    if len(text) > limits.MARKDOWN:
        raise SlackError("msg_too_long")
    chunks = asked.args.get("chunks") or []
    written = "".join(one["text"] for one in chunks if one.get("type") == "markdown_text")
    return text + written
