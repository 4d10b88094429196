"""What goes wrong between two machines, told in advance for the next call."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RateLimited:
    """Nothing is done, and the caller is to wait."""

    seconds: int = 7


@dataclass(frozen=True)
class Breaks:
    """Nothing is done, and the caller gets an error of the server."""

    status: int = 502


@dataclass(frozen=True)
class DropsReply:
    """It is done, and the connection ends before the caller hears of it."""


@dataclass(frozen=True)
class DropsCall:
    """Nothing is done, and the connection ends."""


Trouble = RateLimited | Breaks | DropsReply | DropsCall


@dataclass
class Troubles:
    """Each happens once, to the next or a later call whose method and path have its pattern."""

    waiting: list["_Waiting"] = field(default_factory=list)

    def next(self, trouble: Trouble, path: str = r"^POST .*/activities", after: int = 0) -> None:
        """Have something go wrong once ``after`` such calls have gone well."""
        self.waiting.append(_Waiting(re.compile(path), trouble, after))

    def for_call(self, call: str) -> Trouble | None:
        for each in self.waiting:
            if each.calls.search(call):
                if each.after == 0:
                    self.waiting.remove(each)
                    return each.trouble
                each.after -= 1
        return None


@dataclass
class _Waiting:
    """``after`` counts down how many calls go well before."""

    calls: re.Pattern[str]
    trouble: Trouble
    after: int
