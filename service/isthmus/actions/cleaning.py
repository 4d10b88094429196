"""What people say of an action as it is kept, or why it cannot be."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any, Final

from isthmus.actions.model import Action, Evidence, EvidenceKind, Party, Source
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE
from isthmus_knowledge.catalogue import catalogue

LONGEST_TITLE: Final = 300
LONGEST_TEXT: Final = 20_000
LONGEST_SAID: Final = 2_000
LONGEST_NAME: Final = 200
LONGEST_LABEL: Final = 60
MOST: Final = 100  # helpers, labels, evidence and blockers of one action, each
MOST_HOURS: Final = 100_000
FIRST_DAY: Final = date(1970, 1, 1)
LAST_DAY: Final = date(2999, 12, 31)
_BREAKS: Final = "\t\n\r\v\f\x85"
_CONTROLS: Final = {
    code: "\n" if chr(code) in _BREAKS else "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0x7F, 0xA0))
    if chr(code) not in "\t\n\r"
}


_TURNS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def kept(text: str) -> str:
    """Give a text as every workbook and terminal takes it: without control characters."""
    return text.encode("utf-8", "replace").decode().translate(_CONTROLS)


def is_storable(text: str) -> bool:
    """Tell whether every database takes a text as it is."""
    return "\0" not in text and text == text.encode("utf-8", "replace").decode()


def clean(text: str, longest: int = LONGEST_TEXT, what: str = "text") -> str:
    """Give a text as every database keeps it; raises InvalidError where it is too long."""
    cleaned = kept(text)
    if len(cleaned) > longest:
        raise InvalidError(f"The {what} has {len(cleaned)} characters; {longest} are the most.")
    return cleaned.strip()


def one_line(text: str, longest: int, what: str) -> str:
    """Give a text as one line, in one direction: nothing in it turns what is shown after it."""
    return clean(" ".join(text.translate(_TURNS).split()), longest, what)


def cleaned_party(party: Party | None) -> Party | None:
    """Give a party as it is kept; None where neither a name nor a person is said."""
    if party is None:
        return None
    person = one_line(party.person, LONGEST_NAME, "id of a person")
    name = one_line(party.name, LONGEST_NAME, "name").removeprefix("@") or person
    return Party(name, person) if name else None


def cleaned_label(label: str) -> str:
    return one_line(label, LONGEST_LABEL, "label").lower().removeprefix("#")


def address(text: str) -> str:
    """Give a web address or a path of ours; raises InvalidError for anything else."""
    link = one_line(text, LONGEST_TEXT, "address")
    ours = link.startswith("/") and not link.startswith(("//", "/\\"))  # a browser takes \ for /
    if link and not ours and not link.lower().startswith(("https://", "http://")):
        raise InvalidError("A link starts with https:// or http://.")
    return link


def cleaned_source(source: Source) -> Source:
    texts: dict[str, Any] = {
        name: clean(getattr(source, name), what=name)
        for name in ("quote", "author", "title", "document", "revision", "passage", "chart", "row")
    }
    return replace(source, permalink=address(source.permalink), **texts)


def cleaned_evidence(evidence: Evidence) -> Evidence:
    text = clean(evidence.text, what="evidence")
    if not text:
        raise InvalidError("Say what shows it: a link, the name of a file, or a note.")
    if evidence.kind is EvidenceKind.LINK:
        text = address(text)
    title = one_line(evidence.title, LONGEST_TITLE, "title")
    return replace(evidence, text=text, title=title)


def checked(action: Action) -> Action:
    """Give an action that is one; raises InvalidError with what is wrong with it."""
    if not action.title:
        raise InvalidError("Say what is to be done: an action needs a title.")
    if not action.readers:
        raise InvalidError("Name the groups who may read it, or `everyone`.")
    hours = action.estimate
    if hours is not None and not (isfinite(hours) and 0 < hours <= MOST_HOURS):
        raise InvalidError("An estimate is a number of hours above 0.")
    _refuse_odd_days(action)
    many: Iterable[tuple[str, tuple[object, ...]]] = (
        ("helpers", action.helpers),
        ("labels", action.labels),
        ("pieces of evidence", action.evidence),
        ("actions to wait for", action.depends_on),
    )
    for what, things in many:
        if len(things) > MOST:
            raise InvalidError(f"{MOST} {what} are the most that one action has.")
    return action


def _refuse_odd_days(action: Action) -> None:
    """Refuse days that nobody can count on from: the next occurrence, the week before."""
    anchor = action.recurrence.anchor if action.recurrence else None
    for day in (action.due, anchor):
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise InvalidError(
                f"{day.isoformat()} is no day for an action: those from {FIRST_DAY.isoformat()} to "
                f"{LAST_DAY.isoformat()} are. Check the year."
            )


def known_step(step: str) -> str:
    """Give one of the twelve steps, or none; raises InvalidError for anything else."""
    step = step.strip()
    known = [each.id for each in catalogue().steps]
    if step and step not in known:
        raise InvalidError(f"There is no step {step}. The steps are {', '.join(known)}.")
    return step


def reader_groups(groups: Iterable[str]) -> tuple[str, ...]:
    """Give groups in the one way they are kept: everyone, or each once in order."""
    readers = {one_line(each, LONGEST_NAME, "name of a group") for each in groups} - {""}
    if any("," in each for each in readers):
        raise InvalidError("The name of a group has no comma in it.")
    return (EVERYONE,) if EVERYONE in readers else tuple(sorted(readers))
