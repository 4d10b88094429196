"""What the forms of the pages of role definitions send."""

from datetime import date
from typing import Final

from pydantic import BaseModel, Field

from isthmus.errors import InvalidError
from isthmus.people import EVERYONE, Person
from isthmus.raci.desk import Hand
from isthmus.roles import editing
from isthmus.roles.editing import LONGEST_TEXT, Edit, nice_ids, topic_of
from isthmus.roles.model import Topic
from isthmus.roles.refreshing import About
from isthmus_knowledge.catalogue import Side

VIA: Final = "web"
_LONGEST: Final = LONGEST_TEXT + 500  # what is too long is told in words, with what was typed


class Sought(BaseModel):
    """What is asked of the list; ``only`` is `news` or `overdue`."""

    words: str = Field("", max_length=200)
    status: str = Field("", max_length=20)
    side: str = Field("", max_length=20)
    only: str = Field("", max_length=20)

    @property
    def is_narrowed(self) -> bool:
        return any((self.words.strip(), self.status, self.side, self.only))


class Wanted(BaseModel):
    """A role by any of its names, or a chart for all of its roles, and who may read it then."""

    role: str = Field("", max_length=300)
    chart: str = Field("", max_length=64)
    readers: str = Field(EVERYONE, max_length=1_000)

    @property
    def groups(self) -> list[str]:
        return [group.strip() for group in self.readers.split(",") if group.strip()] or [EVERYONE]


class Of(BaseModel):
    """A role as a chart names it; ``known`` is its id in the catalogue, where it has one."""

    role: str = Field("", max_length=300)
    known: str = Field("", max_length=20)


class Shown(BaseModel):
    """Which line is shown as a form, or under which topic a new one is."""

    line: str = Field("", max_length=20)
    add: str = Field("", max_length=40)


class Seen(BaseModel):
    """``seen`` is the number of the event that the page showed."""

    seen: int | None = Field(None, ge=0)

    def hand(self, by: Person) -> Hand:
        return Hand(by, VIA, self.seen)


class Worded(Seen):
    """A line in a person's own words; ``with_nice`` tells that its ids were there to be changed."""

    topic: str = Field("", max_length=40)
    text: str = Field("", max_length=_LONGEST)
    nice: str = Field("", max_length=1_000)
    with_nice: bool = False

    def added(self, by: Person) -> Edit:
        return editing.line_added(self.of, self.text, by, nice_ids(self.nice))

    def changed(self, line: str, by: Person) -> Edit:
        ids = nice_ids(self.nice) if self.with_nice else None
        return editing.line_changed(line, self.text, by, ids)

    @property
    def of(self) -> Topic:
        return topic_of(self.topic)


class Described(Seen):
    name: str = Field("", max_length=300)
    side: str = Field("", max_length=20)
    review: str = Field("", max_length=20)

    @property
    def edit(self) -> Edit:
        side = next((each for each in Side if each.value == self.side), None)
        edit = editing.described(self.name, side, self._day)
        return edit if self._day else editing.all_of(edit, editing.unreviewed)

    @property
    def _day(self) -> date | None:
        said = self.review.strip()
        try:
            return date.fromisoformat(said) if said else None
        except ValueError as error:
            raise InvalidError(f"'{said}' is no day. Write it as 2027-05-31.") from error


class Reasoned(Seen):
    reason: str = Field("", max_length=1_000)


class Taken(Seen):
    """Which news are taken over: those of one line, or all."""

    topic: str = Field("", max_length=40)
    key: str = Field("", max_length=2_100)

    @property
    def only(self) -> About | None:
        return (topic_of(self.topic), self.key) if self.topic else None


class Between(BaseModel):
    before: str = Field("", max_length=20)
    after: str = Field("now", max_length=20)
