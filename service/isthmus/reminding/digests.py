"""The digest: what a week did to the actions that everybody who reads it may read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from isthmus.actions.dates import spoken
from isthmus.actions.listing import Group, Listing, Order, Page, Since, Sought
from isthmus.actions.model import LIVE, Action, EventKind, FieldChange, Status, named
from isthmus.actions.seeking import ActionLists
from isthmus.messages import Paragraph, Part, Points, Reply
from isthmus.reminding.wording import counted, due_in_words, titled

A_WEEK: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=35)  # back to the digest before, where some were missed
MOST_LINES: Final = 10
_EVENTS: Final = 500
_MOST_PAGES: Final = 4
_AGREED: Final = (*LIVE, Status.DONE)


@dataclass(frozen=True)
class Entry:
    """One line: the action it is about, and its words."""

    action: int
    text: str


@dataclass(frozen=True)
class Section:
    """One group of actions: ``number`` is how many there are, of which some have a line."""

    name: str
    number: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Digest:
    """What happened until a moment; ``day`` is that day where it is read."""

    since: datetime
    until: datetime
    day: date
    sections: tuple[Section, ...]
    reviews: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        return not any(each.number for each in self.sections) and not self.reviews

    def readable(self, may: set[int]) -> "Digest":
        """Give the digest without the lines of actions that are not among these."""
        kept = tuple(
            replace(one, entries=tuple(each for each in one.entries if each.action in may))
            for one in self.sections
        )
        return replace(self, sections=kept)

    @property
    def actions(self) -> list[int]:
        return [each.action for one in self.sections for each in one.entries]


@dataclass(frozen=True)
class Stretch:
    """What a digest is of: a stretch of time, the day it ends on, and some steps or all."""

    since: datetime
    until: datetime
    day: date
    steps: tuple[str, ...] = ()

    @property
    def sought(self) -> Sought:
        return Sought(steps=self.steps)


def digest(lists: ActionLists, stretch: Stretch, reviews: Sequence[str] = ()) -> Digest:
    """Put together what these lists say of a stretch of time."""
    sections = tuple(_sections(lists, stretch))
    return Digest(stretch.since, stretch.until, stretch.day, sections, tuple(reviews))


def _sections(lists: ActionLists, stretch: Stretch) -> Iterator[Section]:
    sought, today = stretch.sought, stretch.day
    since = stretch.since
    closed = replace(sought, statuses=(Status.DONE,), status_since=since)
    yield _section(lists, "Closed", closed, today)
    new = replace(sought, statuses=_AGREED, created_since=since)
    yield _section(lists, "New", new, today, Order.CREATED)
    soon = replace(sought, statuses=LIVE, due_from=today, due_to=today + A_WEEK)
    yield _section(lists, "Due within a week", soon, today, Order.DUE)
    late = replace(sought, statuses=LIVE, overdue_on=today)
    yield _section(lists, "Overdue", late, today, Order.DUE)
    held_up = replace(sought, statuses=LIVE, held_up=True)
    yield _section(lists, "Blocked or waiting", held_up, today, Order.DUE)
    yield _moved(lists, stretch)
    dropped = replace(sought, statuses=(Status.DROPPED,), status_since=since)
    yield _section(lists, "Dropped", dropped, today)


def _section(
    lists: ActionLists, name: str, sought: Sought, today: date, order: Order = Order.CHANGED
) -> Section:
    found: Listing = lists.listed(sought, Page(order, limit=MOST_LINES))
    number = len(found.actions)
    if found.next:
        number = sum(each.number for each in lists.counted(sought, (Group.STATUS,), today))
    lines = tuple(Entry(each.id, _line(name, each, today)) for each in found.actions)
    return Section(name, number, lines)


def _line(section: str, action: Action, today: date) -> str:
    facts = [action.owner.name if action.owner else "nobody owns it"]
    if action.status.is_live:
        facts.append(due_in_words(action, today))
    if section == "Blocked or waiting":
        facts.append(_what_holds(action))
    if section == "Dropped" and action.reason:
        facts.append(action.reason)
    return f"{titled(action)} ({'; '.join(filter(None, facts))})"


def _what_holds(action: Action) -> str:
    if action.status is Status.BLOCKED:
        whom = f"blocked by {action.waiting_for.name}" if action.waiting_for else "blocked"
        return f"{whom}: {action.reason}" if action.reason else whom
    return f"after {', '.join(named(each) for each in action.depends_on)}"


def _moved(lists: ActionLists, stretch: Stretch) -> Section:
    """Give the actions whose due date is another than it was, the latest change first."""
    moved: dict[int, tuple[Action, date | None, date | None]] = {}
    for action, change in _due_changes(lists, stretch):
        _, _, after = moved.get(action.id, (action, None, change.after))
        moved[action.id] = (action, change.before, after)
    kept = [each for each in moved.values() if each[1] and each[1] != each[2]]
    entries = tuple(Entry(each[0].id, _move(*each)) for each in kept[:MOST_LINES])
    return Section("Moved", len(kept), entries)


def _due_changes(lists: ActionLists, stretch: Stretch) -> Iterator[tuple[Action, FieldChange]]:
    after = ""
    kinds = (EventKind.EDITED, EventKind.UNDONE, EventKind.REDONE)
    for _ in range(_MOST_PAGES):
        wanted = Since(stretch.since, stretch.until, kinds, _EVENTS, after)
        found = lists.changed(wanted, replace(stretch.sought, statuses=LIVE))
        for each in found.changes:
            yield from ((each.action, one) for one in each.event.changes if one.field == "due")
        after = found.next
        if not after:
            return


def _move(action: Action, before: date | None, after: date | None) -> str:
    owner = action.owner.name if action.owner else "nobody owns it"
    then = spoken(after) if after else "no date"
    slips = f"; moved {counted(action.slips, 'time')} so far" if action.slips > 1 else ""
    was = spoken(before) if before else "no date"
    return f"{titled(action)} ({owner}): from {was} to {then}{slips}"


def digest_reply(shown: Digest, console: str, *, late: bool = False) -> Reply:
    """Say a digest in one message, what counts first."""
    told = [f"{each.number} {each.name.lower()}" for each in shown.sections if each.number]
    summary = ", ".join(told) or "nothing changed, and nothing is late"
    parts: list[Part] = [Paragraph(f"The week to {spoken(shown.day)}: {summary}.")]
    if late:
        parts.append(Paragraph("This comes late: the service was not running when it was due."))
    parts += [_points(each) for each in shown.sections if each.entries]
    if shown.reviews:
        parts.append(Points("Reviews that are overdue", shown.reviews))
    return Reply((*parts, Paragraph(f"All of it in the console: {console}/actions.")))


def _points(section: Section) -> Points:
    lines = tuple(each.text for each in section.entries)
    more = section.number - len(lines)
    return Points(section.name, (*lines, *((f"and {more} more",) if more > 0 else ())))


def digest_subject(shown: Digest) -> str:
    late = next((each.number for each in shown.sections if each.name == "Overdue"), 0)
    return f"Actions, the week to {spoken(shown.day)}: {late} overdue"


def digest_as_json(shown: Digest) -> dict[str, Any]:
    return {
        "since": shown.since.isoformat(),
        "until": shown.until.isoformat(),
        "day": shown.day.isoformat(),
        "sections": [
            {
                "name": one.name,
                "number": one.number,
                "actions": [
                    {"action": named(each.action), "text": each.text} for each in one.entries
                ],
            }
            for one in shown.sections
        ],
        "reviews": list(shown.reviews),
    }


def digest_of(known: Mapping[str, Any]) -> Digest:
    """Read a digest back as it was kept."""
    return Digest(
        datetime.fromisoformat(known["since"]),
        datetime.fromisoformat(known["until"]),
        date.fromisoformat(known["day"]),
        tuple(map(_section_of, known["sections"])),
        tuple(known["reviews"]),
    )


def _section_of(known: Mapping[str, Any]) -> Section:
    entries = tuple(
        Entry(int(each["action"].removeprefix("A-")), each["text"]) for each in known["actions"]
    )
    return Section(known["name"], known["number"], entries)
