"""What may be asked for of reminders and digests over HTTP."""

from datetime import date, time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from isthmus.actions.dates import Weekday
from isthmus.reminding.desk import Wanted
from isthmus.reminding.model import Preference
from isthmus.settings import Weekday as WeekdayName

Step = Annotated[str, Field(pattern=r"^[1-3](\.\d{1,2})?$")]
AtTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"])]


class AskedWish(BaseModel):
    """How you want to be told; what is left out is as this installation has it."""

    model_config = ConfigDict(extra="forbid")

    at: AtTime | None = None
    ways: list[Annotated[str, Field(max_length=40)]] | None = Field(default=None, max_length=10)
    address: str = Field(default="", max_length=254)
    mornings: bool = True

    def preference(self, person: str) -> Preference:
        at = time.fromisoformat(self.at) if self.at else None
        ways = None if self.ways is None else tuple(dict.fromkeys(self.ways))
        return Preference(person, at, ways, self.address.strip(), self.mornings)


class AskedDigest(BaseModel):
    """A weekly digest; without a time zone it is your own."""

    model_config = ConfigDict(extra="forbid")

    weekday: WeekdayName = "monday"
    at: AtTime = "08:30"
    time_zone: str = Field(default="", max_length=64)
    steps: list[Step] = Field(default_factory=list, max_length=12)
    place: str = Field(default="", max_length=200)

    def wanted(self) -> Wanted:
        weekday = int(Weekday[self.weekday.upper()])
        at = time.fromisoformat(self.at)
        return Wanted(weekday, at, self.time_zone, tuple(self.steps), self.place)


class AskedSnooze(BaseModel):
    model_config = ConfigDict(extra="forbid")

    until: date
