"""A programme to ask in tests: actions that were done, moved, dropped and blocked on known days."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from isthmus.actions.changes import SetDue
from isthmus.actions.model import Action, Draft, Evidence, EvidenceKind, Party
from isthmus.library.model import Document
from isthmus.people import Audience, Person
from isthmus.programme.desk import Parts, Programme
from isthmus.raci.desk import Kept
from isthmus.raci.listing import Listed
from isthmus.raci.model import Chart, Filed
from isthmus.raci.model import Version as ChartVersion
from isthmus.roles.model import Filed as FiledRole
from isthmus.roles.model import Version as RoleVersion
from isthmus.storage import Storage
from kept_actions import BEN_OWNS, LEA, PEOPLE, DeskOfTests, by

MINUTES = Evidence(EvidenceKind.LINK, "https://intranet.example/minutes", "Minutes")


@dataclass
class FakeCharts:
    """Charts that anybody may read, with their versions."""

    kept: list[tuple[Listed, Chart, list[ChartVersion]]] = field(default_factory=list)

    def listed(self, _by: Person) -> list[Listed]:
        return [listed for listed, _, _ in self.kept]

    def show(self, chart: str, _by: Person) -> Kept:
        shown = next(shown for listed, shown, _ in self.kept if listed.id == chart)
        return Kept(Filed(chart, shown, "lea"), ())

    def versions(self, chart: str, _by: Person) -> list[ChartVersion]:
        return next(versions for listed, _, versions in self.kept if listed.id == chart)


@dataclass
class FakeRoles:
    kept: list[tuple[FiledRole, list[RoleVersion]]] = field(default_factory=list)

    def listed(self, _by: Person) -> list[FiledRole]:
        return [filed for filed, _ in self.kept]

    def versions(self, definition: str, _by: Person) -> list[RoleVersion]:
        return next(versions for filed, versions in self.kept if filed.id == definition)


@dataclass
class FakeLibrary:
    kept: list[Document] = field(default_factory=list)

    def documents(self) -> list[Document]:
        return self.kept


class ProgrammeOfTests:
    def __init__(self, storage: Storage) -> None:
        self.desk = DeskOfTests(storage)
        self.charts = FakeCharts()
        self.roles = FakeRoles()
        self.library = FakeLibrary()
        self.programme = Programme(
            Parts(storage, self.charts, self.roles, self._reading, PEOPLE.get, self.desk.clock)
        )

    @contextmanager
    def _reading(self, _audience: Audience) -> Iterator[FakeLibrary]:
        yield self.library

    def at(self, day: date, hour: int = 8, zone: str = "UTC") -> None:
        self.desk.now = datetime.combine(day, time(hour), ZoneInfo(zone))

    def add(self, day: date, title: str = "Test the restore", **said: object) -> Action:
        """Add an action on a day; it is due in two weeks where nothing else is said."""
        self.at(day)
        usual = Draft(title, owner=BEN_OWNS, due=day + timedelta(days=14), step="2.4")
        return self.desk.actions.add(replace(usual, **said), by(LEA))  # type: ignore[arg-type]

    def done(self, action: Action, day: date, hour: int = 8, *evidence: Evidence) -> None:
        self.at(day, hour)
        self.desk.actions.done(action.id, by(LEA), evidence)

    def drop(self, action: Action, day: date, reason: str) -> None:
        self.at(day)
        self.desk.actions.drop(action.id, by(LEA), reason)

    def move(self, action: Action, day: date, to: date, said: str = "") -> None:
        self.at(day)
        self.desk.actions.edit(action.id, [SetDue(to)], by(LEA), said)

    def block(self, action: Action, day: date, reason: str, waiting_for: str = "") -> None:
        self.at(day)
        party = Party(waiting_for) if waiting_for else None
        self.desk.actions.block(action.id, by(LEA), reason, party)
