"""Actions edited by a form, with the rights and versions that words have."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from isthmus.actions import changes, orders
from isthmus.actions.changes import Change, apply_all, rehelped, relabelled
from isthmus.actions.given import action_number, priority_meant
from isthmus.actions.hearing import Heard
from isthmus.actions.history import folded
from isthmus.actions.model import Action, EventKind, Status
from isthmus.actions.rights import require
from isthmus.hearing.action_steps import Plan, Step, WrongFieldError, linked, moved, shown, unlinked
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.filling import Entered, Troubles
from isthmus.hearing.parts import hand
from isthmus.messages import Form, Message, Reply
from isthmus.replying.action_forms import MANY, edit_form, split, values_of
from isthmus.replying.actions import heard_told
from isthmus.understanding.commands import Fill, OpenForm

_MEANWHILE: Final = "Somebody changed this meanwhile to “{}”. Send yours again, or take theirs."
_PLAIN: Final[dict[str, Callable[[str], Change]]] = {
    "title": changes.Retitle,
    "description": changes.Describe,
    "priority": lambda said: changes.SetPriority(priority_meant(said)),
    "step": changes.SetStep,
}


@dataclass(frozen=True)
class ActionForms:
    meant: ActionsMeant

    @property
    def _message(self) -> Message:
        return self.meant.message

    def form(self, about: OpenForm) -> Form:
        """Ask what is other about an action; raises NotAllowedError for who may say nothing."""
        action = self.meant.opened(action_number(about.id))
        seen = self.meant.parts.actions.show(action.id, self._message.by)
        if not seen.allowed & {EventKind.EDITED, EventKind.EVIDENCED}:
            require(action, self._message.by, EventKind.EDITED, seen.settings.lead)
        self.meant.come_to(action)
        about = replace(about, id=str(action.id), seen=action.last)
        return edit_form(about, seen, self.meant.parts.everybody(), self.meant.today)

    def filled(self, fill: Fill) -> Reply:
        """Do what was entered, all of it or nothing; what was wrong comes back at its field."""
        now = self.meant.opened(action_number(fill.form.id))
        merged, clashes = self._merged(fill, now)
        troubles = Troubles(clashes)
        plan = self._plan(merged, now, troubles)
        if not troubles.found:
            try:
                after = self._carried_out(plan, now)
            except WrongFieldError as error:
                troubles.found[error.field] = str(error)
            else:
                self.meant.come_to(after)
                return heard_told(Heard(now, after), self.meant.today, orders.AskFor())
        return Reply((merged.back_in(self.form(fill.form), troubles.found),))

    def _merged(self, fill: Fill, now: Action) -> tuple[Entered, dict[str, str]]:
        """Give what is wanted as of now, and where somebody else changed the same meanwhile.

        What the person left as it was is as it is now; of several things, what each of them added
        and took away stands.
        """
        entered = Entered.of(fill)
        seen, here = values_of(self._as_seen(now, fill.form.seen)), values_of(now)
        wanted, clashes = dict(here), {}
        for name, before in seen.items():
            said = entered.get(name, before)
            if _same(name, said, before):
                continue
            if name in MANY:
                wanted[name] = _together(name, said, before, here[name])
                continue
            wanted[name] = said
            if here[name] != before and not _same(name, said, here[name]):
                clashes[name] = _MEANWHILE.format(here[name] or "nothing")
        return Entered(wanted), clashes

    def _as_seen(self, now: Action, seen: int | None) -> Action:
        if seen is None or seen >= now.last:
            return now
        events = self.meant.parts.actions.history(now.id, self.meant.seen_by)
        return folded(now.id, events[:seen])

    def _plan(self, wanted: Entered, now: Action, troubles: Troubles) -> Plan:
        """Turn what is wanted into changes and steps, each looked at by itself."""
        plan, here = Plan(now.id), values_of(now)
        reopens = now.status.is_closed and wanted["status"] != now.status
        then = replace(now, status=Status.OPEN) if reopens else now
        for name in (each for each in here if not _same(each, wanted[each], here[each])):
            with troubles.at(name):
                made = tuple(self._changed(name, wanted[name], now))
                apply_all(then, made)
                plan.changes += made
        with troubles.at("blocked_by"):
            plan.steps += self._links(wanted["blocked_by"], now)
        plan.steps += shown(wanted["evidence"], now.id)
        with troubles.at("status"):
            if step := moved(wanted["status"], wanted["reason"], now):
                (plan.first if reopens else plan.steps).append(step)
        return plan

    def _changed(self, name: str, said: str, now: Action) -> Iterable[Change]:
        directory = self.meant.directory
        match name:
            case "owner":
                return (changes.Assign(directory.party(said)),)
            case "helpers":
                return rehelped(now, directory.parties(said.splitlines()))
            case "due":
                return (self._due(said),)
            case "labels":
                return relabelled(now, split(said))
            case _:
                return [_PLAIN[name](said)] if name in _PLAIN else ()

    def _due(self, said: str) -> changes.SetDue:
        if not said:
            return changes.SetDue(None)
        due = self.meant.directory.day(said, self.meant.asked)
        return changes.SetDue(due.day, due.words)

    def _links(self, said: str, now: Action) -> Iterator[Step]:
        numbers = dict.fromkeys(action_number(each) for each in split(said))
        for each in numbers:
            if each not in now.depends_on:
                yield linked(now.id, self.meant.opened(each).id)
        yield from (unlinked(now.id, each) for each in now.depends_on if each not in numbers)

    def _carried_out(self, plan: Plan, now: Action) -> Action:
        """Do it all in one transaction; the field that kept it from being done is told."""
        with self.meant.parts.actions.bringing_in(hand(self._message, now.last)) as (keeping, _):
            return plan.carried_out(keeping, now)


def _same(name: str, one: str, other: str) -> bool:
    if name in MANY:
        return set(_items(name, one)) == set(_items(name, other))
    return one.strip() == other.strip()


def _together(name: str, said: str, before: str, now: str) -> str:
    """Add to what is there now what somebody added, and take away what they took away."""
    old, wanted = _items(name, before), _items(name, said)
    kept = [each for each in _items(name, now) if each in wanted or each not in old]
    new = [each for each in wanted if each not in old and each not in kept]
    return ("\n" if name == "helpers" else ", ").join((*kept, *new))


def _items(name: str, text: str) -> list[str]:
    return text.split("\n") if name == "helpers" else split(text)
