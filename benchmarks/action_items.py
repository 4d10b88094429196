"""How well action items are found in texts.

``python -m benchmarks.action_items [--emails FILE] [--notes DIR] [--fit]``: first whether sentences
of mails are requests or commitments, by five-fold cross-validation in which sentences that begin
alike stand in one fold (FILE: a line each, Yes or No, a tab, the sentence; by default the shared
one). Then title, owner and due day of the actions in the labelled notes (DIR, by default those of
the tests), for the notes that the rules were written on and for those kept back. ``--fit`` writes
the model that is shipped, fitted on all sentences.
"""

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from isthmus.actions import extracting
from isthmus.actions.dates import Asked
from isthmus.actions.extracting import Candidate, find_actions
from isthmus.actions.extracting.intent import SCALE, THRESHOLD, grams_of, signs_of

NOTES: Final = Path(__file__).parents[1] / "tests" / "evals" / "action_notes"
EMAILS: Final = Path("actions/email_intent/Ask0729-fixed.txt")
SHIPPED: Final = Path(str(extracting.__file__)).parent / "intent.json"
FOLDS: Final = 5
FEWEST: Final = 4  # sentences that hold a gram which counts
STRENGTH: Final = 3.0  # the smaller, the nearer the weights stay to 0
SIGN_WEIGHT: Final = 0.5
STEPS: Final = 200
ALIKE: Final = 4  # words at the beginning
OVERLAP: Final = 0.7
HELD_BACK: Final = 3  # every third note
Array = NDArray[np.float32]


@dataclass(frozen=True)
class Labelled:
    text: str
    asks: bool

    @property
    def beginning(self) -> str:
        plain = re.sub(r"\S*[@\d/$<]\S*", " ", self.text.casefold())
        return " ".join(re.findall(r"[a-z]+", plain)[:ALIKE])


@dataclass(frozen=True)
class Model:
    vocabulary: dict[int, int]
    weights: Array  # of the grams, of the signs, the bias


@dataclass(frozen=True)
class Score:
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"


def sentences_of(path: Path) -> list[Labelled]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    rows = [line.split("\t", 1) for line in lines if "\t" in line]
    return [Labelled(text, label == "Yes") for label, text in rows]


@dataclass(frozen=True)
class Seen:
    """What is measured of the sentences once, for every fold."""

    grams: list[set[int]]
    signs: Array
    asks: Array

    def part(self, at: Sequence[int]) -> "Seen":
        return Seen([self.grams[each] for each in at], self.signs[at], self.asks[at])

    def design(self, vocabulary: dict[int, int]) -> Array:
        values = np.zeros((len(self.grams), len(vocabulary)), dtype=np.float32)
        for row, grams in enumerate(self.grams):
            known = [vocabulary[gram] for gram in grams if gram in vocabulary]
            values[row, known] = 1 / np.sqrt(max(len(known), 1))
        ones = np.ones((len(self.grams), 1), dtype=np.float32)
        return np.hstack([values, SIGN_WEIGHT * self.signs, ones])


def seen(labelled: Sequence[Labelled]) -> Seen:
    return Seen(
        [grams_of(each.text) for each in labelled],
        np.array([signs_of(each.text) for each in labelled], dtype=np.float32),
        np.array([each.asks for each in labelled], dtype=np.float32),
    )


def fit(of: Seen) -> Model:
    """Fit a logistic model with an L2 penalty by accelerated steps down the slope."""
    counts = Counter(gram for grams in of.grams for gram in grams)
    kept = sorted(gram for gram, count in counts.items() if count >= FEWEST)
    vocabulary = {gram: at for at, gram in enumerate(kept)}
    design = of.design(vocabulary)
    step = 1 / (0.25 * STRENGTH * _largest(design) + 1)
    here: Array = np.zeros(design.shape[1], dtype=np.float32)
    ahead: Array = here
    for at in range(STEPS):
        slope = STRENGTH * (design.T @ (_chance(design, ahead) - of.asks)) + ahead
        new = np.asarray(ahead - step * slope, dtype=np.float32)
        ahead = np.asarray(new + at / (at + 3) * (new - here), dtype=np.float32)
        here = new
    return Model(vocabulary, here)


def _largest(design: Array) -> float:
    """Give the largest eigenvalue of the design's square, by powers."""
    along = np.ones(design.shape[1], dtype=np.float32)
    for _ in range(20):
        along = design.T @ (design @ along)
        along /= np.linalg.norm(along)
    return float(np.linalg.norm(design @ along) ** 2)


def _chance(design: Array, weights: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-design @ weights)), dtype=np.float32)


def cross_validated(labelled: Sequence[Labelled]) -> Score:
    of = seen(labelled)
    groups = {
        beginning: at for at, beginning in enumerate({each.beginning: 0 for each in labelled})
    }
    order = np.random.default_rng(0).permutation(len(groups))
    folds = np.array([order[groups[each.beginning]] % FOLDS for each in labelled])
    score = Score()
    for fold in range(FOLDS):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        model = fit(of.part(rest.tolist()))
        part = of.part(held.tolist())
        says = _chance(part.design(model.vocabulary), model.weights) >= THRESHOLD
        asks = part.asks > 0
        score += Score(
            int((says & asks).sum()), int((says & ~asks).sum()), int((~says & asks).sum())
        )
    return score


def write(model: Model, path: Path) -> None:
    """Write whole numbers: thousandths, and checksums in the place of words."""
    count = len(model.vocabulary)
    scaled = np.rint(model.weights * SCALE).astype(int)
    signs = np.rint(model.weights[count:-1] * SCALE * SIGN_WEIGHT).astype(int)
    grams = [[gram, int(scaled[at])] for gram, at in model.vocabulary.items() if scaled[at]]
    read = {"bias": int(scaled[-1]), "signs": signs.tolist(), "grams": grams}
    path.write_text(json.dumps(read, separators=(",", ":")).replace("],[", "],\n[") + "\n")


def notes_of(folder: Path) -> Iterator[tuple[str, bool, dict[str, Any]]]:
    """Give each note with its form and whether it is held back."""
    for path in sorted(folder.glob("*.yaml")):
        for at, note in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield path.stem, at % HELD_BACK == HELD_BACK - 1, note


def compared(note: dict[str, Any]) -> Score:
    """Compare triples: owner and day have to be the same, titles have most words in common."""
    left = find_actions(note["text"], Asked(note["today"]), note.get("author", ""))
    right = 0
    for title, owner, due in note["actions"]:
        fitting = [each for each in left if _fits(each, title, owner, due)]
        if fitting:
            left.remove(max(fitting, key=lambda each: overlap(each.title, title)))
            right += 1
    return Score(right, len(left), len(note["actions"]) - right)


def _fits(found: Candidate, title: str, owner: str, due: date | None) -> bool:
    same = found.owner.casefold() == owner.casefold() and found.due == due
    return same and overlap(found.title, title) >= OVERLAP


def overlap(one: str, other: str) -> float:
    """Give the share of words that two titles have in common, articles apart (Dice)."""
    first, second = _bag(one), _bag(other)
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


def _bag(title: str) -> Counter[str]:
    return Counter(re.findall(r"[\w']+", re.sub(r"\b(?:the|an?)\b", " ", title.casefold())))


def figures(emails: Path | None, notes: Path) -> Iterator[tuple[str, Score]]:
    if emails is not None and emails.exists():
        yield "sentences of mails, request or commitment", cross_validated(sentences_of(emails))
    for held in (False, True):
        scores: dict[str, Score] = {}
        for form, is_held, note in notes_of(notes):
            if is_held is held:
                scores[form] = scores.get(form, Score()) + compared(note)
        name = "held back" if held else "written on"
        for form, score in scores.items():
            yield f"triples, {name}, {form}", score
        yield f"triples, {name}, all", sum(scores.values(), Score())


def main() -> None:
    shared = os.environ.get("ISTHMUS_SHARED_DATA")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(shared) / EMAILS if shared else None
    parser.add_argument("--emails", type=Path, default=default)
    parser.add_argument("--notes", type=Path, default=NOTES)
    parser.add_argument("--fit", action="store_true", help="write the model that is shipped")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    if wanted.fit:
        write(fit(seen(sentences_of(wanted.emails))), SHIPPED)
    for name, score in figures(wanted.emails, wanted.notes):
        print(json.dumps({name: vars(score)}) if wanted.json else f"{name}: {score}", flush=True)


if __name__ == "__main__":
    main()
