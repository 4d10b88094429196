"""What other trackers are told when something happens to an action: signed, once, in order."""

from isthmus.actions.webhooks.desk import Parts, Webhooks
from isthmus.actions.webhooks.model import Webhook

__all__ = ["Parts", "Webhook", "Webhooks"]
