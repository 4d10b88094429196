"""The door: what a request asks for is done once, however often it comes."""

from collections.abc import Callable

from isthmus.actions.desk import Actions
from isthmus.actions.model import Action
from isthmus.actions.repeating.model import Request
from isthmus.actions.repeating.store import RequestStore
from isthmus.actions.service import Keeping
from isthmus.raci.desk import Hand


def once(actions: Actions, hand: Hand, asked: Request, make: Callable[[Keeping], Action]) -> Action:
    """Do what a request asks for; the same one sent again gives what it made, as it is now.

    Raises ConflictError where something else was asked for under the same key.
    """
    with actions.keeping(hand) as (keeping, act):
        store = RequestStore(act.connection, actions.parts.clock())
        if store.claim(hand.by.id, asked):
            made = make(keeping)
            store.note(hand.by.id, asked, made.id)
            return made
        known = store.made(hand.by.id, asked)
    return actions.show(known, hand.by).action
