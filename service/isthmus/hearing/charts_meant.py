"""Which chart a message is about, of those that everybody who sees the reply may read."""

from dataclasses import dataclass

from isthmus.errors import NotFoundError
from isthmus.hearing.parts import Parts
from isthmus.messages import Message
from isthmus.raci.listing import Listed, Sought
from isthmus.raci.model import Filed
from isthmus.raci.rights import may_read
from isthmus.talks.store import Kind
from isthmus.understanding.charts_named import charts_named
from isthmus.understanding.commands import DefineRoles, OnChart, TrackChart


@dataclass(frozen=True)
class ChartsMeant:
    parts: Parts

    def meant(
        self, command: OnChart | DefineRoles | TrackChart, message: Message
    ) -> Filed | list[Listed]:
        """Give the chart that is meant, or those it may be: by id, by name, or the current one.

        Raises NotFoundError where a name means none.
        """
        if command.chart:
            return self.opened(command.chart, message)
        if command.named:
            found = charts_named(self.listed(message), command.named)
            return self.opened(found[0].id, message) if len(found) == 1 else found
        return self.current(message) or self.listed(message)

    def current(self, message: Message) -> Filed | None:
        """Give the chart that the conversation came to last."""
        known = self.parts.talks.about(message.place).get(Kind.CHART, "")
        try:
            return self.opened(known, message)
        except NotFoundError:
            return None

    def listed(self, message: Message, sought: Sought | None = None) -> list[Listed]:
        """Give the charts, the last changed first."""
        members = message.seen_by.members
        found = self.parts.charts.listed(message.by, sought or Sought())
        return [each for each in found if all(map(each.may_be_read_by, members))]

    def opened(self, chart: str, message: Message) -> Filed:
        """Give a chart by its id; to anybody who may not read it there is none.

        In the same words for a chart that is not there, so that they tell nobody which it is.
        """
        try:
            filed = self.parts.charts.show(chart, message.by).filed
        except NotFoundError as error:
            raise no_chart(chart) from error
        if not all(may_read(filed, member) for member in message.seen_by.members):
            raise no_chart(chart)
        return filed


def no_chart(name: str) -> NotFoundError:
    return NotFoundError(
        f"There is no chart {name}, or not everybody here may read it. “list charts” shows those "
        "there are."
    )
