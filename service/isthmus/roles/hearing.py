"""Carries orders out on a role definition.

An order that could mean several lines or topics changes nothing: it gives the choices, each of
which is the order with that made clear.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from isthmus.errors import InvalidError
from isthmus.people import Person
from isthmus.raci.desk import Hand
from isthmus.raci.hearing.days import day_of
from isthmus.raci.speaking import capital
from isthmus.roles import editing, orders
from isthmus.roles.comparing import Kind, compared
from isthmus.roles.desk import Roles
from isthmus.roles.editing import Edit
from isthmus.roles.exporting.formats import Format, export, file_name
from isthmus.roles.meaning import lines_meant, no_line
from isthmus.roles.model import Definition, Filed, Line, Topic
from isthmus.roles.orders import Order

_OFFERED: Final = (
    Topic.RESPONSIBLE,
    Topic.ACCOUNTABLE,
    Topic.DECIDES,
    Topic.COMPETENCES,
    Topic.TRAINING,
)
_NO_NEWS: Final = "Nothing: charts, the catalogue and documents still say what was taken from them."
Change = (
    orders.AddLine | orders.ChangeLine | orders.RemoveLine | orders.RenameRole | orders.ReviewOn
)
Look = orders.Show | orders.ShowLines | orders.Export | orders.WhatChanged | orders.WhatIsNew
Step = orders.Undo | orders.Redo | orders.Submit | orders.Return | orders.Approve


@dataclass(frozen=True)
class Choice:
    """What can be said next; ``order`` is what it asks then."""

    label: str
    order: Order


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Heard:
    """What came of an order: ``lines`` to say, the last with choices where there are any.

    ``filed`` is the definition as it is now where the order changed it.
    """

    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    file: File | None = None
    filed: Filed | None = None


@dataclass(frozen=True)
class Hearing:
    """Carries orders out on one definition."""

    roles: Roles
    today: date

    def carry_out(self, order: Order, definition: str, hand: Hand, words: str = "") -> Heard:
        """Do what is asked, or say what is not clear; ``words`` are kept as what was said.

        Raises NotFoundError where there is no such line, and what the use cases raise.
        """
        filed = self.roles.show(definition, hand.by)
        order, unclear = made_clear(order, filed.definition)
        if unclear:
            return unclear
        changing = replace(hand, seen=filed.number if hand.seen is None else hand.seen)
        match order:
            case (
                orders.AddLine()
                | orders.ChangeLine()
                | orders.RemoveLine()
                | orders.RenameRole()
                | orders.ReviewOn()
            ):
                return self._edited(order, filed, changing, words)
            case orders.TakeOver():
                return self._taken_over(filed, changing)
            case (
                orders.Undo() | orders.Redo() | orders.Submit() | orders.Return() | orders.Approve()
            ):
                return self._decided(order, filed, changing)
            case _:
                return self._told(order, filed, hand)

    # ---- telling

    def _told(
        self,
        order: Look,
        filed: Filed,
        hand: Hand,
    ) -> Heard:
        match order:
            case orders.Show():
                return Heard((f"{filed.definition.name}: {filed.status}.",))
            case orders.ShowLines(topic):
                return Heard(_lines_of(filed.definition, editing.topic_of(topic)))
            case orders.Export(to):
                return Heard(("Here it is.",), file=self._file(filed, to, hand))
            case orders.WhatChanged(since):
                return Heard(self._differences(filed, f"v{since}" if since else "", hand))
            case orders.WhatIsNew():
                return self._news(filed, hand)
        assert_never(order)

    def _file(self, filed: Filed, said: str, hand: Hand) -> File:
        if said not in list(Format):
            raise InvalidError("A role definition is sent as Word, Markdown or JSON. Say which.")
        to = Format(said)
        sheet = self.roles.sheet(filed.id, hand.by)
        return File(file_name(filed.definition.name, to), to.media_type, export([sheet], to))

    def _differences(self, filed: Filed, since: str, hand: Hand) -> tuple[str, ...]:
        found = self.roles.compare(filed.id, hand.by, since)
        start = found.before.name if since or filed.version else "it was put together"
        if not found.differences:
            return (f"Nothing has changed since {start}.",)
        return (f"Since {start}:", *(f"{each.in_words}." for each in found.differences))

    def _news(self, filed: Filed, hand: Hand) -> Heard:
        found = self.roles.news(filed.id, hand.by)
        if not found:
            return Heard((_NO_NEWS,))
        told = (_ended(each.in_words) for each in found)
        lines = ("The sources say otherwise now:", *told, "Your own lines stay, whatever you take.")
        return Heard(lines, (Choice("Take it over", orders.TakeOver()),))

    # ---- deciding

    def _decided(self, order: Step, filed: Filed, hand: Hand) -> Heard:
        """Take the definition a step on its way."""
        match order:
            case orders.Undo():
                after = self.roles.undo(filed.id, hand)
                return Heard(("Taken back.", *_changed(filed.definition, after)), filed=after)
            case orders.Redo():
                after = self.roles.redo(filed.id, hand)
                return Heard(("Done again.", *_changed(filed.definition, after)), filed=after)
            case orders.Submit():
                after = self.roles.submit(filed.id, hand)
                return Heard(("It is in review now; a lead can approve it.",), filed=after)
            case orders.Return(""):
                raise InvalidError("Say what is to be changed, for example: give it back: line 3 …")
            case orders.Return(reason):
                after = self.roles.give_back(filed.id, reason, hand)
                return Heard(("It is a draft again.",), filed=after)
            case orders.Approve():
                version = self.roles.approve(filed.id, hand)
                said = f"Approved as version {version.number}; answers cite it from now on."
                return Heard((said,), filed=self.roles.show(filed.id, hand.by))
        assert_never(order)

    # ---- changing

    def _edited(self, order: Change, filed: Filed, hand: Hand, words: str) -> Heard:
        edit = self._edit(order, hand.by)
        return _told_after(filed, self.roles.edit(filed.id, edit, hand, words))

    def _edit(self, order: Change, by: Person) -> Edit:
        match order:
            case orders.AddLine(text, topic):
                return editing.line_added(editing.topic_of(topic), text, by)
            case orders.ChangeLine(line, text):
                return editing.line_changed(line, text, by)
            case orders.RemoveLine(line):
                return editing.line_removed(line)
            case orders.RenameRole(name):
                return editing.described(name)
            case orders.ReviewOn(day):
                return editing.described(review=day_of(day, self.today))
        assert_never(order)

    def _taken_over(self, filed: Filed, hand: Hand) -> Heard:
        return _told_after(filed, self.roles.refresh(filed.id, hand))


def made_clear(order: Order, definition: Definition) -> tuple[Order, Heard | None]:
    """Put a line's id in the place of what it was called; or ask where that may mean several."""
    match order:
        case orders.AddLine(_, ""):
            offered = (
                Choice(topic.capitalize(), replace(order, topic=topic.value)) for topic in _OFFERED
            )
            return order, Heard(("Under what is it to stand?",), tuple(offered))
        case orders.ChangeLine(said) | orders.RemoveLine(said):
            return _about_a_line(order, lines_meant(definition, said), definition, said)
        case _:
            return order, None


def _about_a_line(
    order: orders.ChangeLine | orders.RemoveLine,
    meant: Sequence[Line],
    definition: Definition,
    said: str,
) -> tuple[Order, Heard | None]:
    if not meant:
        raise no_line(definition, said)
    if len(meant) == 1:
        return replace(order, line=meant[0].id), None
    offered = (Choice(f"{line.id}. {line.text}", replace(order, line=line.id)) for line in meant)
    return order, Heard(("Which line do you mean?",), tuple(offered))


def _lines_of(definition: Definition, topic: Topic) -> tuple[str, ...]:
    if not (lines := definition.of(topic)):
        return (f"{definition.name} has no line under “{topic}”.",)
    return (f"{definition.name}, {topic}:", *(f"{each.id}. {each.in_words}" for each in lines))


def _told_after(before: Filed, after: Filed) -> Heard:
    if after.number == before.number:
        return Heard(("It stands so already; nothing was changed.",))
    return Heard(_changed(before.definition, after) or ("Done.",), filed=after)


def _changed(before: Definition, after: Filed) -> tuple[str, ...]:
    """Say what is other now, each line with its number."""
    now = after.definition
    described = (
        _ended(capital(each.in_words))
        for each in compared(before, now)
        if each.kind is Kind.DESCRIPTION
    )
    return (*described, *_lines_changed(before, now))


def _lines_changed(before: Definition, now: Definition) -> list[str]:
    old, new = ({line.id: line for line in each.lines} for each in (before, now))
    gone = [f"Removed line {each.id}, {_said(each)}" for each in old.values() if each.id not in new]
    come = [f"Added line {each.id}, {_said(each)}" for each in new.values() if each.id not in old]
    other = [
        f"Line {each.id}, {each.topic}: {old[each.id].in_words} → {_ended(each.in_words)}"
        for each in new.values()
        if each.id in old and old[each.id].in_words != each.in_words
    ]
    return [*gone, *come, *other]


def _said(line: Line) -> str:
    return f"{line.topic}: {_ended(line.in_words)}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ")")) else f"{text}."
