"""What the app may do in a workspace, and what it hears of; each with its reason."""

from collections.abc import Mapping
from typing import Final

SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "to hear when somebody mentions it",
    "assistant:write": "to show that it is at work, and to suggest what to ask",
    "channels:history": "to follow a thread it answers in, and to see edited questions",
    "channels:read": "to know who reads along in a channel",
    "chat:write": "to answer",
    "commands": "for /isthmus, and the shortcuts that track a message or add an action",
    "files:read": "to fetch a document that an administrator gives it to index",
    "files:write": "to put charts and reports into a thread",
    "groups:history": "the same in private channels it was invited to",
    "groups:read": "to know who reads along in private channels",
    "im:history": "to hear what somebody tells it alone",
    "im:write": "to write to somebody alone: reminders, approvals, digests",
    "links:read": "to see links to its own pages",
    "links:write": "to show what they lead to",
    "metadata.message:read": "to find its own messages again, so that none is posted twice",
    "mpim:history": "to follow a thread in a group message",
    "mpim:read": "to know who reads along in a group message",
    "reactions:read": "to see the emoji that tracks a message",
    "users:read": "to know names, time zones and guests",
    "users:read.email": "to find a person's account by the confirmed address",
}

EVENTS: Final[Mapping[str, str]] = {
    "app_home_opened": "to show somebody their own page, and what they may want to ask",
    "app_mention": "to hear when somebody mentions it",
    "app_uninstalled": "to forget a workspace that removed it, with its token",
    "link_shared": "to show what a link to one of its pages leads to",
    "member_joined_channel": "to answer with what those may read who are there now",
    "member_left_channel": "the same when somebody leaves",
    "message.channels": "to follow threads it answers in, and edited or deleted questions",
    "message.groups": "the same in private channels it was invited to",
    "message.im": "to hear what somebody tells it alone",
    "message.mpim": "to follow threads in group messages",
    "reaction_added": "to offer to track a message that got the emoji",
    "tokens_revoked": "to forget a token that was taken back",
}
