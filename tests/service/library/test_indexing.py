from pathlib import Path

import numpy as np
import pytest

from fakes import HashEmbedder
from isthmus.errors import UnavailableError
from isthmus.library.indexing import Derived, IndexUpkeep
from library_of_tests import LibraryOfTests


@pytest.fixture
def filled(library: LibraryOfTests, folder: Path) -> LibraryOfTests:
    (folder / "a.md").write_text("first line\nsecond line")
    (folder / "ot.md").write_text("readers: ot,it\n\nfor two groups")
    library.add(folder)
    library.upkeep.bring_up_to_date()
    return library


def test_an_index_is_made_from_the_records_without_embedding_again(filled: LibraryOfTests) -> None:
    before = filled.embedder.embedded
    filled.index.clear()
    assert filled.upkeep.reindex() == 3
    assert filled.embedder.embedded == before
    assert {entry.audience for entry in filled.index.entries.values()} == {"everyone", "it,ot"}
    for entry in filled.index.entries.values():
        np.testing.assert_array_equal(entry.vector, filled.embedder.embed([entry.text])[0])


def test_a_change_of_readers_moves_the_passages(filled: LibraryOfTests, folder: Path) -> None:
    (folder / "a.md.isthmus.yaml").write_text("readers: [board]")
    filled.add(folder)
    assert not filled.upkeep.in_step()
    filled.upkeep.bring_up_to_date()
    assert filled.upkeep.in_step()
    assert {entry.audience for entry in filled.index.entries.values()} == {"board", "it,ot"}


def test_a_retired_document_leaves_the_index(filled: LibraryOfTests, folder: Path) -> None:
    (folder / "a.md").unlink()
    filled.add(folder)
    filled.upkeep.bring_up_to_date()
    assert {entry.audience for entry in filled.index.entries.values()} == {"it,ot"}


def test_an_index_that_lost_much_is_made_anew(filled: LibraryOfTests, folder: Path) -> None:
    for number in range(20):
        (folder / f"{number}.md").write_text(f"text {number}")
    filled.add(folder)
    filled.upkeep.bring_up_to_date()
    cleared = filled.index.cleared
    (folder / "0.md").unlink()
    filled.add(folder)
    filled.upkeep.bring_up_to_date()
    assert filled.index.cleared == cleared
    for number in range(1, 4):
        (folder / f"{number}.md").write_text(f"another text {number}")
    filled.add(folder)
    filled.upkeep.bring_up_to_date()
    assert filled.index.cleared == cleared + 1
    assert filled.upkeep.in_step()


def test_nothing_is_applied_where_the_library_has_not_changed(filled: LibraryOfTests) -> None:
    filled.index.clear()
    filled.upkeep.bring_up_to_date()
    assert filled.index.indexed() == set()


def test_vectors_of_another_model_are_refused_until_reindex_made_new_ones(
    filled: LibraryOfTests,
) -> None:
    other = HashEmbedder("hash-2")
    upkeep = IndexUpkeep(Derived(filled.changing, filled.looking), filled.index, other)
    with pytest.raises(UnavailableError, match="isthmus reindex"):
        upkeep.bring_up_to_date()
    upkeep.reindex()
    assert other.embedded == 3
    for entry in filled.index.entries.values():
        np.testing.assert_array_equal(entry.vector, other.embed([entry.text])[0])
