"""Places what a chart is for among the activities of the catalogue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from isthmus.raci.drafting.nearness import Near, Nearness
from isthmus.raci.drafting.phrases import (
    LONGEST_PHRASE,
    Phrase,
    as_activity,
    as_written,
    folded,
    infinitive,
    known_as,
    respelt,
    telling,
    verb_of,
    words,
    words_of_scopes,
)
from isthmus.raci.drafting.role_names import words_of_names
from isthmus_knowledge.analysis import stem, stems
from isthmus_knowledge.catalogue import Activity, catalogue
from isthmus_knowledge.spelling import respelt as in_place_of
from isthmus_knowledge.spelling import slips

_ID: Final = re.compile(r"(?:activity )?(a\d\d+)", re.IGNORECASE)
_NUMBERED_STEP: Final = re.compile(r"(?:step|phase) [\w.]+", re.IGNORECASE)
_AS_GOOD: Final = 0.04
_CLOSE_WITHOUT_A_WORD: Final = 0.72
_MOST: Final = 3  # activities that a scope is placed at by its meaning
_SHORTEST_ALONE: Final = 5  # letters of a single word that may stand for a scope within others


@dataclass(frozen=True)
class Placed:
    """Where a scope belongs: activities of the catalogue, or a row of its own.

    ``read_as`` says what a scope was read as that is not exactly a known word, ``topic`` the field
    of work it is. ``nearest`` is the activity that a row of its own takes its letters from, and
    ``likeness`` how near; None where none is near at all.
    """

    scope: str
    name: str
    activities: tuple[Activity, ...] = ()
    own: str = ""
    nearest: Activity | None = None
    read_as: str = ""
    unplaced: str = ""
    topic: str = ""
    likeness: float = 0.0


def place(scope: str, nearness: Nearness) -> Placed:
    """Find the activities of a scope: by its words, by what it contains, by what it means."""
    named = _ID.fullmatch(scope)
    if named or _NUMBERED_STEP.fullmatch(scope):
        return _numbered(scope, named[1].upper() if named else "")
    if found := known_as(scope):
        return Placed(scope, as_written(scope), found.activities, topic=found.name)
    if right := respelt(scope):
        known = words().known[right]
        read_as = f"'{scope}' is read as '{known.written}'."
        return Placed(scope, known.written, known.activities, read_as=read_as, topic=known.name)
    if typed := slips(scope, _is_used):
        meant = in_place_of(scope, typed)
        read_as = f"'{scope}' is read as '{meant}'."
        placed = place(meant, nearness)
        return replace(placed, scope=scope, read_as=f"{read_as} {placed.read_as}".strip())
    verb, _ = verb_of(scope)
    near = nearness.nearest(scope)
    if verb and verb not in words().broad:
        return _placed_action(scope, verb, near)
    return _placed_field(scope, near)


def _is_used(word: str) -> bool:
    """Tell whether a word is one of those by which scopes and roles are named."""
    return word in words_of_scopes() or word in words_of_names()


def _numbered(scope: str, activity_id: str) -> Placed:
    known = {activity.id: activity for activity in catalogue().activities}
    if activity_id in known:
        return Placed(scope, known[activity_id].name, (known[activity_id],))
    if activity_id:
        last = catalogue().activities[-1].id
        return Placed(
            scope, scope, unplaced=f"There is no activity {activity_id}; the last is {last}."
        )
    last = catalogue().steps[-1].id
    why = f"There is no {scope}; the programme has phases 1 to 3, and steps 1.1 to {last}."
    return Placed(scope, scope, unplaced=why)


def _placed_action(scope: str, verb: str, near: Sequence[Near]) -> Placed:
    """Place an action at an activity that says the same verb; else it is a row of its own."""
    said = {stem(verb), *(stem(infinitive(each)) for each in re.findall(r"\w+ing\b", scope))}
    same = [each for each in near if each.is_close and said & verbs_of(each.activity)]
    if same and verb not in words().decisions:
        return _read_as(scope, (same[0].activity,))
    return _of_its_own(scope, near)


def _placed_field(scope: str, near: Sequence[Near]) -> Placed:
    phrase, covered = _contained(scope, near)
    if phrase and covered * 2 >= len(telling(scope)) > 0:
        return _read_as(scope, phrase.activities, phrase.name)
    close = [each for each in near if each.is_close and _is_about(scope, each)]
    if close:
        best = close[0].likeness
        chosen = [each.activity for each in close if each.likeness >= best - _AS_GOOD][:_MOST]
        return _read_as(scope, tuple(chosen))
    if phrase:
        return _read_as(scope, phrase.activities, phrase.name)
    return _of_its_own(scope, near)


def _is_about(scope: str, near: Near) -> bool:
    """Tell whether words bear out what is near by meaning; without one it has to be very near."""
    shares = set(telling(scope)) & verbs_of(near.activity)
    return bool(shares) or near.likeness >= _CLOSE_WITHOUT_A_WORD


def _read_as(scope: str, activities: tuple[Activity, ...], name: str = "") -> Placed:
    listed = name or "; ".join(activity.name for activity in activities)
    return Placed(scope, scope, activities, read_as=f"'{scope}' is read as: {listed}.", topic=name)


def _of_its_own(scope: str, near: Sequence[Near]) -> Placed:
    own = as_activity(scope)
    likeness = near[0].likeness if near else 0.0
    nearest = near[0].activity if likeness > 0 else None
    unplaced = (
        f"No activity of the catalogue is '{scope}': the row '{own}' is one of your own, and its "
        "letters need your eye."
    )
    return Placed(scope, scope, (), own, nearest, unplaced=unplaced, likeness=likeness)


def _contained(scope: str, near: Sequence[Near]) -> tuple[Phrase | None, int]:
    """Give the longest known phrase in a scope, and how many of its telling words it covers.

    Of several as long, the one whose activity is nearest to the whole: "onboarding of accounts" is
    about accounts, though onboarding alone is training.
    """
    likeness = {each.activity.id: each.likeness for each in near}
    said = folded(scope).replace("'", "").split()
    for size in range(min(len(said) - 1, LONGEST_PHRASE), 0, -1):
        phrases = [" ".join(said[at : at + size]) for at in range(len(said) - size + 1)]
        known = [
            (max(likeness.get(activity.id, 0.0) for activity in found.activities), found, phrase)
            for phrase in phrases
            if (found := words().known.get(phrase)) and (size > 1 or len(phrase) >= _SHORTEST_ALONE)
        ]
        if known:
            _, found, phrase = max(known, key=lambda each: each[0])
            return found, len(telling(phrase))
    return None, 0


@cache
def _verbs_by_activity() -> Mapping[str, frozenset[str]]:
    return {
        activity.id: frozenset(stems(" ".join((activity.name, activity.doing, *activity.about))))
        for activity in catalogue().activities
    }


def verbs_of(activity: Activity) -> frozenset[str]:
    return _verbs_by_activity()[activity.id]
