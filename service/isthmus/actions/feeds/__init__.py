"""A calendar of what somebody owns or helps with, at an address that only they know."""

from isthmus.actions.feeds.desk import Feeds, Parts

__all__ = ["Feeds", "Parts"]
