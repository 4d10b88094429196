"""CSV: a header, then a row for each action; no cell is a formula."""

import csv
import io
from collections.abc import Sequence

from isthmus.actions.exporting.table import COLUMNS, Value, row
from isthmus.actions.model import Action
from isthmus.raci.exporting.grid import unarmed


def written(actions: Sequence[Action]) -> bytes:
    """Give UTF-8 with a mark at its start, without which Excel reads accents wrong."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_text(value) for value in row(each)] for each in actions)
    return text.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return unarmed(value)
        case float():
            return f"{value:g}"
        case _:
            return value.isoformat()
