"""How a reply looks in Microsoft Teams."""

from isthmus_integrations.teams.render.activities import Activity, posted
from isthmus_integrations.teams.render.cards import card, passages
from isthmus_integrations.teams.render.dialogs import OPENED, dialog, filled, window
from isthmus_integrations.teams.render.pressing import VERB, opens_window
from isthmus_integrations.teams.render.searches import Result, found

__all__ = [
    "OPENED",
    "VERB",
    "Activity",
    "Result",
    "card",
    "dialog",
    "filled",
    "found",
    "opens_window",
    "passages",
    "posted",
    "window",
]
