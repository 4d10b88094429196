"""Sessions, passwords and invitations, at one moment, within one transaction."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from isthmus.access.model import (
    Invite,
    Lifetime,
    NewInvite,
    NewSession,
    Session,
    hash_of,
)
from isthmus.access.service import Recording, check_person, new_invite
from isthmus.errors import ConflictError, NotFoundError
from isthmus.people import OPERATOR, Person, Rank

LONGEST_BROWSER: Final = 120
NO_INVITE: Final = (
    "This link was used already, is too old, or was replaced by a newer one. Ask an administrator "
    "for another; `isthmus people invite` makes one."
)


class AccountRecords(Protocol):
    def person(self, person: str) -> Person | None: ...

    def save_person(self, person: Person) -> None: ...

    def password(self, person: str) -> str | None: ...

    def save_password(self, person: str, password: str, at: datetime) -> None: ...

    def has_administrator(self) -> bool: ...

    def session(self, token_hash: str) -> Session | None: ...

    def sessions(self, person: str) -> list[Session]: ...

    def save_session(self, session: Session) -> None: ...

    def end_session(self, session: str) -> None: ...

    def end_sessions(self, person: str) -> None: ...

    def forget_old(self, at: datetime, lifetime: Lifetime) -> None: ...

    def invite(self, token_hash: str) -> Invite | None: ...

    def replace_invite(self, invite: Invite) -> None: ...

    def remove_invite(self, token_hash: str) -> None: ...


@dataclass(frozen=True)
class Accounts:
    """What the person at the browser does for themself."""

    records: AccountRecords
    now: datetime
    lifetime: Lifetime
    audit: Recording

    def known(self, name: str) -> tuple[Person, str] | None:
        """Give somebody who has a password, with its hash."""
        person, known = self.records.person(name), self.records.password(name)
        return (person, known) if person and known else None

    def session(self, token: str) -> Session | None:
        """Give the session of a token, None where it is over."""
        found = self.records.session(hash_of(token))
        return None if found is None or found.is_over(self.now, self.lifetime) else found

    def visitor(self, token: str) -> Person | None:
        found = self.session(token)
        return self.records.person(found.person) if found else None

    def is_use_to_note(self, token: str) -> bool:
        found = self.session(token)
        return found is not None and found.use(self.now) != found

    def note_use(self, token: str) -> None:
        found = self.session(token)
        if found:
            self.records.save_session(found.use(self.now))

    def begin(self, person: Person, browser: str) -> NewSession:
        """Start a session with a token of its own."""
        self.records.forget_old(self.now, self.lifetime)
        token = secrets.token_urlsafe(32)
        session = Session(
            id=secrets.token_hex(8),
            token_hash=hash_of(token),
            person=person.id,
            started_at=self.now,
            seen_at=self.now,
            expires_at=self.now + self.lifetime.longest,
            browser=browser[:LONGEST_BROWSER],
        )
        self.records.save_session(session)
        return NewSession(session, token, person)

    def sessions(self, person: Person) -> list[Session]:
        """Give the person's sessions that are not over, the one seen last first."""
        found = self.records.sessions(person.id)
        return [each for each in found if not each.is_over(self.now, self.lifetime)]

    def end(self, token: str) -> None:
        found = self.session(token)
        if found:
            self._ended(found)

    def end_own(self, session: str, person: Person) -> None:
        """End one of the person's own sessions; somebody else's is as if it were not there."""
        found = next((each for each in self.sessions(person) if each.id == session), None)
        if found is None:
            raise NotFoundError("There is no such session; it has ended already.")
        self._ended(found)

    def _ended(self, session: Session) -> None:
        self.records.end_session(session.id)
        owner = self.records.person(session.person)
        if owner:
            self.audit.record("signed-out", owner, owner.id, {"session": session.id})

    def set_password(self, person: Person, password: str) -> None:
        """Keep a password's hash; whoever was signed in with the old one is no more."""
        self.records.save_password(person.id, password, self.now)
        self.records.end_sessions(person.id)
        self.audit.record("password.set", person, person.id)

    def first_invite(self) -> NewInvite | None:
        """Make the link for the first administrator; None where one can sign in already."""
        if self.records.has_administrator():
            return None
        made = new_invite(None, self.now, OPERATOR)
        self.records.replace_invite(made.invite)
        return made

    def invited(self, secret: str) -> Person | None:
        """Give whom a link is for, None where for the first administrator.

        Raises NotFoundError for one that leads nowhere any more.
        """
        found = self.records.invite(hash_of(secret))
        if found is None or self.now >= found.expires_at:
            raise NotFoundError(NO_INVITE)
        if found.person is None:
            if self.records.has_administrator():
                raise NotFoundError(NO_INVITE)
            return None
        return self.records.person(found.person)

    def accept(self, secret: str, chosen: Person, password: str) -> Person:
        """Use a link up for a password; one for nobody makes ``chosen`` the first administrator."""
        person = self.invited(secret) or self._first_administrator(chosen)
        self.records.remove_invite(hash_of(secret))
        self.set_password(person, password)
        return person

    def _first_administrator(self, chosen: Person) -> Person:
        check_person(chosen)
        if self.records.person(chosen.id):
            raise ConflictError(
                f"There is a person {chosen.id} already. Choose another id, or make that one an "
                f"administrator with `isthmus people rank {chosen.id} administrator` and invite "
                f"them with `isthmus people invite {chosen.id}`."
            )
        person = replace(chosen, rank=Rank.ADMINISTRATOR)
        self.records.save_person(person)
        self.audit.record("person.added", OPERATOR, person.id, {"rank": person.rank})
        return person
