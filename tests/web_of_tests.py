"""A web server on this machine whose pages a test sets, and which misbehaves when it is told to."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HTML = "<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p>"


@dataclass
class Reply:
    """What is answered; ``stream`` writes a body of its own until the client has enough."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stream: Callable[[Callable[[bytes], object]], None] | None = None


class WebOfTests:
    """Pages by path; ``asked`` are the requests seen, with their headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0
        self.ended = threading.Event()

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    def page(self, path: str, title: str, text: str, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Reply(HTML.format(title, text).encode(), headers=named)
        return self.base + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    web: WebOfTests

    def do_GET(self) -> None:
        self.web.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        reply = self.web.pages.get(self.path, Reply(b"nothing here", 404))
        etag = reply.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            reply = Reply(status=304)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.stream is None:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        with suppress(OSError):  # the client hung up, as it should
            stream = reply.stream or (lambda write: write(reply.body))
            stream(self.wfile.write)

    def log_message(self, *_: object) -> None: ...


@contextmanager
def serving() -> Iterator[WebOfTests]:
    web = WebOfTests()
    handler = type("Handler", (_Handler,), {"web": web})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    web.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        web.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
