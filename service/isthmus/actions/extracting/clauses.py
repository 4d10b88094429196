"""Sentences to what somebody asks for or takes on: rules, each with the owner that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from isthmus.actions.extracting.candidate import Kind
from isthmus.actions.extracting.names import is_name
from isthmus.actions.extracting.patterns import ADDRESSEE, Rule, rules
from isthmus.actions.extracting.verbs import base_of_participle, base_of_third_person, gerund_base
from isthmus.actions.extracting.words import words

_HYPOTHETICAL = re.compile(
    r"(?:if|unless|in case|should (?!i\b|we\b|legal)|suppose|supposing|assuming|provided"
    r"|whenever|where "
    r"|had\b|in (?:the )?future|from now on|going forward|as a rule|as always|normally|usually)\b",
    re.IGNORECASE,
)
_REQUESTS_EVEN_IF = re.compile(r"\b(?:please|(?:can|could|would) you)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"(?:let (?:me|us) know|contact|call|e-?mail|feel free|reply|write|speak|reach|get in touch"
    r"|ignore)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:that|if|whether|why|what|how|because|since|where|who|whom|which|whose|said|says|thought|"
    r"unless|until|than|asked|told|like|whatever|although|though|did|do|does|not|when)\s*$"
    r"|(?:n't|not) (?:think|believe|feel|mean|say)\s*$",
    re.IGNORECASE,
)
_LAWS = re.compile(r"\b(?:shall|must|should|have to|has to)\s+(?:be\s+)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:The|An?|Both|All|Every|Each|Our|These|This|Two|Three)\b")
_DETERMINED = re.compile(
    r"(?:the|a|an|all|every|each|both|our|your|this|that|these|those|whether|if)\b"
)
_STARTS = re.compile(
    r"(?:^|(?<=[.;:,!?)\u2013\u2014(→>⇒])\s+|\s[-\u2013\u2014]\s+|\s(?:and|but|so|then|that"
    r"|because)\s+|\s(?=@\w)"
    r"|\s(?=(?:we|you|i|someone|somebody)\s+(?:\w+\s+)?(?:need|should|have|must|will)\b))",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:(?:ok(?:ay)?|yes|no|sure|right|great|good|fair|thanks|thank you|agreed|perfect|fine"
    r"|well|also|and|but|so|"
    r"then|next|now|anyway|additionally|furthermore|finally|firstly|secondly|hi|hello|hey"
    r"|p\.?s\.?)\b[,.:!]*\s+"
    r"|(?:i think|i guess|i believe|maybe|perhaps)(?: that)?,?\s+"
    r"|(?:we|they|it was|the \w+)? ?agreed(?: that| on| to have)?:?\s+(?=\S+ (?!to\b))"
    r"|(?:in addition|to get there|in the meantime|meanwhile|as (?:agreed"
    r"|discussed)(?: [\w ]{1,25})?|"
    r"for now|after that|afterwards|as a next step|until then),?\s+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """What a rule saw: ``said`` opens with the verb and stands at ``start``; ``who`` owns it."""

    start: int
    said: str
    who: str
    kind: Kind
    is_rule: bool = False  # it may be how things shall be rather than what is to be done once


def actions_in(sentence: str) -> list[Found]:
    """Give what a sentence asks for or promises, clause by clause, in order."""
    flat = re.sub(r"\*\*|__", "  ", sentence).replace("\n", " ").replace("\u2019", "'")
    if _HYPOTHETICAL.match(flat.lstrip("*_ ")) and not _REQUESTS_EVEN_IF.search(flat):
        return []
    is_question = flat.rstrip(" *_)").endswith("?")
    is_condition = bool(_HYPOTHETICAL.match(flat.lstrip("*_ ")))
    found: list[Found] = []
    for start in _clause_starts(flat):
        if found and start < found[-1].start:
            continue
        seen = _at(flat, start, is_question=is_question)
        if seen and not (is_condition and _POLITE.match(seen.said)):
            if found:
                found[-1] = _ended(found[-1], start)
            found.append(seen)
    return [each for each in found if each.said]


def _ended(found: Found, at: int) -> Found:
    said = found.said[: max(at - found.start, 0)]
    said = re.sub(r"(?:[\s,;:\u2013\u2014-]+|\b(?:and|but|so|then|that|because)\s*)+$", "", said)
    return replace(found, said=said)


def _clause_starts(flat: str) -> Iterator[int]:
    seen: set[int] = set()
    for matched in _STARTS.finditer(flat):
        at = matched.end()
        if _SUBORDINATE.search(flat[:at].rstrip()) and not _agreed_that(flat[:at]):
            continue
        while opener := _OPENER.match(flat, at):
            if at not in seen:
                seen.add(at)
                yield at
            at = opener.end()
        if at not in seen:
            seen.add(at)
            yield at


def _agreed_that(before: str) -> bool:
    return bool(
        re.search(r"\b(?:agreed|decided|sure|sees to it|ensure) that\s*$", before, re.IGNORECASE)
    )


def _at(flat: str, start: int, *, is_question: bool) -> Found | None:
    for rule in rules():
        matched = rule.pattern.match(flat, start)
        if matched is None or (
            is_question and (rule.kind is not Kind.REQUEST or rule.turn == "let")
        ):
            continue
        who = _owner(rule, matched)
        said = _as_order(rule, matched) if who is not None else None
        if who is not None and said:
            before = matched.group()[: matched.start("said") - matched.start()]
            is_rule = rule.turn in {"passive", "third"} or bool(_LAWS.search(before))
            return Found(matched.start("said"), said, who, rule.kind, is_rule)
    return None


def _owner(rule: Rule, matched: re.Match[str]) -> str | None:
    """Give who owns it; None where the name is no name, or everybody of a kind."""
    named = matched.groupdict().get("who") or ""
    if rule.turn == "passive":
        first = named.split()[0].casefold()
        return None if first in {"they", "it", "there", "we", "i", "you", "he", "she"} else ""
    if named and not is_name(named):
        return None
    if rule.who == ADDRESSEE:
        return named or ADDRESSEE
    return named if rule.who == "who" else rule.who


def _as_order(rule: Rule, matched: re.Match[str]) -> str | None:
    """Give the words with the verb first; None where they say a state, a courtesy or no verb."""
    said = matched["said"]
    first, _, rest = said.partition(" ")
    verb = first.strip(",.;:!?*_").casefold()
    match rule.turn:
        case "third":
            return _in_present(verb, rest)
        case "passive":
            base = base_of_participle(verb)
            what = _ARTICLE.sub(lambda article: article[0].casefold(), matched["who"])
            return f"{base} {what} {rest}".strip() if base else None
        case "gerund":
            base = gerund_base(verb)
            return f"{base} {rest}" if base else None
        case "get":
            return f"get {said}"
        case "work" if verb not in words()["verbs"]:
            return None
    return None if is_no_work(said, verb) else said


def _in_present(verb: str, rest: str) -> str | None:
    """Turn "checks the portal" round; what tells how things are, or names things, is no promise."""
    base = base_of_third_person(verb)
    told = base in words()["describing"] and not (base == "make" and rest.startswith("sure"))
    if not base or told or rest.startswith(("that ", "how ")):
        return None
    if base in words()["nouns_too"] and not _DETERMINED.match(rest):
        return None
    return f"{base} {rest}"


def is_no_work(said: str, verb: str) -> bool:
    folded = said.casefold()
    return (
        verb in words()["states"]
        or not verb[:1].isalpha()
        or (folded.startswith(("come ", "start ", "work ")) and not folded.startswith("come back"))
        or folded.startswith(("do not", "don't"))
        or any(folded.startswith(each) for each in words().any_of("courtesies"))
    )
