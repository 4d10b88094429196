"""Who somebody on a platform is here: by a link, else by an account named by their address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from isthmus.access.store import AccessStore
from isthmus.channels.model import Profile
from isthmus.channels.parts import Parts
from isthmus.channels.store import ChannelStore, Named
from isthmus.errors import InvalidError, NotFoundError
from isthmus.jobs.calendar import zone_of
from isthmus.people import Audience, Person, Rank

NOTED_EVERY: Final = timedelta(days=1)  # so that not each message has to write
NO_ZONE: Final = "UTC"  # what an account has where nobody chose one


@dataclass(frozen=True)
class Known:
    """Somebody who was seen, and the id of the account they have here, "" for none."""

    profile: Profile
    person: str
    by_hand: bool


@dataclass(frozen=True)
class People:
    """Finds accounts for people of platforms; see `contract.Directory`.

    ``guests`` tells whether whoever has no account here is answered all the same.
    """

    parts: Parts
    guests: bool = True

    def person(self, profile: Profile) -> Person:
        """Give who this is: their account with its groups and rank, else a stranger."""
        plain = _plain(profile)
        self._note(plain)
        return self._persons([plain])[0]

    def audience(self, profiles: Sequence[Profile]) -> Audience:
        return Audience(tuple(self._persons([_plain(each) for each in profiles])))

    def _note(self, profile: Profile) -> None:
        """Keep how somebody was seen, where that is new, or a day old."""
        now = self.parts.clock()
        with self.parts.storage.reading() as connection:
            known = ChannelStore(connection).profile(_named(profile))
        if known is None or known[0] != profile or known[1] <= now - NOTED_EVERY:
            with self.parts.storage.transaction() as connection:
                ChannelStore(connection).put_profile(profile, now)

    def _persons(self, profiles: Sequence[Profile]) -> list[Person]:
        with self.parts.storage.reading() as connection:
            store, access = ChannelStore(connection), AccessStore(connection)
            ids = _accounts(store, profiles)
            found = {each: access.person(each) for each in set(ids) if each}
        return [
            _as_seen(found.get(account), profile, guests=self.guests)
            for account, profile in zip(ids, profiles, strict=True)
        ]

    def profile_of(self, platform: str, person: str) -> Profile | None:
        """Give as whom somebody was last seen; nobody of another organisation by an address."""
        with self.parts.storage.reading() as connection:
            store, access = ChannelStore(connection), AccessStore(connection)
            if access.person(person) is None:
                return None
            emails = {person.lower()} if "@" in person else set()
            seen = store.seen_as(platform, person, emails)
            theirs = zip(_accounts(store, seen), seen, strict=True)
            return next((profile for account, profile in theirs if account == person), None)

    # ---- links that are made by hand

    def known(self, by: Person) -> list[Known]:
        """Give everybody who was seen, as an administrator."""
        by.require(Rank.ADMINISTRATOR)
        with self.parts.storage.reading() as connection:
            store, access = ChannelStore(connection), AccessStore(connection)
            seen = store.profiles()
            ids = _accounts(store, [profile for profile, _ in seen])
            there = {each for each in set(ids) if each and access.person(each)}
        return [
            Known(profile, account if account in there else "", by_hand=bool(linked))
            for account, (profile, linked) in zip(ids, seen, strict=True)
        ]

    def link(self, named: Named, person: str, by: Person) -> None:
        """Say which account somebody on a platform has, "" for what their address says.

        Raises NotFoundError where there is no such account, or nobody was seen as that yet.
        """
        by.require(Rank.ADMINISTRATOR)
        with self.parts.recording() as act:
            if person and AccessStore(act.connection).person(person) is None:
                raise NotFoundError(
                    f"There is no person {person[:60]}. `isthmus people list` shows who there is."
                )
            if not ChannelStore(act.connection).link(named, person):
                raise NotFoundError(
                    f"Nobody was seen as {':'.join(named)[:90]} yet: have them write to us once. "
                    "`isthmus channels people` shows who was."
                )
            what = "channel.person.linked" if person else "channel.person.unlinked"
            act.audit.record(what, by, ":".join(named), {"person": person})


def _accounts(store: ChannelStore, profiles: Sequence[Profile]) -> list[str]:
    """Give the id of the account of each, "" for who has none.

    Only a link and an account that is named by the address count: an administrator made both.
    An address that two accounts are named by is nobody's.
    """
    links = store.links([_named(each) for each in profiles])
    by_email = store.by_email({each.email for each in profiles if _is_proof(each)})
    return [links.get(_named(each)) or _only(by_email.get(each.email, set())) for each in profiles]


def _is_proof(profile: Profile) -> bool:
    return "@" in profile.email and not profile.outside


def _only(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""


def _as_seen(account: Person | None, profile: Profile, *, guests: bool) -> Person:
    """Give an account, in the zone of the platform where it has none of its own."""
    if account is None:
        return replace(profile.stranger(), admitted=guests)
    in_zone = replace(account, time_zone=profile.time_zone)
    return in_zone if account.time_zone == NO_ZONE else account


def _plain(profile: Profile) -> Profile:
    """Give a profile as it is kept and compared, in a zone that is known here."""
    try:
        zone_of(profile.time_zone)
    except InvalidError:
        return replace(profile, email=profile.email.strip().lower(), time_zone=NO_ZONE)
    return replace(profile, email=profile.email.strip().lower())


def _named(profile: Profile) -> Named:
    return profile.platform, profile.team, profile.id
