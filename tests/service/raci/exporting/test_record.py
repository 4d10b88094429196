import json
from dataclasses import fields
from datetime import date
from typing import Any

from hypothesis import given

from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.exporting.sheet import Approval, RoleSheet, Sheet
from isthmus.raci.model import (
    Assignment,
    Basis,
    BasisKind,
    Chart,
    Column,
    Row,
    Severity,
    State,
    Status,
)
from isthmus.raci.rules import Finding
from isthmus_knowledge.catalogue import Side
from sheets_of_tests import SOME, full_charts, patching


def record(sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export(sheet, Format.JSON))
    return found


def chart_in(told: dict[str, Any]) -> Chart:
    """Give the chart that a record tells of, with nothing but what stands there."""
    review = told["review"]
    return Chart(
        told["title"],
        told["letters"],
        told["scope"],
        tuple(told["steps"]),
        date.fromisoformat(review) if review else None,
        tuple(
            Row(**{field.name: row[field.name] for field in fields(Row)}) for row in told["rows"]
        ),
        tuple(map(column_in, told["columns"])),
        {
            (row["id"], column): tuple(map(assignment_in, cell))
            for row in told["rows"]
            for column, cell in row["assignments"].items()
        },
        told["made"],
    )


def column_in(told: dict[str, Any]) -> Column:
    side = Side(told["side"]) if told["side"] else None
    lists = {name: tuple(told[name]) for name in ("aliases", "held_by")}
    return Column(**{**told, **lists, "side": side})


def assignment_in(told: dict[str, Any]) -> Assignment:
    basis = told["basis"]
    why = Basis(**{**basis, "kind": BasisKind(basis["kind"])}) if basis else None
    return Assignment(**{**told, "basis": why, "state": State(told["state"])})


@SOME
@given(full_charts())
def test_json_loses_nothing(chart: Chart) -> None:
    again = chart_in(record(Sheet(chart)))
    assert again == chart
    assert again.made == chart.made


def test_json_has_the_short_form_that_scripts_read() -> None:
    found = record(Sheet(patching()))
    assert found["title"] == "OT patching"
    assert found["roles"] == ["Plant manager", "OT engineer", "Vendor"]
    short = [{key: row[key] for key in ("activity", "section", "cells")} for row in found["rows"]]
    assert short == [
        {
            "activity": "Approve the patch window",
            "section": "Plan",
            "cells": {"Plant manager": ["A"], "OT engineer": ["C"]},
        },
        {
            "activity": "Install patches",
            "section": "Do",
            "cells": {"Plant manager": ["A", "R"], "OT engineer": ["R"], "Vendor": ["I"]},
        },
    ]


def test_json_says_what_goes_with_the_chart() -> None:
    found = record(
        Sheet(
            patching(),
            [Finding("x", Severity.ERROR, "Say who.", "1", "3")],
            Status.APPROVED,
            "2",
            Approval("Ann", date(2026, 11, 23)),
            lambda: [RoleSheet("CISO", "Version 1.", [("Purpose", ["Protects."])])],
        )
    )
    assert found["findings"] == [
        {
            "rule": "x",
            "severity": "error",
            "row": "Approve the patch window",
            "role": "Plant manager",
            "message": "Say who.",
            "row_id": "1",
            "column_id": "3",
        }
    ]
    assert (found["status"], found["version"]) == ("approved", "2")
    assert found["approval"] == {"by": "Ann", "on": "2026-11-23"}
    assert found["definitions"][0]["sections"] == [{"heading": "Purpose", "lines": ["Protects."]}]
    assert found["legend"][1]["part"] == "decides"
