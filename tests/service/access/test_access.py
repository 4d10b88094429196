"""What administrators do: people, ranks, groups, keys, invitations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from isthmus.access.keys import KeyCheck
from isthmus.access.model import Scope
from isthmus.access.service import Access
from isthmus.access.store import AccessStore
from isthmus.audit.service import Audit, Wanted
from isthmus.audit.store import AuditStore
from isthmus.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    UnidentifiedError,
)
from isthmus.people import GUEST, OPERATOR, Person, Rank
from isthmus.storage import Storage

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ANNA = Person("anna", "Anna", frozenset({"ot", "board"}), "Europe/Zurich", rank=Rank.CONTRIBUTOR)
ROOT = Person("root", "Root", rank=Rank.ADMINISTRATOR)


class AccessOfTests:
    """People and keys on a real database; each use of it is one transaction."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    @contextmanager
    def by(self, person: Person = OPERATOR) -> Iterator[Access]:
        with self.storage.transaction() as connection:
            audit = Audit(AuditStore(connection), lambda: NOW)
            yield Access(AccessStore(connection), NOW, person, audit)

    @contextmanager
    def presented(self, later: timedelta = timedelta()) -> Iterator[KeyCheck]:
        with self.storage.transaction() as connection:
            yield KeyCheck(AccessStore(connection), NOW + later)

    def put(self, *people: Person) -> None:
        with self.by() as access:
            for person in people:
                access.put_person(person)

    def key(self, *scopes: Scope, expires_at: datetime | None = None) -> str:
        with self.by() as access:
            return access.create_key("anna", scopes, "", expires_at).secret

    def acts(self) -> list[tuple[str, str, str]]:
        with self.storage.reading() as connection:
            found = AuditStore(connection).latest(Wanted(), 99)
        return [(each.person, each.action, each.subject) for each in reversed(found)]


@pytest.fixture
def access(storage: Storage) -> AccessOfTests:
    return AccessOfTests(storage)


def test_a_person_is_kept_with_groups_time_zone_and_rank(access: AccessOfTests) -> None:
    access.put(ANNA)
    with access.by() as administered:
        assert administered.person("anna") == ANNA
    access.put(Person("anna", "Anna", frozenset({"it"})))
    with access.by() as administered:
        assert [(p.groups, p.rank) for p in administered.people()] == [
            (frozenset({"it"}), Rank.READER)
        ]


@pytest.mark.parametrize(
    "person",
    [
        Person("operator", "Me"),
        Person("guest", "Me"),
        Person("isthmus", "Me"),
        Person("two words", "Anna"),
        Person("a/b", "Anna"),
        Person("..", "Anna"),
        Person("anna\x1b", "Anna"),
        Person("", "Anna"),
        Person("anna", " "),
        Person("anna", "Anna", frozenset({"a,b"})),
        Person("anna", "Anna", time_zone="Mars/Olympus"),
    ],
)
def test_a_person_who_cannot_be_is_refused(access: AccessOfTests, person: Person) -> None:
    with pytest.raises(InvalidError), access.by() as administered:
        administered.put_person(person)


@pytest.mark.parametrize("rank", [Rank.READER, Rank.CONTRIBUTOR, Rank.LEAD])
def test_only_an_administrator_changes_anything(access: AccessOfTests, rank: Rank) -> None:
    access.put(ANNA)
    somebody = Person("sam", "Sam", rank=rank)
    for change in (
        lambda a: a.put_person(Person("new", "New")),
        lambda a: a.put_person(replace(somebody, rank=Rank.ADMINISTRATOR)),
        lambda a: a.remove_person("anna"),
        lambda a: a.invite("anna"),
        lambda a: a.end_sessions("anna"),
        lambda a: a.create_key("anna", {Scope.ASK}, ""),
        lambda a: a.revoke_key("isk_1"),
    ):
        with pytest.raises(NotAllowedError, match="administrator"), access.by(somebody) as tried:
            change(tried)  # type: ignore[no-untyped-call]
    with pytest.raises(UnidentifiedError), access.by(GUEST) as tried:
        tried.invite("anna")
    assert [act for _, act, _ in access.acts()] == ["person.added"]


def test_the_last_administrator_is_neither_demoted_nor_removed(access: AccessOfTests) -> None:
    access.put(ROOT)
    for by in (OPERATOR, ROOT):
        with pytest.raises(ConflictError, match="only administrator"), access.by(by) as tried:
            tried.put_person(replace(ROOT, rank=Rank.LEAD))
        with pytest.raises(ConflictError, match="only administrator"), access.by(by) as tried:
            tried.remove_person("root")
    access.put(Person("second", "Second", rank=Rank.ADMINISTRATOR))
    with access.by(ROOT) as administered:
        administered.put_person(replace(ROOT, rank=Rank.LEAD))
    with pytest.raises(ConflictError), access.by() as tried:
        tried.remove_person("second")


def test_nobody_raises_their_own_rank(access: AccessOfTests) -> None:
    access.put(ROOT, Person("second", "Second", rank=Rank.ADMINISTRATOR))
    with access.by() as administered:
        administered.put_person(replace(ROOT, rank=Rank.LEAD))
    with pytest.raises(NotAllowedError, match="own rank"), access.by(ROOT) as stale:
        stale.put_person(ROOT)


def test_a_key_acts_as_its_person_within_its_scopes(access: AccessOfTests) -> None:
    access.put(ANNA)
    secret = access.key(Scope.ASK)
    with access.presented() as presented:
        grant = presented.authenticate(secret)
    assert grant.require(Scope.ASK) == ANNA
    with pytest.raises(NotAllowedError, match="`write`"):
        grant.require(Scope.WRITE)


def test_a_key_allows_nothing_that_its_persons_rank_does_not(access: AccessOfTests) -> None:
    access.put(ANNA)
    secret = access.key(Scope.WRITE)
    with access.presented() as presented:
        assert presented.authenticate(secret).require(Scope.WRITE) == ANNA
    access.put(replace(ANNA, rank=Rank.READER))
    with access.presented() as presented, pytest.raises(NotAllowedError, match="contributor"):
        presented.authenticate(secret).require(Scope.WRITE)


def test_the_secret_is_kept_nowhere(access: AccessOfTests) -> None:
    access.put(ANNA)
    secret = access.key(Scope.ASK)
    with access.storage.reading() as connection:
        kept = repr(connection.execute(text("SELECT * FROM keys")).all())
        kept += repr(connection.execute(text("SELECT * FROM audit")).all())
    assert secret.partition(".")[2] not in kept


def test_a_key_is_refused_once_revoked_expired_guessed_or_its_person_gone(
    access: AccessOfTests,
) -> None:
    access.put(ANNA)
    revoked = access.key(Scope.ASK)
    expiring = access.key(Scope.ASK, expires_at=NOW + timedelta(days=1))
    with access.by() as administered:
        administered.revoke_key(revoked.partition(".")[0])
    guessed = expiring.partition(".")[0] + ".guess"
    for secret in (revoked, guessed, "", "isk_none.x", "é"):
        with access.presented() as presented, pytest.raises(NotAllowedError):
            presented.authenticate(secret)
    with access.presented(timedelta(hours=23)) as presented:
        presented.authenticate(expiring)
    with (
        access.presented(timedelta(days=1)) as presented,
        pytest.raises(NotAllowedError, match="expired"),
    ):
        presented.authenticate(expiring)
    with access.by() as administered:
        administered.remove_person("anna")
    with access.presented() as presented, pytest.raises(NotAllowedError):
        presented.authenticate(expiring)


def test_the_use_of_a_key_is_noted_at_most_once_a_minute(access: AccessOfTests) -> None:
    access.put(ANNA)
    secret = access.key(Scope.ASK)
    with access.presented() as presented:
        assert presented.is_use_to_note(secret)
        presented.note_use(secret)
    with access.presented(timedelta(seconds=59)) as presented:
        assert not presented.is_use_to_note(secret)
    with access.presented(timedelta(seconds=60)) as presented:
        assert presented.is_use_to_note(secret)
    with access.by() as administered:
        assert [key.used_at for key in administered.keys_of("anna")] == [NOW]


def test_a_key_for_nobody_or_for_nothing_is_not_made(access: AccessOfTests) -> None:
    with pytest.raises(NotFoundError):
        access.key(Scope.ASK)
    access.put(ANNA)
    with pytest.raises(InvalidError):
        access.key()


def test_each_act_is_recorded_with_who_did_it_and_one_that_changes_nothing_is_not(
    access: AccessOfTests,
) -> None:
    access.put(ROOT)
    with access.by(ROOT) as administered:
        administered.put_person(ANNA)
        administered.put_person(ANNA)
        administered.put_person(replace(ANNA, rank=Rank.LEAD))
        administered.invite("anna")
        key = administered.create_key("anna", {Scope.ASK}, "report").key.id
        administered.revoke_key(key)
        administered.revoke_key(key)
        administered.end_sessions("anna")
        administered.remove_person("anna")
    assert access.acts() == [
        ("operator", "person.added", "root"),
        ("root", "person.added", "anna"),
        ("root", "person.changed", "anna"),
        ("root", "person.invited", "anna"),
        ("root", "key.created", key),
        ("root", "key.revoked", key),
        ("root", "sessions.ended", "anna"),
        ("root", "person.removed", "anna"),
    ]


def test_an_act_that_fails_is_not_recorded(access: AccessOfTests) -> None:
    access.put(ROOT)
    with access.by(ROOT) as administered:
        administered.invite("root")
    with pytest.raises(ZeroDivisionError):
        _add_and_fail(access)
    assert access.acts() == [
        ("operator", "person.added", "root"),
        ("root", "person.invited", "root"),
    ]


def _add_and_fail(access: AccessOfTests) -> None:
    with access.by(ROOT) as administered:
        administered.put_person(ANNA)
        raise ZeroDivisionError
