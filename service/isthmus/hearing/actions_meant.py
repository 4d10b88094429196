"""Which actions a message is about, as far as everybody who sees the reply may read them."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from isthmus.actions.dates import Asked
from isthmus.actions.given import Directory
from isthmus.actions.listing import Page, Sought
from isthmus.actions.model import LIVE, Action, named
from isthmus.errors import NotFoundError
from isthmus.hearing.parts import Parts
from isthmus.messages import Message
from isthmus.people import Audience, Person
from isthmus.replying.actions import Teller
from isthmus.talks.store import Kind

_MOST_OFFERED = 5


@dataclass(frozen=True)
class ActionsMeant:
    """The actions of the conversation that a message stands in."""

    parts: Parts
    message: Message

    @property
    def seen_by(self) -> Person | Audience:
        """Give whoever sees the reply: the person alone, or everybody in the channel."""
        return self.message.by if self.message.is_private else self.message.seen_by

    @cached_property
    def asked(self) -> Asked:
        """Give how days are read: in the place's language, too."""
        asked, language = self.parts.asked_for(self.message.by), self.message.language
        return replace(asked, languages=(*asked.languages, language)) if language else asked

    @property
    def today(self) -> date:
        return self.asked.today

    @property
    def directory(self) -> Directory:
        return Directory(self.parts.find, self._due_of)

    def current(self) -> Action | None:
        """Give the action that the conversation came to last."""
        known = self.parts.talks.about(self.message.place).get(Kind.ACTION, "")
        if not known:
            return None
        try:
            return self.opened(int(known))
        except NotFoundError:
            return None

    def opened(self, number: int) -> Action:
        """Give an action by its number; to anybody who may not read it there is none."""
        try:
            return self.parts.actions.show(number, self.seen_by).action
        except NotFoundError as error:
            raise no_action(number) from error

    def offered(self) -> tuple[Action, ...]:
        """Give what the person may mean where nothing is spoken of: theirs, what is due first."""
        sought = Sought(statuses=LIVE, involving=self.message.by.id)
        page = Page(limit=_MOST_OFFERED)
        return self.parts.actions.listed(self.seen_by, sought, page).actions

    def come_to(self, action: Action) -> None:
        self.parts.talks.put_about(self.message.place, Kind.ACTION, str(action.id))

    @property
    def teller(self) -> Teller:
        return Teller(self.name_of, self.message.by.time_zone)

    def name_of(self, person: str) -> str:
        """Give the name of a person for an id."""
        if person == self.message.by.id:
            return self.message.by.name
        return next((e.name for e in self.parts.find(person) if e.id == person), person)

    def _due_of(self, action: int) -> date | None:
        try:
            return self.opened(action).due
        except NotFoundError:
            return None


def no_action(number: int) -> NotFoundError:
    return NotFoundError(
        f"There is no action {named(number)} here, or not everybody here may read it. “my actions” "
        "lists yours."
    )
