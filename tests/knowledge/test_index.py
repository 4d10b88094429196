from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entries import EVERYONE, entry, unit
from isthmus_knowledge.chroma import ChromaVectors
from isthmus_knowledge.index import ExactVectors, Vector, VectorIndex

NORTH, EAST, NORTH_EAST, SOUTH = unit(0, 1), unit(1, 0), unit(1, 1), unit(0, -1)


@pytest.fixture(params=["exact", "chroma"])
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    """Give each vector index in turn: the same tests hold on both."""
    index: VectorIndex = (
        ExactVectors() if request.param == "exact" else ChromaVectors(tmp_path, "model")
    )
    yield index
    index.close()


def found(index: VectorIndex, *audiences: str, vector: Vector = NORTH, top: int = 10) -> list[str]:
    return [hit.passage for hit in index.query(vector, audiences or (EVERYONE,), top)]


def test_an_empty_index_finds_nothing(vectors: VectorIndex) -> None:
    assert found(vectors) == []


def test_the_nearest_comes_first_with_its_cosine(vectors: VectorIndex) -> None:
    vectors.add(
        [entry("a-1", vector=EAST), entry("b-1", vector=NORTH), entry("c-1", vector=NORTH_EAST)]
    )
    hits = vectors.query(NORTH, [EVERYONE], 10)
    assert [hit.passage for hit in hits] == ["b-1", "c-1", "a-1"]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.5**0.5, 0.0], abs=1e-5)


def test_no_more_than_the_top_are_given(vectors: VectorIndex) -> None:
    vectors.add([entry("a-1", vector=EAST), entry("b-1", vector=NORTH)])
    assert found(vectors, top=1) == ["b-1"]


def test_adding_again_replaces(vectors: VectorIndex) -> None:
    vectors.add([entry("a-1", vector=SOUTH), entry("b-1", vector=EAST)])
    vectors.add([entry("a-1", vector=NORTH)])
    assert found(vectors) == ["a-1", "b-1"]


def test_adding_nothing_changes_nothing(vectors: VectorIndex) -> None:
    vectors.add([entry("a-1", vector=NORTH)])
    vectors.add([])
    assert found(vectors) == ["a-1"]


def test_audiences_never_mix(vectors: VectorIndex) -> None:
    vectors.add(
        [
            entry("a-1", audience="plant", vector=NORTH),
            entry("b-1", audience="board", vector=NORTH_EAST),
        ]
    )
    assert found(vectors, "plant") == ["a-1"]
    assert found(vectors, "board") == ["b-1"]
    assert found(vectors, "guests") == []
    assert vectors.query(NORTH, [], 10) == []


def test_audiences_are_ranked_as_one(vectors: VectorIndex) -> None:
    vectors.add(
        [
            entry("a-1", audience="plant", vector=EAST),
            entry("a-2", audience="plant", vector=NORTH),
            entry("b-1", audience="board", vector=NORTH_EAST),
        ]
    )
    assert found(vectors, "plant", "board") == ["a-2", "b-1", "a-1"]
    assert found(vectors, "plant", "board", top=2) == ["a-2", "b-1"]


@pytest.mark.parametrize(
    "audience", ["plant,safety", "Müller & Söhne", "x" * 600, "a\nb", "..", ""]
)
def test_an_audience_may_have_any_name(vectors: VectorIndex, audience: str) -> None:
    vectors.add([entry("a-1", audience=audience, vector=NORTH)])
    assert found(vectors, audience) == ["a-1"]


def test_a_removed_revision_is_not_found(vectors: VectorIndex) -> None:
    vectors.add([entry(name, vector=NORTH) for name in ("a-1", "a-2", "b-1")])
    vectors.remove(EVERYONE, ["a"])
    assert found(vectors) == ["b-1"]


def test_removal_concerns_one_audience(vectors: VectorIndex) -> None:
    vectors.add([entry("a-1", audience="plant", vector=NORTH)])
    vectors.remove("board", ["a"])
    assert found(vectors, "plant") == ["a-1"]


def test_removing_what_is_not_there_does_no_harm(vectors: VectorIndex) -> None:
    vectors.remove(EVERYONE, ["a"])
    vectors.remove(EVERYONE, [])
    assert found(vectors) == []


def test_a_removed_revision_can_come_back(vectors: VectorIndex) -> None:
    vectors.add([entry("a-1", vector=NORTH)])
    vectors.remove(EVERYONE, ["a"])
    vectors.add([entry("a-1", vector=NORTH)])
    assert found(vectors) == ["a-1"]


def test_many_revisions_are_removed_at_once(vectors: VectorIndex) -> None:
    vectors.add([entry("a-1", vector=NORTH), entry("kept-1", vector=EAST)])
    vectors.remove(EVERYONE, ["a", *map(str, range(40_000))])
    assert found(vectors) == ["kept-1"]


def test_what_remains_after_most_is_removed_is_found_whole(vectors: VectorIndex) -> None:
    random = np.random.default_rng(1)
    names = [f"{number}-1" for number in range(1_500)]
    vectors.add([entry(name, vector=unit(*random.standard_normal(8))) for name in names])
    vectors.remove(EVERYONE, [str(number) for number in range(1_400)])
    assert sorted(found(vectors, vector=unit(*range(8)), top=200)) == sorted(names[1_400:])


numbers = st.lists(st.integers(-50, 50), min_size=4, max_size=4).filter(any)


@given(st.lists(numbers, min_size=1, max_size=30), numbers)
@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_scores_are_the_cosines_in_falling_order(
    vectors: VectorIndex, held: list[list[int]], asked: list[int]
) -> None:
    vectors.remove(EVERYONE, ["all"])
    given_vectors = {f"{at}": unit(*numbers) for at, numbers in enumerate(held)}
    vectors.add([entry(name, revision="all", vector=of) for name, of in given_vectors.items()])
    hits = vectors.query(unit(*asked), [EVERYONE], 50)
    expected = [float(given_vectors[hit.passage] @ unit(*asked)) for hit in hits]
    assert [hit.score for hit in hits] == pytest.approx(expected, abs=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(hits) == len(held)


def test_questions_may_be_asked_while_something_is_added(vectors: VectorIndex) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(20):
            asking = [pool.submit(found, vectors, f"group-{number}") for _ in range(20)]
            vectors.add([entry(f"{number}-1", audience=f"group-{number}", vector=NORTH)])
            for each in asking:
                assert each.result() in ([], [f"{number}-1"])
            assert found(vectors, f"group-{number}") == [f"{number}-1"]


def test_vectors_of_another_model_are_not_found(tmp_path: Path) -> None:
    one = ChromaVectors(tmp_path, "model")
    one.add([entry("a-1", vector=NORTH)])
    one.close()
    other = ChromaVectors(tmp_path, "another")
    assert found(other) == []
    other.close()


def test_chroma_keeps_vectors_after_it_is_closed(tmp_path: Path) -> None:
    for names in (["a-1"], ["a-1", "b-1"]):
        index = ChromaVectors(tmp_path, "model")
        index.add([entry(names[-1], vector=NORTH)])
        assert sorted(found(index)) == names
        index.close()


def test_more_than_one_batch_is_added(tmp_path: Path) -> None:
    index = ChromaVectors(tmp_path, "model")
    random = np.random.default_rng(1)
    index.add([entry(f"{at}-1", vector=unit(*random.standard_normal(4))) for at in range(5_500)])
    assert len(found(index, vector=unit(*range(4)), top=5_500)) == 5_500
    index.close()


def test_a_damaged_chroma_folder_is_a_value_error(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_text("no database")
    with pytest.raises(ValueError, match="damaged"):
        ChromaVectors(tmp_path, "model")
