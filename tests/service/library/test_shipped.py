from dataclasses import dataclass, replace
from datetime import date

from isthmus.library.service import Corpus
from isthmus.people import GUEST
from isthmus_knowledge.documents import Block, LoadedDocument
from library_of_tests import LibraryOfTests, counts


@dataclass(frozen=True)
class Chapter:
    slug: str
    text: str
    title: str = "Step 1.1"
    collection: str = "blueprint"
    edition: str = "2026.1"
    licence_class: str = "attribution"
    reviewed: date = date(2026, 11, 22)
    step: str | None = "1.1"
    paraphrase_of: str | None = None

    @property
    def loaded(self) -> LoadedDocument:
        return LoadedDocument("as loaded", (Block(self.text),))

    @property
    def content(self) -> bytes:
        return self.text.encode()


def corpus(*chapters: Chapter) -> Corpus:
    return Corpus(lambda: str(hash(chapters)), lambda: chapters)


def unread(known: Corpus) -> Corpus:
    def refuse() -> tuple[Chapter, ...]:
        raise AssertionError("the corpus is read though nothing changed")

    return replace(known, documents=refuse)


def test_what_is_shipped_is_indexed_once_under_its_slug(library: LibraryOfTests) -> None:
    shipped = corpus(Chapter("1.1-talk", "Talk."), Chapter("1.2-roles", "Decide."))
    assert counts(library.ingest.shipped(shipped)) == (2, 0, 0, 0, 0)
    library.ingest.shipped(unread(shipped))
    found = library.documents(GUEST)
    assert [(d.id, d.source) for d in found] == [
        ("1.1-talk", "shipped:1.1-talk"),
        ("1.2-roles", "shipped:1.2-roles"),
    ]
    assert (found[0].description.step, found[0].description.title) == ("1.1", "Step 1.1")


def test_a_new_version_revises_adds_and_retires(library: LibraryOfTests) -> None:
    one, two = Chapter("one", "First."), Chapter("two", "Second.")
    library.ingest.shipped(corpus(one, two))
    three = Chapter("three", "Third.")
    changed = corpus(replace(one, text="First, revised."), three)
    assert counts(library.ingest.shipped(changed)) == (1, 1, 0, 1, 0)
    assert library.texts() == {
        "shipped:one": "First, revised.",
        "shipped:three": "Third.",
    }
