"""Rows that a language model suggests: the words are its own, the letters never are."""

from isthmus.raci.drafting.drafting import Draft, draft
from isthmus.raci.drafting.scoping import request_of
from isthmus.raci.drafting.suggesting import MOST_ADDED, Suggested, Suggestion
from isthmus.raci.letters import Part
from isthmus.raci.model import BasisKind, Chart, Severity
from isthmus.raci.rules import findings
from isthmus_knowledge.catalogue import catalogue

ASKED = (
    "RACI for OT patching with IT security, OT engineering, the plant manager and our integrator"
)


def drafted(*rows: Suggestion, asked: str = ASKED) -> Draft:
    return draft(request_of(asked), suggested=Suggested(rows, "gpt-test"))


def row_of(chart: Chart, activity: str) -> str:
    return next(row.id for row in chart.rows if row.activity == activity)


def letters(chart: Chart, row: str) -> dict[str, str]:
    found = {c.name: "/".join(a.letter for a in chart.cell(row, c.id)) for c in chart.columns}
    return {name: each for name, each in found.items() if each}


PLAIN = draft(request_of(ASKED))


def test_a_row_of_the_catalogue_gets_words_that_fit_and_keeps_its_letters_and_reasons() -> None:
    said = Suggestion("Patch OT systems or apply compensating controls", near="A29")
    found = drafted(said)
    known = next(row for row in PLAIN.chart.rows if row.catalogue == "A29")
    row = next(row for row in found.chart.rows if row.catalogue == "A29")
    assert (row.id, row.activity) == (known.id, said.title)
    for column in found.chart.columns:
        assert found.chart.cell(row.id, column.id) == PLAIN.chart.cell(known.id, column.id)
    assert len(found.chart.rows) == len(PLAIN.chart.rows)
    assert any("is worded by gpt-test" in each and "A29" in each for each in found.noted)


def test_what_is_in_the_catalogue_and_not_in_the_chart_becomes_a_row_with_its_letters() -> None:
    name = catalogue().activities[42].name
    found = drafted(Suggestion(name, near="A43"))
    row = next(row for row in found.chart.rows if row.catalogue == "A43")
    assert letters(found.chart, row.id)["Plant manager"] == "A"
    basis = found.chart.cell(row.id, found.chart.columns[2].id)[0].basis
    assert basis is not None
    assert basis.text.startswith("The row is suggested by gpt-test. The catalogue gives")
    assert (basis.kind, basis.source) == (BasisKind.CATALOGUE, "A43")
    assert any(each.startswith(f"'{name}' is suggested by gpt-test") for each in found.noted)


def test_what_is_near_nothing_is_asked_about_and_marked_as_a_guess() -> None:
    found = drafted(Suggestion("Paint the canteen yellow", near="A29"))
    row = row_of(found.chart, "Paint the canteen yellow")
    bases = [a.basis for _, a in found.chart.assignments(row) if a.basis]
    assert bases
    assert all("suggested by gpt-test" in e.text for e in bases if e.source == "own-row")
    assert any(each.about == "Paint the canteen yellow" for each in found.questions)


def test_an_activity_that_the_model_only_says_is_near_gives_no_letters() -> None:
    found = drafted(Suggestion("Paint the canteen yellow", near="A43"))
    row = row_of(found.chart, "Paint the canteen yellow")
    assert not any("A43" in a.basis.text for _, a in found.chart.assignments(row) if a.basis)


def test_approving_something_does_not_take_the_place_of_doing_it() -> None:
    found = drafted(Suggestion("Approve OT patches or compensating controls", near="A29"))
    assert next(r for r in found.chart.rows if r.catalogue == "A29").activity == (
        "Patch OT or apply compensating controls"
    )
    assert row_of(found.chart, "Approve OT patches or compensating controls")


def test_no_suggestion_adds_a_role() -> None:
    said = Suggestion("Appoint a chief robot officer for patching", section="Chief robot officer")
    found = drafted(said, Suggestion("Manage the integrator's patches", step="9.9"))
    assert [e.name for e in found.chart.columns] == [e.name for e in PLAIN.chart.columns]
    assert {row.section for row in found.chart.rows} == {row.section for row in PLAIN.chart.rows}
    assert {row.step for row in found.chart.rows} <= {"", *(s.id for s in catalogue().steps)}


def test_the_same_row_is_not_added_twice_and_not_more_than_a_few() -> None:
    same = Suggestion(PLAIN.chart.rows[0].activity.upper())
    many = [Suggestion(f"Inspect the canteen's {n} wall") for n in "abcdefghijk"]
    found = drafted(same, same, *many)
    assert len(found.chart.rows) == len(PLAIN.chart.rows) + MOST_ADDED


def test_a_draft_with_suggestions_keeps_to_the_rules() -> None:
    found = drafted(
        *(Suggestion(each.name, near=each.id) for each in catalogue().activities[:40:5]),
        Suggestion("Paint the canteen yellow"),
    )
    assert not [e for e in findings(found.chart) if e.severity is Severity.ERROR]
    for row in found.chart.rows:
        assert len(found.chart.holding(row.id, Part.DECIDES)) == 1


def test_a_section_that_is_named_gets_the_row() -> None:
    asked = "RACI for OT patching and vendor remote access with the CISO and the plant manager"
    section = draft(request_of(asked)).chart.rows[-1].section
    found = drafted(Suggestion("Inspect the canteen", section=section), asked=asked)
    row = next(row for row in found.chart.rows if row.activity == "Inspect the canteen")
    assert row.section == section


def test_a_quote_that_asks_for_a_row_is_told_with_its_place() -> None:
    quote = "Patches are rehearsed on a twin"
    said = Suggestion("Rehearse patches on a twin", quote=quote, place="'Policy' (2.1)")
    assert any(f"'Policy' (2.1) asks for it: “{quote}”" in e for e in drafted(said).noted)


def test_a_chart_without_rows_gets_none() -> None:
    found = draft(
        request_of("draft a RACI"), suggested=Suggested((Suggestion("Test it all"),), "m")
    )
    assert found.chart.rows == ()
