"""A Slack workspace for tests: a real HTTP server, and the people who use it."""

from slack_workspace.clock import Clock
from slack_workspace.courier import Delivery
from slack_workspace.errors import NotPossibleError
from slack_workspace.misbehaving import (
    Broken,
    DropsCall,
    DropsReply,
    RateLimited,
    Refuses,
    Slow,
)
from slack_workspace.model import Call, Channel, Message, Ping, User
from slack_workspace.state import App
from slack_workspace.workspace import SlackWorkspace

__all__ = [
    "App",
    "Broken",
    "Call",
    "Channel",
    "Clock",
    "Delivery",
    "DropsCall",
    "DropsReply",
    "Message",
    "NotPossibleError",
    "Ping",
    "RateLimited",
    "Refuses",
    "SlackWorkspace",
    "Slow",
    "User",
]
