"""A list that comes in: looked through first, then added, and how far that is."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from isthmus.errors import ConflictError


class Stage(StrEnum):
    """Where a list stands; a person decides between the second and the third."""

    LOOKING = "looking"
    LOOKED = "looked"
    ADDING = "adding"
    ADDED = "added"
    FAILED = "failed"

    @property
    def is_under_way(self) -> bool:
        return self in {Stage.LOOKING, Stage.ADDING}


@dataclass(frozen=True)
class Line:
    """A row of the list: ``already`` is the action that it is, ``alike`` the open ones like it."""

    at: str
    title: str
    owner: str
    due: str
    status: str
    already: str = ""
    alike: tuple[str, ...] = ()
    is_left_out: bool = False


@dataclass(frozen=True)
class Import:
    """``done`` of ``total`` rows are looked through, or brought in; ``missed`` are cells."""

    id: int
    person: str
    name: str
    readers: tuple[str, ...]
    at: datetime
    stage: Stage = Stage.LOOKING
    done: int = 0
    total: int = 0
    also_alike: bool = False
    added: int = 0
    lines: tuple[Line, ...] = ()
    how: tuple[str, ...] = ()
    missed: tuple[tuple[str, str, str], ...] = ()
    why: str = ""

    @property
    def new(self) -> int:
        """Give how many rows come in where nothing else is said."""
        return sum(not each.already and not each.is_left_out for each in self.lines)

    @property
    def left_out(self) -> int:
        return sum(each.is_left_out for each in self.lines)

    def with_looked(self, lines: tuple[Line, ...], total: int) -> "Import":
        return replace(self, lines=(*self.lines, *lines), total=total, done=self.done + len(lines))

    def with_brought(self, rows: int, added: int) -> "Import":
        return replace(self, done=self.done + rows, added=self.added + added)

    def agreed(self, *, also_alike: bool) -> "Import":
        """Give it as it is brought in; raises ConflictError where that was decided before."""
        if self.stage is not Stage.LOOKED:
            raise ConflictError("That was decided before. Look at how far it is.")
        return replace(self, stage=Stage.ADDING, done=0, also_alike=also_alike)

    def failed(self, why: str) -> "Import":
        return replace(self, stage=Stage.FAILED, why=why)
