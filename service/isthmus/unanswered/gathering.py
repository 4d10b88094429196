"""Gathers questions that were not answered into groups of questions alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Protocol
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from isthmus.unanswered.model import Asking, State, Unanswered
from isthmus_knowledge.analysis import specific_identifiers, words

# With the packaged model 0.82 joins 71 % of questions with their rewordings (MTRAG, ClapNQ), 1.4 %
# of different questions of one conversation there, and 2 pairs of our 545 labelled questions.
ALIKE: Final = 0.82
AT_ONCE: Final = 200

Vectors = NDArray[np.float32]


class Embedding(Protocol):
    """Unit vectors of texts; the fingerprint tells which model made them."""

    @property
    def fingerprint(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


@dataclass
class Known:
    """The groups there are: a vector, the ids it names and a fingerprint of the model for each."""

    groups: list[str] = field(default_factory=list)
    vectors: list[Vectors] = field(default_factory=list)
    named: list[frozenset[str]] = field(default_factory=list)

    def add(self, group: str, vector: Vectors, question: str) -> None:
        self.groups.append(group)
        self.vectors.append(vector)
        self.named.append(frozenset(specific_identifiers(question)))

    def like(self, vector: Vectors, question: str) -> str | None:
        """Give the nearest group, if it is near enough and names the same ids: AC-2 is not AC-3."""
        if not self.groups:
            return None
        named = frozenset(specific_identifiers(question))
        same = np.array([each == named for each in self.named])
        cosines = np.where(same, np.stack(self.vectors) @ vector, -1.0)
        best = int(np.argmax(cosines))
        return self.groups[best] if cosines[best] >= ALIKE else None


@dataclass(frozen=True)
class Kept:
    """A group as it is kept: its first question, and that one's vector by some model."""

    group: str
    question: str
    vector: Vectors
    embedder: str


class Records(Protocol):
    """What gathering reads and writes, within one transaction."""

    def ungathered(self, limit: int) -> list[Asking]:
        """Give refusals and answers that did not help which are in no group yet, oldest first."""
        ...

    def lock(self) -> None:
        """Wait for others who gather."""
        ...

    def kept(self) -> list[Kept]: ...

    def spelled(self, spelling: str) -> str | None:
        """Give the group that holds a question of this spelling."""
        ...

    def open(self, group: Unanswered, vector: Vectors, embedder: str) -> None: ...

    def join(self, asking: Asking, group: str, spelling: str) -> None: ...

    def replace_vector(self, group: str, vector: Vectors, embedder: str) -> None: ...


def gather(records: Records, embedding: Callable[[], Embedding]) -> int:
    """Put what is in no group yet into one, and give how many; one query where nothing is new."""
    if not records.ungathered(1):
        return 0
    records.lock()
    askings = records.ungathered(AT_ONCE)
    model = embedding()
    known = _known(records, model)
    for asking in askings:
        spelling = spelling_of(asking.question)
        group = records.spelled(spelling) or _grouped(asking, records, known, model)
        records.join(asking, group, spelling)
    return len(askings)


def _grouped(asking: Asking, records: Records, known: Known, model: Embedding) -> str:
    """Give the group of questions alike; a new one where there is none."""
    vector = model.embed([asking.question])[0]
    group = known.like(vector, asking.question)
    if group is None:
        group = uuid4().hex
        records.open(Unanswered(group, State.OPEN, asking.at), vector, model.fingerprint)
        known.add(group, vector, asking.question)
    return group


def _known(records: Records, model: Embedding) -> Known:
    """Read the groups; a vector of another model is made anew."""
    known = Known()
    for kept in records.kept():
        vector = kept.vector
        if kept.embedder != model.fingerprint:
            vector = model.embed([kept.question])[0]
            records.replace_vector(kept.group, vector, model.fingerprint)
        known.add(kept.group, vector, kept.question)
    return known


def spelling_of(question: str) -> str:
    """Give one spelling for questions that differ in case, spaces and punctuation only.

    It is a digest: a question that is forgotten leaves no words behind.
    """
    return sha256(" ".join(words(question)).encode()).hexdigest()
