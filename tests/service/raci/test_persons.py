import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.raci.rules.persons import names_a_person
from isthmus_knowledge.catalogue import catalogue

PERSONS = """John Smith; Maria; M. Peeters; Peeters, M.; J.P. de Vries; Dr. Xu; Mr Brown;
Jan van Damme; Xu van der Berg; maria lopez; Jean-Pierre Dubois; Smith, John; Priya Nair;
O. O'Neill; john.smith@example.com; Anna-Lena Vogt; Maria (CISO); Peter P. Jones; Sofia Rossi;
Katarzyna Nowak; Holm, Peter"""
ROLES = """Plant Manager; Central IT team; CCoE; Legal; CISO; HSE; SOC; HR; PMO; R&D; OT; E&I;
Cloud strategy team; CCoE model RACI; Head of IT; Site Leuven; Leuven; Sofia; Victoria; Charlotte;
Milan plant; Blue Team; Night shift; Security Champion; Dell; Siemens; Rockwell Automation;
John Deere; Ernst & Young; Steering Committee; Level 3 support; Product owner; Vendor A; Team 2;
Plant Manager (John Smith); IT - John; Data Protection Officer; Chef de projet; Leiter IT;
Works council; The Board; Grant; Mark; Control Room; Change Advisory Board; CAB; DPO; Q.A.;
security@example.com; Safety Rep; Guard; Red Hat; Palo Alto; Control of Work; Emergency Response;
Managing Director; Internal Comms; Business Analyst; Scrum Master; Tier 1; Line 4 crew;
Finance; Treasury; Business unit; Regulator; Insurer; Fire brigade; DR tests; Contractors;
 All employees"""


@pytest.mark.parametrize("name", [name.strip() for name in PERSONS.split(";")])
def test_the_name_of_a_person_is_no_role(name: str) -> None:
    assert names_a_person(name)


@pytest.mark.parametrize("name", [name.strip() for name in ROLES.split(";")])
def test_the_name_of_a_role_is_not_taken_for_a_person(name: str) -> None:
    assert not names_a_person(name)


def test_no_role_of_the_catalogue_is_taken_for_a_person() -> None:
    for role in catalogue().roles:
        assert not any(map(names_a_person, (role.id, role.name, role.in_sentence, *role.aliases)))


@given(st.text(max_size=80))
def test_any_text_can_be_judged(name: str) -> None:
    assert names_a_person(name) in {True, False}
