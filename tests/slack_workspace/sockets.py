"""Socket Mode, the side of Slack: what is delivered over WebSockets, and what was acknowledged."""

import asyncio
import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from slack_workspace.model import Json
from slack_workspace.state import State


@dataclass
class _Waiting:
    answered: threading.Event = field(default_factory=threading.Event)
    payload: Any = None


@dataclass(eq=False)
class _Connection:
    socket: WebSocket
    loop: asyncio.AbstractEventLoop


class Sockets:
    """The open connections of the app; each envelope goes to one of them, in turn."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = threading.Condition()
        self._connections: list[_Connection] = []
        self._waiting: dict[str, _Waiting] = {}
        self._turns: Iterator[int] = itertools.count()
        self.received: list[Json] = []  # everything the app sent

    @property
    def connections(self) -> int:
        with self._lock:
            return len(self._connections)

    def wait_for(self, connections: int, seconds: float = 10) -> None:
        """Wait until so many connections are open."""
        with self._lock:
            if not self._lock.wait_for(lambda: len(self._connections) == connections, seconds):
                raise AssertionError(
                    f"{len(self._connections)} connections, where {connections} were expected."
                )

    async def serve(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._state.tickets:
            await socket.close(4001)
            return
        self._state.tickets.remove(ticket)
        await socket.accept()
        connection = _Connection(socket, asyncio.get_running_loop())
        with self._lock:
            self._connections.append(connection)
            count = len(self._connections)
        await socket.send_text(json.dumps(self._hello(count)))
        with self._lock:
            self._lock.notify_all()
        try:
            while True:
                self._hear(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            with self._lock:
                if connection in self._connections:
                    self._connections.remove(connection)
                self._lock.notify_all()

    def deliver(self, kind: str, payload: Json, attempt: int, reason: str, patience: float) -> Any:  # noqa: ANN401 - what the app answered
        """Send one envelope and wait for its ack; TimeoutError when none comes in time."""
        envelope: Json = {
            "envelope_id": str(uuid4()),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting = self._waiting[envelope["envelope_id"]] = _Waiting()
        self._send(envelope)
        if not waiting.answered.wait(patience):
            raise TimeoutError
        return waiting.payload

    def disconnect(self, reason: str = "refresh_requested", *, close: bool = True) -> None:
        """Ask the app to come back with new connections, and end those there are.

        ``reason`` is `warning` (the end is near, nothing is closed yet), `refresh_requested` or
        `link_disabled` (Socket Mode was switched off).
        """
        said = {"type": "disconnect", "reason": reason, "debug_info": {"host": "tests"}}
        with self._lock:
            there = list(self._connections)
        for connection in there:
            self._run(connection, connection.socket.send_text(json.dumps(said)))
            if close and reason != "warning":
                self._drop(connection)

    def cut(self) -> None:
        """End all connections without a word."""
        with self._lock:
            there = list(self._connections)
        for connection in there:
            self._drop(connection)

    def _drop(self, connection: _Connection) -> None:
        with self._lock:
            if connection in self._connections:
                self._connections.remove(connection)
            self._lock.notify_all()
        self._run(connection, connection.socket.close(1000))

    def _send(self, envelope: Json) -> None:
        with self._lock:
            if not self._connections:
                raise ConnectionError("The app has no connection open.")
            connection = self._connections[next(self._turns) % len(self._connections)]
        self._run(connection, connection.socket.send_text(json.dumps(envelope)))

    def _run(self, connection: _Connection, sending: Any) -> None:  # noqa: ANN401 - a coroutine
        future = asyncio.run_coroutine_threadsafe(sending, connection.loop)
        try:
            future.result(10)
        except (RuntimeError, WebSocketDisconnect) as error:
            raise ConnectionError("The connection ended.") from error

    def _hear(self, text: str) -> None:
        said = json.loads(text)
        self.received.append(said)
        waiting = self._waiting.pop(str(said.get("envelope_id")), None)
        if waiting:
            waiting.payload = said.get("payload")
            waiting.answered.set()

    def _hello(self, count: int) -> Json:
        return {
            "type": "hello",
            "num_connections": count,
            "connection_info": {"app_id": self._state.app.id},
            "debug_info": {
                "host": "tests",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
        }
