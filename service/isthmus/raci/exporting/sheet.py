"""What is sent out: a chart, what the rules say of it, how far it is and who approved it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from isthmus.raci.model import Chart, Severity, State, Status
from isthmus.raci.rules import Finding


@dataclass(frozen=True)
class Approval:
    """``by`` is a name that a reader of the file knows, not an id."""

    by: str
    on: date


@dataclass(frozen=True)
class RoleSheet:
    """A role definition as it is printed: how far it is, its headings, each with its lines."""

    name: str
    standing: str
    sections: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Sheet:
    """``version`` is the last approved one, empty before the first; ``as_of`` the day of sending.

    ``approval`` is that of ``version``; ``definitions`` gives those of the chart's roles to what
    prints them.
    """

    chart: Chart
    findings: Sequence[Finding] = ()
    status: str = Status.DRAFT
    version: str = ""
    approval: Approval | None = None
    definitions: Callable[[], Sequence[RoleSheet]] = tuple
    as_of: date | None = None

    @property
    def approved(self) -> bool:
        """Tell whether the chart, as it is here, was approved."""
        return self.status in {Status.APPROVED, Status.SUPERSEDED}

    @property
    def standing(self) -> str:
        """Say in words how far the chart is: "Version 2, approved 2026-11-23 by Ann Peeters"."""
        if self.approved:
            return f"{self._version}{', superseded' if self.status == Status.SUPERSEDED else ''}"
        status = self.status[:1].upper() + self.status[1:]
        dated = f"{status}, as of {self.as_of}" if self.as_of else status
        return f"{dated}; last approved: {self._version}" if self.version else dated

    @property
    def _version(self) -> str:
        named = f"Version {self.version}" if self.version else "Approved"
        if self.approval is None:
            return named
        return f"{named}, approved {self.approval.on} by {self.approval.by}"

    @property
    def summary(self) -> str:
        """Count what a reader wants to know first: findings, and letters nobody accepted yet."""
        return ". ".join(part for part in (self._acceptance, self._health) if part) + "."

    @property
    def headlines(self) -> tuple[str, ...]:
        """Give the lines that stand between the title and the table of a file."""
        chart = self.chart
        said = {
            "Status": f"{self.standing}. {self.summary}",
            "Scope": chart.scope,
            "Steps": ", ".join(chart.steps),
            "Letters": chart.letter_set.name,
            "Review": chart.review.isoformat() if chart.review else "",
        }
        return tuple(f"{name}: {text}" for name, text in said.items() if text.strip())

    @property
    def _acceptance(self) -> str:
        states = Counter(a.state for cell in self.chart.cells.values() for a in cell)
        total = states.total()
        if states[State.ACCEPTED] == total:
            return "All letters are accepted" if total else "No letters yet"
        declined = f", {states[State.DECLINED]} declined" if states[State.DECLINED] else ""
        return f"{states[State.ACCEPTED]} of {total} letters accepted{declined}"

    @property
    def _health(self) -> str:
        found = Counter(finding.severity for finding in self.findings)
        counts = [_counted(found[severity], severity.value) for severity in Severity]
        return " and ".join(count for count in counts if count)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
