"""Response addresses: answers to a command or a press, up to five in half an hour."""

from typing import Any

from slack_workspace import limits
from slack_workspace.block_shapes import Surface, wrong_with
from slack_workspace.errors import SlackError, refused
from slack_workspace.events import changed, deleted, posted, record_pings
from slack_workspace.identifying import with_ids
from slack_workspace.model import Json, Message
from slack_workspace.state import ResponseUrl, State


def respond(state: State, key: str, body: dict[str, Any]) -> None:
    with state.lock:
        url = state.response_urls.get(key)
        if url is None or url.used >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        if state.clock.now() > url.until:
            raise SlackError("expired_url")
        url.used += 1
        say(state, url, body)


def say(state: State, url: ResponseUrl, body: Json) -> None:
    """Do what a response asks for: change, remove, or say something new."""
    pressed = state.channels[url.channel].find(url.ts) if url.ts else None
    if body.get("delete_original") and pressed:
        pressed.deleted = True
        if not pressed.only_for:
            deleted(state, pressed)
        return
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    problems = wrong_with(blocks, Surface.MESSAGE)
    if problems:
        raise refused("invalid_blocks", problems)
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > limits.MESSAGE_TEXT:
        raise SlackError("msg_too_long")
    kept = [with_ids(block, state) for block in blocks]
    if body.get("replace_original") and pressed:
        _replace(state, pressed, text, kept)
    else:
        _add(state, url, body, Message("", url.channel, "", text, kept))


def _replace(state: State, pressed: Message, text: str, blocks: list[Json]) -> None:
    before = pressed.as_json(state.base)
    pressed.text, pressed.blocks = text, blocks
    record_pings(state, pressed)
    if not pressed.only_for:
        pressed.edited = state.clock.stamp()
        changed(state, pressed, before)


def _add(state: State, url: ResponseUrl, body: Json, message: Message) -> None:
    installed = state.installation(state.users[url.user].team)
    message.ts = state.clock.stamp()
    message.user, message.bot_id = installed.bot_user, installed.bot_id
    message.app_id = state.app.id
    message.thread_ts = str(body.get("thread_ts") or "")
    if body.get("response_type") != "in_channel":
        message.only_for = url.user
    state.keep(message)
    record_pings(state, message)
    if not message.only_for:
        posted(state, message)
