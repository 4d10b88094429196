"""Questions about all actions answered: one sentence, then a short table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from isthmus.actions.listing import Change, Counted
from isthmus.actions.model import Action, EventKind, Priority, Status, named
from isthmus.actions.orders import NOBODY, Find, Show
from isthmus.actions.spans import Span
from isthmus.actions.telling import told
from isthmus.messages import Buttons, Fact, Facts, Paragraph, Part, Reply, Table
from isthmus.replying.action_words import days, short
from isthmus.replying.actions import Teller, button

MOST_ROWS: Final = 15
_MOST_BUTTONS: Final = 5
_NONE: Final = "\u2013"
_COLUMNS: Final = ("Number", "Action", "Owner", "Due", "Status")
_DID: Final = {
    EventKind.ADDED: "added",
    EventKind.PROPOSED: "proposed",
    EventKind.DONE: "closed",
    EventKind.DROPPED: "dropped",
    EventKind.REOPENED: "reopened",
    EventKind.BLOCKED: "blocked",
}


@dataclass(frozen=True)
class Found:
    """What a question found: the first of ``count`` actions, of ``among`` that it looked through.

    ``owner`` is the name of whose they are, ``is_mine`` where that is who asks; ``span`` are the
    days that were meant; ``overdue`` counts those that are late, ``oldest`` the most days.
    """

    find: Find
    actions: Sequence[Action]
    count: int
    among: int
    overdue: int = 0
    oldest: int = 0
    owner: str = ""
    is_mine: bool = False
    span: Span | None = None


def listed_told(found: Found, today: date, url: str) -> Reply:
    """Give the answer in a sentence, then the actions it speaks of; the rest is in the console."""
    answer = sentence(found)
    parts: list[Part] = [Paragraph(f"{answer[:1].upper()}{answer[1:]}")]
    if found.find.counted or not found.actions:
        return Reply((*parts, _link(url)) if found.count else tuple(parts))
    rows = tuple(row(each, today) for each in found.actions[:MOST_ROWS])
    parts.append(Table(_COLUMNS, rows))
    if found.count > len(rows):
        parts.append(Paragraph(f"And {found.count - len(rows)} more."))
    shows = tuple(button(each.name, Show(), each) for each in found.actions[:_MOST_BUTTONS])
    return Reply((*parts, Buttons("Show one:", shows), _link(url)))


def _link(url: str) -> Facts:
    return Facts((Fact("In the console", url),))


def row(action: Action, today: date) -> tuple[str, ...]:
    owner = action.owner.name if action.owner else _NONE
    return (action.name, action.title, owner, _due(action, today), _status(action))


def _due(action: Action, today: date) -> str:
    if action.due is None:
        return _NONE
    late = f", {days((today - action.due).days)} late" if action.is_overdue(today) else ""
    return f"{short(action.due)}{late}"


def _status(action: Action) -> str:
    notes = [
        action.priority if action.priority in {Priority.HIGH, Priority.URGENT} else "",
        f"waits for {action.waiting_for.name}" if action.waiting_for else "",
        f"waits for {', '.join(map(named, action.depends_on))}" if _waits(action) else "",
    ]
    return ", ".join((action.status, *(each for each in notes if each)))


def _waits(action: Action) -> bool:
    return bool(action.depends_on) and action.status.is_live


# ---- the sentence


def sentence(found: Found) -> str:
    """Answer in one sentence."""
    find = found.find
    if find.status in {Status.DONE, Status.DROPPED} and not found.count and not found.among:
        return f"No {_actions(found)} {_closed(found, 2)}.".replace("  ", " ")
    if find.status in {Status.DONE, Status.DROPPED}:
        return f"{_number(found)} {_closed(found, found.count)}."
    if predicate := _predicate(found):
        if not found.among:
            return _nothing(found)
        total = f"{_the(found)} {found.among} {_actions(found, found.among)}"
        count = found.count or "None"
        return f"{count} of {total} {predicate}." if found.among > 1 else _only(found, predicate)
    if not found.count:
        return _nothing(found)
    late = f", {found.overdue} of them overdue" if found.overdue else ""
    return f"{_has(found)}{late}."


def _only(found: Found, predicate: str) -> str:
    whose = _the(found)
    one = f"{whose[:1].upper()}{whose[1:]} one {_actions(found, 1)}"
    return f"{one} {predicate}." if found.count else f"{one} {_negated(predicate)}."


def _negated(predicate: str) -> str:
    first, _, rest = predicate.partition(" ")
    return f"{first} not {rest}"


def _predicate(found: Found) -> str:
    """Say what is asked of the actions that are counted, as many as there are."""
    find, be = found.find, "is" if found.count < 2 else "are"  # noqa: PLR2004 - plural
    if find.overdue:
        oldest = "the oldest " if found.count > 1 else ""
        return f"{be} overdue" + (f", {oldest}by {days(found.oldest)}" if found.oldest else "")
    if find.held_up:
        return f"{be} held up: blocked, or waiting for another action"
    if find.due:
        return f"{be} due {find.due}" + _days_of(found)
    return ""


def _days_of(found: Found) -> str:
    if not found.span:
        return ""
    first, last = found.span.first, found.span.last
    if first == last:
        return f" ({short(last)})"
    return f" ({short(first)} to {short(last)})" if first > date.min else f" ({short(last)})"


def _closed(found: Found, count: int) -> str:
    be = "was" if count == 1 else "were"
    what = "dropped" if found.find.status == Status.DROPPED else "closed"
    when = f" {found.find.closed}{_days_of(found)}" if found.find.closed else ""
    return f"{be} {what}{when}"


def _number(found: Found) -> str:
    count = found.count or "No"
    whose = f"{_the(found)} " if found.is_mine or found.owner else ""
    of = f"{count} of {whose}" if whose else f"{count} "
    return f"{of}{_actions(found, 2 if whose else found.count)}"


def _the(found: Found) -> str:
    if found.is_mine:
        return "your"
    return f"{found.owner}'s" if found.owner else "the"


def _has(found: Found) -> str:
    what = f"{found.count} {_actions(found, found.count)}"
    if found.is_mine:
        return f"You have {what}"
    if found.owner:
        return f"{found.owner} has {what}"
    return f"There {'is' if found.count == 1 else 'are'} {what}"


def _nothing(found: Found) -> str:
    what = f"no {_actions(found, 2)}"
    if found.is_mine:
        return f"You have {what}."
    return f"{found.owner} has {what}." if found.owner else f"There are {what} here."


def _actions(found: Found, count: int = 2) -> str:
    """Name the actions that are counted, with all that narrows them but what is asked of them."""
    find = found.find
    status = {"": "open ", "any": "", Status.DONE: "", Status.DROPPED: ""}
    kind = status.get(find.status, f"{find.status} ")
    after = "".join(
        text
        for text, said in (
            (" without an owner", find.owner == NOBODY),
            (" without a date", find.undated),
            (f" of {find.priority} priority", find.priority),
            (f" in {'step' if '.' in find.step else 'phase'} {find.step}", find.step),
            (f" labelled #{find.label}", find.label),
            (f" about “{find.words}”", find.words),
            (f" waiting for {find.waiting_for}", find.waiting_for),
        )
        if said
    )
    return f"{kind}action{'' if count == 1 else 's'}{after}"


# ---- what happened, and who has how much


def changes_told(
    changes: Sequence[Change], span: str, teller: Teller, url: str, *, more: bool
) -> Reply:
    """Tell what happened within a stretch of time, the latest first."""
    if not changes:
        return Reply((Paragraph(f"Nothing was changed {span}."),))
    kinds = [each.event.kind for each in changes]
    counted = [f"{kinds.count(kind)} {word}" for kind, word in _DID.items() if kind in kinds]
    number = len({each.action.id for each in changes})
    which = "1 action" if number == 1 else f"{number} actions"
    much = f"{'at least ' if more else ''}{len(changes)} change{'' if len(changes) == 1 else 's'}"
    told_kinds = f": {', '.join(counted)}" if counted else ""
    rows = tuple(
        (e.action.name, e.action.title, told(e.event, teller.name_of), teller.moment(e.event.at))
        for e in changes[:MOST_ROWS]
    )
    parts: list[Part] = [
        Paragraph(f"{much[:1].upper()}{much[1:]} to {which} {span}{told_kinds}."),
        Table(("Number", "Action", "What happened", "When"), rows),
    ]
    if len(changes) > len(rows):
        parts.append(Paragraph(f"And {len(changes) - len(rows)} more."))
    return Reply((*parts, _link(url)))


def load_told(counted: Sequence[Counted], url: str) -> Reply:
    """Tell who has how much to do, the most first."""
    loads = sorted((e for e in counted if e.live and e.owner), key=lambda e: (-e.live, -e.overdue))
    free = sum(each.live for each in counted if not each.owner)
    if not loads:
        return Reply((Paragraph("Nobody has an open action here."),))
    first, average = loads[0], sum(each.live for each in loads) / len(loads)
    late = f", {first.overdue} of them overdue" if first.overdue else ""
    mean = f" {len(loads)} people have {average:.1f} on average." if len(loads) > 1 else ""
    ownerless = "1 open action has" if free == 1 else f"{free} open actions have"
    unowned = f" {ownerless} no owner." if free else ""
    many = "1 open action" if first.live == 1 else f"{first.live} open actions"
    rows = tuple(
        (e.owner, str(e.live), str(e.overdue), f"{e.hours:g}" if e.estimated else _NONE)
        for e in loads[:MOST_ROWS]
    )
    told_first = f"{first.owner} has the most to do: {many}{late}.{mean}{unowned}"
    table = Table(("Owner", "Open", "Overdue", "Hours estimated"), rows)
    return Reply((Paragraph(told_first), table, _link(url)))
