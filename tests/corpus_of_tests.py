"""The shipped corpus as the tests read it: its files, its documents, their sentences."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import isthmus_knowledge
from isthmus_knowledge.documents import BlockKind
from isthmus_knowledge.sentences import split
from isthmus_knowledge.shipped import ShippedDocument, shipped_documents

CORPUS = Path(isthmus_knowledge.__file__).parent / "corpus"
WORDS_TO_SEARCH_BY = {
    "related.yaml",
    "sources.yaml",
}  # they list how people write ids, also wrongly


def texts() -> Iterator[tuple[str, str]]:
    """Give every shipped file with its text, without the patterns that describe ids."""
    for file in sorted(CORPUS.glob("*/*")):
        if file.name not in WORDS_TO_SEARCH_BY:
            text = file.read_text(encoding="utf-8")
            yield f"{file.parent.name}/{file.name}", re.sub(r"(?m)^.*id_pattern:.*$", "", text)


@cache
def documents() -> tuple[ShippedDocument, ...]:
    return shipped_documents()


def sentences(document: ShippedDocument) -> Iterator[str]:
    for block in document.loaded.blocks:
        if block.kind is not BlockKind.HEADING:
            yield from (unit.text for unit in split(block.text))
