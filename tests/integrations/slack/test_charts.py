"""Charts where they are argued about: drafted, edited row by row, reviewed, handed on as files."""

from collections import Counter

from isthmus.raci.desk import Hand
from isthmus.raci.model import Chart, State
from slack_of_tests import ANA, LEA, Plant, over_both

DRAFT = "@Isthmus draft a RACI for OT patching with IT Security and the plant manager"
ROW = "1. Patch OT or apply compensating controls"


@over_both
def test_a_row_is_chosen_and_its_letters_are_changed_in_a_window(there: Plant) -> None:
    asked = there.said("ana", "general", DRAFT)
    assert f"{ROW} | C | A/R" in there.slack.sees("ben", "general", asked)
    there.slack.press("ana", "Edit a row")
    there.slack.fill("ana", {"Which row": ROW})
    there.slack.submit("ana")
    assert "IT Security (optional): C Consulted" in there.slack.sees_modal("ana")
    there.slack.fill("ana", {"IT Security": ["I Informed"], "Note": "They are told afterwards."})
    there.slack.submit("ana")
    there.work()
    assert there.slack.sees_modal("ana") == ""
    seen = there.slack.sees("ben", "general", asked)
    assert "Changed in “RACI: OT patching”" in seen
    assert "Make IT Security consulted (C) in row 1" in seen

    there.slack.press("ana", "Undo")
    there.forward(10)
    assert "Taken back." in there.slack.sees("ben", "general", asked)
    there.slack.press("ana", "Undo")
    there.work()
    assert "meanwhile" in there.slack.sees("ana", "general", asked)
    assert "meanwhile" not in there.slack.sees("ben", "general", asked)


@over_both
def test_files_of_a_chart_come_into_its_thread_for_whoever_wants_them(there: Plant) -> None:
    asked = there.said("ana", "general", DRAFT)
    for label in ("Excel", "Picture", "Word"):
        there.slack.press("ben", label)
        there.work()
    seen = there.slack.sees("lea", "general", asked)
    for name in ("RACI-OT-patching.xlsx", "RACI-OT-patching.png", "RACI-OT-patching.docx"):
        assert f"(file: {name})" in seen


def test_a_chart_under_review_is_on_the_page_of_whoever_decides(there: Plant) -> None:
    there.said("lea", "general", DRAFT)
    there.slack.press("lea", "Submit for review")
    there.slack.open_home("lea")
    there.work()
    assert "RACI: OT patching" in there.slack.sees_home("lea")


def test_what_a_link_to_a_chart_shows_can_be_opened_by_who_reads_it(there: Plant) -> None:
    there.slack.unfurled = ("127.0.0.1",)
    there.said("ana", "general", DRAFT)
    (chart,) = there.wiring.charts.listed(LEA)
    there.said("ben", "general", f"see {there.wiring.settings.base_url}/charts/{chart.id}")
    seen = there.slack.sees("lea", "general")
    assert "| RACI: OT patching" in seen
    assert "| Activity | IT Security | Plant manager" in seen


@over_both
def test_letters_are_accepted_and_questioned_in_a_window_by_who_holds_the_role(
    there: Plant,
) -> None:
    there.said("ana", "general", DRAFT)
    (chart,) = there.wiring.charts.listed(LEA)
    column = next(c for c in _now(there).columns if c.name == "Plant manager")
    there.wiring.charts.assign(chart.id, column.id, [LEA.id], Hand(ANA))
    asked = there.said("ana", "general", "@Isthmus show the patching chart")
    there.slack.press("lea", "Accept my letters")
    window = there.slack.sees_modal("lea")
    assert "A (Accountable) as Plant manager: Patch OT or apply compensating controls" in window
    label = next(line for line in window.splitlines() if line.startswith("R (Responsible)"))
    there.slack.fill("lea", {label.partition(" (optional)")[0]: "Question it"})
    there.slack.submit("lea")
    there.work()
    assert "Say why" in there.slack.sees_modal("lea")
    there.slack.fill("lea", {"Why not": "We have nobody for it."})
    there.slack.submit("lea")
    there.work()
    assert there.slack.sees_modal("lea") == ""
    assert "5 accepted and 1 questioned" in there.slack.sees("ana", "general", asked)
    states = Counter(e.state for cell in _now(there).cells.values() for e in cell if e.decided_by)
    assert states[State.DECLINED] == 1
    assert states[State.ACCEPTED] == 5


def _now(there: Plant) -> Chart:
    (chart,) = there.wiring.charts.listed(LEA)
    return there.wiring.charts.show(chart.id, LEA).filed.chart
