"""All actions as columns of numbers, so that figures of every action are counted at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from isthmus.actions.model import LIVE, Status

Numbers = NDArray[Any]

STATUSES: Final = tuple(Status)
PROPOSED: Final = STATUSES.index(Status.PROPOSED)
DONE: Final = STATUSES.index(Status.DONE)
DROPPED: Final = STATUSES.index(Status.DROPPED)
IS_LIVE: Final = np.array([each in LIVE for each in STATUSES])
_STATUS: Final = {each.value: at for at, each in enumerate(STATUSES)}
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
A_SECOND: Final = 1_000_000  # in microseconds, as moments are counted
A_DAY: Final = 86_400 * A_SECOND
_ROW: Final = np.dtype(
    [
        ("id", np.int32),
        ("audience", np.int32),
        ("status", np.int8),
        ("step", np.int16),
        ("owner", np.int32),
        ("due", np.int32),
        ("first_due", np.int32),
        ("slips", np.int32),
        ("hours", np.float64),
        ("created_at", np.int64),
        ("status_at", np.int64),
    ]
)


class Row(NamedTuple):
    """What figures are counted from, of one action; days where there is none are the last one."""

    id: int
    audience: int
    status: str
    step: str
    owner: str
    owner_name: str
    due_by: date
    first_due_by: date
    slips: int
    estimate: float | None
    created_at: datetime
    status_at: datetime


@dataclass(frozen=True)
class Columns:
    """Actions in no order; ``steps`` and ``owners`` (key and name) are numbered as they came."""

    rows: Numbers = field(default_factory=lambda: np.empty(0, _ROW))
    steps: Mapping[str, int] = field(default_factory=dict)
    owners: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def with_rows(self, changed: Iterable[Row]) -> "Columns":
        """Give the columns with these actions as they are now, new ones among them."""
        steps, owners = dict(self.steps), dict(self.owners)
        new = np.array([_numbers(each, steps, owners) for each in changed], _ROW)
        others = self.rows[~np.isin(self.rows["id"], new["id"])]
        return Columns(np.concatenate([others, new]), steps, owners)

    def readable(self, audiences: Collection[int], involving: Collection[int]) -> Numbers:
        """Give the rows of these sets of readers, and those of these actions."""
        theirs = np.isin(self.rows["audience"], _integers(audiences))
        if theirs.all():
            return self.rows
        return self.rows[theirs | np.isin(self.rows["id"], _integers(involving))]


def _numbers(
    row: Row, steps: dict[str, int], owners: dict[tuple[str, str], int]
) -> tuple[float, ...]:
    """Give a row of numbers; it is taken apart at once, since that is done for each action."""
    id_, audience, status, step, owner, name, due, first_due, slips, hours, created, since = row
    return (
        id_,
        audience,
        _STATUS[status],
        steps.setdefault(step, len(steps)),
        owners.setdefault((owner, name), len(owners)),
        due.toordinal(),
        first_due.toordinal(),
        slips,
        np.nan if hours is None else hours,
        microseconds(created),
        microseconds(since),
    )


def microseconds(moment: datetime) -> int:
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * A_SECOND + since.microseconds


def _integers(of: Collection[int]) -> Numbers:
    return np.fromiter(of, np.int32, len(of))
