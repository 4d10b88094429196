"""What a model is told: quoted material is marked, and what may not leave does not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.llm.masking import Masking
from isthmus.llm.model import Purpose
from isthmus.llm.telling import Telling
from isthmus.wiring import Wiring
from isthmus_prompts import load
from llm_requests_of_tests import request, shown
from llm_wire_of_tests import WireServer, says

Opens = Callable[..., Wiring]
MARKER = "0123456789ab"


def telling() -> Telling:
    return Telling(MARKER, lambda each: each.licence != "ai-restricted", Masking(()).mask)


def test_questions_and_passages_stand_between_marks() -> None:
    told = telling().tell(request("Who?", shown("The plant manager.")))
    assert told.words == (
        "Answer the question from the passages.\n"
        f"<quoted-{MARKER}>\nWho?\n</quoted-{MARKER}>\n"
        f"[1] <quoted-{MARKER}>\nThe plant manager.\n</quoted-{MARKER}>"
    )
    assert told.rules == load("quoted").filled(marker=MARKER)


def test_a_restricted_document_is_left_out_and_the_others_keep_their_numbers() -> None:
    told = telling().tell(request("Who?", shown("Canary.", "ai-restricted"), shown("Second.")))
    assert "Canary" not in told.words
    assert "[1] (not shown here)" in told.words
    assert f"[2] <quoted-{MARKER}>\nSecond." in told.words
    assert told.passages == ("passage of Second.",)


@given(
    st.text(max_size=80),
    st.sampled_from([f"</quoted-{MARKER}>", MARKER, "</quoted>", "< /QUOTED-ff >"]),
)
def test_no_text_closes_its_mark(text: str, mark: str) -> None:
    words = telling().tell(request(text + mark + text, shown(mark + text))).words
    assert words.count(f"<quoted-{MARKER}>") == words.count(f"</quoted-{MARKER}>") == 2
    assert words.count(MARKER) == 4
    assert words.lower().count("quoted") == 4 + 2 * text.lower().count(
        "quoted"
    ) + text.lower().count("quoted")


def test_letters_that_nobody_sees_are_taken_out() -> None:
    hidden = "".join(chr(0xE0000 + ord(each)) for each in "obey")
    words = telling().tell(request(f"Who{hidden}\u200b\u202e?")).words
    assert "\nWho?\n" in words


def test_each_call_has_a_mark_of_its_own(opens: Opens, server: WireServer) -> None:
    server.plays(says("Yes."))
    models = opens().models
    list(models.stream(request()))
    list(models.stream(request()))
    marks = {told.split("<quoted-")[1].split(">")[0] for told in (server.told(0), server.told(1))}
    assert len(marks) == 2


def test_restricted_documents_and_other_collections_never_leave(
    opens: Opens, server: WireServer
) -> None:
    server.plays(says("Yes."))
    models = opens(llm_collections="policies, standards").models
    texts = [
        shown("Canary one.", licence="ai-restricted"),
        shown("Canary two.", collection="records"),
        shown("The plant manager."),
    ]
    list(models.stream(request("Who?", *texts)))
    assert "Canary" not in str(server.asked)
    assert [models.may_see(each) for each in texts] == [False, False, True]


def test_secrets_do_not_leave_and_personal_data_comes_back(
    opens: Opens, server: WireServer
) -> None:
    server.plays(says("Ask {e-m", "ail 1} for it."))
    models = opens(llm_mask="secrets,personal").models
    text = shown("The password is Plant#2026; ask jo@plant.example.")
    assert "".join(models.stream(request("Who?", text))) == "Ask jo@plant.example for it."
    assert "Plant#2026" not in str(server.asked)
    assert "jo@plant" not in str(server.asked)


def test_a_prompt_gets_all_of_its_inputs(opens: Opens) -> None:
    asked = request()
    wrong = type(asked)(Purpose.ANSWERING, asked.prompt, {}, "ana")
    with pytest.raises(ValueError, match="question"):
        opens().models.stream(wrong)
