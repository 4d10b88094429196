"""Reads the duties in one sentence, whoever is spoken of first or last in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from isthmus.raci.duties.found import Found, main_clause
from isthmus.raci.duties.grammar import MARK
from isthmus.raci.duties.parties import mark
from isthmus.raci.duties.passives import passive
from isthmus.raci.duties.patterns import patterns
from isthmus.raci.duties.predicates import (
    Said,
    is_predicate,
    read_predicates,
    responsible,
    trimmed,
)
from isthmus.raci.letters import Part

_MARK: Final = re.compile(MARK)
_CORE: Final = frozenset({Part.DOES, Part.DECIDES})
_BARE: Final = re.compile(r"(?:shall|must|will|should) \w+,?")

Stating = tuple[str, Part, str]
"""Who has which part in what."""


def duties_of_sentence(sentence: str) -> list[Stating]:
    """Give who has which part in what, as one sentence says it."""
    marked = mark(patterns()["remark"].sub("", sentence))
    if not _MARK.search(marked.text):
        return []
    text = patterns()["label"].sub("", patterns()["label_of_all"].sub(r"\1 are ", marked.text))
    text, beside = _without_asides(text)
    text = patterns()["parenthetic"].sub(r"\1 ", text)
    found = _with_objects([*_active(text), *passive(text), *_anywhere(text)], text)
    about = next((each.activity for each in found if each.part in _CORE), "")
    found = [each if each.activity else replace(each, activity=_told(about)) for each in found]
    found += [Found(who, part, about or _subject(text)) for who, part in beside]
    named = (
        (who, each.part, marked.plain(each.activity).strip())
        for each in found
        for who in marked.named(each.who)
    )
    hollow = patterns()["hollow"]
    return list(dict.fromkeys(each for each in named if not hollow.fullmatch(each[2])))


def _told(about: str) -> str:
    """Give what else the sentence is about to whom it only names; telling itself is no news."""
    return "" if patterns()["telling"].match(about) else about


def _without_asides(text: str) -> tuple[str, list[tuple[str, Part]]]:
    """Take out what only accompanies the main clause: "in consultation with …"."""
    found: list[tuple[str, Part]] = []
    for pattern, part in patterns().beside:
        found += [(match["who"], part) for match in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return " ".join(text.split()), found


def _with_objects(found: list[Found], text: str) -> list[Found]:
    """Put what was said before in the place of "it": "… builds the wall, and … approves it"."""
    earlier = _earlier(text)
    condition = patterns()["condition_first"].match(text)
    whole: list[Found] = []
    for each in found:
        verb, _, rest = each.activity.rpartition(" ")
        what = whole[0].activity.partition(" ")[2] if whole else earlier
        if rest in {"it", "them"} and what:
            whole.append(replace(each, activity=f"{verb} {what}"))
        elif rest == "ones" and what:
            whole.append(replace(each, activity=each.activity.removesuffix("ones") + what))
        elif patterns()["objectless"].fullmatch(each.activity):
            whole.append(replace(each, activity=condition["what"] if condition else what))
        else:
            whole.append(each)
    return whole


def _earlier(text: str) -> str:
    """Give what is spoken of before somebody does it: "logs go to X, who keeps them"."""
    before = patterns()["before_verb"].match(main_clause(text))
    if before and not _MARK.search(before["what"]):
        return before["what"]
    wished = patterns()["wished"].search(text)
    return wished["what"] if wished else ""


def _subject(text: str) -> str:
    """Give what a clause without a role is about: its words without the modal."""
    main = re.sub(rf"\s+by {MARK}.*$", "", main_clause(text))
    return trimmed(_MARK.sub("", patterns()["without_role"].sub("", main)))


def _active(text: str) -> Iterator[Found]:
    subjects = list(_subjects(text))
    ends = [match.start() for match, _ in subjects[1:]] + [len(text)]
    for number, (match, begin) in enumerate(subjects):
        said = patterns()["clause_end"].sub("", text[begin : ends[number]])
        if _BARE.fullmatch(said) and number + 1 < len(subjects):
            said = f"{said} {_borrowed(text, subjects[number + 1][1])}"
        alone = patterns()["alone"].search(said)
        only = bool(alone or patterns()["only"].search(text[: match.start()]))
        for each in read_predicates(said, only=only):
            yield Found(match[0], each.part, each.activity)


def _borrowed(text: str, begin: int) -> str:
    """Give the object that two subjects share: "X shall perform, and Y shall support, the test"."""
    return text[begin:].rpartition(",")[2].strip()


def _subjects(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Give the marks of which something is said, and where that begins."""
    said = patterns()
    for match in _MARK.finditer(text):
        before = text[: match.start()]
        in_relative = said["in_relative"].search(before) and not said["opener"].match(text)
        is_owner = text[match.end() :].startswith("'")
        is_dependent = said["condition"].search(before) or said["ensured"].search(before)
        if is_dependent or in_relative or is_owner:
            continue
        inserted = said["who"].match(text, match.end()) or said["inserted"].match(text, match.end())
        for start in (match.end(), inserted.end() if inserted else match.end()):
            begin = start + len(text[start:]) - len(text[start:].lstrip())
            if is_predicate(text[begin:]):
                yield match, begin
                break


def _anywhere(text: str) -> Iterator[Found]:
    for pattern, part in patterns().anywhere:
        for match in pattern.finditer(text):
            what = main_clause(match["what"])
            said = responsible(what) if part is Part.DOES else [Said(part, trimmed(what))]
            yield from (Found(match["who"], each.part, each.activity) for each in said)
    event = patterns()["event"].match(text)
    about = trimmed(event["what"]) if event else ""
    for match in patterns()["told_of_it"].finditer(text):
        yield Found(match["who"], Part.TOLD, about)
