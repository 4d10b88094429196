"""Carries orders out on a chart.

An order that could mean several rows or roles changes nothing: it gives the choices, each of which
is the order with the name made clear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person
from isthmus.raci import orders
from isthmus.raci.changes import Change
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.editing import Only
from isthmus.raci.exporting.formats import Format, export, file_name
from isthmus.raci.hearing.changing import changes_of
from isthmus.raci.hearing.clarifying import Choice, made_clear, which
from isthmus.raci.hearing.meaning import column_meant, columns_meant, row_meant
from isthmus.raci.hearing.telling import (
    findings_told,
    in_words,
    still_open,
    unclear,
    what_has,
    who_has,
    why,
)
from isthmus.raci.model import Basis, BasisKind, Chart, Column, Filed, State
from isthmus.raci.orders import Order
from isthmus.raci.rights import editable
from isthmus.raci.rules import Finding

_MOST_NEW_FINDINGS: Final = 3


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Heard:
    """What came of an order: ``lines`` to say, choices where it was not clear, a file to send.

    ``filed`` is the chart as it is now where it is to be shown; ``unsaid`` tells that the rules
    find more than is said.
    """

    lines: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    file: File | None = None
    filed: Filed | None = None
    unsaid: bool = False


@dataclass(frozen=True)
class Hearing:
    """Carries orders out on one chart; ``find`` gives the people that a name may mean."""

    charts: Charts
    find: Callable[[str], Sequence[Person]]
    today: date

    def carry_out(self, order: Order, chart: str, hand: Hand, words: str = "") -> Heard:
        """Do what is asked, or say what is not clear; ``words`` are kept as what was said.

        Raises NotFoundError where a name means nothing in the chart, and what the use cases raise.
        """
        filed = self.charts.show(chart, hand.by).filed
        order, choices = made_clear(order, filed.chart)
        if choices:
            return Heard((which(choices),), choices)
        if (told := self._told(order, filed, hand)) is not None:
            return told
        hand = replace(hand, seen=filed.number if hand.seen is None else hand.seen)
        decided = self._decided(order, filed, hand) or self._answered(order, filed, hand)
        return decided or self._edited(order, filed, hand, words)

    # ---- telling

    def _told(self, order: Order, filed: Filed, hand: Hand) -> Heard | None:
        """Say what was asked; None where it was no question."""
        if lines := self._of_letters(order, filed.chart):
            return Heard(lines)
        match order:
            case orders.WhatChanged(since):
                return Heard(self._differences(filed, f"v{since}" if since else "", hand))
            case orders.Unclear():
                return Heard((unclear(filed.chart),))
            case _:
                return self._shown(order, filed, hand)

    def _of_letters(self, order: Order, chart: Chart) -> tuple[str, ...]:
        match order:
            case orders.WhoHas(letters, row):
                return who_has(chart, row_meant(chart, row), letters)
            case orders.WhatHas(role, letters):
                return what_has(chart, column_meant(chart, role), letters)
            case orders.WhyLetter(role, row):
                return why(chart, row_meant(chart, row), column_meant(chart, role))
            case orders.WhoHolds(role):
                return (self._holders(column_meant(chart, role)),)
            case orders.WhatIsOpen():
                return still_open(chart)
            case _:
                return ()

    def _holders(self, column: Column) -> str:
        names = ", ".join(self.charts.name_of(each) for each in column.held_by)
        return f"{column.name} is held by {names or 'nobody yet'}."

    def _shown(self, order: Order, filed: Filed, hand: Hand) -> Heard | None:
        match order:
            case orders.Check():
                return Heard(findings_told(self.charts.check(filed.chart)), filed=filed)
            case orders.Show():
                return Heard((f"{filed.chart.title}, {filed.status}.",), filed=filed)
            case orders.Export(to):
                return Heard(("Here it is.",), file=self._file(filed, Format(to), hand))
            case _:
                return None

    def _differences(self, filed: Filed, since: str, hand: Hand) -> tuple[str, ...]:
        compared = self.charts.compare(filed.id, hand.by, since)
        told = tuple(f"{each.in_words}." for each in compared.differences)
        never = not (since or filed.version)
        begun = "It was never approved. Since it was begun:"
        start = begun if never else f"Since {compared.before.name}:"
        return (start, *told) if told else ("Nothing has changed.",)

    def _file(self, filed: Filed, to: Format, hand: Hand) -> File:
        content = export(self.charts.sheet(filed.id, hand.by), to)
        return File(file_name(filed.chart.title, to), to.media_type, content)

    # ---- deciding

    def _decided(self, order: Order, filed: Filed, hand: Hand) -> Heard | None:
        """Take the chart a step on its way; None where the order does not."""
        match order:
            case orders.Undo():
                return Heard(("Taken back.",), filed=self.charts.undo(filed.id, hand))
            case orders.Redo():
                return Heard(("Done again.",), filed=self.charts.redo(filed.id, hand))
            case orders.Submit():
                return Heard(("It is in review now.",), filed=self.charts.submit(filed.id, hand))
            case orders.Return(reason):
                after = self.charts.give_back(filed.id, reason, hand)
                return Heard(("It is a draft again.",), filed=after)
            case orders.Approve():
                version = self.charts.approve(filed.id, hand)
                after = self.charts.show(filed.id, hand.by).filed
                return Heard((f"Approved as version {version.number}.",), filed=after)
            case _:
                return None

    def _answered(self, order: Order, filed: Filed, hand: Hand) -> Heard | None:
        """Say yes or no to letters, or who says so; None where the order does not."""
        match order:
            case orders.Accept(what):
                after = self.charts.accept(filed.id, hand, _only(filed.chart, what))
                return Heard((_count(filed, after, State.ACCEPTED),), filed=after)
            case orders.Decline(_, ""):
                raise InvalidError("Say why, for example: decline row 3 because …")
            case orders.Decline(what, reason):
                after = self.charts.decline(filed.id, reason, hand, _only(filed.chart, what))
                return Heard((_count(filed, after, State.DECLINED),), filed=after)
            case orders.Hold(person, role):
                return self._held(filed, person, role, hand)
            case _:
                return None

    def _held(self, filed: Filed, name: str, role: str, hand: Hand) -> Heard:
        editable(filed, hand.by)  # before anybody is looked for: who is known here is not told
        person = _one(self.find(name), name)
        column = column_meant(filed.chart, role)
        holders = dict.fromkeys((*column.held_by, person.id))
        after = self.charts.assign(filed.id, column.id, list(holders), hand)
        return Heard((f"{person.name} holds the role {column.name}.",), filed=after)

    # ---- editing

    def _edited(self, order: Order, filed: Filed, hand: Hand, words: str) -> Heard:
        basis = Basis(BasisKind.PERSON, f"{hand.by.name} said so.", source=hand.by.id)

        def edit(chart: Chart) -> tuple[Change, ...]:
            return changes_of(order, chart, basis, self.today)

        after = self.charts.edit(filed.id, edit, hand, words)
        if after.number == filed.number:
            return Heard(("It stands so already; nothing was changed.",), filed=after)
        compared = self.charts.compare(filed.id, hand.by, str(filed.number))
        told = tuple(f"{each.in_words}." for each in compared.differences)
        found = self._found_since(filed.chart, after.chart)
        worst = [in_words(each) for each in found[:_MOST_NEW_FINDINGS]]
        more = len(found) - len(worst)
        rest = [f"And {more} more: check the chart."] if more else []
        return Heard((*told, *worst, *rest), filed=after, unsaid=bool(rest))

    def _found_since(self, before: Chart, after: Chart) -> list[Finding]:
        """Give what the rules find now and did not find before, the worst first."""
        known = {finding.message for finding in self.charts.check(before)}
        return [each for each in self.charts.check(after) if each.message not in known]


def _only(chart: Chart, what: str) -> Only:
    """Tell which letters are meant: those of a role, or of a row."""
    if not what:
        return Only()
    if columns := columns_meant(chart, what):
        return Only(column=columns[0].id)
    return Only(row=row_meant(chart, what).id)


def _count(before: Filed, after: Filed, state: State) -> str:
    number = _in_state(after.chart, state) - _in_state(before.chart, state)
    return f"{number} {'letter' if number == 1 else 'letters'} {state}."


def _in_state(chart: Chart, state: State) -> int:
    return sum(each.state is state for cell in chart.cells.values() for each in cell)


def _one(found: Sequence[Person], name: str) -> Person:
    if not found:
        raise NotFoundError(
            f"Nobody is known as “{name}”. Say their id, as `isthmus people list` shows it."
        )
    if len(found) > 1:
        ids = ", ".join(f"{each.name} ({each.id})" for each in found)
        raise InvalidError(f"“{name}” may be {ids}. Say the id.")
    return found[0]
