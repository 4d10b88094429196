"""What is decided to be said, as a person reads it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from isthmus.actions.dates import spoken
from isthmus.actions.model import Action, Priority, Status, named
from isthmus.messages import Paragraph, Part, Points, Reply
from isthmus.reminding.model import Delivery, Sort, Why

MOST_LINES: Final = 15  # of one group; the rest is counted
_GROUPS: Final = {
    Why.OVERDUE: "Overdue",
    Why.TODAY: "Due today",
    Why.SOON: "Due soon",
    Why.AGAIN: "You asked to hear of these again",
    Why.ASSIGNED: "New for you",
    Why.UNBLOCKED: "Nothing holds these up any more",
    Why.SILENT: "Late and silent, in steps you lead",
}
_REVIEWS: Final = {
    Why.REVIEW: ("{} to approve", "For you to approve"),
    Why.REVIEWED: ("{} back from review", "What you submitted for review"),
}
CHART: Final = "chart"
ROLE: Final = "role definition"
_PAGES: Final = {CHART: "charts", ROLE: "roles"}
_COUNTED: Final = {
    Why.OVERDUE: "{} overdue",
    Why.TODAY: "{} due today",
    Why.SOON: "{} due soon",
    Why.AGAIN: "{} that you wanted to hear of again",
    Why.ASSIGNED: "{} new",
    Why.UNBLOCKED: "{} free to go on",
    Why.SILENT: "{} late and silent in your steps",
}
SAY: Final = (
    "Answer in the assistant, for example: “{name} done”, “{name} due Friday”, "
    "“{name} blocked by the vendor”."
)


@dataclass(frozen=True)
class Line:
    """An action with why it is told, and which actions that are not closed it waits for."""

    why: Why
    action: Action
    waits_for: tuple[int, ...] = ()
    heard: date | None = None


@dataclass(frozen=True)
class Waiting:
    """Letters of a chart that somebody has neither accepted nor declined."""

    chart: str
    title: str
    letters: int


@dataclass(frozen=True)
class Review:
    """A chart or role definition that is to be approved, or was approved or sent back.

    ``seen`` is its last event; ``is_ready`` where it can be approved as it is.
    """

    why: Why
    what: str
    id: str
    title: str
    facts: tuple[str, ...]
    seen: int
    is_ready: bool


@dataclass(frozen=True)
class View:
    """All that one message says to one person, on their day, as it stands now."""

    sort: Sort
    day: date
    late: bool = False
    lines: tuple[Line, ...] = ()
    failed: tuple[tuple[Delivery, str], ...] = ()  # each with the name of whom it was for
    letters: tuple[Waiting, ...] = ()
    reviews: tuple[Review, ...] = ()
    buttons: tuple[Part, ...] = ()
    console: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.is_of_actions or self.reviews)

    @property
    def is_of_actions(self) -> bool:
        return bool(self.lines or self.failed or self.letters)

    def of(self, why: Why) -> list[Line]:
        return [each for each in self.lines if each.why is why]

    def reviews_of(self, why: Why) -> list[Review]:
        return [each for each in self.reviews if each.why is why]


def subject(view: View) -> str:
    """Say in a few words what it is about; titles stay out of it."""
    told = ", ".join(_counts(view))
    if not view.is_of_actions:
        return f"Reviews: {told}"
    return f"Your actions: {told}" if view.sort is Sort.MORNING else f"Actions: {told}"


def _counts(view: View) -> Iterator[str]:
    for why, text in _COUNTED.items():
        if found := view.of(why):
            yield text.format(len(found))
    if view.failed:
        yield f"{len(view.failed)} not delivered"
    if view.letters:
        yield counted(
            sum(each.letters for each in view.letters), "letter to accept", "letters to accept"
        )
    for why, (text, _) in _REVIEWS.items():
        if told := view.reviews_of(why):
            yield text.format(len(told))


def reply(view: View) -> Reply:
    parts: list[Part] = [Paragraph(f"{_opening(view)}: {', '.join(_counts(view))}.")]
    if view.late:
        parts.append(Paragraph("This comes late: the service was not running when it was due."))
    parts += [
        points(title, [_told(line, view.day) for line in view.of(why)])
        for why, title in _GROUPS.items()
        if view.of(why)
    ]
    if view.failed:
        parts.append(points("Not delivered", [_undelivered(*each) for each in view.failed]))
    if view.letters:
        parts.append(points("Letters of charts for you to accept or decline", _letters(view)))
    parts += [
        points(title, [_reviewed(each, view.console) for each in view.reviews_of(why)])
        for why, (_, title) in _REVIEWS.items()
        if view.reviews_of(why)
    ]
    parts += view.buttons
    return Reply((*parts, *_onward(view)))


def _opening(view: View) -> str:
    if not view.is_of_actions:
        return "News of reviews"
    return f"Your actions on {spoken(view.day)}" if view.sort is Sort.MORNING else "News of actions"


def points(title: str, items: Sequence[str]) -> Points:
    """Give a list that does not grow beyond what somebody reads."""
    more = len(items) - MOST_LINES
    rest = (f"and {more} more",) if more > 0 else ()
    return Points(title, (*items[:MOST_LINES], *rest))


def _told(line: Line, today: date) -> str:
    action = line.action
    facts = list(_facts(line, today))
    return f"{titled(action)}: {'; '.join(facts)}" if facts else titled(action)


def titled(action: Action) -> str:
    return f"{action.name} {action.title}"


def _facts(line: Line, today: date) -> Iterator[str]:
    action = line.action
    if line.why is Why.SILENT:
        yield action.owner.name if action.owner else "nobody owns it"
    yield due_in_words(action, today)
    if line.why is Why.SILENT and line.heard:
        yield f"nothing heard since {spoken(line.heard)}"
    if action.priority in {Priority.HIGH, Priority.URGENT}:
        yield f"{action.priority} priority"
    yield from _held_up(line)
    if action.step:
        yield f"step {action.step}"


def due_in_words(action: Action, today: date) -> str:
    """Say when it is or was due, and how far that is from today."""
    if action.due is None:
        return "no due date yet"
    days = (action.due - today).days
    if days < 0:
        return f"was due {spoken(action.due)}, {_days(-days)} ago"
    near = {0: "due today", 1: f"due tomorrow, {spoken(action.due)}"}
    return near.get(days) or f"due {spoken(action.due)}, in {_days(days)}"


def _held_up(line: Line) -> Iterator[str]:
    action = line.action
    if line.waits_for:
        yield f"waits for {listed([named(each) for each in line.waits_for])}"
    if action.status is Status.BLOCKED:
        whom = f" by {action.waiting_for.name}" if action.waiting_for else ""
        why = f" ({action.reason})" if action.reason else ""
        yield f"blocked{whom}{why}"


def _undelivered(delivery: Delivery, name: str) -> str:
    what = "The digest" if delivery.sort is Sort.DIGEST else "A reminder"
    how = f"did not arrive by {delivery.way}: {_ended(delivery.reason)}"
    return f"{what} to {name} {how} It waits in the console."


def _ended(reason: str) -> str:
    text = reason.strip() or "no reason was given"
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _letters(view: View) -> list[str]:
    return [
        f"{each.title}: {counted(each.letters, 'letter')}, {view.console}/charts/{each.chart}"
        for each in view.letters
    ]


def _reviewed(review: Review, console: str) -> str:
    address = f"{console}/{_PAGES[review.what]}/{review.id}"
    named = f"{review.what.capitalize()} “{review.title}”"
    return f"{named}, {'; '.join((*review.facts, address))}"


def _onward(view: View) -> Iterator[Part]:
    own = [each for each in view.lines if each.why is not Why.SILENT]
    if own:
        yield Paragraph(SAY.format(name=own[0].action.name))
    whole = f"All of it in the console: {view.console}/actions. " if view.is_of_actions else ""
    yield Paragraph(f"{whole}How and when you are told: {view.console}/actions/reminders.")


def _days(number: int) -> str:
    return counted(number, "day")


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str]) -> str:
    *some, last = names
    return f"{', '.join(some)} and {last}" if some else last
