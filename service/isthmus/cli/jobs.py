"""`isthmus jobs`: what there is to do, what could not be done, and doing that after all."""

from datetime import datetime
from typing import Annotated, Final

import typer

from isthmus.cli.output import AsJson, print_json, show_line, show_table, wiring
from isthmus.jobs.contract import job_as_json, planned_as_json, queue_as_json
from isthmus.jobs.desk import Sought
from isthmus.jobs.model import Job, State
from isthmus.people import OPERATOR

Number = Annotated[int, typer.Argument(min=1, help="The job's number.")]
Kind = Annotated[str, typer.Option(help="Only jobs of this kind.")]
Page = Annotated[int, typer.Option(min=1, help="Which page, from 1.")]

app: Final = typer.Typer(help="Durable work: queue, dead letters, schedules.", no_args_is_help=True)


def register(root: typer.Typer) -> None:
    root.add_typer(app, name="jobs")


@app.command("list")
def list_jobs(
    context: typer.Context,
    *,
    state: Annotated[State | None, typer.Option(help="Which; those not done, by default.")] = None,
    kind: Kind = "",
    page: Page = 1,
    as_json: AsJson = False,
) -> None:
    """List jobs: those that wait or run, where no state is named."""
    states = (state,) if state else (State.WAITING, State.RUNNING)
    found = _found(context, Sought(states, kind, page - 1), as_json=as_json)
    rows = [(e.id, e.state, e.kind, e.key, _minute(e.run_at), e.outcome) for e in found]
    if not as_json:
        show_table(("job", "state", "kind", "key", "next", "reason"), rows)
        show_line(_counted(context), "dim")


@app.command("dead")
def list_dead(
    context: typer.Context, *, kind: Kind = "", page: Page = 1, as_json: AsJson = False
) -> None:
    """List dead letters: what could not be done, and why."""
    found = _found(context, Sought((State.DEAD,), kind, page - 1), as_json=as_json)
    if as_json:
        return
    if not found:
        show_line("There are no dead letters.", "green")
        return
    rows = [(e.id, e.kind, e.key, _minute(e.ended_at), e.outcome) for e in found]
    show_table(("job", "kind", "key", "since", "reason"), rows)
    show_line("`isthmus jobs replay NUMBER` does one after all.", "dim")


@app.command("replay")
def replay(context: typer.Context, number: Number, *, as_json: AsJson = False) -> None:
    """Have a dead letter done after all, by a service that runs."""
    _said(wiring(context).jobs.replay(OPERATOR, number), "is done again", as_json=as_json)


@app.command("dismiss")
def dismiss(context: typer.Context, number: Number, *, as_json: AsJson = False) -> None:
    """Take a dead letter off the list: it is not to be done."""
    _said(wiring(context).jobs.dismiss(OPERATOR, number), "is dismissed", as_json=as_json)


@app.command("schedules")
def list_schedules(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List what is done again and again, and when next."""
    found = wiring(context).jobs.schedules(OPERATOR)
    told = [planned_as_json(each) for each in found]
    if as_json:
        print_json(told)
        return
    columns = ("name", "at", "days", "zone", "catch_up")
    rows = [
        [*(said[name] for name in columns), _minute(each.next_at) if said["next_at"] else "never"]
        for each, said in zip(found, told, strict=True)
    ]
    show_table(("schedule", "at", "days", "zone", "missed", "next"), rows)


@app.command("set-aside")
def set_aside(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Make dead letters of all that is not done: after `pg_restore`, before the service starts."""
    stopped = wiring(context).jobs.set_aside(OPERATOR)
    if as_json:
        print_json({"set_aside": stopped})
        return
    show_line(f"{stopped} set aside. `isthmus jobs dead` lists them.")


def _found(context: typer.Context, sought: Sought, *, as_json: bool) -> list[Job]:
    found = wiring(context).jobs.listed(OPERATOR, sought)
    if as_json:
        print_json([job_as_json(job) for job in found])
    return found


def _counted(context: typer.Context) -> str:
    parts = wiring(context)
    said = queue_as_json(parts.jobs.queue(), parts.clock())
    oldest = f"the oldest that is due waits {said['oldest_seconds']} s"
    dead = f"{said['dead']} dead letters, {said['overdue']} overdue"
    return f"{said['waiting']} waiting, {said['running']} running, {dead}; {oldest}."


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}" if at else ""


def _said(job: Job, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json(job_as_json(job))
        return
    show_line(f"Job {job.id} ({job.key}) {what}.", "green")
