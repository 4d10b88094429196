"""HTTP around the service: requests in, JSON out, connections that break when they are told to."""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Call:
    """What somebody asked of Teams; ``body`` is JSON, or a form's fields."""

    method: str
    path: tuple[str, ...]
    query: dict[str, str]
    headers: dict[str, str]
    body: Any

    def __str__(self) -> str:
        return f"{self.method} /{'/'.join(self.path)}"


@dataclass(frozen=True)
class Said:
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    dropped: bool = False


class Answers(Protocol):
    def answer(self, call: Call) -> Said: ...


class _Handler(BaseHTTPRequestHandler):
    service: Answers

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = Call(
            self.command,
            tuple(unquote(each) for each in parts.path.strip("/").split("/")),
            dict(parse_qsl(parts.query)),
            {name.lower(): value for name, value in self.headers.items()},
            self._body(content),
        )
        said = self.service.answer(call)
        if said.dropped:
            self.close_connection = True
            self.connection.close()
            return
        out = b"" if said.body is None else json.dumps(said.body).encode()
        with suppress(OSError):
            self.send_response(said.status)
            for name, value in {**said.headers, "Content-Length": str(len(out))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(out)

    def _body(self, content: bytes) -> Any:  # noqa: ANN401 - any JSON
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            return dict(parse_qsl(content.decode()))
        if kind.startswith("application/json"):
            return json.loads(content)
        return content

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - as the base class calls them

    def log_message(self, *_: object) -> None: ...


class Server:
    """Serves on loopback until it is stopped."""

    def __init__(self, service: Answers) -> None:
        handler = type("Handler", (_Handler,), {"service": service})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
