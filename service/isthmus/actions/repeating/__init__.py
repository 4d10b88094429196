"""A request that is sent again, because its answer was lost, makes nothing twice."""

from isthmus.actions.repeating.desk import once
from isthmus.actions.repeating.model import Request, request

__all__ = ["Request", "once", "request"]
