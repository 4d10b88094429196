"""What a sentence asks of role definitions: to make one, of one by its name, or of the current."""

import re
from collections.abc import Iterator
from typing import Final

from isthmus.raci.drafting.naming import is_known
from isthmus.roles.orders import Order, ReviewOn
from isthmus.roles.words import TOPIC, order_of
from isthmus.understanding.commands import DefineRole, DefineRoles, ListRoles, OnRole
from isthmus.understanding.phrases import LEAD, NO_NAME, STATUS, bare, is_a_day, status_said

_OURS: Final = r"(?:(?:the|our|my) )?"
_THE: Final = r"(?:the |an? |our )?"
_SHOW: Final = r"(?:(?:list|show|find|give)(?: me)? )?(?:all )?(?:of )?"
_ROLES: Final = r"(?:role definitions|definitions of (?:the |our )?roles|defined roles)"
_ALL_ROLES: Final = (
    r"(?:all|every|each|everyone|everybody)(?:'s)?(?: of)?(?: the| its| our)? roles?"
)
_CHART: Final = r"(?:charts?|matrix|RACI|RASCI|DACI)"
_DEFINITION: Final = r"(?:role definition|definition of the role|job definition)"
_LISTS: Final = tuple(
    re.compile(rf"{LEAD}{pattern}", re.IGNORECASE)
    for pattern in (
        rf"{_SHOW}{_OURS}{_ROLES}",
        rf"{_SHOW}{_OURS}{_ROLES} (?:that are |which are )?{STATUS}",
        rf"{_SHOW}{_OURS}{STATUS} {_ROLES}",
        rf"(?:which|what) {_ROLES} (?:are there|do (?:we|i) have)",
        rf"(?:which|what) {_ROLES} (?:are|is) {STATUS}",
        r"(?:which|what) roles (?:are|have been) defined(?: already| yet)?",
        r"(?:which|what) roles do (?:we|i) have definitions (?:of|for)",
        r"(?:list|show|give)(?: me)?(?: all)? definitions",
    )
)
_ALL_OF: Final = tuple(
    re.compile(rf"{LEAD}{pattern}", re.IGNORECASE)
    for pattern in (
        (
            rf"define {_ALL_ROLES}(?: (?:of|in|on|from) (?:it|this|that|(?:the|this|that|our) "
            rf"{_CHART}))?"
        ),
        rf"define {_ALL_ROLES} (?:of|in|on|from) {_OURS}(?P<name>.+?) {_CHART}",
        rf"define {_ALL_ROLES} (?:of|in|on|from) {_OURS}{_CHART} (?:for |on |about )?(?P<name>.+)",
        (
            rf"(?:write|draft|make|create|prepare) (?:the )?(?:role )?definitions (?:of|for) "
            rf"{_ALL_ROLES}(?: (?:of|in|on|from) (?:it|this|{_OURS}(?P<name>.+?) {_CHART}))?"
        ),
    )
)
_DEFINES: Final = tuple(
    re.compile(rf"{LEAD}{pattern}", re.IGNORECASE)
    for pattern in (
        rf"define (?:the )?role (?:of|for) {_THE}(?P<role>.+)",
        rf"define {_THE}(?P<role>.+?)(?:'s|s')? role",
        (
            r"(?:(?:write|draft|make|create|prepare|put together) )?(?:a |the |an? new )?"
            rf"{_DEFINITION}(?: (?:of|for))?:? {_THE}(?P<role>.+)"
        ),
    )
)
_DEFINED: Final = re.compile(rf"{LEAD}define {_THE}(?P<role>.+)", re.IGNORECASE)
_ONE: Final = r"(?:(?!\b(?:the|our|my|in|on)\b).)+?"
_NAME: Final = rf"(?P<name>{_ONE})"
_OF: Final = rf"(?:the |our |a )?(?:role )?definition (?:of|for) {_THE}"
_DONE_TO: Final = r"(?:show|open|display|see|export|send|approve|submit|return|refresh|update)"
_AFTER: Final = (
    r"(?P<after>(?:,? (?:as|to|since|back|again)\b.*|,? for (?:review|approval)|,? ?:.*)?)"
)
_BEFORE: Final = r"(?P<before>(?:.* )?)"
# How a definition is named in a sentence; what is left without it has to be an order.
_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<before>)(?:in|on|for) {_OF}(?P<name>[^,:]+)[,:] (?P<after>.+)",
        (
            rf"(?P<before>)(?:in|on|for) {_OURS}{_NAME}(?:'s|s') (?:role )?definition[,:]? "
            r"(?P<after>.+)"
        ),
        rf"{_BEFORE}{_OF}(?P<name>.+?)(?:'s)?(?: role)?{_AFTER}",
        rf"{_BEFORE}(?:the|our|my) {_NAME}(?:(?:'s|s')(?: role)?| role)? definition\b(?P<after>.*)",
        (
            rf"(?P<before>{_DONE_TO}(?: me)? ){_NAME}(?:(?:'s|s')(?: role)?| role)? definition\b"
            r"(?P<after>.*)"
        ),
        rf"(?P<before>(?:show|open|display)(?: me)? ){_THE}{_NAME}(?:'s|s') role(?P<after>)",
    )
)
_ITS_LINES: Final = re.compile(
    rf"{_BEFORE}(?:the|our|my) {_NAME}(?:'s|s') (?P<topic>{TOPIC})\b(?P<after>.*)", re.IGNORECASE
)
_ARTICLE_LEFT: Final = re.compile(r"(?:^| )(?:(?:the|our|my|a)(?: role)?|role)$", re.IGNORECASE)
_HANDED_OVER: Final = re.compile(r"^(?:give|get|send|see)(?: me| us)?$", re.IGNORECASE)


def listed(text: str) -> ListRoles | None:
    """Understand what asks for a list of definitions."""
    for pattern in _LISTS:
        if found := pattern.fullmatch(bare(text)):
            return ListRoles(status_said(found))
    return None


def defined(text: str) -> DefineRole | DefineRoles | None:
    """Understand what asks for a new definition, or for one of each role of a chart."""
    said = bare(text)
    for pattern in _ALL_OF:
        if found := pattern.fullmatch(said):
            return DefineRoles(_tidy(found.groupdict().get("name") or ""))
    for pattern in _DEFINES:
        if found := pattern.fullmatch(said):
            return DefineRole(_tidy(found["role"]))
    found = _DEFINED.fullmatch(said)
    return DefineRole(_tidy(found["role"])) if found and is_known(found["role"]) else None


def ordered(text: str) -> OnRole | None:
    """Understand an order; without a name it is for the definition the conversation is about."""
    for name, rest in _named(text):
        order = order_of(rest)
        if order and _is_meant(order):
            return OnRole(order, text, named=name)
    order = order_of(text)
    return OnRole(order, text) if order and _is_meant(order) else None


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Give each name that a role may have in a sentence, with the sentence without it."""
    asked = "?" if text.endswith("?") else ""
    said = text.rstrip("?.! ")
    for pattern in _NAMED:
        found = pattern.fullmatch(said)
        if found and (name := _tidy(found["name"])) and name.casefold() not in NO_NAME:
            before, after = _ARTICLE_LEFT.sub("", found["before"].strip()), found["after"]
            rest = re.sub(r" (?:in|on|to|of|from|for|with)$", "", before)
            yield name, f"{rest} {after.strip()}{asked}".strip()
            yield name, f"{_HANDED_OVER.sub('show', before)} the definition{_spaced(after)}{asked}"
    if found := _ITS_LINES.fullmatch(said):
        yield _tidy(found["name"]), f"{found['before']}the {found['topic']}{found['after']}{asked}"


def _spaced(after: str) -> str:
    return after if not after or after[0] in " ,:" else f" {after}"


def _tidy(name: str) -> str:
    """Give the name of a role without what is said around it."""
    return re.sub(r"'s(?: role)?$| role$", "", name.strip(" \"'“”"))


def _is_meant(order: Order) -> bool:
    return is_a_day(order.day) if isinstance(order, ReviewOn) else True
