"""Charts: how long drafting, checking, editing, reading and drawing take, on SQLite on disk.

``python -m benchmarks.charts [--rows N] [--columns N] [--rounds N] [--json]``. The chart is the
catalogue's activities over and over, so that each letter has a reason of its own; the sentences
that are drafted are warm, since the model and the catalogue's vectors are kept by the service.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from types import MappingProxyType

from benchmarks.measures import percentile
from isthmus import main as product
from isthmus.cli.serve import keep_what_is_open
from isthmus.people import OPERATOR
from isthmus.raci.changes import SetCell
from isthmus.raci.desk import Charts, Hand
from isthmus.raci.editing import column_of
from isthmus.raci.exporting.formats import Format, export
from isthmus.raci.model import Assignment, Basis, BasisKind, Cell, Chart, Row
from isthmus.settings import Settings
from isthmus.web.grid import Grid
from isthmus_knowledge.catalogue import catalogue

SENTENCES = (
    "RACI for OT patching with IT security, OT engineering, the plant manager and our integrator",
    "RACI for step 2.4 for the Leuven site",
    "RACI for everything in phase 1",
)
LETTERS = {"accountable": "A", "responsible": "R", "consulted": "C", "informed": "I"}


def measure(rows: int, columns: int, rounds: int) -> dict[str, dict[str, float]]:
    """Give the 50th and 95th percentile of each, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        wiring = product.wire(Settings(data_dir=Path(folder)))
        wiring.storage.migrate()
        charts = wiring.charts
        for sentence in SENTENCES:
            charts.draft(sentence, OPERATOR)
        keep_what_is_open()
        figures = {
            "draft": _timed(rounds, lambda n: charts.draft(SENTENCES[n % 3], OPERATOR)),
            **_on_a_large_one(charts, large(rows, columns), rounds),
        }
        wiring.close()
        return figures


def _on_a_large_one(charts: Charts, chart: Chart, rounds: int) -> dict[str, dict[str, float]]:
    hand = Hand(OPERATOR)
    kept = charts.begin(chart, hand, "Begun").id
    keys = list(chart.cells)

    def edit(n: int) -> object:
        row, column = keys[n % len(keys)]
        cell = (Assignment("CI"[n % 2], Basis(BasisKind.PERSON, "Said so.")),)
        return charts.edit(kept, lambda _: (SetCell(row, column, cell),), hand)

    return {
        "check": _timed(rounds, lambda _: charts.check(chart)),
        "show": _timed(rounds, lambda _: charts.show(kept, OPERATOR)),
        "edit": _timed(rounds, edit),
        "edit and show as a grid": _timed(rounds, lambda n: (edit(n), _grid(charts, kept))),
        "undo": _timed(rounds, lambda _: charts.undo(kept, hand)),
        "compare": _timed(rounds, lambda _: charts.compare(kept, OPERATOR, "1")),
        "picture": _timed(3, lambda _: export(charts.sheet(kept, OPERATOR), Format.PNG)),
        "workbook": _timed(3, lambda _: export(charts.sheet(kept, OPERATOR), Format.XLSX)),
    }


def _grid(charts: Charts, kept: str) -> Grid:
    shown = charts.show(kept, OPERATOR)
    return Grid.of(shown.filed.chart, shown.findings)


def large(rows: int, columns: int) -> Chart:
    """Draw the catalogue's activities, again and again, for its roles and invented ones."""
    known = catalogue()
    roles = [replace(column_of(r.name, r.id), id=f"c{r.id}") for r in known.roles][:columns]
    more = (replace(column_of(f"Team {n}"), id=f"c{n}") for n in range(columns - len(roles)))
    cells: dict[tuple[str, str], Cell] = {}
    lines: list[Row] = []
    present = {column.role for column in roles}
    for place in range(rows):
        activity = known.activities[place % len(known.activities)]
        line = Row(f"r{place}", f"{activity.name} ({place + 1})", activity.step)
        lines.append(line)
        for part, letter in LETTERS.items():
            held = getattr(activity, part)
            for role in (held,) if isinstance(held, str) else held:
                if role in present:
                    why = f"The catalogue gives {part} to {role} for {line.activity}."
                    basis = Basis(BasisKind.CATALOGUE, why, activity.id)
                    cells.setdefault((line.id, f"c{role}"), ())
                    cells[line.id, f"c{role}"] += (Assignment(letter, basis),)
    return Chart(
        "Everything", rows=tuple(lines), columns=(*roles, *more), cells=MappingProxyType(cells)
    )


def _timed(rounds: int, act: Callable[[int], object]) -> dict[str, float]:
    taken = []
    for number in range(rounds):
        started = perf_counter()
        act(number)
        taken.append(1000 * (perf_counter() - started))
    return {"p50": round(percentile(taken, 0.5), 1), "p95": round(percentile(taken, 0.95), 1)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--columns", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    figures = measure(wanted.rows, wanted.columns, wanted.rounds)
    if wanted.json:
        json.dump(figures, sys.stdout, indent=2)
        print()
        return
    for name, times in figures.items():
        print(f"{name:<26} p50 {times['p50']:>8} ms   p95 {times['p95']:>8} ms")


if __name__ == "__main__":
    main()
