"""All that a channel knows of the service: a Message comes in, a Reply goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, assert_never

from isthmus.answers.model import Refusal
from isthmus.conversations.service import NEW
from isthmus.edge.channels import words_for
from isthmus.errors import NotFoundError
from isthmus.inquiry.service import Inquiry
from isthmus.messages import Message, Paragraph, Points, Reply, failed, reply_as_json, reply_of
from isthmus.people import Person, Rank
from isthmus.raci import orders
from isthmus.raci.changes import Change, differences
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.drafting.drafting import Draft
from isthmus.raci.hearing import Hearing
from isthmus.raci.listing import Listed, Sought
from isthmus.raci.model import Chart, Filed, Status
from isthmus.raci.rights import may_read
from isthmus.raci.service import LONGEST_SAID
from isthmus.replying.answers import asked_told
from isthmus.replying.charts import chart_shown, charts_listed, heard_told, which_chart
from isthmus.replying.drafts import draft_told
from isthmus.replying.roles import definition_told
from isthmus.roles.desk import Drafted
from isthmus.talks.store import Key, TalkStore
from isthmus.understanding.charts_named import charts_named
from isthmus.understanding.commands import (
    Ask,
    Command,
    DefineRole,
    DraftChart,
    FixChart,
    Help,
    ListCharts,
    OnChart,
)
from isthmus.understanding.grammar import is_a_question, understand

_UNKNOWN_OUTCOME: Final = (
    "This was heard before, and what came of it is not known yet. Look at the chart before you say "
    "it again."
)
_SAY: Final = (
    "Who approves vendor remote access into the plant network?",
    "Draft a RACI for OT patching with IT Security, OT Engineering and the plant manager",
    "make the plant manager accountable for the patch window",
    "add a column for Legal, informed everywhere",
    "what changed since the approved version?",
    "list charts",
    "show the patching chart",
    "send it as Excel",
    "define the OT security lead's role",
)


@dataclass(frozen=True)
class Parts:
    """What the assistant is put together from.

    ``define`` puts together what is known of a role, ``find`` gives the people a name may mean.
    """

    inquiry: Inquiry
    charts: Charts
    talks: TalkStore
    define: Callable[[str, Person], Drafted]
    find: Callable[[str], Sequence[Person]]
    clock: Callable[[], datetime]
    public_url: str


@dataclass(frozen=True)
class Assistant:
    parts: Parts

    def hear(self, message: Message) -> Reply:
        """Do what a message asks for, once, and tell what came of it; never raises.

        The same message heard again gives the same reply, and nothing is done for it.
        """
        try:
            return self._heard_once(message)
        except Exception as error:  # noqa: BLE001 - the edge of all channels; it is logged
            return failed(words_for(error, message.channel))

    def _heard_once(self, message: Message) -> Reply:
        """Note the message before anything is done: a second delivery must find it."""
        key = Key(message.place, message.id, message.by.id)
        before = self.parts.talks.claim(key, self.parts.clock())
        if before:
            return reply_of(before.reply) if before.reply else failed(_UNKNOWN_OUTCOME)
        try:
            reply = self._handled(message.command or understand(message.text), message)
        except Exception as error:  # noqa: BLE001 - it is logged, and kept as what came of it
            reply = failed(words_for(error, message.channel))
        self.parts.talks.keep(key, reply_as_json(reply))
        return reply

    def _handled(self, command: Command, message: Message) -> Reply:
        match command:
            case Ask(question):
                return self._answered(question, message)
            case DefineRole(role):
                return definition_told(self.parts.define(role, _everybody(message)))
            case Help():
                return Reply((Points("You can say, for example", _SAY),))
            case _:
                return self._about_charts(command, message)

    def _about_charts(
        self, command: DraftChart | OnChart | FixChart | ListCharts, message: Message
    ) -> Reply:
        match command:
            case DraftChart():
                return self._drafted(command, message)
            case OnChart():
                return self._ordered(command, message)
            case FixChart():
                return self._fixed(command, message)
            case ListCharts(words, status):
                sought = Sought(words, Status(status) if status else None)
                return charts_listed(self._listed(message, sought))
        assert_never(command)

    # ---- questions

    def _answered(self, question: str, message: Message) -> Reply:
        """Ask in the person's own conversation there, from what everybody there may read."""
        talks, by = self.parts.talks, message.by
        known = talks.inquiry(message.place, by.id) or NEW
        try:
            asked = self.parts.inquiry.ask(question, message.reader, known)
        except NotFoundError:  # it was deleted meanwhile
            asked = self.parts.inquiry.ask(question, message.reader)
        if asked.conversation.id != known:
            talks.put_inquiry(message.place, by.id, asked.conversation.id)
        outcome, inquiry = asked.outcome, self.parts.inquiry
        alike = inquiry.alike(outcome, message.reader, ()) if isinstance(outcome, Refusal) else []
        return asked_told(asked, alike, self.parts.public_url)

    # ---- drafts

    def _drafted(self, command: DraftChart, message: Message) -> Reply:
        """Propose a chart, and keep it where the person may."""
        drafted = self.parts.charts.draft(command.sentence, _everybody(message), command.roles)
        found = self.parts.charts.check(drafted.chart)
        filed = self._kept(drafted, command, message)
        told = draft_told(drafted, found, command, filed, self.parts.public_url)
        return Reply(tuple(told))

    def _kept(self, drafted: Draft, command: DraftChart, message: Message) -> Filed | None:
        by = message.by
        if not drafted.chart.rows or by.is_guest or not by.rank.includes(Rank.CONTRIBUTOR):
            return None
        said = f"Drafted from: {command.sentence}"[:LONGEST_SAID]
        if not command.chart:
            filed = self.parts.charts.begin(drafted.chart, _hand(message), said)
            self.parts.talks.put_chart(message.place, filed.id)
            return filed

        def redrawn(known: Chart) -> tuple[Change, ...]:
            return differences(known, drafted.chart)

        chart = self._opened(command.chart, message).id
        return self.parts.charts.edit(chart, redrawn, _hand(message, command.seen), said)

    # ---- charts

    def _ordered(self, command: OnChart, message: Message) -> Reply:
        """Carry an order out on the chart that is meant.

        What is asked and not to be found in the chart is asked of the documents.
        """
        may_be_asked = is_a_question(command.order) and not command.chart
        meant = self._meant(command, message)
        if isinstance(meant, Filed):
            try:
                return self._carried_out(command, meant, message)
            except NotFoundError:
                if not may_be_asked:
                    raise
                meant = []
        if may_be_asked:
            return self._answered(command.words, message)
        if command.named and not meant:
            raise NotFoundError(_no_chart(f"“{command.named}”"))
        return which_chart(command, meant)

    def _carried_out(self, command: OnChart, filed: Filed, message: Message) -> Reply:
        self.parts.talks.put_chart(message.place, filed.id)
        if isinstance(command.order, orders.Show):
            kept = self.parts.charts.show(filed.id, message.by)
            sheet = self.parts.charts.sheet(filed.id, message.by)
            return Reply(tuple(chart_shown(kept, sheet, self.parts.public_url)))
        hearing = Hearing(self.parts.charts, self.parts.find, self.parts.clock().date())
        hand = _hand(message, command.seen)
        heard = hearing.carry_out(command.order, filed.id, hand, command.words)
        return Reply(tuple(heard_told(heard, command, filed)))

    def _meant(self, command: OnChart, message: Message) -> Filed | list[Listed]:
        """Give the chart that is meant, or those it may be: by id, by name, or the current one."""
        if command.chart:
            return self._opened(command.chart, message)
        if command.named:
            found = charts_named(self._listed(message), command.named)
            return self._opened(found[0].id, message) if len(found) == 1 else found
        try:
            return self._opened(self.parts.talks.chart(message.place), message)
        except NotFoundError:
            return self._listed(message)

    def _fixed(self, command: FixChart, message: Message) -> Reply:
        """Apply what puts a finding right, as the rules find it at this moment."""
        filed = self._opened(command.chart, message)
        place = (command.rule, command.row, command.column)

        def fix(chart: Chart) -> tuple[Change, ...]:
            for each in self.parts.charts.check(chart):
                if each.fix and (each.rule, each.row, each.column) == place:
                    return each.fix.changes
            raise NotFoundError("That is no longer found in the chart: there is nothing to do.")

        after = self.parts.charts.edit(filed.id, fix, _hand(message), f"Fixed: {command.rule}")
        self.parts.talks.put_chart(message.place, filed.id)
        found = self.parts.charts.check(after.chart)
        left = f"{len(found)} findings are left." if len(found) != 1 else "One finding is left."
        return Reply((Paragraph(f"Done. {left if found else 'The rules find nothing more.'}"),))

    def _listed(self, message: Message, sought: Sought | None = None) -> list[Listed]:
        """Give the charts that everybody who sees the reply may read, the last changed first."""
        members = message.seen_by.members
        found = self.parts.charts.listed(message.by, sought or Sought())
        return [each for each in found if all(map(each.may_be_read_by, members))]

    def _opened(self, chart: str, message: Message) -> Filed:
        """Give a chart that everybody who sees the reply may read; to anybody else there is none.

        In the same words for a chart that is not there, so that they tell nobody which it is.
        """
        try:
            filed = self.parts.charts.show(chart, message.by).filed
        except NotFoundError as error:
            raise NotFoundError(_no_chart(chart)) from error
        if not all(may_read(filed, member) for member in message.seen_by.members):
            raise NotFoundError(_no_chart(chart))
        return filed


def _hand(message: Message, seen: int | None = None) -> Hand:
    return Hand(message.by, message.channel, seen)


def _everybody(message: Message) -> Person:
    """Give a reader who sees what everybody there may, and owns nothing unless alone."""
    return message.by if message.is_private else replace(message.reader, id="")


def _no_chart(name: str) -> str:
    return (
        f"There is no chart {name}, or not everybody here may read it. “list charts” shows those "
        "there are."
    )
