"""What the forms of a chart's pages send."""

from pydantic import BaseModel, Field

from isthmus.people import Person
from isthmus.raci.asked import Fix
from isthmus.raci.desk import Hand
from isthmus.raci.editing import Only
from isthmus.web.charts import VIA


class Seen(BaseModel):
    """``seen`` is the number of the event that the page showed."""

    seen: int | None = Field(None, ge=0)

    def hand(self, by: Person) -> Hand:
        return Hand(by, VIA, self.seen)


class Lettered(Seen):
    row: str = Field(max_length=40)
    column: str = Field(max_length=40)
    letters: str = Field("", max_length=60)

    def wanted(self) -> tuple[str, ...]:
        return tuple(filter(None, self.letters.replace(",", "/").replace(" ", "/").split("/")))


class Said(Seen):
    words: str = Field("", max_length=1_000)


class Reasoned(Seen):
    reason: str = Field("", max_length=1_000)


class Fixed(Seen):
    rule: str = Field(max_length=60)
    row: str = Field("", max_length=40)
    column: str = Field("", max_length=40)

    @property
    def fix(self) -> Fix:
        return Fix(rule=self.rule, row_id=self.row or None, column_id=self.column or None)


class Decided(Seen):
    """Which letters somebody answers: those of a row and a role, or all of theirs."""

    row: str = Field("", max_length=40)
    column: str = Field("", max_length=40)
    reason: str = Field("", max_length=1_000)

    @property
    def only(self) -> Only:
        return Only(self.row or None, self.column or None)


class Between(BaseModel):
    before: str = Field("", max_length=20)
    after: str = Field("now", max_length=20)
