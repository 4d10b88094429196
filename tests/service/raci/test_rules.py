from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from charts_of_tests import catalogue_chart, chart_of, charts, drawn
from isthmus.raci.changes import apply_all
from isthmus.raci.letters import letter_sets
from isthmus.raci.model import Chart, Severity
from isthmus.raci.rules import About, Finding, Thresholds, findings, rules
from isthmus.raci.rules.checking import CHECKS
from isthmus_knowledge.catalogue import Side

TODAY = date(2026, 11, 23)


def found(chart: Chart, rule: str, thresholds: Thresholds | None = None) -> list[Finding]:
    return [each for each in findings(chart, thresholds, TODAY) if each.rule == rule]


def drawing(chart: Chart) -> list[str]:
    """Name the rules that find something in what is drawn."""
    return [each.rule for each in findings(chart) if rules()[each.rule].about is About.DRAWING]


def mended(chart: Chart, finding: Finding) -> Chart:
    assert finding.fix is not None
    return apply_all(chart, finding.fix.changes)


def with_column(chart: Chart, place: int, **what: object) -> Chart:
    columns = list(chart.columns)
    columns[place] = replace(columns[place], **what)  # type: ignore[arg-type]
    return replace(chart, columns=tuple(columns))


def errors(chart: Chart) -> set[tuple[str, str | None, str | None]]:
    """Give the errors; a row without letters lacks both who answers and who does the work."""
    every = set()
    for each in findings(chart):
        if each.severity is Severity.ERROR:
            same = {"empty-row": ("one-accountable", "one-responsible")}
            every |= {(r, each.row, each.column) for r in same.get(each.rule, (each.rule,))}
    return every


def test_every_rule_has_a_check_and_every_check_a_rule() -> None:
    assert set(rules()) == set(CHECKS)


def test_the_whole_catalogue_as_one_chart_passes() -> None:
    assert drawing(catalogue_chart()) == []


@given(charts())
def test_a_fix_removes_its_finding_and_adds_no_error(chart: Chart) -> None:
    before = errors(chart)
    for each in findings(chart, today=TODAY):
        if each.fix is None:
            continue
        after = mended(chart, each)
        left = {(f.rule, f.row, f.column) for f in findings(after, today=TODAY)}
        assert (each.rule, each.row, each.column) not in left, each
        assert errors(after) <= before, each


@given(charts())
def test_fixes_one_after_another_come_to_an_end(chart: Chart) -> None:
    for _ in range(200):
        fixes = [f for f in findings(chart, today=TODAY) if f.fix]
        if not fixes:
            return
        chart = mended(chart, fixes[0])
    pytest.fail("the fixes go round in circles")


@given(charts())
def test_a_message_has_no_gap_and_says_what_to_do(chart: Chart) -> None:
    for each in findings(chart, today=TODAY):
        filled = each.message.replace("{the}", "")
        assert "{" not in filled
        assert "  " not in each.message
        assert not each.message[0].islower()
        assert each.message.endswith((".", "?"))


@given(charts())
def test_every_error_is_before_every_warning(chart: Chart) -> None:
    severities = [each.severity for each in findings(chart)]
    assert severities == sorted(severities, key=list(Severity).index)


@pytest.mark.parametrize("name", list(letter_sets()))
def test_in_every_set_one_decides_and_somebody_does(name: str) -> None:
    letters = letter_sets()[name]
    parts = {each.part.value: each.letter for each in letters.letters}
    good = chart_of(
        f"""
        | CISO | Plant manager
        Patch | {parts["decides"]} | {parts["does"]}
        """.replace("        ", ""),
        name,
    )
    assert drawing(good) == []
    two = apply_all(good, [])
    two = replace(two, cells={**good.cells, ("r1", "c2"): good.cell("r1", "c1")})
    assert drawing(two) == ["one-accountable", "one-responsible"]


def test_who_does_the_work_is_offered_to_answer_for_it() -> None:
    chart = chart_of(
        """
        | Legal | Integrator | Plant manager
        Patch | C | R | R
        """
    )
    [finding] = found(chart, "one-accountable")
    assert finding.message == (
        "Nobody has A (Accountable) in row 1 ('Patch'). "
        "Give it to the one role that answers for the outcome."
    )
    assert finding.fix
    assert finding.fix.label == "Make Plant manager accountable (A) in row 1"
    assert drawn(mended(chart, finding)) == {"Patch": ["C", "R", "AR"]}


def test_of_several_who_answer_the_one_who_accepted_stays() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal
        Patch | A | RA+ | A
        """
    )
    [finding] = found(chart, "one-accountable")
    assert "3 roles have A (Accountable) in row 1 ('Patch'): CISO, Plant manager and Legal." in (
        finding.message
    )
    assert drawn(mended(chart, finding)) == {"Patch": ["R", "AR", "R"]}


def test_an_external_party_hands_over_and_goes_on_with_the_work() -> None:
    chart = chart_of(
        """
        | Integrator | OT security lead | Plant manager
        Patch | A | C | I
        """
    )
    [finding] = found(chart, "external-accountable")
    assert (finding.row, finding.column) == ("r1", "c1")
    assert drawn(mended(chart, finding)) == {"Patch": ["R", "A", "I"]}


def test_neither_an_external_party_nor_a_person_is_offered_to_answer() -> None:
    chart = chart_of(
        """
        | Integrator | Vendor | John Smith
        Patch | R | C | R
        """
    )
    [finding] = found(chart, "one-accountable")
    assert finding.fix is None


def test_a_row_without_letters_is_one_finding() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager
        Patch | |
        Back up | A | R
        """
    )
    assert drawing(chart) == ["empty-row"]
    assert drawn(mended(chart, found(chart, "empty-row")[0])) == {"Back up": ["A", "R"]}


def test_a_chart_without_roles_or_activities_says_so_once() -> None:
    chart = chart_of("| CISO | Plant manager")
    assert drawing(chart) == ["empty-chart"]
    assert "no activities" in found(chart, "empty-chart")[0].message
    chart = replace(catalogue_chart(), columns=(), cells={})
    assert drawing(chart) == ["empty-chart"]
    assert "no roles" in found(chart, "empty-chart")[0].message


def test_a_letter_of_no_set_is_read_as_the_one_that_is_meant() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager
        Patch | a | R
        Back up | Ax | R
        """
    )
    meant, strange = found(chart, "unknown-letter")
    assert drawn(mended(chart, meant))["Patch"] == ["A", "R"]
    assert strange.fix is None
    assert "CISO has 'x' in row 2 ('Back up'), which RACI does not have." in strange.message


def test_a_person_in_the_place_of_a_known_role_is_renamed() -> None:
    chart = with_column(
        chart_of(
            """
            | John Smith | Plant manager
            Patch | A | R
            """
        ),
        0,
        role="CISO",
    )
    [finding] = found(chart, "person-as-role")
    assert finding.message.startswith("'John Smith' looks like the name of a person.")
    assert mended(chart, finding).columns[0].name == "Chief information security officer"


def test_an_activity_that_stands_twice_goes_where_it_says_no_more() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager
        Patch servers | A | RC
        Back up | A | R
        patch  Servers | A | R
        Back Up | R | A
        """
    )
    same, differs = found(chart, "same-row-twice")
    assert same.message.startswith("Row 3 ('patch Servers') says the same as row 1.")
    assert drawn(mended(chart, same)).keys() == {"Patch servers", "Back up", "Back Up"}
    assert differs.fix is None


def test_two_columns_of_a_role_are_put_together() -> None:
    chart = chart_of(
        """
        | CISO | Night shift | ciso
        Patch | A | R | I
        Back up | | R | A
        """
    )
    [finding] = found(chart, "same-role-twice")
    assert drawn(mended(chart, finding)) == {"Patch": ["A", "R"], "Back up": ["A", "R"]}


def test_more_than_a_few_in_a_row_are_too_many() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal | HR | Procurement | Operators
        Work | AR | R | R | R | | I
        Ask | AR | C | C | C | C | C
        Tell | AR | I | I | I | I | I
        Fine | AR | R | R | C | C | I
        """
    )
    rules_found = [each for each in drawing(chart) if each.startswith("many")]
    assert rules_found == ["many-responsible", "many-consulted", "many-informed"]
    [finding] = found(chart, "many-responsible")
    assert "4 roles have R (Responsible) in row 1 ('Work')" in finding.message
    assert "Keep 3 at most" in finding.message
    strict = Thresholds(responsible=2, consulted=1, informed=0)
    assert len(found(chart, "many-responsible", strict)) == 2
    assert len(found(chart, "many-consulted", strict)) == 2
    assert len(found(chart, "many-informed", strict)) == 3


def test_a_role_that_answers_for_too_much_is_found_in_charts_of_some_rows() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal
        One | A | R | |
        Two | A | R | |
        Three | R | A | |
        Four | I | R | A |
        """.replace(" |\n", "\n")
    )
    [finding] = found(chart, "accountable-too-often")
    assert finding.column == "c1"
    assert "2 of 4 rows" in finding.message
    assert found(chart, "accountable-too-often", Thresholds(accountable_share=0.5)) == []
    assert found(chart, "accountable-too-often", Thresholds(rows=5)) == []
    everywhere = found(chart, "role-in-every-row")
    assert [each.column for each in everywhere] == ["c1", "c2"]


def test_who_is_deliberately_out_is_not_in_every_row() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager
        One | A | R
        Two | R | A
        Three | O | AR
        Four | AR | C
        """,
        "CAIRO",
    )
    assert [each.column for each in found(chart, "role-in-every-row")] == ["c2"]


def test_a_role_without_a_letter_can_go() -> None:
    chart = chart_of(
        """
        | CISO | Legal
        Patch | AR |
        """
    )
    [finding] = found(chart, "role-without-letter")
    assert [c.name for c in mended(chart, finding).columns] == ["CISO"]


def test_who_may_not_say_no_hands_over_to_one_who_may() -> None:
    chart = with_column(
        chart_of(
            """
            | Operators | Legal | Plant manager
            Patch | A | C | R
            """
        ),
        0,
        authority=False,
    )
    [finding] = found(chart, "no-authority")
    assert drawn(mended(chart, finding)) == {"Patch": ["R", "C", "AR"]}


def test_an_auditor_audits_and_does_no_work() -> None:
    chart = chart_of(
        """
        | CISO | Internal audit | Plant manager
        Patch | A | R | R
        Review controls independently | I | AR | C
        """
    )
    [finding] = found(chart, "audits-own-work")
    assert finding.row == "r1"
    assert drawn(mended(chart, finding))["Patch"] == ["A", "I", "R"]


def test_nobody_verifies_what_they_do() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal
        Patch | A | RV | V
        Back up | A | RS |
        Decide | AV | R |
        """,
        "RACI-VS",
    )
    other, alone = found(chart, "audits-own-work")
    assert other.message.startswith(
        "Plant manager does the work in row 1 ('Patch') and checks it as well, with V (Verify)."
    )
    assert drawn(mended(chart, other))["Patch"] == ["A", "R", "V"]
    assert alone.fix is None


def test_where_both_are_there_both_it_and_ot_speak() -> None:
    chart = chart_of(
        """
        | CISO | IT operations | Plant manager | Operators | Architect
        Both | A | R | C | |
        IT alone | A | R | | I |
        OT alone | | | A | R |
        In between | | R | | | A
        """
    )
    it_alone, ot_alone = found(chart, "one-sided")
    assert it_alone.row == "r2"
    assert "only IT does the work, decides or is heard (CISO and IT operations)" in (
        it_alone.message
    )
    assert drawn(mended(chart, it_alone))["IT alone"] == ["A", "R", "", "C", ""]
    assert drawn(mended(chart, ot_alone))["OT alone"] == ["", "C", "A", "R", ""]
    of_it = replace(chart, columns=chart.columns[:2])
    assert found(of_it, "one-sided") == []


def test_side_of_external_parties_and_business_does_not_count() -> None:
    chart = chart_of(
        """
        | CISO | Integrator | Legal | Plant manager
        Patch | AR | C | C | I
        """
    )
    chart = with_column(chart, 1, side=Side.EXTERNAL)
    [finding] = found(chart, "one-sided")
    assert drawn(mended(chart, finding)) == {"Patch": ["AR", "C", "C", "C"]}


@pytest.mark.parametrize("name", ["Plant Manager Leuven", "HSE", "Process safety engineer"])
def test_safety_is_heard_where_it_is_at_stake(name: str) -> None:
    chart = chart_of(
        f"""
        | CISO | {name}
        Stop the process | AR | I
        """
    )
    assert found(chart, "safety-unheard") == []
    chart = replace(chart, rows=(replace(chart.rows[0], safety_relevant=True),))
    [finding] = found(chart, "safety-unheard")
    assert drawn(mended(chart, finding)) == {"Stop the process": ["AR", "C"]}


def test_where_nobody_speaks_for_safety_a_role_is_added() -> None:
    chart = chart_of(
        """
        | CISO
        Stop the process | AR
        """
    )
    chart = replace(chart, rows=(replace(chart.rows[0], safety_relevant=True),))
    [finding] = found(chart, "safety-unheard")
    assert finding.fix
    assert finding.fix.label == "Add Plant or site manager, consulted (C) in row 1"
    after = mended(chart, finding)
    assert after.columns[1].role == "PM"
    assert drawn(after) == {"Stop the process": ["AR", "C"]}


def test_a_declined_duty_is_an_error_and_another_declined_letter_a_warning() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal | Operators
        Patch | A- | R | C- | R-
        Back up | A | | | R-
        """
    )
    decider, does, alone = found(chart, "declined-duty")
    assert decider.severity is Severity.ERROR
    assert "CISO declined A (Accountable) in row 1 ('Patch'): 'No time'." in decider.message
    assert drawn(mended(chart, decider))["Patch"] == ["", "AR", "C", "R"]
    assert drawn(mended(chart, does))["Patch"] == ["A", "R", "C", ""]
    assert alone.fix is None
    [asked] = found(chart, "declined-letter")
    assert asked.severity is Severity.WARNING
    assert drawn(mended(chart, asked))["Patch"] == ["A", "R", "", "R"]


def test_one_warning_a_row_names_those_who_have_not_accepted() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal
        Patch | A+ | R | C
        Back up | A+ | R+ |
        """
    )
    [finding] = found(chart, "not-accepted")
    assert finding.message.startswith("Row 1 ('Patch') waits for Plant manager and Legal")


def test_every_role_with_a_letter_needs_a_holder() -> None:
    chart = chart_of(
        """
        | CISO | Plant manager | Legal
        Patch | A | R |
        """
    )
    chart = with_column(chart, 0, held_by=("ann",))
    assert [each.column for each in found(chart, "nobody-holds")] == ["c2"]


def test_a_chart_is_reviewed_in_time() -> None:
    chart = catalogue_chart()
    [missing] = found(chart, "review-date")
    assert mended(chart, missing).review == date(2027, 11, 23)
    late = replace(chart, review=date(2026, 11, 22))
    [finding] = found(late, "review-date")
    assert "was due for review on 2026-11-22" in finding.message
    assert found(replace(chart, review=TODAY), "review-date") == []
    unknown = [each.rule for each in findings(late)]
    assert "review-date" not in unknown


def test_a_chart_of_words_with_braces_is_no_template() -> None:
    chart = chart_of(
        """
        | {role} | Plant manager
        Stop {row} | C | R
        """
    )
    [finding] = found(chart, "one-accountable")
    assert "row 1 ('Stop {row}')" in finding.message
