"""Does what has to follow changes of the records, which other processes may make too."""

import threading
from collections.abc import Callable
from typing import Final

import structlog

SECONDS: Final = 1.0

log = structlog.get_logger("isthmus.keeping")


class InStep:
    """Brings something in step once, then every so often on a thread of its own."""

    def __init__(
        self,
        bring_in_step: Callable[[], object],
        every: float = SECONDS,
        event: str = "index.not_in_step",
    ) -> None:
        """Take what to do, the seconds between, and how the log calls it when it fails."""
        self._bring_in_step = bring_in_step
        self._every = every
        self._event = event
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="isthmus-in-step", daemon=True)
        self.trouble: str | None = "The index has not been brought in step yet."

    def start(self, *, at_once: bool = True) -> None:
        """Do it before this returns, unless nobody has to wait for it."""
        if at_once:
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
                log.exception(self._event)
            self.trouble = str(error)
        else:
            self.trouble = None

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self.once()
