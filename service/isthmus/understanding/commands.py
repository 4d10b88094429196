"""What a message asks for, as typed values; a button carries one too."""

from dataclasses import dataclass
from typing import Any, Final, cast, get_args

from isthmus.actions import orders as of_actions
from isthmus.errors import InvalidError
from isthmus.raci.orders import Order
from isthmus.roles import orders as of_roles
from isthmus.understanding.written import Written


@dataclass(frozen=True)
class Ask:
    """A question for the documents, in the words it was put."""

    question: str


@dataclass(frozen=True)
class FindPassages:
    """Look for the passages nearest to some words; nothing is answered, and nothing kept."""

    words: str


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
class AddAction:
    """An action for what a sentence says; ``owner`` is a name, or `ME`, said beside it.

    ``mine`` makes it that of whoever says it, where the sentence names nobody.
    """

    sentence: str
    owner: str = ""
    mine: bool = False


@dataclass(frozen=True)
class FindActions:
    """Propose what somebody asks for or promises in a text."""

    text: str


@dataclass(frozen=True)
class Summarise:
    """Sum up a text: key sentences, what was decided, what is to be done. Nothing is kept."""

    text: str


@dataclass(frozen=True)
class TrackAnswer:
    """Propose an action for an answer; ``sentence`` may say what.

    Without the id of an ``answer`` it is the last one that the person had in the conversation.
    """

    sentence: str = ""
    answer: str = ""


@dataclass(frozen=True)
class TrackChart:
    """Propose actions for what the rules find in a chart, else for letters nobody accepted yet."""

    findings: bool
    named: str = ""
    chart: str = ""


@dataclass(frozen=True)
class OnAction:
    """An order on actions with these numbers, else on the conversation's own."""

    order: of_actions.Order
    words: str
    actions: tuple[int, ...] = ()
    seen: int | None = None


@dataclass(frozen=True)
class AskActions:
    """A question about all actions; ``words`` are what was said."""

    question: of_actions.Question
    words: str = ""


@dataclass(frozen=True)
class Help:
    pass


# ---- what buttons and forms of a conversation say; nobody types these


@dataclass(frozen=True)
class OpenForm:
    """Ask for a form; ``kind`` says which, ``id`` what it is about, ``words`` what is known of it.

    ``seen`` is the last event of that thing when the form was offered. The kinds: `action` (edit
    one), `track` (a new one; ``words`` are a message, ``source`` its author and address), `row` (of
    a chart), `letters` (to accept), `feedback` (on an answer), `place` (how we behave somewhere).
    """

    kind: str
    id: str = ""
    seen: int | None = None
    words: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fill:
    """A form that was filled in; ``values`` are pairs of a field's name and what was entered."""

    form: OpenForm
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShowPassages:
    """Show what an answer stands on, to whoever may read it."""

    answer: str


@dataclass(frozen=True)
class Rate:
    """Say whether an answer helped; ``reason`` is one of feedback's, ``text`` in own words."""

    answer: str
    helpful: bool
    reason: str = ""
    text: str = ""


@dataclass(frozen=True)
class TellMe:
    """Say so when a question that was declined can be answered; the administrator sees it."""

    answer: str


@dataclass(frozen=True)
class ShowHome:
    """Everything that waits for a person: actions, letters, charts, what changed."""


@dataclass(frozen=True)
class SendFile:
    """A file of a chart, a role definition or the steering report; ``kind`` says which.

    Of a report ``id`` are words for its days, with a phase behind a slash where only one is meant
    ("last month/2"); without a ``format`` it is told in sentences.
    """

    kind: str
    id: str = ""
    format: str = ""


@dataclass(frozen=True)
class PlanStep:
    """A step of a plan: the sentence it was read from, and what it may ask for.

    A step that ``leans`` goes on from what an earlier one comes to, which decides which of its
    ``commands`` it is, and what for; any other has one command, which says what it is for.
    """

    said: str
    commands: tuple["Command", ...]
    leans: bool = False


@dataclass(frozen=True)
class CarryOut:
    """Do what somebody was shown beforehand: steps in their order, each of them once.

    ``plan`` names it, ``by`` is the id of the person it was shown to, ``until`` (ISO 8601) when it
    ends; ``only`` is the number of a step, 0 for all of them.
    """

    plan: str
    by: str
    until: str
    steps: tuple[PlanStep, ...]
    only: int = 0


ForConversations = OpenForm | Fill | ShowPassages | Rate | TellMe | ShowHome | SendFile | CarryOut
ForCharts = DraftChart | OnChart | FixChart | ListCharts
ForRoles = DefineRole | DefineRoles | OnRole | ListRoles
ForActions = AddAction | FindActions | Summarise | TrackAnswer | TrackChart | OnAction | AskActions
Command = Ask | FindPassages | ForCharts | ForRoles | ForActions | ForConversations | Help
_ORDERS: Final = (Order, of_roles.Order, of_actions.Order, of_actions.Question)
CLASSES: Final = (*get_args(Command), PlanStep, *{each for of in _ORDERS for each in get_args(of)})
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
