"""Edits of a definition by a person: each gives the definition as it is then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from isthmus.errors import InvalidError
from isthmus.people import Person
from isthmus.raci.written import require_text
from isthmus.roles.model import Definition, Line, Source, SourceKind, Topic
from isthmus_knowledge.catalogue import Side
from isthmus_knowledge.competences import NICE_ID
from isthmus_knowledge.corpus_entries import folded

Edit = Callable[[Definition], Definition]

MOST_LINES: Final = 1_000
LONGEST_TEXT: Final = 2_000
_ONE: Final = (Topic.PURPOSE, Topic.REPORTS_TO, Topic.ESCALATES_TO)


def topic_of(text: str) -> Topic:
    """Find a topic by its name; raises InvalidError that tells those there are."""
    found = next((topic for topic in Topic if folded(topic) == folded(text)), None)
    if found is None:
        raise InvalidError(f"'{text}' is no topic of a definition. There are: {', '.join(Topic)}.")
    return found


def nice_ids(text: str) -> tuple[str, ...]:
    """Read ids of the NICE Framework, with commas or spaces between; InvalidError tells others."""
    said = tuple(dict.fromkeys(text.upper().replace(",", " ").replace(";", " ").split()))
    if wrong := next((each for each in said if not NICE_ID.fullmatch(each)), None):
        raise InvalidError(
            f"'{wrong}' is no id of the NICE Framework. They look like K1309, S0572, T1020, "
            "DD-WRL-009 or NF-COM-007."
        )
    return said


def line_added(topic: Topic, text: str, by: Person, nice: tuple[str, ...] = ()) -> Edit:
    """Add a line in a person's own words; what there is one of takes the place of the old one."""

    def edit(definition: Definition) -> Definition:
        here = definition.of(topic)
        if topic in _ONE and here:
            return line_changed(here[0].id, text, by)(definition)
        if len(definition.lines) >= MOST_LINES:
            raise InvalidError(f"A definition has at most {MOST_LINES:,} lines.")
        line = Line(definition.new_id, topic, _told(text), _own(by), nice=nice)
        return definition.with_line(line)

    return edit


def line_changed(line: str, text: str, by: Person, nice: tuple[str, ...] | None = None) -> Edit:
    """Say a line in a person's own words; it is theirs from then on. None leaves the ids."""

    def edit(definition: Definition) -> Definition:
        before = definition.line(line)
        ids = before.nice if nice is None else nice
        if (before.text, before.nice) == (_told(text), ids):
            return definition
        told = replace(before, text=_told(text), sources=_own(by), nice=ids)
        return definition.with_line(told)

    return edit


def line_removed(line: str) -> Edit:
    return lambda definition: definition.without_line(line)


def described(
    name: str | None = None, side: Side | None = None, review: date | None = None
) -> Edit:
    """Change what is said: the name, the side, the day of the next review."""

    def edit(definition: Definition) -> Definition:
        if name is not None and not name.strip():
            raise InvalidError("A definition needs the name of its role.")
        return replace(
            definition,
            name=definition.name if name is None else _told(name),
            side=side or definition.side,
            review=review or definition.review,
        )

    return edit


def unreviewed(definition: Definition) -> Definition:
    """Leave open when it is reviewed."""
    return replace(definition, review=None)


def all_of(*edits: Edit) -> Edit:
    """Make several edits, one after the other, all or none."""

    def edit(definition: Definition) -> Definition:
        for each in edits:
            definition = each(definition)
        return definition

    return edit


def _own(by: Person) -> tuple[Source, ...]:
    return (Source(SourceKind.PERSON, by.id, by.name),)


def _told(text: str) -> str:
    require_text(text)
    told = " ".join(text.split())
    if not told or len(told) > LONGEST_TEXT:
        raise InvalidError(f"Say what the line is to tell, in at most {LONGEST_TEXT:,} characters.")
    return told
