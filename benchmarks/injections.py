"""Published attacks on a model that obeys them all: what gets through, door by door.

``PYTHONPATH=tests python -m benchmarks.injections [--each N] [--json]``: the collections lie in the
folder ``injections`` of where ISTHMUS_SHARED_DATA points. ``--each`` sends at most so many of each
family through each door; without it, all of them.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks.models import MODELS
from hostile_doors_of_tests import Attack, Tally
from hostile_plant_of_tests import hostile_plant
from injections_of_tests import folder, hostile, spread
from isthmus_knowledge.embedding import PACKAGED, open_embedder

DOORS: Final[Mapping[str, Callable[[Attack, str], None]]] = {
    "text of a document": lambda attack, order: attack.by_document(order),
    "title of a document": lambda attack, order: attack.by_document(title=order),
    "name of a file": lambda attack, order: attack.by_document(name=order),
    "question": lambda attack, order: attack.by_question(order),
    "earlier question": lambda attack, order: attack.by_history(order),
    "message in a channel": lambda attack, order: attack.by_message(order, order),
    "scope of a chart": lambda attack, order: attack.by_chart(order),
    "name of a role": lambda attack, order: attack.by_role(order),
    "title of an action": lambda attack, order: attack.by_action(order),
    "thread that is summed up": lambda attack, order: attack.by_thread(order),
}


def measure(orders: Sequence[str]) -> dict[str, Tally]:
    """Send each order through each door, each door on a plant of its own."""
    embedder = open_embedder(PACKAGED, MODELS)
    tallies: dict[str, Tally] = {}
    for name in DOORS:
        with (
            tempfile.TemporaryDirectory() as where,
            hostile_plant(Path(where), embedder) as plant,
        ):
            attack = Attack(plant)
            for order in orders:
                DOORS[name](attack, order)
            tallies[name] = attack.tally
        _report(name, attack.tally)
    return tallies


def _report(name: str, tally: Tally) -> None:
    reached = sum(n for what, n in tally.counted.items() if what.endswith("reached the model"))
    print(
        f"| {name} | {tally.counted['payloads']} | {reached} | {tally.counted['calls']} | "
        f"{tally.counted['sentences written']} | {len(tally.problems)} |",
        flush=True,
    )
    for problem in tally.problems[:20]:
        print(f"    {problem}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    where = folder()
    if where is None:
        parser.error("ISTHMUS_SHARED_DATA names no folder with injections.")
    print("| Door | Attacks | Reached the model | Calls | Sentences of it shown | Got through |")
    print("|---|---|---|---|---|---|", flush=True)
    tallies = measure([each.text for each in spread(hostile(where), wanted.each)])
    if wanted.json:
        json.dump({name: dict(each.counted) for name, each in tallies.items()}, sys.stdout)


if __name__ == "__main__":
    main()
