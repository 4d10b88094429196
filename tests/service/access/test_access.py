from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from isthmus.access.model import Scope
from isthmus.access.service import Access
from isthmus.access.store import AccessStore
from isthmus.errors import InvalidError, NotAllowedError, NotFoundError
from isthmus.people import Person
from isthmus.storage import Storage

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
ANNA = Person("anna", "Anna", frozenset({"ot", "board"}), "Europe/Zurich")

At = Callable[..., Access]


@pytest.fixture
def at(storage: Storage) -> At:
    """Each use of it is one transaction, some time after the first."""

    class Transaction:
        def __init__(self, later: timedelta) -> None:
            self.now = NOW + later

        def __getattr__(self, name: str) -> Callable[..., object]:
            def call(*args: object) -> object:
                with storage.transaction() as connection:
                    return getattr(Access(AccessStore(connection), self.now), name)(*args)

            return call

    def open_at(later: timedelta = timedelta()) -> Access:
        return Transaction(later)  # type: ignore[return-value]

    return open_at


def test_a_person_is_kept_with_groups_and_time_zone(at: At) -> None:
    at().put_person(ANNA)
    assert at().person("anna") == ANNA
    at().put_person(Person("anna", "Anna", frozenset({"it"})))
    assert [person.groups for person in at().people()] == [{"it"}]


@pytest.mark.parametrize(
    "person",
    [
        Person("operator", "Me"),
        Person("two words", "Anna"),
        Person("", "Anna"),
        Person("anna", "Anna", frozenset({"a,b"})),
        Person("anna", "Anna", time_zone="Mars/Olympus"),
    ],
)
def test_a_person_who_cannot_be_is_refused(at: At, person: Person) -> None:
    with pytest.raises(InvalidError):
        at().put_person(person)


def test_a_key_acts_as_its_person_within_its_scopes(at: At) -> None:
    at().put_person(ANNA)
    made = at().create_key("anna", {Scope.ASK}, "console")
    grant = at().authenticate(made.secret)
    assert grant.require(Scope.ASK) == ANNA
    with pytest.raises(NotAllowedError, match="`write`"):
        grant.require(Scope.WRITE)


def test_the_secret_is_kept_nowhere(at: At, storage: Storage) -> None:
    at().put_person(ANNA)
    made = at().create_key("anna", {Scope.ASK}, "")
    with storage.reading() as connection:
        (row,) = connection.execute(text("SELECT * FROM keys")).all()
    assert made.secret.partition(".")[2] not in repr(row)


def test_a_key_is_refused_once_revoked_expired_guessed_or_its_person_gone(at: At) -> None:
    at().put_person(ANNA)
    revoked = at().create_key("anna", {Scope.ASK}, "")
    expiring = at().create_key("anna", {Scope.ASK}, "", NOW + timedelta(days=1))
    at().revoke_key(revoked.key.id)
    for secret in (revoked.secret, f"{expiring.key.id}.guess", "", "isk_none.x", "é"):
        with pytest.raises(NotAllowedError):
            at().authenticate(secret)
    at(timedelta(hours=23)).authenticate(expiring.secret)
    with pytest.raises(NotAllowedError, match="expired"):
        at(timedelta(days=1)).authenticate(expiring.secret)
    at().remove_person("anna")
    with pytest.raises(NotAllowedError):
        at().authenticate(expiring.secret)


def test_the_use_of_a_key_is_noted_at_most_once_a_minute(at: At) -> None:
    at().put_person(ANNA)
    made = at().create_key("anna", {Scope.ASK}, "")
    assert at().is_use_to_note(made.secret)
    at().note_use(made.secret)
    assert not at(timedelta(seconds=59)).is_use_to_note(made.secret)
    assert at(timedelta(seconds=60)).is_use_to_note(made.secret)
    assert [key.used_at for key in at().keys()]  # noqa: SIM118 - no dictionary == [NOW]


def test_a_key_for_nobody_or_for_nothing_is_not_made(at: At) -> None:
    with pytest.raises(NotFoundError):
        at().create_key("anna", {Scope.ASK}, "")
    at().put_person(ANNA)
    with pytest.raises(InvalidError):
        at().create_key("anna", set(), "")
