"""What a program sends to the API of role definitions: which role, edits, what is said."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from isthmus.errors import InvalidError
from isthmus.people import EVERYONE, Person
from isthmus.roles import editing
from isthmus.roles.editing import Edit
from isthmus.roles.model import Topic
from isthmus_knowledge.catalogue import Side

Text = Annotated[str, Field(max_length=2_000)]
Name = Annotated[str, Field(max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class AddLine(BaseModel):
    do: Literal["add line"]
    topic: Topic
    text: Text

    def edit(self, by: Person) -> Edit:
        return editing.line_added(self.topic, self.text, by)


class ChangeLine(BaseModel):
    do: Literal["change line"]
    line: Id
    text: Text

    def edit(self, by: Person) -> Edit:
        return editing.line_changed(self.line, self.text, by)


class RemoveLine(BaseModel):
    do: Literal["remove line"]
    line: Id

    def edit(self, _by: Person) -> Edit:
        return editing.line_removed(self.line)


class Describe(BaseModel):
    """Change what is said of the role; the rest stays. ``review`` is cleared by null."""

    do: Literal["describe"]
    name: Name | None = None
    side: Side | None = None
    review: date | None = None

    def edit(self, _by: Person) -> Edit:
        edit = editing.described(self.name, self.side, self.review)
        if "review" in self.model_fields_set and self.review is None:
            return editing.all_of(edit, editing.unreviewed)
        return edit


AnEdit = Annotated[AddLine | ChangeLine | RemoveLine | Describe, Field(discriminator="do")]


class Edits(BaseModel):
    """Edits that are made in this order, all or none; ``said`` tells people what for."""

    edits: Annotated[list[AnEdit], Field(min_length=1, max_length=200)]
    said: Text = ""

    def by(self, person: Person) -> Edit:
        return editing.all_of(*(each.edit(person) for each in self.edits))


class Asked(BaseModel):
    """One role by any of its names, or all roles of a chart by its id."""

    role: Name = ""
    chart: Annotated[str, Field(max_length=64)] = ""

    def require_one(self) -> None:
        if bool(self.role.strip()) == bool(self.chart):
            raise InvalidError("Name a `role`, or a `chart` for all of its roles.")


class Readers(BaseModel):
    readers: Annotated[list[Name], Field(min_length=1, max_length=50)]


class Kept(Asked):
    readers: Annotated[list[Name], Field(min_length=1, max_length=50)] = [EVERYONE]


class Said(BaseModel):
    said: Text = ""
