"""The methods of the Web API, each in the module of its family."""

from slack_workspace.methods import (
    apps,
    assistant,
    chat,
    conversations,
    files,
    reactions,
    streams,
    users,
    views,
)
from slack_workspace.methods.asking import METHODS, Asked, Offered

__all__ = [
    "METHODS",
    "Asked",
    "Offered",
    "apps",
    "assistant",
    "chat",
    "conversations",
    "files",
    "reactions",
    "streams",
    "users",
    "views",
]
