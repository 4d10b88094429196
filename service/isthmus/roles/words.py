"""What a sentence asks of a role definition: text -> Order, by a grammar."""

import re
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Final

from isthmus.raci.phrases import FORMAT, FORMATS
from isthmus.raci.words import bare
from isthmus.roles.model import Topic
from isthmus.roles.orders import (
    AddLine,
    Approve,
    ChangeLine,
    Export,
    Order,
    Redo,
    RemoveLine,
    RenameRole,
    Return,
    ReviewOn,
    Show,
    ShowLines,
    Submit,
    TakeOver,
    Undo,
    WhatChanged,
    WhatIsNew,
)

# How people call what a line is about; the names of the topics are understood too.
_CALLED: Final = MappingProxyType(
    {
        Topic.PURPOSE: ("purpose", "mission"),
        Topic.REPORTS_TO: ("reporting line", "superior", "boss"),
        Topic.ACCOUNTABLE: ("accountabilities", "accountability"),
        Topic.RESPONSIBLE: (
            "responsibilities",
            "responsibility",
            "duties",
            "duty",
            "tasks",
            "task",
        ),
        Topic.SUPPORTS: ("support",),
        Topic.VERIFIES: ("verifications", "verification"),
        Topic.SIGNS: ("sign-offs", "sign-off"),
        Topic.RECOMMENDS: ("recommendations", "recommendation"),
        Topic.AGREES: ("agreements", "agreement"),
        Topic.DECIDES: (
            "decision rights",
            "decision right",
            "decisions",
            "decision",
            "authority",
            "authorities",
            "what it decides alone",
        ),
        Topic.CONSULTS: ("whom it consults",),
        Topic.INFORMS: ("whom it informs",),
        Topic.CONSULTED: ("consultations", "what it is consulted on"),
        Topic.INFORMED: ("what it is informed of",),
        Topic.COMPETENCES: (
            "competence",
            "competencies",
            "competency",
            "skills",
            "skill",
            "knowledge",
            "what it has to know",
        ),
        Topic.TRAINING: ("trainings", "courses", "course"),
        Topic.ESCALATES_TO: ("escalation path", "escalations", "escalation"),
    }
)
_TOPICS: Final = {
    name: topic.value for topic in Topic for name in (topic.value, *_CALLED.get(topic, ()))
}
TOPIC: Final = "|".join(sorted(map(re.escape, _TOPICS), key=len, reverse=True))
_T: Final = rf"(?P<topic>{TOPIC})"
_THIS: Final = r"(?:it|this|that|(?:the|this|that|our|my) (?:role )?definition)"
_ITS: Final = r"(?:(?:the|its|their|this role's|the role's) )?(?:list of )?"
_ABOUT: Final = r"(?:the )?(?:line|item|point|entry|bullet)"
_LINE: Final = rf"(?P<line>{_ABOUT} (?:\d+|.+?))"
_ADD: Final = r"(?:add|put|include|append|write|note)"
_SOURCES: Final = r"(?:charts?|sources?|catalogue|documents?|policies|policy)"
_ALL: Final = r"(?:it|this|that|them|all|everything|the changes|the news|all (?:of )?(?:it|that))"
_QUOTES: Final = " \"'\u201c\u201d\u2018\u2019"

Said = re.Match[str]


def order_of(text: str) -> Order | None:
    """Understand what a sentence asks of a definition; None where the grammar does not know it."""
    said, asked = bare(text)
    for pattern, make in _QUESTIONS if asked else (*_ORDERS, *_QUESTIONS):
        if found := pattern.fullmatch(said):
            return make(found)
    return None


def topic_called(name: str) -> str:
    """Give the topic that people call so; empty where there is none."""
    return _TOPICS.get(name.casefold().strip(), "")


def _text(found: Said) -> str:
    text = found["text"].strip(_QUOTES)
    return text[:1].upper() + text[1:]


def _added(found: Said) -> AddLine:
    return AddLine(_text(found), topic_called(found.groupdict().get("topic") or ""))


def _line(found: Said) -> str:
    bare = re.sub(
        rf"^{_ABOUT} (?:(?:about|on|that says|saying|which says) )?",
        "",
        found["line"],
        flags=re.IGNORECASE,
    )
    return bare.strip(_QUOTES)


def _compiled(
    table: Iterable[tuple[str, Callable[[Said], Order]]],
) -> tuple[tuple[re.Pattern[str], Callable[[Said], Order]], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in table)


_CHANGE: Final = r"(?: (?:that|it|this|the last change|my last change))?"
_ORDERS: Final = _compiled(
    (
        (rf"undo{_CHANGE}", lambda _: Undo()),
        (r"(?:take|roll) (?:that|it) back", lambda _: Undo()),
        (rf"redo{_CHANGE}", lambda _: Redo()),
        (rf"(?:approve|sign off)(?: {_THIS})?", lambda _: Approve()),
        (
            rf"(?:submit|send)(?: {_THIS})?(?: (?:for|to) (?:review|approval))?",
            lambda _: Submit(),
        ),
        (
            (
                rf"(?:return|send|put|give|hand)(?: {_THIS})? (?:back(?: to draft)?|to draft)"
                r"(?: ?(?:because|since|:|,|-) ?(?P<reason>.+))?"
            ),
            lambda m: Return(m["reason"] or ""),
        ),
        (
            rf"return(?: {_THIS})? ?(?:because|since|:) ?(?P<reason>.+)",
            lambda m: Return(m["reason"]),
        ),
        (rf"take {_ALL} over", lambda _: TakeOver()),
        (rf"(?:take over|adopt|accept) {_ALL}", lambda _: TakeOver()),
        (
            rf"(?:refresh|update (?={_THIS}))(?: ?{_THIS})?(?: (?:from|with|by) the {_SOURCES})?",
            lambda _: TakeOver(),
        ),
        (rf"bring {_THIS} up to date", lambda _: TakeOver()),
        (
            rf"{_ADD} (?:under|to) {_ITS}{_T} ?[:,-] ?(?P<text>.+)",
            _added,
        ),
        (rf"{_ADD} (?:an?|another|one more|the)? ?{_T}(?: to {_THIS})? ?: ?(?P<text>.+)", _added),
        (rf"{_ADD} (?P<text>.+) (?:to|under) (?:the|its|their) {_T}", _added),
        (
            rf"(?:set|change|make) {_ITS}{_T} (?:to|be|:|into) ?(?P<text>.+)",
            _added,
        ),
        (
            (
                r"(?:it|this role|the role) (?:also |has to |shall |should |must )?"
                r"(?P<topic>reports? to|escalates? to) (?P<text>.+)"
            ),
            lambda m: AddLine(_text(m), f"{m['topic'].lower().split()[0].rstrip('s')}s to"),
        ),
        (
            (
                r"(?:it|this role|the role) (?:also )?(?:decides|may decide|can decide) alone"
                r" ?[:,]? (?:on )?(?P<text>.+)"
            ),
            lambda m: AddLine(_text(m), Topic.DECIDES.value),
        ),
        (rf"{_ADD} (?:an?|another|one more) line(?: to {_THIS})? ?[:,-]? (?P<text>.+)", _added),
        (rf"add(?: to {_THIS})? ?: ?(?P<text>.+)", _added),
        (
            (
                rf"(?:change|reword|rephrase|rewrite|replace) {_LINE}"
                r" ?(?:\b(?:to|into|with|by)\b|:) ?(?P<text>.+)"
            ),
            lambda m: ChangeLine(_line(m), _text(m)),
        ),
        (
            rf"(?:remove|delete|drop|strike)(?: out)? {_LINE}(?: (?:from|in|of) {_THIS})?",
            lambda m: RemoveLine(_line(m)),
        ),
        (
            rf"(?:rename|call) (?:{_THIS}|the role|this role) (?:to |as )?(?P<text>.+)",
            lambda m: RenameRole(_text(m)),
        ),
        (
            (
                r"(?:(?:set )?(?:the |its )?(?:next )?review date(?: to| is)?|"
                rf"(?:set )?(?:the |its )?(?:next )?review(?: {_THIS})?(?= (?:to|on|by|in)\b))"
                r" (?:(?:to|on|by) )?(?P<day>.*\d.*|.*(?:year|quarter|month|week)s?)"
            ),
            lambda m: ReviewOn(m["day"]),
        ),
        (rf"(?:show|open|display)(?: me)?(?: {_THIS})?(?: again)?", lambda _: Show()),
        (
            rf"(?:show|list|give)(?: me)?(?: all)?(?: (?:of )?(?:the|its|their))? {_T}",
            lambda m: ShowLines(topic_called(m["topic"])),
        ),
        (
            (
                rf"(?:export|send|give|download|get|save)(?: (?:me|us))?(?: {_THIS})?"
                rf" ?(?:as|in|to)? ?(?:an? )?{FORMAT}(?: (?:file|document|of {_THIS}))?"
            ),
            lambda m: Export(FORMATS[m["format"].lower()]),
        ),
    )
)
_SINCE: Final = r"(?: since(?: .+)?| meanwhile| now)?"
_QUESTIONS: Final = _compiled(
    (
        (rf"what (?:is|are) its {_T}", lambda m: ShowLines(topic_called(m["topic"]))),
        (
            (
                r"what(?:'s| has| is)? (?:changed|different|new) in (?:the|our|any) "
                rf"{_SOURCES}(?: or {_SOURCES})?{_SINCE}"
            ),
            lambda _: WhatIsNew(),
        ),
        (
            (
                rf"what do (?:the|our) {_SOURCES} say (?:otherwise|differently|about {_THIS})"
                rf"{_SINCE}"
            ),
            lambda _: WhatIsNew(),
        ),
        (
            (
                rf"(?:is {_THIS} (?:still )?(?:up to date|current)|"
                rf"compare {_THIS} with (?:the|our) {_SOURCES}|"
                rf"(?:did|have) (?:the|our) {_SOURCES} changed?{_SINCE})"
            ),
            lambda _: WhatIsNew(),
        ),
        (
            (
                r"what(?:'s| has| is)? (?:changed|different|new)(?: since (?:the )?(?:last )?"
                r"(?:approved )?(?:version ?)?(?P<since>\d*)(?: ?approval)?)?"
            ),
            lambda m: WhatChanged(m["since"] or ""),
        ),
    )
)
