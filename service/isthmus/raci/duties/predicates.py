"""Reads what is said of a role: "shall approve the change and inform the board"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.raci.duties.grammar import DETERMINERS
from isthmus.raci.duties.patterns import patterns
from isthmus.raci.duties.wording import wording
from isthmus.raci.letters import Part

_NO_OBJECT: Final = frozenset("of is are must shall".split())
_MARKS: Final = " ,.;:"


@dataclass(frozen=True)
class Said:
    """A part that a predicate gives its subject, and in what."""

    part: Part
    activity: str


@dataclass(frozen=True)
class _Predicate:
    """A predicate without its modal: ``may`` is for "may", ``known`` asks for a verb we know."""

    text: str
    may: bool
    only: bool
    known: bool


def is_predicate(text: str) -> bool:
    """Tell whether a text begins as something that is said of a role."""
    words, verb = wording(), _verb(text)
    is_verb = verb in words.verbs.third or verb in words.verbs.base or verb in words.state_forms
    return is_verb or bool(_modal(text)) or _is_fixed(text)


def read_predicates(text: str, *, only: bool = False) -> Iterator[Said]:
    """Give the parts that are said of a subject, one for each verb with an object of its own.

    ``only`` is for "only the plant manager may …", which decides.
    """
    for number, piece in enumerate(_pieces(text)):
        bare = piece.removeprefix(_modal(piece))
        if not (number and patterns()["goes_on"].match(bare)):
            yield from _said(piece, only=only)


def trimmed(text: str) -> str:
    """Leave out when, how and why; keep at least two words."""
    text = patterns()["adverbs"].sub("", text.strip(_MARKS))
    for match in patterns()["adjunct"].finditer(text):
        kept = text[: match.start()].strip(_MARKS)
        if sum(not word.endswith("ly") for word in kept.split()) > 1:
            return kept
    return text


def _is_fixed(text: str) -> bool:
    return any(pattern.match(text) for pattern, _ in patterns().behind)


def _verb(text: str) -> str:
    match = patterns()["verb"].match(text)
    return match["verb"].casefold() if match else ""


def _modal(text: str) -> str:
    match = patterns()["modal"].match(text) or patterns()["may"].match(text)
    return match[0] if match else ""


def _pieces(text: str) -> list[str]:
    """Split at each further verb, and put back together what has no object of its own."""
    joint, modal = patterns()["joint"], _modal(text)
    first, *others = joint.split(text)
    pieces = [first]
    for between, following in zip(joint.findall(text), others, strict=True):
        if _is_further_verb(following, modal) and not _has_purpose(pieces[-1], modal):
            pieces.append(following if _modal(following) else f"{modal}{following}")
        else:
            pieces[-1] += between + following
    return list(_with_objects(pieces, modal))


def _is_further_verb(text: str, modal: str) -> bool:
    if _modal(text) or _is_fixed(text):
        return True
    words, verbs = wording(), wording().verbs
    forms = {**verbs.base, **verbs.third} if modal else verbs.third
    match = patterns()["verb"].match(text)
    if match is None or match["verb"].casefold() not in forms:
        return False
    following = match["next"].casefold()
    is_third = match["verb"].casefold() in verbs.third
    if forms[match["verb"].casefold()] in words.also_nouns:
        is_handed = is_third and " to ⟦" in text
        return is_handed or following.startswith("⟦") or following in DETERMINERS
    return following not in _NO_OBJECT


def _has_purpose(piece: str, modal: str) -> bool:
    """Tell whether a further base form goes with a purpose: "to initiate and track"."""
    purpose = patterns()["purpose"].search(piece.removeprefix(modal))
    return bool(purpose and purpose["verb"] in wording().verbs.base)


def _with_objects(pieces: list[str], modal: str) -> Iterator[str]:
    waiting: list[str] = []
    for number, piece in enumerate(pieces):
        bare = piece.removeprefix(modal).strip(" ,")
        if " " not in bare and number + 1 < len(pieces):
            waiting.append(bare)
        else:
            yield from _shared_object(waiting, piece, modal) if waiting else [piece]
            waiting = []


def _shared_object(waiting: list[str], piece: str, modal: str) -> Iterator[str]:
    """Give "review the plan" and "approve the plan" of "review and approve the plan"."""
    verb, _, rest = piece.removeprefix(modal).partition(" ")
    deciding = [each for each in (*waiting, verb) if _decides(each)]
    others = [each for each in (*waiting, verb) if not _decides(each)]
    for verbs in filter(None, (others, deciding)):
        yield f"{modal}{_listed(verbs)} {rest}"


def _listed(verbs: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(verbs[:-1]), verbs[-1])))


def _decides(verb: str) -> bool:
    base = wording().verbs.any(verb.casefold()) or verb
    return wording().kind_of(base) == "decides"


def _said(text: str, *, only: bool) -> Iterator[Said]:
    if patterns()["not"].match(text):
        return
    modal = _modal(text)
    may = bool(patterns()["may"].match(text))
    bare = text.removeprefix(modal)
    for pattern, part in patterns().behind:
        if match := pattern.match(bare):
            yield from () if may else _as_fixed(match["what"] or "", part)
            return
    yield from _by_verb(_Predicate(bare, may and not only, only, not modal))


def _as_fixed(what: str, part: Part) -> Iterator[Said]:
    if part in {Part.TOLD, Part.ASKED}:
        yield from _heard(what, part)
    elif part is Part.DOES:
        yield from responsible(what)
    else:
        yield Said(part, trimmed(what))


def _heard(what: str, part: Part) -> Iterator[Said]:
    """Give what somebody is told or asked about, without the "of" or "before" in front."""
    link = patterns()["link"].match(what)
    if what[:1] not in {" ", ","}:
        about = trimmed(what)
    else:
        about = trimmed(what[link.end() :]) if link else ""
    yield Said(part, about)


def responsible(what: str) -> Iterator[Said]:
    """Give the work; "responsible for approving" decides."""
    deciding = patterns()["deciding"]
    cuts = [m.start() for m in deciding.finditer(what) if what[: m.start()].endswith(" and ")]
    starts = [0, *cuts]
    for start, end in zip(starts, [*cuts, len(what)], strict=True):
        piece = what[start:end].removesuffix(" and ")
        match = deciding.match(piece)
        rest = trimmed(piece[match.end() :] if match else piece)
        yield Said(Part.DECIDES if match else Part.DOES, rest)


def _by_verb(said: _Predicate) -> Iterator[Said]:
    kind = _kind(said)
    if kind == "decides" or (kind and said.only):
        yield Said(Part.DECIDES, trimmed(said.text))
    elif kind == "supports" and not said.may:
        yield from _support(said.text)
    elif kind in {"does", "tells", "hands"} and not said.may:
        yield Said(Part.DOES, trimmed(said.text))


def _kind(said: _Predicate) -> str:
    """Tell what the verb gives; empty where it gives nothing."""
    words, verb = wording(), _verb(said.text)
    base = words.verbs.any(verb)
    is_other = base is None and (said.known or not verb.isascii() or verb.endswith("ed"))
    if is_other or verb in words.states:
        return ""
    if base == "accept" and not patterns()["acceptable"].search(said.text):
        return "does"
    if patterns()["how_it_is"].match(said.text):
        return ""
    return words.kind_of(base or verb)


def _support(text: str) -> Iterator[Said]:
    match = patterns()["supported"].search(text.replace(",", "", 1))
    about = next(filter(None, match.groups()), "") if match else ""
    if what := trimmed(about):
        yield Said(Part.SUPPORTS, what)
