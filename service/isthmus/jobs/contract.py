"""Jobs and schedules as JSON: what the API and the command line give; never their payloads."""

from datetime import datetime
from typing import Any

from isthmus.jobs.calendar import Planned
from isthmus.jobs.model import Job, Queue

Json = dict[str, Any]


def job_as_json(job: Job) -> Json:
    """Give a job; ``reason`` says what came of it, or why the last attempt failed."""
    return {
        "id": job.id,
        "kind": job.kind,
        "key": job.key,
        "lane": job.lane,
        "schedule": job.schedule,
        "state": job.state,
        "reason": job.outcome,
        "attempts": job.attempts,
        "replays": job.replays,
        "may_have_been_sent": job.sending is not None,
        "made_at": job.made_at.isoformat(),
        "due_at": job.due_at.isoformat(),
        "run_at": job.run_at.isoformat(),
        "deadline": _iso(job.deadline),
        "ended_at": _iso(job.ended_at),
    }


def queue_as_json(queue: Queue, now: datetime) -> Json:
    return {
        "waiting": queue.waiting,
        "running": queue.running,
        "dead": queue.dead,
        "overdue": queue.overdue,
        "oldest_seconds": round(queue.age(now)),
    }


def measured(queue: Queue, now: datetime) -> dict[str, tuple[str, float]]:
    """Give the queue as metrics: by their names, what each says and its value."""
    return {
        "isthmus_jobs_waiting": ("Jobs that wait, due or not", queue.waiting),
        "isthmus_jobs_running": ("Jobs that run", queue.running),
        "isthmus_jobs_dead": ("Dead letters: jobs that could not be done", queue.dead),
        "isthmus_jobs_overdue": ("Jobs past their deadline and not ended", queue.overdue),
        "isthmus_jobs_oldest_seconds": (
            "Seconds for which the oldest job that is due has waited",
            queue.age(now),
        ),
    }


def planned_as_json(planned: Planned) -> Json:
    schedule = planned.schedule
    return {
        "name": schedule.name,
        "kind": schedule.kind,
        "zone": schedule.zone,
        "at": schedule.rule.at.isoformat(timespec="minutes"),
        "days": schedule.rule.in_words(),
        "catch_up": schedule.catch_up,
        "enabled": schedule.enabled,
        "next_at": planned.next_at.isoformat() if schedule.enabled else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
