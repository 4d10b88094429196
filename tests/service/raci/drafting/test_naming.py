import pytest

from isthmus.errors import InvalidError
from isthmus.raci.drafting.naming import is_known, role_of
from isthmus.raci.drafting.role_names import names, read_names
from isthmus_knowledge.catalogue import Side, catalogue


@pytest.mark.parametrize(
    ("said", "role", "name"),
    [
        ("IT Security", "CISO", "IT Security"),
        ("the plant manager", "PM", "Plant manager"),
        ("our integrator", "INT", "Integrator"),
        ("OT Engineering", "CE", "OT Engineering"),
        ("integrators", "INT", "Integrators"),
        ("legal dept", "LEG", "Legal dept"),
        ("Werksleiter", "PM", "Werksleiter"),
        ("technische dienst", "MNT", "Technische dienst"),
        ("I&C engineer", "CE", "I&C engineer"),
    ],
)
def test_a_role_is_found_by_what_people_call_it(said: str, role: str, name: str) -> None:
    named = role_of(said)
    assert named.role == catalogue().role(role)
    assert named.name == name
    assert not named.assumed


@pytest.mark.parametrize(
    ("said", "role", "read_as"),
    [
        ("plant manger", "PM", "'plant manger' is read as 'plant manager'."),
        ("OT secuirty lead", "OTL", "'OT secuirty lead' is read as 'OT security lead'."),
        ("procurment", "PRO", "'procurment' is read as 'procurement'."),
        ("CSIO", "CISO", "'CSIO' is read as 'CISO'."),
        ("OTL", "OTL", "'OTL' is taken for the OT security lead."),
        (
            "Leuven maintenance crew",
            "MNT",
            "is taken for the maintenance and reliability engineer.",
        ),
        ("Yokogawa DCS vendor", "VEN", "is taken for the product supplier."),
    ],
)
def test_a_guess_is_said(said: str, role: str, read_as: str) -> None:
    named = role_of(said)
    assert named.role == catalogue().role(role)
    assert read_as in named.assumed


@pytest.mark.parametrize("said", ["IT operations manager", "site IT support"])
def test_a_name_stays_on_its_side_of_it_and_ot(said: str) -> None:
    assert role_of(said).side is Side.IT


def test_it_and_ot_are_never_each_others_slip() -> None:
    named = role_of("OT infrastructure")
    assert named.role is None
    assert named.side is Side.OT


@pytest.mark.parametrize("said", ["PM", "OT", "contractor", "security"])
def test_an_ambiguous_name_is_drawn_as_the_likeliest_and_asked_about(said: str) -> None:
    named = role_of(said)
    assert named.question is not None
    assert named.question.about == said
    assert len(named.question.choices) > 1
    assert named.role is not None
    assert named.name == named.question.choices[0]
    assert all(role_of(choice).question is None for choice in named.question.choices)


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("Siemens", Side.EXTERNAL),
        ("penetration tester", Side.EXTERNAL),
        ("deputy plant manager", Side.OT),
        ("SAP basis", Side.IT),
        ("finance", Side.BUSINESS),
        ("Zorblax", None),
    ],
)
def test_a_role_that_nobody_knows_is_ones_own_on_a_guessed_side(
    said: str, side: Side | None
) -> None:
    named = role_of(said)
    assert named.role is None
    assert named.side is side


def test_an_external_party_of_ones_own_takes_a_place_among_the_catalogues() -> None:
    assert role_of("Honeywell").like == "VEN"
    assert role_of("Acme contractors").like == "MSP"
    assert role_of("finance").like == ""


def test_a_person_is_no_role_and_is_asked_about() -> None:
    named = role_of("Kim Larsen")
    assert named.is_person
    assert named.question is not None
    assert "which role" in named.question.text


@pytest.mark.parametrize("said", ["compensating controls", "time-limited exceptions", "a new line"])
def test_things_are_no_roles(said: str) -> None:
    assert not is_known(said)


def test_every_name_and_alias_of_the_catalogue_means_its_role() -> None:
    for role in catalogue().roles:
        for name in (role.name, *role.aliases):
            assert role_of(name).role == role, name


def test_every_known_name_is_understood() -> None:
    for name in names().shown.values():
        named = role_of(name)
        assert named.role or named.side, name


FEW = """
also: {EXEC: [boss]}
ambiguous: [{words: [PM], choices: [PM, PL]}]
own: [{side: business, words: [finance]}]
sides: [{side: OT, words: [plant]}]
fillers: {before: [the], after: [team]}
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[boss]", "[CISO]", "'CISO' means two things"),
        ("[finance]", "[boss]", "'boss' means two things"),
        ("[PM, PL]", "[PM, XYZ]", "no role XYZ"),
        ("{EXEC:", "{XYZ:", "no role XYZ"),
    ],
)
def test_a_wrong_file_of_names_is_refused(old: str, new: str, reason: str) -> None:
    assert read_names(FEW).roles["boss"] == "EXEC"
    with pytest.raises(InvalidError, match=reason):
        read_names(FEW.replace(old, new))
