"""Use cases of whoever signs in; passwords are hashed outside of transactions, as it takes long."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from isthmus.access.accounts import Accounts
from isthmus.access.attempts import NOBODY, Failures, Limits, Summary
from isthmus.access.model import NewInvite, NewSession, Session, check_password
from isthmus.access.passwords import Passwords
from isthmus.access.service import check_person
from isthmus.errors import NotAllowedError
from isthmus.people import SERVICE, Person

WRONG: Final = "The name or the password is not right. Try again, or ask an administrator."


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in from."""

    address: str
    name: str


@dataclass(frozen=True)
class SigningIn:
    """Sign in and out, accept an invitation, look after one's own sessions and password."""

    changing: Callable[[], AbstractContextManager[Accounts]]
    looking: Callable[[], AbstractContextManager[Accounts]]
    passwords: Passwords
    limits: Limits
    failures: Failures
    clock: Callable[[], datetime]

    def visitor(self, token: str) -> Person | None:
        """Tell who is signed in; a request waits for no writer but once a minute."""
        with self.looking() as accounts:
            person, note = accounts.visitor(token), accounts.is_use_to_note(token)
        if note:
            with self.changing() as accounts:
                accounts.note_use(token)
        return person

    def sign_in(self, name: str, password: str, browser: Browser) -> NewSession:
        """Start a session; raises NotAllowedError, or TooManyError after too many tries."""
        self.limits.count(name, browser.address)
        with self.looking() as accounts:
            known = accounts.known(name)
        if not self.passwords.fits(password, known[1] if known else None) or known is None:
            self.failures.note(known[0].id if known else NOBODY, browser.address, self.clock())
            raise NotAllowedError(WRONG)
        self.limits.forget(name)
        return self._signed_in(known, password, browser)

    def _signed_in(self, known: tuple[Person, str], password: str, browser: Browser) -> NewSession:
        outdated = self.passwords.is_outdated(known[1])
        newer = self.passwords.hash(password) if outdated else None
        with self.changing() as accounts:
            if accounts.known(known[0].id) != known:  # changed while it was compared
                raise NotAllowedError(WRONG)
            if newer:
                accounts.records.save_password(known[0].id, newer, accounts.now)
            self._record_failures(accounts, self.failures.of(known[0].id))
            return self._begun(accounts, known[0], browser)

    def sign_out(self, token: str) -> None:
        """End the session of this token; one of a guest's, or of one that is over, ends nothing."""
        with self.looking() as accounts:
            if accounts.session(token) is None:
                return
        with self.changing() as accounts:
            accounts.end(token)

    def first_invite(self) -> NewInvite | None:
        with self.changing() as accounts:
            return accounts.first_invite()

    def invited(self, secret: str) -> Person | None:
        """Give whom a link is for, None where for the first administrator; raises NotFoundError."""
        with self.looking() as accounts:
            return accounts.invited(secret)

    def accept(self, secret: str, chosen: Person, password: str, browser: Browser) -> NewSession:
        """Use a link up and sign in; a link whose password is refused stays good."""
        person = self.invited(secret) or chosen
        check_person(person)
        check_password(password, person)
        hashed = self.passwords.hash(password)
        with self.changing() as accounts:
            accepted = accounts.accept(secret, chosen, hashed)
            return self._begun(accounts, accepted, browser)

    def change_password(self, person: Person, old: str, new: str, browser: Browser) -> NewSession:
        """Change the own password: all other browsers are signed out, this one goes on."""
        self.limits.count(person.id, browser.address)
        with self.looking() as accounts:
            known = accounts.known(person.id)
        if known is None or not self.passwords.fits(old, known[1]):
            self.failures.note(person.id, browser.address, self.clock())
            raise NotAllowedError("The present password is not right. Nothing was changed.")
        check_password(new, person)
        hashed = self.passwords.hash(new)
        self.limits.forget(person.id)
        with self.changing() as accounts:
            accounts.set_password(person, hashed)
            return self._begun(accounts, person, browser)

    def _begun(self, accounts: Accounts, person: Person, browser: Browser) -> NewSession:
        made = accounts.begin(person, browser.name)
        details = {"session": made.session.id, "address": browser.address}
        accounts.audit.record("signed-in", person, person.id, details)
        return made

    def sessions(self, person: Person) -> list[Session]:
        with self.looking() as accounts:
            return accounts.sessions(person)

    def current(self, token: str) -> Session | None:
        with self.looking() as accounts:
            return accounts.session(token)

    def end_session(self, session: str, person: Person) -> None:
        with self.changing() as accounts:
            accounts.end_own(session, person)

    def record_failures(self, *, all_of_them: bool = False) -> None:
        """Record the failed tries whose time has come; before the service stops, all."""
        due = self.failures.all() if all_of_them else self.failures.due(self.clock())
        if due:
            with self.changing() as accounts:
                self._record_failures(accounts, *due)

    def _record_failures(self, accounts: Accounts, *summaries: Summary | None) -> None:
        for summary in filter(None, summaries):
            accounts.audit.record("sign-in.failed", SERVICE, summary.account, summary.details)
