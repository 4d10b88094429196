"""Request ids, the access log and the metrics; and the last place an exception can reach."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from secrets import token_hex
from typing import Any, Final, Protocol

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from isthmus.edge.problems import problem

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PLAIN: Final = ("/static/", "/api/openapi.json")  # served beside the routes
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

log = structlog.get_logger("isthmus.requests")


class Metrics:
    """What Prometheus reads; each application has a registry of its own."""

    def __init__(self, passages: Callable[[], float]) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "isthmus_requests",
            "HTTP requests",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "isthmus_request_seconds",
            "Seconds until a request was answered",
            ["route"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.outcomes = Counter(
            "isthmus_outcomes",
            "Questions by what came of them: an answer or a refusal",
            ["kind"],
            registry=self._registry,
        )
        for kind in ("answer", "refusal"):
            self.outcomes.labels(kind)
        gauge = Gauge("isthmus_passages_indexed", "Passages indexed", registry=self._registry)
        gauge.set_function(passages)

    def gauges(self, read: Callable[[], Mapping[str, tuple[str, float]]]) -> None:
        """Add gauges that are read together, each time somebody asks for the metrics."""
        self._registry.register(_Read(read))

    def figures(self, read: Callable[[], Iterable["Figure"]]) -> None:
        """Add figures with labels, read each time somebody asks for the metrics."""
        self._registry.register(_Figures(read))

    def seen(self, request: "SeenRequest") -> None:
        self.requests.labels(request.method, request.route, str(request.status)).inc()
        self.seconds.labels(request.route).observe(request.seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)


class _Read(Collector):
    def __init__(self, read: Callable[[], Mapping[str, tuple[str, float]]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        for name, (says, value) in self._read().items():
            yield GaugeMetricFamily(name, says, value)


class Figure(Protocol):
    """One figure of a part of the service; ``counts`` where it only ever grows."""

    @property
    def name(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def value(self) -> float: ...
    @property
    def counts(self) -> bool: ...


class _Figures(Collector):
    def __init__(self, read: Callable[[], Iterable[Figure]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        families: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for each in self._read():
            kind = CounterMetricFamily if each.counts else GaugeMetricFamily
            if each.name not in families:
                families[each.name] = kind(each.name, each.says, labels=list(each.labels))
            families[each.name].add_metric(list(each.labels.values()), each.value)
        yield from families.values()


class SeenRequest:
    """What is known of a request when it is over; never its query, its body or its key."""

    def __init__(self, scope: Scope, request_id: str) -> None:
        self._scope = scope
        self._began = time.perf_counter()
        self.request_id = request_id
        self.status = 0
        self.seconds = 0.0

    def end(self) -> "SeenRequest":
        self.seconds = time.perf_counter() - self._began
        return self

    @property
    def method(self) -> str:
        method = str(self._scope["method"])
        return method if method in METHODS else "other"

    @property
    def route(self) -> str:
        """The route's template: the path itself may hold what somebody typed."""
        template = str(getattr(self._scope.get("route"), "path", ""))
        return template or next(filter(self._scope["path"].startswith, PLAIN), "unmatched")

    def as_log(self) -> dict[str, Any]:
        return {
            "request_id": self.request_id,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "ms": round(self.seconds * 1000, 1),
            "person": self._scope.get("state", {}).get("caller_id"),
        }


class Observed:
    """Gives each request its id, logs and counts it, and turns a crash into a problem."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = SeenRequest(scope, _request_id(scope))
        scope.setdefault("state", {})["request_id"] = seen.request_id
        try:
            await self._answered(seen, scope, receive, send)
        finally:
            self.metrics.seen(seen.end())
            log.info("request", **seen.as_log())

    async def _answered(
        self, seen: SeenRequest, scope: Scope, receive: Receive, send: Send
    ) -> None:
        marked = _marked(seen, send)
        try:
            await self.app(scope, receive, marked)
        except Exception:
            log.exception("request.failed", request_id=seen.request_id, route=seen.route)
            if seen.status:
                raise
            failure = problem(HTTPStatus.INTERNAL_SERVER_ERROR, None, seen.request_id)
            await failure(scope, receive, marked)


def request_metrics(request: Request) -> Metrics:
    metrics: Metrics = request.app.state.metrics
    return metrics


def _marked(seen: SeenRequest, send: Send) -> Send:
    async def send_marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.status = int(message["status"])
            MutableHeaders(scope=message)["X-Request-ID"] = seen.request_id
        await send(message)

    return send_marked


def _request_id(scope: Scope) -> str:
    """Accept the caller's id where it is harmless in a log, else make one."""
    given = Headers(scope=scope).get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else token_hex(8)
