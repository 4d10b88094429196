"""People: their accounts, keys and names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from isthmus.access.accounts import Accounts
from isthmus.access.attempts import Failures, Limits
from isthmus.access.keys import KeyCheck
from isthmus.access.model import Grant, Lifetime
from isthmus.access.passwords import Passwords
from isthmus.access.service import Access
from isthmus.access.signing_in import SigningIn
from isthmus.access.store import AccessStore
from isthmus.audit.service import Audit
from isthmus.audit.store import Act, AuditStore
from isthmus.people import OPERATOR, Person
from isthmus.raci.hearing.meaning import people_named
from isthmus.wiring.records import Records


@dataclass(frozen=True)
class Identity(Records):
    """Who may come in, and who is meant by a name."""

    @contextmanager
    def access(self, by: Person = OPERATOR) -> Iterator[Access]:
        """Open people and keys as ``by`` administers them."""
        with self.recording() as act:
            yield Access(AccessStore(act.connection), self.clock(), by, act.audit)

    @contextmanager
    def access_seen(self, by: Person = OPERATOR) -> Iterator[Access]:
        """Open people and keys to look at them, without waiting for writers."""
        with self.storage.reading() as connection:
            audit = Audit(AuditStore(connection), self.clock)
            yield Access(AccessStore(connection), self.clock(), by, audit)

    @cached_property
    def signing_in(self) -> SigningIn:
        return SigningIn(
            self._accounts, self._seen_accounts, Passwords(), Limits(), Failures(), self.clock
        )

    def visitor(self, token: str) -> Person | None:
        return self.signing_in.visitor(token)

    @property
    def lifetime(self) -> Lifetime:
        return Lifetime(self.settings.session_idle, self.settings.session_longest)

    @contextmanager
    def _accounts(self) -> Iterator[Accounts]:
        with self.recording() as act:
            yield self._accounts_in(act)

    @contextmanager
    def _seen_accounts(self) -> Iterator[Accounts]:
        with self.storage.reading() as connection:
            yield self._accounts_in(Act(connection, Audit(AuditStore(connection), self.clock)))

    def _accounts_in(self, act: Act) -> Accounts:
        store = AccessStore(act.connection)
        return Accounts(store, self.clock(), self.lifetime, act.audit)

    def authenticate(self, secret: str) -> Grant:
        """Tell what an API key allows; a request waits for no writer but once a minute."""
        now = self.clock()
        with self.storage.reading() as connection:
            checking = KeyCheck(AccessStore(connection), now)
            grant = checking.authenticate(secret)
            note = checking.is_use_to_note(secret)
        if note:
            with self.storage.transaction() as connection:
                KeyCheck(AccessStore(connection), now).note_use(secret)
        return grant

    def people_named(self, name: str) -> list[Person]:
        """Give the people that a name may mean."""
        with self.storage.reading() as connection:
            return people_named(AccessStore(connection).people(), name)

    def everybody(self) -> list[Person]:
        """Give all people who have an account, for whoever is to name one."""
        with self.storage.reading() as connection:
            return AccessStore(connection).people()

    def _person(self, person: str) -> Person | None:
        with self.storage.reading() as connection:
            return OPERATOR if person == OPERATOR.id else AccessStore(connection).person(person)
