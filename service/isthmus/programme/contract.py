"""The programme and its report as JSON."""

from typing import Any

from isthmus.programme.overview import Overview, Point, Progress
from isthmus.programme.period import Period
from isthmus.programme.report import Report, Section

Json = dict[str, Any]


def overview_as_json(shown: Overview) -> Json:
    return {
        "period": _period(shown.period),
        "as_of": shown.today.isoformat(),
        "phase": shown.phase or None,
        "progress": _progress(shown.progress),
        "phases": [
            {
                "phase": phase.number,
                "name": phase.name,
                "progress": _progress(phase.progress),
                "steps": [
                    {
                        "step": each.step.id,
                        "title": each.step.title,
                        "lead": each.lead or None,
                        "progress": _progress(each.progress),
                    }
                    for each in phase.steps
                ],
            }
            for phase in shown.phases
        ],
        "without_step": _progress(shown.elsewhere),
        "metrics": [
            {
                "id": each.metric.id,
                "name": each.metric.name,
                "unit": each.metric.unit,
                "direction": each.metric.direction.value,
                "definition": each.metric.definition,
                "value": each.value,
                "before": each.before,
                "series": list(each.series),
            }
            for each in shown.metrics
        ],
        "burn_up": [_point(point) for point in shown.points],
        "ages": [vars(each) for each in shown.ages],
        "loads": [vars(each) for each in shown.loads],
        "without_owner": shown.unowned.open,
    }


def report_as_json(report: Report) -> Json:
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "as_of": report.as_of,
        "summary": list(report.summary),
        "figures": [vars(each) for each in report.figures],
        "sections": [_section(each) for each in report.sections],
        "notes": list(report.notes),
    }


def _period(period: Period) -> Json:
    return {"from": period.first.isoformat(), "to": period.last.isoformat(), "zone": period.zone}


def _progress(progress: Progress) -> Json:
    return {**vars(progress), "scope": progress.scope, "percent": progress.share}


def _point(point: Point) -> Json:
    return {
        "day": point.moment.day.isoformat(),
        **vars(point.standing),
        "in_it": vars(point.flow) if point.flow else None,
    }


def _section(section: Section) -> Json:
    return {
        "title": section.title,
        "lead": section.lead,
        "tables": [
            {
                "columns": [column.name for column in table.columns],
                "rows": [list(row) for row in table.rows],
                "more": table.more,
            }
            for table in section.tables
        ],
    }
