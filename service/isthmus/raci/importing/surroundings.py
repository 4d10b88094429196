"""What stands above a chart: its title, and lines such as "Scope: Leuven"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from isthmus.raci.importing.grids import Cell, Line, filled
from isthmus.raci.importing.words import folded, words
from isthmus.raci.letters import letter_sets
from isthmus_knowledge.catalogue import catalogue
from isthmus_knowledge.loaders.characters import readable

PAIR = re.compile(r"([A-Za-z ]{3,24}?)\s*:\s*(\S.*)", re.DOTALL)
STEP = re.compile(r"\b\d\.\d\b")
GENERIC = re.compile(r"(?:sheet|tabelle|feuil|hoja|foglio|blad|table|chart)\s?\d*", re.IGNORECASE)
LONGEST_TITLE = 150
TWO = 2


@dataclass
class Surroundings:
    """Gathers what is said of a chart; ``left`` is what stands above it and says nothing known."""

    title: str = ""
    scope: str = ""
    letters: str = ""
    steps: tuple[str, ...] = ()
    review: date | None = None
    left: list[Cell] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def read_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            said = filled(row)
            pair = len(said) == TWO and self._take(said[0].said.rstrip(":"), said[1].said)
            if not pair:
                for cell in said:
                    self._read(cell)

    def read_lines(self, lines: Sequence[Line]) -> list[Line]:
        """Take what lines above say of the chart; give those that it was not found in."""
        left = []
        for line in lines:
            self.named += named_sets(line.text)
            pair = PAIR.fullmatch(line.text)
            if not (pair and self._take(pair[1], pair[2])):
                left.append(line)
        headings = [line for line in left if line.heading]
        short = [each for each in left if len(each.text) <= LONGEST_TITLE]
        title = headings[-1:] or short[-1:]
        if title and not self.title:
            self.title = title[0].text
            left.remove(title[0])
        return [line for line in left if not line.heading]

    def _read(self, cell: Cell) -> None:
        self.named += named_sets(cell.said)
        pair = PAIR.fullmatch(cell.said)
        if pair and self._take(pair[1], pair[2]):
            return
        if self.title or len(cell.said) > LONGEST_TITLE:
            self.left.append(cell)
        else:
            self.title = cell.said

    def _take(self, key: str, value: str) -> bool:
        """Take a value that is understood; tell whether it was."""
        match words().said_of_chart.get(folded(key)):
            case "title":
                self.title = value
            case "scope":
                self.scope = value
            case "letters" if found := named_sets(value):
                self.letters = found[0]
            case "steps" if steps := _steps(value):
                self.steps = steps
            case "review" if review := _date(value):
                self.review = review
            case _:
                return False
        return True

    def name(self, sheet: str, file: str) -> str:
        if self.title:
            return self.title
        return sheet if sheet and not GENERIC.fullmatch(sheet) else readable(file)


def named_sets(text: str) -> list[str]:
    """Find the names of sets of letters in a text, the longest first: RACI-VS is not RACI."""
    names = sorted(letter_sets(), key=len, reverse=True)
    pattern = rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])"
    return [found[0] for found in re.finditer(pattern, text)]


def _steps(text: str) -> tuple[str, ...]:
    known = {step.id for step in catalogue().steps}
    found = tuple(dict.fromkeys(STEP.findall(text)))
    return found if set(found) <= known else ()


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
