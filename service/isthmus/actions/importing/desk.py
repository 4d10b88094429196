"""Lists that come in as durable work: looked through, shown, and brought in when a person agrees.

Both take as long as a list is, so that they are done a few rows at a time: each few are kept with
how far it is, nobody else waits long to write, and after a crash it goes on where it was.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from isthmus.actions.desk import Actions
from isthmus.actions.importing.bringing_in import Coming, added_now, planned
from isthmus.actions.importing.model import Import, Line, Stage
from isthmus.actions.importing.reading import Reading, ReadRow, Reads
from isthmus.actions.importing.store import ImportStore
from isthmus.actions.seeking import ActionLists
from isthmus.actions.store import ActionStore
from isthmus.audit.store import Act
from isthmus.errors import NotAllowedError, NotFoundError
from isthmus.jobs.handling import Kind, NotWanted
from isthmus.jobs.model import Job, Payload, Wanted
from isthmus.jobs.store import JobStore
from isthmus.people import Person, Rank, alone
from isthmus.raci.desk import Hand
from isthmus.storage import Storage

KIND: Final = "actions.import"
VIA: Final = "web"
AT_ONCE: Final = 20  # rows
GONE: Final = "Whoever began this may not add actions any more."


@dataclass(frozen=True)
class Parts:
    """What imports need; ``reads`` reads a file as a person means names and days."""

    storage: Storage
    recording: Callable[[], AbstractContextManager[Act]]
    actions: Actions
    person: Callable[[str], Person | None]
    reads: Callable[[Person, tuple[str, ...]], Reads]
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Imports:
    """Lists that come in, for whoever began them."""

    parts: Parts

    def begin(self, name: str, content: bytes, readers: Sequence[str], by: Person) -> Import:
        """Keep a file, to be looked through as soon as possible; nothing is added by that."""
        by.require(Rank.CONTRIBUTOR)
        now = self.parts.clock()
        new = Import(0, by.id, name, tuple(readers), now)
        with self.parts.recording() as act:
            begun = ImportStore(act.connection).begin(new, content)
            self._enqueue(act, begun)
            return begun

    def show(self, number: int, by: Person) -> Import:
        """Give an import; raises NotFoundError for anybody but whoever began it."""
        with self.parts.storage.reading() as connection:
            return _own(ImportStore(connection).get(number), by)

    def agree(self, number: int, by: Person, *, also_alike: bool = False) -> Import:
        """Have the rows brought in that are not there yet."""
        by.require(Rank.CONTRIBUTOR)
        with self.parts.recording() as act:
            store = ImportStore(act.connection)
            agreed = _own(store.get(number), by).agreed(also_alike=also_alike)
            store.put(agreed)
            self._enqueue(act, agreed)
            return agreed

    @property
    def kind(self) -> Kind:
        return Kind(KIND, slow=_Working(self.parts), most_attempts=4, given_up=self._given_up)

    def _enqueue(self, act: Act, one: Import) -> None:
        key = f"import:{one.id}:{one.stage}"
        wanted = Wanted(KIND, key, {"import": one.id}, lane="actions.import")
        JobStore(act.connection).enqueue(wanted, self.parts.clock())

    def _given_up(self, act: Act, job: Job, why: str) -> None:
        store = ImportStore(act.connection)
        store.put(store.get(job.payload["import"]).failed(why))


def _own(found: Import, by: Person) -> Import:
    if found.person != by.id:
        raise NotFoundError("There is no such import. Choose the file again.")
    return found


@dataclass(frozen=True)
class _Working:
    """Goes on with an import from where it is."""

    parts: Parts

    def work(self, job: Job) -> Payload:
        with self.parts.storage.reading() as connection:
            store = ImportStore(connection)
            one, content = store.get(job.payload["import"]), store.content(job.payload["import"])
        if not one.stage.is_under_way:
            return {}
        by = self.parts.person(one.person)
        if by is None or not by.rank.includes(Rank.CONTRIBUTOR):
            raise NotAllowedError(GONE)
        reading = self.parts.reads(by, one.readers).read(content, one.name)
        forward = self._look if one.stage is Stage.LOOKING else self._add
        while one.done < len(reading.rows):
            one = forward(one, reading.rows, by)
        return {"how": list(reading.how), "missed": _missed(reading)}

    def finish(self, act: Act, job: Job, result: Payload) -> NotWanted | str:
        store = ImportStore(act.connection)
        one = store.get(job.payload["import"])
        if one.stage is Stage.LOOKING:
            missed = tuple((cell, text, why) for cell, text, why in result["missed"])
            known = replace(one, how=tuple(result["how"]), missed=missed)
            store.put(replace(known, stage=Stage.LOOKED))
            return f"{one.done} rows looked through"
        if one.stage is Stage.ADDING:
            store.put(replace(one, stage=Stage.ADDED))
            store.forget_content(one)
            return f"{one.added} actions added"
        return NotWanted("It is over.")

    def _look(self, one: Import, rows: Sequence[ReadRow], by: Person) -> Import:
        few = rows[one.done : one.done + AT_ONCE]
        plan = planned(few, self.parts.actions, by)
        looked = one.with_looked(tuple(map(_line, plan.comings)), len(rows))
        with self.parts.storage.transaction() as connection:
            ImportStore(connection).put(looked)
        return looked

    def _add(self, one: Import, rows: Sequence[ReadRow], by: Person) -> Import:
        few = rows[one.done : one.done + AT_ONCE]
        with self.parts.actions.keeping(Hand(by, VIA)) as (keeping, act):
            store = ImportStore(act.connection)
            now = store.get(one.id)
            if now.done != one.done:  # another did these meanwhile
                return now
            ActionStore(act.connection).hold_dependencies()
            lists = ActionLists(act.connection, alone(by))
            added = added_now(few, keeping, lists, one.name, also_alike=one.also_alike)
            brought = now.with_brought(len(few), len(added))
            store.put(brought)
        return brought


def _line(coming: Coming) -> Line:
    row = coming.row
    draft = row.draft
    return Line(
        at=row.at,
        title=draft.title,
        owner=draft.owner.name if draft.owner else "",
        due=draft.due.isoformat() if draft.due else "",
        status=row.status.value,
        already=coming.already.name if coming.already else "",
        alike=tuple(each.action.name for each in coming.twins),
        is_left_out=coming.is_left_out,
    )


def _missed(reading: Reading) -> list[list[str]]:
    return [[each.cell, each.text, each.why] for each in reading.not_understood]
