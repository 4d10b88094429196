"""What a program sends to the API of charts: edits, some at a time, and what is said otherwise."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import EVERYONE, Person
from isthmus.raci import editing
from isthmus.raci.changes import Change, apply_all
from isthmus.raci.letters import letter_set
from isthmus.raci.model import Basis, BasisKind, Chart
from isthmus.raci.rules import Finding

Text = Annotated[str, Field(max_length=1_000)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Letters = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)]
Changes = Sequence[Change]


class SetLetters(BaseModel):
    """Say all the letters of a cell; none empties it."""

    do: Literal["set letters"]
    row: Id
    column: Id
    letters: Letters
    note: Text = ""

    def changes(self, chart: Chart, why: Basis) -> Changes:
        given = editing.Given(tuple(self.letters), why, self.note)
        return editing.letters_set(chart, self.row, self.column, given)


class MakeAccountable(BaseModel):
    do: Literal["make accountable"]
    row: Id
    column: Id

    def changes(self, chart: Chart, why: Basis) -> Changes:
        return editing.made_accountable(chart, self.row, self.column, why)


class AddRow(BaseModel):
    do: Literal["add row"]
    activity: Text
    step: Text = ""
    section: Text = ""
    before: Id | None = None

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.row_added(chart, self.activity, self.step, self.section, self.before)


class ChangeRow(BaseModel):
    """Change of a row what is said."""

    do: Literal["change row"]
    row: Id
    activity: Text | None = None
    step: Text | None = None
    section: Text | None = None
    safety_relevant: bool | None = None

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        told = editing.row_described(
            chart, self.row, self.step, self.section, safety_relevant=self.safety_relevant
        )
        if self.activity is None:
            return told
        then = apply_all(chart, told)
        return (*told, *editing.row_renamed(then, self.row, self.activity))


class MoveRow(BaseModel):
    do: Literal["move row"]
    row: Id
    before: Id | None = None

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.row_moved(chart, self.row, self.before)


class SplitRow(BaseModel):
    do: Literal["split row"]
    row: Id
    activities: Annotated[list[Text], Field(max_length=20)]

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.row_split(chart, self.row, self.activities)


class RemoveRow(BaseModel):
    do: Literal["remove row"]
    row: Id

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.row_removed(chart, self.row)


class AddColumn(BaseModel):
    """Add a role, with a letter in every row where one is given."""

    do: Literal["add column"]
    name: Text
    letter: Text = ""

    def changes(self, chart: Chart, why: Basis) -> Changes:
        given = editing.Given((self.letter,), why) if self.letter else None
        return editing.column_added(chart, self.name, given=given)


class RenameColumn(BaseModel):
    do: Literal["rename column"]
    column: Id
    name: Text

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.column_renamed(chart, self.column, self.name)


class MoveColumn(BaseModel):
    do: Literal["move column"]
    column: Id
    before: Id | None = None

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.column_moved(chart, self.column, self.before)


class RemoveColumn(BaseModel):
    do: Literal["remove column"]
    column: Id

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        return editing.column_removed(chart, self.column)


class Describe(BaseModel):
    """Say what the chart is for; ``letters`` writes it in another set of letters."""

    do: Literal["describe"]
    title: Text | None = None
    scope: Text | None = None
    steps: Annotated[list[Text], Field(max_length=20)] | None = None
    review: date | None = None
    letters: Text | None = None

    def changes(self, chart: Chart, _why: Basis) -> Changes:
        steps = None if self.steps is None else tuple(self.steps)
        told = editing.described(chart, self.title, self.scope, steps, self.review)
        if self.letters is None:
            return told
        then = apply_all(chart, told)
        return (*told, *editing.letters_translated(then, self.letters))


Edit = Annotated[
    SetLetters
    | MakeAccountable
    | AddRow
    | ChangeRow
    | MoveRow
    | SplitRow
    | RemoveRow
    | AddColumn
    | RenameColumn
    | MoveColumn
    | RemoveColumn
    | Describe,
    Field(discriminator="do"),
]


class Edits(BaseModel):
    """Edits that are made in this order, all or none; ``said`` tells people what for."""

    edits: Annotated[list[Edit], Field(min_length=1, max_length=200)]
    said: Annotated[str, Field(max_length=2_000)] = ""

    def by(self, person: Person) -> Callable[[Chart], Changes]:
        """Give what makes these edits on a chart, as this person's word."""
        why = Basis(BasisKind.PERSON, f"{person.name} said so.", person.id)

        def edit(chart: Chart) -> Changes:
            changes: list[Change] = []
            for each in self.edits:
                then = each.changes(chart, why)
                chart = apply_all(chart, then)
                changes += then
            return changes

        return edit


class Readers(BaseModel):
    readers: Annotated[list[Text], Field(min_length=1, max_length=50)] = [EVERYONE]


class Begun(Readers):
    """What a chart begins with: a sentence that it is drafted from, or a title and no rows."""

    draft: Annotated[str, Field(max_length=1_900)] = ""
    roles: Annotated[list[Text], Field(max_length=40)] = []
    title: Text = ""
    letters: Text = "RACI"

    @property
    def empty(self) -> Chart:
        if not self.title.strip():
            raise InvalidError("Give a `title`, or say in `draft` what the chart is for.")
        return Chart(self.title.strip(), letter_set(self.letters).name)

    @property
    def said(self) -> str:
        return f"Drafted from: {self.draft}" if self.draft.strip() else "Begun empty"


class Asked(BaseModel):
    draft: Annotated[str, Field(min_length=1, max_length=2_000)]
    roles: Annotated[list[Text], Field(max_length=40)] = []


class Which(BaseModel):
    """Which letters are meant; all of the person's that wait where nothing is said."""

    row: Id | None = None
    column: Id | None = None
    letter: Text | None = None

    @property
    def only(self) -> editing.Only:
        return editing.Only(self.row, self.column, self.letter)


class Refused(Which):
    reason: Text


class Said(BaseModel):
    said: Annotated[str, Field(max_length=2_000)] = ""


class Holders(BaseModel):
    people: Annotated[list[Text], Field(max_length=20)]


class Fix(BaseModel):
    """The finding to fix, as the chart tells it."""

    rule: Text
    row_id: Id | None = None
    column_id: Id | None = None

    def among(self, findings: Callable[[Chart], Sequence[Finding]]) -> Callable[[Chart], Changes]:
        """Give what applies the fix, as the rules find it at that moment."""

        def fix(chart: Chart) -> Changes:
            place = (self.rule, self.row_id, self.column_id)
            for each in findings(chart):
                if (each.rule, each.row, each.column) == place and each.fix:
                    return each.fix.changes
            raise NotFoundError(
                "That is no longer found in the chart, or nothing fixes it by itself."
            )

        return fix
