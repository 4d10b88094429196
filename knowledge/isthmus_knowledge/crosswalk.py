"""Which standards speak to a topic, under which ids, and what each of them asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge.catalogue import Catalogue, catalogue
from isthmus_knowledge.corpus_entries import (
    Entry,
    Keys,
    folded,
    read,
    refuse_repeated,
    refuse_shared_names,
    refuse_unknown,
)

NAME = "crosswalk.yaml"
FILE = Keys(frozenset({"document", "introduction", "standards", "topics"}))
STANDARD = Keys(frozenset({"name", "digest", "id_pattern"}), frozenset({"subject"}))
TOPIC = Keys(frozenset({"id", "name", "aliases", "steps", "activities", "rows"}))
ROW = Keys(frozenset({"standard", "ids", "asks", "reference"}))


@dataclass(frozen=True)
class CrosswalkStandard:
    """A standard by its short name; ``digest`` is the slug of the document that explains it.

    ``subject`` is how a sentence names it.
    """

    name: str
    subject: str
    digest: str
    id_pattern: re.Pattern[str]


@dataclass(frozen=True)
class Row:
    """What one standard asks for: ``asks`` is a sentence that stands alone, in our own words."""

    standard: str
    ids: tuple[str, ...]
    asks: str
    reference: str


@dataclass(frozen=True)
class Topic:
    """``steps`` and ``activities`` are ids of the catalogue; rows stand in the standards' order."""

    id: str
    name: str
    aliases: tuple[str, ...]
    steps: tuple[str, ...]
    activities: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Crosswalk:
    standards: tuple[CrosswalkStandard, ...]
    topics: tuple[Topic, ...]


@cache
def crosswalk() -> Crosswalk:
    """Read the shipped crosswalk once; raise CorpusError where the file is wrong."""
    return read_crosswalk(files("isthmus_knowledge") / "corpus" / "catalogue", catalogue())


def read_crosswalk(folder: Traversable, known: Catalogue) -> Crosswalk:
    file = read_file(folder)
    standards = _standards(file.entries("standards", STANDARD))
    topics = file.entries("topics", TOPIC)
    refuse_repeated(topics, "id")
    refuse_shared_names(topics, ("name",))
    return Crosswalk(
        tuple(standards.values()), tuple(_topic(topic, standards, known) for topic in topics)
    )


def read_file(folder: Traversable) -> Entry:
    """Read the whole file: its entries, and what its document says about itself."""
    return read(folder, NAME, FILE)


def _standards(entries: tuple[Entry, ...]) -> dict[str, CrosswalkStandard]:
    refuse_repeated(entries, "name")
    return {
        entry.text("name"): CrosswalkStandard(
            name=entry.text("name"),
            subject=entry.optional_text("subject") or entry.text("name"),
            digest=entry.text("digest"),
            id_pattern=_pattern(entry),
        )
        for entry in entries
    }


def _pattern(entry: Entry) -> re.Pattern[str]:
    try:
        return re.compile(entry.text("id_pattern"))
    except re.error as error:
        raise entry.wrong("id_pattern", f"is no regular expression: {error}") from error


def _topic(entry: Entry, standards: Mapping[str, CrosswalkStandard], known: Catalogue) -> Topic:
    refuse_unknown(entry, "steps", (step.id for step in known.steps))
    refuse_unknown(entry, "activities", (activity.id for activity in known.activities))
    if folded(entry.text("name")) in map(folded, entry.texts("aliases")):
        raise entry.wrong("aliases", "holds the topic's own name; write only other words for it")
    rows = entry.entries("rows", ROW)
    refuse_repeated(rows, "standard")
    return Topic(
        id=entry.text("id"),
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        steps=entry.texts("steps"),
        activities=entry.texts("activities"),
        rows=_in_order(tuple(_row(row, standards) for row in rows), tuple(standards)),
    )


def _in_order(rows: tuple[Row, ...], names: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: names.index(row.standard)))


def _row(entry: Entry, standards: Mapping[str, CrosswalkStandard]) -> Row:
    standard = standards[entry.choice("standard", tuple(standards))]
    _check_ids(entry, standard)
    asks = entry.sentence("asks")
    if standard.subject.casefold() not in asks.casefold():
        raise entry.wrong("asks", f"must name '{standard.subject}', to be quoted alone")
    return Row(standard.name, entry.texts("ids"), asks, entry.text("reference"))


def _check_ids(entry: Entry, standard: CrosswalkStandard) -> None:
    ids = entry.texts("ids")
    if not ids:
        raise entry.wrong("ids", "is empty; name where the standard speaks to the topic")
    for written in ids:
        if not standard.id_pattern.fullmatch(written):
            raise entry.wrong("ids", f"holds '{written}', which is not how {standard.name} writes")
