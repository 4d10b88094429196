"""Derives when to decline: fits the confidence model and prints what each threshold would do.

``python -m benchmarks.declining QUESTIONS.yaml [CONVERSATIONS.jsonl] [--documents DIR]``: the
labelled questions are asked over the shipped knowledge and over the documents they need (below DIR,
in folders named as the questions name them), the conversations (as for ``benchmarks.answering``)
over the pool of their contexts. Each set has the same weight. Rates are by five-fold
cross-validation; the weights and bias printed at the end are fitted on everything and stand in
``isthmus.answers.confidence``.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.answering import label_of, pooled_shelves, questions_of
from benchmarks.following import follow_all
from benchmarks.models import MODELS
from isthmus.answers.confidence import CERTAIN, NOTHING, Measurements
from isthmus.answers.drafting import Draft, Drafting, Readable
from isthmus.answers.questions import understand
from isthmus.evaluation import Labelled, read_questions
from isthmus.library.model import Collection, Said
from isthmus.main import wire
from isthmus.people import GUEST, alone
from isthmus.settings import Settings
from isthmus_knowledge.embedding import PACKAGED, open_embedder
from isthmus_knowledge.retrieval import Retriever

SHIPPED: Final = "shipped"
FOLDS: Final = 5
PENALTY: Final = 1.0
THRESHOLDS: Final = tuple(round(0.2 + 0.05 * step, 2) for step in range(13))
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A drafted answer: which set it is of, whether it should be given, what was measured."""

    origin: str
    good: bool
    measured: Measurements


def labelled_examples(path: Path, documents: Path | None) -> Iterator[Example]:
    questions = read_questions(path)
    shipped = [each for each in questions if each.needs == SHIPPED]
    yield from _asked(shipped, SHIPPED, ())
    if documents is not None:
        others = [each for each in questions if each.needs != SHIPPED]
        yield from _asked(others, "imported", sorted({documents / each.needs for each in others}))


def _asked(questions: list[Labelled], origin: str, folders: Sequence[Path]) -> Iterator[Example]:
    with tempfile.TemporaryDirectory() as place:
        parts = wire(Settings(data_dir=Path(place)))
        parts.make_ready()
        for folder in folders:
            said: Said = {"collection": Collection(folder.name)}
            parts.ingest.paths([folder], said)
        with parts.answering() as answering:
            library = answering.library(alone(GUEST))
            for labelled in questions:
                draft = answering.drafting.draft(understand(labelled.question), library)
                if draft is not None and (good := _good(labelled, draft, library)) is not None:
                    yield Example(origin, good, draft.measured)
        parts.close()


def _good(labelled: Labelled, draft: Draft, library: Readable) -> bool | None:
    """Tell whether the draft should be given; None where that is not for the model to learn.

    So it is for an answerable question drafted wrongly, and for rows that were not measured.
    """
    if draft.measured in (CERTAIN, NOTHING):
        return None
    if not labelled.answerable:
        return False
    for chosen in draft.chosen:
        text = library.revision(chosen.stretch.hit.revision).text
        quote = text[chosen.units[0].start : chosen.units[-1].end]
        document = chosen.stretch.hit.document
        if any(each.is_met(document.id, document.source, quote) for each in labelled.expect):
            return True
    return None


def conversation_examples(path: Path) -> Iterator[Example]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    embedder = open_embedder(PACKAGED, MODELS)
    shelves = pooled_shelves(rows, embedder)
    for row in rows:
        label = label_of(row)
        if label in {"ANSWERABLE", "UNANSWERABLE"}:
            shelf = shelves[str(row.get("Collection", ""))]
            question = follow_all(questions_of(row)).question
            drafting = Drafting(Retriever(shelf.index, embedder))
            draft = drafting.draft(understand(question), shelf)
            if draft is not None:
                yield Example("conversations", label == "ANSWERABLE", draft.measured)


def fit(values: Array, good: Array, weights: Array) -> Array:
    """Fit a logistic model with an L2 penalty by Newton's method; the last weight is the bias."""
    design = np.hstack([values, np.ones((len(values), 1))])
    penalty = PENALTY * np.eye(design.shape[1])
    penalty[-1, -1] = 0.0
    found = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weights * (chance - good)) + penalty @ found
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + penalty
        found -= np.linalg.solve(curve, slope)
    return found


def _table(examples: list[Example]) -> None:
    values = np.array([list(asdict(each.measured).values()) for each in examples])
    good = np.array([float(each.good) for each in examples])
    weights = _balanced(examples)
    order = np.random.default_rng(0).permutation(len(examples))
    chance = np.empty(len(examples))
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        found = fit(values[rest], good[rest], weights[rest])
        chance[held] = 1 / (1 + np.exp(-(values[held] @ found[:-1] + found[-1])))
    origins = sorted({each.origin for each in examples})
    print("threshold  " + "  ".join(f"{origin}: answered, declined" for origin in origins))
    for threshold in THRESHOLDS:
        cells = [_rates(examples, chance, threshold, origin) for origin in origins]
        print(f"{threshold:<9}  " + "  ".join(cells))
    found = fit(values, good, weights)
    for field, weight in zip(fields(Measurements), found[:-1], strict=True):
        print(f"    {field.name}={weight:.2f},")
    print(f"BIAS: Final = {found[-1]:.2f}")


def _balanced(examples: list[Example]) -> Array:
    """Give each origin and each of its two labels the same total weight."""
    groups = [(each.origin, each.good) for each in examples]
    counts = {group: groups.count(group) for group in set(groups)}
    return np.array([len(examples) / len(counts) / counts[group] for group in groups])


def _rates(examples: list[Example], chance: Array, threshold: float, origin: str) -> str:
    rates = []
    for good in (True, False):
        of = [at for at, each in enumerate(examples) if (each.origin, each.good) == (origin, good)]
        given = float(np.mean(chance[of] >= threshold))
        rates.append(given if good else 1 - given)
    return f"{rates[0]:>12.1%} {rates[1]:>8.1%}  "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("conversations", type=Path, nargs="?")
    parser.add_argument("--documents", type=Path, help="folder of the documents questions need")
    wanted = parser.parse_args()
    examples = list(labelled_examples(wanted.questions, wanted.documents))
    if wanted.conversations:
        examples += conversation_examples(wanted.conversations)
    _table(examples)


if __name__ == "__main__":
    main()
