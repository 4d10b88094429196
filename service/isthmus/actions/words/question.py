"""Questions about all actions: what is overdue, whose, of which step; and negatives that are none.

A question is taken apart modifier by modifier; one with words that are none of them is not for the
actions, but for the documents.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from isthmus.actions.orders import ME, Find, Overload, Question, WhatHappened
from isthmus.actions.spans import SPAN
from isthmus.actions.words.modifying import MODIFIERS, NAME, NO_PERSON, NOUN, OPEN, WHOSE
from isthmus.actions.words.pieces import Said
from isthmus.raci.words import bare


def question_of(text: str) -> Question | None:
    """Understand a question about the actions; None for what is none."""
    said, _ = bare(text)
    for pattern, make in _WHOLE:
        if (found := pattern.fullmatch(said)) and (question := make(found)) is not None:
            return question
    return _composed(said)


# ---- questions that are always put alike


def _changed(found: Said) -> WhatHappened | None:
    groups = found.groupdict(default="")
    owner = groups.get("owner", "")
    mine = re.search(r"\bmy\b", found.group(), re.IGNORECASE)
    return WhatHappened(groups["span"], ME if mine else owner)


def _person(found: Said) -> str:
    who = found["owner"].strip()
    return ME if who.casefold() in {"i", "me", "we"} else who


def _waiting(found: Said) -> Find | None:
    who = _person(found)
    if who.casefold() in NO_PERSON or who.casefold().startswith("the "):
        return None
    return Find(owner=who, held_up=True)


def _late(found: Said) -> Find | None:
    return None if _person(found).casefold() in NO_PERSON else Find(_person(found), overdue=True)


def _plate(found: Said) -> Find | None:
    who = _person(found)
    known = who.casefold() not in NO_PERSON and not who.casefold().startswith("the ")
    return Find(owner=who) if known else None


def _always(question: Question) -> Callable[[Said], Question]:
    def make(_: Said) -> Question:
        return question

    return make


_AGAIN: Final = r"(?: right now| now| today| at the moment| currently)?"
_WHOLE: Final[tuple[tuple[re.Pattern[str], Callable[[Said], Question | None]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), make)
    for pattern, make in (
        (
            (
                rf"what(?: has|'s| have we| was)? (?:changed|happened|moved|new)(?: in {WHOSE} "
                rf"{NOUN}| "
                rf"(?:in|with|on) (?:the|our|my) {NOUN})?,? (?P<span>{SPAN})"
            ),
            _changed,
        ),
        (
            (
                rf"(?:show (?:me )?)?(?:what is |what's )?(?:the )?(?:changes|news|activity)"
                rf"(?: (?:in|of|on) (?:the|our|my) {NOUN})? (?P<span>{SPAN})"
            ),
            _changed,
        ),
        (
            (
                r"who(?:'s| is| has)? (?:overloaded|overworked|swamped|too much(?: to do| work| "
                r"on (?:"
                r"their|his|her) plate)?|(?:the )?most (?:actions|tasks|to do|open actions|work))"
                rf"{_AGAIN}"
            ),
            _always(Overload()),
        ),
        (
            (
                r"(?:show (?:me )?)?(?:the )?(?:work ?load|load)(?: (?:per|by|of each) "
                r"(?:person|owner|"
                r"head))?|how is the work (?:spread|distributed)|who has how much to do"
            ),
            _always(Overload()),
        ),
        (rf"(?:what|who)(?: is|'s| am| are) {NAME} waiting (?:for|on){_AGAIN}", _waiting),
        (rf"what(?: is|'s) {NAME} (?:late|overdue|behind) (?:with|on)", _late),
        (
            rf"what(?: is|'s) (?:holding|blocking) {NAME}(?: up| back)?",
            _waiting,
        ),
        (
            (
                rf"what (?:does|do|should|must|has|have) {NAME} (?:still )?(?:have |got )?(?:to "
                rf"do|to work on"
                rf"|do next|owe|owe us){_AGAIN}(?: next)?"
            ),
            _plate,
        ),
        (
            (
                rf"what(?: is|'s) on (?:(?P<owner>my)|{WHOSE.replace('owner', 'theirs')}) "
                rf"plate{_AGAIN}"
            ),
            lambda m: Find(owner=ME if m["owner"] else m["theirs"]),
        ),
        (rf"what(?: is|'s) {NAME} (?:working on|up to|doing){_AGAIN}", _plate),
        (
            r"(?:what(?:'s| is| are) )?mine|(?:show (?:me )?)?my (?:list|work|stuff)",
            _always(Find(ME)),
        ),
        (r"(?:open|the )?board|everything(?: open)?", _always(Find())),
    )
)

# ---- questions that are put together

_LEAD: Final = re.compile(
    r"(?:(?:list|show|give|find|see|get)(?: me)?|which(?: of)?|what(?:'s|'re| is| are| was| were)?|"
    r"(?P<counted>how many)(?: of)?|anything|everything|is there anything|are there(?: any)?|do "
    r"(?:we|i) "
    r"have(?: any)?)\b",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"\b(?:all|the|our|of|any|still|is|are|was|were|there|that|which|we|us|now|right|currently|"
    r"today|do|does|did|have|"
    r"has|yet|at the moment|so far|in total|me|everything|and|but|with|who|to|be)\b|[,?'s]",
    re.IGNORECASE,
)
_WITHOUT_NOUN: Final = ("overdue", "held_up", "due", "closed")


def _composed(said: str) -> Find | None:
    lead = _LEAD.match(said)
    rest = said[lead.end() :] if lead else said
    rest, named = _without_noun(f" {rest} ")
    find = Find(counted=bool(lead and lead["counted"]))
    found = _modified(find, rest)
    if found is None:
        return None
    return found if _is_for_actions(found, said, lead=bool(lead), named=named) else None


def _without_noun(text: str) -> tuple[str, bool]:
    rest, count = re.subn(rf"\b{NOUN}\b", " ", text, count=1, flags=re.IGNORECASE)
    return rest, bool(count)


def _modified(find: Find, rest: str) -> Find | None:
    """Take away each modifier; None where something is left, or one means nothing."""
    for pattern, change in MODIFIERS:
        rest = " ".join(rest.split())
        if not (found := pattern.search(rest)):
            continue
        changed = change(find, found)
        if changed is None:
            continue
        find, rest = changed, f"{rest[: found.start()]} {rest[found.end() :]}"
    left = re.sub(r"\W+", "", _FILLER.sub(" ", rest))
    return None if left else find


def _is_for_actions(find: Find, said: str, *, lead: bool, named: bool) -> bool:
    """Tell a question about actions from one that has such words by chance."""
    plain = replace(find, counted=False)
    if named:
        return True
    if plain == Find():
        return bool(
            re.fullmatch(
                rf"how many are (?:there |still )?{OPEN}|what(?:'s| is) (?:still )?{OPEN}",
                said,
                re.IGNORECASE,
            )
        )
    if any(getattr(find, name) for name in _WITHOUT_NOUN):
        named_so = lead or find.overdue or find.held_up or said.startswith("due ")
        return named_so and not find.words and not find.owner.startswith("the ")
    short = re.fullmatch(
        r"(?:phase [1-4]|step \d\.\d|(?:(?:list|show)(?: me)? )?(?:all |the )*proposals?)",
        said,
        re.IGNORECASE,
    )
    return bool(short) or (lead and find.counted and not find.words)
