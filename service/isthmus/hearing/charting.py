"""Charts: drafted, worked on in words, put right by buttons."""

from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from isthmus.errors import NotFoundError
from isthmus.hearing.asking import Asking
from isthmus.hearing.charts_meant import ChartsMeant, no_chart
from isthmus.hearing.parts import Parts, hand, may_keep
from isthmus.messages import Button, Message, Paragraph, Reply
from isthmus.raci import orders
from isthmus.raci.changes import Change, differences
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.hearing import Hearing
from isthmus.raci.listing import Sought
from isthmus.raci.model import Chart, Filed, Status
from isthmus.raci.service import LONGEST_SAID
from isthmus.replying.charts import (
    chart_shown,
    charts_listed,
    charts_offered,
    checked_told,
    heard_told,
    which_chart,
)
from isthmus.replying.drafts import draft_told
from isthmus.talks.store import Kind
from isthmus.understanding.commands import DraftChart, FixChart, ForCharts, ListCharts, OnChart
from isthmus.understanding.of_charts import is_a_question

SAYINGS = (
    "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager",
    "make the plant manager accountable for the patch window",
    "add a column for Legal, informed everywhere",
    "what changed since the approved version?",
    "list charts",
    "show the patching chart",
    "send it as Excel",
)


@dataclass(frozen=True)
class Charting:
    parts: Parts

    @cached_property
    def _charts(self) -> ChartsMeant:
        return ChartsMeant(self.parts)

    def handle(self, command: ForCharts, message: Message) -> Reply:
        match command:
            case DraftChart():
                return self._drafted(command, message)
            case OnChart():
                return self._ordered(command, message)
            case FixChart():
                return self._fixed(command, message)
            case ListCharts(words, status):
                sought = Sought(words, Status(status) if status else None)
                return charts_listed(self._charts.listed(message, sought))
        assert_never(command)

    def has_current(self, message: Message) -> bool:
        """Tell whether the conversation is about a chart that everybody there may read."""
        return self._charts.current(message) is not None

    def is_meant(self, command: OnChart, message: Message, *, spoken_of: bool) -> bool:
        """Tell whether a question is for one chart: by its name, or as the one ``spoken_of``."""
        if not command.named:
            return spoken_of and self.has_current(message)
        return isinstance(self._charts.meant(command, message), Filed)

    def offered(self, command: OnChart, message: Message) -> tuple[Button, ...]:
        """Give an order as buttons, one for each chart that may be meant."""
        return charts_offered(command, self._charts.listed(message))

    # ---- drafts

    def _drafted(self, command: DraftChart, message: Message) -> Reply:
        """Propose a chart, and keep it where the person may."""
        by, site = message.reader, message.site
        drafted = self.parts.charts.draft(command.sentence, by, command.roles, site=site)
        found = self.parts.charts.check(drafted.chart)
        filed = self._kept(drafted, command, message)
        told = draft_told(drafted, found, command, filed, self.parts.public_url)
        return Reply(tuple(told))

    def _kept(self, drafted: Draft, command: DraftChart, message: Message) -> Filed | None:
        if not drafted.chart.rows or not may_keep(message.by):
            return None
        said = f"Drafted from: {command.sentence}"[:LONGEST_SAID]
        if not command.chart:
            filed = self.parts.charts.begin(drafted.chart, hand(message), said)
            self._come_to(filed, message)
            return filed

        def redrawn(known: Chart) -> tuple[Change, ...]:
            return differences(known, drafted.chart)

        chart = self._charts.opened(command.chart, message).id
        return self.parts.charts.edit(chart, redrawn, hand(message, command.seen), said)

    # ---- orders

    def _ordered(self, command: OnChart, message: Message) -> Reply:
        """Carry an order out on the chart that is meant.

        What is asked and not to be found in the chart is asked of the documents.
        """
        may_be_asked = is_a_question(command.order) and not command.chart
        meant = self._charts.meant(command, message)
        if isinstance(meant, Filed):
            try:
                return self._carried_out(command, meant, message)
            except NotFoundError:
                if not may_be_asked:
                    raise
                meant = []
        if may_be_asked:
            return Asking(self.parts).answered(command.words, message)
        if command.named and not meant:
            raise no_chart(f"“{command.named}”")
        return which_chart(command, meant)

    def _carried_out(self, command: OnChart, filed: Filed, message: Message) -> Reply:
        self._come_to(filed, message)
        if isinstance(command.order, orders.Show):
            kept = self.parts.charts.show(filed.id, message.by)
            sheet = self.parts.charts.sheet(filed.id, message.by)
            return Reply(tuple(chart_shown(kept, sheet, self.parts.public_url)))
        if isinstance(command.order, orders.Check):
            found = self.parts.charts.check(filed.chart)
            return Reply(tuple(checked_told(found, filed)))
        hearing = Hearing(self.parts.charts, self.parts.find, self.parts.clock().date())
        by = hand(message, command.seen)
        heard = hearing.carry_out(command.order, filed.id, by, command.words)
        return Reply(tuple(heard_told(heard, command, filed)))

    def _fixed(self, command: FixChart, message: Message) -> Reply:
        """Apply what puts a finding right, as the rules find it at this moment."""
        filed = self._charts.opened(command.chart, message)
        place = (command.rule, command.row, command.column)

        def fix(chart: Chart) -> tuple[Change, ...]:
            for each in self.parts.charts.check(chart):
                if each.fix and (each.rule, each.row, each.column) == place:
                    return each.fix.changes
            raise NotFoundError("That is no longer found in the chart: there is nothing to do.")

        after = self.parts.charts.edit(filed.id, fix, hand(message), f"Fixed: {command.rule}")
        self._come_to(filed, message)
        found = self.parts.charts.check(after.chart)
        left = f"{len(found)} findings are left." if len(found) != 1 else "One finding is left."
        return Reply((Paragraph(f"Done. {left if found else 'The rules find nothing more.'}"),))

    def _come_to(self, filed: Filed, message: Message) -> None:
        self.parts.talks.put_about(message.place, Kind.CHART, filed.id)
