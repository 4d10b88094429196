"""Sentences that ask for several things, one after the other: split into steps, each a command."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.actions.orders import Unknown
from isthmus.raci.orders import Unclear
from isthmus.understanding.commands import (
    Ask,
    Command,
    FindActions,
    OnAction,
    OnChart,
    PlanStep,
)
from isthmus.understanding.grammar import understand
from isthmus.understanding.grounding import NOT_SHOWN, own_words

MOST: Final = 5  # steps that somebody can look through before they agree
_THEN: Final = re.compile(r"(?:\s*[,;.])?\s+(?:and\s+)?then\s+|\s*;\s*(?:and\s+)?", re.IGNORECASE)
_FIRST: Final = re.compile(r"(?:please\s+)?first(?:ly)?(?:\s+of\s+all)?,?\s+", re.IGNORECASE)
_SHOWN: Final = re.compile(
    r"(?:please\s+)?(?:show|tell|give)\s+(?:me|us)\s+(?=(?:what|who|which|how|when)\b)",
    re.IGNORECASE,
)
_FEWEST: Final = 2
_AND: Final = re.compile(rf"(?:{_THEN.pattern})|,?\s+and\s+", re.IGNORECASE)
_THESE: Final = re.compile(
    r"(?:please\s+)?(?:add|track|note|find|extract|take|keep|collect|make|create)"
    r"(?:\s+(?:me|us|all|of|the|these|those|this|following|new|two|three|four|five|six|\d+))*\s+"
    r"(?:actions?(?:\s+items?|\s+points?)?|to-?dos?|tasks?)(?:\s+(?:here|below|in\s+this))?",
    re.IGNORECASE,
)


def steps_in(text: str) -> tuple[PlanStep, ...]:
    """Give the steps that a text says itself, "…, then …"; none where one of them is not sure.

    What is quoted or pasted is never split: it is somebody else's.
    """
    lead, _, pasted = text.strip().partition("\n")
    if pasted:
        return _with_list(own_words(lead), pasted)
    own = own_words(text)
    if not own or NOT_SHOWN in own:
        return ()
    said = [each.strip() for each in _THEN.split(_FIRST.sub("", own, count=1)) if each.strip()]
    return steps_of(said) if _FEWEST <= len(said) <= MOST else ()


def _with_list(lead: str, pasted: str) -> tuple[PlanStep, ...]:
    """Give the steps of "add these two actions and show me what is overdue:" above a list.

    Of the list only proposals are made, as of anything that is pasted.
    """
    if not lead.endswith(":") or NOT_SHOWN in lead:
        return ()
    said = [each.strip() for each in _AND.split(lead.rstrip(" :")) if each.strip()]
    steps = [_of_list(each, pasted) or next(iter(steps_of([each])), None) for each in said]
    found = tuple(each for each in steps if each)
    lists = sum(isinstance(each.commands[0], FindActions) for each in found)
    is_plan = lists == 1 and _FEWEST <= len(found) == len(said) <= MOST
    return found if is_plan else ()


def _of_list(said: str, pasted: str) -> PlanStep | None:
    is_meant = _THESE.fullmatch(said)
    return PlanStep(said, (FindActions(pasted.strip()),)) if is_meant else None


def steps_of(sentences: Sequence[str]) -> tuple[PlanStep, ...]:
    """Give sentences as steps; none where one of them is no command for sure."""
    steps = tuple(PlanStep(said, tuple(_meant(said))) for said in sentences)
    return steps if all(each.commands for each in steps) else ()


def _meant(said: str) -> Iterator[Command]:
    commands = understand(said)
    if commands == (Ask(said),):
        commands = understand(_SHOWN.sub("", said, count=1))
    is_sure = not any(isinstance(each, Ask | FindActions) for each in commands)
    return (each for each in commands if is_sure and is_clear(each))


def is_clear(command: Command) -> bool:
    """Tell an order that was understood from one of which only its object was."""
    match command:
        case OnChart(order) | OnAction(order):
            return not isinstance(order, Unknown | Unclear)
        case _:
            return True
