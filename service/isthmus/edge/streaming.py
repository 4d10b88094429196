"""What comes of a request piece by piece: server-sent events of work that goes on by itself.

Whoever listens may go: the work is done all the same, and what it keeps is there afterwards.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import structlog
from fastapi.responses import StreamingResponse

from isthmus.edge.problems import WORDS, detail_of

MEDIA_TYPE: Final = "text/event-stream"
PROBLEM: Final = "problem"
AT_ONCE: Final = 24  # streams of a process; the next ones wait
BEAT: Final = 15.0  # seconds of silence after which proxies are told that somebody is there
_STILL_THERE: Final = ": still there\n\n"

log = structlog.get_logger("isthmus.streaming")


@dataclass(frozen=True)
class Event:
    name: str
    data: Mapping[str, Any]

    @property
    def as_text(self) -> str:
        """Give it as it is sent; JSON has no line break that could end it early."""
        return f"event: {self.name}\ndata: {json.dumps(self.data)}\n\n"


Put = Callable[[Event], None]
Work = Callable[[Put], None]


def streamed(work: Work) -> StreamingResponse:
    """Do some work on a thread of its own, and send its events as they come.

    What it raises is the last event, a problem in words as over plain HTTP.
    """
    headers = {"X-Accel-Buffering": "no"}  # else a proxy may keep all of it until the end
    return StreamingResponse(_sent(work), media_type=MEDIA_TYPE, headers=headers)


async def _sent(work: Work) -> AsyncIterator[str]:
    loop, events = asyncio.get_running_loop(), asyncio.Queue[Event | None]()

    def put(event: Event | None) -> None:
        with suppress(RuntimeError):  # the service stops; nobody listens any more
            loop.call_soon_threadsafe(events.put_nowait, event)

    loop.run_in_executor(_threads(), _done, work, put)
    while True:
        try:
            event = await asyncio.wait_for(events.get(), BEAT)
        except TimeoutError:
            yield _STILL_THERE
            continue
        if event is None:
            return
        yield event.as_text


@cache
def _threads() -> ThreadPoolExecutor:
    """Give threads of their own: what takes long holds back nothing else."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="isthmus-streaming")


def _done(work: Work, put: Callable[[Event | None], None]) -> None:
    try:
        work(put)
    except Exception as error:  # noqa: BLE001 - the edge of a stream; it is told, and logged
        put(problem_event(error))
    finally:
        put(None)


def problem_event(error: Exception) -> Event:
    """Tell what went wrong in the words of the one table; what nobody expected is logged."""
    status, detail = detail_of(error)
    if detail is None:
        log.error("stream.failed", exc_info=error)
    return Event(PROBLEM, {"status": int(status), "detail": detail or WORDS.get(status, "")})
