"""What inquiry is put together from."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from isthmus.answers.checking import Checking
from isthmus.answers.service import Answering
from isthmus.audit.store import Act
from isthmus.llm.model import Models
from isthmus.people import Person
from isthmus.storage import Storage
from isthmus.unanswered.gathering import Embedding


@dataclass(frozen=True)
class Parts:
    """``answering`` and ``recording`` open a transaction each; ``person`` finds somebody by id.

    ``checking`` holds what ``models`` write against what they cite.
    """

    storage: Storage
    answering: Callable[[], AbstractContextManager[Answering]]
    recording: Callable[[], AbstractContextManager[Act]]
    embedding: Callable[[], Embedding]
    person: Callable[[str], Person | None]
    clock: Callable[[], datetime]
    models: Models
    checking: Checking
