"""Measures how well sentences of a language model are checked, and derives the checker's weights.

``python -m benchmarks.checking [--fit]``: the labelled sentences of tests/evals/support.yaml and
support_held_out.yaml are checked by three checkers: by the words alone, by the embedding alone, and
by the one that is used. For each kind of sentence the table says how many are shown; supported ones
should be, all others should not. Then comes the time of one check, and with --fit the weights that
stand in ``isthmus.answers.checking.weighing``: fitted on support.yaml alone, on sentences in which
nothing else speaks against them, and on supported ones whose own units were taken out of the
passages. Rates of --fit are by five-fold cross-validation.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.declining import FOLDS, fit
from benchmarks.measures import percentile
from benchmarks.models import MODELS
from isthmus.answers.checking import Checking, Embed, Evidence
from isthmus.answers.checking.measuring import Measurements
from isthmus.answers.checking.reading import read
from isthmus.answers.checking.service import aligned_with, faults
from isthmus.answers.checking.weighing import THRESHOLD, probability
from isthmus_knowledge.embedding import PACKAGED, Remembering, open_embedder

EVALS: Final = Path(__file__).parents[1] / "tests" / "evals"
SETS: Final = {"tuned on": "support.yaml", "held out": "support_held_out.yaml"}
KINDS: Final = ("supported", "changed", "swapped", "negated", "overstated", "invented")
THRESHOLDS: Final = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))
OPENINGS: Final = ("According to it, ", "In short, ", "As is said there, ")
Array = NDArray[np.float64]
Checker = Callable[[str, Sequence[Evidence]], bool]


@dataclass(frozen=True)
class Pair:
    """A sentence over the passages that it cites, with its label."""

    kind: str
    sentence: str
    cited: tuple[Evidence, ...]


def pairs(path: Path) -> Iterator[Pair]:
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        cited = tuple(Evidence(n, text) for n, text in enumerate(entry["passages"], start=1))
        for kind in KINDS:
            for sentence in entry.get(kind, ()):
                yield Pair(kind, sentence, cited)


def checkers(embed: Embed) -> dict[str, Checker]:
    """Give the checkers that are compared; the first two at the threshold that suits them best."""
    return {
        "words alone": lambda sentence, cited: aligned_with(sentence, cited).coverage >= 0.85,  # noqa: PLR2004
        "embedding alone": lambda sentence, cited: _cosine(embed, sentence, cited) >= 0.75,  # noqa: PLR2004
        "embedding and words": lambda sentence, cited: _by_score(embed, sentence, cited),
        "exact checks alone": lambda sentence, cited: not _faults(sentence, cited),
        "all together": lambda sentence, cited: Checking(embed).check(sentence, cited).supported,
    }


def _cosine(embed: Embed, sentence: str, cited: Sequence[Evidence]) -> float:
    units = [found.unit.unit.text for found in aligned_with(sentence, cited).all]
    vector, *others = embed([sentence, *units])
    return max(float(other @ vector) for other in others)


def _by_score(embed: Embed, sentence: str, cited: Sequence[Evidence]) -> bool:
    aligned = aligned_with(sentence, cited)
    return bool(aligned.used) and probability(Checking(embed).measured(aligned)) >= THRESHOLD


def _faults(sentence: str, cited: Sequence[Evidence]) -> list[str]:
    return list(faults(aligned_with(sentence, cited), [read(each.text) for each in cited]))


def table(embed: Embed) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for name, file in SETS.items():
        labelled = list(pairs(EVALS / file))
        for checker, check in checkers(embed).items():
            shown = [(pair.kind, check(pair.sentence, pair.cited)) for pair in labelled]
            rows.append({"set": name, "checker": checker, **_shares(shown)})
    return rows


def _shares(shown: Sequence[tuple[str, bool]]) -> dict[str, float]:
    found = {kind: float(np.mean([given for of, given in shown if of == kind])) for kind in KINDS}
    unsupported = [given for of, given in shown if of != KINDS[0]]
    return found | {"unsupported": float(np.mean(unsupported))}


def times(embed: Embed) -> dict[str, float]:
    """Give milliseconds a check, the evidence known already and the sentence new."""
    checking = Checking(embed)
    labelled = list(pairs(EVALS / SETS["held out"]))
    for pair in labelled:
        checking.check(pair.sentence, pair.cited)
    spent: list[float] = []
    for opening in OPENINGS:
        for pair in labelled:
            sentence = f"{opening}{pair.sentence[0].lower()}{pair.sentence[1:]}"
            started = perf_counter()
            checking.check(sentence, pair.cited)
            spent.append(1000 * (perf_counter() - started))
    return {"p50": percentile(spent, 0.5), "p95": percentile(spent, 0.95)}


def examples(embed: Embed) -> Iterator[tuple[bool, Measurements]]:
    """Give what the model learns from: measured sentences that no exact check drops."""
    checking = Checking(embed)
    for pair in pairs(EVALS / SETS["tuned on"]):
        for good, cited in _with_less(pair):
            aligned = aligned_with(pair.sentence, cited)
            texts = [read(each.text) for each in cited]
            if aligned.used and not list(faults(aligned, texts)):
                yield good, checking.measured(aligned)


def _with_less(pair: Pair) -> Iterator[tuple[bool, Sequence[Evidence]]]:
    yield pair.kind == KINDS[0], pair.cited
    if pair.kind == KINDS[0]:
        used = {
            (found.unit.n, found.unit.unit.text)
            for found in aligned_with(pair.sentence, pair.cited).used[:1]
        }
        less = tuple(_without(each, used) for each in pair.cited)
        yield False, tuple(each for each in less if each.text.strip())


def _without(evidence: Evidence, used: set[tuple[int, str]]) -> Evidence:
    text = evidence.text
    for n, unit in used:
        text = text.replace(unit, "") if n == evidence.n else text
    return replace(evidence, text=text)


def derive(embed: Embed) -> None:
    learnt = list(examples(embed))
    values = np.array([list(asdict(measured).values()) for _, measured in learnt])
    good = np.array([float(label) for label, _ in learnt])
    weights = np.where(good > 0, 0.5 / good.mean(), 0.5 / (1 - good.mean()))
    chance = np.empty(len(learnt))
    order = np.random.default_rng(0).permutation(len(learnt))
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        found = fit(values[rest], good[rest], weights[rest])
        chance[held] = 1 / (1 + np.exp(-(values[held] @ found[:-1] + found[-1])))
    print(f"\n{int(good.sum())} supported, {int((1 - good).sum())} not\nthreshold  kept    shown")
    for threshold in THRESHOLDS:
        kept, shown = (float(np.mean(chance[good == label] >= threshold)) for label in (1, 0))
        print(f"{threshold:<9}  {kept:6.1%}  {shown:6.1%}")
    found = fit(values, good, weights)
    for field, weight in zip(fields(Measurements), found[:-1], strict=True):
        print(f"    {field.name}={weight:.2f},")
    print(f"BIAS: Final = {found[-1]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fit", action="store_true", help="derive the weights as well")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    wanted = parser.parse_args()
    embed = Remembering(open_embedder(PACKAGED, MODELS)).embed
    figures = {"shown": table(embed), "milliseconds": times(embed)}
    if wanted.json:
        print(json.dumps(figures))
    else:
        _show(figures)
    if wanted.fit:
        derive(embed)


def _show(figures: dict[str, Any]) -> None:
    heads = (*KINDS, "unsupported")
    print(f"{'set':<10}{'checker':<22}" + "".join(f"{head:>13}" for head in heads))
    for row in figures["shown"]:
        cells = "".join(f"{row[head]:>13.1%}" for head in heads)
        print(f"{row['set']:<10}{row['checker']:<22}{cells}")
    spent = figures["milliseconds"]
    print(f"a check: p50 {spent['p50']:.1f} ms, p95 {spent['p95']:.1f} ms")


if __name__ == "__main__":
    main()
