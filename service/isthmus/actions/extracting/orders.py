"""Bare orders: "Order two switches", where a noun may look like a verb."""

import re

from isthmus.actions.extracting.candidate import Kind
from isthmus.actions.extracting.clauses import Found, is_no_work
from isthmus.actions.extracting.patterns import ADDRESSEE
from isthmus.actions.extracting.verbs import is_verb
from isthmus.actions.extracting.words import words

_NOUN_FOLLOWS = re.compile(
    r"(?:of|for|from|about|is|was|are|were|has|have|had|on|in|at|by|per|and|or|details|list|plan"
    r"|date|time|window|status)\b|[:,.;\u2013\u2014-]|$",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"(?:to|sent|done|made|with|given|\w+ed)\b|(?:\S+\s+){1,6}?(?:is|are|was|were|has|have"
    r"|will)\b|\w+:\s|\w+:?$",
    re.IGNORECASE,
)
_PARTICLES = re.compile(
    r"(?:up|out|down|off|back|over|with|to|through|into|in|on)\b", re.IGNORECASE
)
_TWO_WORDS = frozenset(
    "follow get look set write hand bring back check talk speak work reach put take meet".split()
)
_OBJECT = re.compile(
    r"(?:the|a|an|all|every|each|both|our|your|this|that|these|those|any|two|three|four|\d+|@"
    r"|[A-Z]|it|them|me|us|"
    r"him|her|whether|if|how|with)\b|@",
)


def is_order(said: str) -> bool:
    """Tell whether a line of a list opens with an order."""
    first, _, rest = said.strip().partition(" ")
    verb = first.strip("*_").casefold()
    if not is_verb(verb) or not rest or is_no_work(said, verb):
        return False
    if verb in words()["nouns_too"] and _OF_A_THING.match(rest):
        return False
    if verb in _TWO_WORDS and _PARTICLES.match(rest):
        return True
    return not _NOUN_FOLLOWS.match(rest.strip())


def order_in(sentence: str) -> list[Found]:
    """Give the order that a spoken sentence is: an object has to stand right behind the verb."""
    matched = re.search(
        r"(?:^|, so )(?:(?:and|so|then|also|ok|now"
        r"|next)[,:]?\s+)*(?P<said>(?P<verb>[A-Za-z]+) (?P<rest>\S.*))$",
        sentence.replace("\n", " "),
        re.DOTALL | re.IGNORECASE,
    )
    if matched is None or sentence.rstrip().endswith("?"):
        return []
    said, verb = matched["said"], matched["verb"].casefold()
    if not is_verb(verb) or is_no_work(said, verb) or not _OBJECT.match(matched["rest"]):
        return []
    if verb == "let":
        return []
    return [Found(matched.start("said"), said, ADDRESSEE, Kind.REQUEST)]
