"""Legends: lines and rows that say what the letters mean, and the set of letters they speak of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from isthmus.raci.importing.grids import Cell, Grid, filled
from isthmus.raci.importing.surroundings import Surroundings
from isthmus.raci.importing.words import folded, words
from isthmus.raci.letters import LetterSet, Part, letter_set, letter_sets

PAIR = re.compile(
    r"(?<![\w/])([A-Za-z])\s{0,3}(?:=|:|\u2013|\u2014|-|\bmeans\b|\bis\b)\s{0,3}(?=[^\W\d_])"
)
MEANING = re.compile(r"[^=:;,|\n(/]{1,80}")
BEHIND = re.compile(r"(?<!\w)([A-Za-z][A-Za-z -]{2,30}?)\s{0,2}\(([A-Z])\)")
BEGINS = re.compile(r"\s*([\w ]{3,20}?)\s*:")
GOES_ON = re.compile(
    r"\s*[^\w\s-]|\s+(?:[-\u2013(]|(?:for|to|of|the|by|on|in|before|after|party|role)\b)"
)
EXPLAINED = 3  # words; a text of fewer beside a letter is no explanation of it
ROW = (2, 3)  # cells: the letter, its word, and what it means
FEWEST = 2  # entries; one alone may be an activity


@dataclass(frozen=True)
class Entry:
    """What a legend says of one letter; ``letter`` is empty where only the word is explained."""

    letter: str
    meaning: str
    at: str


@dataclass(frozen=True)
class Understood:
    """The set of letters that was chosen, and which of its letters each sign stands for.

    ``unknown`` are the entries that no set has.
    """

    letters: LetterSet
    signs: Mapping[str, str]
    unknown: tuple[Entry, ...] = ()


def entries_in(text: str, at: str) -> tuple[Entry, ...]:
    """Find "R = Responsible, A = Accountable" and "Responsible (R), Accountable (A)" in a text."""
    found = _pairs(text, at)
    found += [Entry(one[2], one[1].strip(), at) for one in BEHIND.finditer(text)]
    known = [entry for entry in found if word_in(entry.meaning)]
    begins = BEGINS.match(text)
    if begins and folded(begins[1]) in words().legend_begins:
        return tuple(found)
    return tuple(found) if len(known) * 2 > len(found) and len(known) > 1 else ()


def _pairs(text: str, at: str) -> list[Entry]:
    starts = list(PAIR.finditer(text))
    ends = [*(each.start() for each in starts), len(text)]
    found = []
    for start, end in zip(starts, ends[1:], strict=True):
        meaning = MEANING.match(text, start.end(), end)
        if meaning:
            found.append(Entry(start[1].upper(), meaning[0].strip(" .-\u2013\u2014"), at))
    return found


def entry_in(cells: Sequence[Cell]) -> tuple[Entry, ...]:
    """Read a row of a legend: "R | Responsible", "Accountable: | The one who …"."""
    said = filled(cells)
    if len(said) == 1:
        return entries_in(said[0].text, said[0].at) or _alone(said[0])
    if len(said) not in ROW:
        return ()
    first, second = said[0].said.rstrip(":= "), said[1].said
    told_in_words = len(said) == ROW[0] and len(second.split()) >= EXPLAINED
    is_letter = len(first) == 1 and first.isalpha()
    told_in_words = told_in_words and (not is_letter or first.upper() in all_letters())
    if is_letter and (word_in(second) or told_in_words):
        return (Entry(first.upper(), second, said[0].at),)
    if first.casefold() not in _all_words() or len(said) != ROW[0]:
        return ()
    if len(second) == 1 and first[:1].upper() == second:
        return (Entry(second, first, said[0].at),)
    return (Entry("", first, said[0].at),) if told_in_words else ()


def _alone(cell: Cell) -> tuple[Entry, ...]:
    """Take "R = Responsible" where it has a cell or line of its own."""
    pairs = _pairs(cell.said, cell.at)
    starts = PAIR.match(cell.said)
    return tuple(pairs) if starts and len(pairs) == 1 and word_in(pairs[0].meaning) else ()


def word_in(meaning: str) -> str:
    """Give the word of any set that a meaning is or begins with."""
    said = folded(meaning)
    for known in sorted(_all_words(), key=len, reverse=True):
        if said == known or (said.startswith(known) and GOES_ON.match(said, len(known))):
            return known
    return ""


@cache
def _all_words() -> frozenset[str]:
    return frozenset(
        word.casefold()
        for known in letter_sets().values()
        for letter in known.letters
        for word in letter.words
    )


@cache
def all_letters() -> frozenset[str]:
    return frozenset(each.letter for known in letter_sets().values() for each in known.letters)


def without_legends(grid: Grid) -> tuple[Grid, tuple[Entry, ...]]:
    """Take the rows of legends out of a grid: below and above a chart, or beside it."""
    entries: list[Entry] = []
    rows = list(grid.rows)
    for columns in (list(range(grid.width)), *bands(grid)):
        parts = [[row[column] for column in columns] for row in rows]
        found = {at: entry_in(part) for at, part in enumerate(parts)}
        if sum(map(len, found.values())) < FEWEST or _are_numbers(parts, found):
            continue
        for at, entry in found.items():
            said = filled(parts[at])
            if entry or (len(said) == 1 and is_beside(said[0].said)):
                entries += entry
                rows[at] = _emptied(rows[at], columns)
    return replace(grid, rows=tuple(rows)), tuple(entries)


def is_beside(heading: str) -> bool:
    """Tell a heading such as "Legend (RACI)" or "Findings" from a chart's."""
    return folded(heading.split("(", maxsplit=1)[0]).rstrip(": ") in words().beside


def _are_numbers(parts: Sequence[Sequence[Cell]], found: Mapping[int, tuple[Entry, ...]]) -> bool:
    """Tell a column that numbers its rows A, B, C from the letters of a legend."""
    rest = [part for at, part in enumerate(parts) if filled(part) and not found[at]]
    firsts = {filled(part)[0].said for part in rest}
    return any(len(each) == 1 and each.isalpha() and each not in all_letters() for each in firsts)


def bands(grid: Grid) -> list[list[int]]:
    """Give the columns of each part between empty columns; a title merged across fills none."""
    parts: list[list[int]] = []
    for column in range(grid.width):
        cells = grid.column(column)
        if not any(cell.said and not _reaches_in(cell) for cell in cells):
            continue
        if parts and parts[-1][-1] == column - 1:
            parts[-1].append(column)
        else:
            parts.append([column])
    return parts


def _reaches_in(cell: Cell) -> bool:
    return bool(cell.merged) and cell.merged != cell.at


def _emptied(row: tuple[Cell, ...], columns: Iterable[int]) -> tuple[Cell, ...]:
    gone = set(columns)
    return tuple(Cell("", cell.at) if at in gone else cell for at, cell in enumerate(row))


def understood(
    seen: Mapping[str, int], entries: Sequence[Entry], around: Surroundings
) -> Understood:
    """Choose the set for the letters and words seen; a legend goes before what they usually mean.

    ``seen`` counts letters and words as they are written.
    """
    sets = [letter_set(around.letters)] if around.letters else _likely(seen, entries)
    best = max(
        sets, key=lambda each: (*_fits(each, seen, entries, around.named), -sets.index(each))
    )
    signs: dict[str, str] = {}
    unknown: list[Entry] = []
    for entry in entries:
        if not entry.letter:
            continue
        letter = best.named(word_in(entry.meaning))
        if letter:
            signs[entry.letter.casefold()] = letter.letter
        elif entry.letter.casefold() in seen:
            signs[entry.letter.casefold()] = entry.letter
            unknown.append(entry)
    return Understood(best, signs, tuple(unknown))


def _likely(seen: Mapping[str, int], entries: Sequence[Entry]) -> list[LetterSet]:
    """Give the sets of which somebody decides or does here; without one of these, the usual set.

    Letters alone may be another language's: a German V is no "verify".
    """
    told = {entry.letter.casefold() for entry in entries}
    signs = {*(sign for sign in seen if sign not in told), *(word_in(e.meaning) for e in entries)}
    sets = list(letter_sets().values())
    return [each for each in sets if _says_who(each, signs)] or sets[:1]


def _says_who(letters: LetterSet, signs: Iterable[str]) -> bool:
    named = (letters.named(sign) for sign in signs if sign)
    return any(each and each.part in {Part.DECIDES, Part.DOES} for each in named)


def _fits(
    letters: LetterSet, seen: Mapping[str, int], entries: Sequence[Entry], named: Sequence[str]
) -> tuple[int, ...]:
    told = [entry for entry in entries if entry.letter]
    alike = [each for each in told if _is_alike(letters, each)]
    redefined = {each.letter.casefold() for each in told}
    own = {sign: count for sign, count in seen.items() if sign not in redefined}
    known = {sign: count for sign, count in own.items() if letters.named(sign)}
    free = [sign for sign in own if len(sign) == 1]
    listed = {each.letter for each in told} == {each.letter for each in letters.letters}
    return (
        len([each for each in told if letters.named(word_in(each.meaning))]) + len(alike),
        len([sign for sign in free if sign in known]),
        int(letters.name in named and len(known) == len(own)),
        len(known),
        sum(known.values()),
        int(listed),
    )


def _is_alike(letters: LetterSet, entry: Entry) -> bool:
    found = letters.named(word_in(entry.meaning))
    return found is not None and found.letter == entry.letter
