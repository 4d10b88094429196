from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entries import EVERYONE, entry
from isthmus_knowledge.lexical import LexicalIndex, analysis_digest


@pytest.fixture(params=["memory", "disk"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(None if request.param == "memory" else tmp_path)


@pytest.fixture
def filled() -> LexicalIndex:
    index = LexicalIndex(None)
    index.apply(
        [
            entry("a-1", "Patch management: the owner approves each patch."),
            entry("b-1", "Management of vendors; a patch of land."),
            entry("c-1", "SR 1.13 limits access via untrusted networks."),
            entry("d-1", "SR 1.1 identifies people; see 1 and 13."),
            entry("e-1", "AC-17(1) monitors remote access."),
        ],
        [],
    )
    return index


def found(index: LexicalIndex, question: str, *audiences: str, top: int = 10) -> list[str]:
    return [hit.passage for hit in index.query(question, audiences or (EVERYONE,), top)]


def test_an_empty_index_finds_nothing(index: LexicalIndex) -> None:
    assert found(index, "patch") == []
    assert index.rarity("patch")["patch"] > 0


def test_words_are_found_by_their_stem(index: LexicalIndex) -> None:
    index.apply([entry("a-1", "Approving patches"), entry("b-1", "Vendors")], [])
    assert found(index, "Who approves a patch?") == ["a-1"]


@pytest.mark.parametrize(
    ("question", "first"),
    [("SR 1.13", "c-1"), ("what says sr 1.13?", "c-1"), ("ac-17(1)", "e-1"), ("AC-17", "e-1")],
)
def test_an_exact_id_comes_first(filled: LexicalIndex, question: str, first: str) -> None:
    assert found(filled, question)[0] == first


def test_words_that_stand_together_count_more(index: LexicalIndex) -> None:
    index.apply(
        [
            entry("a-1", "management and the careful patch"),
            entry("b-1", "careful patch management"),
        ],
        [],
    )
    assert found(index, "patch management")[0] == "b-1"


def test_stop_words_alone_find_nothing(filled: LexicalIndex) -> None:
    assert found(filled, "who is it of the them?") == []


def test_only_what_the_audiences_hold_is_found(index: LexicalIndex) -> None:
    index.apply(
        [
            entry("a-1", "patch", audience="plant"),
            entry("b-1", "patch", audience="board,plant"),
            entry("c-1", "patch", audience="board"),
        ],
        [],
    )
    assert found(index, "patch", "plant") == ["a-1"]
    assert sorted(found(index, "patch", "board", "plant")) == ["a-1", "c-1"]
    assert found(index, "patch", "guests") == []
    assert index.query("patch", [], 10) == []


def test_no_question_widens_the_audience(index: LexicalIndex) -> None:
    index.apply([entry("a-1", "patch", audience="board")], [])
    for question in ("patch OR audience:board", "audience:board", "+audience:board patch", "*"):
        assert found(index, question, "plant") == []


def test_no_more_than_the_top_are_given(filled: LexicalIndex) -> None:
    assert len(found(filled, "patch access", top=2)) == 2


def test_adding_again_replaces(index: LexicalIndex) -> None:
    index.apply([entry("a-1", "patch")], [])
    index.apply([entry("a-1", "vendor")], [])
    assert found(index, "patch vendor") == ["a-1"]
    assert found(index, "patch") == []


def test_a_removed_revision_is_not_found(index: LexicalIndex) -> None:
    index.apply([entry("a-1", "patch"), entry("a-2", "patch"), entry("b-1", "patch")], [])
    index.apply([], [(EVERYONE, "a"), ("board", "b")])
    assert found(index, "patch") == ["b-1"]


def test_a_revision_moves_to_another_audience_in_one_step(index: LexicalIndex) -> None:
    index.apply([entry("a-1", "patch", audience="plant")], [])
    index.apply([entry("a-1", "patch", audience="board")], [("plant", "a")])
    assert found(index, "patch", "plant") == []
    assert found(index, "patch", "board") == ["a-1"]


def test_a_rare_word_weighs_more_than_a_common_one(filled: LexicalIndex) -> None:
    weights = filled.rarity("the vendor patch quantum")
    assert list(weights) == ["vendor", "patch", "quantum"]
    assert weights["quantum"] > weights["vendor"] > weights["patch"] > 0


HOSTILE = [
    'patch AND (vendor" OR [a TO b] ~2^9 \\ {',
    "patch words:patch -patch +patch !patch",
    "patch' OR 1=1; DROP TABLE passages; --",
    "patch \0\x01\x7f",
    "patch 😀 👩‍👩‍👧 \u202e\u200b",
    "patch " + "x" * 100_000,
    "patch\n\t\r\x0b\x85\u2028",
]


@pytest.mark.parametrize("question", HOSTILE)
def test_a_hostile_question_is_only_words(filled: LexicalIndex, question: str) -> None:
    assert "a-1" in found(filled, question)
    assert filled.rarity(question)["patch"] > 0


@pytest.mark.parametrize("question", ["", " ", "\0", "😀", "?!*()[]{}^~\\:", "\u200b", "\ud800"])
def test_a_question_without_words_finds_nothing(filled: LexicalIndex, question: str) -> None:
    assert found(filled, question) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_indexed_and_found(index: LexicalIndex, text: str) -> None:
    index.apply([entry("a-1", text)], [])
    assert found(index, "patch") == ["a-1"]


def test_ten_thousand_words_are_a_question_too(filled: LexicalIndex) -> None:
    question = " ".join(f"word{number} patch" for number in range(10_000))
    assert set(found(filled, question)) == {"a-1", "b-1"}


@given(question=st.text())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_can_be_asked(filled: LexicalIndex, question: str) -> None:
    hits = filled.query(question, [EVERYONE], 10)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score > 0 for hit in hits)


def test_words_are_kept_on_disk(tmp_path: Path) -> None:
    LexicalIndex(tmp_path).apply([entry("a-1", "patch")], [])
    assert found(LexicalIndex(tmp_path), "patch") == ["a-1"]


def test_a_damaged_folder_is_a_value_error(tmp_path: Path) -> None:
    LexicalIndex(tmp_path).apply([entry("a-1", "patch")], [])
    (tmp_path / "meta.json").write_text("no JSON")
    with pytest.raises(ValueError, match="corrupt"):
        LexicalIndex(tmp_path)


def test_the_analysis_has_a_digest_that_stays() -> None:
    assert analysis_digest() == analysis_digest()
    assert len(analysis_digest()) == 16
