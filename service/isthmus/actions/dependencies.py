"""Actions that wait for others: never, in the end, for themselves."""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import pairwise

from isthmus.actions.model import named
from isthmus.errors import ConflictError

Waits = Callable[[Collection[int]], Mapping[int, Collection[int]]]
"""Gives the actions that each of some actions waits for."""


def refuse_cycle(action: int, blockers: Iterable[int], waits: Waits) -> None:
    """Raise ConflictError where an action would wait for itself through these blockers."""
    came_from: dict[int, int] = dict.fromkeys(blockers, action)
    front: Collection[int] = tuple(came_from)
    while front:
        if action in came_from:
            raise ConflictError(_told(action, came_from))
        found = {next_: at for at, others in waits(front).items() for next_ in others}
        front = [each for each in found if each not in came_from]
        came_from |= {each: found[each] for each in front}


def _told(action: int, came_from: Mapping[int, int]) -> str:
    way = [action]
    while (before := came_from[way[-1]]) != action:
        way.append(before)
    way = [action, *reversed(way)]
    round_trip = ", ".join(f"{named(one)} waits for {named(two)}" for one, two in pairwise(way))
    return f"{named(action)} would wait for itself: {round_trip}."
