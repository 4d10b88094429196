"""Action items that stand in a text already: minutes, mails, chats, notes."""

from isthmus.actions.extracting.candidate import Candidate, Kind
from isthmus.actions.extracting.finding import find_actions

__all__ = ["Candidate", "Kind", "find_actions"]
