import pytest

from evidence_of_tests import Page, rated
from isthmus.answers.composing import Chosen
from isthmus.answers.confidence import Measurements
from isthmus.answers.evidence import Weights
from isthmus.answers.measuring import Near, measure
from isthmus.answers.questions import understand

PAGE = Page(
    "The plant manager approves patches under SR 1.13 within 14 days. Siemens supports them.",
    title="Patching in Basel",
    headings=("AC-17 Remote access",),
)


NEAR = Near((1.0, 0.5, 0.5, 0.5, 0.0), 0.7)


def measured(question: str, page: Page = PAGE, **weights: float) -> Measurements:
    """Measure an answer made of the page's first unit."""
    units = page.candidates()
    ranking = rated(units, [0.8, *[0.4] * (len(units) - 1)])
    chosen = [Chosen((units[0],), 0.8, 0.8)]
    understood = understand(question)
    return measure(understood, chosen, [ranking] * len(understood.parts), Weights(weights), NEAR)


@pytest.mark.parametrize(
    ("question", "unidentified"),
    [
        ("Who approves patches?", 0.0),
        ("What does SR 1.13 ask for?", 0.0),
        ("What does sr 1.13 ask for?", 0.0),
        ("What does AC-17 ask for?", 0.0),
        ("What does SR 1.12 ask for?", 1.0),
        ("What does AC-17(1) ask for?", 1.0),
        ("What do SR 1.13 and CIP-005 ask for?", 1.0),
    ],
)
def test_an_id_that_is_asked_for_and_not_there_is_noted(question: str, unidentified: float) -> None:
    assert measured(question).unidentified == unidentified


@pytest.mark.parametrize(
    ("question", "unnamed"),
    [
        ("Who approves patches?", 0.0),
        ("What does Siemens support?", 0.0),
        ("Who approves patches in Basel?", 0.0),
        ("Who approves patches in Leuven?", 1.0),
        ("Who approves patches of Siemens in Leuven?", 0.5),
    ],
)
def test_names_that_are_asked_for_and_not_there_are_noted(question: str, unnamed: float) -> None:
    assert measured(question).unnamed == unnamed


@pytest.mark.parametrize(
    ("question", "own", "past"),
    [
        ("Who approves patches?", 0.0, 0.0),
        ("Who approves our patches?", 1.0, 0.0),
        ("Who approved patches last week?", 0.0, 1.0),
        ("Did Siemens patch my controller?", 1.0, 1.0),
        ("Who approves the most patches in four hours?", 0.0, 0.0),
    ],
)
def test_own_affairs_and_events_are_noted(question: str, own: float, past: float) -> None:
    found = measured(question)
    assert (found.own, found.past) == (own, past)


def test_the_most_telling_word_that_is_nowhere_near_is_noted() -> None:
    assert measured("Who?", plant=2.0, siemen=1.0).missing == 0.0
    assert measured("Who?", plant=2.0, canari=1.0).missing == 0.5
    assert measured("Who?", plant=1.0, canari=2.0).missing == 1.0


@pytest.mark.parametrize(
    ("question", "unidentified"),
    [
        ("Which port is 10.4 of?", 1.0),
        ("What does 1.13 ask for?", 0.0),
        ("What do 1.13 and 1.14 ask for?", 1.0),
    ],
)
def test_a_dotted_number_that_is_not_there_is_noted(question: str, unidentified: float) -> None:
    assert measured(question).unidentified == unidentified


@pytest.mark.parametrize(
    ("question", "formless"),
    [
        ("Who approves patches?", 0.0),
        ("How many days has the plant manager?", 0.0),
        ("How many euros does the patch cost?", 0.5),
        ("How often are patches approved?", 1.0),
        ("Tell me about patches", 0.0),
    ],
)
def test_a_form_that_is_asked_for_and_not_there_is_noted(question: str, formless: float) -> None:
    assert measured(question).formless == formless


@pytest.mark.parametrize(
    ("question", "defined"),
    [
        ("What is a data diode?", 0.0),
        ("How much does a data diode cost?", 1.0),
        ("Which data diode do we use?", 1.0),
        ("Who buys pumps?", 0.0),
    ],
)
def test_a_definition_where_something_else_was_asked_is_noted(
    question: str, defined: float
) -> None:
    page = Page("A data diode is a device that lets data pass one way.", headings=("Zones",))
    assert measured(question, page, data=1.0, diod=1.0).defined == defined


def test_a_definition_of_a_part_of_what_was_asked_is_noted() -> None:
    page = Page("A data diode is a device that lets data pass one way.", headings=("Zones",))
    asked = "What is the data diode of the boiler house?"
    found = measured(asked, page, data=1.0, diod=1.0, boiler=3.0, hous=2.0)
    assert found.defined == 1.0


@pytest.mark.parametrize(
    ("question", "who", "is_open"),
    [
        ("Who approves patches?", 1.0, 0.0),
        ("Tell me about patches", 0.0, 1.0),
        ("How often are patches approved?", 0.0, 0.0),
    ],
)
def test_what_is_asked_for_is_noted(question: str, who: float, is_open: float) -> None:
    found = measured(question)
    assert (found.who, found.open) == (who, is_open)


def test_the_word_behind_which_has_to_be_in_the_answer() -> None:
    assert measured("Which patches are approved?").focus == 1.0
    assert measured("Which bananas are approved?").focus == 0.0
    assert measured("Who approves?").focus == 1.0


def test_the_nearness_of_several_parts_is_that_of_their_best_units() -> None:
    units = PAGE.candidates()
    rankings = [rated(units, [0.8, 0.4]), rated(units, [0.2, 0.4])]
    question = understand("Who approves patches? What does Siemens support?")
    found = measure(question, [Chosen((units[0],), 0.8, 0.8)], rankings, Weights({}), NEAR)
    assert found.sentence == pytest.approx(0.6)
    assert found.passage == 0.5


def test_what_retrieval_found_is_measured() -> None:
    found = measured("Who approves patches?", approv=1.0)
    assert found.rating == 0.8
    assert found.standing == pytest.approx(0.5)
    assert found.length == pytest.approx(3 / 20)


def test_among_few_passages_none_has_to_stand_out() -> None:
    units = PAGE.candidates()
    chosen = [Chosen((units[0],), 0.8, 0.8)]
    question = understand("Who approves patches?")
    alone = measure(question, chosen, [rated(units, [0.8, 0.4])], Weights({}), Near((1.0,), 0.7))
    assert alone.standing == pytest.approx(0.6)
