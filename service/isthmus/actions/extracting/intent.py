"""Whether a sentence asks somebody for something or promises it: a logistic model in numbers.

The rules tell where an action stands and whose it is; this tells an order to a colleague from the
"Click here" of a circular. ``python -m benchmarks.action_items`` measures it, and with ``--fit``
derives the numbers of ``intent.json`` from labelled sentences.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from zlib import crc32

from isthmus.actions.extracting.candidate import Kind
from isthmus.actions.extracting.clauses import actions_in
from isthmus.actions.extracting.orders import order_in
from isthmus.actions.extracting.verbs import is_verb

THRESHOLD = 0.4  # where the labelled sentences give the best balance
SCALE = 1000  # the file's numbers are thousandths
_LONG = 40  # words
_WORDS = re.compile(r"[a-z']+|[?!:]|\d")
_MOST_CHARACTERS = 2_000


@dataclass(frozen=True)
class Weights:
    """``grams`` by the checksum of one to three words in a row; ``signs`` in their order."""

    bias: float
    signs: tuple[float, ...]
    grams: Mapping[int, float]


@cache
def shipped() -> Weights:
    read = json.loads((files("isthmus.actions.extracting") / "intent.json").read_text())
    grams = {int(key): weight / SCALE for key, weight in read["grams"]}
    return Weights(read["bias"] / SCALE, tuple(each / SCALE for each in read["signs"]), grams)


def chance(sentence: str) -> float:
    """Give the probability, 0 to 1, that the sentence is a request or a commitment."""
    weights = shipped()
    known = [weights.grams[gram] for gram in grams_of(sentence) if gram in weights.grams]
    total = weights.bias + sum(known) / sqrt(max(len(known), 1))
    signs = signs_of(sentence)
    total += sum(weight * sign for weight, sign in zip(weights.signs, signs, strict=True))
    return 1 / (1 + exp(-max(min(total, 60.0), -60.0)))


def grams_of(sentence: str) -> set[int]:
    """Give checksums of the words and marks of a sentence, also of two and three in a row."""
    said = ["^", *_WORDS.findall(sentence[:_MOST_CHARACTERS].casefold().replace("\u2019", "'"))]
    return {crc32(gram.encode()) for gram in _in_a_row(said)}


def _in_a_row(said: list[str]) -> Iterator[str]:
    for length in (1, 2, 3):
        for at in range(len(said) - length + 1):
            yield " ".join(said[at : at + length])


def signs_of(sentence: str) -> tuple[float, ...]:
    """Give what the rules and the form of a sentence say, each from 0 to 1."""
    kinds = {found.kind for found in actions_in(sentence)}
    said = re.findall(r"[A-Za-z']+", sentence)
    folded = sentence.casefold()
    asks = sentence.rstrip().endswith("?")
    return tuple(
        map(
            float,
            (
                Kind.REQUEST in kinds,
                Kind.COMMITMENT in kinds,
                bool(order_in(sentence)),
                asks,
                sentence.rstrip().endswith(":"),
                "$" in sentence or "http" in folded,
                min(len(said), _LONG) / _LONG,
                bool(said) and is_verb(said[0]),
                folded.startswith("if "),
                asks and " you " in folded,
                bool(re.search(r"\b(?:i|we)\b", folded)),
            ),
        )
    )
