"""Actions over HTTP: looked at, sent and brought in as files, changed."""

from typing import Final

from isthmus.actions.routes.calendars import HasFeeds, own, secret
from isthmus.actions.routes.changing import writing
from isthmus.actions.routes.files import bringing, sending
from isthmus.actions.routes.hooks import HasWebhooks, managed, seen
from isthmus.actions.routes.parts import HasActions
from isthmus.actions.routes.reading import reading

routers: Final = (sending, reading, bringing, writing, own, secret, seen, managed)

__all__ = ["HasActions", "HasFeeds", "HasWebhooks", "routers"]
