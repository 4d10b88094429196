"""The documents that come with the product: the blueprint, digests of standards, the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge import catalogue_text
from isthmus_knowledge.catalogue import (
    Activity,
    Catalogue,
    GlossaryEntry,
    Role,
    Side,
    Step,
    catalogue,
    read_catalogue,
    read_file,
)
from isthmus_knowledge.corpus_entries import CorpusError, Entry, Keys, Origin, parse
from isthmus_knowledge.documents import LoadedDocument
from isthmus_knowledge.loaders import markdown

__all__ = [
    "Activity",
    "Catalogue",
    "Collection",
    "CorpusError",
    "GlossaryEntry",
    "LicenceClass",
    "Role",
    "ShippedDocument",
    "Side",
    "Source",
    "Step",
    "catalogue",
    "read_documents",
    "shipped_documents",
]

FENCE = "---"
HEADER = Keys(
    frozenset({"title", "collection", "edition", "licence_class", "reviewed", "sources"}),
    frozenset({"step", "paraphrase_of"}),
)
SOURCE = Keys(frozenset({"title", "url"}))


class LicenceClass(StrEnum):
    PUBLIC_DOMAIN = "public-domain"
    ATTRIBUTION = "attribution"
    LICENSED_INTERNAL = "licensed-internal"
    AI_RESTRICTED = "ai-restricted"
    UNKNOWN = "unknown"


class Collection(StrEnum):
    BLUEPRINT = "blueprint"
    STANDARDS = "standards"
    POLICIES = "policies"
    RECORDS = "records"


@dataclass(frozen=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True)
class ShippedDocument:
    """One document of the shipped corpus.

    ``content`` is a Markdown file, front matter included, and ``loaded`` is what the Markdown
    loader makes of it. ``step`` is the id of the programme step that the document explains.
    """

    slug: str
    loaded: LoadedDocument
    title: str
    collection: Collection
    edition: str
    licence_class: LicenceClass
    reviewed: date
    sources: tuple[Source, ...]
    step: str | None
    paraphrase_of: str | None
    content: bytes


def shipped_documents() -> tuple[ShippedDocument, ...]:
    """Read the shipped corpus; raise CorpusError where a file is wrong."""
    return read_documents(files("isthmus_knowledge") / "corpus")


def read_documents(corpus: Traversable) -> tuple[ShippedDocument, ...]:
    """Read the documents of one corpus: its Markdown files, then those made of its catalogue."""
    known = read_catalogue(corpus / "catalogue")
    documents = (*_written(corpus, known), *_made(corpus / "catalogue", known))
    slugs = [document.slug for document in documents]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise CorpusError(f"{slug}.md, line 1: two documents have this file name")
    return documents


def _written(corpus: Traversable, known: Catalogue) -> Iterator[ShippedDocument]:
    for folder in ("blueprint", "standards"):
        for file in sorted((corpus / folder).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".md"):
                content = file.read_bytes()
                yield _document(file.name, _header(content, file.name), content, known)


def _header(content: bytes, name: str) -> Entry:
    lines = content.decode("utf-8").splitlines()
    if FENCE not in lines[1:] or lines[0] != FENCE:
        raise CorpusError(f"{name}, line 1: the front matter between two lines of --- is missing")
    end = lines.index(FENCE, 1)
    return parse("\n".join(lines[1:end]), Origin(name, above=1), HEADER)


def _made(folder: Traversable, known: Catalogue) -> Iterator[ShippedDocument]:
    makers: dict[str, Callable[[Catalogue], Iterator[str]]] = {
        "terms": catalogue_text.glossary_sections,
        "roles": catalogue_text.role_sections,
        "activities": catalogue_text.activity_sections,
    }
    for subject, sections in makers.items():
        file = read_file(folder, subject)
        header = file.entry("document", HEADER)
        content = _markdown(header, file.text("introduction"), sections(known))
        slug = header.text("title").casefold().replace(" ", "-")
        yield _document(f"{slug}.md", header, content, known)


def _markdown(header: Entry, introduction: str, sections: Iterator[str]) -> bytes:
    front_matter = f"{FENCE}\n{header.as_yaml()}{FENCE}"
    parts = (front_matter, f"# {header.text('title')}", introduction, *sections)
    return ("\n\n".join(parts) + "\n").encode()


def _document(name: str, header: Entry, content: bytes, known: Catalogue) -> ShippedDocument:
    return ShippedDocument(
        slug=name.removesuffix(".md"),
        title=header.text("title"),
        collection=Collection(header.choice("collection", tuple(Collection))),
        edition=header.text("edition"),
        licence_class=LicenceClass(header.choice("licence_class", tuple(LicenceClass))),
        reviewed=header.day("reviewed"),
        sources=_sources(header),
        step=_step(header, known),
        paraphrase_of=header.optional_text("paraphrase_of"),
        content=content,
        loaded=markdown.load(content, name),
    )


def _sources(header: Entry) -> tuple[Source, ...]:
    return tuple(
        Source(source.text("title"), _url(source)) for source in header.entries("sources", SOURCE)
    )


def _url(source: Entry) -> str:
    url = source.text("url")
    if not url.startswith(("https://", "http://")):
        raise source.wrong("url", f"is '{url}'; it must start with https:// or http://")
    return url


def _step(header: Entry, known: Catalogue) -> str | None:
    if "step" not in header.values:
        return None
    return header.choice("step", tuple(step.id for step in known.steps))
