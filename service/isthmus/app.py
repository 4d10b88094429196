"""The HTTP application: put together, started, stopped, and asked how it is."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, Protocol

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.concurrency import run_in_threadpool

from importlib.metadata import PackageNotFoundError, version
from isthmus.answers import routes as answers
from isthmus.edge.guards import AllowedHosts, BodyLimit, SecurityHeaders
from isthmus.edge.identity import HasKeys
from isthmus.edge.keeping import InStep
from isthmus.edge.observing import Metrics, Observed, request_metrics
from isthmus.library import routes as library
from isthmus.people import GUEST, Audience, alone
from isthmus.web import reference
from isthmus.web import routes as web
from isthmus.web.pages import STATIC, Pages
from isthmus.web.problems import install_problems
from isthmus.web.shelf import CountedShelf

BODY_LIMIT: Final = 64 * 1024
UPLOADS: Final = "/api/v1/documents"


class Served(answers.Addressed, Protocol):
    """The settings that the application needs."""

    @property
    def allowed_hosts(self) -> Sequence[str]: ...
    @property
    def max_document_bytes(self) -> int: ...


class Upkeep(Protocol):
    """Follows the records; raises where it cannot."""

    def bring_up_to_date(self) -> None: ...
    def in_step(self) -> bool: ...


class Indexed(Protocol):
    def indexed(self) -> object: ...


class Library(library.Shelf, web.Readable, Protocol):
    def passage_counts(self) -> dict[str, int]: ...


class Wiring(answers.Asking, library.Keeping, HasKeys, Protocol):
    """Everything the application needs; each context is one transaction."""

    @property
    def settings(self) -> Served: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    @property
    def upkeep(self) -> Upkeep: ...
    @property
    def index(self) -> Indexed: ...
    def reading(self, audience: Audience) -> AbstractContextManager[Library]: ...


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
    )
    shelf = CountedShelf(wiring.reading, lambda: wiring.index.indexed())
    app.state.wiring = wiring
    app.state.shelf = shelf
    app.state.pages = Pages()
    app.state.metrics = Metrics(lambda: shelf.all_passages)
    app.state.keeper = InStep(lambda: _bring_in_step(wiring, shelf))
    _add_routes(app)
    _add_guards(app, wiring.settings)
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
    await run_in_threadpool(keeper.start)
    yield
    await run_in_threadpool(keeper.stop)


def _bring_in_step(wiring: Wiring, shelf: CountedShelf) -> None:
    wiring.upkeep.bring_up_to_date()
    shelf.refresh(wiring.clock())


def _add_routes(app: FastAPI) -> None:
    for router in (
        answers.questions,
        answers.searches,
        library.reading,
        library.writing,
        web.router,
        reference.router,
        health,
    ):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _add_guards(app: FastAPI, settings: Served) -> None:
    """Add from the innermost to the outermost: what is added last sees a request first."""
    uploads = {UPLOADS: settings.max_document_bytes + BODY_LIMIT}
    app.add_middleware(BodyLimit, limit=BODY_LIMIT, larger=uploads)
    app.add_middleware(AllowedHosts, allowed=settings.allowed_hosts)
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
    """Say why questions cannot be answered: the database, the model, the index."""
    if keeper.trouble:
        return [keeper.trouble]
    checks = (lambda: _database(wiring), lambda: _index(wiring))
    return [reason for check in checks for reason in check()]


def _database(wiring: Wiring) -> list[str]:
    try:
        with wiring.reading(alone(GUEST)) as records:
            records.passage_counts()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it is the reason
        return [f"Database: {error}"]
    return []


def _index(wiring: Wiring) -> list[str]:
    return [] if wiring.upkeep.in_step() else ["The index is not in step with the records."]
