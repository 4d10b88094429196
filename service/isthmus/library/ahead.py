"""Work done ahead, in the order it was asked for."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
THREADS: Final = 2
AHEAD: Final = 4  # so few because each may hold a large document


def ahead(
    work: Callable[[Given], Made], items: Iterable[Given], threads: int = THREADS
) -> Iterator[Made]:
    """Do the work in threads while the caller uses what was made before.

    One thread does work that must not meet itself, one item after the other.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ahead")
    waiting: deque[Future[Made]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
