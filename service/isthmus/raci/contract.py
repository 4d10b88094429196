"""Charts as JSON: what the API and the command line give."""

from collections.abc import Sequence
from typing import Any

from isthmus.raci.burdens import Burden, Duty
from isthmus.raci.changes import Event
from isthmus.raci.comparing import Difference
from isthmus.raci.desk import Kept
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.exporting.record import record_of
from isthmus.raci.exporting.sheet import Sheet
from isthmus.raci.importing import NotUnderstood, ReadChart, Reading
from isthmus.raci.listing import Listed
from isthmus.raci.looking import Compared
from isthmus.raci.model import Chart, Version
from isthmus.raci.rules import Finding

Json = dict[str, Any]
Findings = Sequence[Finding]


def chart_as_json(chart: Chart, findings: Findings) -> Json:
    """Give all that a chart holds, with what the rules say of it."""
    written = dict(record_of(Sheet(chart, findings)))
    for of_filed in ("status", "version", "approval", "definitions"):
        del written[of_filed]
    fixes = ({"fix": each.fix.label if each.fix else None} for each in findings)
    told = zip(written["findings"], fixes, strict=True)
    return written | {"findings": [{**finding, **fix} for finding, fix in told]}


def kept_as_json(kept: Kept) -> Json:
    filed = kept.filed
    return {
        "id": filed.id,
        "owner": filed.owner,
        "status": filed.status,
        "number": filed.number,
        "version": filed.version,
        "changed_by": filed.changed_by,
        "readers": list(filed.readers),
        **chart_as_json(filed.chart, kept.findings),
    }


def listed_as_json(listed: Listed) -> Json:
    shown = {name: value for name, value in vars(listed).items() if name != "terms"}
    return shown | {
        "readers": list(listed.readers),
        "steps": list(listed.steps),
        "roles": [names[0] for names in listed.roles],
    }


def event_as_json(event: Event) -> Json:
    shown = {name: value for name, value in vars(event).items() if name != "changes"}
    return shown | {"changes": len(event.changes)}


def version_as_json(version: Version) -> Json:
    return {
        "chart": version.filed,
        "version": version.number,
        "title": version.chart.title,
        "status": version.status,
        "approved_by": version.approved_by,
        "approved_at": version.approved_at,
        "event": version.event,
        "superseded_at": version.superseded_at,
    }


def compared_as_json(compared: Compared) -> Json:
    return {
        "from": compared.before.name,
        "to": compared.after.name,
        "differences": [difference_as_json(each) for each in compared.differences],
    }


def difference_as_json(difference: Difference) -> Json:
    return {**vars(difference), "in_words": difference.in_words}


def burden_as_json(burden: Burden) -> Json:
    return {
        "role": burden.role,
        "parts": {str(part): count for part, count in burden.parts.items()},
        "states": {str(state): count for state, count in burden.states.items()},
        "letters": [_duty(each) for each in burden.duties],
        "conflicts": [[_duty(each) for each in group] for group in burden.conflicts],
    }


def drafted_as_json(draft: Draft, findings: Findings) -> Json:
    """Give a proposal in the short form that scripts read, with what was assumed for it."""
    unplaced = tuple(NotUnderstood("", each, "") for each in draft.unplaced)
    return {
        "charts": [
            {
                **_checked(ReadChart(draft.chart, not_understood=unplaced), findings),
                "assumed": list(draft.assumed),
                "stated": list(draft.stated),
                "contradictions": list(draft.contradictions),
                "questions": [vars(each) for each in draft.questions],
            }
        ]
    }


def imported_as_json(reading: Reading, ids: Sequence[str], findings: Sequence[Findings]) -> Json:
    """Give the charts of a file in the short form, each with its id and how it was understood."""
    checked = checked_as_json(reading, findings)
    charts = (
        {"id": chart, **told, "how": list(read.how)}
        for chart, told, read in zip(ids, checked["charts"], reading.charts, strict=True)
    )
    return {**checked, "charts": list(charts)}


def checked_as_json(reading: Reading, findings: Sequence[Findings]) -> Json:
    """Give the short form that scripts read; ``findings`` are those of each chart, in order."""
    told = zip(reading.charts, findings, strict=True)
    return {
        "charts": [_checked(each, found) for each, found in told],
        "not_understood": [_not_understood(each) for each in reading.not_understood],
    }


def _checked(read: ReadChart, findings: Findings) -> Json:
    written = record_of(Sheet(read.chart, findings))
    of_row, of_finding = (
        ("activity", "section", "cells"),
        ("rule", "severity", "row", "role", "message"),
    )
    return {
        "title": written["title"],
        "roles": written["roles"],
        "rows": [{name: row[name] for name in of_row} for row in written["rows"]],
        "findings": [{name: each[name] for name in of_finding} for each in written["findings"]],
        "not_understood": [_not_understood(each) for each in read.not_understood],
    }


def _not_understood(said: NotUnderstood) -> Json:
    return {"cell": said.cell, "text": said.text}


def _duty(duty: Duty) -> Json:
    return {
        "chart": duty.chart,
        "title": duty.title,
        "row": duty.row.id,
        "activity": duty.row.activity,
        "letters": list(duty.letters),
        "decides": list(duty.decides),
    }
