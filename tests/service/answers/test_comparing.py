import pytest

from evidence_of_tests import Page
from isthmus.answers.comparing import OWN, comparison, crosswalk_topic
from isthmus.library.model import Collection, Description


@pytest.mark.parametrize(
    ("question", "labels", "about"),
    [
        ("CIP-007 and 62443 on patching", ("CIP-007", "ISA/IEC 62443"), "patching"),
        (
            "Compare NIS2 and the CRA on incident reporting",
            ("NIS2", "Cyber Resilience Act"),
            "incident reporting",
        ),
        (
            "Is NIS2 stricter than NERC CIP on reporting?",
            ("NIS2", "NERC CIP"),
            "stricter reporting",
        ),
        ("How does NIST CSF differ from ISO 27001?", ("NIST CSF 2.0", "ISO/IEC 27001"), ""),
        ("NERC CIP vs TSA on backups", ("NERC CIP", "TSA pipeline directives"), "backups"),
    ],
)
def test_sources_named_together_are_compared(
    question: str, labels: tuple[str, ...], about: str
) -> None:
    found = comparison(question)
    assert found is not None
    assert tuple(side.label for side in found.sides) == labels
    assert found.about == about


@pytest.mark.parametrize(
    "question", ["What's the difference between RTO and RPO?", "RTO vs RPO", "RTO versus the RPO?"]
)
def test_terms_of_the_glossary_are_compared_by_their_entries(question: str) -> None:
    found = comparison(question)
    assert found is not None
    assert [side.document for side in found.sides] == ["glossary", "glossary"]
    assert [side.heading[:8] for side in found.sides] == ["Recovery", "Recovery"]


@pytest.mark.parametrize(
    "question",
    [
        "What does CIP-007-6 R2 require?",
        "Who approves vendor remote access?",
        "Does NIS2 apply where the plant already follows a framework such as NIST CSF?",
        "What is the difference between us and them?",
    ],
)
def test_a_question_about_one_thing_compares_nothing(question: str) -> None:
    assert comparison(question) is None


def test_a_side_is_filled_from_the_digest_or_from_an_imported_copy() -> None:
    found = comparison("CIP-007 and 62443 on patching")
    assert found is not None
    cip, iec = found.sides
    assert cip.holds(Page("x", name="nerc-cip").hit)
    imported = Page("x", name="f1", described=Description("IEC 62443-3-3:2013"))
    assert iec.holds(imported.hit)
    assert not cip.holds(imported.hit)


def test_a_side_of_terms_is_its_own_entry() -> None:
    found = comparison("zone vs conduit")
    assert found is not None
    zone, conduit = found.sides
    entry = Page("A zone is a group.", name="glossary", headings=("Glossary", "Zone"))
    assert zone.holds(entry.hit)
    assert not conduit.holds(entry.hit)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What do the standards say about vendor remote access?", "Remote access"),
        ("Which standards require backups and what do they ask for on backups?", "Backup"),
        ("What does each framework ask for on patching?", "Patching"),
    ],
)
def test_what_all_standards_say_is_asked_of_the_crosswalk(question: str, topic: str) -> None:
    found = crosswalk_topic(question)
    assert found is not None
    assert found.name.startswith(topic)


@pytest.mark.parametrize(
    "question",
    ["Who approves remote access?", "Which OT standards do we write first?", "What is patching?"],
)
def test_other_questions_are_not_asked_of_the_crosswalk(question: str) -> None:
    assert crosswalk_topic(question) is None


@pytest.mark.parametrize(
    ("question", "standard", "about"),
    [
        ("Where does our patching policy fall short of CIP-007?", "CIP-007", "patching"),
        (
            "Does our password policy comply with NIST 800-53 IA-5?",
            "NIST SP 800-53 IA-5",
            "password",
        ),
        ("Compare our log retention with what NERC CIP asks for", "NERC CIP", "log retention"),
    ],
)
def test_what_the_asker_has_is_set_beside_what_is_asked(
    question: str, standard: str, about: str
) -> None:
    found = comparison(question)
    assert found is not None
    assert [side.label for side in found.sides] == [OWN, standard]
    assert found.about == found.sides[0].sought(found) == about


@pytest.mark.parametrize(
    "question",
    ["Does our policy meet CIP-007?", "Our policy cites PR.AC, where is it in CSF 2.0?"],
)
def test_own_rules_are_not_compared_where_no_topic_or_measure_is_told(question: str) -> None:
    assert comparison(question) is None


def test_own_rules_are_policies_and_records() -> None:
    found = comparison("Does our patching policy meet CIP-007?")
    assert found is not None
    policy, guide = (
        Page("x", described=Description("Patching", collection))
        for collection in (Collection.POLICIES, Collection.BLUEPRINT)
    )
    assert found.sides[0].holds(policy.hit)
    assert not found.sides[0].holds(guide.hit)


def test_as_they_are_sides_are_sought_where_both_are_named() -> None:
    found = comparison("How does NIST CSF differ from ISO 27001?")
    assert found is not None
    assert "NIST CSF 2.0" in found.sides[1].sought(found)
    assert "ISO/IEC 27001" in found.sides[1].sought(found)
