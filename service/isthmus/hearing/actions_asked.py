"""Questions about all actions: what is overdue, whose, what changed, who has how much to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, assert_never
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from isthmus.actions import orders
from isthmus.actions.dates import Relative, Unclear, resolved, understand_due
from isthmus.actions.desk import Actions
from isthmus.actions.given import priority_meant
from isthmus.actions.hearing import Hearing, Question
from isthmus.actions.listing import MOST_AT_ONCE, STILL_LIVE, Group, Order, Page, Since, Sought
from isthmus.actions.model import CLOSED, LIVE, Action, Party, Status
from isthmus.actions.orders import ME, NOBODY, Find
from isthmus.actions.spans import Span, span_of
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.messages import Button, Buttons, Paragraph, Reply
from isthmus.replying.action_lists import MOST_ROWS, Found, changes_told, listed_told, load_told
from isthmus.understanding.commands import Ask, AskActions

_MOST_PAGES: Final = 20


@dataclass(frozen=True)
class _Whose:
    """Whose actions are meant: keys of parties, and the name that goes with them."""

    keys: tuple[str, ...] = ()
    name: str = ""


class _UnclearError(Exception):
    """What is asked cannot be looked for before this is answered."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


@dataclass(frozen=True)
class Overseeing:
    meant: ActionsMeant

    def answered(self, command: AskActions) -> Reply:
        try:
            return self._answered(command)
        except _UnclearError as unclear:
            return unclear.reply

    def _answered(self, command: AskActions) -> Reply:
        match command.question:
            case orders.Find() as find:
                return self._found(find, command)
            case orders.WhatHappened(span, owner):
                return self._happened(span, owner, command)
            case orders.Overload():
                counted = self._actions.counts(
                    self.meant.seen_by, (Group.OWNER,), STILL_LIVE, self.meant.today
                )
                return load_told(counted, self._url())
        assert_never(command.question)

    # ---- lists

    def _found(self, find: Find, command: AskActions) -> Reply:
        whose = self._whose(find.owner, command)
        span = self._span(find, command)
        among = self._sought(find, whose)
        sought = _narrowed(among, find, span, self.meant.today)
        if find.closed and span:
            actions = tuple(self._closed_within(sought, span))
            count = len(actions)
        else:
            order = Page(
                Order.CHANGED
                if set(sought.statuses) <= set(CLOSED) and sought.statuses
                else Order.DUE,
                limit=MOST_ROWS,
            )
            actions = self._actions.listed(self.meant.seen_by, sought, order).actions
            count = self._count(sought)
        total = self._count(among)
        found = Found(
            find=find,
            actions=actions,
            count=count,
            among=total,
            overdue=self._count(replace(sought, overdue_on=self.meant.today)) if count else 0,
            oldest=_oldest(actions, self.meant.today),
            owner=whose.name,
            is_mine=find.owner == ME,
            span=span,
        )
        reply = listed_told(found, self.meant.today, self._url(find, whose))
        return _beside_documents(reply, find, command)

    def _sought(self, find: Find, whose: _Whose) -> Sought:
        """Give what is looked through: all that is said but what is asked of each of them."""
        waiting = self._party(find.waiting_for).key if find.waiting_for else ""
        return Sought(
            statuses=_statuses(find.status),
            owners=whose.keys,
            steps=(find.step,) if find.step else (),
            labels=(find.label,) if find.label else (),
            priorities=(priority_meant(find.priority),) if find.priority else (),
            words=find.words,
            dated=False if find.undated else None,
            waiting_for=waiting,
        )

    def _count(self, sought: Sought) -> int:
        counted = self._actions.counts(
            self.meant.seen_by, (Group.STATUS,), sought, self.meant.today
        )
        return sum(each.number for each in counted)

    def _closed_within(self, sought: Sought, span: Span) -> Iterator[Action]:
        """Give what was closed from the first to the last day, the latest first."""
        until, after = self._end(span), ""
        for _ in range(_MOST_PAGES):
            page = Page(Order.CHANGED, limit=MOST_AT_ONCE, after=after)
            listing = self._actions.listed(
                self.meant.seen_by, replace(sought, status_since=self._start(span)), page
            )
            yield from (e for e in listing.actions if e.status_at and e.status_at < until)
            if not (after := listing.next):
                return

    # ---- what happened

    def _happened(self, said: str, owner: str, command: AskActions) -> Reply:
        whose = self._whose(owner, command)
        span = span_of(said, self.meant.asked) or Span(self.meant.today, self.meant.today)
        since = Since(self._start(span), self._end(span), limit=MOST_AT_ONCE)
        sought = Sought(owners=whose.keys)
        changed = self._actions.changed(self.meant.seen_by, since, sought)
        url = self._url()
        return changes_told(changed.changes, said, self.meant.teller, url, more=bool(changed.next))

    # ---- what words mean

    def _whose(self, name: str, command: AskActions) -> _Whose:
        """Give whose are meant; asks where a name may mean several people."""
        match name:
            case "":
                return _Whose()
            case orders.ME:
                return _Whose((self.meant.message.by.id,), self.meant.message.by.name)
            case orders.NOBODY:
                return _Whose(("",))
        people = self.meant.directory.people(name)
        if len(people) > 1:
            offered = tuple(
                Button(f"{each.name} ({each.id})", _asked_of(command, each.id)) for each in people
            )
            raise _UnclearError(Reply((Buttons(f"Who is meant by “{name}”?", offered),)))
        party = Party(people[0].name, people[0].id) if people else Party(name.removeprefix("@"))
        return _Whose((party.key,), party.name)

    def _party(self, name: str) -> Party:
        people = self.meant.directory.people(name)
        return Party(people[0].name, people[0].id) if len(people) == 1 else Party(name)

    def _span(self, find: Find, command: AskActions) -> Span | None:
        if find.closed:
            return span_of(find.closed, self.meant.asked)
        if not find.due:
            return None
        return span_of(find.due, self.meant.asked) or self._until(find, command)

    def _until(self, find: Find, command: AskActions) -> Span:
        """Give the days up to one that is named; asks where nobody knows which one it is."""
        asked = self.meant.asked
        meaning = understand_due(find.due, asked)
        if isinstance(meaning, Relative):
            meaning = resolved(meaning, self.meant.directory.due_of, asked)
        if isinstance(meaning, Unclear):
            raise _UnclearError(self._which_day(find, meaning, command))
        exact = not find.due.lower().startswith(("by ", "before ", "until "))
        return Span(meaning.day if exact else date.min, meaning.day)

    def _which_day(self, find: Find, unclear: Unclear, command: AskActions) -> Reply:
        hearing = Hearing(self._actions, self.meant.directory, self.meant.asked, self.meant.seen_by)
        question: Question = hearing.which_day(unclear)
        offered = tuple(
            Button(each.label, replace(command, question=replace(find, due=_by(each.order.day))))
            for each in question.choices
            if isinstance(each.order, orders.MoveDue)
        )
        if not offered:
            text = f"{unclear.question} Ask with a day, such as: what is due before 15 December?"
            return Reply((Paragraph(text),))
        return Reply((Buttons(unclear.question, offered),))

    # ---- instants and addresses

    def _start(self, span: Span) -> datetime:
        return self._instant(span.first)

    def _end(self, span: Span) -> datetime:
        return self._instant(span.last + timedelta(days=1))

    def _instant(self, day: date) -> datetime:
        """Give the moment a day begins where the person is."""
        zone = ZoneInfo(self.meant.message.by.time_zone)
        return datetime.combine(day, time.min, zone).astimezone(UTC)

    def _url(self, find: Find | None = None, whose: _Whose | None = None) -> str:
        base = f"{self.meant.parts.public_url}/actions"
        if find is None or whose is None:
            return base
        only = (
            "overdue"
            if find.overdue
            else "held"
            if find.held_up
            else "undated"
            if find.undated
            else ""
        )
        owner = NOBODY if whose.keys == ("",) else next(iter(whose.keys), "")
        values = {"owner": owner, "status": find.status, "step": find.step, "only": only}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{base}?{query}" if query else base

    @property
    def _actions(self) -> Actions:
        return self.meant.parts.actions


def _statuses(said: str) -> tuple[Status, ...]:
    if said == "any":
        return ()
    return (Status(said),) if said else LIVE


def _narrowed(sought: Sought, find: Find, span: Span | None, today: date) -> Sought:
    if find.overdue:
        sought = replace(sought, overdue_on=today)
    if find.held_up:
        sought = replace(sought, held_up=True)
    if find.due and span:
        first = span.first if span.first > date.min else None
        sought = replace(sought, due_from=first, due_to=span.last, dated=True)
    return sought


def _oldest(actions: tuple[Action, ...], today: date) -> int:
    late = [(today - each.due).days for each in actions if each.due and each.is_overdue(today)]
    return max(late, default=0)


def _by(day: str) -> str:
    return day if day.startswith("before ") else f"by {day}"


def _asked_of(command: AskActions, owner: str) -> AskActions:
    match command.question:
        case orders.Find() | orders.WhatHappened():
            return replace(command, question=replace(command.question, owner=owner))
        case _:
            return command


def _beside_documents(reply: Reply, find: Find, command: AskActions) -> Reply:
    """Offer the documents beside what may be asked of them as well: "phase 1"."""
    if find != Find(step=find.step) or not command.words:
        return reply
    ask = Buttons("", (Button("Ask the documents", Ask(command.words)),))
    return replace(reply, parts=(*reply.parts, ask))
