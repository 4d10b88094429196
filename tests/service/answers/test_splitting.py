from dataclasses import replace

import pytest

from isthmus.answers.splitting import Splitter, is_unsure
from isthmus.llm.model import Purpose, Unavailable
from isthmus.people import Person
from scripted_models import ScriptedModels

ANA = Person("ana", "Ana")
LONG = (
    "Tell me the owner of the firewall rules, the rhythm of their review and the people told of a "
    "change"
)
PARTS = (
    "Owner of the firewall rules",
    "Rhythm of the review of firewall rules",
    "People told of a change of firewall rules",
)


def split(said: object, question: str = LONG) -> tuple[str, ...]:
    values = said if isinstance(said, Unavailable) else {"questions": said}
    return Splitter(ScriptedModels(lambda _: values)).parts(question, ANA)


def test_a_long_question_is_taken_apart_in_its_own_words() -> None:
    assert split(list(PARTS)) == PARTS


@pytest.mark.parametrize(
    "said",
    [
        [],
        [LONG],
        list(PARTS[:2]),
        [*PARTS, "People told of the board"],
        [*PARTS[:2], PARTS[2].replace("People", "Vendors")],
        [*PARTS, PARTS[0], PARTS[1]],
        ["", *PARTS[1:]],
        Unavailable.DOWN,
    ],
)
def test_parts_that_add_or_lose_something_are_not_taken(said: object) -> None:
    assert split(said) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Who approves vendor remote access?",
        "Who approves vendor remote access, and how long may a session of a vendor last at most?",
        "Where does our patching policy fall short of CIP-007 and what should we do then now?",
        "What do the standards say about remote access of vendors into plants, networks and zones?",
    ],
)
def test_what_the_rules_see_to_is_left_to_them(question: str) -> None:
    assert not is_unsure(question)


def test_no_model_is_asked_where_none_is_on_for_it() -> None:
    models = ScriptedModels(lambda _: {"questions": list(PARTS)})
    off = replace(models, purposes=(Purpose.ANSWERING,))
    assert Splitter(off).parts(LONG, ANA) == ()
    assert off.told == []
