import pytest

from isthmus_knowledge.corpus_entries import CorpusError
from isthmus_knowledge.hybrid import Found
from isthmus_knowledge.index import Scored
from isthmus_knowledge.retrieval import RELATED_WEIGHT, fuse
from isthmus_knowledge.thesaurus import read_thesaurus, related

ENTRIES = """# Bridges
related:
  - about: ["removable media", "usb stick"]
    towards: ["media scanning", "antivirus"]
  - about: ["usb stick"]
    towards: ["port security"]
"""


def scored(*passages: str) -> list[Scored]:
    return [Scored(passage, float(len(passages) - at)) for at, passage in enumerate(passages)]


def test_the_shipped_thesaurus_loads_and_relates_a_problem_to_its_safeguards() -> None:
    assert "media scanning" in related("Somebody found a USB stick in the control room.")


@pytest.mark.parametrize("question", ["usb sticks", "What about a USB stick?", "the usb stick's"])
def test_a_phrase_finds_its_safeguards_by_stem(question: str) -> None:
    assert related(question) == related("usb stick") != ()


def test_words_of_a_phrase_that_stand_apart_find_nothing() -> None:
    assert "media scanning" not in related("Does the stick to hold the door need USB?")


def test_a_phrase_of_several_entries_finds_the_safeguards_of_all() -> None:
    assert read_thesaurus(ENTRIES) == {
        ("remov", "media"): ("media scanning", "antivirus"),
        ("usb", "stick"): ("media scanning", "antivirus", "port security"),
    }


def test_a_safeguard_that_two_phrases_find_is_given_once() -> None:
    found = related("a usb stick is removable media")
    assert len(found) == len(set(found))


@pytest.mark.parametrize("question", ["", "What is the capital of France?"])
def test_an_unrelated_question_finds_nothing(question: str) -> None:
    assert related(question) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"),
    [
        ('    towards: ["port security"]\n', "", 5, "towards is missing"),
        ('towards: ["port security"]', "towards: port security", 6, "towards must be a list"),
        ('towards: ["media scanning", "antivirus"]', "from: []", 3, "towards is missing"),
        ('["usb stick"]', '["usb stick", "USB stick"]', 5, "twice"),
        ("related:", "relatd:", 2, "related is missing"),
    ],
)
def test_a_mistake_is_shown_with_its_file_and_line(
    right: str, wrong: str, line: int, reason: str
) -> None:
    assert right in ENTRIES
    with pytest.raises(CorpusError, match=rf"^related\.yaml, line {line}: .*{reason}"):
        read_thesaurus(ENTRIES.replace(right, wrong))


def test_what_the_thesaurus_found_raises_only_what_the_question_itself_found() -> None:
    found = Found(scored("a", "b", "c"), scored("c", "b", "a"), scored("c", "x"))
    plain = [hit.passage for hit in fuse(found)]
    raised = fuse(found, related_weight=RELATED_WEIGHT)
    assert {hit.passage for hit in raised} == set(plain) == {"a", "b", "c"}
    assert raised[0].passage == "c"


def test_scores_stay_within_0_and_1_however_much_the_thesaurus_adds() -> None:
    found = Found(scored("a", "b"), scored("a", "b"), scored("a", "b"))
    assert [hit.score for hit in fuse(found, related_weight=RELATED_WEIGHT)] == [1.0, 0.0]
