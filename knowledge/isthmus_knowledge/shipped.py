"""The documents that come with the product: the blueprint, digests of standards, the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from isthmus_knowledge import catalogue_text, crosswalk, obligations, templates
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
from isthmus_knowledge.corpus_entries import CorpusError, Entry, Keys, read
from isthmus_knowledge.documents import Collection, LicenceClass, LoadedDocument
from isthmus_knowledge.headers import FENCE, Source, read_written, sources_of
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

HEADER = Keys(
    frozenset({"title", "collection", "edition", "licence_class", "reviewed", "sources"}),
    frozenset({"step", "paraphrase_of"}),
)
DOCUMENT = Keys(frozenset({"document", "introduction"}))
TEMPLATES = "templates.yaml"


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
    documents = (*_written(corpus, known), *_made(corpus, known))
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
                header = read_written(content, file.name, HEADER).header
                yield _document(file.name, header, content, known)


def _made(corpus: Traversable, known: Catalogue) -> Iterator[ShippedDocument]:
    for file, sections in _catalogue_files(corpus, known):
        header = file.entry("document", HEADER)
        content = _markdown(header, file.text("introduction"), sections)
        slug = header.text("title").casefold().replace(" ", "-")
        yield _document(f"{slug}.md", header, content, known)


def _catalogue_files(
    corpus: Traversable, known: Catalogue
) -> Iterator[tuple[Entry, Iterator[str]]]:
    """Give each file of the catalogue with the sections that its document consists of."""
    folder = corpus / "catalogue"
    yield read_file(folder, "terms"), catalogue_text.glossary_sections(known)
    yield read_file(folder, "roles"), catalogue_text.role_sections(known)
    yield read_file(folder, "activities"), catalogue_text.activity_sections(known)
    topics = crosswalk.read_crosswalk(folder, known)
    yield crosswalk.read_file(folder), catalogue_text.topic_sections(topics, known)
    rules = obligations.read_obligations(folder, known)
    yield obligations.read_file(folder), catalogue_text.regime_sections(rules, known)
    copies = templates.read_templates(corpus / "templates", known)
    yield read(folder, TEMPLATES, DOCUMENT), templates.template_sections(copies, known)


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
        sources=sources_of(header),
        step=_step(header, known),
        paraphrase_of=header.optional_text("paraphrase_of"),
        content=content,
        loaded=markdown.load(content, name),
    )


def _step(header: Entry, known: Catalogue) -> str | None:
    if "step" not in header.values:
        return None
    return header.choice("step", tuple(step.id for step in known.steps))
