"""Whether a text leans on the questions before it, and what it asks when it does (pure, no model).

A text is made self-contained with words of the person's own earlier questions and of the shipped
catalogue alone, never with words of an answer or of a document: somebody else who is shown the
question might not be allowed to read those.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from isthmus.conversations.ellipsis import CONNECTOR, completed
from isthmus.conversations.model import Kind
from isthmus.conversations.topics import ASKS, ENDS, REGARDING, thing_of, topic_of
from isthmus_knowledge.analysis import STOP_WORDS, stem, telling_stems, words

# `python -m benchmarks.following` measures them: recall@5 falls on both sides of each. With them at
# most one of our labelled questions is taken for a follow-up of the one listed before it.
MOST_TELLING: Final = 4  # telling words of a text that "it" or "this" makes lean
MOST_TELLING_DEFINITE: Final = 3  # of one that "the wall" makes lean
MOST_TELLING_IMPLICIT: Final = 1  # of one that leans without a word of reference
ANTECEDENT: Final = 3  # telling words before an "it" that can be what it means


@dataclass(frozen=True)
class Understood:
    """What a text asks for: ``question`` stands alone, also for whoever did not read on."""

    kind: Kind
    question: str
    rewritten: bool = False


_THAT: Final = r"(?:that|this|it|so|they|them|these|those)"
_WHY: Final = (
    rf"why(?: not)?(?: (?:is|are|was|does|do) {_THAT})?(?: so)?|why {_THAT}|how come|"
    rf"(?:what|which) is the (?:reason|basis|rationale)(?: (?:for|behind|of) {_THAT})?|"
    rf"on what basis|for what reason|what is {_THAT} based on|what's the (?:reason|basis)"
)
_WHERE: Final = (
    rf"where (?:does|do|did) {_THAT} (?:say|state|stand)(?: {_THAT})?|says who|"
    rf"who says {_THAT}|where (?:does|do) {_THAT} come from|"
    rf"where (?:is|are|was) {_THAT} (?:written|stated|said|from|documented)(?: down)?|"
    r"(?:(?:(?:what|which) (?:is|are)|what's|show(?: me)?|give(?: me)?|list) )?(?:the )?"
    rf"(?:sources?|citations?|references?|quotes?|passages?)(?: (?:of|for) {_THAT})?|"
    r"(?:in |on )?(?:which|what) (?:documents?|pages?|passages?|sections?|source) "
    rf"(?:say|says|is|are) {_THAT}(?: (?:in|from|on|written))?"
)
_MORE: Final = (
    r"(?:tell me |show me |give me |anything |is there |any )?more"
    rf"(?: (?:details?|information|about {_THAT}|on {_THAT}|of {_THAT}|please))*|"
    r"(?:what|anything) else(?: (?:is there|do (?:they|the documents) say))?|"
    r"is there anything else|go on|continue|keep going|further details"
)
_REQUESTS: Final = ((Kind.WHY, _WHY), (Kind.WHERE, _WHERE), (Kind.MORE, _MORE))
_ANOTHER: Final = re.compile(
    r"^(?:(?:are|is) there |do we have )?(?:any|other|another|some other)\b", re.IGNORECASE
)
_BARE: Final = re.compile(
    r"(?:for example|like what|such as|how so|how exactly|in practice|in short|"
    r"(?:can you )?(?:give me |show me )?an example)",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"\b(it|its|they|them|their|theirs|these|those|this|that|he|she|his|her|him)\b(?! own\b)"
    r"|(?<=[a-z] )(?<!which )(?<!that )(?<!this )(?<!no )(?<!any )(?<!every )(?<!each )(?<!the )one"
    r"(?=\W*$)",  # "How do I create one?"
    re.IGNORECASE,
)
_NO_REFERENCE: Final = re.compile(
    # "it is allowed to", "is it fine that", "those who": what it means comes after it;
    # "it's an emergency": it is the situation
    r"\b(?:(?:is|was|would|make|makes|find) it (?:\w+ )?(?:to|that|if|for)|"
    r"does it (?:take|cost|make sense)|it (?:is|was|takes|would be)(?: \w+){1,2} (?:to|that|if|for)"
    r"|it['\u2019]s (?:an?|the|only|not|too)|(?:those|these|they|that|this) (?:who|whose|which))\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(
    r"[,;:?!]| - | (?:and|or|but|if|when|while|before|after|because) ", re.IGNORECASE
)
_DEFINES: Final = re.compile(
    r"^(?:what (?:is|are|does)|what's|define|explain|describe|who (?:is|are) (?!accountable|"
    r"responsible|consulted|informed|involved|affected|notified|in charge|to\b))\b",
    re.IGNORECASE,
)
_DEFINITE: Final = re.compile(r"\b(?:the|this|that|these|those) (\w+)", re.IGNORECASE)


def follow(text: str, earlier: Sequence[str]) -> Understood:
    """Tell what ``text`` asks for after the questions ``earlier``, oldest first, as understood.

    ``earlier`` holds questions only, no requests for more of an answer.
    """
    asked = " ".join(text.split())
    if not earlier:
        return Understood(Kind.ASK, asked)
    before = earlier[-1]
    kind = _request(asked)
    if kind is not Kind.ASK:
        said = CONNECTOR.sub("", asked) or asked
        return Understood(kind, _regarding(said, topic_of(before) or before), rewritten=True)
    question = _rewritten(asked, before)
    return Understood(Kind.ASK, question or asked, rewritten=question not in {None, asked})


def leans(text: str) -> bool:
    """Tell whether a text may lean on those before it, where the rules found nothing to put in."""
    asked = " ".join(text.split())
    few = len(set(telling_stems(asked))) <= MOST_TELLING_DEFINITE
    return few or bool(CONNECTOR.match(asked)) or _reference(asked) is not None


def _request(asked: str) -> Kind:
    bare = CONNECTOR.sub("", asked).lower().strip(ENDS)
    return next((kind for kind, form in _REQUESTS if re.fullmatch(form, bare)), Kind.ASK)


def _rewritten(asked: str, before: str) -> str | None:
    rest = CONNECTOR.sub("", asked)
    return (
        completed(asked, before)
        or _referring(rest, before)
        or _definite(rest, before)
        or _implicit(rest, before)
    )


def _referring(text: str, before: str) -> str | None:
    """Say what "it" stands for: in its place where a name can stand there, else after it."""
    found = _reference(text)
    topic = topic_of(before)
    if found is None or not topic or len(set(telling_stems(text))) > MOST_TELLING:
        return None
    thing = thing_of(before) if _can_be_named(found, text) else None
    if thing is None:
        return _regarding(text, topic)
    return _sentence(text[: found.start()] + thing + text[found.end() :])


def _reference(text: str) -> re.Match[str] | None:
    """Find the first word that refers to something outside of this text."""
    elsewhere = [match.span() for match in _NO_REFERENCE.finditer(text)]
    for found in _REFERENCE.finditer(text):
        within = any(start <= found.start() < end for start, end in elsewhere)
        if found[0] == "IT" or within or _has_antecedent(text[: found.start()]):
            continue
        if not _joins_clauses(found, text):
            return found
    return None


def _has_antecedent(above: str) -> bool:
    """Tell whether what stands above a pronoun in its own text can be what it means."""
    *clauses, last = _CLAUSE.split(above)
    return any(map(telling_stems, clauses)) or len(telling_stems(last)) >= ANTECEDENT


def _joins_clauses(found: re.Match[str], text: str) -> bool:
    """Tell "a system that nobody owns" from "does that apply"."""
    after, before = words(text[found.end() :])[:1], words(text[: found.start()])[-1:]
    if found[0].lower() != "that" or not after:
        return False
    return before not in _BEFORE_THAT and after[0] not in _AFTER_THAT


_BEFORE_THAT: Final = (["is"], ["does"], ["about"], ["do"], ["was"])
_AFTER_THAT: Final = frozenset({"mean", "apply", "work", "happen", "one"})


def _can_be_named(found: re.Match[str], text: str) -> bool:
    pronoun = found[0].lower()
    if pronoun in {"it", "they", "them", "one"}:
        return True
    done = words(text[: found.start()])[-1:]
    follows = (*words(text[found.end() :]), "is")[0]
    is_alone = follows in STOP_WORDS or follows in _AFTER_THAT or follows.endswith("ed")
    return pronoun in {"this", "that", "these", "those"} and is_alone and done not in _DOING


_DOING: Final = (["do"], ["does"], ["did"], ["doing"])


def _definite(text: str, before: str) -> str | None:
    """After the Great Wall of China, "the wall" is that one."""
    topic = topic_of(before)
    told, about = set(telling_stems(text)), set(telling_stems(topic))
    named = {each for found in _DEFINITE.finditer(text) for each in telling_stems(found[1])}
    if len(told) > MOST_TELLING_DEFINITE or about <= told:
        return None
    return _regarding(text, topic) if named & _described(topic) else None


def _described(topic: str) -> set[str]:
    """Give the stems of nouns a topic says more of: "wall" in "great wall", "list" in "list of"."""
    near = list(pairwise(words(topic)))
    before = {stem(b) for a, b in near if STOP_WORDS.isdisjoint((a, b))}
    return before | {stem(a) for a, b in near if b == "of"}


def _implicit(text: str, before: str) -> str | None:
    """Take "who approves?", "how often?", "any exceptions?" to be about the topic."""
    topic = topic_of(before)
    told = set(telling_stems(text))
    asks = bool(ASKS.search(text)) and not _DEFINES.match(text) and not _REFERENCE.search(text)
    fits = (asks and len(told) <= MOST_TELLING_IMPLICIT) or (
        bool(_ANOTHER.match(text)) and len(told) <= MOST_TELLING_DEFINITE
    )
    leans = topic and (fits or _BARE.fullmatch(text.strip(ENDS)))
    return _regarding(text, topic) if leans else None


def _regarding(text: str, topic: str) -> str:
    return _sentence(f"{text.strip(ENDS)}{REGARDING}{topic}?")


def _sentence(text: str) -> str:
    flat = " ".join(text.split()).strip(" ,")
    return flat[:1].upper() + flat[1:]
