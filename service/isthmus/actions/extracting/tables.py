"""Action tables: a row is an action where its header says who does what by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isthmus.actions.extracting.turns import Line
from isthmus.actions.extracting.words import words

_DASHES = re.compile(r"^[\s|:+\-\u2013]+$")
_KEYED = re.compile(r"(?P<key>[^:|]{1,40}):\s*(?P<said>.*)$", re.DOTALL)
_STRUCK = re.compile(r"^\s*(?:~~.*~~|<(del|s|strike)>.*</\1>)\s*$")
_ITEM = frozenset({"item", "description", "activity", "name", "progress", "what", "finish"})


@dataclass(frozen=True)
class Row:
    """What an action table says in a row; ``quote`` begins at ``start``."""

    action: str
    owner: str
    due: str
    quote: str
    start: int
    number: int


def rows_of(lines: Sequence[Line]) -> Iterator[Row]:
    """Give the open rows of a table; none where it is no action table."""
    if not lines:
        return
    columns = _columns(_cells(lines[0].text))
    for line in lines[1:] if columns else lines:
        if _DASHES.match(line.text):
            continue
        cells = _cells(line.text)
        said = dict(zip(columns, cells, strict=False)) if columns else _keyed(cells)
        action = said.get("action", "")
        if (
            not _is_nothing(action)
            and not _is_finished(said.get("status", ""))
            and (not _STRUCK.match(action))
        ):
            quote = line.text.strip()
            begin = line.start + line.text.index(quote)
            yield Row(action, said.get("owner", ""), said.get("due", ""), quote, begin, line.number)


def _cells(text: str) -> list[str]:
    bare = text.strip().removeprefix("|")
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", bare.removesuffix("|"))]


def _keyed(cells: Sequence[str]) -> dict[str, str]:
    """Read "Action: … | Owner: … | Due: …", as tables of files become; nothing where it is none."""
    pairs = [_KEYED.match(cell) for cell in cells]
    known = [each for each in pairs if each]
    columns = _columns([each["key"] for each in known])
    return dict(zip(columns, (each["said"] for each in known), strict=False))


def _columns(header: Sequence[str]) -> list[str]:
    """Name each column by what its header says; nothing where it is no action table's."""
    said = [re.sub(r"[*_`]", "", each).strip().rstrip(":").casefold() for each in header]
    kinds = [words().columns.get(each, "") for each in said]
    plain = [at for at, kind in enumerate(kinds) if kind == "action"]
    strong = [at for at in plain if said[at] not in _ITEM] or plain
    if not strong or not {"owner", "due"} & set(kinds):
        return []
    found: list[str] = []
    for at, kind in enumerate(kinds):
        fits = at == strong[-1] if kind == "action" else kind not in found
        found.append(kind if kind and fits else f"column {at}")
    return found


def _is_nothing(cell: str) -> bool:
    return not cell or cell.casefold().strip() in words().any_of("nothing")


def _is_finished(cell: str) -> bool:
    said = re.sub(r"[*_`]", "", cell).strip().casefold().rstrip(".!")
    return said in words().any_of("finished") or said.startswith(("done", "closed", "complete"))
