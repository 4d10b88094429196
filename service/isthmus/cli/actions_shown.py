"""Actions in the terminal: a table of many, one with all that it says, its history."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from isthmus.actions.contract import action_as_json
from isthmus.actions.desk import Shown
from isthmus.actions.hints import hint
from isthmus.actions.listing import Twin
from isthmus.actions.model import Action, Event, Party, Priority, named
from isthmus.actions.service import Bulk
from isthmus.actions.telling import lines, told
from isthmus.cli.output import print_json, show_line, show_table


def show_actions(actions: Sequence[Action], today: date) -> None:
    rows = [
        (
            each.name,
            each.title,
            _name(each.owner),
            _due(each, today),
            each.status,
            "" if each.priority is Priority.NORMAL else each.priority,
            each.step,
        )
        for each in actions
    ]
    columns = ("action", "title", "owner", "due", "status", "priority", "step")
    show_table(columns, rows, unbroken="action")


def show_one(shown: Shown, today: date) -> None:
    action = shown.action
    show_line(f"{action.name}  {action.title}", "bold")
    show_line(_standing(action, today), "red" if action.is_overdue(today) else "")
    for label, value in _facts(action):
        if value:
            show_line(f"{label}: {value}")
    _show_hanging("Waits for", shown.blockers)
    _show_hanging("Others wait for it", shown.dependents)
    for each in action.evidence:
        show_line(f"Evidence: {each.title or each.text}  {each.text if each.title else ''}".strip())
    if shown.settings.evidence and not action.evidence and action.status.is_live:
        show_line("Closing it asks for evidence.", "dim")


def show_changed(action: Action, today: date, *, as_json: bool) -> None:
    """Show what came of a change: what was understood is said back."""
    if as_json:
        print_json(action_as_json(action))
        return
    show_line(f"{action.name}  {action.title}", "bold")
    show_line(_standing(action, today), "green")


def show_notes(action: Action, twins: Iterable[Twin], note: str = "") -> None:
    for line in (note, hint(action.title)):
        if line:
            show_line(line, "dim")
    for twin in twins:
        show_line(f"The same as {twin.action.name}? {twin.action.title}", "yellow")


def show_bulk(bulk: Bulk, what: str) -> None:
    if bulk.done:
        names = ", ".join(each.name for each in bulk.done)
        show_line(f"{what}: {names}.", "green")
    for each in bulk.refused:
        show_line(f"{named(each.action)}: {each.why}", "red")


def show_history(events: Sequence[Event], name_of: Callable[[str], str]) -> None:
    for event in events:
        via = f", by {event.via}" if event.via else ""
        show_line(f"{event.number}. {event.at:%Y-%m-%d %H:%M}{via}: {told(event, name_of)}")
        for line in lines(event):
            show_line(f"     {line}", "dim")


def _standing(action: Action, today: date) -> str:
    owner = _name(action.owner) or "nobody yet"
    due = f"due {_due(action, today)}" if action.due else "no due date"
    return f"{action.status}, {owner}, {due}, priority {action.priority}"


def _facts(action: Action) -> Iterable[tuple[str, str]]:
    yield "Description", action.description
    yield "Step", action.step
    yield "Helpers", ", ".join(each.name for each in action.helpers)
    yield "Labels", ", ".join(action.labels)
    yield "Comes again", str(action.recurrence or "")
    yield "Estimate", f"{action.estimate:g} hours" if action.estimate else ""
    yield "Reason", action.reason
    yield "Waits for", _name(action.waiting_for)
    first = action.first_due and action.first_due != action.due
    yield "First due", f"{action.first_due}, moved {action.slips} times" if first else ""
    yield "Quote", action.source.quote
    yield "Said by", action.source.author
    yield "From", " ".join(filter(None, (action.source.title, action.source.permalink)))
    yield "Readers", ", ".join(action.readers)
    yield "Follows", named(action.follows) if action.follows else ""
    yield "Followed by", named(action.followed_by) if action.followed_by else ""


def _show_hanging(what: str, actions: Iterable[Action]) -> None:
    for each in actions:
        show_line(f"{what}: {each.name} {each.title} ({each.status})")


def _name(party: Party | None) -> str:
    if party is None:
        return ""
    return party.name if party.person else f"{party.name} (no account)"


def _due(action: Action, today: date) -> str:
    if action.due is None:
        return ""
    late = (today - action.due).days if action.is_overdue(today) else 0
    return f"{action.due:%Y-%m-%d}{f' ({late} d late)' if late else ''}"
