"""What is asked of the list and of the board, and what is done to many actions at once."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from isthmus.actions.changes import Assign, Change, SetPriority, SetStep
from isthmus.actions.dates import Asked
from isthmus.actions.given import Directory, iso_day, priority_meant
from isthmus.actions.listing import Order, Page, Sought
from isthmus.actions.model import LIVE, Status
from isthmus.web.action_forms import SHORT, due_meant

ON_A_PAGE: Final = 40
SOON: Final = timedelta(days=7)


class Wanted(BaseModel):
    """What is asked of the list; ``status`` is "" for what is live, and `all` for everything.

    ``owner`` is a party's key, `me` or `nobody`; ``only`` is `overdue`, `soon`, `held` or
    `undated`. ``since`` and ``until`` are the first and the last day that something is due.
    """

    words: str = Field(default="", max_length=200)
    status: str = Field(default="", max_length=20)
    owner: str = Field(default="", max_length=300)
    step: str = Field(default="", max_length=10)
    label: str = Field(default="", max_length=100)
    priority: str = Field(default="", max_length=20)
    only: str = Field(default="", max_length=20)
    since: str = Field(default="", max_length=20)
    until: str = Field(default="", max_length=20)
    sort: str = Field(default="", max_length=20)
    backwards: bool = False
    after: str = Field(default="", max_length=2_000)
    added: int = Field(default=0, ge=0)
    changed: int = Field(default=0, ge=0)

    def sought(self, me: str, today: date) -> Sought:
        asked: dict[str, dict[str, Any]] = {
            "overdue": {"overdue_on": today},
            "soon": {"due_from": today, "due_to": today + SOON},
            "held": {"held_up": True},
            "undated": {"dated": False},
        }
        owner = {"me": me, "nobody": ""}.get(self.owner, self.owner)
        kinds: dict[str, Any] = {
            "statuses": self._statuses,
            "owners": (owner,) if self.owner else (),
            "steps": (self.step,) if self.step else (),
            "labels": (self.label.strip(),) if self.label.strip() else (),
            "priorities": (priority_meant(self.priority),) if self.priority else (),
            "words": self.words,
            "due_from": iso_day(self.since),
            "due_to": iso_day(self.until),
        }
        return Sought(**{**kinds, **asked.get(self.only, {})})

    @property
    def _statuses(self) -> tuple[Status, ...]:
        if self.status == "all":
            return ()
        return tuple(each for each in Status if each.value == self.status) or LIVE

    @property
    def page(self) -> Page:
        return Page(self.order, self.backwards, ON_A_PAGE, self.after)

    @property
    def order(self) -> Order:
        return next((each for each in Order if each.value == self.sort), Order.DUE)

    @property
    def is_narrowed(self) -> bool:
        unsaid = {"sort", "backwards", "after", "added", "changed"}
        return any(value for name, value in self.model_dump().items() if name not in unsaid)

    @property
    def has_more(self) -> bool:
        return any((self.label, self.priority, self.since, self.until))

    def query(self, **changed: object) -> str:
        """Give the address of the same list with something changed, from its first page."""
        said = self.model_dump() | {"after": "", "added": 0, "changed": 0} | changed
        return urlencode({name: _said(value) for name, value in said.items() if value})


class Line(BaseModel):
    """An action in one sentence."""

    line: str = Field(default="", max_length=1_000)


class Many(BaseModel):
    """What is done to each of the actions that were chosen; "" leaves it as it is."""

    chosen: list[int] = Field(default=[], max_length=500)
    owner: str = Field(default="", max_length=300)
    due: str = Field(default="", max_length=300)
    priority: str = Field(default="", max_length=20)
    step: str = Field(default="", max_length=10)
    to: str = Field(default="", max_length=20)
    reason: str = Field(default="", max_length=SHORT)

    def changes(self, directory: Directory, asked: Asked) -> list[Change]:
        found: list[Change] = []
        if self.owner.strip():
            found.append(Assign(directory.party(self.owner)))
        if self.due.strip():
            found.append(due_meant(self.due, directory, asked))
        if self.priority:
            found.append(SetPriority(priority_meant(self.priority)))
        if self.step:
            found.append(SetStep("" if self.step == "none" else self.step))
        return found

    @property
    def status(self) -> Status | None:
        return next((each for each in Status if each.value == self.to), None)


class Boarded(BaseModel):
    """Whose board it is, and which card is about to be moved where."""

    owner: str = Field(default="", max_length=300)
    step: str = Field(default="", max_length=10)
    words: str = Field(default="", max_length=200)
    move: int = Field(default=0, ge=0)
    to: str = Field(default="", max_length=20)

    def query(self, **changed: object) -> str:
        said = self.model_dump() | {"move": 0, "to": ""} | changed
        return urlencode({name: value for name, value in said.items() if value})


def _said(value: object) -> object:
    return "true" if value is True else value
