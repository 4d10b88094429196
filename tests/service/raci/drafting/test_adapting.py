import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InvalidError
from isthmus.raci.drafting.adapting import Adapted, Cast, adapt
from isthmus.raci.drafting.reasons import Line
from isthmus.raci.drafting.standing_in import authority_of, read_stand_ins, stand_ins
from isthmus.raci.letters import Part
from isthmus.raci.model import Column
from isthmus.raci.rules import Thresholds
from isthmus_knowledge.catalogue import Side, catalogue

LIMITS = Thresholds()


def column(role_id: str, name: str = "") -> Column:
    role = catalogue().role(role_id)
    name = name or role.name
    return Column(
        name,
        name,
        role=role_id,
        side=role.side,
        authority=authority_of(role, name, role.side),
    )


def own(name: str, side: Side | None = None) -> Column:
    return Column(name, name, side=side, authority=authority_of(None, name, side))


def adapted(activity: str, *columns: Column) -> Adapted:
    return adapt(Line(catalogue().activity(activity)), Cast(columns), LIMITS)


def letters(found: Adapted) -> dict[str, str]:
    """Give the parts of each role, by the name of its column: "decides/does"."""
    parts: dict[str, str] = {}
    for each in found.given:
        before = parts.get(each.column.name)
        parts[each.column.name] = f"{before}/{each.part}" if before else each.part
    return parts


roles = st.lists(st.sampled_from(catalogue().roles), min_size=1, max_size=9, unique=True)
OURS = [role for role in catalogue().roles if role.side is not Side.EXTERNAL]


@given(st.sampled_from(catalogue().activities), roles, st.sampled_from(OURS))
def test_whoever_is_there_a_row_is_right(activity, others, ours) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    """One role of ours decides, somebody works, nobody has two parts but these."""
    present = {role.id: column(role.id) for role in (*others, ours)}
    found = adapt(Line(activity), Cast(tuple(present.values())), LIMITS)
    deciding = found.of(Part.DECIDES)
    assert len(deciding) == 1
    assert deciding[0].side is not Side.EXTERNAL
    assert 1 <= len(found.of(Part.DOES)) <= LIMITS.responsible
    assert len(found.of(Part.ASKED)) <= LIMITS.consulted
    assert len(found.of(Part.TOLD)) <= LIMITS.informed
    heard = [*found.of(Part.ASKED), *found.of(Part.TOLD)]
    assert not {each.id for each in heard} & {deciding[0].id, *(c.id for c in found.of(Part.DOES))}
    assert len({each.id for each in heard}) == len(heard)


@given(st.sampled_from(catalogue().activities), roles, st.sampled_from(OURS))
def test_nobody_without_authority_decides_where_somebody_has_it(activity, others, ours) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    present = {role.id: column(role.id) for role in (*others, ours)}
    found = adapt(Line(activity), Cast(tuple(present.values())), LIMITS)
    deciding = found.of(Part.DECIDES)[0]
    able = [each for each in present.values() if each.authority and each.role != "AUD"]
    assert deciding.authority or not able


@given(st.sampled_from(catalogue().activities))
def test_with_all_roles_a_row_is_the_catalogues(activity) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    cast = Cast(tuple(column(role.id) for role in catalogue().roles))
    found = adapt(Line(activity), cast, LIMITS)
    given_to = {part: {each.role for each in found.of(part)} for part in Part}
    assert given_to[Part.DECIDES] == {activity.accountable}
    assert given_to[Part.DOES] == set(activity.responsible)
    assert given_to[Part.ASKED] == set(activity.consulted)
    assert given_to[Part.TOLD] == set(activity.informed)


def test_an_absent_owner_is_stood_in_for_by_the_nearest_who_may() -> None:
    found = adapted("A29", column("CISO", "IT Security"), column("PM"), column("CE"))
    assert letters(found)["Plant or site manager"] == "decides"
    basis = next(each.basis for each in found.given if each.part is Part.DECIDES)
    assert basis.source == "A29"
    assert "to the operations director (OT asset owner) (A29, after CISA CPG" in basis.text
    assert "nearest of those in the chart who can answer for it" in basis.text


def test_the_vendor_may_do_the_work_but_not_answer_for_it() -> None:
    found = adapted("A29", column("VEN", "Vendor"), column("PM", "Plant manager"))
    assert letters(found) == {"Plant manager": "decides", "Vendor": "does"}


def test_our_own_people_work_before_external_ones() -> None:
    infra = own("OT infrastructure", Side.OT)
    found = adapted("A29", column("VEN"), column("PM"), infra)
    assert [each.name for each in found.of(Part.DOES)] == ["OT infrastructure"]


def test_staff_answers_only_where_it_does_the_work() -> None:
    cast = (column("SOC", "SOC"), column("PM", "Plant manager"), column("LEG", "Legal"))
    assert adapted("A30", *cast).of(Part.DECIDES)[0].name == "SOC"
    assert adapted("A41", *cast).of(Part.DECIDES)[0].name == "Legal"
    assert adapted("A17", *cast).of(Part.DECIDES)[0].name == "Plant manager"


def test_a_manager_may_decide_whatever_the_team() -> None:
    found = adapted("A46", column("ITO", "IT operations"), column("CE", "Automation manager"))
    assert found.of(Part.DECIDES)[0].name == "Automation manager"


def test_audit_keeps_out_of_the_work() -> None:
    found = adapted("A29", column("AUD"), column("OP"))
    assert letters(found) == {"Control room operator": "decides/does"}


def test_two_names_of_a_function_both_take_part() -> None:
    found = adapted("A17", column("CISO", "CISO"), column("CISO", "IT Security"))
    assert letters(found) == {"CISO": "decides/does", "IT Security": "does"}


def test_an_external_party_of_ones_own_takes_its_place() -> None:
    siemens = own("Siemens", Side.EXTERNAL)
    cast = Cast((siemens, column("OTM")), {"Siemens": "VEN"})
    found = adapt(Line(catalogue().activity("A29")), cast, LIMITS)
    assert [each.name for each in found.of(Part.DECIDES)] == [
        "Operations director (OT asset owner)"
    ]
    assert letters(found)["Siemens"] == "asked"


def test_the_basis_of_another_row_says_that_it_is_another() -> None:
    line = Line(catalogue().activity("A20"), is_other=True)
    found = adapt(line, Cast((column("PRO", "Procurement"),)), LIMITS)
    assert found.given[0].basis.text.startswith("No activity of the catalogue is this one;")


def test_the_table_names_every_role_and_nobody_external_answers() -> None:
    assert set(stand_ins()) == {role.id for role in catalogue().roles}


ROWS = "\n".join(
    f"  {role.id}: {{authority: none, answers: [], works: [], speaks: []}}"
    for role in catalogue().roles
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  PM:", "  XX:", "exactly the catalogue's roles; see PM, XX"),
        ("answers: []", "answers: [VEN]", "VEN is external and answers for EXEC"),
        ("works: []", "works: [EXEC]", "EXEC works names EXEC"),
        ("speaks: []", "speaks: [XX]", "EXEC speaks names XX"),
    ],
)
def test_a_wrong_table_is_refused(old: str, new: str, reason: str) -> None:
    assert read_stand_ins(f"roles:\n{ROWS}")
    with pytest.raises(InvalidError, match=re.escape(reason)):
        read_stand_ins(f"roles:\n{ROWS}".replace(old, new, 1))
