"""Who does something from the command line: whoever is at the machine, or somebody by their id."""

from isthmus.people import OPERATOR, Person
from isthmus.wiring import Wiring


def doer(parts: Wiring, name: str | None) -> Person:
    """Give who does it; raises NotFoundError for somebody whom nobody added.

    To ask, everybody is good enough: somebody unknown reads what everyone may.
    """
    if name in {None, OPERATOR.id}:
        return OPERATOR
    with parts.access() as access:
        return access.person(str(name))
