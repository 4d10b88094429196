from dataclasses import replace
from datetime import date

import numpy as np

from evidence_of_tests import Page
from isthmus.answers.comparing import OWN
from isthmus.answers.composing import Chosen, Rated
from isthmus.answers.confidence import NOTHING
from isthmus.answers.drafting import Draft
from isthmus.answers.noting import notes
from isthmus.answers.precedence import dissenting, in_force, led_by_authority, of_statements
from isthmus.library.model import Collection, Description

BLUEPRINT = Page(
    "Access rights are reviewed at least every twelve months.",
    "guide",
    described=Description("Blueprint", Collection.BLUEPRINT),
)
STANDARD = Page(
    "The standard asks that access rights be reviewed yearly.",
    "norm",
    described=Description("Standard", Collection.STANDARDS),
)
POLICY = Page(
    "Access rights are reviewed every 90 days.",
    "policy",
    described=Description("Access policy", Collection.POLICIES),
)
CHART = Page(
    "The plant manager reviews access rights.",
    "chart",
    described=Description("RACI: access 1", Collection.RECORDS, effective=date(2026, 11, 1)),
    source="chart:1",
)
ALIKE = np.array([1, 0, 0], np.float32)
APART = np.array([0, 1, 0], np.float32)
TODAY = date(2026, 11, 22)


def of(page: Page, rating: float, vector: np.ndarray = ALIKE) -> Rated:
    return Rated(page.candidates()[0], vector, rating, rating)


def titles(ranking: list[Rated]) -> list[str]:
    return [each.candidate.stretch.hit.document.description.title for each in ranking]


def test_the_organisations_policy_comes_before_what_answers_a_little_better() -> None:
    ranking = [of(BLUEPRINT, 1.0), of(STANDARD, 0.97), of(POLICY, 0.9)]
    assert titles(led_by_authority(ranking)) == ["Access policy", "Blueprint", "Standard"]


def test_a_standard_comes_before_the_blueprint() -> None:
    ranking = [of(BLUEPRINT, 1.0), of(STANDARD, 0.97)]
    assert titles(led_by_authority(ranking)) == ["Standard", "Blueprint"]


def test_authority_does_not_make_up_for_answering_worse() -> None:
    ranking = [of(BLUEPRINT, 1.0), of(POLICY, 0.7)]
    assert titles(led_by_authority(ranking)) == ["Blueprint", "Access policy"]


def test_authority_does_not_make_up_for_speaking_of_something_else() -> None:
    ranking = [of(BLUEPRINT, 1.0), of(POLICY, 0.95, APART)]
    assert titles(led_by_authority(ranking)) == ["Blueprint", "Access policy"]


def test_what_was_approved_comes_first_and_what_we_propose_in_its_place_is_left_out() -> None:
    ranking = [of(POLICY, 1.0), of(BLUEPRINT, 0.9), of(CHART, 0.8)]
    assert titles(led_by_authority(ranking)) == ["RACI: access 1", "Access policy"]
    other = [of(CHART, 1.0), of(BLUEPRINT, 0.9, APART)]
    assert titles(led_by_authority(other)) == ["RACI: access 1", "Blueprint"]


def test_charts_whose_titles_differ_by_a_number_are_no_editions_of_each_other() -> None:
    described = Description("RACI: access 2", Collection.RECORDS, effective=date(2026, 11, 9))
    newer = replace(CHART, name="chart2", described=described, source="chart:2")
    assert len(in_force([CHART.hit, newer.hit])) == 2


def test_nothing_found_is_led_by_nothing() -> None:
    assert led_by_authority([]) == []


def drafted(*chosen: Chosen) -> Draft:
    return Draft(chosen, NOTHING, ())


def test_a_guide_that_states_another_figure_is_shown_beside_the_policy_with_a_note() -> None:
    ranking = [of(POLICY, 1.0), of(BLUEPRINT, 0.8)]
    chosen = Chosen((ranking[0].candidate,), 1.0, 1.0)
    differing = dissenting(ranking, [chosen])
    assert differing is not None
    assert differing.units[0].shown == BLUEPRINT.text
    (note,) = notes(drafted(chosen, differing), TODAY)
    assert "Access policy and Blueprint state different figures" in note


def test_a_guide_that_agrees_is_not_brought_in() -> None:
    policy = replace(POLICY, text="Access rights are reviewed once a year.")
    ranking = [of(policy, 1.0), of(BLUEPRINT, 0.8)]
    assert dissenting(ranking, [Chosen((ranking[0].candidate,), 1.0, 1.0)]) is None


def test_two_policies_that_differ_are_not_called_to_order() -> None:
    other = replace(POLICY, name="other", text="Access rights are reviewed yearly.")
    ranking = [of(POLICY, 1.0), of(other, 0.9)]
    assert dissenting(ranking, [Chosen((ranking[0].candidate,), 1.0, 1.0)]) is None


def test_a_passed_review_date_is_said() -> None:
    described = Description("Access policy", review=date(2026, 1, 31))
    late = replace(POLICY, described=described)
    chosen = Chosen((late.candidates()[0],), 1.0, 1.0)
    assert notes(drafted(chosen), TODAY) == (
        "Access policy was to be reviewed by 31 January 2026, so it may be out of date.",
    )
    assert notes(drafted(chosen), date(2026, 1, 31)) == ()


def test_a_superseded_edition_is_said() -> None:
    hit = replace(POLICY.hit, revision="older")
    stretch = replace(POLICY.stretch(), hit=hit)
    unit = replace(POLICY.candidates()[0], stretch=stretch)
    (note,) = notes(drafted(Chosen((unit,), 1.0, 1.0)), TODAY)
    assert "superseded edition" in note


def test_a_row_without_an_answer_is_said() -> None:
    lacking = Draft((), NOTHING, (), missing=("NERC CIP", OWN))
    assert notes(lacking, TODAY) == (
        "Your documents don't say this of NERC CIP.",
        "Your policies don't speak of this.",
    )


def test_a_word_that_was_read_otherwise_is_said() -> None:
    read = Draft((), NOTHING, (), taken_as=("segmentation",))
    assert notes(read, TODAY) == ("Taken as \u201csegmentation\u201d.",)


def test_an_older_edition_gives_way_to_the_one_in_force() -> None:
    older = replace(POLICY, name="a", described=Description("Access policy 2021"))
    newer = replace(POLICY, name="b", described=Description("Access policy 2024"))
    assert [hit.document.id for hit in in_force([older.hit, newer.hit])] == ["b"]


def test_an_effective_date_tells_editions_too() -> None:
    older = replace(
        POLICY, name="a", described=Description("Access policy", effective=date(2021, 1, 1))
    )
    newer = replace(
        POLICY, name="b", described=Description("Access policy", effective=date(2024, 1, 1))
    )
    assert [hit.document.id for hit in in_force([older.hit, newer.hit])] == ["b"]


def test_different_works_stand_beside_each_other() -> None:
    one = replace(POLICY, name="a", described=Description("Access policy 2021"))
    other = replace(POLICY, name="b", described=Description("Backup policy 2024"))
    assert len(in_force([one.hit, other.hit])) == len([one, other])


def test_the_list_of_templates_answers_only_who_asks_for_one() -> None:
    listed = replace(BLUEPRINT, name="templates").hit
    assert of_statements([listed, POLICY.hit], "Who approves patches?") == [POLICY.hit]
    for asked in ("Who signs the charter?", "What do we record?", "Is there a plan?"):
        assert of_statements([listed, POLICY.hit], asked) == [POLICY.hit]
    for asked in (
        "Is there a template for the charter?",
        "Is there a form to ask for an exception?",
        "Who fills in the contact sheet?",
        "I need a sample charter",
    ):
        assert listed in of_statements([listed], asked)
