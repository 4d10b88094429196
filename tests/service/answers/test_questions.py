import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.answers.questions import Kind, kind_of, tells, understand
from isthmus_knowledge.analysis import terms, words

asked = st.lists(
    st.sampled_from(
        [
            *("who", "what", "is", "the", "zone", "patch", "and", "also", "when", "OT", "owner"),
            *("?", ", ", "; ", ". ", "\n", "é", "SR 1.13"),
        ]
    ),
    min_size=1,
    max_size=20,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who approves it?", ["Who approves it?"]),
        (
            "Who is accountable for patching, and what does it say about compensating controls?",
            [
                "Who is accountable for patching",
                "what does it say about compensating controls?",
            ],
        ),
        ("What is a zone? Who owns it?", ["What is a zone?", "Who owns it?"]),
        ("Is it a safety zone; what follows then?", ["Is it a safety zone", "what follows then?"]),
        ("What is IT and OT security?", ["What is IT and OT security?"]),
        ("Patch the plant", ["Patch the plant"]),
        ("According to NIST, who is on the team?", ["According to NIST who is on the team?"]),
        ("HQ has a certificate, does that do?", ["HQ has a certificate does that do?"]),
        ("List the steps, and who leads them?", ["List the steps", "who leads them?"]),
    ],
)
def test_a_question_is_taken_apart_where_another_one_starts(text: str, parts: list[str]) -> None:
    assert list(understand(text).parts) == parts


def test_a_scrap_stays_with_the_part_before_it() -> None:
    (part,) = understand("Who approves the change and when?").parts
    assert part.endswith("when?")


@given(asked)
def test_taking_apart_loses_no_word_but_the_joining_ones(text: str) -> None:
    question = understand(text)
    kept = [word for part in question.parts for word in words(part)]
    left_out = list(words(question.text))
    for word in kept:
        assert word in left_out
        left_out.remove(word)
    assert set(left_out) <= {"and", "also"}
    assert all(part.strip() for part in question.parts) or not question.text


@given(asked)
def test_white_space_of_a_question_does_not_matter(text: str) -> None:
    assert understand(text) == understand(f"  {text.replace(' ', chr(10))} ")


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("Who approves vendor remote access?", Kind.WHO),
        ("Which role signs the risk?", Kind.WHO),
        ("Whose budget is it?", Kind.WHO),
        ("Whos on the committee?", Kind.WHO),
        ("How often is the register reviewed?", Kind.OFTEN),
        ("How many days do we have?", Kind.LONG),
        ("Why do exceptions expire?", Kind.WHY),
        ("How many zones are there?", Kind.QUANTITY),
        ("When is the patch window?", Kind.WHEN),
        ("By what deadline do we report?", Kind.WHEN),
        ("List the phases", Kind.LIST),
        ("Which deliverables come out of step 1.2?", Kind.LIST),
        ("What are the steps of phase 2?", Kind.LIST),
        ("What is a conduit?", Kind.DEFINITION),
        ("Describe the role of the plant manager", Kind.DEFINITION),
        ("What does the plant manager do?", Kind.DEFINITION),
        ("What do we do about a patch that fails?", Kind.OTHER),
        ("Which TCP port does the historian use?", Kind.QUANTITY),
        ("What does a firewall cost?", Kind.QUANTITY),
        ("The six functions, please", Kind.LIST),
        ("What's in the template?", Kind.LIST),
        ("What must be in the backup?", Kind.LIST),
        ("What belongs in the register?", Kind.LIST),
        ("Whats a conduit?", Kind.DEFINITION),
        ("Define safety instrumented system", Kind.DEFINITION),
        ("Should IT scan the plant network?", Kind.YES_OR_NO),
        ("HQ is certified, does that cover the plant?", Kind.YES_OR_NO),
        ("Tell me about zones", Kind.OTHER),
    ],
)
def test_the_words_of_a_part_tell_what_it_asks_for(part: str, kind: Kind) -> None:
    assert kind_of(part) is kind
    assert kind_of(part.upper()) is kind


def test_words_of_asking_tell_nothing_of_the_matter() -> None:
    asked = terms("Do vendors usually need to get something like a work permit, too?")
    assert [term for term in asked if tells(term)] == ["vendor", "permit"]


@pytest.mark.parametrize(
    ("asked", "telling"),
    [
        ("Why is it a bad idea to patch everything?", ["patch"]),
        ("Compared with a zone, is a conduit almost worse?", ["zone", "conduit"]),
        ("Is none of the access rights better?", ["access", "right"]),
    ],
)
def test_words_of_judging_comparing_and_counting_roughly_tell_nothing_of_the_matter(
    asked: str, telling: list[str]
) -> None:
    assert [term for term in terms(asked) if tells(term)] == telling


def test_who_or_what_something_is_asks_for_a_definition() -> None:
    assert kind_of("Who or what is the CIP Senior Manager?") is Kind.DEFINITION
