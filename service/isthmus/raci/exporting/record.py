"""JSON: all that a chart holds, so that nothing is lost, and the short form that scripts read.

The short form is ``title``, ``roles`` and, for each of ``rows``, ``activity``, ``section`` and
``cells``: letters by the name of the role.
"""

import json
from collections.abc import Mapping
from typing import Any

from isthmus.raci.exporting.grid import column_of, row_of
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.model import Assignment, Chart, Column, Row
from isthmus.raci.rules import Finding

Record = Mapping[str, Any]
BASIS = ("kind", "text", "source", "quote", "title", "locator", "revision")


def written(sheet: Sheet) -> bytes:
    return (json.dumps(record_of(sheet), ensure_ascii=False, indent=2) + "\n").encode()


def record_of(sheet: Sheet) -> Record:
    """Give what stands in the JSON file as plain values."""
    chart, approval = sheet.chart, sheet.approval
    return {
        "title": chart.title,
        "scope": chart.scope,
        "steps": list(chart.steps),
        "letters": chart.letters,
        "review": chart.review.isoformat() if chart.review else None,
        "status": str(sheet.status),
        "version": sheet.version,
        "approval": {"by": approval.by, "on": approval.on.isoformat()} if approval else None,
        "roles": [column.name for column in chart.columns],
        "columns": [_column(column) for column in chart.columns],
        "rows": [_row(chart, row) for row in chart.rows],
        "findings": [_finding(chart, finding) for finding in sheet.findings],
        "legend": [
            {"letter": each.letter, "word": each.word, "means": each.means, "part": each.part.value}
            for each in chart.letter_set.letters
        ],
        "definitions": [
            {
                "name": definition.name,
                "standing": definition.standing,
                "sections": [{"heading": h, "lines": list(ls)} for h, ls in definition.sections],
            }
            for definition in sheet.definitions()
        ],
        "made": chart.made,
    }


def _row(chart: Chart, row: Row) -> Record:
    filled = [(c, cell) for c in chart.columns if (cell := chart.cell(row.id, c.id))]
    return {
        "activity": row.activity,
        "section": row.section,
        "cells": {column.name: [a.letter for a in cell] for column, cell in filled},
        "id": row.id,
        "number": row.number,
        "step": row.step,
        "catalogue": row.catalogue,
        "safety_relevant": row.safety_relevant,
        "assignments": {c.id: [_assignment(a) for a in cell] for c, cell in filled},
    }


def _column(column: Column) -> Record:
    return {
        "id": column.id,
        "name": column.name,
        "role": column.role,
        "side": column.side.value if column.side else None,
        "aliases": list(column.aliases),
        "held_by": list(column.held_by),
        "authority": column.authority,
        "audits": column.audits,
    }


def _assignment(assignment: Assignment) -> Record:
    basis = assignment.basis
    return {
        "letter": assignment.letter,
        "state": assignment.state.value,
        "note": assignment.note,
        "reason": assignment.reason,
        "decided_by": assignment.decided_by,
        "basis": {name: str(getattr(basis, name)) for name in BASIS} if basis else None,
    }


def _finding(chart: Chart, finding: Finding) -> Record:
    row, column = row_of(chart, finding.row), column_of(chart, finding.column)
    return {
        "rule": str(finding.rule),
        "severity": str(finding.severity),
        "row": row.activity if row else None,
        "role": column.name if column else None,
        "message": finding.message,
        "row_id": finding.row,
        "column_id": finding.column,
    }
