"""What stands in one cell: letters or words for them, with notes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache

from isthmus.raci.importing.words import folded, is_nothing, role_named, words
from isthmus.raci.letters import LetterSet, letter_sets

BETWEEN = re.compile(r"(?:\s|[/\\,;+&|\u00b7\u2022]|and\b)*", re.IGNORECASE)
RUN = re.compile(r"[A-Z]{2,3}(?![\w'\u2019])")
ONE = re.compile(r"[A-Za-z](?![A-Za-z'\u2019])")
FOOT = re.compile(
    r"[*\u2020\u2021\u00a7]{1,3}|[\u00b9\u00b2\u00b3\u2070-\u2079]+|\[\w{1,3}\]|\d{1,2}"
)
AFTER = re.compile(r"\s*[-\u2013\u2014:=]\s*(?=\S)")
BROKEN = re.compile(r"[ \t]*\n\s*(?=\S)")
BEGINS = re.compile(r"\s+([a-z]+)\b")
NEXT = re.compile(r"\s*[,;/&\n]\s*(?=([A-Z])\s*(?:[-\u2013\u2014:=(]|$))")
SUPERSCRIPTS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)
BRACKETED = "in brackets"
DOUBTED = "with a question mark"
ELSEWHERE = "EKM"  # letters of charts in German; what they mean, a legend has to say
LONGEST = 2_000  # characters; a longer text is no cell of a chart


@dataclass(frozen=True)
class Mark:
    """A letter with its note; ``foot`` is the sign of a footnote that hangs on it."""

    letter: str
    note: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Alphabet:
    """Which signs count: ``signs`` gives the letter for a letter or word as it is written.

    ``feet`` are the signs of the footnotes that the file has; ``runs`` the letters that may stand
    side by side ("AR").
    """

    signs: Mapping[str, str]
    feet: frozenset[str] = frozenset()
    runs: str = ""

    def read(self, text: str) -> tuple[Mark, ...] | None:
        """Give the letters of a cell, none for a dash or the like; None where it says no letter."""
        if is_nothing(text):
            return ()
        if len(text) > LONGEST or folded(text) in _names_of_sets():
            return None
        return _Reading(self, text.strip()).marks()

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Match the words that stand for letters, the longest first."""
        known = sorted((sign for sign in self.signs if len(sign) > 1), key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(map(re.escape, known))})(?![\w'\u2019])", re.IGNORECASE)


def alphabet(letters: LetterSet, legend: Mapping[str, str], feet: frozenset[str]) -> Alphabet:
    """Take a set's letters and words; what a legend says goes before them."""
    signs = {word.casefold(): each.letter for each in letters.letters for word in each.words}
    signs |= {each.letter.casefold(): each.letter for each in letters.letters}
    signs |= legend
    return Alphabet(signs, feet, "".join(sign.upper() for sign in signs if len(sign) == 1))


@lru_cache(maxsize=20_000)
def any_marks(text: str) -> tuple[Mark, ...] | None:
    """Read a cell without knowing the set of letters, each letter or word as itself."""
    return _any_alphabet().read(text)


def starts_with_letters(text: str) -> bool:
    return bool(any_marks(text))


@cache
def _any_alphabet() -> Alphabet:
    """Take the letters and words of all sets, each as itself, to see where letters stand at all."""
    every = (letter for known in letter_sets().values() for letter in known.letters)
    signs = {sign.casefold() for each in every for sign in (*each.words, each.letter, *ELSEWHERE)}
    return Alphabet({sign: sign for sign in signs}, frozenset("123456789"), "RACISV")


@cache
def _names_of_sets() -> frozenset[str]:
    return frozenset(name.casefold() for name in letter_sets())


@dataclass
class _Reading:
    """Goes through one cell from the left."""

    alphabet: Alphabet
    text: str
    at: int = 0
    found: dict[str, Mark] = field(default_factory=dict)

    def marks(self) -> tuple[Mark, ...] | None:
        while True:
            self.at = BETWEEN.match(self.text, self.at).end()  # type: ignore[union-attr]
            if self.at >= len(self.text):
                return tuple(self.found.values()) or None
            letters = self._letters()
            if not letters or not self._take(letters):
                return None

    def _letters(self) -> tuple[str, ...]:
        """Give the letters that begin here, and step behind them."""
        for sign in (self._bracketed, self._word, self._run, self._one):
            if letters := sign():
                return letters
        return ()

    def _bracketed(self) -> tuple[str, ...]:
        end = self.text.find(")", self.at)
        if self.text[self.at] != "(" or end < 0:
            return ()
        inner = self.alphabet.read(self.text[self.at + 1 : end])
        if not inner or any(mark.note for mark in inner):
            return ()
        self.at = end + 1
        for mark in inner:
            self._keep(replace(mark, note=BRACKETED))
        return tuple(mark.letter for mark in inner)

    def _word(self) -> tuple[str, ...]:
        word = self.alphabet.words.match(self.text, self.at)
        if word is None:
            return ()
        self.at = word.end()
        return (self.alphabet.signs[word[0].casefold()],)

    def _run(self) -> tuple[str, ...]:
        run = RUN.match(self.text, self.at)
        if (
            run is None
            or len(set(run[0])) < len(run[0])
            or not set(run[0]) <= set(self.alphabet.runs)
        ):
            return ()
        if role_named(self.text):
            return ()
        self.at = run.end()
        return tuple(self.alphabet.signs[sign.casefold()] for sign in run[0])

    def _one(self) -> tuple[str, ...]:
        one = ONE.match(self.text, self.at)
        letter = self.alphabet.signs.get(one[0].casefold()) if one else None
        if one is None or letter is None:
            return ()
        self.at = one.end()
        return (letter,)

    def _take(self, letters: tuple[str, ...]) -> bool:
        """Take what follows the letters as their note; tell whether it could be understood."""
        foot, doubted = self._foot(), self._doubted()
        notes = [DOUBTED] if doubted else []
        while note := self._in_brackets():
            notes.append(note)
        if not self._ends():
            rest = self._rest(letters)
            if rest is None:
                return False
            notes += [rest] if rest else []
        for letter in letters:
            own = [note for note in notes if self._says_more(note, letter)]
            self._keep(Mark(letter, "; ".join(own), foot))
        return True

    def _says_more(self, note: str, letter: str) -> bool:
        return len(note) == 1 or self.alphabet.signs.get(folded(note)) != letter

    def _keep(self, mark: Mark) -> None:
        known = self.found.get(mark.letter, Mark(mark.letter))
        notes = dict.fromkeys(note for note in (known.note, mark.note) if note)
        self.found[mark.letter] = Mark(mark.letter, "; ".join(notes), known.foot or mark.foot)

    def _foot(self) -> str:
        found = FOOT.match(self.text, self.at)
        if found is None:
            return ""
        sign = found[0].strip("[]").translate(SUPERSCRIPTS)
        if found[0].isascii() and found[0].isdecimal() and sign not in self.alphabet.feet:
            return ""
        self.at = found.end()
        return sign

    def _doubted(self) -> bool:
        doubted = self.text.startswith("?", self.at)
        self.at += doubted
        return doubted

    def _in_brackets(self) -> str:
        """Give what stands in the round or square brackets that begin here."""
        start = self.at + len(self.text[self.at :]) - len(self.text[self.at :].lstrip())
        if not self.text.startswith("(", start):
            return ""
        depth = 0
        for end in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[end], 0)
            if depth == 0:
                self.at = end + 1
                return " ".join(self.text[start + 1 : end].split())
        return ""

    def _ends(self) -> bool:
        after = BETWEEN.match(self.text, self.at).end()  # type: ignore[union-attr]
        if after >= len(self.text):
            return True
        if after == self.at:
            return False
        here, self.at = self.at, after
        goes_on = bool(self._peek())
        self.at = here
        return goes_on

    def _peek(self) -> tuple[str, ...]:
        here, found = self.at, dict(self.found)
        letters = self._letters()
        self.at, self.found = here, found
        return letters

    def _rest(self, letters: tuple[str, ...]) -> str | None:
        """Give the note without brackets, as far as it goes; None where it is none."""
        dash = AFTER.match(self.text, self.at)
        broken = BROKEN.match(self.text, self.at)
        begins = BEGINS.match(self.text, self.at)
        if dash:
            start = dash.end()
        elif broken:
            start = broken.end()
        elif begins and begins[1] in words().note_begins:
            start = begins.start(1)
        else:
            return None
        if dash and (again := self._again(start, letters)) is not None:
            return again
        end = self._end_of_note(start)
        note = " ".join(self.text[start:end].split())
        self.at = end
        return note

    def _again(self, start: int, letters: tuple[str, ...]) -> str | None:
        """Pass over a dash that only parts letters, or that comes before the letter's own word."""
        here, self.at = self.at, start
        if self._peek() and (
            self._peek() == letters or _only_signs(self.alphabet, self.text[start:])
        ):
            if self._peek() == letters:
                self._letters()
            return ""
        self.at = here
        return None

    def _end_of_note(self, start: int) -> int:
        for found in NEXT.finditer(self.text, start):
            if found[1].casefold() in self.alphabet.signs:
                return found.start()
        return len(self.text)


def _only_signs(known: Alphabet, text: str) -> bool:
    marks = known.read(text)
    return bool(marks) and not any(mark.note for mark in marks or ())
