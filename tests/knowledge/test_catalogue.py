import shutil
from collections import Counter
from pathlib import Path

import pytest

import isthmus_knowledge
from isthmus_knowledge.catalogue import Catalogue, Role, Side, catalogue, read_catalogue
from isthmus_knowledge.corpus_entries import CorpusError

SHIPPED = Path(isthmus_knowledge.__file__).parent / "corpus" / "catalogue"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalogue"))


def spoil(file: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return the number of its line, counted from 1."""
    before, found, after = file.read_text(encoding="utf-8").partition(old)
    assert found, f"{file.name} does not hold {old!r}"
    file.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def reason_refused(folder: Path) -> str:
    with pytest.raises(CorpusError) as refused:
        read_catalogue(folder)
    return str(refused.value)


def test_the_programme_has_twelve_steps_in_three_phases() -> None:
    steps = catalogue().steps
    assert len(steps) == 12
    assert Counter(step.phase for step in steps) == {1: 5, 2: 4, 3: 3}
    assert all(step.id.startswith(f"{step.phase}.") for step in steps)


def test_the_catalogue_has_24_roles_and_47_activities() -> None:
    assert len(catalogue().roles) == 24
    assert len(catalogue().activities) == 47


def test_every_step_has_an_activity() -> None:
    known = catalogue()
    assert {activity.step for activity in known.activities} == {step.id for step in known.steps}


def test_the_glossary_has_at_least_80_terms_and_tells_it_from_ot() -> None:
    glossary = catalogue().glossary
    assert len(glossary) >= 80
    assert sum(1 for entry in glossary if entry.in_it and entry.in_ot) >= 20


def test_a_definition_stands_alone_because_it_names_its_term() -> None:
    for entry in catalogue().glossary:
        start = entry.definition.casefold()
        for article in ("a ", "an ", "the "):
            start = start.removeprefix(article)
        assert start.startswith(entry.term.casefold()), entry.term


def test_what_a_term_means_on_one_side_says_which_side() -> None:
    for entry in catalogue().glossary:
        assert entry.in_it is None or entry.in_it.startswith("In IT, "), entry.term
        assert entry.in_ot is None or entry.in_ot.startswith("In OT, "), entry.term


def test_glossary_sentences_end_with_a_full_stop() -> None:
    for entry in catalogue().glossary:
        for text in filter(None, (entry.definition, entry.in_it, entry.in_ot)):
            assert text.endswith("."), text


def test_no_name_or_alias_belongs_to_two_roles() -> None:
    assert_unshared({role.id: (role.name, *role.aliases) for role in catalogue().roles})


def test_no_name_or_alias_belongs_to_two_terms() -> None:
    assert_unshared({entry.term: (entry.term, *entry.aliases) for entry in catalogue().glossary})


def test_no_word_for_an_activity_belongs_to_two_activities() -> None:
    assert_unshared({activity.id: activity.about for activity in catalogue().activities})


def assert_unshared(names: dict[str, tuple[str, ...]]) -> None:
    owners = Counter(
        word for words in names.values() for word in {word.casefold() for word in words}
    )
    assert not [word for word, count in owners.items() if count > 1]


def test_every_activity_has_three_to_eight_words_for_it() -> None:
    assert all(3 <= len(activity.about) <= 8 for activity in catalogue().activities)


def test_a_safety_relevant_activity_involves_process_safety_or_the_plant() -> None:
    for activity in catalogue().activities:
        involved = {activity.accountable, *activity.responsible, *activity.consulted}
        assert not activity.safety_relevant or involved & {"SE", "PM"}, activity.id


def test_every_role_takes_part_in_an_activity() -> None:
    taking_part = {
        role_id
        for activity in catalogue().activities
        for role_id in (
            activity.accountable,
            *activity.responsible,
            *activity.consulted,
            *activity.informed,
        )
    }
    assert taking_part == {role.id for role in catalogue().roles}


def test_a_purpose_is_a_sentence_that_names_its_role() -> None:
    for role in catalogue().roles:
        assert role.purpose.casefold().startswith(role.in_sentence.casefold()), role.id
        assert role.purpose.endswith("."), role.id


@pytest.mark.parametrize(
    ("typed", "role_id"),
    [
        ("plant manager", "PM"),
        ("Site  Manager", "PM"),
        ("CISO", "CISO"),
        ("OT security", "OTL"),
        ("integrator", "INT"),
        ("SI", "INT"),
        ("soc", "SOC"),
        ("Vendor", "VEN"),
        ("Control systems engineer", "CE"),
        ("IT security", "CISO"),
        ("OT engineering", "CE"),
    ],
)
def test_a_role_is_found_by_what_people_type(typed: str, role_id: str) -> None:
    assert catalogue().role_named(typed) == catalogue().role(role_id)


@pytest.mark.parametrize("typed", ["PM", "NA", "Kim Larsen", ""])
def test_an_id_or_a_persons_name_is_no_role(typed: str) -> None:
    assert catalogue().role_named(typed) is None


def test_a_term_is_found_by_its_short_form() -> None:
    entry = catalogue().term_named("idmz")
    assert entry is not None
    assert entry.term == "Demilitarised zone (DMZ)"
    assert catalogue().term_named("flux capacitor") is None


def test_an_unknown_id_is_a_key_error() -> None:
    known = catalogue()
    assert known.activity("A29").accountable == "OTM"
    for look_up in (known.step, known.role, known.activity):
        with pytest.raises(KeyError):
            look_up("nothing")


def test_the_shipped_catalogue_is_read_once() -> None:
    assert catalogue() is catalogue()


def test_a_catalogue_can_be_made_by_hand() -> None:
    role = Role("X", "Tester", "the tester", (), Side.BOTH, "The tester tests.", "None")
    assert Catalogue((), (role,), (), ()).role_named("tester") is role


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (
            "activities.yaml",
            "accountable: EXEC",
            "accountable: XYZ",
            "accountable names the unknown role 'XYZ'; known roles are AUD, BCM, CE,",
        ),
        (
            "activities.yaml",
            "responsible: [CIO, OTM]",
            "responsible: [CIO, XYZ]",
            "responsible names the unknown role 'XYZ'",
        ),
        (
            "activities.yaml",
            "accountable: EXEC",
            "accountable: [EXEC, CIO]",
            "accountable must be one text",
        ),
        (
            "activities.yaml",
            "accountable: EXEC",
            "accountable: VEN",
            "accountable names an external party",
        ),
        (
            "activities.yaml",
            "responsible: [CIO, OTM]",
            "responsible: []",
            "responsible is empty",
        ),
        (
            "activities.yaml",
            "consulted: [CISO, HR]",
            "consulted: [CISO, CIO]",
            "consulted names 'CIO', which has another letter already",
        ),
        (
            "activities.yaml",
            "informed: [PM, OTL]",
            "informed: [PM, PM]",
            "informed holds 'PM' twice",
        ),
        (
            "activities.yaml",
            "safety_relevant: true",
            "safety_relevant: maybe",
            "safety_relevant is 'maybe'; it must be one of true, false",
        ),
        ("activities.yaml", 'step: "1.1"', 'step: "4.1"', "step is '4.1'; it must be one of 1.1,"),
        ("activities.yaml", "id: A02", "id: A01", "id 'A01' is used twice"),
        ("roles.yaml", "side: IT", "side: OT/IT", "side is 'OT/IT'; it must be one of business,"),
        (
            "roles.yaml",
            "in_sentence: the chief information officer",
            "in_sentence: the IT boss",
            "in_sentence must contain the role's name, 'Chief information officer'",
        ),
        ("roles.yaml", "side: IT", "colour: red\n    side: IT", "colour is an unknown key"),
        (
            "roles.yaml",
            "aliases: [CIO, IT director",
            "aliases: [CEO, IT director",
            "aliases holds 'CEO', which belongs to 'Executive sponsor (COO/CEO)'",
        ),
        (
            "roles.yaml",
            "aliases: [CIO, IT director",
            "aliases: [otm, IT director",
            "aliases holds 'otm', which belongs to 'Operations director (OT asset owner)'",
        ),
        ("steps.yaml", "phase: 1", "phase: one", "phase is 'one'; it must be a whole number"),
        ("glossary.yaml", "sources: [", "sources: [[a], ", "sources must be a list of texts"),
        ("glossary.yaml", "aliases: [IT, ", "aliases: IT # [", "aliases must be a list"),
    ],
)
def test_a_mistake_is_shown_with_file_and_line(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    line = spoil(folder / file, old, new)
    assert reason_refused(folder).startswith(f"{file}, line {line}: {reason}")


def test_a_missing_key_is_shown_where_its_entry_begins(folder: Path) -> None:
    line = spoil(folder / "steps.yaml", "    title: Assess readiness\n", "")
    assert reason_refused(folder) == f"steps.yaml, line {line - 3}: title is missing"


def test_a_key_written_twice_is_refused(folder: Path) -> None:
    line = spoil(folder / "roles.yaml", "    side: IT\n", "    side: IT\n    side: OT\n")
    assert reason_refused(folder) == f"roles.yaml, line {line + 1}: side is written twice"


def test_a_key_without_a_value_is_refused(folder: Path) -> None:
    line = spoil(folder / "steps.yaml", "title: Assess readiness", "title:")
    assert reason_refused(folder) == f"steps.yaml, line {line}: title is empty"


def test_broken_yaml_is_shown_with_file_and_line(folder: Path) -> None:
    line = spoil(folder / "glossary.yaml", "aliases: [IT, ", "aliases: ]")
    assert reason_refused(folder).startswith(
        f"glossary.yaml, line {line}: this is not valid YAML: "
    )


@pytest.mark.parametrize("text", ["", "steps", "steps:\n  - 1.1\n", "? [steps]\n: 1\n"])
def test_a_file_without_entries_is_refused(folder: Path, text: str) -> None:
    (folder / "steps.yaml").write_text(text, encoding="utf-8")
    assert "an entry such as `title: …` belongs here" in reason_refused(folder)


def test_a_file_with_an_empty_list_is_refused(folder: Path) -> None:
    (folder / "steps.yaml").write_text("steps: []\n", encoding="utf-8")
    assert reason_refused(folder) == "steps.yaml, line 1: steps is empty"
