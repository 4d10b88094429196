"""The ids that Slack makes for blocks and elements where an app gave none."""

from slack_workspace.model import Json
from slack_workspace.state import State


def with_ids(block: Json, state: State) -> Json:
    """Add the block_id and action_ids that Slack makes where an app gave none."""
    made = {**block}
    if "type" in block and not block.get("block_id"):
        made["block_id"] = state.new_id("b")
    for name in ("element", "accessory"):
        if name in block:
            made[name] = _with_action_id(block[name], state)
    if isinstance(block.get("elements"), list) and block["type"] != "rich_text":
        made["elements"] = [_with_action_id(one, state) for one in block["elements"]]
    return made


def _with_action_id(element: Json, state: State) -> Json:
    if element.get("type") in {"image", "mrkdwn", "plain_text"} or element.get("action_id"):
        return element
    return {**element, "action_id": state.new_id("a")}
