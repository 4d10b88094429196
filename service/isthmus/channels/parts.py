"""What the shared parts of all chat platforms work with."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from isthmus.audit.store import Act
from isthmus.storage import Storage


@dataclass(frozen=True)
class Parts:
    """``wake`` has the workers of this process look for something to do."""

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    clock: Callable[[], datetime]
    wake: Callable[[], None]
