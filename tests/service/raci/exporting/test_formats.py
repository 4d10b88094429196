import pytest

from isthmus.raci.exporting.formats import Format, export, file_name
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.model import Chart
from sheets_of_tests import patching

STARTS = {
    Format.XLSX: b"PK",
    Format.DOCX: b"PK",
    Format.CSV: b"\xef\xbb\xbfOT",
    Format.MD: b"# OT",
    Format.PNG: b"\x89PNG",
    Format.SVG: b"<svg",
    Format.JSON: b"{",
}


@pytest.mark.parametrize("to", Format)
def test_a_chart_is_sent_in_each_format(to: Format) -> None:
    assert export(Sheet(patching()), to).startswith(STARTS[to])
    assert "/" in to.media_type


@pytest.mark.parametrize("to", Format)
def test_an_empty_chart_is_no_obstacle(to: Format) -> None:
    assert export(Sheet(Chart("Empty")), to)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("OT patching", "OT-patching.xlsx"),
        ("Évaluation: Löwen / Leuven", "Evaluation-Lowen-Leuven.xlsx"),
        ("../../etc/passwd\r\nX: y", "etc-passwd-X-y.xlsx"),
        ("中文", "chart.xlsx"),
        ("con", "chart-con.xlsx"),
        ("", "chart.xlsx"),
        ("a" * 200, f"{'a' * 80}.xlsx"),
    ],
)
def test_a_file_is_named_after_its_chart_in_safe_signs(title: str, name: str) -> None:
    assert file_name(title, Format.XLSX) == name
