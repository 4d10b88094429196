"""Days that hang on something else: another action, or an event nobody gave a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from isthmus.actions.dates.days import due, spoken
from isthmus.actions.dates.durations import COUNTED, count_on, offset_said
from isthmus.actions.dates.model import Asked, Due, Offset, Relative, Unclear
from isthmus.actions.dates.rules import Core, Rule, Said, Standing, part
from isthmus.actions.dates.wording import pattern


def resolved(
    relative: Relative, due_of: Callable[[int], date | None], asked: Asked
) -> Due | Unclear:
    """Give the day once the other action's is known, or ask where it has none."""
    day = due_of(relative.action)
    if day is None:
        said = f"A-{relative.action} has no due date yet. Which day is meant?"
        return Unclear(relative.words, said, event=f"A-{relative.action}")
    moved = count_on(day, relative.offset.count, relative.offset.unit, asked)
    note = f"A-{relative.action} is due on {spoken(day)}."
    return replace(due(moved, asked, note), words=relative.words)


def _action(found: Said, _: Asked) -> Core | None:
    """Read "before A-12", "two days after A-12", "when A-12 is done"."""
    side, action = part(found, "side"), int(found["action"])
    before = side in {"before", "prior to", "ahead of"}
    if part(found, "count"):
        offset = offset_said(found)
        if offset is None:
            return None
        signed = -offset.count if before else offset.count
        return Relative(action, replace(offset, count=signed), "")
    if before:
        return Relative(action, Offset(-1, "working day"), "")
    later = side in {"after", "following"}
    return Relative(action, Offset(1, "working day") if later else Offset(0), "")


def _event(found: Said, _: Asked) -> Core:
    event = part(found, "event")
    return Unclear("", f"Which day is “{event}”?", event=event)


_ACTION: Final = r"(?:action |item |action item )?a-(?P<action>\d{1,9})(?!\d)"
_DONE: Final = (
    r"(?:'s (?:due date|deadline|due day)|"
    r" (?:is|has been|gets) (?:done|closed|finished|completed?)| is due)?"
)
_EVENT_WORDS: Final = (
    r"shut-?downs?|outages?|turn-?arounds?|overhaul|revision stop|go-?live|cut-?over|"
    r"kick-?off|launch|roll-?out|audit|pre-audit|assessment|inspection|certification|"
    r"maintenance (?:window|stop|period)|(?:change )?freeze|meeting|committee|workshop|review|"
    r"steerco|board|conference|exercise|drill|training|migration|commissioning|hand-?over|"
    r"hand-?off|holidays?|christmas|easter|summer|winter|spring|autumn|season|vacation|"
    r"ramadan|new year|thanksgiving|visit|acceptance tests?|fat|milestone|renewal|restart|"
    r"start-?up|stop|standstill|call|stand-?up|retrospective|sprint|campaign|harvest|release|"
    r"upgrade|delivery|project (?:start|end)|contract (?:start|end)|hearing|deadline|"
    r"town hall"
)
_BARE_EVENTS: Final = (
    r"summer|winter|spring|autumn|shut-?down|outage|"
    r"go-?live|cut-?over|kick-?off|turn-?around|christmas|easter|ramadan|thanksgiving|new year|"
    r"plant shut-?down|steerco|commissioning"
)
_NAME: Final = r"(?:[^\W_][\w&/-]{0,30} ){0,4}?"
EVENT: Final = rf"(?:the |our |their |next )(?:next )?{_NAME}(?:{_EVENT_WORDS})"
_SIDES: Final = (
    r"before|prior to|ahead of|until|till|til|by|no later than|in time for|after|once|"
    r"(?:during|at|on)(?= (?:the |our )?next)"
)
RULES: Final = (
    Rule(
        pattern(
            r"(?P<side>before|prior to|ahead of|until|till|after|following|once|when|as soon as) "
            rf"{_ACTION}{_DONE}"
        ),
        _action,
        leads_itself=True,
    ),
    Rule(
        pattern(rf"{COUNTED}(?P<side>before|prior to|ahead of|after|following) {_ACTION}{_DONE}"),
        _action,
        leads_itself=True,
    ),
    Rule(
        pattern(
            rf"(?:{COUNTED})?(?:{_SIDES}) "
            r"(?P<event>(?:the |our |their |his |her |my |next |this |a )(?:next )?"
            rf"{_NAME}(?:{_EVENT_WORDS})"
            r"(?: (?:is|has been) (?:over|done|finished|complete))?)(?! [a-z0-9])"
        ),
        _event,
        Standing.AT_END,
        leads_itself=True,
    ),
    Rule(
        pattern(
            r"(?:before|prior to|ahead of|until|till|by|after|in time for) "
            rf"(?P<event>{_BARE_EVENTS})"
        ),
        _event,
        Standing.AT_END,
        leads_itself=True,
    ),
)
