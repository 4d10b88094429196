"""assistant.threads.*: what the agent view shows while and before the app answers."""

from slack_workspace import limits
from slack_workspace.errors import SlackError, refused
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Json


@offers("assistant.threads.setStatus")
def set_status(asked: Asked) -> Json:
    if not asked.installation.scopes & {"assistant:write", "chat:write"}:
        asked.need("assistant:write")
    channel = asked.own_channel("channel_id")
    status = str(asked.args.get("status") or "")
    messages = asked.args.get("loading_messages") or []
    if len(messages) > limits.LOADING_MESSAGES:
        raise refused("invalid_arguments", ["too many items [json-pointer:/loading_messages]"])
    key = (channel.id, asked.text("thread_ts"))
    asked.state.statuses.pop(key, None)
    asked.state.loading[key] = list(messages)
    if status:
        asked.state.statuses[key] = status
    return {}


@offers("assistant.threads.setSuggestedPrompts", "assistant:write")
def set_suggested_prompts(asked: Asked) -> Json:
    channel = asked.own_channel("channel_id")
    prompts = asked.args.get("prompts")
    if not isinstance(prompts, list) or not prompts:
        raise refused("invalid_arguments", ["missing required field: prompts"])
    if len(prompts) > limits.PROMPTS:
        raise refused(
            "invalid_arguments",
            [f"no more than {limits.PROMPTS} items allowed [json-pointer:/prompts]"],
        )
    if any(set(one) != {"title", "message"} or not all(one.values()) for one in prompts):
        raise refused("invalid_arguments", ["a prompt has title and message"])
    if not asked.args.get("thread_ts"):  # with it, the agent view fails silently
        asked.state.prompts[channel.id, channel.members[0]] = prompts
    return {}


@offers("assistant.threads.setTitle", "assistant:write")
def set_title(asked: Asked) -> Json:
    channel = asked.own_channel("channel_id")
    if channel.kind != "im":
        raise SlackError("method_not_supported_for_channel_type")
    asked.state.titles[channel.id, asked.text("thread_ts")] = asked.text("title")
    return {}
