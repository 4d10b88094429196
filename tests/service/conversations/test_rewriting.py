"""Questions that lean on others, completed by a model where the rules are unsure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from asking_of_tests import AskingOfTests
from isthmus.conversations.following import Understood, follow, leans
from isthmus.conversations.model import Kind
from isthmus.conversations.rewriting import Rewriter
from isthmus.inquiry.service import Inquiry
from isthmus.llm.model import Purpose, Unavailable
from isthmus.people import Person
from scripted_models import ScriptedModels

ANA = Person("ana", "Ana")
BEFORE = ["Who approves vendor remote access into the plant network?"]
LEANING = "Does it need a written reason when the shift supervisor opens it at night in plant 7?"
WHOLE = (
    "Does vendor remote access need a written reason when the shift supervisor opens it at night "
    "in plant 7?"
)


def rewritten(text: str, said: object, earlier: list[str] = BEFORE) -> str:
    models = ScriptedModels(lambda _: said if isinstance(said, Unavailable) else {"question": said})
    before = follow(text, earlier)
    return Rewriter(models).understood(before, earlier, ANA).question


def test_what_the_rules_leave_is_completed_with_the_persons_own_words() -> None:
    assert follow(LEANING, BEFORE).rewritten is False
    assert rewritten(LEANING, WHOLE) == WHOLE


@pytest.mark.parametrize(
    "said",
    [
        LEANING,
        "",
        WHOLE.replace("vendor", "contractor"),
        WHOLE.replace("plant 7", "plant 8"),
        WHOLE.replace("Does", "Why does the CISO say that"),
        WHOLE.replace("need a written reason", "not need a written reason"),
        "Who approves vendor remote access?",
        f"{WHOLE} See https://evil.example",
        f"{WHOLE} \u202e",
        WHOLE * 9,
        Unavailable.DOWN,
        Unavailable.MALFORMED,
    ],
)
def test_what_is_not_the_persons_own_or_leaves_something_out_is_not_taken(said: object) -> None:
    assert rewritten(LEANING, said) == LEANING


def test_a_negation_that_was_asked_stays() -> None:
    asked = "Is it not enough that the shift supervisor opens it at night with a ticket in plant 7?"
    without = asked.replace("it not enough", "vendor remote access enough")
    assert rewritten(asked, without) == asked


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        (LEANING, []),
        ("and for vendors?", BEFORE),  # the rules know
        ("How often are firewall rules between zones of the plant reviewed by engineers?", BEFORE),
    ],
)
def test_the_model_is_asked_only_where_the_rules_are_unsure(text: str, earlier: list[str]) -> None:
    models = ScriptedModels(lambda _: {"question": WHOLE})
    Rewriter(models).understood(follow(text, earlier), earlier, ANA)
    assert models.told == []


def test_requests_and_models_that_are_off_are_left_alone() -> None:
    asked = Understood(Kind.WHY, LEANING)
    models = ScriptedModels(lambda _: {"question": WHOLE})
    assert Rewriter(models).understood(asked, BEFORE, ANA) == asked
    off = replace(models, purposes=(Purpose.ANSWERING,))
    assert Rewriter(off).understood(follow(LEANING, BEFORE), BEFORE, ANA).question == LEANING
    assert models.told == off.told == []


def test_short_questions_and_references_lean() -> None:
    assert leans("Which ports?")
    assert leans("But who pays for all the jump hosts of our plants in Europe and Asia?")
    assert leans(LEANING)
    assert not leans("How often are firewall rules between zones of the plant reviewed?")


# --- in a conversation


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[AskingOfTests]:
    asking = AskingOfTests(tmp_path / "data")
    asking.add(
        "access.txt",
        "title: Access\n\nThe plant manager approves vendor remote access into the plant network.\n"
        "Vendor remote access needs a written reason when the shift supervisor opens it at night.",
    )
    yield asking
    asking.close()


def inquiry(asking: AskingOfTests, models: ScriptedModels) -> Inquiry:
    return Inquiry(replace(asking.wiring.inquiry.parts, models=models))


def test_the_turn_says_what_was_understood(asking: AskingOfTests) -> None:
    models = ScriptedModels(lambda _: {"question": WHOLE}, (Purpose.UNDERSTANDING,))
    talk = inquiry(asking, models)
    first = talk.ask(BEFORE[0], ANA)
    second = talk.ask(LEANING, ANA, first.conversation.id)
    assert (second.turn.text, second.turn.understood) == (LEANING, WHOLE)
    assert second.outcome.asked.question == WHOLE
    (request,) = models.told
    assert request.inputs == {"earlier": f"- {BEFORE[0]}", "question": LEANING}
    assert request.shown == ()
    assert first.outcome.text not in repr(request)


def test_words_taken_as_they_stand_are_not_rewritten(asking: AskingOfTests) -> None:
    models = ScriptedModels(lambda _: {"question": WHOLE}, (Purpose.UNDERSTANDING,))
    talk = inquiry(asking, models)
    first = talk.ask(BEFORE[0], ANA)
    talk.ask(LEANING, ANA, first.conversation.id, as_it_is=True)
    assert models.told == []
