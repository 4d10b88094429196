"""SQL of jobs and schedules, within one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from isthmus.edge.logs import log_of
from isthmus.errors import ConflictError, InvalidError, NotFoundError
from isthmus.jobs.calendar import MOVED_BACK, Planned, Schedule
from isthmus.jobs.model import Job, Queue, State, Wanted
from isthmus.jobs.tables import job_of, job_row, jobs, planned_of, schedule_row, schedules

ENQUEUED: Final = "isthmus.jobs.enqueued"
WAITING: Final = State.WAITING.value
RUNNING: Final = State.RUNNING.value
DEAD: Final = State.DEAD.value
TRIED_AGAIN: Final = timedelta(hours=1)  # a schedule that cannot be read: its zone is unknown here
UNFINISHED: Final = (WAITING, RUNNING)


class LostLeaseError(ConflictError):
    """Somebody else has this job meanwhile: whatever was done for it here is undone."""


class JobStore:
    """Jobs and schedules within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- asking for work

    def enqueue(self, wanted: Wanted, now: datetime) -> bool:
        """Keep that this is to be done; tells whether it is new, False where its key is known."""
        due_at = wanted.run_at or now
        named = ("kind", "key", "lane", "schedule", "local", "deadline")
        row = {name: getattr(wanted, name) for name in named} | {
            "payload": dict(wanted.payload),
            "made_at": now,
            "due_at": due_at,
            "run_at": due_at,
            "state": WAITING,
            "attempts": 0,
            "replays": 0,
            "leased_by": "",
            "outcome": "",
        }
        self.mark_enqueued()
        return self._insert_new(jobs, row)

    def mark_enqueued(self) -> None:
        """Have the workers of this process look, once this transaction is kept."""
        self._connection.info[ENQUEUED] = True

    # ---- doing it

    def anything_due(self, kinds: Collection[str], now: datetime) -> bool:
        """Tell whether there is something to do, without waiting for writers."""
        due = or_(exists().where(_claimable(kinds, now)), exists().where(_to_consider(now)))
        return bool(self._connection.scalar(select(due)))

    def claim(self, kinds: Collection[str], by: str, now: datetime) -> Job | None:
        """Take the next job that is due, for as long as a lease; None where there is none."""
        query = select(jobs).where(_claimable(kinds, now)).order_by(jobs.c.run_at, jobs.c.id)
        locked = query.limit(1).with_for_update(skip_locked=True, of=jobs)
        found = self._connection.execute(locked).one_or_none()
        if found is None:
            return None
        claimed = job_of(found).claimed(by, now)
        try:
            with self._connection.begin_nested():
                self.put(claimed)
        except IntegrityError:  # another of its lane began at the same moment
            return None
        return claimed

    def hold(self, job: Job) -> None:
        """Keep others from this job until the transaction ends; raises LostLeaseError."""
        found = self._connection.scalar(select(jobs.c.id).where(_held(job)).with_for_update())
        if found is None:
            raise LostLeaseError(f"Job {job.id} is in other hands by now.")

    def renew(self, job: Job, until: datetime) -> bool:
        """Make a lease longer; tells whether it was still ours."""
        longer = update(jobs).where(_held(job)).values(leased_until=until)
        return self._connection.execute(longer).rowcount == 1

    def put(self, job: Job) -> None:
        self._connection.execute(update(jobs).where(jobs.c.id == job.id).values(job_row(job)))

    # ---- looking

    def get(self, job_id: int, *, lock: bool = False) -> Job:
        """Give a job; raises NotFoundError."""
        query = select(jobs).where(jobs.c.id == job_id)
        query = query.with_for_update() if lock else query
        found = self._connection.execute(query).one_or_none()
        if found is None:
            raise NotFoundError(f"There is no job {job_id}. `isthmus jobs list` shows those there.")
        return job_of(found)

    def by_key(self, key: str) -> Job | None:
        found = self._connection.execute(select(jobs).where(jobs.c.key == key)).one_or_none()
        return job_of(found) if found else None

    def listed(
        self, states: Collection[State], kind: str = "", limit: int = 100, offset: int = 0
    ) -> list[Job]:
        """Give jobs in these states: those to do in their order, those that ended newest first."""
        query = select(jobs).where(jobs.c.state.in_([state.value for state in states]))
        query = query.where(jobs.c.kind == kind) if kind else query
        ended = all(state.ended for state in states)
        order = (jobs.c.ended_at.desc(), jobs.c.id.desc()) if ended else (jobs.c.run_at, jobs.c.id)
        rows = self._connection.execute(query.order_by(*order).limit(limit).offset(offset))
        return [job_of(row) for row in rows]

    def queue(self, now: datetime) -> Queue:
        """Count what there is to do."""
        unfinished = jobs.c.state.in_(UNFINISHED)
        counts = select(jobs.c.state, func.count()).where(jobs.c.state.in_([*UNFINISHED, DEAD]))
        found = {row[0]: row[1] for row in self._connection.execute(counts.group_by(jobs.c.state))}
        overdue = select(func.count()).where(unfinished, jobs.c.deadline < now)
        oldest = select(jobs.c.due_at).where(unfinished, jobs.c.run_at <= now)
        first = oldest.order_by(jobs.c.due_at).limit(1)
        return Queue(
            waiting=found.get(WAITING, 0),
            running=found.get(RUNNING, 0),
            dead=found.get(DEAD, 0),
            overdue=self._connection.scalar(overdue) or 0,
            oldest_due=self._connection.scalar(first),
        )

    # ---- putting in order

    def prune(self, before: datetime) -> int:
        """Forget what ended well before a moment; dead letters stay until somebody decides."""
        ended = jobs.c.state.in_([State.DONE.value, State.REJECTED.value])
        return self._connection.execute(
            delete(jobs).where(ended, jobs.c.ended_at < before)
        ).rowcount

    def set_aside(self, why: str, now: datetime) -> int:
        """Make a dead letter of everything that is not done, and miss what schedules missed."""
        values = {"leased_by": "", "leased_until": None, "outcome": why, "ended_at": now}
        unfinished = update(jobs).where(jobs.c.state.in_(UNFINISHED))
        stopped = self._connection.execute(unfinished.values(state=DEAD, **values))
        for planned in self.planned():
            self._consider(planned.considered_at(now))
        return stopped.rowcount

    # ---- schedules

    def put_schedule(self, schedule: Schedule, now: datetime) -> None:
        """Keep a schedule; where its times change, they count from now on."""
        found = self._planned(select(schedules).where(schedules.c.name == schedule.name))
        values = schedule_row(schedule)
        if not found:
            planned = {"considered": now, "next_at": schedule.next_after(now)}
            self._insert_new(schedules, values | planned)
            return
        before = found[0].schedule
        same = update(schedules).where(schedules.c.name == schedule.name)
        if before != schedule:
            self._connection.execute(same.values(values))
        if _when(before) != _when(schedule):
            self._consider(Planned(schedule, now, schedule.next_after(now)))

    def remove_schedule(self, name: str) -> None:
        self._connection.execute(delete(schedules).where(schedules.c.name == name))

    def planned(self) -> list[Planned]:
        return self._planned(select(schedules).order_by(schedules.c.name))

    def fire(self, now: datetime) -> int:
        """Enqueue what schedules have due, once for each local date and time; gives how many."""
        query = select(schedules).where(_to_consider(now)).order_by(schedules.c.next_at)
        rows = self._connection.execute(query.with_for_update(skip_locked=True)).all()
        return sum(self._fire_if_readable(row, now) for row in rows)

    def _fire_if_readable(self, row: Row[Any], now: datetime) -> int:
        """Pass over a schedule that cannot be read any more, so that all others go on."""
        try:
            return self._fire(planned_of(row), now)
        except InvalidError as error:
            log_of("isthmus.jobs").error("schedule.failed", schedule=row.name, reason=str(error))
            same = update(schedules).where(schedules.c.name == row.name)
            self._connection.execute(same.values(next_at=now + TRIED_AGAIN))
            return 0

    def _fire(self, planned: Planned, now: datetime) -> int:
        schedule = planned.schedule
        fired = 0
        for missed in schedule.missed(planned.considered, now):
            fired += self.enqueue(
                Wanted(
                    kind=schedule.kind,
                    key=missed.key,
                    payload=schedule.payload,
                    run_at=missed.at,
                    schedule=schedule.name,
                    local=missed.name,
                ),
                now,
            )
        self._consider(planned.considered_at(now))
        return fired

    def _consider(self, planned: Planned) -> None:
        same = update(schedules).where(schedules.c.name == planned.schedule.name)
        values = {"considered": planned.considered, "next_at": planned.next_at}
        self._connection.execute(same.values(values))

    def _planned(self, query: Any) -> list[Planned]:  # noqa: ANN401 - a select, locking or not
        rows: Sequence[Any] = self._connection.execute(query).all()
        return [planned_of(row) for row in rows]

    def _insert_new(self, table: Table, row: dict[str, Any]) -> bool:
        """Insert a row; tells whether it is new, and leaves what is there as it is."""
        of_dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        new = of_dialect.insert(table).values(row).on_conflict_do_nothing()
        made = self._connection.execute(new.returning(*table.primary_key))
        return made.one_or_none() is not None


def enqueued_in(connection: Connection) -> bool:
    """Tell, once, whether something was enqueued in this transaction."""
    return bool(connection.info.pop(ENQUEUED, None))


def _claimable(kinds: Collection[str], now: datetime) -> Any:  # noqa: ANN401 - a SQL condition
    other = jobs.alias()
    before_it = or_(other.c.id < jobs.c.id, other.c.state == RUNNING)
    blocked = exists().where(
        other.c.lane == jobs.c.lane,
        other.c.state.in_(UNFINISHED),
        other.c.id != jobs.c.id,
        before_it,
    )
    return and_(
        jobs.c.state.in_(UNFINISHED),
        jobs.c.run_at <= now,
        jobs.c.kind.in_(kinds),
        or_(jobs.c.state == WAITING, jobs.c.leased_until <= now),
        or_(jobs.c.lane == "", ~blocked),
    )


def _held(job: Job) -> Any:  # noqa: ANN401 - a SQL condition
    return and_(
        jobs.c.id == job.id,
        jobs.c.state == RUNNING,
        jobs.c.leased_by == job.leased_by,
        jobs.c.attempts == job.attempts,
    )


def _to_consider(now: datetime) -> Any:  # noqa: ANN401 - a SQL condition
    moved_back = schedules.c.considered > now + MOVED_BACK
    return and_(schedules.c.enabled, or_(schedules.c.next_at <= now, moved_back))


def _when(schedule: Schedule) -> tuple[object, ...]:
    return schedule.zone, schedule.rule, schedule.enabled
