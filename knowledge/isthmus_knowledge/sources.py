"""The standards and laws that a text names, however people call them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge.corpus_entries import Entry, Keys, read

NAME = "sources.yaml"
FILE = Keys(frozenset({"sources"}))
SOURCE = Keys(frozenset({"name", "digest", "called"}), frozenset({"ids"}))


@dataclass(frozen=True)
class KnownSource:
    """A standard or law; ``digest`` is the slug of the document that explains it."""

    name: str
    digest: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Mention:
    """Where a text names a source; ``label`` is its name, or the id of it that the text has."""

    source: KnownSource
    label: str
    start: int
    end: int


@cache
def known_sources() -> tuple[KnownSource, ...]:
    """Read the shipped list once; raise CorpusError where the file is wrong."""
    return read_sources(files("isthmus_knowledge") / "corpus" / "catalogue")


def read_sources(folder: Traversable) -> tuple[KnownSource, ...]:
    entries = read(folder, NAME, FILE).entries("sources", SOURCE)
    return tuple(
        KnownSource(entry.text("name"), entry.text("digest"), _pattern(entry)) for entry in entries
    )


def mentions(text: str) -> list[Mention]:
    """Give what a text names, in order, the longest name where two begin alike; none twice."""
    kept = _all_mentions(text)
    return list({mention.label: mention for mention in reversed(kept)}.values())[::-1]


def _all_mentions(text: str) -> list[Mention]:
    found = [
        Mention(source, match["id"] or source.name, match.start(), match.end())
        for source in known_sources()
        for match in source.pattern.finditer(text)
    ]
    kept: list[Mention] = []
    for each in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def without_names(text: str) -> str:
    """Take out the names of whole sources ("NIS2", "CSF 2.0"), which look like ids; ids stay."""
    for each in reversed(_all_mentions(text)):
        if each.label == each.source.name:
            text = f"{text[: each.start]} {text[each.end :]}"
    return text


def _pattern(entry: Entry) -> re.Pattern[str]:
    called = _any(sorted(map(re.escape, entry.texts("called")), key=len, reverse=True))
    ids = entry.optional_text("ids") or "(?!)"
    try:
        return re.compile(
            rf"(?<![\w/-])(?:(?P<id>(?-i:{ids}))|{called})(?![\w]|-\d)", re.IGNORECASE
        )
    except re.error as error:
        raise entry.wrong("ids", f"is no regular expression: {error}") from error


def _any(patterns: Sequence[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"
