"""Orders that change what is said of an action, or how it goes on."""

import re
from functools import partial
from typing import Final

from isthmus.actions.orders import (
    AddLabel,
    Agree,
    Block,
    Comment,
    Depend,
    Describe,
    Estimate,
    MoveDue,
    Order,
    Prioritise,
    Proof,
    PutInStep,
    RemoveLabel,
    RenameAction,
    Repeat,
    Start,
    Unblock,
    Undepend,
)
from isthmus.actions.words import people
from isthmus.actions.words.pieces import (
    BE,
    IS,
    NOW,
    NUMBERS,
    ON,
    QUOTES,
    SET,
    TO,
    WHY,
    Rule,
    Said,
    always,
    numbers_in,
    text_of,
)

_BY: Final = rf"(?P<by>{NUMBERS})"
_PRIORITIES: Final = "low|normal|medium|high|urgent|critical"
_PRIORITY: Final = rf"(?P<priority>{_PRIORITIES})(?:[ -]priority)?"
_STEP: Final = r"(?:the )?(?:blueprint )?step (?P<step>\d\.\d)"
_LABEL: Final = r"[\"\u201c'#]?(?P<label>\w[\w -]{0,58}?)[\"\u201d']?"
_RHYTHM: Final = r"(?P<rhythm>(?:every|each) .+|(?:daily|weekly|monthly|quarterly|yearly|annually))"
_DAY: Final = r"(?P<day>.+)"
_DATE: Final = r"(?:due(?: date| day)?|(?:new )?(?:due )?date|deadline)"
_LATER: Final = r"(?:move|postpone|push|delay|defer|shift|reschedule|extend|bring)"
_LABELS: Final = re.compile(r"[\"\u201c\u201d'#]|\blabels?\b|\btags?\b", re.IGNORECASE)
_MOST_WORDS_OF_A_NAME: Final = 4


def _blocked(found: Said) -> Order:
    """Tell whom it waits for from why it waits: a name is short, and says nothing of itself."""
    text = text_of(found)
    if re.fullmatch(NUMBERS, text, re.IGNORECASE):
        return Depend(numbers_in(text))
    return Block(waiting_for=text) if _is_a_party(text) else Block(reason=text)


def _is_a_party(text: str) -> bool:
    words = text.split()
    if len(words) > _MOST_WORDS_OF_A_NAME or re.search(r"\b(?:of|to|for|from|in|on)\b", text):
        return False
    return text[:1] == "@" or text[:1].isupper() or words[0] in {"the", "our", "his", "her"}


def _moved(found: Said, *, later: bool = False) -> Order | None:
    day = found["day"].strip(QUOTES)
    if step := re.fullmatch(_STEP, day, re.IGNORECASE):
        return PutInStep(step["step"])
    return MoveDue(day, later)


def _prioritised(found: Said) -> Prioritise:
    said = found["priority"].lower()
    return Prioritise({"medium": "normal", "critical": "urgent"}.get(said, said))


def _label(found: Said) -> str:
    return _LABELS.sub("", found["label"]).strip().lower()


def _renamed(found: Said) -> RenameAction:
    text = text_of(found)
    return RenameAction(text[:1].upper() + text[1:])


_FLOW: Final[tuple[Rule, ...]] = (
    (rf"(?:start|begin)(?: (?:on|with|working on))? {ON}", always(Start())),
    (
        (
            rf"(?:(?:i|we)(?:'m| am| are|'re)? )?(?:now )?(?:started|working on|work on|began|"
            rf"on) {ON}"
            r"(?: now)?"
        ),
        always(Start()),
    ),
    (
        rf"{ON}{IS}{NOW} (?:started|begun|in progress|under ?way|being worked on|ongoing)",
        always(Start()),
    ),
    (rf"(?:accept|approve|agree (?:to|with)|take on|confirm) {ON}", always(Agree())),
    (rf"(?:unblock|resume|release) {ON}(?: now| again)?", always(Unblock())),
    (
        (
            rf"{ON}(?: {BE}|'s)? (?:unblocked|(?:no longer|not) (?:blocked|waiting|stuck)"
            r"(?: any ?more)?|can go on|can continue)(?: now)?"
        ),
        always(Unblock()),
    ),
    (
        (
            rf"{ON} (?:does(?: not|n't)|do(?: not|n't)|no longer|is no longer|isn't|is not) "
            rf"(?:depends? on|waits? for|waiting for|blocked by|needs?) {_BY}(?: any ?more)?"
        ),
        lambda m: Undepend(numbers_in(m["by"])),
    ),
    (rf"(?:unlink|detach) {ON} from {_BY}", lambda m: Undepend(numbers_in(m["by"]))),
    (
        (
            rf"{ON}(?:{IS}{NOW} (?:blocked by|waiting (?:for|on)|held up by|dependent on)|"
            rf" (?:depends on|waits for|needs|has to wait for|comes after)) {_BY}(?: first)?"
        ),
        lambda m: Depend(numbers_in(m["by"])),
    ),
    (rf"(?:block|hold) {ON} (?:by|with|for) {_BY}", lambda m: Depend(numbers_in(m["by"]))),
    (rf"{_BY} blocks {ON}", lambda m: Depend(numbers_in(m["by"]))),
    (
        (
            rf"{ON}(?:{IS}{NOW} (?:waiting (?:for|on)|blocked by|held up by|stuck with)|"
            r" (?:waits for|has to wait for)) (?P<text>.+)"
        ),
        _blocked,
    ),
    (
        rf"(?:block|hold) {ON}(?: by|{WHY})? ?(?P<text>.+)",
        _blocked,
    ),
    (
        rf"{ON}{IS}{NOW} (?:blocked|stuck|held up|on hold)(?:{WHY}(?P<text>.+))?",
        lambda m: Block(text_of(m)),
    ),
)

_DAYS: Final[tuple[Rule, ...]] = (
    (rf"(?:(?:remove|delete|clear|drop) the|no) {_DATE} (?:of|from|for) {ON}", always(MoveDue(""))),
    (rf"{ON} (?:has |needs )?no (?:due )?date", always(MoveDue(""))),
    (
        rf"(?:postpone|push|delay|defer|shift|extend|move) {ON}(?: back| out)? by {_DAY}",
        partial(_moved, later=True),
    ),
    (rf"{_LATER} {ON}(?: back| out| forward)? (?:to|until|till|into|on|for|before) {_DAY}", _moved),
    (rf"{_LATER} (?:the )?{_DATE} (?:of|for) {ON} (?:to|until) {_DAY}", _moved),
    (rf"{SET}(?:the |a )?{_DATE} (?:of|for) {ON}{TO}{_DAY}", _moved),
    (rf"{ON}[:,]? {_DATE}{TO}{_DAY}", _moved),
    (rf"{ON} {BE} due (?:on |by )?{_DAY}", _moved),
    (rf"(?:finish|do|close|complete) {ON} (?P<day>(?:by|until|before) .+)", _moved),
    (rf"{ON}(?: is)?[:,]? (?P<day>(?:by|until|before|tomorrow|next|in) ?.*)", _moved),
)

_FIELDS: Final[tuple[Rule, ...]] = (
    (rf"(?:make|mark|set) {ON}(?: as| to)? {_PRIORITY}", _prioritised),
    (rf"{ON}{IS}{NOW}[:,]? {_PRIORITY}", _prioritised),
    (rf"{ON}[:,]? priority{TO}{_PRIORITY}", _prioritised),
    (rf"{SET}(?:the )?priority of {ON}{TO}{_PRIORITY}", _prioritised),
    (rf"prioriti[sz]e {ON}", always(Prioritise("high"))),
    (
        rf"(?:put|move|set|file) {ON} (?:in|into|to|under) {_STEP}",
        lambda m: PutInStep(m["step"]),
    ),
    (
        rf"{ON}[:,]?(?: (?:is|belongs|goes|is part)(?: (?:in|of|to|under))?)? {_STEP}",
        lambda m: PutInStep(m["step"]),
    ),
    (
        rf"{SET}(?:the )?step of {ON}{TO}(?:step )?(?P<step>\d\.\d)",
        lambda m: PutInStep(m["step"]),
    ),
    (rf"(?:un-?label|untag) {ON}(?: with)? {_LABEL}", lambda m: RemoveLabel(_label(m))),
    (
        rf"remove (?:the )?(?:label |tag |#){_LABEL} (?:from|of) {ON}",
        lambda m: RemoveLabel(_label(m)),
    ),
    (rf"(?:label|tag) {ON}(?: with| as)?:? {_LABEL}", lambda m: AddLabel(_label(m))),
    (rf"add (?:the )?(?:label |tag |#){_LABEL} to {ON}", lambda m: AddLabel(_label(m))),
    (rf"{ON}[:,]? #(?P<label>[\w-]+)", lambda m: AddLabel(_label(m))),
    (rf"stop repeating {ON}", always(Repeat(""))),
    (rf"{ON} (?:does(?: not|n't) (?:recur|repeat)|is only once)", always(Repeat(""))),
    (
        rf"(?:repeat )?{ON}(?: recurs| repeats| comes again| is due)?[:,]? {_RHYTHM}",
        lambda m: Repeat(m["rhythm"]),
    ),
    (
        (
            rf"(?:estimate )?{ON}[:,]?(?: takes| needs| estimate| is)?:? "
            r"(?P<hours>\d+(?:\.\d+)?) ?h(?:ours?|rs?)?"
        ),
        lambda m: Estimate(m["hours"]),
    ),
    (rf"(?:rename|retitle|reword|call) {ON}(?: to| as|:)? (?P<text>.+)", _renamed),
    (rf"{ON}[:,]? (?:new )?title ?:? (?P<text>.+)", _renamed),
    (rf"(?:change|set) the title of {ON} (?:to|:) ?(?P<text>.+)", _renamed),
    (
        rf"(?:describe|description (?:of|for)) {ON} ?(?::|as|-)? (?P<text>.+)",
        lambda m: Describe(text_of(m)),
    ),
    (
        rf"(?:add (?:an? )?|more )?(?:evidence|proof) (?:for|to|of) {ON} ?:? (?P<text>.+)",
        lambda m: Proof(text_of(m)),
    ),
    (rf"{ON}[:,]? (?:evidence|proof) ?:? (?P<text>.+)", lambda m: Proof(text_of(m))),
    (
        rf"(?:add )?(?:an? )?(?:comment|note|remark) (?:on|to|for) {ON} ?[:,-]? (?P<text>.+)",
        lambda m: Comment(text_of(m)),
    ),
    (rf"{ON}[:,]? (?:comment|note|remark) ?:? (?P<text>.+)", lambda m: Comment(text_of(m))),
)

RULES: Final[tuple[Rule, ...]] = (*_FIELDS, *_FLOW, *_DAYS, *people.RULES)
# What is said to an action by its number and is none of the above is a comment.
LAST: Final[tuple[Rule, ...]] = (
    (rf"(?P<on>{NUMBERS}): (?P<text>.+)", lambda m: Comment(text_of(m))),
)

LOOSE: Final[tuple[Rule, ...]] = (
    (rf"(?:set |make )?(?:the |a )?{_DATE}{TO}{_DAY}", _moved),
    (r"(?:accept|agreed?)", always(Agree())),
    (rf"(?:(?:make it|priority):? )?{_PRIORITY}", _prioritised),
    *people.LOOSE,
    (r"blocked(?: by|:)? (?P<text>.+)", _blocked),
    (r"waiting (?:for|on) (?P<text>.+)", _blocked),
    (r"comment: ?(?P<text>.+)", lambda m: Comment(text_of(m))),
    (r"evidence: ?(?P<text>.+)", lambda m: Proof(text_of(m))),
    (r"step (?P<step>\d\.\d)", lambda m: PutInStep(m["step"])),
    (rf"{_RHYTHM}", lambda m: Repeat(m["rhythm"])),
)
