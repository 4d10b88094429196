"""Finds the row and the column of a chart that a stated duty speaks of.

A duty is placed among all activities of the catalogue, not only among those of the chart: what is
nearer to another activity is about that one, even where the chart does not have it. A row of the
chart's own has to be near by its own words.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from isthmus.raci.drafting.naming import Named, role_of
from isthmus.raci.drafting.nearness import Embedding
from isthmus.raci.duties.wording import wording
from isthmus.raci.grounding.model import Stated
from isthmus.raci.letters import Part
from isthmus.raci.model import Chart, Column, Row
from isthmus_knowledge.analysis import stem, stems, telling_stems
from isthmus_knowledge.catalogue import Activity, catalogue

_NEAR: Final = 0.66
_NEAR_IN_WORDS: Final = 0.3  # what a text has to share with what it is near to in meaning
_NEAR_IN_MEANING: Final = 0.62
_CLEARLY: Final = 0.03  # ahead of the next activity
_WHEN: Final = re.compile(
    r"\s+(?:in|during|within|at|outside)\s+(?:(?:the|a|an|each|every|agreed|next|planned)\s+)*"
    r"(?:maintenance|outage|shutdown|turnaround|patch)s?(?:\s+(?:window|period|outage|shutdown)s?)?$",
    re.IGNORECASE,
)
_DEVICE: Final = re.compile(r"\bcontrollers?\b", re.IGNORECASE)
_PLC: Final = "plc"
_CONTROLLER: Final = frozenset({stem("controller")})
_COMMON: Final = frozenset(
    map(
        stem,
        """
        approve authorise authorize accept agree decide own sign grant review maintain manage ensure
        perform conduct carry provide make take keep install apply implement process procedure
        document system company new
        """.split(),
    )
)

_TELLING: Final = frozenset(map(stem, "inform notify alert tell".split()))
_CHECKING: Final = frozenset(
    map(stem, "review verify inspect check audit examine validate evaluate".split())
)

Stems = frozenset[str]


@dataclass(frozen=True)
class Fit:
    """A stated duty in a row; ``column`` is None where the chart has none for its role.

    ``part`` is the one that the duty has in this row: who only reviews what the row is about
    checks it, and whoever has to tell others does nothing of it.
    """

    stated: Stated
    row: Row
    part: Part
    named: Named
    column: Column | None


def fits(chart: Chart, stated: Sequence[Stated], embedding: Embedding | None) -> list[Fit]:
    """Give those of the stated duties that speak of a row of the chart."""
    columns = _Columns(chart.columns)
    found: list[Fit] = []
    for each, rows in zip(stated, _rows_of(chart.rows, stated, embedding), strict=True):
        if rows:
            named, column = columns.of(each.duty.who)
            parts = ((row, _part_in(row, each)) for row in rows)
            found += [Fit(each, row, part, named, column) for row, part in parts if part]
    return found


def stems_of(rows: Sequence[Row]) -> Stems:
    """Give the stems of which a text about one of the rows has at least one."""
    known = _phrases()
    phrases = [phrase for row in rows for phrase in known.get(row.catalogue, ())]
    found = frozenset().union(*phrases, *(_telling(row.activity) for row in rows)) - _COMMON
    return found | _CONTROLLER if _PLC in found else found


def _part_in(row: Row, stated: Stated) -> Part | None:
    duty = stated.duty
    first = next(iter(stems(duty.activity)), "")
    if duty.part is not Part.DOES or first in stems(row.activity):
        return duty.part
    if first in _TELLING:
        return None
    return Part.VERIFIES if first in _CHECKING else Part.DOES


def _rows_of(
    rows: Sequence[Row], stated: Sequence[Stated], embedding: Embedding | None
) -> list[tuple[Row, ...]]:
    texts = [each.duty.activity for each in stated]
    likenesses = np.array([_likenesses(text, rows) for text in texts])
    if embedding is not None and texts:
        likenesses = _with_meaning(texts, likenesses, _subjects(rows), embedding)
    return [_placed(values, rows) for values in likenesses]


def _placed(values: NDArray[np.float64], rows: Sequence[Row]) -> tuple[Row, ...]:
    """Give the row of the chart's own that is near, else those of the one activity that is."""
    known, own = values[: len(catalogue().activities)], values[len(catalogue().activities) :]
    of_activity = {row.catalogue for row in rows}
    there = [n for n, each in enumerate(catalogue().activities) if each.id in of_activity]
    if len(own) and own.max() >= max(_NEAR, *known[there], 0.0):
        return (_own(rows)[int(own.argmax())],)
    best = int(known.argmax())
    ahead = known[best] - np.delete(known, best).max()
    if known[best] < _NEAR or ahead < _CLEARLY:
        return ()
    return tuple(row for row in rows if row.catalogue == catalogue().activities[best].id)


def _own(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not row.catalogue]


def _subjects(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Give what people call each activity of the catalogue and each row of the chart's own."""
    known = [(each.name, each.doing, *each.about) for each in catalogue().activities]
    return [*known, *((row.activity,) for row in _own(rows))]


def _likenesses(text: str, rows: Sequence[Row]) -> list[float]:
    said = _said(text)
    known = [max(_likeness(said, phrase) for phrase in phrases) for phrases in _phrases().values()]
    return [*known, *(_likeness(said, _telling(row.activity)) for row in _own(rows))]


@dataclass(frozen=True)
class _Said:
    """The stems of an activity: its verb says little of what it is about, its ``things`` do."""

    stems: Stems
    things: Stems


def _said(text: str) -> _Said:
    told = _telling(_what(text))
    things = told - _COMMON
    return _Said(told, things - {_verb(text)} or things or told)


def _what(text: str) -> str:
    """Leave out when it is done: patching "in the maintenance window" is about patching."""
    return _WHEN.sub("", text)


def _verb(text: str) -> str:
    first = text.split(maxsplit=1)[0].casefold() if text else ""
    return stem(first) if wording().verbs.any(first) else ""


def _likeness(said: _Said, phrase: Stems) -> float:
    """Weigh what both share: nearly all of the phrase, and a good part of what was said."""
    shared = said.things & phrase
    if not shared:
        return 0.0
    of_phrase = _weight(said.stems & phrase) / _weight(phrase)
    return float(of_phrase * (_weight(shared) / _weight(said.things)) ** 0.5)


def _weight(said: Stems) -> float:
    weights, most = _weights()
    return sum(weights.get(each, most) for each in said)


@cache
def _phrases() -> Mapping[str, tuple[Stems, ...]]:
    return MappingProxyType({each.id: _told(each) for each in catalogue().activities})


def _told(activity: Activity) -> tuple[Stems, ...]:
    return tuple(map(_telling, (activity.name, activity.doing, *activity.about)))


@cache
def _weights() -> tuple[Mapping[str, float], float]:
    """Give how much each stem tells; one that is in many activities tells little."""
    counts = Counter(each for said in _phrases().values() for each in frozenset().union(*said))
    total = len(_phrases())
    weights = {each: log((total + 1) / count) for each, count in counts.items()}
    return MappingProxyType(weights), log(total + 1) * 0.7


def _telling(text: str) -> Stems:
    """Give the telling stems; a controller is a device, and its stem that of a control."""
    return frozenset(telling_stems(_DEVICE.sub(_PLC, text)))


def _with_meaning(
    texts: Sequence[str],
    likenesses: NDArray[np.float64],
    subjects: Sequence[Sequence[str]],
    embedding: Embedding,
) -> NDArray[np.float64]:
    """Let a subject that means the same, and shares a word, count as near."""
    ways = [way for each in subjects for way in each]
    starts = np.cumsum([0, *(len(each) for each in subjects)])[:-1]
    asked = [n for n, values in enumerate(likenesses) if values.max() >= _NEAR_IN_WORDS]
    if not asked:
        return likenesses
    cosines = embedding.embed([_what(texts[n]) for n in asked]) @ embedding.embed(ways).T
    means = np.maximum.reduceat(cosines, starts, axis=1)
    near = np.array(likenesses)
    shares = near[asked] >= _NEAR_IN_WORDS
    scaled = means * (_NEAR / _NEAR_IN_MEANING)
    near[asked] = np.where(shares, np.maximum(near[asked], scaled), near[asked])
    return near


class _Columns:
    """The columns of a chart, by whatever people call their roles."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._by_role = {each.role: each for each in reversed(columns) if each.role}
        self._by_name = {
            _folded(name): each for each in reversed(columns) for name in (each.name, *each.aliases)
        }

    def of(self, name: str) -> tuple[Named, Column | None]:
        named = role_of(name)
        column = self._by_name.get(_folded(name))
        is_sure = named.role is not None and not (named.is_guessed or named.question)
        if column is None and named.role is not None and is_sure:
            column = self._by_role.get(named.role.id)
        return named, column


def _folded(name: str) -> str:
    words = [stem(word) for word in name.casefold().replace("-", " ").split()]
    return " ".join(words[:-1] if words[1:] and words[-1] in {"team", "depart"} else words)
