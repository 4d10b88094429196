"""What a message asks for, as typed values; a button carries one too."""

from dataclasses import dataclass
from typing import Any, Final, cast, get_args

from isthmus.errors import InvalidError
from isthmus.raci.orders import Order
from isthmus.roles import orders as of_roles
from isthmus.understanding.written import Written


@dataclass(frozen=True)
class Ask:
    """A question for the documents, in the words it was put."""

    question: str


@dataclass(frozen=True)
class DraftChart:
    """A chart for what a sentence says; ``roles`` take part beside those it names.

    With ``chart`` the draft takes the place of what that chart says, as it was at event ``seen``.
    """

    sentence: str
    roles: tuple[str, ...] = ()
    chart: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class OnChart:
    """An order on a chart: the one with this id, else of this name, else the conversation's own.

    ``words`` are what was said; ``seen`` is the last event of the chart that a button was made at.
    """

    order: Order
    words: str
    named: str = ""
    chart: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class FixChart:
    """Put right what a rule finds in a chart; ``row`` and ``column`` are ids, where it has one."""

    chart: str
    rule: str
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class ListCharts:
    """``status`` is one of a chart's, empty for any; ``words`` narrow the list."""

    words: str = ""
    status: str = ""


@dataclass(frozen=True)
class DefineRole:
    """Say what a role is there for: the definition there is, else a new one."""

    role: str


@dataclass(frozen=True)
class DefineRoles:
    """Define all roles of a chart: the one with this id, else of this name, else the current."""

    named: str = ""
    chart: str = ""


@dataclass(frozen=True)
class OnRole:
    """An order on a role definition, as `OnChart` is one on a chart."""

    order: of_roles.Order
    words: str
    named: str = ""
    definition: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class ListRoles:
    """``status`` is one of a definition's, empty for any."""

    status: str = ""


@dataclass(frozen=True)
class Help:
    pass


ForCharts = DraftChart | OnChart | FixChart | ListCharts
ForRoles = DefineRole | DefineRoles | OnRole | ListRoles
Command = Ask | ForCharts | ForRoles | Help
CLASSES: Final = (*get_args(Command), *{*get_args(Order), *get_args(of_roles.Order)})
_WRITTEN: Final = Written(CLASSES)


def command_as_json(command: Command) -> dict[str, Any]:
    """Give a command as plain JSON, to be signed and sent along with a button."""
    return cast("dict[str, Any]", _WRITTEN.as_json(command))


def command_of(said: object) -> Command:
    """Read a command back; raises InvalidError where it is none."""
    read = _WRITTEN.of(said)
    if not isinstance(read, Command):
        raise InvalidError("This button asks for nothing that is known. Say it in words.")
    return read
