"""What a sentence asks of charts: of their list, of one by its name, or of the current one."""

import re
from collections.abc import Iterator
from typing import Final

from isthmus.raci.orders import (
    Give,
    Order,
    ReviewOn,
    Take,
    Unclear,
    WhatHas,
    WhoHas,
    WhoHolds,
    WhyLetter,
)
from isthmus.raci.words import order_of
from isthmus.understanding.commands import ListCharts, OnChart
from isthmus.understanding.phrases import LEAD, NO_NAME, STATUS, bare, is_a_day, status_said

_QUESTIONS: Final = (WhoHas, WhatHas, WhyLetter, WhoHolds, Unclear)
# What can only be said of a chart, in whatever words: "merge rows 1 and 2", "swap their letters".
_LONGEST_UNCLEAR: Final = 150  # characters; whoever says more tells something
_OF_A_CHART: Final = re.compile(
    r"(?:(?:please|now|then|and|also|can you|could you|we should|i want to),? )*"
    r"(?:make|put|move|merge|join|combine|swap|change|take|give|set|assign|copy|mark|clear|switch|"
    r"fill|leave|exchange|turn|drop|delete|remove)\b"
    r".*(?:\b(?:rows?|columns?) (?:\d|of|for)|"
    r"\b(?:the|their|his|its|all) (?:letters?|rows?|columns?)\b|"
    r"\bas [RACIS]\b|\b(?:him|her|them) (?:responsible|accountable|consulted|informed)\b)",
    re.IGNORECASE,
)
_KIND: Final = r"(?:chart|matrix|RACI|RASCI|DACI)s?"
_OURS: Final = r"(?:(?:the|our|my) )?"
_SHOW: Final = r"(?:(?:list|show|find|give)(?: me)? )?(?:all )?"
_CALLED: Final = r"(?:called |named |titled |about |for |on )"
_ONE: Final = r"(?:(?!\b(?:the|our|my|in|on)\b).)+?"
_DONE_TO: Final = r"(?:show|open|display|export|check|approve|submit)"
_NO_WORD: Final = r"(?!(?:as|in|to|it|again|for|about|called|named)\b)"
_TO_DO: Final = r"(?P<after>(?: as .+| to .+| since .+)?)"
_LISTS: Final = tuple(
    re.compile(rf"{LEAD}{pattern}", re.IGNORECASE)
    for pattern in (
        r"(?:list|show|give)(?: me)?(?: all)?(?: (?:the|our|my|of our))? (?:raci )?charts",
        rf"{_SHOW}{_OURS}(?:raci )?charts (?:that are |which are )?{STATUS}",
        rf"{_SHOW}{_OURS}{STATUS} (?:raci )?charts",
        rf"{_SHOW}{_OURS}(?:raci )?charts (?:about|for|on|with) (?P<words>.+)",
        rf"(?:which|what) (?:raci )?charts (?:are|is) {STATUS}",
        r"(?:which|what) (?:raci )?charts (?:are there|do (?:we|i) have)",
        r"(?:which|what) (?:raci )?charts (?:are there|do (?:we|i) have) about (?P<words>.+)",
        r"(?:our|my|all)? ?charts",
    )
)
# How a chart is named in a sentence; what is left without it has to be an order.
_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<before>(?:.* )?){_OURS}{_KIND} {_CALLED}?[\"“](?P<name>.+?)[\"”](?P<after>.*)",
        rf"(?P<before>)(?:in|on|for) {_OURS}(?P<name>{_ONE}) {_KIND}(?:,|:|;| -)? (?P<after>.+)",
        rf"(?P<before>)(?:in|on) {_OURS}{_KIND} {_CALLED}?(?P<name>[^,:]+)[,:] (?P<after>.+)",
        rf"(?P<before>(?:.* )?)(?:the|our|my) (?P<name>{_ONE}) {_KIND}\b(?P<after>.*)",
        rf"(?P<before>(?:.* )?){_OURS}{_KIND} {_CALLED}(?P<name>.+?){_TO_DO}",
        rf"(?P<before>{_DONE_TO}(?: me)? ){_OURS}{_KIND} (?P<name>{_NO_WORD}.+?){_TO_DO}",
    )
)
_ARTICLE_LEFT: Final = re.compile(r"(?:^| )(?:the|our|my)$", re.IGNORECASE)
_HANDED_OVER: Final = re.compile(r"^(?:give|get|send)(?: me| us)?$", re.IGNORECASE)
_NO_ROLE: Final = frozenset({"me", "us", "you", "them", "it", "everybody", "everyone"})


def listed(text: str) -> ListCharts | None:
    """Understand what asks for a list of charts."""
    for pattern in _LISTS:
        if found := pattern.fullmatch(bare(text)):
            return ListCharts(found.groupdict(default="").get("words", ""), status_said(found))
    return None


def ordered(text: str) -> OnChart | None:
    """Understand an order; without a chart's name it is for the one the conversation is about."""
    for name, rest in _named(text):
        order = order_of(rest)
        if order and _is_meant(order):
            return OnChart(order, text, named=name)
    order = order_of(text)
    if order and _is_meant(order):
        return OnChart(order, text)
    is_short = len(text) <= _LONGEST_UNCLEAR and not text.endswith("?")
    is_of_a_chart = is_short and _OF_A_CHART.match(text)
    return OnChart(Unclear(), text) if is_of_a_chart else None


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Give each name that a chart may have in a sentence, with the sentence without it."""
    asked = "?" if text.endswith("?") else ""
    said = text.rstrip("?.! ")
    for pattern in _NAMED:
        if found := pattern.fullmatch(said):
            name = found["name"].strip(" \"'“”")
            before, after = _ARTICLE_LEFT.sub("", found["before"].strip()), found["after"].strip()
            if not name or name.casefold() in NO_NAME:
                continue
            rest = re.sub(r" (?:in|on|to|of|from|for|with)$", "", before)
            yield name, f"{rest} {after}{asked}".strip()
            shown = _HANDED_OVER.sub("show", before)
            yield name, f"{shown} the chart {after}{asked}".strip()


def _is_meant(order: Order) -> bool:
    """Tell an order from a sentence that only sounds like one: "tell me about patching"."""
    match order:
        case Give(role=role) | Take(role=role):
            return role.casefold() not in _NO_ROLE
        case ReviewOn(day):
            return is_a_day(day)
        case _:
            return True


def is_a_question(order: Order) -> bool:
    """Tell whether documents could answer it too."""
    return isinstance(order, _QUESTIONS)
