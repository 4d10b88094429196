"""Where an action comes from, looked up anew: an answer's quote, a row or a finding of a chart.

A page sends only what is meant, never the words: they are taken from where they stand, as whoever
asks may read it, and decide who may read the action.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from isthmus.actions.model import Source, SourceKind
from isthmus.answers.model import Answer, Citation
from isthmus.errors import NotFoundError
from isthmus.inquiry.service import Inquiry
from isthmus.library.model import Hit
from isthmus.people import Audience, Person, alone
from isthmus.raci.desk import Charts
from isthmus.raci.model import Assignment, Chart, Row, State

LONGEST_TITLE: Final = 200


class Quotable(Protocol):
    def hits(self, passage_ids: Sequence[str], /) -> list[Hit]: ...


class HasSources(Protocol):
    @property
    def charts(self) -> Charts: ...
    @property
    def inquiry(self) -> Inquiry: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True)
class Origin:
    """A source with what an action from it begins as, and the groups that may read both."""

    source: Source
    readers: tuple[str, ...]
    title: str = ""
    others: tuple[Citation, ...] = ()


def origin_of(wiring: HasSources, about: str, by: Person) -> Origin | None:
    """Look up what an address means: `answer/ID/2`, `chart/ID/ROW`, `finding/ID/RULE/ROW/COLUMN`.

    Raises NotFoundError for what is not there, or not for this person.
    """
    kind, _, rest = about.partition("/")
    parts = rest.split("/")
    match kind, parts:
        case "", _:
            return None
        case "answer", [answer, number] if number.isdigit():
            return _quoted(wiring, answer, int(number), by)
        case "chart", [chart, row]:
            return _charted(wiring, chart, row, by)
        case "finding", [chart, rule, row, column]:
            return _found(wiring, chart, (rule, row or None, column or None), by)
        case _:
            raise NotFoundError("There is nothing of that kind that an action could come from.")


def _quoted(wiring: HasSources, answer: str, number: int, by: Person) -> Origin:
    outcome = wiring.inquiry.outcome(answer, by)
    cited = outcome.citations if isinstance(outcome, Answer) else ()
    found = next((each for each in cited if each.n == number), None)
    if found is None:
        raise NotFoundError(f"That answer has no quote {number}.")
    with wiring.reading(alone(by)) as library:
        hits = library.hits([found.passage])
    if not hits:
        raise NotFoundError("What that answer quotes is not there any more.")
    query = urlencode({"quote": found.quote[:1_000]})
    source = Source(
        kind=SourceKind.ANSWER,
        quote=found.quote,
        title=f"{found.title}, {found.locator}" if found.locator else found.title,
        permalink=f"/passages/{found.passage}?{query}#quote",
        document=found.document,
        revision=found.revision,
        passage=found.passage,
        at=outcome.asked.at,
    )
    readers = tuple(sorted(hits[0].document.description.readers))
    return Origin(source, readers, others=cited)


def _charted(wiring: HasSources, chart: str, row: str, by: Person) -> Origin:
    filed = wiring.charts.show(chart, by).filed
    drawn = filed.chart.row(row)
    waiting = _waiting(filed.chart, drawn)
    source = Source(
        kind=SourceKind.CHART,
        quote=f"{drawn.activity}: {waiting}" if waiting else drawn.activity,
        title=filed.chart.title,
        permalink=f"/charts/{chart}",
        chart=chart,
        row=row,
    )
    title = f"Agree who does what: {drawn.activity}"[:LONGEST_TITLE]
    return Origin(source, tuple(filed.readers), title)


def _found(
    wiring: HasSources, chart: str, meant: tuple[str, str | None, str | None], by: Person
) -> Origin:
    kept = wiring.charts.show(chart, by)
    found = next((f for f in kept.findings if (f.rule, f.row, f.column) == meant), None)
    if found is None:
        raise NotFoundError("The rules do not find that in the chart any more.")
    source = Source(
        kind=SourceKind.FINDING,
        quote=found.message,
        title=kept.filed.chart.title,
        permalink=f"/charts/{chart}#findings",
        chart=chart,
        row=found.row or "",
    )
    title = f"Settle: {found.message}"[:LONGEST_TITLE]
    return Origin(source, tuple(kept.filed.readers), title)


def _waiting(chart: Chart, row: Row) -> str:
    """Say which letters of a row nobody accepted yet."""
    waits = [
        f"{each.letter} {column.name}"
        for column in chart.columns
        for each in chart.cell(row.id, column.id)
        if _waits(each)
    ]
    return f"{', '.join(waits)} not accepted" if waits else ""


def _waits(assignment: Assignment) -> bool:
    return assignment.state is not State.ACCEPTED
