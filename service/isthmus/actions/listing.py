"""Which actions somebody wants to see, in which order, a page at a time; and what is counted."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from enum import StrEnum
from typing import Final

from isthmus.actions.cleaning import is_storable
from isthmus.actions.model import (
    LARGEST,
    LIVE,
    Action,
    Event,
    EventKind,
    Priority,
    SourceKind,
    Status,
)
from isthmus.errors import InvalidError
from isthmus_knowledge.analysis import telling_stems, terms
from isthmus_knowledge.catalogue import catalogue

MOST_AT_ONCE: Final = 500
ALIKE: Final = 0.6  # of the words that two titles have, those they share
NO_DAY: Final = date.max
NOBODY: Final = ""


def is_moment(moment: datetime) -> bool:
    """Tell whether a time is one in every zone."""
    return moment.tzinfo is not None and MINYEAR < moment.year < MAXYEAR


def _refuse_odd(moments: Iterable[datetime | None]) -> None:
    if any(each is not None and not is_moment(each) for each in moments):
        raise InvalidError("Give a time with its zone, of a year from 2 to 9998.")


@dataclass(frozen=True)
class Sought:
    """Which actions to list; what is not said narrows nothing.

    ``owners``, ``helpers`` and ``waiting_for`` are keys of parties (a person's id, or `~name`);
    "" among the owners means nobody. A step may be a phase ("2"). Days include themselves.
    ``overdue_on`` is today: live actions that were due before it. ``held_up`` are those that are
    blocked or wait for an action that is not closed. ``involving`` is a person's id: what they own,
    began or help with.
    """

    statuses: tuple[Status, ...] = ()
    owners: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    involving: str = ""
    steps: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    sources: tuple[SourceKind, ...] = ()
    words: str = ""
    due_from: date | None = None
    due_to: date | None = None
    dated: bool | None = None
    overdue_on: date | None = None
    held_up: bool | None = None
    waiting_for: str = ""
    depends_on: int | None = None
    created_since: datetime | None = None
    changed_since: datetime | None = None
    status_since: datetime | None = None

    def __post_init__(self) -> None:
        """Raise InvalidError for what no database compares with anything it holds."""
        many = (self.owners, self.helpers, self.creators, self.steps, self.labels)
        texts = (self.involving, self.waiting_for, *(text for each in many for text in each))
        if not all(map(is_storable, texts)):
            raise InvalidError("A filter has a character in it that no text has. Write it anew.")
        _refuse_odd((self.created_since, self.changed_since, self.status_since))


ALL: Final = Sought()
STILL_LIVE: Final = Sought(statuses=LIVE)


class Order(StrEnum):
    """What comes first: actions without a day come last, the newest change first."""

    DUE = "due"
    PRIORITY = "priority"
    CHANGED = "changed"
    CREATED = "created"
    NUMBER = "number"
    TITLE = "title"
    STEP = "step"
    OWNER = "owner"


@dataclass(frozen=True)
class Page:
    """A stretch of a list; ``after`` is the cursor that the page before gave."""

    order: Order = Order.DUE
    backwards: bool = False
    limit: int = 50
    after: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MOST_AT_ONCE:
            raise InvalidError(f"A page has 1 to {MOST_AT_ONCE} actions.")


@dataclass(frozen=True)
class Listing:
    """Actions, and the cursor of the next page: "" where there is none."""

    actions: tuple[Action, ...]
    next: str = ""


@dataclass(frozen=True)
class Since:
    """What happened within a stretch of time; no kinds mean all."""

    since: datetime
    until: datetime | None = None
    kinds: tuple[EventKind, ...] = ()
    limit: int = 100
    after: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MOST_AT_ONCE:
            raise InvalidError(f"A page has 1 to {MOST_AT_ONCE} events.")
        _refuse_odd((self.since, self.until))


@dataclass(frozen=True)
class Change:
    """What happened to an action, told with the action as it is now."""

    action: Action
    event: Event


@dataclass(frozen=True)
class Changed:
    """What happened, the latest first, and the cursor of what happened before."""

    changes: tuple[Change, ...]
    next: str = ""


class Group(StrEnum):
    STATUS = "status"
    STEP = "step"
    PHASE = "phase"
    OWNER = "owner"
    PRIORITY = "priority"
    LABEL = "label"
    LATENESS = "lateness"


class Lateness(StrEnum):
    """How a live action stands to its day; whatever is closed is not late."""

    OVERDUE = "overdue"
    SOON = "due within a week"
    LATER = "later"
    UNDATED = "without a date"
    CLOSED = "closed"
    PROPOSED = "proposed"


@dataclass(frozen=True)
class Counted:
    """How many actions have the same values of the groups, in the order of the groups.

    ``owner`` is the name that goes with an owner's key. ``hours`` are the estimates of the live
    ones, of which ``estimated`` have one.
    """

    keys: tuple[str, ...]
    number: int
    live: int
    overdue: int
    hours: float
    estimated: int
    owner: str = ""


@dataclass(frozen=True)
class Twin:
    """A live action that may be the same, and how much of the words it shares: 0 to 1."""

    action: Action
    likeness: float


def cursor(*values: str | int) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def after_cursor(text: str, kinds: Sequence[type]) -> tuple[str | int, ...]:
    """Give the values of a cursor; raises InvalidError where it is none of these kinds."""
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        values = None
    if (
        isinstance(values, list)
        and len(values) == len(kinds)
        and all(type(each) is kind for each, kind in zip(values, kinds, strict=True))
        and all(map(_is_kept, values))
    ):
        return tuple(values)
    raise InvalidError("That page is not there. Start with the first one.")


def _is_kept(value: str | int) -> bool:
    """Tell whether a value of a cursor is one that a column can have."""
    return is_storable(value) if isinstance(value, str) else abs(value) <= LARGEST


def steps_within(wanted: Iterable[str]) -> tuple[str, ...]:
    """Give the steps that are meant; a phase stands for its steps, "" for none."""
    known = [step.id for step in catalogue().steps]
    found = {
        step
        for each in wanted
        for step in (each, *known)
        if step == each or step.startswith(f"{each}.")
    }
    return tuple(sorted(found))


def words_of(action: Action) -> dict[str, bool]:
    """Give the words an action is found by, and whether each stands in its title.

    Those of a quote of ours are none of them: who finds it by them knows what it quotes.
    """
    source = action.source
    quote = "" if source.document or source.chart else source.quote
    parties = [each for each in (action.owner, action.waiting_for, *action.helpers) if each]
    texts = [action.name, action.description, quote, *action.labels]
    texts += [each.name for each in parties]
    around = dict.fromkeys(terms(" ".join(texts)), False)
    return _short(around) | _short(dict.fromkeys(terms(action.title), True))


def _short(words: dict[str, bool]) -> dict[str, bool]:
    return {word[:60]: titled for word, titled in words.items()}


def sought_words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[:60] for word in terms(text)))


def likeness(one: str, other: str) -> float:
    """Give how much two titles say the same: shared words among all they have, 0 to 1."""
    first, second = set(telling_stems(one)), set(telling_stems(other))
    if not (first and second):
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def likest(title: str, candidates: Iterable[tuple[int, str]]) -> list[int]:
    """Give the numbers of what has an alike title, the likest first."""
    found = ((likeness(title, other), number) for number, other in candidates)
    return [number for like, number in sorted(found, key=_likest_first) if like >= ALIKE]


def _likest_first(found: tuple[float, int]) -> tuple[float, int]:
    like, number = found
    return -like, number


def twins(title: str, candidates: Iterable[Action], least: float = ALIKE) -> list[Twin]:
    """Give the actions whose titles are alike, the likest first."""
    found = (Twin(each, likeness(title, each.title)) for each in candidates)
    picked = (each for each in found if each.likeness >= least)
    return sorted(picked, key=lambda twin: (-twin.likeness, twin.action.id))
