"""Durable work over HTTP, for administrators: the queue, dead letters, replay, schedules."""

from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Depends, Path, Query, Request

from isthmus.access.model import Scope
from isthmus.edge.identity import CallerPerson, key_in_header, needs
from isthmus.edge.problems import PROBLEMS
from isthmus.jobs.contract import job_as_json, planned_as_json
from isthmus.jobs.desk import Jobs, Sought
from isthmus.jobs.model import State

Json = dict[str, Any]
MOST_PAGES: Final = 10_000
LARGEST_ID: Final = 2**31 - 1
CHANGED: Final[dict[int | str, dict[str, Any]]] = {
    409: {"description": "The job is no dead letter"},
}


class HasJobs(Protocol):
    @property
    def jobs(self) -> Jobs: ...


def _jobs(request: Request) -> Jobs:
    wiring: HasJobs = request.app.state.wiring
    return wiring.jobs


def _router(scope: Scope) -> APIRouter:
    return APIRouter(
        prefix="/api/v1",
        tags=["Jobs"],
        route_class=needs(scope),
        responses=PROBLEMS | (CHANGED if scope is Scope.WRITE else {}),
        dependencies=[Depends(key_in_header)],
    )


TheJobs = Annotated[Jobs, Depends(_jobs)]
JobId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="A job's number")]

reading = _router(Scope.READ)
writing = _router(Scope.WRITE)


@reading.get("/jobs")
def list_jobs(
    jobs: TheJobs,
    by: CallerPerson,
    state: State = State.DEAD,
    kind: Annotated[str, Query(max_length=200, description="Only jobs of this kind")] = "",
    page: Annotated[int, Query(ge=1, le=MOST_PAGES, description="Which page, from 1")] = 1,
) -> list[Json]:
    """List jobs in a state: dead letters, where nothing is said. For administrators."""
    return [job_as_json(job) for job in jobs.listed(by, Sought((state,), kind, page - 1))]


@reading.get("/jobs/{job_id}")
def show_a_job(job_id: JobId, jobs: TheJobs, by: CallerPerson) -> Json:
    """Show one job with its state and its reason. For administrators."""
    return job_as_json(jobs.job(by, job_id))


@reading.get("/schedules")
def list_schedules(jobs: TheJobs, by: CallerPerson) -> list[Json]:
    """List what is done again and again, and when next. For administrators."""
    return [planned_as_json(each) for each in jobs.schedules(by)]


@writing.post("/jobs/{job_id}/replay")
def replay_a_job(job_id: JobId, jobs: TheJobs, by: CallerPerson) -> Json:
    """Have a dead letter done after all. For administrators."""
    return job_as_json(jobs.replay(by, job_id))


@writing.post("/jobs/{job_id}/dismissal")
def dismiss_a_job(job_id: JobId, jobs: TheJobs, by: CallerPerson) -> Json:
    """Take a dead letter off the list: it is not to be done. For administrators."""
    return job_as_json(jobs.dismiss(by, job_id))
