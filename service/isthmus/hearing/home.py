"""Everything that waits for somebody: their actions, their letters, charts under review, news."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from isthmus.actions.listing import Listing, Page, Since, Sought
from isthmus.actions.model import LIVE
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.charts_meant import ChartsMeant
from isthmus.hearing.parts import Parts
from isthmus.messages import Message, Reply
from isthmus.raci.listing import Sought as SoughtCharts
from isthmus.raci.model import Chart, Filed, State, Status
from isthmus.replying.home import Waiting, home_told

_MOST_ACTIONS: Final = 10
_MOST_COUNTED: Final = 500
_MOST_LOOKED_AT: Final = 40  # charts, the last changed ones
_MOST_CHARTS: Final = 5
_MOST_CHANGES: Final = 5
_LATELY: Final = timedelta(days=7)


@dataclass(frozen=True)
class Home:
    parts: Parts
    message: Message

    def shown(self) -> Reply:
        meant = ActionsMeant(self.parts, self.message)
        return home_told(self.waiting(), meant.today, meant.teller, self.parts.public_url)

    def waiting(self) -> Waiting:
        """Gather what waits for the person, as far as everybody who sees it may read it."""
        meant, me = ActionsMeant(self.parts, self.message), self.message.by.id
        actions, by = self.parts.actions, meant.seen_by
        mine = Sought(statuses=LIVE, owners=(me,))
        late = Sought(statuses=LIVE, owners=(me,), overdue_on=meant.today)
        first = actions.listed(by, mine, Page(limit=_MOST_COUNTED))
        since = Since(self.parts.clock() - _LATELY, limit=_MOST_CHANGES)
        return Waiting(
            actions=first.actions[:_MOST_ACTIONS],
            count=_told(first),
            overdue=len(actions.listed(by, late, Page(limit=_MOST_COUNTED)).actions),
            letters=tuple(self._letters())[:_MOST_CHARTS],
            reviewed=self._reviewed(),
            changes=tuple(actions.changed(by, since, Sought(involving=me)).changes),
        )

    def _reviewed(self) -> tuple[Filed, ...]:
        charts = ChartsMeant(self.parts)
        found = charts.listed(self.message, SoughtCharts(status=Status.IN_REVIEW))
        return tuple(charts.opened(each.id, self.message) for each in found[:_MOST_CHARTS])

    def _letters(self) -> Iterator[tuple[Filed, int]]:
        """Give the charts in which letters wait for the person's yes or no, with their number."""
        charts = ChartsMeant(self.parts)
        for each in charts.listed(self.message)[:_MOST_LOOKED_AT]:
            filed = charts.opened(each.id, self.message)
            if count := waiting_letters(filed.chart, self.message.by.id):
                yield filed, count


def waiting_letters(chart: Chart, person: str) -> int:
    """Count the letters that somebody who holds roles of a chart has not answered for."""
    mine = {each.id for each in chart.columns if person in each.held_by}
    cells = (cell for (_, column), cell in chart.cells.items() if column in mine)
    return sum(each.state is State.PROPOSED for cell in cells for each in cell)


def _told(listing: Listing) -> str:
    count = len(listing.actions)
    return f"{count} or more" if listing.next else str(count)
