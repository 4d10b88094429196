"""What a command is for, settled when it is shown: later it does nothing to anything else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from isthmus.errors import NotFoundError
from isthmus.hearing.actions_meant import ActionsMeant
from isthmus.hearing.charts_meant import ChartsMeant
from isthmus.hearing.defining import Defining
from isthmus.hearing.parts import Parts
from isthmus.messages import Message
from isthmus.raci.model import Filed
from isthmus.talks.store import Kind
from isthmus.understanding.commands import (
    AddAction,
    Command,
    DefineRole,
    DefineRoles,
    DraftChart,
    OnAction,
    OnChart,
    OnRole,
    TrackAnswer,
    TrackChart,
)


@dataclass(frozen=True)
class Bound:
    """A command with the id of what it is for, and how that stood; ``what`` are our words for it.

    It is not carried out where somebody changed the thing meanwhile.
    """

    command: Command
    what: str = ""


@dataclass(frozen=True)
class Binding:
    parts: Parts
    message: Message

    def bound(self, command: Command) -> Bound:
        """Settle what a command is for; raises NotFoundError where that is not one thing here."""
        match command:
            case OnChart() | TrackChart() | DefineRoles():
                return self._on_chart(command)
            case OnRole():
                filed = Defining(self.parts).meant(command, self.message)
                if filed is None:
                    raise _which("role definition", command.named)
                what = f"role definition “{filed.definition.name}”"
                return Bound(replace(command, definition=filed.id, seen=filed.number), what)
            case OnAction():
                return self._on_actions(command)
            case _:
                return Bound(command)

    def _on_chart(self, command: OnChart | TrackChart | DefineRoles) -> Bound:
        chart = ChartsMeant(self.parts).meant(command, self.message)
        if not isinstance(chart, Filed):
            raise _which("chart", command.named)
        bound = replace(command, chart=chart.id)
        if isinstance(bound, OnChart):
            bound = replace(bound, seen=chart.number)
        return Bound(bound, f"chart “{chart.chart.title}”")

    def _on_actions(self, command: OnAction) -> Bound:
        meant = ActionsMeant(self.parts, self.message)
        current = None if command.actions else meant.current()
        found = [*map(meant.opened, command.actions), *([current] if current else [])]
        if not found:
            raise _which("action", "")
        what = ", ".join(f"{each.name} “{each.title}”" for each in found)
        seen = found[0].last if len(found) == 1 else None
        numbers = tuple(each.id for each in found)
        return Bound(replace(command, actions=numbers, seen=seen), what)


def _which(kind: str, name: str) -> NotFoundError:
    meant = f"“{name}” is none or several here" if name else "none is spoken of here"
    return NotFoundError(f"It is not clear which {kind} is meant: {meant}. Name the one you mean.")


def is_for(command: Command) -> Kind | None:
    """Give the kind of thing that a command is for."""
    match command:
        case OnChart() | TrackChart() | DefineRoles():
            return Kind.CHART
        case OnRole():
            return Kind.ROLE
        case OnAction():
            return Kind.ACTION
        case _:
            return None


def whatever_changed(command: Command) -> Command:
    """Give a command that is carried out however its thing stands then."""
    return (
        replace(command, seen=None) if isinstance(command, OnChart | OnRole | OnAction) else command
    )


def kind_of(command: Command) -> Kind | None:
    """Give the kind of thing that a command is for, where it does not say which one."""
    match command:
        case OnChart(named="", chart="") | TrackChart(named="", chart=""):
            return Kind.CHART
        case DefineRoles(named="", chart=""):
            return Kind.CHART
        case OnRole(named="", definition=""):
            return Kind.ROLE
        case OnAction(actions=()):
            return Kind.ACTION
        case _:
            return None


def comes_to(command: Command) -> Kind | None:
    """Give the kind of thing that the conversation is about when a command was carried out."""
    match command:
        case DraftChart() | OnChart() | DefineRoles():
            return Kind.CHART
        case DefineRole() | OnRole():
            return Kind.ROLE
        case AddAction() | OnAction() | TrackChart() | TrackAnswer():
            return Kind.ACTION
        case _:
            return None


def bound_to(commands: Iterable[Command], about: Sequence[tuple[Kind, str]]) -> Command | None:
    """Give the command for what was come to last, ``about``, bound to it."""
    known = list(commands)
    for kind, id_ in reversed(about):
        found = next((each for each in known if kind_of(each) is kind), None)
        match found:
            case OnChart() | TrackChart() | DefineRoles():
                return replace(found, chart=id_)
            case OnRole():
                return replace(found, definition=id_)
            case OnAction():
                return replace(found, actions=(int(id_),))
    return None
