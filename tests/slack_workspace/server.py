"""The HTTP server: the Web API, uploads, consent, response addresses, and Socket Mode."""

import asyncio
import json
import socket
import threading
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from uvicorn.protocols.http.h11_impl import H11Protocol

from slack_workspace import responding
from slack_workspace.api import Answered, WebApi, decoded
from slack_workspace.errors import SlackError
from slack_workspace.sockets import Sockets
from slack_workspace.state import State

_OPEN: Final[dict[tuple[str, int], asyncio.Transport]] = {}


class _Droppable(H11Protocol):
    """Remembers its connections, so that one can be cut without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _OPEN[transport.get_extra_info("peername")[:2]] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client:
            _OPEN.pop(self.client[:2], None)
        super().connection_lost(exc)


class Server:
    """Serves a workspace on a free port of this machine, from a thread."""

    def __init__(self, state: State, api: WebApi, sockets: Sockets) -> None:
        self._state, self._api, self._sockets = state, api, sockets
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        state.base = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(
            self._app(),
            http=_Droppable,
            ws="websockets-sansio",
            log_level="critical",
            lifespan="off",
            date_header=False,  # the workspace has a clock of its own
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="slack", daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listening.close()

    def _run(self) -> None:
        self._server.run([self._listening])

    def _app(self) -> Starlette:
        get: list[str] = ["GET"]
        post: list[str] = ["POST"]
        return Starlette(
            routes=[
                Route("/api/{method}", self._web_api, methods=[*get, *post]),
                Route("/upload/{file}", self._upload, methods=post),
                Route("/files-pri/{file}/{rest:path}", self._download, methods=get),
                Route("/oauth/v2/authorize", self._authorize, methods=get),
                Route("/response/{key}", self._respond, methods=post),
                WebSocketRoute("/link/", self._sockets.serve),
            ]
        )

    async def _web_api(self, request: Request) -> Response:
        try:
            args = await _args(request)
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        method = request.path_params["method"]
        headers = dict(request.headers)
        answered = await run_in_threadpool(self._api.call, method, args, headers)
        if answered.dropped:
            return _dropped(request)
        return _sent(answered)

    async def _upload(self, request: Request) -> Response:
        content = await _content(request)
        with self._state.lock:
            file = self._state.files.get(request.path_params["file"])
            if file is None or file.complete:
                return PlainTextResponse("No such upload", 404)
            file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def _download(self, request: Request) -> Response:
        """Give a file to a token that may read files; others get a page, as at Slack."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        with self._state.lock:
            file = self._state.files.get(request.path_params["file"])
            mine = [one for one in self._state.installations if one.token == token]
        if not mine or mine[0].revoked or "files:read" not in mine[0].scopes:
            return RedirectResponse(f"{self._state.base}/?redir=sign-in", 302)
        if file is None:
            return PlainTextResponse("Not found", 404)
        return Response(file.content, media_type=file.mimetype)

    async def _authorize(self, request: Request) -> Response:
        """Show what would be the page of consent: a test goes through `SlackWorkspace.install`."""
        return PlainTextResponse(f"Allow? {urlencode(request.query_params)}")

    async def _respond(self, request: Request) -> Response:
        body = json.loads(await request.body())
        try:
            await run_in_threadpool(
                responding.respond, self._state, request.path_params["key"], body
            )
        except SlackError as error:
            status = 404 if error.code in {"used_url", "expired_url"} else 400
            return JSONResponse(error.answer, status)
        return PlainTextResponse("ok")


async def _args(request: Request) -> dict[str, Any]:
    args: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    body = await request.body()
    if kind.startswith("application/json"):
        given = json.loads(body or b"{}")
        if not isinstance(given, dict):
            raise ValueError
        args |= given
    elif kind.startswith("multipart/form-data"):
        args |= dict(await request.form())
    elif body:
        args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return decoded(args)


async def _content(request: Request) -> bytes:
    """Take a file as it comes: alone, or as part of a form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    for part in (await request.form()).values():
        if not isinstance(part, str):
            return await part.read()
    return b""


def _sent(answered: Answered) -> Response:
    return JSONResponse(answered.body, answered.status, dict(answered.headers))


def _dropped(request: Request) -> Response:
    """Cut the connection, so that whoever called learns nothing."""
    client = request.client
    transport = _OPEN.get((client.host, client.port)) if client else None
    if transport is not None:
        transport.abort()
    return Response()
