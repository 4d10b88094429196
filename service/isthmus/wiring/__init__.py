"""The parts of the service, put together; `main.py` chooses them."""

from dataclasses import dataclass
from functools import cached_property

from isthmus.assistant import Assistant
from isthmus.hearing.parts import Parts as HearingParts
from isthmus.talks.store import TalkStore
from isthmus.wiring.shelves import OwnedIndex
from isthmus.wiring.tracking import Tracking

__all__ = ["OwnedIndex", "Wiring"]


@dataclass(frozen=True)
class Wiring(Tracking):
    """Everything a command or the service works with; models and indexes open when first used."""

    @cached_property
    def assistant(self) -> Assistant:
        """Hears messages of every channel."""
        return Assistant(
            HearingParts(
                inquiry=self.inquiry,
                charts=self.charts,
                roles=self.roles,
                actions=self.actions,
                reminding=self.reminding,
                talks=TalkStore(self.storage),
                find=self.people_named,
                asked_for=self.asked_for,
                readers_of=self.readers_of,
                clock=self.clock,
                public_url=self.settings.base_url,
            )
        )
