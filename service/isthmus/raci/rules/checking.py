"""All rules over one chart."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from isthmus.raci.model import Chart, Severity
from isthmus.raci.rules import balance, columns, state, structure
from isthmus.raci.rules.model import Finding, Found, Rule, Thresholds, rules
from isthmus.raci.rules.seen import Seen, seen

Check = Callable[[Seen], Iterator[Found]]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "empty-chart": structure.empty_chart,
        "empty-row": structure.empty_row,
        "one-accountable": structure.one_accountable,
        "one-responsible": structure.one_responsible,
        "external-accountable": structure.external_accountable,
        "unknown-letter": structure.unknown_letter,
        "same-row-twice": structure.same_row_twice,
        "person-as-role": columns.person_as_role,
        "same-role-twice": columns.same_role_twice,
        "role-without-letter": columns.role_without_letter,
        "role-in-every-row": columns.role_in_every_row,
        "accountable-too-often": columns.accountable_too_often,
        "many-responsible": balance.many_responsible,
        "many-consulted": balance.many_consulted,
        "many-informed": balance.many_informed,
        "no-authority": balance.no_authority,
        "audits-own-work": balance.audits_own_work,
        "one-sided": balance.one_sided,
        "safety-unheard": balance.safety_unheard,
        "declined-duty": state.declined_duty,
        "declined-letter": state.declined_letter,
        "not-accepted": state.not_accepted,
        "nobody-holds": state.nobody_holds,
        "review-date": state.review_date,
    }
)


def findings(
    chart: Chart, thresholds: Thresholds | None = None, today: date | None = None
) -> list[Finding]:
    """Say what the rules find, errors first, then by row; a fix gives changes to this chart.

    Whether the review is overdue is known only where ``today`` is given.
    """
    view = seen(chart, thresholds or Thresholds(), today)
    found = [
        _finding(rule, each, view) for rule in rules().values() for each in CHECKS[rule.id](view)
    ]
    place = {row.id: number for number, row in enumerate(chart.rows)}
    severities = list(Severity)
    # What is about the whole chart or a column comes before what is about a row.
    found.sort(key=lambda f: (severities.index(f.severity), place.get(f.row or "", -1)))
    return found


def _finding(rule: Rule, found: Found, view: Seen) -> Finding:
    template = rule.otherwise if found.otherwise else rule.message
    words = {
        "role": found.column.name if found.column else "",
        **view.words,
        **found.words,
    }
    message = template.format_map(words)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message[0].upper() + message[1:],
        row=found.row.id if found.row else None,
        column=found.column.id if found.column else None,
        fix=found.fix,
    )
