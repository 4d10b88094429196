"""The assistant, and the chat platforms that it is heard and answered by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from isthmus.assistant import Assistant
from isthmus.channels.contract import Channel, Documents, Host, MakesChannel
from isthmus.channels.directory import People
from isthmus.channels.installing import Installed
from isthmus.channels.intake import Accepting
from isthmus.channels.outbox import SentThings
from isthmus.channels.parts import Parts
from isthmus.channels.placing import Places
from isthmus.channels.pressing import Buttons
from isthmus.channels.sealing import Seal
from isthmus.channels.work import EVERY_NIGHT, kinds
from isthmus.edge.logs import log_of
from isthmus.hearing.parts import Parts as HearingParts
from isthmus.jobs.calendar import Schedule
from isthmus.jobs.handling import Kind
from isthmus.library.adding import Added
from isthmus.library.model import Said
from isthmus.llm.model import Shown
from isthmus.messages import Message, Reply, Tell, silent
from isthmus.people import Audience, Person
from isthmus.reminding.ways import Way
from isthmus.talks.store import TalkStore
from isthmus.wiring.conduct import PlacesForHearing
from isthmus.wiring.tracking import Tracking
from isthmus.wordings.showing import as_shown


@dataclass(frozen=True)
class Later:
    """The assistant, put together when somebody speaks: it reminds people by the channels' ways."""

    assistant: Callable[[], Assistant]

    def hear(self, message: Message, tell: Tell = silent) -> Reply:
        return self.assistant().hear(message, tell)

    def is_for_us(self, message: Message) -> bool:
        return self.assistant().is_for_us(message)

    def could_say_more(self, message: Message) -> bool:
        return self.assistant().could_say_more(message)

    def doing(self, message: Message) -> str:
        return self.assistant().doing(message)

    def suggestions(self, person: Person) -> Sequence[str]:
        return self.assistant().suggestions(person)


@dataclass(frozen=True)
class LaterDocuments:
    """Where documents are indexed, opened when one comes."""

    documents: Callable[[], Documents]

    def uploaded(self, name: str, content: bytes, said: Said, by: Person) -> Added:
        return self.documents().uploaded(name, content, said, by)


@dataclass(frozen=True)
class Channels(Tracking):
    """What is said to us, and by which platforms; ``makers`` are those that are installed."""

    makers: Callable[[], Sequence[MakesChannel]] = tuple

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
                programme=self.programme,
                everybody=self.everybody,
                search=self.search,
                passages=self.passages,
                shown=self.shown,
                summaries=self.summaries,
                places=PlacesForHearing(self.places),
                models=self.models,
            )
        )

    def passages(self, by: Audience) -> int:
        """Count the passages that all of these may read."""
        with self.reading(by) as library:
            return sum(library.passage_counts().values())

    def shown(self, passages: Sequence[str], by: Audience) -> list[Shown]:
        """Give passages that all of these may read, as a language model may be shown them."""
        with self.reading(by) as library:
            return [as_shown(each) for each in library.hits(passages)]

    # ---- what channels share

    @cached_property
    def host(self) -> Host:
        """What the service gives each channel."""
        return Host(
            settings=self.settings,
            assistant=Later(lambda: self.assistant),
            intake=Accepting(self._channel_parts),
            outbox=SentThings(self._channel_parts),
            directory=self.directory,
            places=self.places,
            pressed=Buttons(self._channel_parts),
            installations=Installed(self._channel_parts, self._seal),
            documents=LaterDocuments(lambda: self.ingest),
            clock=self.clock,
        )

    @cached_property
    def places(self) -> Places:
        return Places(self._channel_parts)

    @cached_property
    def directory(self) -> People:
        return People(self._channel_parts, self.settings.guests)

    @cached_property
    def _channel_parts(self) -> Parts:
        return Parts(self.storage, self.recording, self.clock, self.durable.wake)

    @property
    def _seal(self) -> Seal:
        given = self.settings.secrets_key
        return Seal(self.settings.data_dir, given.get_secret_value() if given else "")

    # ---- the channels that are set up

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """Make each channel whose settings are there; raises what is wrong with them."""
        made = (make(self.host) for make in self.makers())
        return tuple(each for each in made if each is not None)

    def _by_platform(self) -> Mapping[str, Channel]:
        return {each.name: each for each in self.channels}

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give the ways to reach people: those of the channels and e-mail."""
        return (*(way for each in self.channels for way in each.ways), *super().ways)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (*super().kinds, *kinds(self._channel_parts, self._by_platform))

    @property
    def standing_schedules(self) -> tuple[Schedule, ...]:
        return (*super().standing_schedules, EVERY_NIGHT)

    def start_work(self) -> None:
        """Work, and let the channels do what they do by themselves; one that fails stops none."""
        super().start_work()
        for each in self.channels:
            _tried(each.name, "start", each.start)

    def stop_work(self) -> None:
        for each in self.channels:
            _tried(each.name, "stop", each.stop)
        super().stop_work()


def _tried(channel: str, what: str, do: Callable[[], None]) -> None:
    try:
        do()
    except Exception:  # noqa: BLE001 - the edge of what a channel does by itself; it is logged
        log_of("isthmus.channels").exception("channel.failed", channel=channel, at=what)
