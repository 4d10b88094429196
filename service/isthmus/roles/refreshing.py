"""What the sources of a definition say otherwise since somebody last took it over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from isthmus.errors import NotFoundError
from isthmus.roles.model import Definition, Line, Topic, in_order

About = tuple[Topic, str]  # a line among the others: its topic, and what it is about there


class Kind(StrEnum):
    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"
    RESTATED = "restated"  # the same words, from another version or place


@dataclass(frozen=True)
class News:
    """One line that the sources have otherwise; ``stays`` tells that a person's own line stands."""

    kind: Kind
    topic: Topic
    before: Line | None
    after: Line | None
    stays: bool = False

    @property
    def about(self) -> About:
        """Tell the line: each is one of its topic."""
        line = self.after or self.before
        return self.topic, line.key if line else ""

    @property
    def in_words(self) -> str:
        old, new = (line.in_words if line else "" for line in (self.before, self.after))
        match self.kind:
            case Kind.GAINED:
                said = f"{self.topic}, new: {new}"
            case Kind.LOST:
                said = f"{self.topic}, gone: {old}"
            case Kind.CHANGED:
                said = f"{self.topic}: {old} → {new}"
            case Kind.RESTATED:
                said = f"{self.topic}: {new} now stands on {_sources(self.after)}"
            case _:
                assert_never(self.kind)
        return f"{said} (your own line stays)" if self.stays else said


def news(definition: Definition, now: Iterable[Line]) -> tuple[News, ...]:
    """Compare what the sources say now with what was last taken over of them."""
    old, new = _by_key(definition.composed), _by_key(now)
    own = {(line.topic, line.key) for line in definition.lines if line.is_own}
    found = [
        News(Kind.LOST, key[0], line, None, key in own)
        for key, line in old.items()
        if key not in new
    ]
    found += [News(Kind.GAINED, key[0], None, line) for key, line in new.items() if key not in old]
    found += [
        News(_kind(old[key], line), key[0], old[key], line, key in own)
        for key, line in new.items()
        if key in old and not old[key].says_the_same_as(line)
    ]
    return tuple(sorted(found, key=lambda each: list(Topic).index(each.topic)))


def taken_over(definition: Definition, now: tuple[Line, ...]) -> Definition:
    """Give the definition with all news; what a person wrote, changed or took out stays so."""
    for each in news(definition, now):
        definition = _taken_over(definition, each)
    return replace(definition, composed=now)


def one_taken_over(definition: Definition, now: tuple[Line, ...], about: About) -> Definition:
    """Give the definition with the news of one line; the rest stays news.

    Raises NotFoundError where there is none of that line.
    """
    said = next((each for each in news(definition, now) if each.about == about), None)
    if said is None:
        raise NotFoundError("That is no news any more. Look at the definition again.")
    rest = (line for line in definition.composed if (line.topic, line.key) != about)
    composed = in_order((*rest, said.after) if said.after else rest)
    return replace(_taken_over(definition, said), composed=composed)


def _taken_over(definition: Definition, said: News) -> Definition:
    about = said.before or said.after
    here = next((line for line in definition.lines if about and _is(line, about)), None)
    match said.kind:
        case Kind.LOST if here and not here.is_own:
            return definition.without_line(here.id)
        case Kind.GAINED if said.after and not here:
            return definition.with_line(replace(said.after, id=definition.new_id))
        case Kind.CHANGED | Kind.RESTATED if said.after and here and not here.is_own:
            return definition.with_line(replace(said.after, id=here.id))
    return definition


def _kind(before: Line, after: Line) -> Kind:
    same = (before.text, before.nice) == (after.text, after.nice)
    return Kind.RESTATED if same else Kind.CHANGED


def _is(line: Line, other: Line) -> bool:
    return (line.topic, line.key) == (other.topic, other.key)


def _by_key(lines: Iterable[Line]) -> dict[tuple[Topic, str], Line]:
    return {(line.topic, line.key): line for line in lines}


def _sources(line: Line | None) -> str:
    return "; ".join(source.in_words for source in line.sources) if line else ""
