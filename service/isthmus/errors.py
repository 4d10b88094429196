"""The few errors a person can meet, in words fit for the person.

`edge/problems.py` maps them to HTTP in one table; every other channel shows the words.
"""


class IsthmusError(Exception):
    """Anything a person can be told; the message says what to do next."""


class InvalidError(IsthmusError):
    """What was asked cannot be done as it was asked."""


class NotFoundError(IsthmusError):
    """There is no such thing, or none that this person may know of."""


class NotAllowedError(IsthmusError):
    """The person may not do this."""


class UnidentifiedError(NotAllowedError):
    """Nobody can tell who is asking, and this is only for somebody who is known."""


class TooManyError(IsthmusError):
    """The same was tried too often; the message says when to try again."""


class ConflictError(IsthmusError):
    """Somebody or something else changed it, or holds it, at the moment."""


class StaleError(ConflictError):
    """It is not any more as the person saw it who wants to change it."""


class BusyError(IsthmusError):
    """Others need it at the moment; the message says when to try again."""


class UnavailableError(IsthmusError):
    """A part the service needs (a model, a store) is not there; the message says how to get it.

    It is for whoever runs the service: over HTTP it is logged and not shown.
    """
