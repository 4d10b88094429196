from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.raci.drafting.drafting import draft
from isthmus.raci.drafting.naming import Asks, Question, _stretches
from isthmus.raci.drafting.role_names import names
from isthmus.raci.drafting.scoping import Request, request_of

LONGEST = 1_900  # characters that any way in takes


@pytest.mark.parametrize(
    ("sentence", "scopes", "roles"),
    [
        (
            "Draft a RACI for OT patching and vendor access with OT Engineering and our integrator",
            ("OT patching", "vendor access"),
            ("OT Engineering", "our integrator"),
        ),
        ("who does what in incident response?", ("incident response",), ()),
        ("zones and conduits", ("zones and conduits",), ()),
        ("IT and OT patching", ("IT and OT patching",), ()),
        (
            "choosing and installing a historian",
            ("choosing and installing a historian",),
            (),
        ),
        ("RACI for sharing data with vendors", ("sharing data with vendors",), ()),
        ("patching with compensating controls", ("patching with compensating controls",), ()),
        ("segmentation between IT and OT", ("segmentation between IT and OT",), ()),
        ("RACI between IT and OT for backups", ("backups",), ("IT", "OT")),
        ("RACI patching: CISO, DCS vendor", ("patching",), ("CISO", "DCS vendor")),
        ("CISO, SOC and plant manager", (), ("CISO", "SOC", "plant manager")),
        ("the CISO and the SOC on wireless", ("wireless",), ("CISO", "the SOC")),
        ("Roles: CISO, finance; scope: budget", ("budget",), ("CISO", "finance")),
        (
            "audits (Legal and regulatory counsel, risk and compliance manager)",
            ("audits",),
            ("Legal and regulatory counsel", "risk and compliance manager"),
        ),
        ("", (), ()),
    ],
)
def test_a_sentence_names_scopes_and_roles(
    sentence: str, scopes: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    request = request_of(sentence)
    assert request.scopes == scopes
    assert request.roles == roles


@pytest.mark.parametrize(
    ("sentence", "steps", "phases"),
    [
        ("RACI for step 2.4", ("2.4",), ()),
        ("steps 2.1 to 2.3 please", ("2.1", "2.2", "2.3"), ()),
        ("1.2, 1.3 and 3.1", ("1.2", "1.3", "3.1"), ()),
        ("everything in phase 1", (), (1,)),
        ("phases 1 and 2", (), (1, 2)),
        ("phases 1 to 3", (), (1, 2, 3)),
        ("the second phase", (), (2,)),
        ("phase Align", (), (2,)),
        ("all twelve steps", (), (1, 2, 3)),
        ("the whole programme", (), (1, 2, 3)),
    ],
)
def test_a_sentence_names_steps_and_phases(
    sentence: str, steps: tuple[str, ...], phases: tuple[int, ...]
) -> None:
    request = request_of(sentence)
    assert (request.steps, request.phases, request.scopes) == (steps, phases, ())


@pytest.mark.parametrize("sentence", ["step 4.2", "phase 7", "CPG 2.0"])
def test_a_number_that_is_no_step_stays_in_the_scope(sentence: str) -> None:
    request = request_of(f"RACI for {sentence}")
    assert request.scopes == (sentence,)
    assert not request.steps
    assert not request.phases


@pytest.mark.parametrize(
    ("sentence", "site"),
    [
        ("patching for the Leuven site", "Leuven"),
        ("patching at Plant 3", "Plant 3"),
        ("patching at plant 3 with CISO and SOC", "Plant 3"),
        ("patching in Bergen op Zoom with the CISO", "Bergen op Zoom"),
        ("patching at Werk Ludwigshafen", "Werk Ludwigshafen"),
        ("patching in Leuven and Antwerp", "Leuven and Antwerp"),
        ("patching for the leuven plant", "Leuven"),
        ("phase 1, Antwerp", "Antwerp"),
        ("Geel: patching", "Geel"),
        ("patching with the Leuven plant manager and the CISO", ""),
        ("patching of the plant network", ""),
        ("patching in OT", ""),
        ("patching for Procurement and Legal", ""),
        ("plant shutdown windows", ""),
    ],
)
def test_a_site_is_told_from_roles_and_fields(sentence: str, site: str) -> None:
    assert request_of(sentence).site == site


@pytest.mark.parametrize(
    ("sentence", "letters"),
    [
        ("raci for patching", "RACI"),
        ("a rasci chart for patching", "RASCI"),
        ("RASIC for patching", "RASCI"),
        ("RACI-VS matrix for patching", "RACI-VS"),
        ("DACI for patching", "DACI"),
        ("RAPID for patching", "RAPID"),
        ("draft a rapid for patching", "RAPID"),
        ("rapid patching", "RACI"),
        ("patching at the Cairo plant", "RACI"),
        ("patching", "RACI"),
    ],
)
def test_the_set_of_letters_is_what_was_said(sentence: str, letters: str) -> None:
    assert request_of(sentence).letters == letters


@pytest.mark.parametrize(
    ("request_", "title"),
    [
        (
            Request(("OT patching", "vendor remote access"), site="Leuven"),
            "RACI: OT patching and vendor remote access (Leuven)",
        ),
        (Request(phases=(1,), letters="RASCI"), "RASCI: Phase 1, Initiate"),
        (Request(phases=(1, 2)), "RACI: Phases 1 and 2"),
        (Request(phases=(1, 2, 3)), "RACI: The twelve steps"),
        (Request(steps=("2.1",)), "RACI: Step 2.1, security strategy"),
        (Request(("backups",), steps=("2.1", "2.2")), "RACI: Steps 2.1 and 2.2 and backups"),
        (Request(), "RACI: Responsibilities"),
    ],
)
def test_a_title_says_what_the_chart_is_for(request_: Request, title: str) -> None:
    assert request_.title == title


def test_an_answer_goes_where_the_question_came_from() -> None:
    request = Request(("patching",), roles=("PM", "CISO"))
    whom = Question("Who is 'PM'?", about="PM")
    assert request.answered(whom, "Plant or site manager").roles == (
        "Plant or site manager",
        "CISO",
    )
    more = Question("Who else?", asks=Asks.ANOTHER_ROLE)
    assert request.answered(more, "Legal").roles == ("PM", "CISO", "Legal")
    what = Question("What for?", asks=Asks.SCOPE)
    assert replace(request, scopes=()).answered(what, "backups").scopes == ("backups",)
    row = Question("Who answers?", about="Manage pizza", asks=Asks.WHO_ANSWERS)
    assert request.answered(row, "CISO") == request


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    request = request_of(text)
    assert request.title
    assert all(request.scopes)
    assert all(request.roles)


@pytest.mark.parametrize(
    "said",
    [
        "between ",
        "who is A for ",
        "1.",
        "A&",
        "with ",
        "RACI chart for ",
        "for the site ",
        "with A and ",
    ],
)
def test_the_longest_sentence_of_few_words_is_read_like_any_other(said: str) -> None:
    asked = request_of((said * LONGEST)[:LONGEST])
    assert draft(asked).chart.title


def test_only_stretches_as_long_as_a_name_are_looked_up() -> None:
    tried = list(_stretches(1_000, names().longest))
    assert len(tried) <= 1_000 * names().longest
    assert list(_stretches(3, 9)) == [(1, 3), (0, 2), (2, 3), (1, 2), (0, 1)]
