"""Files of charts, role definitions and the steering report; the report told in sentences."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from isthmus.actions.spans import span_of
from isthmus.errors import InvalidError, NotFoundError
from isthmus.hearing.charting import Charting
from isthmus.hearing.defining import Defining
from isthmus.hearing.parts import Parts, everybody
from isthmus.messages import File, Message, Paragraph, Reply
from isthmus.programme.desk import Span
from isthmus.programme.exporting.formats import Format, export, file_name
from isthmus.programme.period import Named
from isthmus.raci import orders
from isthmus.raci.exporting.formats import Format as ChartFormat
from isthmus.replying.reports import report_told
from isthmus.understanding.commands import OnChart, OnRole, SendFile

_NO_REPORT: Final = "The steering report is not set up here."
_USUAL: Final = Named.FOUR_WEEKS
_ALSO: Final = {Named.YEAR: ("last year",), Named.FOUR_WEEKS: ("last 4 weeks",)}


@dataclass(frozen=True)
class Exporting:
    parts: Parts

    def sent(self, command: SendFile, message: Message) -> Reply:
        """Send a file of what everybody who gets it may read."""
        match command.kind:
            case "chart":
                return self._chart(command, message)
            case "role":
                order = orders.Export(command.format)
                meant = OnRole(order, command.format, definition=command.id)
                return Defining(self.parts).handle(meant, message)
            case "report":
                return self._report(command, message)
            case _:
                raise InvalidError("A chart, a role or the report can be sent. Say which.")

    def _chart(self, command: SendFile, message: Message) -> Reply:
        if command.format not in list(ChartFormat):
            known = ", ".join(ChartFormat)
            raise InvalidError(f"A chart is not sent as “{command.format}”, but as {known}.")
        order = orders.Export(command.format)
        meant = OnChart(order, command.format, chart=command.id)
        return Charting(self.parts).handle(meant, message)

    def _report(self, command: SendFile, message: Message) -> Reply:
        """Tell the report of a time, or give its file."""
        if self.parts.programme is None:
            raise NotFoundError(_NO_REPORT)
        words, _, phase = command.id.partition("/")
        reader = everybody(message)
        span = self._span(words, message)
        report = self.parts.programme.report(reader, span, phase, asker=message.by.id)
        if not command.format:
            return report_told(report, command.id, self.parts.public_url)
        if command.format not in list(Format):
            known = ", ".join(Format)
            raise InvalidError(f"The report is not sent as “{command.format}”, but as {known}.")
        to = Format(command.format)
        file = File(file_name(report, to), to.media_type, export(report, to))
        return Reply((Paragraph(f"{report.title}, {report.subtitle}."), file))

    def _span(self, words: str, message: Message) -> Span:
        """Give the days that words mean; "last month" is the whole of it."""
        said = words.strip().casefold()
        if not said:
            return Span(usual=_USUAL)
        for name in Named:
            words_for = name.words.casefold().removeprefix("the ")
            if said.removeprefix("the ") in {name.value, words_for, *_ALSO.get(name, ())}:
                return Span(usual=name)
        asked = self.parts.asked_for(message.by)
        found = span_of(said, asked)
        if found is None:
            raise InvalidError(
                f"“{words}” is no stretch of time. Say for example: last month, this quarter, the "
                "last four weeks, since 1 October."
            )
        return Span(max(found.first, date(1970, 1, 1)), found.last)
