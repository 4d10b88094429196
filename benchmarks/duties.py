"""How many duties of labelled sentences are found, and how many found ones are right.

``python -m benchmarks.duties [--documents DIR] [--json] [--failures]``: the sentences are those of
``tests/evals/duties.yaml``, which the rules were written with, and of ``duties_held_out.yaml``
beside it; DIR is the folder that their references start from (by default what ISTHMUS_SHARED_DATA
names), and without it only the sentences kept there are measured. ``--failures`` shows what went
wrong, of the first file only, so that the other stays unseen.

A duty found is right when a label of the sentence has the same part, the same role (without
article, number, "member of", and a closing "team" or "department") and nearly the same activity:
of the stems of their telling words, without words of approving, at least half are common to both,
or all of one are in the other, which has at most four times as many. Each label is met once.
"""

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from isthmus.raci.duties import Duty, duties_in
from isthmus_knowledge.analysis import stem, telling_stems
from isthmus_knowledge.documents import BlockKind, LoadedDocument
from isthmus_knowledge.loaders import load
from isthmus_knowledge.sentences import split

EVALS = Path(__file__).parents[1] / "tests" / "evals"
TUNED, HELD_OUT = "duties.yaml", "duties_held_out.yaml"
HALF = 0.5
MOST_TIMES = 4
APPROVING = frozenset(
    map(stem, "approve approval authorise authorize own owner decide sign".split())
)
LETTERS = {"decides": "A", "does": "R", "asked": "C", "told": "I", "supports": "S"}


@dataclass(frozen=True)
class Label:
    who: str
    part: str
    activity: str


@dataclass(frozen=True)
class Labelled:
    text: str
    labels: tuple[Label, ...]
    ours: bool
    held_out: bool


@dataclass
class Tally:
    sentences: int = 0
    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def count(self, labels: Sequence[Label], found: Sequence[Duty], right: Sequence[Duty]) -> None:
        self.sentences += 1
        self.labelled.update(label.part for label in labels)
        self.found.update(str(duty.part) for duty in found)
        self.right.update(str(duty.part) for duty in right)

    def figures(self, part: str | None = None) -> dict[str, float]:
        labelled, found, right = (
            counts[part] if part else counts.total()
            for counts in (self.labelled, self.found, self.right)
        )
        return {
            "labelled": labelled,
            "found": found,
            "precision": right / found if found else 1.0,
            "recall": right / labelled if labelled else 1.0,
        }

    def as_json(self) -> dict[str, Any]:
        by_letter = {LETTERS[part]: self.figures(part) for part in LETTERS if self.labelled[part]}
        return {"sentences": self.sentences, **self.figures(), "by_letter": by_letter}


def digest_of(text: str) -> str:
    return sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:16]


def labelled_sentences(documents: Path | None) -> list[Labelled]:
    """Give the labelled sentences; those of documents only where there is a folder with them.

    Raises ValueError where a document no longer says what was labelled.
    """
    return [
        Labelled(
            text=entry["text"] if "text" in entry else _referred(entry, documents),
            labels=tuple(Label(**label) for label in entry["duties"]),
            ours="text" in entry,
            held_out=file == HELD_OUT,
        )
        for file in (TUNED, HELD_OUT)
        for entry in yaml.safe_load((EVALS / file).read_text(encoding="utf-8"))["sentences"]
        if "text" in entry or documents
    ]


def _referred(entry: dict[str, Any], documents: Path | None) -> str:
    units = _units((documents or Path()) / entry["file"])
    size = entry.get("units", 1)
    for at in range(len(units) - size + 1):
        text = "\n".join(units[at : at + size])
        if digest_of(text) == entry["digest"]:
            return text
    raise ValueError(f"{entry['file']} has no text with the digest {entry['digest']}.")


@cache
def _units(file: Path) -> list[str]:
    loaded = load(file.read_bytes(), file.name)
    blocks = loaded.blocks if isinstance(loaded, LoadedDocument) else ()
    bodies = (block.text for block in blocks if block.kind is not BlockKind.HEADING)
    return [unit.text for body in bodies for unit in split(body)]


def right_ones(labels: Sequence[Label], found: Sequence[Duty]) -> list[Duty]:
    """Give the duties found that meet a label, each a label of its own."""
    open_labels = list(labels)
    right = []
    for duty in found:
        met = next((label for label in open_labels if meets(duty, label)), None)
        if met is not None:
            open_labels.remove(met)
            right.append(duty)
    return right


def meets(duty: Duty, label: Label) -> bool:
    return (
        duty.part == label.part
        and folded_role(duty.who) == folded_role(label.who)
        and is_near(duty.activity, label.activity)
    )


def folded_role(name: str) -> str:
    name = re.sub(r"\(.*?\)|\b(?:the|an?|members? of)\b", " ", name.casefold())
    stems = [stem(word) for word in re.findall(r"[\w&']+", name)]
    return " ".join(stems[:-1] if stems[1:] and stems[-1] in {"team", "depart"} else stems)


def is_near(found: str, labelled: str) -> bool:
    first = set(telling_stems(found)) - APPROVING or set(telling_stems(found))
    second = set(telling_stems(labelled)) - APPROVING or set(telling_stems(labelled))
    common = len(first & second)
    smaller, larger = sorted((len(first), len(second)))
    contained = common == smaller and larger <= MOST_TIMES * smaller
    return bool(common) and (common >= HALF * len(first | second) or contained)


def measure(sentences: Sequence[Labelled]) -> dict[str, Tally]:
    """Give the tallies of all, of the tuned and the held-out part, and of ours and of documents."""
    tallies = {name: Tally() for name in ("all", "tuned", "held out", "ours", "documents")}
    for each in sentences:
        found = duties_in(each.text)
        right = right_ones(each.labels, found)
        origin = "ours" if each.ours else "documents"
        for name in ("all", "held out" if each.held_out else "tuned", origin):
            tallies[name].count(each.labels, found, right)
    return tallies


def failures(sentences: Sequence[Labelled]) -> Iterator[str]:
    for each in sentences:
        found = [] if each.held_out else duties_in(each.text)
        right = right_ones(each.labels, found)
        missing = list(each.labels)
        for duty in right:
            missing.remove(next(label for label in missing if meets(duty, label)))
        wrong = [duty for duty in found if duty not in right]
        if not each.held_out and (wrong or missing):
            yield each.text
            yield from (f"  wrong    {d.who} | {d.part} | {d.activity}" for d in wrong)
            yield from (f"  missing  {m.who} | {m.part} | {m.activity}" for m in missing)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = os.getenv("ISTHMUS_SHARED_DATA")
    parser.add_argument("--documents", type=Path, default=Path(shared) if shared else None)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--failures", action="store_true")
    wanted = parser.parse_args()
    sentences = labelled_sentences(wanted.documents)
    if wanted.failures:
        print("\n".join(failures(sentences)))
        return
    figures = {name: tally.as_json() for name, tally in measure(sentences).items()}
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for name, told in figures.items():
        print(f"{name:<10} {_line(told)}   of {told['sentences']} sentences")
        for letter, of_letter in told["by_letter"].items():
            print(f"    {letter:<6} {_line(of_letter)}")


def _line(told: dict[str, Any]) -> str:
    return (
        f"{told['labelled']:>4} labelled {told['found']:>4} found   "
        f"precision {told['precision']:.2f}   recall {told['recall']:.2f}"
    )


if __name__ == "__main__":
    main()
