"""Text whose columns are aligned by spaces, as consoles and e-mails show tables."""

import re
from collections.abc import Sequence

from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.grids import Cell, Piece, Unread, grid_of
from isthmus.raci.importing.marks import starts_with_letters

TOKEN = re.compile(r"\S+(?: \S+)*")
RULE = re.compile(r"[\s=\-_+]+")
FEWEST = 2  # columns


def aligned(lines: Sequence[str]) -> Sequence[Piece]:
    """Make a grid; a line that is no row of it stands as a row with one cell."""
    head = _head(lines)
    if head is None:
        return []
    starts = _starts(lines, head)
    rows = []
    for number, line in enumerate(lines, start=1):
        tokens = [] if RULE.fullmatch(line) else list(TOKEN.finditer(line.expandtabs()))
        rows.append(_row(tokens, starts, number))
    reason = too_large(len(rows), len(starts), len(rows) * len(starts))
    return [Unread("line 1", "", reason)] if reason else [grid_of(rows)]


def _head(lines: Sequence[str]) -> int | None:
    """Find the line with headers: the one above the first line that ends in letters."""
    above: int | None = None
    for number, line in enumerate(lines):
        tokens = TOKEN.findall(line)
        if not tokens or RULE.fullmatch(line):
            continue
        if above is not None and any(starts_with_letters(token) for token in tokens[1:]):
            return above
        if len(tokens) >= FEWEST or (above is None and line.startswith("  ")):
            above = number
    return None


def _starts(lines: Sequence[str], head: int) -> list[tuple[int, int]]:
    """Give where each column begins and ends; one without a header holds the names."""
    found = [token.span() for token in TOKEN.finditer(lines[head].expandtabs())]
    below = [line.expandtabs() for line in lines[head + 1 :] if line.strip()]
    names = [TOKEN.match(line) for line in below]
    unnamed = found[0][0] > 0 and sum(name is not None for name in names) * 2 > len(names)
    return [(0, 1), *found] if unnamed else found


def _row(
    tokens: Sequence[re.Match[str]], columns: Sequence[tuple[int, int]], number: int
) -> list[Cell]:
    at = f"line {number}"
    cells = [Cell("", f"{at}, column {place + 1}") for place in range(len(columns))]
    in_order = len(tokens) == len(columns)
    for place, token in enumerate(tokens):
        column = place if in_order else _nearest(token, place, columns)
        text = f"{cells[column].text} {token[0]}".strip()
        cells[column] = Cell(text, cells[column].at)
    return cells


def _nearest(token: re.Match[str], place: int, columns: Sequence[tuple[int, int]]) -> int:
    """Find the column that a text lies under, by its overlap and else by its distance."""
    start, end = token.span()
    if place == 0 and start < columns[min(1, len(columns) - 1)][0]:
        return 0
    overlaps = [min(end, right) - max(start, left) for left, right in columns]
    return max(range(len(columns)), key=lambda at: overlaps[at])
