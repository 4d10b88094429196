"""A table as actions to be: each row that says what is to be done, and each cell nobody understood.

A cell that is not understood is told with its address and left empty; nothing is guessed.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final

from isthmus.actions.cleaning import LONGEST_TITLE, known_step
from isthmus.actions.dates import Asked, Due, Unclear, understand_due
from isthmus.actions.given import (
    Directory,
    priority_meant,
    question,
    recurrence_meant,
    status_meant,
)
from isthmus.actions.importing.columns import Header, Holds, header_of
from isthmus.actions.importing.sheets import Cell, Sheet, sheets_of
from isthmus.actions.model import Draft, Party, Source, SourceKind, Status
from isthmus.errors import InvalidError
from isthmus.people import EVERYONE
from isthmus.raci.exporting.grid import FORMULA
from isthmus_knowledge.corpus_entries import folded

_NO_DAY: Final = frozenset(
    {"", "-", "\u2013", "tbd", "tbc", "tba", "n/a", "na", "none", "open", "?", "no date"}
)
_YEAR: Final = re.compile(r"\b(\d{4})\b")
_NUMBERS: Final = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\s*")
_MONTHS: Final = 12
_PARTIES: Final = re.compile(r"\s*(?:[;/&\n]|\band\b)\s*")
_LONGEST_QUOTE: Final = 2_000


@dataclass(frozen=True)
class NotUnderstood:
    cell: str
    text: str
    why: str


@dataclass(frozen=True)
class ReadRow:
    """A row: what it asks for, where it stood, and what it is known by when it comes again."""

    at: str
    draft: Draft
    status: Status = Status.OPEN
    reason: str = ""
    number: str = ""

    @property
    def mark(self) -> str:
        return self.draft.source.row


@dataclass(frozen=True)
class Reading:
    """What was made of a file; ``how`` says how its columns were understood."""

    name: str
    rows: tuple[ReadRow, ...]
    not_understood: tuple[NotUnderstood, ...]
    how: tuple[str, ...]


@dataclass(frozen=True)
class Reads:
    """Reads files as one person means names and days; new actions are for these readers."""

    asked: Asked
    directory: Directory
    readers: tuple[str, ...] = (EVERYONE,)

    def read(self, content: bytes, name: str) -> Reading:
        """Read a CSV or XLSX file; raises InvalidError, with what to do, where it has no list."""
        readings = [
            self._sheet(sheet, header, name)
            for sheet in sheets_of(content, name)
            if (header := header_of(sheet)) is not None
        ]
        if not readings:
            raise InvalidError(
                f"{name} has no list of actions that could be found. Give it a row of headings, "
                "one of them “Action” or “Task”, others such as “Owner”, “Due” and “Status”."
            )
        return Reading(
            name,
            tuple(row for each in readings for row in each.rows),
            tuple(one for each in readings for one in each.not_understood),
            tuple(dict.fromkeys(line for each in readings for line in each.how)),
        )

    def _sheet(self, sheet: Sheet, header: Header, name: str) -> Reading:
        body = sheet.rows[header.row + 1 :]
        missed = [
            NotUnderstood(each.at, each.text, "No field of an action is called so.")
            for each in header.left
        ]
        asked = replace(self.asked, day_first=_day_first(body, header, self.asked))
        reader = _Row(replace(self, asked=asked), header, name, missed)
        rows = [row for cells in body if (row := reader.read(cells)) is not None]
        return Reading(name, tuple(rows), tuple(missed), header.how)


@dataclass(frozen=True)
class _Row:
    reads: Reads
    header: Header
    name: str
    missed: list[NotUnderstood] = field(default_factory=list)

    def read(self, cells: Sequence[Cell]) -> ReadRow | None:
        said = {holds: cells[place] for holds, place in self._there(cells)}
        said = {holds: replace(cell, text=_unmarked(cell.text)) for holds, cell in said.items()}
        texts = {holds: cell.text for holds, cell in said.items()}
        title = " ".join(texts.get(Holds.TITLE, "").split())
        if not any(texts.values()):
            return None
        if not title:
            filled = next(cell for cell in said.values() if cell.text)
            self._miss(filled, "The row does not say what is to be done, so it is left out.")
            return None
        at = said[Holds.TITLE].at
        owner, helpers = self._people(said)
        draft = Draft(
            title=title[:LONGEST_TITLE],
            description=_description(title, texts),
            owner=owner,
            helpers=helpers,
            labels=_listed(texts.get(Holds.LABELS, "")),
            source=self._source(at, texts),
            readers=self.reads.readers,
            **self._values(said),
        )
        status = self._meant(said, Holds.STATUS, status_meant, Status.OPEN)
        reason = texts.get(Holds.REASON, "")
        return ReadRow(at, draft, status, reason, texts.get(Holds.NUMBER, ""))

    def _there(self, cells: Sequence[Cell]) -> Iterator[tuple[Holds, int]]:
        return (each for each in self.header.columns.items() if each[1] < len(cells))

    def _values(self, said: dict[Holds, Cell]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "step": self._meant(said, Holds.STEP, known_step, ""),
            "recurrence": self._meant(said, Holds.COMES_AGAIN, recurrence_meant, None),
            "estimate": self._meant(said, Holds.HOURS, _hours, None),
        }
        if (priority := self._meant(said, Holds.PRIORITY, priority_meant, None)) is not None:
            found["priority"] = priority
        due = self._meant(said, Holds.DUE, self._day, None)
        return found | ({"due": due.day, "due_words": due.words} if due else {})

    def _meant(
        self,
        said: dict[Holds, Cell],
        holds: Holds,
        meant: Callable[[str], Any],
        otherwise: Any,  # noqa: ANN401 - of any field
    ) -> Any:  # noqa: ANN401 - as above
        """Give what a cell means; tell of the cell where nobody can say."""
        cell = said.get(holds)
        if cell is None or not cell.text.strip():
            return otherwise
        try:
            return meant(cell.text)
        except InvalidError as error:
            self._miss(cell, str(error))
            return otherwise

    def _day(self, said: str) -> Due | None:
        """Give a day; one that has passed is meant where its year is written."""
        if said.strip().casefold() in _NO_DAY:
            return None
        meaning = understand_due(said, self.reads.asked)
        if isinstance(meaning, Unclear):
            years = _YEAR.findall(said)
            meant = [each for each in meaning.choices if str(each.day.year) in years]
            if len(meant) != 1:
                raise InvalidError(question(meaning))
            return replace(meant[0], words="")
        return self.reads.directory.day(said, self.reads.asked)

    def _people(self, said: dict[Holds, Cell]) -> tuple[Party | None, tuple[Party, ...]]:
        owners = self._parties(said.get(Holds.OWNER))
        helpers = self._parties(said.get(Holds.HELPERS))
        return (owners[0] if owners else None), (*owners[1:], *helpers)

    def _parties(self, cell: Cell | None) -> tuple[Party, ...]:
        if cell is None or not cell.text:
            return ()
        return tuple(party for name in self._names(cell.text) if (party := self._party(cell, name)))

    def _names(self, text: str) -> list[str]:
        """Part names; commas part them only where the directory knows each: "Doe, Jane" is one."""
        known = self.reads.directory.people
        names = [each for each in _PARTIES.split(text) if each]
        parts = [part.strip() for name in names for part in name.split(",") if part.strip()]
        return parts if all(known(each) for each in parts) else names

    def _party(self, cell: Cell, name: str) -> Party | None:
        try:
            return self.reads.directory.party(name)
        except InvalidError as error:
            self._miss(cell, f"{error} Until then it is a name without an account.")
            return Party(name)

    def _source(self, at: str, texts: dict[Holds, str]) -> Source:
        told = "; ".join(f"{holds}: {text}" for holds, text in texts.items() if text)
        link = texts.get(Holds.LINK, "")
        return Source(
            SourceKind.IMPORT,
            quote=texts.get(Holds.QUOTE) or told[:_LONGEST_QUOTE],
            author=texts.get(Holds.SAID_BY, ""),
            permalink=link if link.lower().startswith(("https://", "http://")) else "",
            title=f"{self.name}, {at}",
            row=_mark(texts),
        )

    def _miss(self, cell: Cell, why: str) -> None:
        self.missed.append(NotUnderstood(cell.at, cell.text[:200], why))


def _mark(texts: dict[Holds, str]) -> str:
    """Give what a row is known by: what, who and when, whatever became of it since."""
    known = (Holds.TITLE, Holds.OWNER, Holds.DUE)
    said = "\n".join(folded(texts.get(each, "")) for each in known)
    return sha256(said.encode()).hexdigest()[:32]


def _description(title: str, texts: dict[Holds, str]) -> str:
    """Keep what does not fit into a title."""
    more = [title] if len(title) > LONGEST_TITLE else []
    return "\n\n".join([*more, *filter(None, [texts.get(Holds.DESCRIPTION, "")])])


def _listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip()[:60] for each in re.split(r"[;,\n]", text) if each.strip())


def _hours(said: str) -> float | None:
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?)?\s*", said, re.IGNORECASE)
    if found is None:
        raise InvalidError(f"“{said[:40]}” is no number of hours.")
    return float(found[1].replace(",", ".")) or None


def _day_first(body: Sequence[Sequence[Cell]], header: Header, asked: Asked) -> bool | None:
    """Tell from the days that can only be read one way how the others of the column are meant."""
    place = header.columns.get(Holds.DUE)
    if asked.day_first is not None or place is None:
        return asked.day_first
    texts = (cells[place].text for cells in body if place < len(cells))
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := _NUMBERS.fullmatch(text))]
    days_first = any(first > _MONTHS for first, _ in pairs)
    months_first = any(second > _MONTHS for _, second in pairs)
    return days_first if days_first is not months_first else None


def _unmarked(text: str) -> str:
    """Drop the mark with which an export keeps a text from being a formula."""
    marked = text.startswith("'") and text[1:].startswith((*FORMULA, "'"))
    return text[1:] if marked else text
