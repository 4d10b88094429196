"""Figures of many actions, counted from their columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Final

import numpy as np

from isthmus.actions.listing import NO_DAY, Counted
from isthmus.actions.model import Status
from isthmus.programme.columns import (
    A_DAY,
    DONE,
    DROPPED,
    EPOCH,
    IS_LIVE,
    PROPOSED,
    STATUSES,
    Columns,
    Numbers,
    microseconds,
)
from isthmus.programme.period import DAY, Moment
from isthmus.programme.tallies import NEVER, Begun, Outcome, Tally

_EPOCH_DAY: Final = EPOCH.toordinal()
_NO_DAY: Final = NO_DAY.toordinal()
_ENDED: Final = (
    (Outcome.LIVE, None),
    (Outcome.DROPPED, None),
    (Outcome.DONE, None),
    (Outcome.DONE, False),
    (Outcome.DONE, True),
)
_LIVE, _DROPPED, _UNDATED, _TOO_LATE, _ON_TIME = range(len(_ENDED))


@dataclass(frozen=True)
class Counting:
    """Counts the ``rows`` of somebody: those that they may read, of the phase that is meant."""

    columns: Columns
    rows: Numbers

    def of_phase(self, phase: str) -> "Counting":
        if not phase:
            return self
        steps = [at for name, at in self.columns.steps.items() if name.startswith(phase)]
        return Counting(self.columns, self.rows[np.isin(self.rows["step"], steps)])

    # ---- as they are

    def by_step_and_status(self, today: date) -> list[Counted]:
        keys = self.rows["step"].astype(np.int64) * len(STATUSES) + self.rows["status"]
        names = list(self.columns.steps)
        return [
            _counted((names[key // len(STATUSES)], STATUSES[key % len(STATUSES)]), numbers)
            for key, numbers in self._groups(keys, today)
        ]

    def by_owner(self, today: date) -> list[Counted]:
        """Count what is live; somebody who had several names goes by the last of the alphabet."""
        live = Counting(self.columns, self.rows[self._live])
        named = list(self.columns.owners)
        keys = sorted({key for key, _ in named})
        place = {key: at for at, key in enumerate(keys)}
        by_key = np.array([place[key] for key, _ in named], np.int64)
        names = live._names(named)
        found = live._groups(by_key[live.rows["owner"]], today)
        return [_counted((keys[at],), numbers, names[keys[at]]) for at, numbers in found]

    def _names(self, named: Sequence[tuple[str, str]]) -> Mapping[str, str]:
        return dict(sorted(named[at] for at in np.unique(self.rows["owner"])))

    def _groups(self, keys: Numbers, today: date) -> Iterator[tuple[int, Sequence[float]]]:
        """Give with each key: how many, live and overdue, their hours, how many have any."""
        live = self._live
        overdue = live & (self.rows["due"] < today.toordinal())
        estimated = live & ~np.isnan(self.rows["hours"])
        hours = np.where(estimated, self.rows["hours"], 0.0)
        weights = (None, live, overdue, hours, estimated)
        columns = [np.bincount(keys, each).tolist() for each in weights]
        for key, row in enumerate(zip(*columns, strict=True)):
            if row[0]:
                yield key, row

    @cached_property
    def _live(self) -> Numbers:
        return np.asarray(IS_LIVE[self.rows["status"]])

    # ---- as they came about

    def tallied(self, moments: Sequence[Moment]) -> tuple[list[Tally], list[Begun]]:
        """Count what was open at any of these moments: by its history, and by when it was begun."""
        instants = [microseconds(each.at) for each in moments]
        later = (self.rows["status_at"] >= instants[0]) & (self.rows["status"] != PROPOSED)
        rows = self.rows[self._live | later]
        closed = _index(rows["status_at"], instants)
        closed[IS_LIVE[rows["status"]]] = len(moments)
        return _tallies(rows, closed, moments), _begun(rows, closed, len(moments))

    def became(
        self, status: Status, begins: datetime, ends: datetime, most: int
    ) -> tuple[int, list[int]]:
        """Give how many took a status within a time and have it still, and the latest of them."""
        at = self.rows["status_at"]
        within = (at >= microseconds(begins)) & (at < microseconds(ends))
        rows = self.rows[within & (self.rows["status"] == STATUSES.index(status))]
        latest = np.lexsort((rows["id"], rows["status_at"]))[::-1][:most]
        return len(rows), rows["id"][latest].tolist()


def _counted(keys: tuple[str, ...], numbers: Sequence[float], owner: str = "") -> Counted:
    number, live, overdue, hours, estimated = numbers
    return Counted(keys, int(number), int(live), int(overdue), hours, int(estimated), owner)


def _tallies(rows: Numbers, closed: Numbers, moments: Sequence[Moment]) -> list[Tally]:
    """Make one number of all that is told apart, and count how often there is each."""
    size = len(moments) + 1
    created = _index(rows["created_at"], [microseconds(each.at) for each in moments])
    due = _index(rows["first_due"], [each.today.toordinal() for each in moments])
    keys = ((created * size + closed) * size + due) * len(_ENDED) + _ended(rows, moments)
    numbers = np.bincount(keys)
    slips = np.bincount(keys, rows["slips"])
    there = np.flatnonzero(numbers)
    *history, ended = np.unravel_index(there, (size, size, size, len(_ENDED)))
    created, closed, due = (np.where(each == size - 1, NEVER, each) for each in history)
    found = (created, closed, due, ended, numbers[there], slips[there].astype(np.int64))
    return [_tally(each) for each in zip(*(each.tolist() for each in found), strict=True)]


def _tally(parts: Sequence[int]) -> Tally:
    created, closed, due, ended, number, slips = parts
    outcome, on_time = _ENDED[ended]
    return Tally(created, closed, due, outcome, on_time, number, slips)


def _begun(rows: Numbers, closed: Numbers, moments: int) -> list[Begun]:
    days = rows["created_at"] // A_DAY
    there, places = np.unique(days, return_inverse=True)
    by_closed = np.bincount(places * (moments + 1) + closed, minlength=len(there) * (moments + 1))
    still = by_closed.reshape(-1, moments + 1)[:, ::-1].cumsum(axis=1)[:, -2::-1]
    dates = map(date.fromordinal, (there + _EPOCH_DAY).tolist())
    return [Begun(*each) for each in zip(dates, map(tuple, still.tolist()), strict=True)]


def _index(values: Numbers, bounds: Sequence[int]) -> Numbers:
    """Give the first of some bounds in order that each value is below; else how many there are.

    There are few bounds, so that comparing with each is faster than searching for the one.
    """
    found = np.zeros(len(values), np.int64)
    for bound in bounds:
        found += values >= bound
    return found


def _ended(rows: Numbers, moments: Sequence[Moment]) -> Numbers:
    """Tell what became of each, and whether it was done by its first date."""
    ended = np.full(len(rows), _LIVE, np.int64)
    ended[rows["status"] == DROPPED] = _DROPPED
    ended[rows["status"] == DONE] = _UNDATED
    dated = (rows["status"] == DONE) & (rows["first_due"] != _NO_DAY)
    on_time = _days(rows["status_at"][dated], moments) <= rows["first_due"][dated]
    ended[dated] = np.where(on_time, _ON_TIME, _TOO_LATE)
    return ended


def _days(instants: Numbers, moments: Sequence[Moment]) -> Numbers:
    """Give the day that it was, where the moments are told, at each instant between them."""
    first, last = moments[0].today, moments[-1].today
    days = [first + DAY * later for later in range((last - first).days + 1)]
    zone = moments[0].at.tzinfo
    begins = [microseconds(datetime.combine(day, time(), zone)) for day in days]
    return first.toordinal() - 1 + np.searchsorted(begins, instants, side="right")
