"""Charts that were shown to somebody and that nobody has kept yet, for a day.

What is kept is what was shown: it stays here meanwhile, so that no page can send another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import JSON, Column, Connection, String, Table, Text, delete, insert, select

from isthmus.errors import NotFoundError
from isthmus.people import Person
from isthmus.raci.model import Chart
from isthmus.raci.written import chart_as_json, chart_of
from isthmus.storage import METADATA, Instant

KEPT_FOR: Final = timedelta(days=1)

proposals: Final = Table(
    "chart_proposals",
    METADATA,
    Column("id", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("snapshot", JSON, nullable=False),
    Column("said", Text, nullable=False),
    Column("readers", JSON, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)


@dataclass(frozen=True)
class Proposal:
    """``readers`` may read all that it quotes; none where it quotes nothing."""

    chart: Chart
    said: str
    readers: tuple[str, ...]


class ProposalStore:
    """Proposals within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, chart: Chart, by: Person, said: str, readers: Sequence[str], at: datetime) -> str:
        """Remember a proposal for whoever it is shown to, and forget those that are a day old."""
        self._connection.execute(delete(proposals).where(proposals.c.at < at - KEPT_FOR))
        row = {
            "id": uuid4().hex,
            "person": by.id,
            "snapshot": chart_as_json(chart),
            "said": said,
            "readers": list(readers),
            "at": at,
        }
        self._connection.execute(insert(proposals).values(row))
        return str(row["id"])

    def get(self, proposal: str, by: Person) -> Proposal:
        """Give what was shown to this person."""
        mine = (proposals.c.id == proposal, proposals.c.person == by.id)
        row = self._connection.execute(select(proposals).where(*mine)).one_or_none()
        if row is None:
            raise NotFoundError(
                "That proposal is gone: it was kept for a day. Draft the chart or read the file "
                "again."
            )
        return Proposal(chart_of(row.snapshot), row.said, tuple(row.readers))
