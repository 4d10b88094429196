"""Text -> Command: what a sentence asks for, by a grammar; whatever it does not know is asked."""

import re
from collections.abc import Iterator
from typing import Final

from isthmus.raci.model import Status
from isthmus.raci.orders import (
    Give,
    Order,
    ReviewOn,
    Take,
    WhatHas,
    WhoHas,
    WhyLetter,
)
from isthmus.raci.words import order_of
from isthmus.understanding.asking_for_charts import is_for_a_draft
from isthmus.understanding.commands import (
    Ask,
    Command,
    DefineRole,
    DraftChart,
    Help,
    ListCharts,
    OnChart,
)

_QUESTIONS: Final = (WhoHas, WhatHas, WhyLetter)
_LONGEST_ORDER: Final = 1_000  # characters; nobody orders in more, and a grammar stays quick
_KIND: Final = r"(?:chart|matrix|RACI|RASCI|DACI)s?"
_OURS: Final = r"(?:(?:the|our|my) )?"
_SHOW: Final = r"(?:(?:list|show|find|give)(?: me)? )?(?:all )?"
_CALLED: Final = r"(?:called |named |titled |about |for |on )"
_ONE: Final = r"(?:(?!\b(?:the|our|my|in|on)\b).)+?"
_DONE_TO: Final = r"(?:show|open|display|export|check|approve|submit)"
_NO_WORD: Final = r"(?!(?:as|in|to|it|again|for|about|called|named)\b)"
_TO_DO: Final = r"(?P<after>(?: as .+| to .+| since .+)?)"
_LEAD: Final = r"(?:(?:please|ok(?:ay)?|now|hey|hi|and|so)\b[,\s]*|(?:can|could) you )*"
_NO_NAME: Final = frozenset(
    "it this that whole entire current approved last latest new same raci rasci daci chart matrix "
    "a an the our my your any every which what other another good review approval".split()
)
_STATUSES: Final = {
    "in review": Status.IN_REVIEW,
    "under review": Status.IN_REVIEW,
    "waiting for approval": Status.IN_REVIEW,
    "approved": Status.APPROVED,
    "draft": Status.DRAFT,
    "drafts": Status.DRAFT,
    "in draft": Status.DRAFT,
}
_STATUS: Final = rf"(?P<status>{'|'.join(_STATUSES)})"
_LISTS: Final = tuple(
    re.compile(rf"{_LEAD}{pattern}", re.IGNORECASE)
    for pattern in (
        r"(?:list|show|give)(?: me)?(?: all)?(?: (?:the|our|my|of our))? (?:raci )?charts",
        rf"{_SHOW}{_OURS}(?:raci )?charts (?:that are |which are )?{_STATUS}",
        rf"{_SHOW}{_OURS}{_STATUS} (?:raci )?charts",
        rf"{_SHOW}{_OURS}(?:raci )?charts (?:about|for|on|with) (?P<words>.+)",
        rf"(?:which|what) (?:raci )?charts (?:are|is) {_STATUS}",
        r"(?:which|what) (?:raci )?charts (?:are there|do (?:we|i) have)",
        r"(?:which|what) (?:raci )?charts (?:are there|do (?:we|i) have) about (?P<words>.+)",
        r"(?:our|my|all)? ?charts",
    )
)
_DEFINES: Final = tuple(
    re.compile(rf"{_LEAD}{pattern}", re.IGNORECASE)
    for pattern in (
        r"define (?:the )?role (?:of|for) (?:the |an? |our )?(?P<role>.+)",
        r"define (?:the |an? |our )?(?P<role>.+?)(?:'s|s')? role",
        (
            r"(?:(?:write|draft|make|create|give me|show(?: me)?|prepare) )?(?:a |the |an? new )?"
            r"(?:role definition|definition of the role|job definition)(?: (?:of|for))?:? "
            r"(?:the |an? |our )?(?P<role>.+)"
        ),
    )
)
_HELP: Final = re.compile(
    rf"{_LEAD}(?:help(?: me)?|\?|what (?:can|do) you do(?: for me)?|how does this work)",
    re.IGNORECASE,
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
_DAY: Final = re.compile(
    r"\d{4}-\d\d-\d\d|(?:in |next |every )?(?:\d+ |an? |one |two |three |six )?"
    r"(?:day|week|month|quarter|year)s?(?: from now)?",
    re.IGNORECASE,
)
_NO_ROLE: Final = frozenset({"me", "us", "you", "them", "it", "everybody", "everyone"})


def understand(text: str) -> Command:
    """Tell what a sentence asks for; a question is what nothing else claims.

    An order without a chart's name is meant for the chart that the conversation is about, and
    whether a question is for that chart is seen only there.
    """
    flat = " ".join(text.replace("\u2019", "'").split())
    if not flat or len(flat) > _LONGEST_ORDER:
        return DraftChart(text) if flat and is_for_a_draft(flat[:_LONGEST_ORDER]) else Ask(text)
    found = _listed(flat) or _defined(flat) or _helped(flat)
    if found:
        return found
    if is_for_a_draft(flat):
        return DraftChart(text.strip())
    return _ordered(flat) or Ask(text)


def _bare(text: str) -> str:
    return text.strip().rstrip(".!?").removesuffix(" please").rstrip(" ,")


def _helped(text: str) -> Command | None:
    return Help() if _HELP.fullmatch(_bare(text) or text) else None


def _listed(text: str) -> Command | None:
    for pattern in _LISTS:
        if found := pattern.fullmatch(_bare(text)):
            said = found.groupdict(default="")
            status = _STATUSES.get(said.get("status", "").lower(), "")
            return ListCharts(said.get("words", ""), str(status))
    return None


def _defined(text: str) -> Command | None:
    for pattern in _DEFINES:
        if found := pattern.fullmatch(_bare(text)):
            return DefineRole(re.sub(r"'s(?: role)?$| role$", "", found["role"].strip(" \"'“”")))
    return None


def _ordered(text: str) -> Command | None:
    for name, rest in _named(text):
        order = order_of(rest)
        if order and _is_meant(order):
            return OnChart(order, text, named=name)
    order = order_of(text)
    return OnChart(order, text) if order and _is_meant(order) else None


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Give each name that a chart may have in a sentence, with the sentence without it."""
    asked = "?" if text.endswith("?") else ""
    bare = text.rstrip("?.! ")
    for pattern in _NAMED:
        if found := pattern.fullmatch(bare):
            name = found["name"].strip(" \"'“”")
            before, after = _ARTICLE_LEFT.sub("", found["before"].strip()), found["after"].strip()
            if not name or name.casefold() in _NO_NAME:
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
            return bool(_DAY.fullmatch(day.strip()))
        case _:
            return True


def is_a_question(order: Order) -> bool:
    """Tell whether documents could answer it too."""
    return isinstance(order, _QUESTIONS)
