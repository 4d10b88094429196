"""Lists: "Patch servers: CISO - A, OT Eng: R/C", and an activity with a line for each role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from isthmus.errors import InvalidError
from isthmus.raci.importing.grids import Cell, Grid, Line, Piece, Unread, grid_of
from isthmus.raci.importing.layouts import Said, matrix, names_in
from isthmus.raci.importing.marks import any_marks, starts_with_letters
from isthmus.raci.importing.words import is_nothing

RUNS = re.compile(r"\s{3,}")  # more than two tell nothing, and take patterns long
BULLET = re.compile(r"\s*(?:[-*\u2022\u25aa\u25e6\u2013]\s+)?")
HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
LEADS = re.compile(r"\s*(?::|\||=>|->|\u2192)\s*|\s+[-\u2013\u2014]\s+")
SETS = re.compile(r"\s*(?:[:=]|->|\u2192)\s*|\s*[-\u2013\u2014]\s+|\s+[-\u2013\u2014]\s*")
PARTS = re.compile(r"[,;|]")
BEHIND = re.compile(r"(.{2,80}?)\s*[(\[]([^()\[\]]{1,40})[)\]]")
LAST = re.compile(r"(.{2,80}?)\s+([A-Za-z](?:\s*[/&+]\s*[A-Za-z])*)")
UNCLEAR = 'It names no role with a letter. Write it as "CISO: A".'
ALONE = "It names no activity and no role with a letter."
BRACKETS = re.compile(r"\([^()]*\)")
Pair = tuple[str, str]  # a role, and its letters as they are written
Waiting = tuple[int, str, bool]  # a line that names neither, and whether it is a heading


@dataclass
class _List:
    """The rows in the making: a name with its line, or a heading."""

    rows: list[list[Cell]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    opening: Waiting | None = None
    open: bool = False

    def activity(self, name: str, number: int) -> None:
        self._headings()
        self.rows.append([Cell(name, f"line {number}")])
        self.open = True

    def wait(self, text: str, number: int, *, heading: bool) -> None:
        self.waiting.append((number, text, heading))
        self.open = False

    def name_by_last(self) -> bool:
        """Take the line above for the activity that a line with a role belongs to."""
        if self.waiting and not self.open:
            number, text, _ = self.waiting.pop()
            self.activity(text.rstrip(":"), number)
        return self.open

    def put(self, pairs: Sequence[Pair], number: int) -> None:
        for role, letters in pairs:
            self.said.append(Said(len(self.rows), role, letters, f"line {number}"))

    def unclear(self, text: str, number: int) -> None:
        self.pieces.append(Unread(f"line {number}", text, UNCLEAR))

    def _headings(self) -> None:
        """Let the last line above be a section; above the first row it may be the title."""
        first = not self.rows
        for number, text, heading in self.waiting[:-1]:
            self.pieces.append(Line(text, f"line {number}", heading))
        for last in self.waiting[-1:]:
            if first:
                self.opening = last
            else:
                self.rows.append([_section(last)])
        self.waiting = []

    def close(self) -> None:
        """Take what stands above the first row for a section where others follow, else a title."""
        if self.opening is None:
            return
        number, text, heading = self.opening
        if any(row[0].merged for row in self.rows) and (heading or text.endswith(":")):
            self.rows.insert(0, [_section(self.opening)])
            self.said = [replace(each, row=each.row + 1) for each in self.said]
        else:
            self.pieces.append(Line(text.rstrip(":"), f"line {number}", heading=True))


def _section(waiting: Waiting) -> Cell:
    number, text, _ = waiting
    return Cell(text.rstrip(":"), f"line {number}", merged=f"line {number}")


def listed(lines: Sequence[str]) -> Sequence[Piece]:
    """Make a grid of a list; no piece where it holds no role with a letter."""
    found = _List()
    for number, line in enumerate(lines, start=1):
        _read(line, number, found)
    found.close()
    if not found.said:
        return []
    left = [Unread(f"line {number}", text, ALONE) for number, text, _ in found.waiting]
    try:
        return [*found.pieces, _grid(found), *left]
    except InvalidError as error:
        return [Unread("line 1", "", str(error))]


def _read(line: str, number: int, found: _List) -> None:
    line = RUNS.sub("  ", line.strip())
    heading = bool(HEADING.match(line))
    text = HEADING.sub("", line, count=1)
    text = text[BULLET.match(text).end() :].strip()  # type: ignore[union-attr]
    if not text or text.startswith("|"):  # or a row of a table
        return
    lead = LEADS.search(text)
    alone = list(_pairs(text)) if lead or not LAST.fullmatch(text) else []
    rest = text[lead.end() :] if lead else ""
    pairs = list(_pairs(rest))
    if lead and any(pairs) and not _is_role_alone(text):
        found.activity(text[: lead.start()].strip(), number)
        _put(pairs, rest, number, found)
    elif alone and all(alone) and found.name_by_last():
        _put(alone, text, number, found)
    else:
        found.wait(text, number, heading=heading)


def _is_role_alone(text: str) -> bool:
    """Tell "CISO: A" from "Patch servers: CISO - A"."""
    lead = LEADS.search(text)
    return lead is not None and _are_letters(text[lead.end() :])


def _are_letters(text: str) -> bool:
    """Tell "A, R (at night)" from "A: Plant manager"."""
    marks = any_marks(BRACKETS.sub("", text))
    return bool(marks) and not any(mark.note for mark in marks or ())


def _put(pairs: Sequence[Pair | None], text: str, number: int, found: _List) -> None:
    found.put([pair for pair in pairs if pair], number)
    if None in pairs:
        missed = [
            part for part, pair in zip(_parts(text), _read_parts(text), strict=True) if not pair
        ]
        found.unclear("; ".join(missed), number)


def _pairs(text: str) -> Iterator[Pair | None]:
    for pairs in _read_parts(text):
        yield from pairs
        if not pairs:
            yield None


def _read_parts(text: str) -> list[list[Pair]]:
    """Read each part of a line; a bare name follows the letter before it, and the other way."""
    read: list[list[Pair]] = []
    letters = role = ""
    for part in _parts(text):
        sides = _sides(part)
        if sides and sides[0]:
            role, letters = sides[0], ""
            read.append([sides])
        elif sides:
            letters = sides[1].split("\0")[0]
            read.append([(name, letters) for name in _names(sides[1].split("\0")[1])])
        elif letters:
            read.append([(name, letters) for name in _names(part)])
        elif role and starts_with_letters(part):
            read.append([(role, part)])
        else:
            read.append([])
    return read


def _names(text: str) -> list[str]:
    return list(names_in(text, frozenset()))


def _sides(part: str) -> Pair | None:
    """Split "CISO - A" and "A: CISO"; the role is empty where the letter comes first."""
    for sign in SETS.finditer(part):
        left, right = part[: sign.start()].strip(), part[sign.end() :].strip()
        if not left or not right:
            continue
        if _are_letters(left):
            return None if _are_letters(right.rstrip(".")) else ("", f"{left}\0{right}")
        if starts_with_letters(right) or is_nothing(right):
            return left, right
    for form in (BEHIND, LAST):
        found = form.fullmatch(part)
        if found and starts_with_letters(found[2]) and _may_be_role(found[1]):
            return found[1].strip(), found[2]
    return None


def _may_be_role(text: str) -> bool:
    """Tell a name from cells of a table that end in letters."""
    last = text.rsplit(maxsplit=1)[-1]
    return "  " not in text and not _are_letters(last) and not _are_letters(text)


def _parts(text: str) -> list[str]:
    """Split at commas that stand outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth = max(0, depth + {"(": 1, ")": -1}.get(sign, 0))
        if depth == 0 and PARTS.match(sign):
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _grid(found: _List) -> Grid:
    names = grid_of([[Cell("Activity", "")], *found.rows])
    whole = matrix(names, 0, found.said)
    rows = [
        tuple(Cell(row[0].text, row[0].at, row[0].merged) for _ in row) if row[0].merged else row
        for row in whole.rows
    ]
    return Grid(tuple(rows), roles_on_top=True)
