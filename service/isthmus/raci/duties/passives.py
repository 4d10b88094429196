"""Reads who something is done by: "changes are reviewed by ⟦0⟧ and approved by ⟦1⟧"."""

import re
from collections.abc import Iterator

from isthmus.raci.duties.found import Found, main_clause
from isthmus.raci.duties.patterns import patterns
from isthmus.raci.duties.predicates import trimmed
from isthmus.raci.duties.wording import wording
from isthmus.raci.letters import Part

_PARTS = {"decides": Part.DECIDES, "supports": Part.SUPPORTS}


def passive(text: str) -> Iterator[Found]:
    said = patterns()
    carried = ""
    for match in said["passive"].finditer(text):
        before, is_clause = text[: match.start()], bool(match["aux"])
        if match["aux"] in {"was", "were"} or said["untold"].search(before):
            continue
        if (match["aux"] or "").startswith("ha") and said["relative"].search(before.rstrip()):
            continue
        goes_on = carried and said["goes_on_from"].search(before)
        if is_clause and not goes_on:
            thing = _clause_subject(before)
        else:
            thing = carried if goes_on else _noun(before, carried)
        carried = thing if is_clause else carried
        is_whole = is_clause or bool(said["joined"].search(before))
        yield from _done(match, thing, is_whole=is_whole)


def _clause_subject(before: str) -> str:
    """Give what a clause is about: all before its verb, back to where the clause begins."""
    said = patterns()
    clause = said["earlier_verb"].sub("", said["sentence_part"].split(before)[-1])
    clause = main_clause(said["earlier_clause"].sub("", clause)).strip(" ,")
    clause = said["subordinate"].split(clause)[-1] or clause
    return _last_noun(clause) if said["relative"].search(clause) else trimmed(clause)


def _noun(before: str, carried: str) -> str:
    """Give what a participle without a verb is about: an earlier subject, or the noun before it."""
    said = patterns()
    if carried and said["carried"].search(before):
        return carried
    clause = said["earlier_verb"].sub("", said["sentence_part"].split(before)[-1])
    if joined := said["shared_subject"].match(clause):
        return trimmed(main_clause(joined["what"]))
    return _last_noun(main_clause(clause).strip(" ,"))


def _last_noun(clause: str) -> str:
    clause = patterns()["relative"].sub("", clause)
    return patterns()["noun_start"].split(clause)[-1].strip()


def _done(match: re.Match[str], thing: str, *, is_whole: bool) -> Iterator[Found]:
    """Give what the participles say; without an "is", only those that hold for good say it."""
    words = wording()
    aux = match["aux"] or ""
    may, only = aux.startswith(("may", "can")), "only" in aux
    by_part: dict[Part, list[str]] = {}
    for word in patterns()["and"].split(match["done"]):
        base = words.verbs.participle.get(word.split()[-1]) if word.split() else None
        if base and (is_whole or base in words.lasting):
            kind = "decides" if may and only else words.kind_of(base)
            by_part.setdefault(_PARTS.get(kind, Part.DOES), []).append(base)
    if patterns()["noun"].match(thing):
        for part, bases in by_part.items():
            if not may or part is Part.DECIDES:
                yield Found(match["who"], part, f"{' and '.join(bases)} {_lowered(thing)}")


def _lowered(thing: str) -> str:
    """Begin with a small letter, but for names and abbreviations."""
    first = thing.split(maxsplit=1)[0]
    is_name = len(first) > 1 and any(letter.isupper() for letter in first[1:])
    return thing if is_name else f"{thing[:1].lower()}{thing[1:]}"
