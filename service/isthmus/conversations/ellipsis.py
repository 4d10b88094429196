"""Completes "and for vendors?" and "what about OT?" from the question before them (pure)."""

import re
from typing import Final

from isthmus.conversations.topics import ASKS, AUXILIARY, ENDS, REGARDING, has_content, topic_of
from isthmus_knowledge.analysis import words
from isthmus_knowledge.catalogue import catalogue

LONGEST: Final = 7  # words; more than that says by itself what it asks

CONNECTOR: Final = re.compile(
    r"^(?:(?:and|but|so|or|ok|okay|also|then|well)\b[,\s]*)+", re.IGNORECASE
)
_ABOUT: Final = re.compile(r"^(?:what|how) (?:about|of)\s+(?:the\s+)?", re.IGNORECASE)
_WHAT_IF: Final = re.compile(r"^what if\s+(?=it['\u2019]s\b)", re.IGNORECASE)
_PHRASE: Final = re.compile(
    r"^(for|in|on|at|under|during|after|before|from|with|without|within|outside|by|between|across|"
    r"over|when|if)\s+(.+)$",
    re.IGNORECASE,
)
_GOVERNED: Final = re.compile(
    r"\b(?:accountable|responsible|consulted|informed|answers?|in charge) (?:for|on|about|of)\b",
    re.IGNORECASE,
)
# For whom or where something holds: it narrows what was asked, it does not replace it.
_SCOPE: Final = re.compile(
    r"(?:.*\s)?(?:IT|OT|(?:vendor|contractor|supplier|integrator|operator|engineer|visitor|site|plant|"
    r"shift|region|subsidiar|emergenc|weekend|night|laptop|cloud|third part|business unit|"
    r"joint venture)(?:s|y|ies)?)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"\b(?!(?:IT|OT|RACI|I|What|Who|Which|How|When|Where|Why|Does|Do|Is|Are|Can)\b)"
    r"(?:[A-Z]{2,}\w*|[A-Z]\w*\d\w*|[A-Z]\w+(?=\s[A-Z]))"
    r"(?:[ /-](?:[A-Z][\w.]*|\d[\w.-]*))*(?<!\.)"
)
_NUMBER: Final = re.compile(
    r"\b(?:(?:step|phase|article|section|part)\s)?\d+(?:\.\d+)*\b", re.IGNORECASE
)
_HAS_OBJECT: Final = re.compile(
    rf"^(?:who\s+(?!{AUXILIARY})\w+s?\s|(?:what|which|who)\s+(?:is|are|was|were)\s|"
    r"how (?:many|much)\s|define|explain|describe|list|name|tell me|(?:can|could) you)",
    re.IGNORECASE,
)


def completed(asked: str, before: str) -> str | None:
    """Give the question before with what was said in it; None where ``asked`` is no such piece."""
    piece = _ABOUT.sub("", _WHAT_IF.sub("if ", CONNECTOR.sub("", asked))).strip(ENDS)
    said = piece.removeprefix("the ")
    is_whole = piece == asked.strip(ENDS) or bool(ASKS.search(said)) or len(words(said)) > LONGEST
    if is_whole or not (has_content(said) or said in {"IT", "OT"}):
        return None
    base = before.strip(ENDS)
    phrase = _PHRASE.match(said)
    if phrase:
        return f"{_with_phrase(base, phrase[1], phrase[2])}?"
    return f"{_with_counterpart(base, said)}?"


def _with_phrase(base: str, preposition: str, thing: str) -> str:
    governed = _GOVERNED.search(base)
    if preposition.lower() == "for" and governed and not _SCOPE.fullmatch(thing):
        return f"{base[: governed.end()]} {thing}"
    name = _last_name(base, after=rf"\b{preposition}\s+(?:the\s+)?")
    if name and _NAME.fullmatch(thing.removeprefix("the ")):
        return f"{base[: name[0]]}{thing.removeprefix('the ')}{base[name[1] :]}"
    tail = re.search(rf"\b{preposition}\s+(?:\S+\s*){{1,4}}$", base, re.IGNORECASE)
    is_like = tail and not (governed and governed.end() >= tail.start())
    return f"{base[: tail.start()] if tail and is_like else f'{base} '}{preposition} {thing}"


def _last_name(base: str, after: str = "") -> tuple[int, int] | None:
    found = list(re.finditer(after + f"(?P<name>{_NAME.pattern})", base))
    return found[-1].span("name") if found else None


def _with_counterpart(base: str, said: str) -> str:
    """Put what was said in the place of its like: OT for IT, one role or standard for another."""
    span = _like(base, said)
    if span:
        return f"{base[: span[0]]}{said}{base[span[1] :]}"
    if catalogue().role_named(said):
        return f"{base}{REGARDING}the {said}"
    governed = _GOVERNED.search(base)
    if _SCOPE.fullmatch(said):
        return _with_phrase(base, "for", said)
    if governed:
        return f"{base[: governed.end()]} {said}"
    return _with_object(base, said)


def _like(base: str, said: str) -> tuple[int, int] | None:
    for one, other in (("OT", "IT"), ("IT", "OT")):
        found = re.search(rf"\b{other}\b", base)
        if said == one and found and not re.search(rf"\b{one}\b", base):
            return found.span()
    if catalogue().role_named(said):
        return _role_in(base)
    if _NUMBER.fullmatch(said):
        found = _NUMBER.search(base)
        return found.span() if found else None
    return _last_name(base) if _NAME.fullmatch(said) else None


def _role_in(base: str) -> tuple[int, int] | None:
    """Find the longest role name in a question."""
    names = [name for role in catalogue().roles for name in (role.name, *role.aliases)]
    spans = [
        found.span()
        for name in names
        for found in re.finditer(rf"\b{re.escape(name)}\b", base, re.IGNORECASE)
    ]
    return max(spans, key=lambda span: span[1] - span[0], default=None)


def _with_object(base: str, said: str) -> str:
    topic = topic_of(base)
    head, of, _ = topic.rpartition(" of ")
    if topic and topic in base and _HAS_OBJECT.match(base) and (of or base.endswith(topic)):
        return base.replace(topic, f"{head}{of}{said}")
    return f"{base}{REGARDING}{said}"
