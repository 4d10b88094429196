"""The steering report as a reply: its summary, its figures, and the files it comes as."""

from isthmus.messages import Button, Buttons, Byline, Fact, Facts, Paragraph, Part, Reply
from isthmus.programme.exporting.formats import Format
from isthmus.programme.report import Report
from isthmus.understanding.commands import SendFile


def report_told(report: Report, span: str, public_url: str) -> Reply:
    """Tell a report in sentences; ``span`` are the words for its days, for its files."""
    parts: list[Part] = [Paragraph(f"{report.title}, {report.subtitle}.")]
    parts += [Paragraph(each) for each in report.summary]
    figures = (Fact(each.name, _figure(each.value, each.note)) for each in report.figures)
    address = Fact("In the console", f"{public_url}/programme/report")
    files = tuple(Button(e.words, SendFile("report", span, e.value)) for e in Format)
    shown: list[Part] = [*parts, Facts((*figures, address))]
    if report.worded:
        shown.append(Byline(report.worded) if report.writer else Paragraph(report.worded))
    return Reply((*shown, Buttons("", files)))


def _figure(value: str, note: str) -> str:
    return f"{value} ({note})" if note else value
