"""What people and programs write for a field of an action, as a value; or why that cannot be told.

What is unclear is asked about in the error's words: nothing is guessed, nothing is misread.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from isthmus.actions.dates import Asked, Due, Meaning, Relative, Unclear, resolved, understand_due
from isthmus.actions.dates import recurrence as series
from isthmus.actions.model import Party, Priority, Recurrence, Status, named
from isthmus.errors import InvalidError, NotFoundError
from isthmus.people import Person

Value = TypeVar("Value", bound=StrEnum)

NOBODY: Final = frozenset({"nobody", "no one", "noone", "none", "unassigned", "-", "\u2013", "?"})
MOST_NAMED: Final = 5
_NUMBER: Final = re.compile(r"\s*(?:a-|#)?0*([1-9]\d{0,8})\s*", re.IGNORECASE)
_STATUSES: Final = {
    Status.PROPOSED: "proposed, suggested, draft, idea",
    Status.OPEN: "open, new, to do, todo, not started, planned, pending, assigned, reopened",
    Status.IN_PROGRESS: "in progress, in work, started, ongoing, doing, wip, working, underway",
    Status.BLOCKED: "blocked, on hold, waiting, stuck, paused",
    Status.DONE: "done, closed, complete, completed, finished, resolved, yes",
    Status.DROPPED: "dropped, cancelled, canceled, rejected, withdrawn, obsolete, won't do",
}
_PRIORITIES: Final = {
    Priority.LOW: "low, minor, lowest, p4, 4, nice to have",
    Priority.NORMAL: "normal, medium, moderate, med, standard, p3, 3",
    Priority.HIGH: "high, major, important, p2, 2",
    Priority.URGENT: "urgent, critical, highest, immediate, asap, p1, 1, very high",
}


@dataclass(frozen=True)
class Directory:
    """Whom a name may mean, and when other actions are due, for whoever asks."""

    people: Callable[[str], Sequence[Person]]
    due_of: Callable[[int], date | None] = lambda _action: None

    def party(self, said: str) -> Party | None:
        """Give who is meant; somebody whom the directory does not know stays a name.

        Raises InvalidError where a name may mean several people.
        """
        name = " ".join(said.split())
        if not name or name.casefold() in NOBODY:
            return None
        found = self.people(name)
        if len(found) > 1:
            who = ", ".join(f"{each.name} ({each.id})" for each in found[:MOST_NAMED])
            raise InvalidError(f"“{name}” may be {who}. Give the id of the one who is meant.")
        return Party(found[0].name, found[0].id) if found else Party(name.removeprefix("@"))

    def parties(self, said: Iterable[str]) -> tuple[Party, ...]:
        return tuple(party for each in said if (party := self.party(each)))

    def day(self, said: str, asked: Asked) -> Due:
        """Give the day that words mean; raises InvalidError with the question and its choices."""
        if (exact := iso_day(said)) is not None:
            return Due(exact, "")
        meaning: Meaning = understand_due(said, asked)
        if isinstance(meaning, Relative):
            meaning = resolved(meaning, self.due_of, asked)
        if isinstance(meaning, Unclear):
            raise InvalidError(question(meaning))
        return meaning


def question(unclear: Unclear) -> str:
    """Give what is asked back, with the days that may be meant as they can be given."""
    told = f"“{unclear.words}”: {unclear.question}" if unclear.words else unclear.question
    choices = " or ".join(f"{each.day.isoformat()} ({each.day:%A})" for each in unclear.choices)
    return f"{told} Say {choices or 'a day, such as 2026-05-31 or “next Friday”'}."


def iso_day(said: str) -> date | None:
    """Give a day that is written so that nothing else can be meant; it may have passed."""
    try:
        return date.fromisoformat(said.strip()) if "-" in said else None
    except ValueError:
        return None


def action_number(said: str) -> int:
    """Give 17 for `A-17`, `a-17`, `#17` and `17`; raises NotFoundError for what is no action."""
    found = _NUMBER.fullmatch(said)
    if found is None:
        raise NotFoundError(
            f"“{said[:40]}” is no action: an action is named like {named(17)}. "
            "`isthmus actions list` shows those there are."
        )
    return int(found[1])


def status_meant(said: str) -> Status:
    return _meant(said, _STATUSES, "status")


def priority_meant(said: str) -> Priority:
    return _meant(said, _PRIORITIES, "priority")


def recurrence_meant(said: str) -> Recurrence | None:
    """Give how often it comes again; "" and "never" mean once."""
    words = said.strip()
    if words.casefold() in {"", "never", "once", "no", *NOBODY}:
        return None
    if series(words) is None:
        raise InvalidError(f"“{words}” is no rhythm. Say “every quarter”, “monthly” or “never”.")
    return Recurrence(words)


def _meant(said: str, known: dict[Value, str], what: str) -> Value:
    plain = said.casefold().replace("_", " ").replace("\u2019", "'")
    wanted = " ".join(plain.split()).strip(".!*")
    for value, names in known.items():
        if wanted in names.split(", "):
            return value
    values = ", ".join(known)
    raise InvalidError(f"“{said}” is no {what}. There are {values}.")
