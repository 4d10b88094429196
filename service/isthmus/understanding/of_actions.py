"""What a sentence asks of actions: a new one, one by its number, the one that is spoken of, all."""

import re
from datetime import date
from typing import Final

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import Kind, find_actions
from isthmus.actions.words import added, order_of, question_of
from isthmus.understanding.commands import (
    AddAction,
    AskActions,
    FindActions,
    OnAction,
    TrackAnswer,
    TrackChart,
)
from isthmus.understanding.phrases import LEAD, bare

_CHART: Final = r"(?:charts?|matrix|RACI|RASCI|DACI)"
_ITS: Final = (
    rf"(?: (?:of|in|from) (?:it|this|(?:the|this|that|our|my) (?:(?P<name>.+?) )?{_CHART}))?"
)
_MAKE: Final = (
    r"(?:make|create|add|propose|draft|track)(?: me)?(?: (?:an? )?(?:actions?|action items?|"
    r"to-?dos?|tasks?)(?: (?:of|from|for|out of))?)?"
)
_FINDINGS: Final = re.compile(
    rf"{LEAD}{_MAKE} (?:all )?(?:the |its |these |those )?(?:findings|warnings|problems|errors)"
    rf"{_ITS}",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(
    rf"{LEAD}{_MAKE} (?:all )?(?:the |its )?(?:unaccepted|open|not accepted|proposed|not yet "
    rf"accepted|pending) (?:letters|rows|roles|assignments){_ITS}",
    re.IGNORECASE,
)
_TRACK: Final = re.compile(
    rf"{LEAD}(?:track|follow up on|keep track of|remember) (?:this|that|it|the answer|this answer)"
    r"(?: (?:as|with) an? (?:action|task|to-?do)(?: item)?)?(?:(?: ?[:,-]| as| for) (?P<what>.+))?|"
    rf"{LEAD}(?:make|turn|create) (?:this|that|it|the answer|this answer) (?:into )?an? "
    r"(?:action|task|to-?do)(?: item)?(?: ?[:,-] ?(?P<also>.+))?|"
    rf"{LEAD}(?:make|create|add) an? (?:action|task|to-?do)(?: item)? (?:of|from|for|out of) "
    r"(?:this|that|it|the answer|this answer)(?: ?[:,-] ?(?P<too>.+))?",
    re.IGNORECASE,
)
_EXTRACT: Final = re.compile(
    rf"{LEAD}(?:extract|find|get|collect|pull(?: out)?|list|what are|make)(?: me)?(?: all)?"
    r"(?: the| any)? (?:actions?(?: items?| points?)?|to-?dos?|tasks?|commitments)"
    r"(?: (?:that are )?(?:from|in|out of|of))?(?: (?:the|this|these|our|my|that))?(?: "
    r"(?:following|"
    r"text|notes?|minutes|mail|e-?mail|message|thread|chat|transcript|meeting|meeting notes|"
    r"meeting minutes|here|below))*\s*(?:[:?]|\n)\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_ASKS: Final = re.compile(
    r"(?:who|what|which|when|where|why|how|is|are|does|do|did|can|could|would|will|should|may|"
    r"must|has|have|explain|describe|compare|tell|show|list|summari[sz]e|please (?:explain|"
    r"tell))\b",
    re.IGNORECASE,
)
_ANY_DAY: Final = Asked(date(2026, 1, 1))
_OF_SOMEBODY: Final = re.compile(
    r"(?:(?:hi|hey|hello),? )?@?(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?,? "
    r"(?:can|could|would|will) you\b",
    re.IGNORECASE,
)
_FEWEST_LINES: Final = 2
_SHORTEST_NOTE: Final = 6  # words
_PROMISES: Final = frozenset({Kind.COMMITMENT, Kind.ROW, Kind.BULLET, Kind.MARKED})
_NO_OWNER: Final = re.compile(
    r"(?:operators?|owners?|organi[sz]ations?|entities|users|vendors)$", re.IGNORECASE
)

Sure = AddAction | FindActions | TrackAnswer | TrackChart | OnAction | AskActions


def sure(text: str) -> Sure | None:
    """Understand what can be meant for nothing but actions; ``text`` has its lines still."""
    flat = " ".join(text.replace("\u2019", "'").split())
    if extracted := _EXTRACT.fullmatch(text.strip()):
        return FindActions(extracted["text"].strip())
    if (asked := _tracked(flat)) is not None:
        return asked
    if (new := added(text.replace("\u2019", "'"))) is not None:
        return AddAction(new.what, new.owner, new.mine)
    ordered = order_of(flat)
    if ordered is not None and ordered.actions:
        return OnAction(ordered.order, flat, ordered.actions)
    if (question := question_of(flat)) is not None:
        return AskActions(question, flat)
    return None


def ordered(flat: str) -> tuple[OnAction, bool] | None:
    """Understand an order for the action that is spoken of, and tell whether it is a loose one."""
    found = order_of(flat)
    return (OnAction(found.order, flat, found.actions), found.loose) if found else None


def requested(text: str) -> FindActions | None:
    """Understand what asks somebody by name for work until some day, though it ends as a question.

    "Maria, could you send the asset list by Friday?" is asked of Maria, and of no document.
    """
    said = text.strip()
    if not _OF_SOMEBODY.match(said):
        return None
    found = find_actions(said.replace("?", "."), _ANY_DAY)
    return FindActions(said) if any(e.owner and e.due_words for e in found) else None


def noted(text: str) -> FindActions | None:
    """Understand a text that asks nothing and in which somebody promises or asks for work.

    One sentence has to say who or by when: "the valve must be closed" is no action yet.
    """
    said = text.strip()
    if said.endswith("?") or _ASKS.match(said) or len(said.split()) < _SHORTEST_NOTE:
        return None
    found = find_actions(said, _ANY_DAY)
    many = len([line for line in said.splitlines() if line.strip()]) >= _FEWEST_LINES
    if many:
        return FindActions(said) if found else None
    kept = [
        e for e in found if e.kind in _PROMISES and e.due_words and not _NO_OWNER.search(e.owner)
    ]
    return FindActions(said) if kept else None


def _tracked(flat: str) -> TrackAnswer | TrackChart | None:
    said = bare(flat)
    for pattern, findings in ((_FINDINGS, True), (_LETTERS, False)):
        if found := pattern.fullmatch(said):
            return TrackChart(findings, found["name"] or "")
    if found := _TRACK.fullmatch(said):
        return TrackAnswer(found["what"] or found["also"] or found["too"] or "")
    return None
