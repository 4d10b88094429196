from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_of_tests import Page, pointing_apart, rated
from isthmus.answers.composing import (
    MOST_ITEMS,
    MOST_SENTENCES,
    Chosen,
    Rated,
    Sought,
    compose,
    rate,
)
from isthmus.answers.evidence import Weights
from isthmus.answers.questions import Question, understand

WHO = understand("Who approves the change?")
WHICH = understand("Which records are there?")
ALIKE = 0.9  # of the best rating: near enough to be added to it
FAR = 0.5

SIX = (
    "The plant manager approves it.",
    "Vendors log in through jump hosts.",
    "Backups stay offline for ever.",
    "Cables carry yellow labels.",
    "Spare controllers wait in storage.",
    "Visitors wear orange helmets.",
)
LISTED = (
    "Four records are kept:\n- asset register\n- zone drawing\n- patch log\n- vendor contract\n\n"
    "Nobody may erase those files."
)


def said(chosen: Sequence[Chosen]) -> list[str]:
    return [unit.shown for each in chosen for unit in each.units]


def of(*pages: Page, ratings: Sequence[float]) -> list[Rated]:
    return rated([unit for page in pages for unit in page.candidates()], ratings)


def test_the_unit_that_answers_comes_first_wherever_it_stands() -> None:
    ranking = of(Page(" ".join(SIX[:3])), ratings=[ALIKE, ALIKE, 1.0])
    assert said(compose(WHO, [ranking])) == [SIX[2], SIX[0], SIX[1]]


def test_what_answers_much_worse_is_left_out() -> None:
    ranking = of(Page(" ".join(SIX[:3])), ratings=[1.0, FAR, ALIKE])
    assert said(compose(WHO, [ranking])) == [SIX[0], SIX[2]]


def test_an_answer_has_at_most_four_sentences() -> None:
    ranking = of(Page(" ".join(SIX)), ratings=[1.0, *[ALIKE] * 5])
    assert len(said(compose(WHO, [ranking]))) == MOST_SENTENCES == 4


def test_a_question_of_many_parts_gets_at_most_four_sentences_too() -> None:
    question = understand(" ".join(f"Who approves the plan of zone {n}?" for n in range(6)))
    assert len(question.parts) == 4
    ranking = of(Page(" ".join(SIX)), ratings=[1.0, *[ALIKE] * 5])
    assert len(said(compose(question, [ranking] * 4))) == MOST_SENTENCES


def test_each_part_of_a_question_gets_its_best_unit() -> None:
    question = understand("Who approves it? Where are backups kept?")
    units = Page(" ".join(SIX[:3])).candidates()
    first, second = rated(units, [1.0, FAR, FAR]), rated(units, [FAR, FAR, 1.0])
    assert said(compose(question, [first, second])) == [SIX[0], SIX[2]]


def test_what_another_document_repeats_is_said_once() -> None:
    other = Page("Vendors log in by jump hosts, and " + SIX[0].lower(), "other")
    ranking = of(Page(SIX[0]), other, ratings=[1.0, ALIKE])
    assert said(compose(WHO, [ranking])) == [SIX[0]]


def test_what_means_the_same_in_other_words_is_said_once() -> None:
    one, other, third = Page(" ".join(SIX[:3])).candidates()
    same, apart = pointing_apart(2)
    near = same + np.float32(0.1) * apart
    near /= np.float32(np.linalg.norm(near))
    ranking = [
        Rated(one, same, 1.0, 1.0),
        Rated(other, near, ALIKE, ALIKE),
        Rated(third, apart, ALIKE, ALIKE),
    ]
    assert said(compose(WHO, [ranking])) == [SIX[0], SIX[2]]


@pytest.mark.parametrize(("question", "best"), [(WHICH, 0), (WHICH, 3), (WHO, 0)])
def test_a_list_is_given_whole_with_what_leads_into_it(question: Question, best: int) -> None:
    ratings = [1.0 if n == best else ALIKE for n in range(6)]
    chosen = compose(question, [of(Page(LISTED), ratings=ratings)])
    assert said(chosen) == [
        "Four records are kept:",
        *("asset register", "zone drawing", "patch log", "vendor contract"),
    ]
    assert len(chosen) == 1


def test_where_no_list_is_asked_for_one_item_answers_alone() -> None:
    ratings = [FAR, FAR, 1.0, FAR, FAR, FAR]
    assert said(compose(WHO, [of(Page(LISTED), ratings=ratings)])) == ["zone drawing"]


def test_a_list_of_something_else_is_not_taken_whole() -> None:
    page = Page("- asset register\n- zone drawing", headings=("Spare parts",))
    chosen = compose(WHICH, [of(page, ratings=[1.0, FAR])])
    assert said(chosen) == ["asset register"]


def test_a_list_without_a_lead_in_does_not_take_the_sentence_before_it() -> None:
    page = Page(
        "Nobody may erase those files.\n\n- asset register\n- zone drawing", headings=("Records",)
    )
    chosen = compose(WHICH, [of(page, ratings=[FAR, FAR, 1.0])])
    assert said(chosen) == ["asset register", "zone drawing"]


def test_a_sentence_that_names_what_is_asked_for_introduces_the_list_behind_it() -> None:
    page = Page("Four records are kept.\n\n- asset register\n- zone drawing\n- patch log")
    for best in range(len(page.candidates())):
        ratings = [FAR] * len(page.candidates())
        ratings[best] = 1.0
        assert said(compose(WHICH, [of(page, ratings=ratings)])) == [
            *("Four records are kept.", "asset register", "zone drawing", "patch log")
        ]


ALONE = "\n".join(f"- Deciding alone, the plant manager {text}." for text in (
    "stops the line", "moves a window", "signs a visitor out", "calls the fire brigade",
    "locks a badge", "refuses a stick",
))  # fmt: skip
TOPIC = ("Plant manager: decides alone",)


@pytest.mark.parametrize("best", [0, 3, 5])
def test_all_lines_of_a_role_on_what_is_asked_are_given(best: int) -> None:
    page = Page(ALONE, headings=TOPIC, source="role:plant-manager")
    ratings = [1.0 if n == best else FAR for n in range(6)]
    asked = understand("What does the plant manager decide alone?")
    assert len(said(compose(asked, [of(page, ratings=ratings)]))) == 6


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("May the plant manager stop the line alone?", "role:plant-manager"),
        ("What does the plant manager decide alone?", "upload:policy"),
    ],
)
def test_other_lists_and_questions_about_one_line_get_that_line(question: str, source: str) -> None:
    page = Page(ALONE, headings=TOPIC, source=source)
    chosen = compose(understand(question), [of(page, ratings=[1.0, *[FAR] * 5])])
    assert said(chosen) == ["Deciding alone, the plant manager stops the line."]


def test_items_that_name_what_is_asked_for_are_a_list_of_it() -> None:
    page = Page("- a record of assets\n- a record of zones\n- a drawing")
    assert len(said(compose(WHICH, [of(page, ratings=[1.0, FAR, FAR])]))) == 3


@pytest.mark.parametrize("best", [1, MOST_ITEMS, MOST_ITEMS + 1, 90])
def test_of_a_very_long_list_a_stretch_is_given_that_holds_the_answer(best: int) -> None:
    items = [f"- record{n} number{n}" for n in range(1, 91)]
    page = Page("\n".join(["These records are kept:", *items]), headings=("Records",))
    ratings = [1.0 if n == best else FAR for n in range(91)]
    chosen = said(compose(WHICH, [of(page, ratings=ratings)]))
    assert len(chosen) == MOST_ITEMS + 1
    assert f"record{best} number{best}" in chosen


@pytest.mark.parametrize("list_first", [True, False])
def test_what_stands_in_a_list_that_is_given_is_not_said_again(
    list_first: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    parts = ["Which records are there?", "Where is the zone drawing?"]
    units = Page(LISTED).candidates()
    rankings = [
        rated(units, [1.0, FAR, FAR, FAR, FAR, FAR]),
        rated(units, [FAR, FAR, 1.0, FAR, FAR, FAR]),
    ]
    order = 1 if list_first else -1
    spoken = said(compose(understand(" ".join(parts[::order])), rankings[::order]))
    assert "Four records are kept:" in spoken
    assert spoken.count("zone drawing") == 1
    assert len(spoken) == len(set(spoken))


def test_a_sentence_that_only_leads_in_adds_nothing() -> None:
    page = Page(f"{SIX[0]} {SIX[1]} Four records are kept:")
    assert said(compose(WHO, [of(page, ratings=[1.0, ALIKE, ALIKE])])) == list(SIX[:2])


def test_units_of_one_document_stand_together_in_its_order() -> None:
    one, other = Page(" ".join(SIX[:2])), Page(" ".join(SIX[2:4]), "other")
    ranking = of(one, other, ratings=[0.95, 0.93, 0.94, 1.0])
    chosen = compose(WHO, [ranking])
    assert said(chosen) == [SIX[3], SIX[2], SIX[0], SIX[1]]
    assert [each.stretch.hit.document.id for each in chosen] == ["other", "other", "plan", "plan"]


def test_of_nothing_nothing_is_composed() -> None:
    assert compose(WHO, [[]]) == []


@given(
    st.permutations(SIX),
    st.lists(st.floats(0.01, 1.0), min_size=6, max_size=6, unique=True),
    st.integers(0, 6),
)
def test_whatever_the_ratings_the_best_comes_first_and_nothing_twice(
    sentences: list[str], ratings: list[float], cut: int
) -> None:
    pages = [Page(" ".join(sentences[:cut])), Page(" ".join(sentences[cut:]), "other")]
    ranking = of(*pages, ratings=ratings)
    chosen = compose(WHO, [ranking])
    spoken = said(chosen)
    assert spoken[0] == ranking[0].candidate.shown
    assert len(set(spoken)) == len(spoken) <= MOST_SENTENCES
    documents = [each.stretch.hit.document.id for each in chosen]
    assert documents == sorted(documents, key=documents.index)


def test_candidates_are_rated_best_first() -> None:
    units = Page("Cables carry yellow labels. The plant manager approves it.").candidates()
    vectors = np.stack(pointing_apart(2))
    sought = Sought("Who approves it?", Weights({"approv": 2.0, "plant": 1.0}), vectors[1])
    ranking = rate(sought, units, vectors)
    assert [each.candidate for each in ranking] == [units[1], units[0]]
    assert [each.cosine for each in ranking] == [1.0, 0.0]
    assert ranking[0].rating > ranking[1].rating


def test_what_opens_a_section_that_is_headed_by_a_question_is_rated_higher() -> None:
    text = "The plant manager approves it."
    plain, asked = Page(text), Page(text, headings=("Who approves it?",))
    vector = np.stack(pointing_apart(1))
    sought = Sought("Who signs?", Weights({}), vector[0])
    ratings = [rate(sought, page.candidates(), vector)[0].rating for page in (plain, asked)]
    assert ratings[0] < ratings[1]
