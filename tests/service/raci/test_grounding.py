"""What the organisation's own documents state speaks before the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from isthmus.people import GUEST, Person
from isthmus.raci.duties import Duty, duties_in
from isthmus.raci.grounding import Grounded, Stated, duties_of_library, grounded
from isthmus.raci.letters import Part, letter_sets
from isthmus.raci.model import (
    Assignment,
    Basis,
    BasisKind,
    Chart,
    Column,
    Row,
    Severity,
    State,
)
from isthmus.raci.rules import findings
from isthmus_knowledge.catalogue import Side, catalogue
from isthmus_knowledge.documents import Collection
from library_of_tests import LibraryOfTests

OT = Person("olga", "Olga", frozenset({"ot"}))
PATCHING, CHANGES, REMOTE = "A29", "A19", "A28"
PATCHED_BY = "Patching is approved by the plant manager."


def column(role_id: str) -> Column:
    role = catalogue().role(role_id)
    return Column(role_id, role.name, role.id, role.side, role.aliases)


def chart(activity: str = PATCHING, kind: str = "RACI", **held: str) -> Chart:
    """Give a chart of one row, with the letters that each role of the catalogue holds in it."""
    known = catalogue().activity(activity)
    basis = Basis(BasisKind.CATALOGUE, "The catalogue says so.", source=activity)
    cells = {
        ("row", role): tuple(Assignment(each, basis) for each in letters)
        for role, letters in held.items()
        if letters
    }
    return Chart(
        "Chart",
        letters=kind,
        rows=(Row("row", known.name, known.step, catalogue=known.id),),
        columns=tuple(map(column, held)),
        cells=MappingProxyType(cells),
    )


def state(*sentences: str) -> list[Stated]:
    """Give what each sentence states, as a policy of its own."""
    return [
        Stated(duty, f"Policy {number}", "section 1", f"passage-{number}", f"revision-{number}")
        for number, sentence in enumerate(sentences, 1)
        for duty in duties_in(sentence)
    ]


def letters(result: Grounded) -> dict[str, str]:
    return {
        each.id: "".join(a.letter for a in result.chart.cell("row", each.id))
        for each in result.chart.columns
    }


def test_a_policy_that_names_another_decider_wins_and_the_difference_is_shown() -> None:
    before = chart(OTM="A", CE="R", PM="C")
    result = grounded(before, state(PATCHED_BY))
    assert letters(result) == {"OTM": "", "CE": "R", "PM": "A"}
    assert [(d.column.id, d.before, d.after) for d in result.differences] == [
        ("PM", ("C",), ("A",)),
        ("OTM", ("A",), ()),
    ]
    first = result.differences[0]
    assert first.text == (
        "'Policy 1' (section 1) has Plant or site manager decide; the chart had Operations "
        "director (OT asset owner): “Patching is approved by the plant manager.”"
    )
    basis = result.chart.cell("row", "PM")[0].basis
    assert basis == Basis(
        BasisKind.PASSAGE,
        "'Policy 1' (section 1) has Plant or site manager decide.",
        source="passage-1",
        quote=PATCHED_BY,
        title="Policy 1",
        locator="section 1",
        revision="revision-1",
    )


def test_who_decided_does_the_work_where_nobody_else_does() -> None:
    result = grounded(chart(OTM="AR", PM="C"), state(PATCHED_BY))
    assert letters(result) == {"OTM": "R", "PM": "A"}
    result = grounded(chart(OTM="A", PM=""), state(PATCHED_BY))
    assert letters(result) == {"OTM": "R", "PM": "A"}


def test_a_policy_that_agrees_becomes_the_reason() -> None:
    result = grounded(chart(PM="A", CE="R"), state(PATCHED_BY))
    assert letters(result) == {"PM": "A", "CE": "R"}
    assert result.differences == ()
    basis = result.chart.cell("row", "PM")[0].basis
    assert basis is not None
    assert basis.kind is BasisKind.PASSAGE


def test_an_external_party_decides_nothing() -> None:
    before = chart(OTM="A", VEN="R")
    result = grounded(before, state("Patching is approved by the vendor."))
    assert result.chart == before
    (only,) = result.differences
    assert only.before == only.after
    assert "an external party cannot answer for it, so nothing was changed" in only.text


def test_policies_that_contradict_each_other_change_nothing() -> None:
    before = chart(OTM="A", CE="R", PM="C", CISO="I")
    other = "The CISO is accountable for patching."
    result = grounded(before, state(PATCHED_BY, other))
    assert result.chart == before
    (only,) = result.contradictions
    assert [(side.id, stated.duty.quote) for side, stated in only.sides] == [
        ("PM", PATCHED_BY),
        ("CISO", other),
    ]
    assert PATCHED_BY in only.text
    assert other in only.text


def test_a_decision_of_two_together_leaves_the_one_who_answers() -> None:
    before = chart(OTM="A", CE="R", PM="C")
    result = grounded(
        before, state("Patching is approved by the plant manager and the operations director.")
    )
    assert letters(result) == letters(Grounded(before))
    assert result.contradictions == ()
    (only,) = result.differences
    assert only.column.id == "PM"
    assert only.before == only.after


def test_what_people_agreed_on_stays() -> None:
    before = chart(OTM="A", CE="R", PM="C")
    accepted = tuple(replace(a, state=State.ACCEPTED) for a in before.cell("row", "OTM"))
    before = replace(before, cells=MappingProxyType({**before.cells, ("row", "OTM"): accepted}))
    result = grounded(before, state(PATCHED_BY))
    assert result.chart == before
    assert [each.before == each.after for each in result.differences] == [True]


@pytest.mark.parametrize(
    ("sentence", "held", "then"),
    [
        ("Patches are tested by the integrator.", "", "R"),
        ("Patches are tested by the integrator.", "C", "R"),
        ("The integrator must be consulted before patching.", "", "C"),
        ("The integrator must be consulted before patching.", "I", "C"),
        ("The integrator must be consulted before patching.", "R", "R"),
        ("The integrator is informed of patches.", "", "I"),
        ("The integrator is informed of patches.", "C", "C"),
        ("The integrator supports patching.", "", "R"),
        ("The integrator reviews the patches.", "", "C"),
    ],
)
def test_the_stronger_part_stays(sentence: str, held: str, then: str) -> None:
    before = chart(OTM="AR", INT=held)
    assert letters(grounded(before, state(sentence))) == {"OTM": "AR", "INT": then}


def test_a_set_with_more_letters_uses_them() -> None:
    before = chart(OTM="AR", INT="", kind="RASCI")
    assert letters(grounded(before, state("The integrator supports patching.")))["INT"] == "S"
    before = chart(OTM="AR", INT="", kind="RACI-VS")
    assert letters(grounded(before, state("The integrator reviews patches.")))["INT"] == "V"


def test_who_only_has_to_tell_others_does_not_do_the_work() -> None:
    before = chart(OTM="AR", SOC="", PM="")
    result = grounded(before, state("The SOC informs the plant manager of patches."))
    assert letters(result) == {"OTM": "AR", "SOC": "", "PM": "I"}


def test_a_role_without_a_column_is_listed_and_never_added() -> None:
    before = chart(OTM="AR")
    result = grounded(before, state(PATCHED_BY, "Patches are tested by the turbine crew."))
    assert result.chart == before
    assert [(each.name, each.role) for each in result.unplaced] == [
        ("Plant manager", "PM"),
        ("Turbine crew", ""),
    ]


def test_what_is_about_another_activity_is_left_alone() -> None:
    before = chart(OTM="AR", PM="")
    about_others = state(
        "The plant manager approves vendor remote access.",
        "The plant manager approves firewall rules.",
        "The plant manager approves the menu of the canteen.",
    )
    assert grounded(before, about_others) == Grounded(before)


def test_a_controller_is_a_device_and_no_control() -> None:
    tests = state("The plant manager approves restore tests of controllers.")
    assert not grounded(chart("A36", AUD="AR", PM="C"), tests).differences
    controls = state("The plant manager approves the testing of controls.")
    assert letters(grounded(chart("A36", AUD="AR", PM="C"), controls))["PM"] == "A"


def test_when_something_is_done_is_not_what_is_done() -> None:
    patching = state("Maintenance shall install approved patches in the maintenance window.")
    assert not grounded(chart("A39", PM="A", CE="R", MNT="I"), patching).differences
    result = grounded(chart(OTM="A", CE="R", MNT="C"), patching)
    assert letters(result) == {"OTM": "A", "CE": "R", "MNT": "R"}


def test_what_one_role_gains_another_only_loses() -> None:
    result = grounded(chart(OTM="A", CE="R", PM="C"), state(PATCHED_BY))
    assert [each.only_gives_up for each in result.differences] == [False, True]
    result = grounded(chart(OTM="A", PM="C"), state(PATCHED_BY))
    assert not any(each.only_gives_up for each in result.differences)


def test_a_row_of_the_charts_own_is_found_by_its_words() -> None:
    before = chart(OTM="AR", PM="")
    own = (Row("row", "Lubricate the turbine bearings"),)
    result = grounded(
        replace(before, rows=own), state("The plant manager approves lubricating turbine bearings.")
    )
    assert letters(result) == {"OTM": "R", "PM": "A"}


class Meaning:
    """Texts that speak of hotfixes or patches mean the same, all others nothing in common."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 1000), np.float32)
        for n, text in enumerate(texts):
            is_meant = any(word in text.lower() for word in ("hotfix", "patch"))
            vectors[n, 0 if is_meant else 1 + n] = 1
        return vectors


def test_meaning_finds_a_row_that_words_only_touch() -> None:
    before = chart(OTM="AR", PM="")
    hotfix = state("The plant manager approves firmware hotfixes of turbine stations.")
    assert grounded(before, hotfix).chart == before
    assert letters(grounded(before, hotfix, Meaning()))["PM"] == "A"


ROLES = ("PM", "OTM", "CISO", "OTL", "CE", "VEN", "INT")
PARTS = (Part.DECIDES, Part.DOES, Part.SUPPORTS, Part.ASKED, Part.TOLD)


@st.composite
def statements(draw: st.DrawFn) -> list[Stated]:
    def stated(number: int) -> Stated:
        name = catalogue().role(draw(st.sampled_from(ROLES))).aliases[0]
        activity = draw(st.sampled_from(["patching", "change approval", "vendor remote access"]))
        duty = Duty(
            name, draw(st.sampled_from(PARTS)), activity, f"quote {draw(st.integers(1, 3))}"
        )
        return Stated(duty, "Policy", "", f"p{number}", "r")

    return [stated(number) for number in range(draw(st.integers(0, 8)))]


@st.composite
def good_charts(draw: st.DrawFn) -> Chart:
    kind = draw(st.sampled_from(sorted(letter_sets())))
    known = letter_sets()[kind]
    decides, does = known.of(Part.DECIDES), known.of(Part.DOES)
    assert decides
    assert does
    rows = tuple(
        Row(each, catalogue().activity(each).name, catalogue=each)
        for each in (PATCHING, CHANGES, REMOTE)
    )
    cells: dict[tuple[str, str], tuple[Assignment, ...]] = {}
    for row in rows:
        for role in draw(st.lists(st.sampled_from(ROLES), unique=True)):
            letter = draw(st.sampled_from([e for e in known.letters if e != decides])).letter
            cells[row.id, role] = (Assignment(letter, state=draw(st.sampled_from(State))),)
        decider = draw(st.sampled_from(ROLES[:5]))
        doer = draw(st.sampled_from(ROLES))
        cells[row.id, doer] = (Assignment(does.letter),)
        cells[row.id, decider] = (Assignment(decides.letter),) + (
            (Assignment(does.letter),) if doer == decider else ()
        )
    return Chart("C", kind, rows=rows, columns=tuple(map(column, ROLES)), cells=cells)


@given(good_charts(), statements())
def test_a_row_always_has_one_who_decides_and_one_who_does(
    before: Chart, stated: list[Stated]
) -> None:
    result = grounded(before, stated)
    for row in result.chart.rows:
        (decides,) = result.chart.holding(row.id, Part.DECIDES)
        assert decides.side is not Side.EXTERNAL
        assert result.chart.holding(row.id, Part.DOES)
    keys = before.cells.keys() | result.chart.cells.keys()
    changed = {key for key in keys if _letters(before, key) != _letters(result.chart, key)}
    assert changed <= {(d.row.id, d.column.id) for d in result.differences if d.before != d.after}


def _letters(of: Chart, key: tuple[str, str]) -> list[str]:
    return [each.letter for each in of.cell(*key)]


def test_a_whole_chart_of_the_catalogue_keeps_no_error() -> None:
    roles = [each.id for each in catalogue().roles]
    known = [
        (activity, chart(activity.id, **{role: _held(activity.id, role) for role in roles}))
        for activity in catalogue().activities
    ]
    rows = tuple(Row(a.id, a.name, a.step, catalogue=a.id) for a, _ in known)
    cells = {(a.id, role): made.cell("row", role) for a, made in known for role in roles}
    before = Chart("All", rows=rows, columns=tuple(map(column, roles)), cells=cells)
    result = grounded(
        before,
        state(
            PATCHED_BY,
            "Vendor remote access is approved by the CISO.",
            "The asset inventory is owned by the maintenance engineer.",
            "Risk acceptance is decided by the plant manager.",
        ),
    )
    assert len([each for each in result.differences if "A" in each.after]) == 4
    assert not [f for f in findings(result.chart) if f.severity is Severity.ERROR]


def _held(activity: str, role: str) -> str:
    known = catalogue().activity(activity)
    held = "A" if known.accountable == role else ""
    held += "R" if role in known.responsible else ""
    return held or ("C" if role in known.consulted else "I" if role in known.informed else "")


@pytest.fixture
def policies(library: LibraryOfTests, folder: Path) -> LibraryOfTests:
    (folder / "a.md").write_text(PATCHED_BY)
    (folder / "minutes.md").write_text("collection: records\n\nThe SOC shall patch the servers.")
    (folder / "law.md").write_text("collection: standards\n\nThe CISO shall approve patches.")
    (folder / "ot.md").write_text("readers: ot\n\nThe OT engineer shall test patches.")
    (folder / "canteen.md").write_text("The plant manager approves the menu.")
    library.add(folder)
    return library


def test_policies_and_records_state_duties_and_standards_do_not(policies: LibraryOfTests) -> None:
    with policies.read_by(OT) as library:
        found = duties_of_library(library)
    assert [(each.duty.who, each.collection) for each in found] == [
        ("plant manager", Collection.POLICIES),
        ("plant manager", Collection.POLICIES),
        ("OT engineer", Collection.POLICIES),
        ("SOC", Collection.RECORDS),
    ]


def test_every_quote_stands_in_the_passage_it_cites(policies: LibraryOfTests) -> None:
    with policies.read_by(OT) as library:
        for each in duties_of_library(library):
            hit = library.passage(each.passage)
            assert each.duty.quote in hit.passage.text
            assert (each.revision, each.locator) == (hit.revision, hit.passage.locator)


def test_nobody_learns_a_duty_from_a_document_they_may_not_read(policies: LibraryOfTests) -> None:
    with policies.read_by(OT) as library:
        assert "OT engineer" in {each.duty.who for each in duties_of_library(library)}
    with policies.read_by(GUEST) as library:
        assert "OT engineer" not in {each.duty.who for each in duties_of_library(library)}


def test_a_superseded_revision_states_nothing(policies: LibraryOfTests, folder: Path) -> None:
    (folder / "a.md").write_text("Patching is approved by the CISO.")
    policies.add(folder)
    with policies.read_by() as library:
        quotes = {each.duty.quote for each in duties_of_library(library)}
    assert PATCHED_BY not in quotes
    assert "Patching is approved by the CISO." in quotes


def test_with_a_chart_only_passages_with_a_word_of_it_are_read(policies: LibraryOfTests) -> None:
    before = chart(OTM="AR", PM="C")
    with policies.read_by() as library:
        everything, about_it = duties_of_library(library), duties_of_library(library, before)
    assert len(about_it) == len(everything) - 1
    assert grounded(before, about_it) == grounded(before, everything)
