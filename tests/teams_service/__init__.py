"""Microsoft Teams for tests: a token issuer, the Bot Connector, and people who talk there."""

from teams_service.people import CLIENT, SECRET, TENANT, Conversation, Human
from teams_service.service import TeamsService
from teams_service.trouble import Breaks, DropsCall, DropsReply, RateLimited

__all__ = [
    "CLIENT",
    "SECRET",
    "TENANT",
    "Breaks",
    "Conversation",
    "DropsCall",
    "DropsReply",
    "Human",
    "RateLimited",
    "TeamsService",
]
