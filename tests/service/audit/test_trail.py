"""The trail in both databases: written with the act, never forked, verified against its heads."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from asking_of_tests import wire
from isthmus.audit.model import Head, Verdict, Witness
from isthmus.audit.service import Audit, Wanted, examine
from isthmus.audit.store import AuditStore
from isthmus.errors import UnavailableError
from isthmus.people import OPERATOR, Person
from isthmus.storage import Storage
from isthmus.wiring import Wiring

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
FORGED = """INSERT INTO audit SELECT -1, at, person, action, subject, details, hash, hash
FROM audit WHERE number = 1"""
ANA, BEN = Person("ana", "Ana"), Person("ben", "Ben")


def record(storage: Storage, *actions: str, by: Person = ANA, at: datetime = NOW) -> None:
    for action in actions:
        with storage.transaction() as connection:
            Audit(AuditStore(connection), lambda: at).record(action, by, "subject", {"to": "b"})


def numbers(storage: Storage, wanted: Wanted, limit: int = 99) -> list[int]:
    with storage.reading() as connection:
        return [entry.number for entry in AuditStore(connection).latest(wanted, limit)]


def verdict(storage: Storage, *noted: Witness) -> Verdict:
    with storage.reading() as connection:
        return examine(AuditStore(connection), noted)


def tamper(storage: Storage, statement: str) -> None:
    with storage.transaction() as connection:
        connection.execute(text(statement))


def test_entries_come_back_as_they_were_written(storage: Storage) -> None:
    odd = {"name": "a\0b \ud800 \N{GRINNING FACE}", "empty": "", "long": "x" * 9000}
    with storage.transaction() as connection:
        audit = Audit(AuditStore(connection), lambda: NOW + timedelta(microseconds=7))
        written = audit.record("document.added", ANA, "a\udcffb", odd)
    with storage.reading() as connection:
        (read,) = AuditStore(connection).latest(Wanted(), 9)
    assert read == written
    assert verdict(storage) == Verdict(1, written.head)


def test_an_act_that_fails_leaves_no_entry(storage: Storage) -> None:
    record(storage, "first")
    with pytest.raises(ZeroDivisionError):
        _record_and_fail(storage)
    record(storage, "second")
    assert numbers(storage, Wanted()) == [2, 1]
    assert verdict(storage).fault is None


def test_writers_at_once_never_fork_the_chain(storage: Storage) -> None:
    writers = [
        threading.Thread(target=record, args=(storage, *["act"] * 10), kwargs={"by": person})
        for person in (ANA, BEN, OPERATOR, Person("cy", "Cy"))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert verdict(storage).entries == 40
    assert verdict(storage).fault is None


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE audit SET subject = 'other' WHERE number = 2", 2),
        ("UPDATE audit SET details = '{}' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET number = 9 WHERE number = 2", 2),
        ("UPDATE audit SET number = number + 1 WHERE number = 4", 4),
    ],
)
def test_the_first_bad_entry_is_named(storage: Storage, statement: str, bad: int) -> None:
    record(storage, "one", "two", "three", "four")
    tamper(storage, statement)
    fault = verdict(storage).fault
    assert fault is not None
    assert fault.number == bad


def test_a_cut_together_with_the_records_own_head_is_found_by_one_noted_elsewhere(
    storage: Storage,
) -> None:
    record(storage, "one", "two", "three")
    noted = Witness("the note on my desk", verdict(storage).head)
    with storage.reading() as connection:
        earlier = AuditStore(connection).latest(Wanted(), 9)[1].head
    tamper(storage, "DELETE FROM audit WHERE number = 3")
    tamper(storage, f"UPDATE audit_head SET number = 2, hash = '{earlier.hash}'")  # noqa: S608
    assert verdict(storage).fault is None
    fault = verdict(storage, noted).fault
    assert fault is not None
    assert fault.number == 3
    assert "the note on my desk" in fault.why


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        (FORGED, 1),
        ("UPDATE audit SET details = '[7]' WHERE number = 2", 2),
        ("UPDATE audit SET details = 'null' WHERE number = 2", 2),
    ],
)
def test_an_entry_before_the_first_and_one_that_is_none_are_found(
    storage: Storage, statement: str, number: int
) -> None:
    record(storage, "one", "two", "three")
    tamper(storage, statement)
    fault = verdict(storage).fault
    assert fault is not None
    assert fault.number == number


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_head",
        "INSERT INTO audit_head SELECT id + 1, number, hash FROM audit_head",
    ],
)
def test_a_head_that_is_gone_or_doubled_is_told_in_words(storage: Storage, statement: str) -> None:
    record(storage, "one")
    tamper(storage, statement)
    with pytest.raises(UnavailableError, match="somebody changed the records"):
        verdict(storage)


def test_filters_narrow_and_pages_go_on(storage: Storage) -> None:
    record(storage, "key.created", "key.revoked", by=ANA)
    record(storage, "key.created", "person.added", by=BEN, at=NOW + timedelta(days=1))
    assert numbers(storage, Wanted(person="ana")) == [2, 1]
    assert numbers(storage, Wanted(action="key")) == [3, 2, 1]
    assert numbers(storage, Wanted(action="key.created")) == [3, 1]
    assert numbers(storage, Wanted(since=NOW + timedelta(days=1))) == [4, 3]
    assert numbers(storage, Wanted(until=NOW + timedelta(days=1))) == [2, 1]
    assert numbers(storage, Wanted(), 3) == [4, 3, 2]
    assert numbers(storage, Wanted(before=2), 3) == [1]


@pytest.fixture
def wiring(tmp_path: Path, storage: Storage) -> Wiring:
    return wire(tmp_path / "folder", storage)


def add(wiring: Wiring, *ids: str) -> None:
    for each in ids:
        with wiring.access() as access:
            access.put_person(Person(each, each))


def test_each_acts_head_is_noted_in_the_data_folder(wiring: Wiring) -> None:
    add(wiring, "ana", "ben")
    (noted,) = wiring.noted_head.witnesses()
    assert noted.head == wiring.verify_audit().head
    assert noted.head.number == 2
    assert wiring.noted_head.file.stat().st_mode & 0o077 == 0


def test_a_cut_is_found_by_the_data_folder_also_after_the_trail_has_grown_over_it(
    wiring: Wiring, storage: Storage
) -> None:
    add(wiring, "ana", "ben", "cy")
    with wiring.audited() as trail:
        first = trail.latest(Wanted(), 9)[-1].head
    tamper(storage, "DELETE FROM audit WHERE number > 1")
    tamper(storage, f"UPDATE audit_head SET number = 1, hash = '{first.hash}'")  # noqa: S608
    assert _fault(wiring) == 2
    add(wiring, "dora", "emil", "fay")
    assert _fault(wiring) == 3


def test_a_head_that_was_not_noted_before_a_crash_makes_no_false_alarm(wiring: Wiring) -> None:
    add(wiring, "ana", "ben")
    wiring.noted_head.note(Head(*_head_of_first(wiring)))
    assert wiring.verify_audit().fault is None
    wiring.noted_head.file.write_text("{broken")
    assert wiring.verify_audit().fault is None
    add(wiring, "cy")
    assert wiring.noted_head.witnesses()[0].head.number == 3


def test_documents_are_recorded_with_who_did_what_to_them(wiring: Wiring) -> None:
    wiring.make_ready()
    said = {"readers": frozenset({"ot"}), "owner": "Plant"}
    added = wiring.ingest.uploaded("plan.md", b"one", {}, ANA).documents[0]
    wiring.ingest.uploaded("plan.md", b"one\ntwo", said, BEN)  # type: ignore[arg-type]
    wiring.retire(added.id, OPERATOR)
    wiring.ingest.uploaded("plan.md", b"one\ntwo", {}, OPERATOR)
    with wiring.audited() as trail:
        found = [entry for entry in trail.latest(Wanted(), 99) if entry.subject == added.id]
    acts = [(entry.person, entry.action) for entry in reversed(found)]
    assert acts == [
        ("ana", "document.added"),
        ("ben", "document.revised"),
        ("ben", "document.described"),
        ("operator", "document.retired"),
        ("operator", "document.returned"),
    ]
    described = next(entry for entry in found if entry.action == "document.described")
    assert described.details == {"readers": "ot", "owner": "Plant"}


def test_an_attestation_is_recorded_as_an_act_of_its_own(wiring: Wiring) -> None:
    wiring.make_ready()
    said = {"licence": "licensed-internal", "attested_by": "Dana Ruiz"}
    wiring.ingest.uploaded("standard.md", b"one", said, ANA)  # type: ignore[arg-type]
    with wiring.audited() as trail:
        (attested,) = trail.latest(Wanted(action="document.attested"), 9)
    assert attested.person == "ana"
    assert attested.details == {"licence": "licensed-internal", "attested_by": "Dana Ruiz"}


def _record_and_fail(storage: Storage) -> None:
    with storage.transaction() as connection:
        Audit(AuditStore(connection), lambda: NOW).record("lost", ANA, "subject")
        raise ZeroDivisionError


def _fault(wiring: Wiring) -> int | None:
    fault = wiring.verify_audit().fault
    return fault.number if fault else None


def _head_of_first(wiring: Wiring) -> tuple[int, str]:
    with wiring.audited() as trail:
        first = trail.latest(Wanted(), 9)[-1]
    return first.number, first.hash
