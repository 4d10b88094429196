"""The HTTP application: put together, started, stopped, and asked how it is."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime
from functools import partial
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from isthmus.actions import routes as actions
from isthmus.answers import routes as answers
from isthmus.edge.forgery import refuse_forged
from isthmus.edge.guards import AllowedHosts, BodyLimit, SecurityHeaders
from isthmus.edge.identity import HasKeys
from isthmus.edge.keeping import InStep
from isthmus.edge.observing import Figure, Metrics, Observed, request_metrics
from isthmus.edge.sessions import KnowsVisitors, Sessions
from isthmus.edge.sessions import Served as SessionSettings
from isthmus.errors import IsthmusError
from isthmus.inquiry import routes as inquiry
from isthmus.jobs import routes as jobs
from isthmus.jobs.contract import measured
from isthmus.library import routes as library
from isthmus.people import Audience
from isthmus.programme import routes as programme
from isthmus.raci import routes as charts
from isthmus.reminding import routes as reminders
from isthmus.roles import routes as roles
from isthmus.routers import ROUTERS
from isthmus.web import saying
from isthmus.web.pages import STATIC, Pages
from isthmus.web.passages import Readable
from isthmus.web.problems import install_problems
from isthmus.web.shelf import CountedShelf

BODY_LIMIT: Final = 64 * 1024
DELIVERY_LIMIT: Final = 512 * 1024  # what a chat platform delivers: a message with its whole card
FOLLOW_UP_SECONDS: Final = 2.0
COUNT_SECONDS: Final = 5.0
OUT_OF_ORDER: Final = "A part of the service does not work. Its log says why."
UPLOADS: Final = (
    "/api/v1/documents",
    "/api/v1/actions/imports",
    "/api/v1/charts/checks",
    "/api/v1/charts/imports",
    "/actions/find",
    "/charts/import",
    "/library/add",
)

log = structlog.get_logger("isthmus.app")


class Served(answers.Addressed, SessionSettings, Protocol):
    """The settings that the application needs."""

    @property
    def allowed_hosts(self) -> Sequence[str]: ...
    @property
    def public_url(self) -> str: ...
    @property
    def max_document_bytes(self) -> int: ...


class Upkeep(Protocol):
    """Follows the records; raises where it cannot."""

    def bring_up_to_date(self) -> None: ...
    def in_step(self) -> bool: ...


class Recording(Protocol):
    """Records failed tries to sign in, some at a time."""

    def record_failures(self, *, all_of_them: bool = False) -> None: ...


class Indexed(Protocol):
    def indexed(self) -> object: ...


class Delivered(Protocol):
    """A chat platform, with the routes at which it reaches us."""

    @property
    def router(self) -> APIRouter: ...


class Library(library.Shelf, Readable, Protocol):
    def passage_counts(self) -> dict[str, int]: ...


class Measuring(Protocol):
    """Counts what it does, for the metrics."""

    def measured(self) -> Iterable[Figure]: ...


class Wiring(
    inquiry.Inquiring,
    library.Keeping,
    charts.HasCharts,
    roles.HasRoles,
    actions.HasActions,
    actions.HasFeeds,
    programme.HasProgramme,
    actions.HasWebhooks,
    jobs.HasJobs,
    reminders.HasReminding,
    HasKeys,
    saying.HasAssistant,
    KnowsVisitors,
    Protocol,
):
    """Everything the application needs; each context is one transaction."""

    @property
    def settings(self) -> Served: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def upkeep(self) -> Upkeep: ...
    @property
    def index(self) -> Indexed: ...
    @property
    def language_models(self) -> Measuring: ...
    @property
    def signing_in(self) -> Recording: ...
    @property
    def channels(self) -> Sequence[Delivered]: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Library]: ...
    def start_work(self) -> None: ...
    def stop_work(self) -> None: ...


health = APIRouter(include_in_schema=False)


def create_app(wiring: Wiring) -> FastAPI:
    """Put the application together; nothing is opened before it starts."""
    app = FastAPI(
        title="Isthmus",
        version=_version(),
        summary="Governance questions, answered from your documents word for word.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        dependencies=[Depends(refuse_forged)],
    )
    shelf = CountedShelf(wiring.reading, partial(_indexed, wiring))
    app.state.wiring = wiring
    app.state.shelf = shelf
    app.state.pages = Pages()
    app.state.metrics = Metrics(lambda: shelf.all_passages)
    app.state.metrics.gauges(partial(_queued, wiring))
    app.state.metrics.figures(wiring.language_models.measured)
    app.state.keeper = InStep(partial(_bring_in_step, wiring, shelf))
    app.state.follower = InStep(wiring.inquiry.follow_up, FOLLOW_UP_SECONDS, "inquiry.not_followed")
    app.state.counter = InStep(partial(_count, wiring), COUNT_SECONDS, "programme.not_counted")
    _add_routes(app)
    delivered = _add_channels(app, wiring)
    _add_guards(app, wiring, delivered)
    install_problems(app)
    return app


def _version() -> str:
    try:
        return version("isthmus")
    except PackageNotFoundError:  # run from a source folder that is not installed
        return "0"


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    keeper: InStep = app.state.keeper
    follower: InStep = app.state.follower
    await run_in_threadpool(keeper.start)
    await run_in_threadpool(follower.start)
    counter: InStep = app.state.counter
    await run_in_threadpool(partial(counter.start, at_once=False))
    wiring: Wiring = app.state.wiring
    await run_in_threadpool(wiring.start_work)
    yield
    await run_in_threadpool(wiring.stop_work)
    await run_in_threadpool(counter.stop)
    await run_in_threadpool(follower.stop)
    await run_in_threadpool(keeper.stop)
    await run_in_threadpool(partial(wiring.signing_in.record_failures, all_of_them=True))


def _queued(wiring: Wiring) -> dict[str, tuple[str, float]]:
    """Give what there is to do, by the names of their metrics; nothing while nobody can tell."""
    try:
        return measured(wiring.jobs.queue(), wiring.clock())
    except IsthmusError as error:
        log.warning("jobs.not_counted", reason=str(error))
        return {}


def _indexed(wiring: Wiring) -> object:
    """Look at the index without opening it any earlier than that."""
    return wiring.index.indexed()


def _count(wiring: Wiring) -> None:
    """Follow the actions that figures are counted from, without opening them any earlier."""
    wiring.programme.follow()


def _bring_in_step(wiring: Wiring, shelf: CountedShelf) -> None:
    wiring.signing_in.record_failures()
    wiring.upkeep.bring_up_to_date()
    shelf.refresh(wiring.clock())


def _add_routes(app: FastAPI) -> None:
    for router in (*ROUTERS, health):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _add_channels(app: FastAPI, wiring: Wiring) -> tuple[str, ...]:
    """Add the routes of chat platforms; gives the paths at which they deliver.

    They verify by themselves who sends, and no form of ours leads there, so that none asks for a
    form's token. What is only looked at there is a page for people, as any other.
    """
    routes = [each for channel in wiring.channels for each in channel.router.routes]
    app.router.routes.extend(routes)
    return tuple(
        each.path for each in routes if isinstance(each, Route) and "POST" in (each.methods or ())
    )


def _add_guards(app: FastAPI, wiring: Wiring, delivered: Sequence[str]) -> None:
    """Add from the innermost to the outermost: what is added last sees a request first."""
    settings = wiring.settings
    larger = dict.fromkeys(UPLOADS, settings.max_document_bytes + BODY_LIMIT)
    larger |= dict.fromkeys(delivered, DELIVERY_LIMIT)
    app.add_middleware(BodyLimit, limit=BODY_LIMIT, larger=larger)
    app.add_middleware(Sessions, wiring=wiring, beside=delivered)
    allowed = (*settings.allowed_hosts, urlsplit(settings.public_url).hostname or "")
    app.add_middleware(AllowedHosts, allowed=allowed)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observed, metrics=app.state.metrics)


@health.get("/healthz")
def alive() -> dict[str, str]:
    return {"status": "alive"}


@health.get("/readyz")
def ready(request: Request) -> JSONResponse:
    reasons = _not_ready(request.app.state.wiring, request.app.state.keeper)
    said: dict[str, Any] = {"status": "not ready" if reasons else "ready", "reasons": reasons}
    return JSONResponse(said, HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK)


@health.get("/metrics")
def metrics(request: Request) -> Response:
    return PlainTextResponse(request_metrics(request).text(), media_type=CONTENT_TYPE_LATEST)


def _not_ready(wiring: Wiring, keeper: InStep) -> list[str]:
    """Say that questions cannot be answered; anybody may ask this, so the log alone says why."""
    if keeper.trouble:
        return [OUT_OF_ORDER]
    try:
        in_step = wiring.upkeep.in_step()
    except IsthmusError as error:
        log.error("service.not_ready", reason=str(error))  # noqa: TRY400 - told in its words
        return [OUT_OF_ORDER]
    return [] if in_step else ["The index is not in step with the records."]
