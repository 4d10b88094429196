from benchmarks.shelf import Shelf
from fakes import HashEmbedder
from isthmus.answers.drafting import Drafting
from isthmus.answers.questions import understand
from isthmus_knowledge.retrieval import Retriever

ENGLISH = frozenset("who what is the of keeps a for in and does".split())


class Pieces(HashEmbedder):
    """Takes for a word what it knows, and for pieces whatever else is written."""

    def count_tokens(self, text: str) -> int:
        return sum(1 if word in ENGLISH else 2 for word in text.split())


def taken_as(question: str, text: str) -> tuple[str, ...]:
    embedder = Pieces()
    shelf = Shelf.filled({"plan": ("Plan", text)}, embedder)
    drafted = Drafting(Retriever(shelf.index, embedder)).draft(understand(question), shelf)
    assert drafted is not None
    return drafted.taken_as


def test_a_mistyped_word_is_read_as_the_one_that_was_meant() -> None:
    text = "The architect keeps the segmentation of the plant."
    assert taken_as("who keeps the segmenation?", text) == ("segmentation",)
    assert taken_as("who keeps the segmentation?", text) == ()


def test_what_the_documents_call_so_is_not_mistyped() -> None:
    assert taken_as("who keeps the segmenation?", "Ana keeps the segmenation of Basel.") == ()
