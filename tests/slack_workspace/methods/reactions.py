"""reactions.*: emoji below messages."""

from slack_workspace.errors import SlackError
from slack_workspace.events import reacted
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Json


@offers("reactions.add", "reactions:write")
def add(asked: Asked) -> Json:
    channel = asked.own_channel()
    message = asked.message(channel, "timestamp")
    name = asked.text("name").strip(":")
    users = message.reactions.setdefault(name, [])
    if asked.bot.id in users:
        raise SlackError("already_reacted")
    users.append(asked.bot.id)
    reacted(asked.state, message, asked.bot.id, name)
    return {}


@offers("reactions.remove", "reactions:write")
def remove(asked: Asked) -> Json:
    channel = asked.own_channel()
    message = asked.message(channel, "timestamp")
    users = message.reactions.get(asked.text("name").strip(":"), [])
    if asked.bot.id not in users:
        raise SlackError("no_reaction")
    users.remove(asked.bot.id)
    return {}


@offers("reactions.get", "reactions:read")
def get(asked: Asked) -> Json:
    channel = asked.own_channel()
    message = asked.message(channel, "timestamp")
    return {
        "type": "message",
        "channel": channel.id,
        "message": message.as_json(asked.state.base),
    }
