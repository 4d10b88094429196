import pytest
from hypothesis import given
from hypothesis import strategies as st

from entries import EMBEDDER, EVERYONE, entry
from isthmus_knowledge.hybrid import Found, in_memory
from isthmus_knowledge.index import Entry, Scored
from isthmus_knowledge.retrieval import DENSE_WEIGHT, Hit, Mode, Retriever, fuse


def ranking(**scores: float) -> list[Scored]:
    ordered = sorted(scores.items(), key=lambda each: -each[1])
    return [Scored(passage, score) for passage, score in ordered]


def retriever(*entries: Entry) -> Retriever:
    index = in_memory()
    index.apply(entries, [])
    return Retriever(index, EMBEDDER)


def found(
    made: Retriever, question: str, *audiences: str, top: int = 10, mode: Mode = Mode.HYBRID
) -> list[str]:
    vector = made.embed([question])[0]
    return [hit.passage for hit in made.find(question, vector, audiences or (EVERYONE,), top, mode)]


def scores(hits: list[Hit]) -> dict[str, float]:
    return {hit.passage: hit.score for hit in hits}


def test_scores_are_stretched_and_added_with_their_weights() -> None:
    hits = fuse(Found(ranking(a=0.9, b=0.6, c=0.5), ranking(b=12.0, d=4.0)))
    assert scores(hits) == pytest.approx(
        {"b": DENSE_WEIGHT * 0.25 + 1 - DENSE_WEIGHT, "a": DENSE_WEIGHT, "c": 0.0, "d": 0.0}
    )
    assert [hit.passage for hit in hits][:2] == ["b", "a"]


def test_a_hit_tells_its_cosine_where_it_is_known() -> None:
    hits = {hit.passage: hit for hit in fuse(Found(ranking(a=0.9, b=0.5), ranking(b=12.0, c=4.0)))}
    assert [hits[name].cosine for name in "abc"] == [0.9, 0.5, None]


def test_a_passage_that_alone_has_the_words_gets_their_whole_weight() -> None:
    hits = fuse(Found(ranking(a=0.6, b=0.5), ranking(b=3.0)))
    assert scores(hits)["b"] == pytest.approx(1 - DENSE_WEIGHT)


def test_a_tie_keeps_the_order_of_the_ids() -> None:
    hits = fuse(Found(ranking(c=0.5, a=0.5, b=0.5), []))
    assert [hit.passage for hit in hits] == ["a", "b", "c"]


def test_nothing_found_gives_nothing() -> None:
    assert fuse(Found([], [])) == []


@pytest.mark.parametrize(("mode", "order"), [(Mode.DENSE, ["a", "b"]), (Mode.LEXICAL, ["b", "c"])])
def test_one_ranking_alone_keeps_its_order(mode: Mode, order: list[str]) -> None:
    hits = fuse(Found(ranking(a=0.9, b=0.5), ranking(b=12.0, c=4.0)), mode)
    assert [hit.passage for hit in hits] == order


rankings = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-1, 40), max_size=8)


@given(rankings, rankings, st.sampled_from(Mode))
def test_fused_scores_lie_between_0_and_1_and_fall(
    dense: dict[str, float], lexical: dict[str, float], mode: Mode
) -> None:
    hits = fuse(Found(ranking(**dense), ranking(**lexical)), mode)
    assert all(0 <= hit.score <= 1 + 1e-9 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage for hit in hits}) == len(hits)


@given(rankings, rankings)
def test_who_leads_both_rankings_comes_first(
    dense: dict[str, float], lexical: dict[str, float]
) -> None:
    hits = fuse(Found(ranking(**dense, best=41.0), ranking(**lexical, best=41.0)))
    assert hits[0].passage == "best"


def test_only_what_the_audiences_hold_is_found() -> None:
    made = retriever(
        entry("a-1", "patch management", audience="plant"),
        entry("b-1", "patch management", audience="board"),
    )
    for mode in Mode:
        assert found(made, "patch management", "plant", mode=mode) == ["a-1"]
        assert found(made, "patch management", "guests", mode=mode) == []
    assert made.find("patch", made.embed(["patch"])[0], [], 10) == []


def test_what_others_hold_does_not_change_the_ranking() -> None:
    mine = [entry(f"{name}-1", text) for name, text in (("a", "patch"), ("b", "patch vendor"))]
    theirs = [entry(f"x-{at}", "patch vendor access", audience="board") for at in range(300)]
    assert found(retriever(*mine, *theirs), "patch") == found(retriever(*mine), "patch")


def test_an_exact_id_comes_first() -> None:
    made = retriever(
        *(entry(f"{at}-1", f"SR 1.{at} requires something of the system") for at in range(1, 20))
    )
    assert found(made, "What does SR 1.13 require?")[0] == "13-1"


def test_no_more_than_the_top_are_given() -> None:
    made = retriever(*(entry(f"{at}-1", f"patch number {at}") for at in range(30)))
    assert len(found(made, "patch", top=7)) == 7
    assert len(found(made, "patch", top=300)) == 30


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    made = retriever(entry("a-1", "patch vendor"), entry("b-1", "patch"))
    weights = made.rarity("patch vendor")
    assert weights["vendor"] > weights["patch"]
