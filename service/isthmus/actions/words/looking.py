"""Orders that look at an action, or take its last change back."""

from typing import Final

from isthmus.actions.orders import Acknowledge, AskFor, History, Redo, Show, Snooze, Undo
from isthmus.actions.words.pieces import NUMBERS, ON, THIS, Rule, always

_ONE: Final = rf"(?P<on>{NUMBERS})"
_LAST: Final = r"(?:(?:the |my )?(?:last )?change )"

_PAST: Final[tuple[Rule, ...]] = (
    (
        rf"(?:show (?:me )?)?(?:the )?(?:history|log|changes) (?:of|for|to) {ON}",
        always(History()),
    ),
    (rf"{ON},? history", always(History())),
    (rf"(?:what|who) changed(?: in| on| about)? {_ONE}", always(History())),
    (rf"what (?:has )?happened (?:to|with) {ON}", always(History())),
)
RULES: Final[tuple[Rule, ...]] = (
    *_PAST,
    (_ONE, always(Show())),
    (
        rf"(?:open|(?:show|display|see|view|get|give|find)(?: me)?(?: the details of)?) {ON}",
        always(Show()),
    ),
    (rf"(?:undo|revert|roll back) {_LAST}?(?:of |to |in |on |for )?{_ONE}", always(Undo())),
    (rf"redo {_LAST}?(?:of |to |in |on |for )?{_ONE}", always(Redo())),
    (rf"(?:edit|change) {ON}", always(AskFor())),
    (rf"snooze {ON}(?: (?:until|till|to|for|by))? (?P<day>.+)", lambda m: Snooze(m["day"])),
    (
        rf"(?:remind me of|remind me about|bring back) {ON}(?: again)?,? (?P<day>.+)",
        lambda m: Snooze(m["day"]),
    ),
    (rf"(?:acknowledge|ack|got|noted|i know about) {ON}", always(Acknowledge())),
    (rf"(?:got it|noted|acknowledged)[:,]? {ON}", always(Acknowledge())),
)
QUESTIONS: Final[tuple[Rule, ...]] = (
    (_ONE, always(Show())),
    (
        (
            rf"(?:what(?:'s| is| about)|how(?:'s| is| about)|status(?: of)?|tell me about|"
            rf"what(?:'s| is) the (?:status|state) of|where(?:'s| is| are we with)) {_ONE}"
            r"(?: about| going| doing| going on)?"
        ),
        always(Show()),
    ),
    (
        (
            rf"(?:who (?:owns|does|has|is responsible for)|when is|is|why is|by when is) {_ONE}"
            r"(?: due| done| finished| late| overdue| blocked| open| closed| waiting)?(?: "
            r"already| yet)?"
        ),
        always(Show()),
    ),
    (rf"what (?:is|does) {_ONE} (?:waiting for|wait for|blocked by|depend on)", always(Show())),
    *_PAST,
)
LOOSE: Final[tuple[Rule, ...]] = (
    (rf"(?:undo|take back|revert)(?: (?:{THIS}|(?:the|my) last change))?", always(Undo())),
    (r"(?:take|roll) (?:that|it) back", always(Undo())),
    (rf"redo(?: (?:{THIS}|(?:the|my) last change))?", always(Redo())),
    (r"(?:show|open|display)(?: me)?(?: again)?", always(Show())),
    (r"history", always(History())),
    (r"snooze(?: (?:until|till|to|for))? (?P<day>.+)", lambda m: Snooze(m["day"])),
    (r"got it|noted|acknowledged?", always(Acknowledge())),
)
LOOSE_QUESTIONS: Final[tuple[Rule, ...]] = ((r"what(?:'s| has)? changed", always(History())),)
