"""Plain text, cut into lines and grids: in each way that it could have been meant.

A text does not say whether it is CSV, a Markdown table, lines from a spreadsheet, or a list. It is
cut in every way that its signs allow, and what reads best is kept by whoever asked.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from isthmus.raci.importing.aligned import aligned
from isthmus.raci.importing.formats import too_large
from isthmus.raci.importing.grids import Cell, Line, Piece, Unread, grid_of
from isthmus.raci.importing.lists import listed
from isthmus_knowledge.loaders.characters import clean

DELIMITERS = (",", ";", "|", "\t")
FRONT_MATTER = re.compile(r"---\n.*?\n---\n", re.DOTALL)
HINT = re.compile(r"sep=.(?=\n)")
LONGEST_FRONT_MATTER = 10_000
RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*")
BAR = re.compile(r"(?<!\\)\|")
LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
EMPHASIS = re.compile(r"(\*\*|__|~~|`)(\S(?:[^*_~`\n]*\S)?)\1")
SLANTED = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]*[^\s*_])\1(?![\w*])")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
GUARDED = re.compile(r"'(?=['=+\-@])")
BOLD = re.compile(r"(\*\*|__)(.+)\1")
HELD = 0xE000  # escaped signs are held apart in the private area while marks are read
FEWEST = 2  # lines of a table


def readings_of(text: str, name: str) -> list[Sequence[Piece]]:
    """Give each way to cut a text; the likelier ones come first."""
    text = _without_hint(_without_front_matter(clean(text)))
    lines = text.split("\n")
    ways: list[Sequence[Piece]] = []
    if sum(line.lstrip().startswith("|") or "|" in line for line in lines) >= FEWEST:
        ways.append(list(_markdown(lines)))
    if any("|" in line and RULE.fullmatch(line.strip()) for line in lines):
        return [*ways, listed(lines)]
    ways += (
        _separated(text, delimiter)
        for delimiter in sorted(DELIMITERS, key=lambda each: each != _expected(name))
        if sum(delimiter in line for line in lines) >= FEWEST
    )
    if name.lower().endswith((".csv", ".tsv")) or sum("\t" in line for line in lines) >= FEWEST:
        return ways  # a spreadsheet's
    return [*ways, aligned(lines), listed(lines)]


def _expected(name: str) -> str:
    return "\t" if name.lower().endswith(".tsv") else ","


def _without_front_matter(text: str) -> str:
    """Blank the lines that say how a file is to be shown, so that all others keep their number."""
    found = FRONT_MATTER.match(text, 0, LONGEST_FRONT_MATTER)
    return "\n" * found[0].count("\n") + text[found.end() :] if found else text


def _without_hint(text: str) -> str:
    """Blank the line by which a spreadsheet program tells itself the delimiter."""
    found = HINT.match(text)
    return text[found.end() :] if found else text


def _separated(text: str, delimiter: str) -> list[Piece]:
    """Read CSV; where its quotes do not pair they are no quotes."""
    paired = text.count('"') % 2 == 0
    reader = csv.reader(
        io.StringIO(text),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if paired else csv.QUOTE_NONE,
    )
    rows: list[list[Cell]] = []
    line = 1
    try:
        for values in reader:
            alone = len(values) == 1
            rows.append(
                [
                    Cell(_unguarded(value), f"line {line}, column {at}", strong=alone)
                    for at, value in enumerate(values, start=1)
                ]
            )
            line = reader.line_num + 1
    except csv.Error as error:
        return [Unread(f"line {line}", "", f"The table cannot be read: {error}.")]
    reason = too_large(len(rows), max(map(len, rows), default=0), sum(map(len, rows)))
    if reason:
        return [Unread("line 1", "", reason)]
    return [grid_of([row or [Cell()] for row in rows])]


def _unguarded(value: str) -> str:
    """Drop the mark that keeps a spreadsheet from computing a text."""
    bare = value.strip()
    return bare[1:] if GUARDED.match(bare) else bare


def _markdown(lines: Sequence[str]) -> Iterator[Piece]:
    """Take lines with bars that follow each other for a table, all others for text."""
    table: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if BAR.search(line):
            table.append((number, line))
            continue
        yield from _table(table)
        table = []
        heading = HEADING.fullmatch(line)
        said = " ".join(plain(heading[2] if heading else line).split())
        if said:
            yield Line(said, f"line {number}", heading is not None)


def _table(lines: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    if not lines:
        return
    if len(lines) < FEWEST:
        yield Line(lines[0][1].strip(), f"line {lines[0][0]}")
        return
    rows = [_cells(number, line) for number, line in lines if not RULE.fullmatch(line.strip())]
    reason = too_large(len(rows), max(map(len, rows), default=0), sum(map(len, rows)))
    yield Unread(f"line {lines[0][0]}", "", reason) if reason else grid_of(rows)


def _cells(number: int, line: str) -> list[Cell]:
    bare = line.strip().removeprefix("|")
    parts = BAR.split(bare)
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return [
        Cell(
            plain(part).strip(),
            f"line {number}, column {at}",
            strong=BOLD.fullmatch(part.strip()) is not None,
        )
        for at, part in enumerate(parts, start=1)
    ]


def plain(text: str) -> str:
    """Give a piece of Markdown as a reader sees it."""
    held = ESCAPED.sub(lambda found: chr(HELD + ord(found[1])), text)
    held = LINK.sub(r"\1", BREAK.sub("\n", held))
    held = SLANTED.sub(r"\2", EMPHASIS.sub(r"\2", held))
    return "".join(chr(ord(s) - HELD) if HELD <= ord(s) < HELD + 128 else s for s in held)
