"""Keeps this process's index in step with the records, which other processes may change."""

import threading
from collections.abc import Callable
from typing import Final

import structlog

SECONDS: Final = 1.0

log = structlog.get_logger("isthmus.keeping")


class InStep:
    """Brings the index in step once, then every second on a thread of its own."""

    def __init__(self, bring_in_step: Callable[[], None], every: float = SECONDS) -> None:
        self._bring_in_step = bring_in_step
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="isthmus-in-step", daemon=True)
        self.trouble: str | None = "The index has not been brought in step yet."

    def start(self) -> None:
        self.once()
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def once(self) -> None:
        """Never raises: the service stays up, says that it is not ready, and tries again."""
        try:
            self._bring_in_step()
        except Exception as error:
            if self.trouble != str(error):
                log.exception("index.not_in_step")
            self.trouble = str(error)
        else:
            self.trouble = None

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self.once()
