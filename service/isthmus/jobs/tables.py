"""The tables of jobs and schedules, and rows as plain things."""

from datetime import time
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from isthmus.jobs.calendar import CatchUp, Planned, Rule, Schedule
from isthmus.jobs.model import Job, State
from isthmus.storage import METADATA, Instant

_UNFINISHED: Final = text("state IN ('waiting', 'running')")
_IN_A_LANE: Final = text("state = 'running' AND lane <> ''")

jobs: Final = Table(
    "jobs",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("schedule", String, nullable=False),
    Column("local", String, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("run_at", Instant, nullable=False),
    Column("deadline", Instant),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("replays", Integer, nullable=False),
    Column("leased_by", String, nullable=False),
    Column("leased_until", Instant),
    Column("sending", JSON(none_as_null=True)),
    Column("outcome", Text, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("key"),
    Index("ix_jobs_unfinished", "run_at", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
    Index("ix_jobs_state", "state", "ended_at"),
    Index("ix_jobs_lane", "lane", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
    Index(  # the database itself keeps a lane from running two jobs at once
        "uq_jobs_lane_running",
        "lane",
        unique=True,
        sqlite_where=_IN_A_LANE,
        postgresql_where=_IN_A_LANE,
    ),
    sqlite_autoincrement=True,
)

schedules: Final = Table(
    "schedules",
    METADATA,
    Column("name", String, primary_key=True),
    Column("zone", String, nullable=False),
    Column("days", String, nullable=False),  # such as 01234: 0 is Monday
    Column("at", String, nullable=False),  # such as 08:30
    Column("kind", String, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("catch_up", String, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("considered", Instant, nullable=False),
    Column("next_at", Instant, nullable=False, index=True),
)


def job_row(job: Job) -> dict[str, Any]:
    """Give what changes in the life of a job."""
    named = ("deadline", "attempts", "replays", "leased_by", "leased_until", "run_at", "ended_at")
    sending = None if job.sending is None else dict(job.sending)
    changing = {"state": job.state.value, "sending": sending, "outcome": job.outcome}
    return {name: getattr(job, name) for name in named} | changing


def job_of(row: Row[Any]) -> Job:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name
    return Job(**values | {"state": State(values["state"])})


def schedule_row(schedule: Schedule) -> dict[str, Any]:
    return {
        "name": schedule.name,
        "zone": schedule.zone,
        "days": "".join(map(str, sorted(schedule.rule.days))),
        "at": schedule.rule.at.isoformat(timespec="minutes"),
        "kind": schedule.kind,
        "payload": dict(schedule.payload),
        "catch_up": schedule.catch_up.value,
        "enabled": schedule.enabled,
    }


def planned_of(row: Row[Any]) -> Planned:
    schedule = Schedule(
        name=row.name,
        zone=row.zone,
        rule=Rule(time.fromisoformat(row.at), frozenset(map(int, row.days))),
        kind=row.kind,
        payload=row.payload,
        catch_up=CatchUp(row.catch_up),
        enabled=row.enabled,
    )
    return Planned(schedule, row.considered, row.next_at)
