"""The way in: a text, and the candidates for actions in it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import days
from isthmus.actions.extracting.candidate import Candidate
from isthmus.actions.extracting.following import follow
from isthmus.actions.extracting.listening import Listener, is_policy
from isthmus.actions.extracting.turns import turns_of

MOST = 500
MOST_HEARD = 4 * MOST  # what says the same counts once; a text with more than this is not read on
_WIDE = re.compile(r"([^\S\n]{100})[^\S\n]+")  # nobody sets a line in further, or words apart


def find_actions(text: str, asked: Asked, author: str = "") -> list[Candidate]:
    """Give what somebody may have to do, in the order of the text, at most ``MOST``.

    ``asked`` says whose today words as "by Friday" count from, unless the text's head bears an
    earlier day; ``author`` is who wrote the text.
    """
    text = _WIDE.sub(r"\1", text)
    asked = replace(asked, today=days.said_on(text, asked.today))
    turns = turns_of(text, author)
    policy = is_policy(text)
    all_heard = (
        each
        for number, turn in enumerate(turns)
        for each in Listener(text, turn, number, asked, policy).heard(MOST_HEARD)
    )
    heard = list(islice(all_heard, MOST_HEARD))
    return _once(follow(heard, turns))[:MOST]


def _once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Keep the first of those that say the same; a later one may add who and when."""
    found: dict[str, Candidate] = {}
    for each in candidates:
        key = re.sub(r"\W+", " ", each.title).strip().casefold()
        first = found.setdefault(key, each)
        owner, due = first.owner or each.owner, first.due or each.due
        found[key] = replace(first, owner=owner, due=due)
    return list(found.values())
