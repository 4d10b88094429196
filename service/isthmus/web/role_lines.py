"""A role definition as a page shows it: blocks of topics, lines, what each line stands on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from isthmus.raci.speaking import capital
from isthmus.roles.model import DRAFT, Definition, Filed, Line, Source, SourceKind, Topic
from isthmus.roles.refreshing import Kind, News
from isthmus_knowledge.catalogue import catalogue

LONGEST_MARK: Final = 500  # of a quote in an address; its beginning is marked then
BLOCKS: Final[tuple[tuple[str, tuple[Topic, ...]], ...]] = (
    ("In short", (Topic.PURPOSE, Topic.REPORTS_TO, Topic.ESCALATES_TO)),
    (
        "What it answers for",
        (
            Topic.ACCOUNTABLE,
            Topic.DECIDES,
            Topic.RESPONSIBLE,
            Topic.SUPPORTS,
            Topic.VERIFIES,
            Topic.SIGNS,
            Topic.RECOMMENDS,
            Topic.AGREES,
        ),
    ),
    ("Whom it works with", (Topic.CONSULTS, Topic.INFORMS, Topic.CONSULTED, Topic.INFORMED)),
    ("What it takes", (Topic.COMPETENCES, Topic.TRAINING)),
)


@dataclass(frozen=True)
class Ground:
    """What a line stands on: a chart with its rows, a quoted passage, an entry, a person."""

    source: Source
    places: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.source.kind.value

    @property
    def is_draft(self) -> bool:
        return self.source.version == DRAFT

    @property
    def address(self) -> str:
        """Give where it can be looked at; empty for a person's word."""
        source = self.source
        match source.kind:
            case SourceKind.CHART:
                home = f"/charts/{source.id}"
                return home if self.is_draft else f"{home}/versions/{source.version}"
            case SourceKind.PASSAGE:
                said = urlencode({"quote": source.quote[:LONGEST_MARK]})
                return f"/passages/{source.id}?{said}#quote"
            case SourceKind.CATALOGUE:
                return _in_the_blueprint(source.id)
            case SourceKind.PERSON:
                return ""


@dataclass(frozen=True)
class Told:
    """A line with its grounds."""

    line: Line
    grounds: tuple[Ground, ...]

    @classmethod
    def of(cls, line: Line) -> "Told":
        return cls(line, grounds(line.sources))


@dataclass(frozen=True)
class Section:
    topic: Topic
    lines: tuple[Told, ...]

    @property
    def heading(self) -> str:
        return capital(self.topic)

    @property
    def anchor(self) -> str:
        return anchor_of(self.topic)

    @property
    def has_nice(self) -> bool:
        """Tell whether its lines may have ids of what has to be known."""
        return self.topic is Topic.COMPETENCES or any(told.line.nice for told in self.lines)


@dataclass(frozen=True)
class Block:
    heading: str
    sections: tuple[Section, ...]


def blocks_of(definition: Definition, asked: str = "") -> tuple[Block, ...]:
    """Give what has lines, and the topic under which somebody asked to add one."""
    found = ((heading, _sections(definition, topics, asked)) for heading, topics in BLOCKS)
    return tuple(Block(heading, sections) for heading, sections in found if sections)


def _sections(definition: Definition, topics: Iterable[Topic], asked: str) -> tuple[Section, ...]:
    found = (Section(topic, tuple(map(Told.of, definition.of(topic)))) for topic in topics)
    return tuple(each for each in found if each.lines or each.topic == asked)


def grounds(sources: Sequence[Source]) -> tuple[Ground, ...]:
    """Give the sources of a line, the rows of one chart together."""
    found: dict[tuple[str, str, str], Ground] = {}
    for place, source in enumerate(sources):
        rest = source.version if source.kind is SourceKind.CHART else str(place)
        key = (source.kind.value, source.id, rest)
        before = found.get(key, Ground(source))
        found[key] = Ground(before.source, (*before.places, *filter(None, [source.place])))
    return tuple(found.values())


def _in_the_blueprint(entry: str) -> str:
    """Give where a role or an activity of the catalogue is shown."""
    steps = {each.id: each.step for each in catalogue().activities}
    if entry in steps:
        return f"/blueprint/steps/{steps[entry]}#who-takes-part"
    return f"/blueprint/roles#{entry}"


def anchor_of(topic: Topic) -> str:
    return topic.value.replace(" ", "-")


# ---- news and reviews


@dataclass(frozen=True)
class Fresh:
    """News as the page shows them, with the words for their kind and how their badge looks."""

    news: News
    word: str
    look: str
    grounds: tuple[Ground, ...]

    @property
    def key(self) -> str:
        return self.news.about[1]

    @property
    def is_restated(self) -> bool:
        return self.news.kind is Kind.RESTATED


_WORDS: Final = {
    Kind.GAINED: ("New", "good"),
    Kind.LOST: ("Gone", "bad"),
    Kind.CHANGED: ("Changed", "warn"),
    Kind.RESTATED: ("Same words", "plain"),
}


def fresh(found: Iterable[News]) -> list[Fresh]:
    return [Fresh(each, *_WORDS[each.kind], _stands_on(each)) for each in found]


def _stands_on(news: News) -> tuple[Ground, ...]:
    line = news.after or news.before
    return grounds(line.sources) if line else ()


@dataclass(frozen=True)
class Listed:
    """A definition in the list; ``news`` counts what its sources say in other words now.

    ``restated`` counts what they say in the same words, in a newer version or another place.
    """

    filed: Filed
    news: int
    restated: int
    overdue: int

    @classmethod
    def of(cls, filed: Filed, news: Sequence[News], today: date) -> "Listed":
        same = sum(each.kind is Kind.RESTATED for each in news)
        overdue = days_overdue(filed.definition, today)
        return cls(filed, len(news) - same, same, overdue)


def days_overdue(definition: Definition, today: date) -> int:
    """Give how many days ago the review was due; 0 where it still is to come."""
    return max(0, (today - definition.review).days) if definition.review else 0
