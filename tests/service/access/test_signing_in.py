"""Sessions, passwords and invitations, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, text

from isthmus.access.accounts import Accounts
from isthmus.access.attempts import NOBODY, Failures, Limits
from isthmus.access.model import INVITED_FOR, Lifetime, NewSession
from isthmus.access.passwords import Passwords
from isthmus.access.service import Access
from isthmus.access.signing_in import Browser, SigningIn
from isthmus.access.store import AccessStore
from isthmus.audit.model import Entry
from isthmus.audit.service import Audit, Wanted
from isthmus.audit.store import AuditStore
from isthmus.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    TooManyError,
)
from isthmus.people import OPERATOR, Person, Rank
from isthmus.storage import Storage

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)
ANNA = Person("anna", "Anna", frozenset({"ot"}))
BEN = Person("ben@plant.example", "Ben")
PASSWORD = "correct horse battery"  # noqa: S105 - for tests
OTHER = "another long password"
HERE = Browser("10.0.0.7", "Firefox on Linux")
QUICK = partial(PasswordHasher, memory_cost=8, parallelism=1)


class House:
    """Signing in, with a clock that is moved by hand and passwords that are hashed quickly."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = NOW
        self.signing_in = self.opened(Passwords(QUICK(time_cost=1)))

    def opened(self, passwords: Passwords, limits: Limits | None = None) -> SigningIn:
        doors = partial(self._accounts, self.storage.transaction)
        seen = partial(self._accounts, self.storage.reading)
        return SigningIn(doors, seen, passwords, limits or Limits(), Failures(), lambda: self.now)

    @contextmanager
    def _accounts(
        self, opened: Callable[[], AbstractContextManager[Connection]]
    ) -> Iterator[Accounts]:
        with opened() as connection:
            audit = Audit(AuditStore(connection), lambda: self.now)
            yield Accounts(AccessStore(connection), self.now, Lifetime(IDLE, LONGEST), audit)

    @contextmanager
    def administered(self) -> Iterator[Access]:
        with self.storage.transaction() as connection:
            audit = Audit(AuditStore(connection), lambda: self.now)
            yield Access(AccessStore(connection), self.now, OPERATOR, audit)

    def invite(self, person: Person) -> str:
        with self.administered() as access:
            access.put_person(person)
            return access.invite(person.id).secret

    def add(self, person: Person, password: str = PASSWORD) -> NewSession:
        return self.signing_in.accept(self.invite(person), person, password, HERE)

    def visitor(self, token: str) -> Person | None:
        return self.signing_in.visitor(token)

    def acts(self, action: str) -> list[Entry]:
        with self.storage.reading() as connection:
            return AuditStore(connection).latest(Wanted(action=action), 99)[::-1]


@pytest.fixture
def house(storage: Storage) -> House:
    return House(storage)


def test_whoever_signs_in_is_known_by_the_sessions_token(house: House) -> None:
    house.add(ANNA)
    made = house.signing_in.sign_in("anna", PASSWORD, HERE)
    assert house.visitor(made.token) == ANNA
    assert house.visitor(made.session.token_hash) is None
    assert house.visitor("") is None
    (recorded,) = house.acts("signed-in")[1:]
    assert (recorded.person, recorded.details["address"]) == ("anna", HERE.address)


@pytest.mark.parametrize(
    ("name", "password"),
    [("anna", OTHER), ("anna", ""), ("nobody", PASSWORD), ("", ""), ("operator", PASSWORD)],
)
def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(
    house: House, name: str, password: str
) -> None:
    house.add(ANNA)
    with house.administered() as access:
        access.put_person(BEN)
    with pytest.raises(NotAllowedError) as wrong:
        house.signing_in.sign_in(name, password, HERE)
    with pytest.raises(NotAllowedError) as without_password:
        house.signing_in.sign_in(BEN.id, PASSWORD, HERE)
    assert str(wrong.value) == str(without_password.value)


def test_an_unknown_name_costs_a_comparison_too(storage: Storage) -> None:
    compared: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
            compared.append(str(hash))
            return super().verify(hash, password)

    house = House(storage)
    house.add(ANNA)
    signing_in = house.opened(Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1)))
    for name in ("anna", "nobody"):
        with pytest.raises(NotAllowedError):
            signing_in.sign_in(name, OTHER, HERE)
    parameters = {each.rsplit("$", 2)[0] for each in compared}
    assert len(compared) == 2
    assert parameters == {"$argon2id$v=19$m=8,t=1,p=1"}


def test_neither_a_token_nor_a_password_is_kept(house: House) -> None:
    secret = house.invite(ANNA)
    made = house.signing_in.accept(secret, ANNA, PASSWORD, HERE)
    house.invite(BEN)
    kept = ""
    with house.storage.reading() as connection:
        for table in ("passwords", "sessions", "invites", "audit"):
            kept += repr(connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
    for hidden in (made.token, secret, PASSWORD):
        assert hidden not in kept


def test_a_session_ends_when_it_is_not_used(house: House) -> None:
    token = house.add(ANNA).token
    house.now += IDLE - timedelta(seconds=1)
    assert house.visitor(token) == ANNA
    house.now += IDLE - timedelta(seconds=1)
    assert house.visitor(token) == ANNA
    house.now += IDLE
    assert house.visitor(token) is None


def test_a_session_ends_however_much_it_is_used(house: House) -> None:
    token = house.add(ANNA).token
    while house.now < NOW + LONGEST - timedelta(hours=1):
        house.now += timedelta(hours=6)
        assert (house.visitor(token) is None) == (house.now >= NOW + LONGEST)
    house.now = NOW + LONGEST
    assert house.visitor(token) is None


def test_the_use_of_a_session_is_noted_at_most_once_a_minute(house: House) -> None:
    token = house.add(ANNA).token
    house.now += timedelta(seconds=59)
    house.visitor(token)
    assert [each.seen_at for each in house.signing_in.sessions(ANNA)] == [NOW]
    house.now += timedelta(seconds=1)
    house.visitor(token)
    assert [each.seen_at for each in house.signing_in.sessions(ANNA)] == [house.now]


def test_signing_out_ends_the_one_session(house: House) -> None:
    first, second = house.add(ANNA), house.signing_in.sign_in("anna", PASSWORD, HERE)
    house.signing_in.sign_out(first.token)
    house.signing_in.sign_out("never given")
    assert house.visitor(first.token) is None
    assert house.visitor(second.token) == ANNA


@pytest.mark.parametrize(
    "changed",
    [replace(ANNA, rank=Rank.LEAD), replace(ANNA, groups=frozenset({"ot", "it"}))],
    ids=["rank", "groups"],
)
def test_whose_rank_or_groups_change_signs_in_again(house: House, changed: Person) -> None:
    anna, ben = house.add(ANNA), house.add(BEN)
    with house.administered() as access:
        access.put_person(changed)
    assert house.visitor(anna.token) is None
    assert house.visitor(ben.token) == BEN


def test_a_new_name_signs_nobody_out(house: House) -> None:
    token = house.add(ANNA).token
    with house.administered() as access:
        access.put_person(replace(ANNA, name="Anna B."))
    assert house.visitor(token) == replace(ANNA, name="Anna B.")


def test_whoever_is_removed_is_signed_out_and_cannot_come_back(house: House) -> None:
    token = house.add(ANNA).token
    link = house.invite(ANNA)
    with house.administered() as access:
        access.remove_person("anna")
    assert house.visitor(token) is None
    with pytest.raises(NotAllowedError):
        house.signing_in.sign_in("anna", PASSWORD, HERE)
    with pytest.raises(NotFoundError):
        house.signing_in.accept(link, ANNA, PASSWORD, HERE)


def test_a_changed_password_signs_out_every_other_browser(house: House) -> None:
    first, second = house.add(ANNA), house.signing_in.sign_in("anna", PASSWORD, HERE)
    with pytest.raises(NotAllowedError, match="Nothing was changed"):
        house.signing_in.change_password(ANNA, OTHER, OTHER, HERE)
    assert house.visitor(second.token) == ANNA
    third = house.signing_in.change_password(ANNA, PASSWORD, OTHER, HERE)
    assert [house.visitor(each.token) for each in (first, second, third)] == [None, None, ANNA]
    with pytest.raises(NotAllowedError):
        house.signing_in.sign_in("anna", PASSWORD, HERE)
    assert house.signing_in.sign_in("anna", OTHER, HERE).token


def test_somebody_elses_session_is_as_if_it_were_not_there(house: House) -> None:
    anna, ben = house.add(ANNA), house.add(BEN)
    with pytest.raises(NotFoundError):
        house.signing_in.end_session(ben.session.id, ANNA)
    house.signing_in.end_session(anna.session.id, ANNA)
    assert [house.visitor(each.token) for each in (anna, ben)] == [None, BEN]


def test_a_link_works_once_and_not_for_ever(house: House) -> None:
    used, late = house.invite(ANNA), house.invite(BEN)
    house.signing_in.accept(used, ANNA, PASSWORD, HERE)
    house.now += INVITED_FOR
    for link in (used, late, "", "guess"):
        with pytest.raises(NotFoundError, match="link"):
            house.signing_in.invited(link)
        with pytest.raises(NotFoundError, match="link"):
            house.signing_in.accept(link, ANNA, OTHER, HERE)
    assert house.signing_in.sign_in("anna", PASSWORD, HERE).token


def test_a_newer_link_replaces_an_older_of_the_same_person_alone(house: House) -> None:
    older, bens, newer = house.invite(ANNA), house.invite(BEN), house.invite(ANNA)
    with pytest.raises(NotFoundError):
        house.signing_in.invited(older)
    assert house.signing_in.invited(newer) == ANNA
    assert house.signing_in.invited(bens) == BEN


def test_a_link_gives_nobody_anything_but_their_own_account(house: House) -> None:
    link = house.invite(ANNA)
    forged = Person("root", "Root", rank=Rank.ADMINISTRATOR)
    made = house.signing_in.accept(link, forged, PASSWORD, HERE)
    assert house.visitor(made.token) == ANNA


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "aaaaaaaaaaaaaaaa",
        "x" * 201,
        "maria@plant.example",
        "MARIA MAGDALENA",
        "mariamagdalena",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_and_the_link_stays_good(
    house: House, password: str
) -> None:
    maria = Person("maria@plant.example", "Maria Magdalena")
    link = house.invite(maria)
    with pytest.raises(InvalidError, match=r"[Pp]assword"):
        house.signing_in.accept(link, maria, password, HERE)
    assert house.signing_in.accept(link, maria, PASSWORD, HERE).token


def test_a_password_is_the_same_however_its_letters_are_typed(house: House) -> None:
    house.add(ANNA, "schöne lange Nächte")
    assert house.signing_in.sign_in("anna", "scho\u0308ne lange Na\u0308chte", HERE).token


def test_the_first_link_makes_an_administrator_and_none_is_made_after(house: House) -> None:
    first, second = house.signing_in.first_invite(), house.signing_in.first_invite()
    assert first is not None
    assert second is not None
    assert house.signing_in.invited(first.secret) is None
    root = Person("root", "Root", frozenset({"sneaked"}))
    made = house.signing_in.accept(first.secret, replace(root, groups=frozenset()), PASSWORD, HERE)
    assert made.person.rank is Rank.ADMINISTRATOR
    assert house.signing_in.first_invite() is None
    with pytest.raises(NotFoundError):
        house.signing_in.accept(second.secret, ANNA, PASSWORD, HERE)


def test_the_first_link_takes_over_nobody_who_is_there(house: House) -> None:
    with house.administered() as access:
        access.put_person(ANNA)
    first = house.signing_in.first_invite()
    assert first is not None
    with pytest.raises(ConflictError, match="isthmus people"):
        house.signing_in.accept(first.secret, ANNA, PASSWORD, HERE)
    assert house.signing_in.invited(first.secret) is None


def test_a_password_is_hashed_anew_when_the_parameters_have_changed(house: House) -> None:
    house.add(ANNA)
    stronger = Passwords(QUICK(time_cost=2))
    before = _hash_of_anna(house)
    house.opened(stronger).sign_in("anna", PASSWORD, HERE)
    after = _hash_of_anna(house)
    assert stronger.is_outdated(before)
    assert not stronger.is_outdated(after)
    house.opened(stronger).sign_in("anna", PASSWORD, HERE)
    assert _hash_of_anna(house) == after


def test_an_account_takes_so_many_tries_and_no_more(house: House) -> None:
    house.add(ANNA)
    limited = house.opened(Passwords(QUICK(time_cost=1)), Limits(for_an_account=3))
    _fail(limited, "anna", 3)
    with pytest.raises(TooManyError, match="Wait"):
        limited.sign_in("anna", PASSWORD, HERE)
    with pytest.raises(TooManyError):
        limited.sign_in("ANNA", PASSWORD, HERE)
    house.add(BEN)
    assert limited.sign_in(BEN.id, PASSWORD, HERE).token


def test_a_right_password_starts_the_count_anew(house: House) -> None:
    house.add(ANNA)
    limited = house.opened(Passwords(QUICK(time_cost=1)), Limits(for_an_account=3))
    for _ in range(3):
        _fail(limited, "anna", 2)
        assert limited.sign_in("anna", PASSWORD, HERE).token


def test_an_address_takes_so_many_tries_over_all_accounts(house: House) -> None:
    house.add(ANNA)
    limited = house.opened(Passwords(QUICK(time_cost=1)), Limits(from_an_address=3))
    for name in ("a", "b", "c"):
        _fail(limited, name, 1)
    with pytest.raises(TooManyError):
        limited.sign_in("anna", PASSWORD, HERE)
    assert limited.sign_in("anna", PASSWORD, Browser("10.0.0.8", "")).token


def test_the_present_password_cannot_be_guessed_without_end_either(house: House) -> None:
    house.add(ANNA)
    limited = house.opened(Passwords(QUICK(time_cost=1)), Limits(for_an_account=2))
    for _ in range(2):
        with pytest.raises(NotAllowedError):
            limited.change_password(ANNA, OTHER, OTHER, HERE)
    with pytest.raises(TooManyError):
        limited.change_password(ANNA, PASSWORD, OTHER, HERE)


def test_failed_tries_are_recorded_together_after_a_while(house: House) -> None:
    house.add(ANNA)
    _fail(house.signing_in, "anna", 3)
    _fail(house.signing_in, "my secret password", 2)
    house.signing_in.record_failures()
    assert house.acts("sign-in.failed") == []
    house.now += timedelta(minutes=15)
    house.signing_in.record_failures()
    found = {each.subject: each.details["tries"] for each in house.acts("sign-in.failed")}
    assert found == {"anna": "3", NOBODY: "2"}
    house.signing_in.record_failures(all_of_them=True)
    assert len(house.acts("sign-in.failed")) == 2


def test_failed_tries_are_recorded_at_once_when_somebody_gets_in_or_the_service_stops(
    house: House,
) -> None:
    house.add(ANNA)
    _fail(house.signing_in, "anna", 1)
    house.signing_in.sign_in("anna", PASSWORD, HERE)
    _fail(house.signing_in, "ben", 1)
    house.signing_in.record_failures(all_of_them=True)
    assert [each.subject for each in house.acts("sign-in.failed")] == ["anna", NOBODY]


def _fail(signing_in: SigningIn, name: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(NotAllowedError):
            signing_in.sign_in(name, OTHER, HERE)


def _hash_of_anna(house: House) -> str:
    with house.storage.reading() as connection:
        return AccessStore(connection).password("anna") or ""
