"""Role definitions: put together, worked on in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from isthmus.errors import NotFoundError
from isthmus.hearing.asking import Asking
from isthmus.hearing.charts_meant import ChartsMeant, no_chart
from isthmus.hearing.parts import Parts, everybody, hand, may_keep
from isthmus.messages import Button, Message, Paragraph, Part, Reply
from isthmus.raci.drafting.naming import is_known, role_of
from isthmus.raci.model import Filed as FiledChart
from isthmus.replying.charts import which_chart
from isthmus.replying.roles import (
    all_defined_told,
    definition_shown,
    definitions_listed,
    definitions_offered,
    heard_told,
    not_defined,
    proposal_told,
    which_definition,
    which_role,
)
from isthmus.roles.hearing import Hearing
from isthmus.roles.meaning import definitions_named
from isthmus.roles.model import Definition, Filed
from isthmus.roles.orders import Show
from isthmus.roles.rights import may_read
from isthmus.roles.subject import subject_of, subject_of_column
from isthmus.talks.store import Kind
from isthmus.understanding.commands import (
    DefineRole,
    DefineRoles,
    ForRoles,
    ListRoles,
    OnRole,
)

SAYINGS = (
    "define the OT security lead's role",
    "add to its responsibilities: reviews firewall rules monthly",
    "what changed in the charts since?",
    "define all roles of the patching chart",
    "list role definitions",
)


@dataclass(frozen=True)
class Defining:
    parts: Parts

    @cached_property
    def _charts(self) -> ChartsMeant:
        return ChartsMeant(self.parts)

    def handle(self, command: ForRoles, message: Message) -> Reply:
        match command:
            case DefineRole(role):
                return self._defined(role, message)
            case DefineRoles():
                return self._all_defined(command, message)
            case OnRole():
                return self._ordered(command, message)
            case ListRoles(status):
                found = self._listed(message)
                return definitions_listed([e for e in found if status in {"", e.status}])
        assert_never(command)

    def has_current(self, message: Message) -> bool:
        """Tell whether the conversation is about a definition that everybody there may read."""
        return self._current(message) is not None

    def meant(self, command: OnRole, message: Message) -> Filed | None:
        """Give the definition that is meant, where it is one."""
        found = self._meant(command, message)
        return found if isinstance(found, Filed) else None

    def offered(self, command: OnRole, message: Message) -> tuple[Button, ...]:
        """Give an order as buttons, one for each definition that may be meant."""
        return definitions_offered(command, self._listed(message))

    # ---- defining

    def _defined(self, role: str, message: Message) -> Reply:
        """Show the definition there is; else put one together, and keep it where the person may.

        It is kept for everyone, so it stands only on what everyone may read.
        """
        if question := role_of(role).question:
            return which_role(question)
        subject = subject_of(role)
        known = [e for e in self.parts.roles.listed(message.by) if subject.is_of(e.definition)]
        if there := [each for each in known if _is_for_all(each, message)]:
            return self._shown(there[0], message)
        shown = self.parts.roles.define(role, everybody(message), asker=message.by.id)
        if known or not may_keep(message.by) or not shown.definition.lines:
            return proposal_told(shown, may_keep=may_keep(message.by))
        filed = self.parts.roles.save(role, hand(message))
        notes = (*shown.assumed, *_left_out(shown.definition, filed.definition))
        return self._shown(filed, message, notes)

    def _all_defined(self, command: DefineRoles, message: Message) -> Reply:
        """Keep a definition of each role of a chart that has none, for who may read the chart."""
        meant = self._charts.meant(command, message)
        if not isinstance(meant, FiledChart):
            if command.named and not meant:
                raise no_chart(f"“{command.named}”")
            return which_chart(command, meant)
        kept = self.parts.roles.save_all(meant.id, hand(message), meant.readers)
        subjects = [subject_of_column(column) for column in meant.chart.columns]
        listed = self._listed(message)
        there = [e for e in listed if any(subject.is_of(e.definition) for subject in subjects)]
        self.parts.talks.put_about(message.place, Kind.CHART, meant.id)
        return all_defined_told(meant.chart.title, kept, there)

    # ---- orders

    def _ordered(self, command: OnRole, message: Message) -> Reply:
        """Carry an order out on the definition that is meant."""
        meant = self._meant(command, message)
        if isinstance(meant, Filed):
            return self._carried_out(command, meant, message)
        if command.named and not meant:
            if isinstance(command.order, Show) and not is_known(command.named):
                return Asking(self.parts).answered(command.words, message)
            return not_defined(command.named)
        return which_definition(command, meant)

    def _carried_out(self, command: OnRole, filed: Filed, message: Message) -> Reply:
        if isinstance(command.order, Show):
            return self._shown(filed, message)
        self._come_to(filed, message)
        hearing = Hearing(self.parts.roles, self.parts.clock().date())
        by = hand(message, command.seen)
        heard = hearing.carry_out(command.order, filed.id, by, command.words)
        return Reply(tuple(heard_told(heard, command, filed)))

    def _shown(self, filed: Filed, message: Message, notes: tuple[str, ...] = ()) -> Reply:
        self._come_to(filed, message)
        sheet = self.parts.roles.sheet(filed.id, message.by)
        shown = definition_shown(filed, sheet, self.parts.public_url)
        return Reply((*shown, *_noted(notes)))

    # ---- which one

    def _meant(self, command: OnRole, message: Message) -> Filed | list[Filed]:
        """Give the definition that is meant, or those it may be: by id, by name, or the current."""
        if command.definition:
            return self._opened(command.definition, message)
        if command.named:
            found = definitions_named(self._listed(message), command.named)
            return found[0] if len(found) == 1 else found
        return self._current(message) or self._listed(message)

    def _current(self, message: Message) -> Filed | None:
        known = self.parts.talks.about(message.place).get(Kind.ROLE, "")
        try:
            return self._opened(known, message)
        except NotFoundError:
            return None

    def _listed(self, message: Message) -> list[Filed]:
        found = self.parts.roles.listed(message.by)
        return [each for each in found if _is_for_all(each, message)]

    def _opened(self, definition: str, message: Message) -> Filed:
        """Give a definition that everybody there may read, as a chart is given."""
        try:
            filed = self.parts.roles.show(definition, message.by)
        except NotFoundError as error:
            raise _no_definition(definition) from error
        if not _is_for_all(filed, message):
            raise _no_definition(definition)
        return filed

    def _come_to(self, filed: Filed, message: Message) -> None:
        self.parts.talks.put_about(message.place, Kind.ROLE, filed.id)


def _is_for_all(filed: Filed, message: Message) -> bool:
    return all(may_read(filed, member) for member in message.seen_by.members)


def _left_out(shown: Definition, kept: Definition) -> tuple[str, ...]:
    """Say how much of what everybody there may read is not kept for everyone."""
    there = {(line.topic, line.text) for line in kept.lines}
    count = sum((line.topic, line.text) not in there for line in shown.lines)
    if not count:
        return ()
    lines = "One line is" if count == 1 else f"{count} lines are"
    return (f"{lines} left out: not everyone may read the sources.",)


def _noted(notes: tuple[str, ...]) -> Iterator[Part]:
    yield from (Paragraph(note) for note in notes)


def _no_definition(name: str) -> NotFoundError:
    return NotFoundError(
        f"There is no role definition {name}, or not everybody here may read it. “list role "
        "definitions” shows those there are."
    )
