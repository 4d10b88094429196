"""Places where people talk, and how we behave in each."""

import re
from calendar import day_name
from dataclasses import dataclass, replace
from typing import Final

from isthmus.channels.model import Manner, Place
from isthmus.channels.parts import Parts
from isthmus.channels.store import ChannelStore, Named
from isthmus.errors import InvalidError, StaleError
from isthmus.people import Person, Rank

LONGEST_WORD: Final = 200
MOST: Final = 50
_DAYS: Final = frozenset(each.lower() for each in day_name)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Places:
    """Keeps places; see `contract.Places`."""

    parts: Parts

    def get(self, platform: str, team: str, id: str) -> Place:  # noqa: A002 - the platform's id
        with self.parts.storage.reading() as connection:
            known = ChannelStore(connection).place((platform, team, id))
        return known or Place(platform, team, id)

    def listed(self) -> list[Place]:
        with self.parts.storage.reading() as connection:
            return ChannelStore(connection).places()

    def seen(self, place: Place) -> None:
        known = self.get(*_named(place))
        if known != replace(place, manner=known.manner):
            with self.parts.storage.transaction() as connection:
                ChannelStore(connection).put_place(place)

    def behave(self, place: Place, manner: Manner, by: Person) -> Place:
        """Change how we behave in a place, as a lead; ``manner.version`` is the one they saw."""
        by.require(Rank.LEAD)
        changed = replace(checked(manner), version=manner.version + 1)
        with self.parts.recording() as act:
            store = ChannelStore(act.connection)
            if store.place(_named(place)) is None:
                store.put_place(place)
            if not store.put_manner(_named(place), manner.version, changed):
                raise StaleError(
                    "Somebody changed the settings of this place meanwhile. Look at them again."
                )
            act.audit.record("place.changed", by, ":".join(_named(place)), _told(changed))
            kept = store.place(_named(place))
        return kept or replace(place, manner=changed)

    def forget(self, platform: str, team: str) -> None:
        with self.parts.storage.transaction() as connection:
            ChannelStore(connection).remove_places(platform, team)


def checked(manner: Manner) -> Manner:
    """Give a manner as it is kept; raises InvalidError that says what cannot be."""
    if manner.digest and manner.digest not in _DAYS:
        raise InvalidError(f"{manner.digest[:40]!r} is no day of the week. Say one like monday.")
    if manner.language and not _LANGUAGE.fullmatch(manner.language):
        raise InvalidError(f"{manner.language[:40]!r} is no language. Say one like en or de.")
    words = (*manner.collections, *manner.readers, manner.step, manner.site)
    if len(words) > MOST or any(len(each) > LONGEST_WORD or "\0" in each for each in words):
        raise InvalidError(
            f"At most {MOST} collections and groups, of at most {LONGEST_WORD} characters each."
        )
    return manner


def _told(manner: Manner) -> dict[str, str]:
    told = {**vars(manner), "answers": manner.answers.value if manner.answers else ""}
    told |= {name: ", ".join(told[name]) for name in ("collections", "readers")}
    return {name: str(value) for name, value in told.items() if value}


def _named(place: Place) -> Named:
    return place.platform, place.team, place.id
