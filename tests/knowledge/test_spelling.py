import pytest

from isthmus_knowledge.spelling import is_one_stroke, respelt, slips


def no_word(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("segmenation", "segmentation"),
        ("diffrence", "difference"),
        ("comittee", "committee"),
        ("seperate", "separate"),
        ("tempalte", "template"),
        ("aset", "asset"),
        ("polcy", "policy"),
    ],
)
def test_a_slip_of_the_pen_is_read_as_the_word_of_the_field(typed: str, meant: str) -> None:
    assert is_one_stroke(typed, meant)
    assert slips(f"what is the {typed} here", no_word) == {typed: meant}


@pytest.mark.parametrize(
    ("one", "other"),
    [("plan", "plant"), ("cat", "car"), ("same", "same"), ("policies", "policy"), ("late", "date")],
)
def test_words_that_are_each_a_word_are_no_slips_of_each_other(one: str, other: str) -> None:
    assert not is_one_stroke(one, other)


@pytest.mark.parametrize(
    "text",
    [
        "How is the network segmented?",
        "What does PR.AA-01 ask of the OT-DMZ?",
        "Is Segmenation the name of a firm?",
        "the cat sat",
    ],
)
def test_names_ids_and_known_words_are_left_alone(text: str) -> None:
    assert slips(text, no_word) == {}


def test_a_word_of_the_language_is_no_slip() -> None:
    assert slips("who works overnight", {"overnight"}.__contains__) == {}


def test_only_whole_words_are_respelt() -> None:
    assert respelt("aset, asets", {"aset": "asset"}) == "asset, asets"
