from datetime import date

import pytest

from isthmus.raci.exporting.sheet import Approval, Sheet
from isthmus.raci.model import Chart, Severity, Status
from isthmus.raci.rules import Finding
from sheets_of_tests import patching

ANN = Approval("Ann Peeters", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (Sheet(Chart("C")), "Draft"),
        (Sheet(Chart("C"), as_of=date(2026, 11, 24)), "Draft, as of 2026-11-24"),
        (
            Sheet(Chart("C"), status=Status.APPROVED, version="2", approval=ANN),
            "Version 2, approved 2026-11-23 by Ann Peeters",
        ),
        (
            Sheet(Chart("C"), status=Status.IN_REVIEW, version="2", approval=ANN),
            "In review; last approved: Version 2, approved 2026-11-23 by Ann Peeters",
        ),
        (
            Sheet(Chart("C"), status=Status.SUPERSEDED, version="1", approval=ANN),
            "Version 1, approved 2026-11-23 by Ann Peeters, superseded",
        ),
    ],
)
def test_a_sheet_says_how_far_its_chart_is(sheet: Sheet, said: str) -> None:
    assert sheet.standing == said


def test_a_summary_counts_letters_and_findings() -> None:
    found = [Finding("a", Severity.ERROR, "A."), Finding("b", Severity.WARNING, "B.")]
    summary = Sheet(patching(), [*found, found[1]]).summary
    assert summary == "2 of 6 letters accepted, 1 declined. 1 error and 2 warnings."
    assert Sheet(Chart("C")).summary == "No letters yet."
