"""A summary as a reply: its sentences with their quotes, what was decided, what is to be done."""

from collections.abc import Iterator

from isthmus.actions.extracting import Candidate
from isthmus.messages import Button, Buttons, Byline, Paragraph, Part, Points, Quote, Reply
from isthmus.replying.action_words import short
from isthmus.summaries.model import Quoted, Summary
from isthmus.understanding.commands import FindActions

_MOST_ACTIONS = 10


def summary_told(summary: Summary, text: str) -> Reply:
    return Reply(tuple(_told(summary, text)))


def _told(summary: Summary, text: str) -> Iterator[Part]:
    quotes: dict[Quoted, int] = {}
    for said in summary.sentences:
        marks = tuple(quotes.setdefault(each, len(quotes) + 1) for each in said.quotes)
        yield Paragraph(said.text, marks)
    yield from _lists(summary)
    for quote, n in quotes.items():
        yield Quote(quote.text, quote.by or "The text", f"message {quote.message}", "", n)
    if summary.writer:
        yield Byline(
            f"Written by {summary.writer}, each sentence checked against the messages it cites; "
            "what stands in quotation marks is their own words."
        )
    if summary.note:
        yield Paragraph(summary.note)
    if summary.actions:
        yield Buttons("", (Button("Propose these actions", FindActions(text)),))


def _lists(summary: Summary) -> Iterator[Points]:
    lists = {"Key sentences": summary.key, "Decided": summary.decisions}
    yield from (Points(name, tuple(map(_words, found))) for name, found in lists.items() if found)
    if summary.actions:
        shown = tuple(map(_action, summary.actions[:_MOST_ACTIONS]))
        more = len(summary.actions) - _MOST_ACTIONS
        yield Points("To be done", (*shown, *([f"And {more} more."] if more > 0 else [])))


def _words(quoted: Quoted) -> str:
    return f"{quoted.by}: “{quoted.text}”" if quoted.by else f"“{quoted.text}”"


def _action(candidate: Candidate) -> str:
    owner = candidate.owner or "nobody named"
    due = f", due {short(candidate.due)}" if candidate.due else ""
    return f"{candidate.title} ({owner}{due})"
