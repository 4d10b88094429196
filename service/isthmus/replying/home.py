"""What waits for somebody, as a reply: what matters most first, each with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from isthmus.actions import orders
from isthmus.actions.listing import Change
from isthmus.actions.model import Action
from isthmus.actions.telling import told
from isthmus.messages import Button, Buttons, Fact, Facts, Paragraph, Part, Points, Reply
from isthmus.raci import orders as of_charts
from isthmus.raci.model import Filed
from isthmus.replying.action_words import days, short
from isthmus.replying.actions import Teller, button, edit_button
from isthmus.understanding.commands import OnChart, OpenForm

_NOTHING: Final = "Nothing waits for you: no open action, no letter, no chart under review."


@dataclass(frozen=True)
class Waiting:
    """``count`` of the person's open actions, of which these are the first; ``overdue`` of them.

    ``letters`` are charts with how many of the person's letters are not answered for.
    """

    actions: tuple[Action, ...]
    count: str
    overdue: int
    letters: tuple[tuple[Filed, int], ...]
    reviewed: tuple[Filed, ...]
    changes: tuple[Change, ...]


def home_told(waiting: Waiting, today: date, teller: Teller, public_url: str) -> Reply:
    parts = [
        *_actions(waiting, today),
        *_letters(waiting),
        *_reviewed(waiting),
    ] or [Paragraph(_NOTHING)]
    parts += _changes(waiting, teller)
    return Reply((*parts, Facts((Fact("In the console", f"{public_url}/"),))))


def _actions(waiting: Waiting, today: date) -> Iterator[Part]:
    if not waiting.actions:
        return
    what = "action" if waiting.count == "1" else "actions"
    late = f", {waiting.overdue} of them overdue" if waiting.overdue else ""
    yield Paragraph(f"You have {waiting.count} open {what}{late}.")
    for each in waiting.actions:
        offered = (
            button("Done", orders.Finish(), each),
            button("New date", orders.AskFor("due"), each),
            edit_button(each),
            button("Show", orders.Show(), each),
        )
        yield Buttons(f"{each.name} {each.title} ({_due(each, today)})", offered)
    if waiting.count != str(len(waiting.actions)):
        yield Paragraph(f"These are the first {len(waiting.actions)}; all are in the console.")


def _due(action: Action, today: date) -> str:
    if action.due is None:
        return f"{action.status}, no date"
    late = f", {days((today - action.due).days)} late" if action.is_overdue(today) else ""
    return f"{action.status}, due {short(action.due)}{late}"


def _letters(waiting: Waiting) -> Iterator[Part]:
    for filed, count in waiting.letters:
        what = "One letter waits" if count == 1 else f"{count} letters wait"
        offered = (
            Button("Accept my letters", OpenForm("letters", filed.id, filed.number)),
            _show(filed),
        )
        yield Buttons(f"{what} for your answer in “{filed.chart.title}”.", offered)


def _reviewed(waiting: Waiting) -> Iterator[Part]:
    if waiting.reviewed:
        what = "One chart is" if len(waiting.reviewed) == 1 else f"{len(waiting.reviewed)} charts"
        be = "" if len(waiting.reviewed) == 1 else " are"
        shows = tuple(_show(each, each.chart.title) for each in waiting.reviewed)
        yield Buttons(f"{what}{be} under review.", shows)


def _show(filed: Filed, label: str = "Show") -> Button:
    return Button(label, OnChart(of_charts.Show(), "show", chart=filed.id))


def _changes(waiting: Waiting, teller: Teller) -> Iterator[Part]:
    if waiting.changes:
        lines = (
            f"{e.action.name} {e.action.title} ({teller.moment(e.event.at)}): "
            f"{told(e.event, teller.name_of)}"
            for e in waiting.changes
        )
        yield Points("Changed lately", tuple(lines))
