"""What is counted is read once, and then only what the audit trail tells of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy.event import listen

from isthmus.audit.model import Head
from isthmus.programme.columns import Row
from isthmus.programme.desk import Programme, Span
from isthmus.programme.following import MANY, Followed
from isthmus.storage import Storage
from kept_actions import LEA
from programme_of_tests import ProgrammeOfTests

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def row(action: int, status: str = "open") -> Row:
    return Row(action, 1, status, "2.4", "ben", "Ben", DAY, DAY, 0, None, AT, AT)


@dataclass
class RecordsOfTests:
    """Actions with the trail that tells of each change, which notes what is read of them."""

    there: dict[int, Row] = field(default_factory=dict)
    trail: list[int] = field(default_factory=list)
    name: str = "trail"
    read: list[list[int]] = field(default_factory=list)

    def put(self, changed: Row) -> None:
        self.there[changed.id] = changed
        self.trail.append(changed.id)

    def head(self) -> Head:
        return Head(len(self.trail), f"{self.name}-{len(self.trail)}")

    def holds(self, head: Head) -> bool:
        return head.number <= len(self.trail) and head.hash.startswith(self.name)

    def changed_after(self, head: Head) -> set[int]:
        return set(self.trail[head.number :])

    def rows(self, wanted: Collection[int] | None = None) -> Iterable[Row]:
        found = sorted(self.there if wanted is None else wanted)
        self.read.append(found)
        return [self.there[each] for each in found]


def statuses(followed: Followed, records: RecordsOfTests) -> dict[int, int]:
    _, columns = followed.up_to(records)
    return dict(zip(columns.rows["id"].tolist(), columns.rows["status"].tolist(), strict=True))


def test_what_did_not_change_is_not_read_again() -> None:
    records, followed = RecordsOfTests(), Followed()
    for number in (1, 2, 3):
        records.put(row(number))
    before = statuses(followed, records)
    records.put(row(2, "done"))
    after = statuses(followed, records)
    assert statuses(followed, records) == after
    assert records.read == [[1, 2, 3], [2]]
    assert {each for each in after if after[each] != before[each]} == {2}


def test_new_actions_are_there_too() -> None:
    records, followed = RecordsOfTests(), Followed()
    assert statuses(followed, records) == {}
    records.put(row(7))
    assert list(statuses(followed, records)) == [7]


def test_another_trail_is_read_from_its_beginning() -> None:
    """As where a backup was restored while the service ran."""
    followed = Followed()
    records = RecordsOfTests()
    for number in (1, 2, 3):
        records.put(row(number))
    statuses(followed, records)
    restored = RecordsOfTests(name="another")
    restored.put(row(1, "done"))
    assert list(statuses(followed, restored)) == [1]
    assert restored.read == [[1]]


def test_where_much_changed_all_is_read() -> None:
    records, followed = RecordsOfTests(), Followed()
    records.put(row(1))
    statuses(followed, records)
    for number in range(2, MANY + 3):
        records.put(row(number))
    assert len(statuses(followed, records)) == MANY + 2
    assert len(records.read[-1]) == MANY + 2


def test_who_opens_the_page_after_it_was_followed_waits_for_no_reading(
    told: ProgrammeOfTests, storage: Storage
) -> None:
    for number in range(3):
        told.add(DAY, f"Test the restore of plant {number}")
    told.programme.follow()
    read: list[str] = []
    listen(storage.engine, "before_cursor_execute", lambda *said: read.append(said[2]))
    followed = told.programme.overview(LEA, Span())
    assert not any("first_due_by" in each and "slips" in each for each in read)
    assert followed == Programme(told.programme.parts).overview(LEA, Span())
    assert any("first_due_by" in each and "slips" in each for each in read)
