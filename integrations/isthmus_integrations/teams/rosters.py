"""Who somebody is in a tenant, and who is in a conversation, as Teams' roster says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from isthmus.channels.model import Profile
from isthmus.channels.remembering import Remembered
from isthmus_integrations.teams.activities import Where
from isthmus_integrations.teams.configured import PLATFORM
from isthmus_integrations.teams.connector import Connector, DeclinedError

MOST_MEMBERS: Final = 500  # beyond, an answer stands on what everyone may read
PAGE: Final = 200
MOST_PAGES: Final = 10
KNOWN_FOR: Final = timedelta(minutes=10)
MEMBERS_FOR: Final = timedelta(minutes=1)
_OUTSIDE_ROLES: Final = frozenset({"guest", "anonymous"})
_GUEST: Final = "#ext#"

Members = tuple[Profile, ...]


@dataclass(frozen=True)
class Listed:
    """Who is in a conversation, as far as Teams was asked; ``whole`` tells that this is all."""

    members: Members
    whole: bool


@dataclass(frozen=True)
class Rosters:
    """``one_tenant`` tells that only our own tenant writes to us, whose directory we believe."""

    connector: Connector
    clock: Callable[[], datetime]
    one_tenant: bool
    _people: Remembered[tuple[Where, str], Profile] = field(init=False, repr=False)
    _members: Remembered[Where, Listed] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_people", Remembered(self.clock, KNOWN_FOR))
        object.__setattr__(self, "_members", Remembered(self.clock, MEMBERS_FOR))

    def person(self, where: Where, user: str) -> Profile:
        """Give a member of a conversation; raises DeclinedError where Teams names none."""
        return self._people.either((where, user), lambda: self._looked_up(where, user))

    def _looked_up(self, where: Where, user: str) -> Profile:
        said = self.connector.get(
            where.service_url, "conversations", where.conversation, "members", user
        )
        if not isinstance(said, Mapping) or said.get("id") != user:
            raise DeclinedError(404, "MemberNotFound")
        return self.read(where.tenant, said)

    def members(self, where: Where, *, anew: bool = False) -> Members | None:
        """Give everybody in a conversation; None where not all of them can be looked at."""
        if anew:
            self.forget(where)
        found = self._members.either(where, lambda: self._listed(where))
        return found.members if found.whole and len(found.members) <= MOST_MEMBERS else None

    def _listed(self, where: Where) -> Listed:
        found: list[Profile] = []
        token = ""
        for _ in range(MOST_PAGES):
            query = {"pageSize": str(PAGE)} | ({"continuationToken": token} if token else {})
            path = ("conversations", where.conversation, "pagedmembers")
            page = self.connector.get(where.service_url, *path, **query)
            said = page.get("members") or () if isinstance(page, Mapping) else ()
            found += [self.read(where.tenant, each) for each in said if isinstance(each, Mapping)]
            token = str(page.get("continuationToken") or "") if isinstance(page, Mapping) else ""
            if not token or len(found) > MOST_MEMBERS:
                break
        return Listed(tuple(found), whole=not token)

    def forget(self, where: Where) -> None:
        self._members.forget(where)

    def read(self, tenant: str, said: Mapping[str, Any]) -> Profile:
        """Read a member of a roster.

        Only of our own tenant its ``email`` counts: in any other an administrator may write there
        what they like, but a principal name only with a domain that the tenant has proved.
        """
        principal = _text(said, "userPrincipalName")
        role = (_text(said, "userRole") or _text(said, "role")).lower()
        foreign = _text(said, "tenantId") != tenant
        outside = foreign or role in _OUTSIDE_ROLES or _GUEST in principal.lower()
        address = (_text(said, "email") or principal) if self.one_tenant else principal
        name = _text(said, "name") or f"{_text(said, 'givenName')} {_text(said, 'surname')}".strip()
        return Profile(
            platform=PLATFORM,
            team=tenant,
            id=_text(said, "id"),
            name=name,
            email="" if outside else address,
            outside=outside,
        )


def in_zone(profile: Profile, zone: str) -> Profile:
    """Give somebody with the time zone their device told, where there is such a zone."""
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return profile
    return replace(profile, time_zone=zone)


def unknown(tenant: str, user: str, name: str = "") -> Profile:
    return Profile(PLATFORM, tenant, user, name or user, outside=True)


def _text(said: Mapping[str, Any], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
