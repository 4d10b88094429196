"""The only door to iCalendar: actions as events of whole days (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final

from icalendar import Calendar, Event, vText

from isthmus.actions.model import Action, Priority, Status

REFRESH: Final = timedelta(hours=1)
_PRIORITIES: Final = {Priority.URGENT: 1, Priority.HIGH: 3, Priority.NORMAL: 5, Priority.LOW: 9}


def written(
    actions: Iterable[Action], title: str, link: Callable[[Action], str], host: str
) -> bytes:
    """Give a calendar of the actions that have a due day.

    An event keeps its id whatever becomes of its action, and its sequence grows with each change;
    what was dropped is cancelled there.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Isthmus//Action items//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(" ".join(title.split())))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for action in actions:
        if action.due is not None:
            calendar.add_component(_event(action, action.due, link(action), host))
    content: bytes = calendar.to_ical()
    return content


def _event(action: Action, due: date, link: str, host: str) -> Event:
    event = Event()
    event.add("uid", f"{action.name.lower()}@{host}")
    event.add("sequence", action.last)
    event.add("summary", f"{_mark(action)}{action.name} {action.title}")
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if action.status is Status.DROPPED else "CONFIRMED")
    event.add("priority", _PRIORITIES[action.priority])
    event.add("description", _description(action, link))
    event.add("url", link)
    if action.labels:
        event.add("categories", list(action.labels))
    if action.changed_at:
        event.add("dtstamp", action.changed_at)
        event.add("last-modified", action.changed_at)
    if action.created_at:
        event.add("created", action.created_at)
    return event


def _mark(action: Action) -> str:
    return {Status.DONE: "Done: ", Status.BLOCKED: "Blocked: "}.get(action.status, "")


def _description(action: Action, link: str) -> str:
    owner = action.owner.name if action.owner else "nobody yet"
    step = f", step {action.step}" if action.step else ""
    first = f"{action.status}, priority {action.priority}{step}. Owner: {owner}."
    return "\n".join(filter(None, (first, action.description[:2_000], link)))
