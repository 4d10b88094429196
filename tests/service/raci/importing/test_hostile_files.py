"""Files that were made to do harm, or are simply too large, end with words for a person."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from openpyxl import Workbook

from isthmus.errors import InvalidError
from isthmus.raci.importing import child, read_charts, read_pasted, sealing
from isthmus.raci.importing.grids import Cell, Grid, Line, Unread
from isthmus_knowledge.loaders import envelope
from reading_of_tests import book, missed, only, saved, told

CHART = [["Activity", "CISO", "Vendor"], ["Patch servers", "A", "R"]]


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(InvalidError) as refused:
        read_charts(content, name)
    return str(refused.value)


def workbook(rows: list[list[str]]) -> bytes:
    return saved(book(("Chart", rows))[0])


def changed(content: bytes, name: str, change: bytes) -> bytes:
    """Put something else into one part of an archive, or a part of its own."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, change, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    bomb = changed(workbook(CHART), "xl/media/bomb.xml", b"\0" * 210_000_000)
    assert "unpacks to" in refusal(bomb, "bomb.xlsx")


def test_entities_are_not_expanded() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    content = changed(workbook(CHART), "xl/worksheets/sheet1.xml", evil)
    assert "entities" in refusal(content, "evil.xlsx")


def test_macros_are_refused() -> None:
    content = changed(workbook(CHART), "xl/vbaProject.bin", b"x")
    assert "macros" in refusal(content, "macros.xlsm")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"PK\x03\x04damaged", "a.xlsx", "damaged"),
        (b"%PDF-1.7\n\x00", "a.pdf", "no file that a chart can be read from"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls", "xlsx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.png", "image"),
        (b"", "a.csv", "empty"),
        (b" \n\n", "a.md", "empty"),
        (b"Just a text about patching.", "a.txt", "no chart that could be found"),
        (b'{"rows": [', "a.json", "damaged in line 1"),
        (b'{"rows": 3, "title": "T", "roles": []}', "a.json", "no chart of ours"),
        (b'{"charts": []}', "a.json", "no chart of ours"),
        (b"[" * 100_000 + b'"rows"', "a.json", "JSON"),
        (b'{"rows": ' + b"9" * 5_000 + b"}", "a.json", "number that is too long"),
    ],
)
def test_what_is_no_chart_is_refused_with_the_reason(
    content: bytes, name: str, reason: str
) -> None:
    assert reason in refusal(content, name)


def test_what_is_no_text_is_marked_where_a_chart_is_read() -> None:
    record = (
        b'{"title": "T\\ud800", "roles": ["CISO\\u0000"],'
        b' "rows": [{"activity": "Patch \\udfff", "cells": {"CISO\\u0000": "A"}}]}'
    )
    chart = only(read_charts(record, "a.json")).chart
    assert (chart.title, chart.rows[0].activity, chart.columns[0].name) == (
        "T?",
        "Patch ?",
        "CISO\ufffd",
    )
    pasted = only(read_pasted("Patch \ud800: CISO - A\nBack up: CISO - A")).chart
    assert pasted.rows[0].activity == "Patch ?"


def test_a_table_with_too_many_rows_is_refused_with_the_limit() -> None:
    rows = [["Activity", "CISO"], *(["Patch", "A"] for _ in range(2_500))]
    assert "2,501 rows; a chart is read from at most 2,000" in refusal(workbook(rows), "a.xlsx")
    text = "\n".join(",".join(row) for row in rows)
    assert "2,501 rows; a chart is read from at most 2,000" in refusal(text.encode(), "a.csv")


def test_a_table_with_too_many_columns_is_refused_with_the_limit() -> None:
    text = "\n".join([",".join(["Activity", *["CISO"] * 300]), ",".join(["Patch", *["A"] * 300])])
    assert "301 columns; a chart is read from at most 200" in refusal(text.encode(), "a.csv")


def test_a_chart_that_is_too_large_to_be_kept_is_refused_with_the_limit() -> None:
    text = "\n".join(["Activity,CISO", *(f"Patch {at},A" for at in range(1_001))])
    assert "would have 1,001 rows; it has at most 1,000" in refusal(text.encode(), "a.csv")
    roles = [f"Role {at}" for at in range(90)]
    rows = ",".join(f'{{"activity": "Patch {at}", "cells": {{}}}}' for at in range(300))
    record = f'{{"title": "T", "roles": {json.dumps(roles)}, "rows": [{rows}]}}'
    assert "27,000 places for letters; it has at most 20,000" in refusal(record.encode(), "a.json")


def test_a_list_of_too_many_roles_is_refused_with_the_limit() -> None:
    with pytest.raises(InvalidError, match="301 columns; a chart is read from at most 200"):
        read_pasted("\n".join(f"Patch {at}: Role{at} - A" for at in range(300)))


def test_files_and_texts_that_are_too_long_are_refused_unread() -> None:
    assert "at most 10 MB" in refusal(b"PK\x03\x04" + b"\0" * 11_000_000, "a.xlsx")
    with pytest.raises(InvalidError, match="at most 2,000,000"):
        read_pasted("Patch servers: CISO - A\n" * 100_000)


def test_a_large_sheet_beside_the_chart_is_told_and_not_read() -> None:
    made, _ = book(("Chart", CHART), ("Assets", [["plc", str(at)] for at in range(2_100)]))
    reading = read_charts(saved(made), "a.xlsx")
    assert told(only(reading).chart) == {"Patch servers": {"CISO": "A", "Vendor": "R"}}
    assert missed(reading) == [("Assets", "Assets")]


def test_a_cell_far_out_and_a_merge_over_the_whole_sheet_cost_nothing() -> None:
    made, (page,) = book(("Chart", CHART))
    page["XFD1048576"] = "far"
    content = saved(made)
    assert told(only(read_charts(content, "a.xlsx")).chart) == {
        "Patch servers": {"CISO": "A", "Vendor": "R"}
    }


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "| " * 50_000,
        "a: " * 30_000,
        "R = " * 30_000,
        "* " * 50_000,
        "[" * 20_000 + "](" * 20_000,
        "**a" * 20_000,
        "\t" * 50_000 + "\n" + "\t" * 50_000,
        '"' * 50_001 + "\n,\n,",
        "<br " * 20_000,
        "  a" * 30_000 + "\n" + "  R" * 30_000,
        "A" * 100_000,
        "a(A) " * 10_000,
        "1." * 30_000 + " x",
        "\n".join([" " * 5_000 + "R"] * 100),
        "\n".join(["a" + " " * 5_000 + "R"] * 100),
    ],
)
def test_strange_texts_end_soon(text: str) -> None:
    with suppress(InvalidError):
        assert read_pasted(text).charts


def test_formulas_count_with_their_saved_results_and_are_told_without() -> None:
    made = Workbook()
    page = made.worksheets[0]
    for row in CHART:
        page.append(row)
    page["C2"] = '=IF(1,"R","")'
    read = read_charts(saved(made), "a.xlsx")
    assert missed(read) == [("Sheet!C2", '=IF(1,"R","")')]
    assert told(only(read).chart) == {"Patch servers": {"CISO": "A"}}


def test_the_answer_of_the_child_is_checked_in_every_type() -> None:
    pieces = (
        Line("Title", "paragraph 1", heading=True),
        Grid(((Cell("A", "S!A1", "S!A1", "note", strong=True),),), "S", ("Hidden.",)),
        Unread("S!B2", "x", "why"),
    )
    assert sealing.pieces(sealing.told(pieces)) == pieces
    for wrong in (None, [3], [["grid", [[["a"]]], "S", []]], [["line", "a", "b", "yes"]]):
        with pytest.raises((TypeError, ValueError)):
            sealing.pieces(wrong)
    uneven = [["grid", [[], [["a", "b", "", "", False]]], "S", []]]
    with pytest.raises(ValueError, match="wrong form"):
        sealing.pieces(uneven)


def test_a_parser_that_fails_is_no_failure_of_ours() -> None:
    content = changed(workbook(CHART), "xl/worksheets/sheet1.xml", b"<worksheet><broken")
    assert "damaged" in refusal(content, "a.xlsx")
    assert isinstance(child.read(content, "a.xlsx"), envelope.Failure)
