"""A place that names collections is answered from their documents alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.errors import NotFoundError
from isthmus.inquiry.narrowing import Shelf, standing
from isthmus.library.model import Collection, Document
from isthmus.messages import Message, Quote, Reply
from isthmus.people import Person, alone
from isthmus.storage import Storage

QUESTION = "Who is accountable for the patch window?"
POLICY = "title: Policy\n\nThe plant manager is accountable for the patch window of each system."
RECORD = "title: Record\n\nThe shift lead is accountable for the patch window of each system."
ANA = Person("ana", "Ana")


@pytest.fixture
def asking(tmp_path: Path, storage: Storage) -> Iterator[AskingOfTests]:
    asking = AskingOfTests(tmp_path / "data", storage)
    yield asking
    asking.wiring.index.close()


def add(asking: AskingOfTests, name: str, text: str, collection: Collection) -> Document:
    document = asking.add(name, text)
    filed = replace(document, description=replace(document.description, collection=collection))
    asking.change([filed])
    return filed


@pytest.fixture
def documents(asking: AskingOfTests) -> tuple[Document, Document]:
    return (
        add(asking, "policy.txt", POLICY, Collection.POLICIES),
        add(asking, "record.txt", RECORD, Collection.RECORDS),
    )


def ask(asking: AskingOfTests, *collections: str, thread: str = "t1") -> Reply:
    number = f"{thread}{collections}"
    message = Message(number, "test", thread, ANA, QUESTION, collections=collections)
    return asking.wiring.assistant.hear(message)


def titles(reply: Reply) -> set[str]:
    return {each.title for each in reply.of(Quote)}


@pytest.mark.usefixtures("documents")
def test_only_documents_of_the_collections_of_a_place_are_cited(asking: AskingOfTests) -> None:
    assert titles(ask(asking, "policies")) == {"Policy"}
    assert titles(ask(asking, "records")) == {"Record"}
    assert titles(ask(asking)) == {"Policy", "Record"}


@pytest.mark.usefixtures("documents")
def test_where_the_collections_hold_nothing_nothing_of_others_is_near(
    asking: AskingOfTests,
) -> None:
    reply = ask(asking, "standards")
    assert reply.text.startswith("Your documents don't say")
    assert not reply.of(Quote)


def test_what_is_near_elsewhere_does_not_crowd_out_what_is_here(asking: AskingOfTests) -> None:
    for number in range(40):
        add(asking, f"policy{number}.txt", f"{POLICY}\n\nNumber {number}.", Collection.POLICIES)
    add(asking, "record.txt", RECORD, Collection.RECORDS)
    assert titles(ask(asking, "records")) == {"Record"}


def test_an_answer_of_another_collection_is_not_gone_on_with(
    asking: AskingOfTests, documents: tuple[Document, Document]
) -> None:
    ask(asking, "policies")
    more = Message("m2", "test", "t1", ANA, "show the exact wording", collections=("records",))
    assert "Policy" not in titles(asking.wiring.assistant.hear(more))
    with asking.wiring.reading(alone(ANA)) as library:
        shelf = Shelf(library, frozenset({"records"}))
        with pytest.raises(NotFoundError):
            shelf.passages(documents[0].id)
        (passage, *_) = library.passages(documents[0].id)
        assert standing(shelf, [passage.id]) == frozenset()
        assert standing(library, [passage.id]) == {passage.id}
