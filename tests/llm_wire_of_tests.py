"""A server that speaks OpenAI's wire as a test wants it to: hanging, cut, refusing, endless."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Exchange:
    """One request, and what can be answered to it."""

    asked: dict[str, Any]
    key: str
    handler: BaseHTTPRequestHandler
    released: threading.Event

    @property
    def streams(self) -> bool:
        return bool(self.asked.get("stream"))

    def begin(self, status: int = 200, content: str = "text/event-stream", **more: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", content)
        self.handler.send_header("Connection", "close")
        for name, value in more.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def write(self, text: str) -> None:
        self.handler.wfile.write(text.encode())
        self.handler.wfile.flush()

    def piece(self, text: str) -> None:
        delta = {"role": "assistant", "content": text}
        self._event([{"index": 0, "delta": delta, "finish_reason": None}])

    def finish(self, read: int = 0, written: int = 0) -> None:
        self._event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
        if read or written:
            self._event([], usage=_usage(read, written))
        self.write("data: [DONE]\n\n")

    def whole(self, text: str, read: int = 11, written: int = 7) -> None:
        """Answer without streaming."""
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        self.begin(content="application/json")
        self.write(
            json.dumps(
                {
                    "id": "chatcmpl-1",
                    "object": "chat.completion",
                    "created": 1,
                    "model": "scripted",
                    "choices": [choice],
                    "usage": _usage(read, written),
                }
            )
        )

    def refuse(self, status: int, code: str = "", message: str = "no", **more: str) -> None:
        self.begin(status, "application/json", **more)
        self.write(json.dumps({"error": {"message": message, "code": code, "type": code}}))

    def hang(self) -> None:
        """Say nothing more until the test is over."""
        self.released.wait(60)

    def _event(self, choices: list[dict[str, Any]], **more: object) -> None:
        event = {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "scripted",
            "choices": choices,
            **more,
        }
        self.write(f"data: {json.dumps(event)}\n\n")


Script = Callable[[Exchange], None]


def says(*pieces: str, read: int = 0, written: int = 0) -> Script:
    """Give a script that answers well, streaming or at once."""

    def script(exchange: Exchange) -> None:
        if not exchange.streams:
            exchange.whole("".join(pieces), read, written)
            return
        exchange.begin()
        for each in pieces:
            exchange.piece(each)
        exchange.finish(read, written)

    return script


def refuses(status: int, code: str = "", message: str = "no", **headers: str) -> Script:
    return lambda exchange: exchange.refuse(status, code, message, **headers)


@dataclass
class WireServer:
    """Plays one script after another, the last one again and again."""

    address: str = ""
    scripts: list[Script] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plays(self, *scripts: Script) -> None:
        self.scripts = list(scripts)

    def play(self, exchange: Exchange) -> None:
        with self._lock:
            self.asked.append(exchange.asked)
            self.keys.append(exchange.key)
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        try:
            script(exchange)
        except OSError:
            self.gone.set()  # whoever asked hung up

    def told(self, n: int = -1) -> str:
        """Give everything that was said in a request."""
        return "\n".join(str(each["content"]) for each in self.asked[n]["messages"])


@contextmanager
def wire_server() -> Iterator[WireServer]:
    wire = WireServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            asked = json.loads(self.rfile.read(length) or b"{}")
            key = self.headers.get("Authorization", "")
            wire.play(Exchange(asked, key, self, wire.released))
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    wire.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield wire
    finally:
        wire.released.set()
        server.shutdown()
        with suppress(OSError):
            server.server_close()
        thread.join()


def _usage(read: int, written: int) -> dict[str, int]:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
