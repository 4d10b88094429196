"""What answers cite of an approved chart: its rows in sentences that stand alone when quoted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from isthmus.library.approved import CHART, Approved
from isthmus.raci.letters import Part
from isthmus.raci.model import Chart, Column, Filed, Row, State
from isthmus.raci.speaking import capital, doing, listed, small
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.documents import Block, BlockKind, LoadedDocument, Place

_HAS_ARTICLE: Final = re.compile(
    r"(?:\b(?:lead|head|team|board|committee|counsel|group|desk|office|sponsor)|er|or|ist|[A-Z]O)$"
)
_PARTS: Final = {
    Part.DECIDES: ("is accountable for", "are accountable for"),
    Part.DOES: ("is responsible for", "are responsible for"),
    Part.SUPPORTS: ("supports", "support"),
    Part.VERIFIES: ("verifies the result of", "verify the result of"),
    Part.SIGNS: ("signs off", "sign off"),
    Part.RECOMMENDS: ("recommends what to decide on", "recommend what to decide on"),
    Part.AGREES: ("has to agree to", "have to agree to"),
    Part.ASKED: ("is consulted on", "are consulted on"),
    Part.TOLD: ("is informed about", "are informed about"),
    Part.OUT: ("deliberately takes no part in", "deliberately take no part in"),
}


@dataclass(frozen=True)
class Approval:
    """A chart that is about to be approved; ``by`` is the name of who approves it."""

    filed: Filed
    by: str
    at: datetime

    @property
    def number(self) -> int:
        return self.filed.version + 1

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def title(self) -> str:
        chart = self.filed.chart
        named = chart.title.casefold().startswith(chart.letters.casefold())
        return chart.title if named else f"{chart.letters}: {chart.title}"


def approved(approval: Approval) -> Approved:
    """Give the document that is made of an approval."""
    filed, chart = approval.filed, approval.filed.chart
    return Approved(
        source=source_of(filed),
        text=written(approval),
        number=approval.number,
        at=approval.at,
        owner=filed.owner,
        metadata={"chart": filed.id},
        review=chart.review,
        step=chart.steps[0] if len(chart.steps) == 1 else None,
    )


def source_of(filed: Filed) -> str:
    return CHART + filed.id


def written(approval: Approval) -> LoadedDocument:
    """Give the chart's rows as sections, each letter as a sentence that names its subject."""
    chart = _standing(approval.filed.chart)
    blocks = [Block(text, headings=("Approval",)) for text in _introduction(approval)]
    for number, row in enumerate(chart.rows, start=1):
        asked = f"Who is accountable for {doing(row.activity, row.catalogue)}?"
        headings = (row.section, asked) if row.section else (asked,)
        place = Place(item=f"row {row.number or number}")
        blocks += [
            Block(headings[-1], BlockKind.HEADING, headings[:-1], place),
            Block(" ".join(_sentences(chart, row)), headings=headings, place=place),
        ]
    return LoadedDocument(approval.title, tuple(blocks))


def _standing(chart: Chart) -> Chart:
    """Leave out letters that their holders declined."""
    cells = {
        key: tuple(each for each in cell if each.state is not State.DECLINED)
        for key, cell in chart.cells.items()
    }
    return replace(chart, cells=MappingProxyType(cells))


def _introduction(approval: Approval) -> Iterator[str]:
    chart = approval.filed.chart
    named = f"the chart “{chart.title}”"
    yield f"Version {approval.number} of {named} was approved on {approval.day} by {approval.by}."
    if chart.scope:
        yield f"The scope of {named} is: {chart.scope}"
    if chart.review:
        yield f"The review of {named} is due on {chart.review}."


def _sentences(standing: Chart, row: Row) -> Iterator[str]:
    done = doing(row.activity, row.catalogue)
    for part, (one, several) in _PARTS.items():
        roles = [_in_sentence(column) for column in standing.holding(row.id, part)]
        if roles:
            yield f"{capital(listed(roles))} {several if len(roles) > 1 else one} {done}."
    yield from (
        f"On {done}, the note for {_in_sentence(column)} says: {assignment.note}"
        for column, assignment in standing.assignments(row.id)
        if assignment.note
    )


def _in_sentence(column: Column) -> str:
    """Give a role as a sentence says it: a person or a body has an article, a department none."""
    known = next((each for each in catalogue().roles if each.id == column.role), None)
    if known and known.name == column.name:
        return known.in_sentence
    return f"the {small(column.name)}" if _HAS_ARTICLE.search(column.name) else column.name
