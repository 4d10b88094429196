"""How a neutral Reply looks in Slack: pure functions, and every limit of Slack's kept."""

from isthmus_integrations.slack.render.filling import filled
from isthmus_integrations.slack.render.forms import modal, problems
from isthmus_integrations.slack.render.pieces import ACTION, FEEDBACK, Upload
from isthmus_integrations.slack.render.posting import Posting, posted
from isthmus_integrations.slack.render.views import home, passages

__all__ = [
    "ACTION",
    "FEEDBACK",
    "Posting",
    "Upload",
    "filled",
    "home",
    "modal",
    "passages",
    "posted",
    "problems",
]
