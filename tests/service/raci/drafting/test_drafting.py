from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.raci.drafting.drafting import Draft, draft
from isthmus.raci.drafting.naming import Asks
from isthmus.raci.drafting.scoping import Request, request_of
from isthmus.raci.letters import Part, letter_sets
from isthmus.raci.model import BasisKind, Severity
from isthmus.raci.rules import findings
from isthmus_knowledge.catalogue import catalogue


def drafted(sentence: str) -> Draft:
    return draft(request_of(sentence))


def letters(found: Draft) -> dict[str, dict[str, str]]:
    """Give the letters of each row, by its id in the catalogue or its text, and by column."""
    chart = found.chart
    return {
        row.catalogue or row.activity: {
            column.name: "/".join(each.letter for each in chart.cell(row.id, column.id))
            for column in chart.columns
            if chart.cell(row.id, column.id)
        }
        for row in chart.rows
    }


def test_a_draft_has_the_letters_of_those_who_are_there() -> None:
    found = drafted(
        "Draft a RACI for OT patching and vendor remote access with IT Security, OT Engineering, "
        "the plant manager and our integrator"
    )
    rows = letters(found)
    assert rows["A29"] == {
        "IT Security": "C",
        "OT Engineering": "R",
        "Plant manager": "A",
        "Integrator": "C",
    }
    assert rows["A43"]["Plant manager"] == "A"
    assert {row.section for row in found.chart.rows} == {"OT patching", "Vendor remote access"}


def test_a_draft_is_a_chart_that_can_be_edited() -> None:
    chart = drafted("RACI for step 2.4 for the Leuven site").chart
    ids = [*(row.id for row in chart.rows), *(column.id for column in chart.columns)]
    assert len(set(ids)) == len(ids)
    assert chart.new_id not in ids
    assert chart.steps == ("2.4",)
    assert "Leuven" in chart.scope


def test_the_review_date_is_the_one_that_was_handed_in() -> None:
    found = draft(request_of("backups"), review=date(2027, 11, 23))
    assert found.chart.review == date(2027, 11, 23)


names = st.sampled_from(
    [*(role.name for role in catalogue().roles), "PM", "IT", "Siemens", "finance", "Zorblax", "OTL"]
)
scopes = st.sampled_from(
    [*(a.name for a in catalogue().activities), "patching", "choosing a vendor", "pizza", "phase 2"]
)


@given(
    st.lists(scopes, min_size=1, max_size=3, unique=True),
    st.lists(names, max_size=6, unique=True),
    st.sampled_from(list(letter_sets())),
)
def test_no_draft_has_an_error_or_a_letter_without_a_reason(
    asked: list[str], roles: list[str], letter_set: str
) -> None:
    found = draft(Request(tuple(asked), roles=tuple(roles), letters=letter_set))
    chart = found.chart
    if not chart.rows:
        assert found.questions
        return
    errors = [each for each in findings(chart) if each.severity is Severity.ERROR]
    assert not errors
    assert {column for _, column in chart.cells} == {column.id for column in chart.columns}
    for cell in chart.cells.values():
        assert all(each.basis is not None and each.basis.text.endswith(".") for each in cell)


def test_safety_is_heard_where_somebody_speaks_for_it() -> None:
    rows = letters(drafted("RACI for exceptions with the CISO, OT security and process safety"))
    assert rows["A18"]["Process safety"] == "C"


def test_where_nobody_speaks_for_safety_that_is_said() -> None:
    found = drafted("RACI for OT patching with the OT security lead and IT ops")
    assert any("touch safety" in each for each in found.assumed)


def test_both_sides_are_heard_where_both_are_there() -> None:
    found = drafted("RACI for the security strategy with the CISO and the plant manager")
    chart = found.chart
    heard = {column.name for column in chart.holding(chart.rows[0].id, Part.ASKED)}
    assert heard == {"Plant manager"}


def test_whoever_has_no_part_hears_of_it_and_the_basis_says_why() -> None:
    chart = drafted("RACI for backups with the operations director, CE team and finance").chart
    column = next(each for each in chart.columns if each.name == "Finance")
    assigned = chart.cell(chart.rows[0].id, column.id)[0]
    assert assigned.letter == "I"
    assert assigned.basis is not None
    assert assigned.basis.kind is BasisKind.RULE
    assert "at least hear of it" in assigned.basis.text


def test_only_external_parties_get_somebody_who_answers() -> None:
    found = drafted("RACI patching: vendor, integrator")
    assert found.chart.columns[0].role == "OTM"
    assert any("asset owner stays accountable" in each for each in found.assumed)


def test_without_roles_those_with_most_to_do_are_taken() -> None:
    chart = drafted("RACI for phase 1").chart
    assert len(chart.columns) == 10
    roles = {column.role for column in chart.columns}
    assert {"EXEC", "PL", "CISO", "OTM", "OTL", "GRC"} <= roles


def test_all_who_answer_are_in_a_chart_of_everything() -> None:
    chart = drafted("everything").chart
    roles = {column.role for column in chart.columns}
    assert {activity.accountable for activity in catalogue().activities} <= roles


def test_a_row_of_ones_own_has_letters_of_the_nearest_and_says_so() -> None:
    found = drafted("DACI for choosing a remote access vendor")
    chart = found.chart
    assert [row.activity for row in chart.rows] == ["Choose a remote access vendor"]
    assert chart.rows[0].catalogue == ""
    bases = [each.basis.text for _, each in chart.assignments(chart.rows[0].id) if each.basis]
    assert all("the nearest, A28," in text or "speak" in text for text in bases)
    assert {each.letter for _, each in chart.assignments(chart.rows[0].id)} <= {*"DACI"}


def test_what_is_like_nothing_is_drawn_and_asked_about() -> None:
    found = drafted("RACI for quantum key distribution with the CISO and the plant manager")
    assert [each.asks for each in found.questions] == [Asks.WHO_ANSWERS]
    assert found.questions[0].choices == ("CISO", "Plant manager")


def test_without_a_scope_it_is_asked_for() -> None:
    found = drafted("a RACI with the CISO and the SOC")
    assert not found.chart.rows
    assert [each.asks for each in found.questions] == [Asks.SCOPE]
    assert found.questions[0].choices


def test_where_nobody_may_decide_somebody_is_asked_for() -> None:
    found = drafted("RACI for monitoring with control room operators and sysadmins")
    question = found.questions[-1]
    assert question.asks is Asks.ANOTHER_ROLE
    again = draft(request_of("monitoring with operators").answered(question, question.choices[0]))
    assert not [each for each in again.questions if each.asks is Asks.ANOTHER_ROLE]


def test_two_scopes_of_the_same_rows_are_told_apart_in_words() -> None:
    found = drafted("joiner-mover-leaver and access reviews")
    assert list(letters(found)) == ["A31"]
    assert any("'access reviews' has no rows of its own" in each for each in found.assumed)


@pytest.mark.parametrize(
    ("letter_set", "wanted"),
    [
        (
            "RASCI",
            {
                "Plant manager": "A",
                "Automation": "R",
                "Maintenance": "R",
                "Vendor": "S",
                "CISO": "C",
            },
        ),
        (
            "RACI-VS",
            {
                "Plant manager": "A/S",
                "Automation": "R",
                "Maintenance": "R",
                "Vendor": "C",
                "CISO": "C/V",
            },
        ),
        (
            "RAPID",
            {
                "Plant manager": "D",
                "Automation": "R/P",
                "Maintenance": "P",
                "Vendor": "I",
                "CISO": "I",
            },
        ),
    ],
)
def test_each_set_of_letters_says_it_in_its_own(letter_set: str, wanted: dict[str, str]) -> None:
    roles = "the plant manager, automation, maintenance, our vendor and the CISO"
    found = drafted(f"{letter_set} for patching with {roles}")
    assert letters(found)["A29"] == wanted


def test_cairo_says_who_is_left_out() -> None:
    found = drafted("CAIRO for internal audits with audit, GRC, procurement and the plant manager")
    assert letters(found)["A36"]["Procurement"] in {"O", "I"}
    assert "O" in {letter for row in letters(found).values() for letter in row.values()}


def test_rapid_lets_safety_agree() -> None:
    found = drafted("RAPID for accepting residual risk with the operations director and SE team")
    assert letters(drafted("RAPID for A16"))["A16"]["Process safety engineer"] == "A"
    assert any("no letter for those who only hear of it" in each for each in found.assumed)
