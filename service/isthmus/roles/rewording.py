"""Smoother words for lines of a definition, where a language model has some that hold.

A line keeps its sources, its topic and what it is about; other words for it are shown only where
they add nothing to the text of those sources, and the checker agrees.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from isthmus.answers.checking import Checked, Checking, Evidence
from isthmus.library.reading import LibraryReading
from isthmus.llm.model import Models, NoModels, Purpose, Request
from isthmus.people import Audience, Person, alone
from isthmus.roles.model import Definition, Line, Source, SourceKind, Topic
from isthmus.wordings.asking import (
    NOTHING_HELD,
    Ours,
    asked,
    is_on,
    list_of,
    listed,
    number_in,
    numbered,
    text_in,
)
from isthmus.wordings.holding import adds_nothing, is_negated, is_plain, telling
from isthmus.wordings.showing import as_shown
from isthmus_knowledge.analysis import stem, words
from isthmus_knowledge.catalogue import catalogue
from isthmus_prompts import load

MOST: Final = 16  # lines in one call
_TOPICS: Final = (Topic.PURPOSE, Topic.ACCOUNTABLE, Topic.RESPONSIBLE)
_LONGER: Final = 1.5  # than ours
_SHORTEST: Final = 60  # characters that any line may have
_KEPT: Final = 200
_CONNECTING: Final = frozenset(map(stem, "make sure see ensure whole including keep work".split()))
_SHAPE: Final = list_of({"line": {"type": "integer"}, "text": {"type": "string"}}, "lines", MOST)
Check = Callable[[str, Sequence[Evidence]], Checked]
Reading = Callable[[Audience], AbstractContextManager[LibraryReading]]


@dataclass(frozen=True)
class Drafted:
    """A definition that nobody keeps yet; ``assumed`` says what was guessed, and whose words."""

    definition: Definition
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Worded:
    """Other words for lines, by their ids, and the model that has them."""

    texts: Mapping[str, str]
    model: str


@dataclass(frozen=True)
class Rewording:
    """``checking`` opens the checker when it is needed; what held is remembered for a while."""

    checking: Callable[[], Checking] | None = None
    models: Models = field(default_factory=NoModels)
    _known: dict[tuple[Line, ...], _Worded] = field(default_factory=dict, compare=False)

    def reworded(self, drafted: Drafted, by: Person, reading: Reading, asker: str) -> Drafted:
        """Give lines the words that hold; what the sources said stays what is compared with later.

        ``by`` is who reads, ``asker`` the id of who asks. No transaction may be open: a model is
        asked.
        """
        if not is_on(self.models) or self.checking is None:
            return drafted
        lines = self._wanted(drafted.definition, by, reading)
        if not lines:
            return drafted
        came = self._known.get(lines) or self._asked(lines, drafted.definition, asker)
        if isinstance(came, Ours):
            return replace(drafted, assumed=(*drafted.assumed, came.note))
        if self._wanted(drafted.definition, by, reading) != lines:
            return drafted  # somebody may not read a source any more
        self._remember(lines, came)
        return _with(drafted, came)

    def _wanted(self, definition: Definition, by: Person, reading: Reading) -> tuple[Line, ...]:
        """Give the lines that a model may be told: it may see what they stand on."""
        lines = [line for topic in _TOPICS for line in definition.of(topic) if not line.is_own]
        quoted = {source.id for line in lines for source in _quoted(line)}
        with reading(alone(by)) as library:
            hits = library.hits(sorted(quoted))
        seen = {hit.id for hit in hits if self.models.may_see(as_shown(hit))}
        return tuple(e for e in lines if all(s.id in seen for s in _quoted(e)))[:MOST]

    def _asked(self, lines: Sequence[Line], definition: Definition, by: str) -> _Worded | Ours:
        said = numbered(f"{line.topic}: {line.text}" for line in lines)
        inputs = {"role": definition.name, "lines": said}
        about = definition.role or definition.name
        request = Request(Purpose.DRAFTING, load("role_lines"), inputs, by, about=about)
        came = asked(self.models, request, _SHAPE)
        if isinstance(came, Ours):
            return came
        held = dict(self._held(came.values, lines))
        return _Worded(held, came.call.model) if held else NOTHING_HELD

    def _held(self, values: Mapping[str, Any], lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
        assert self.checking is not None  # noqa: S101 - `reworded` asked
        check = self.checking().check
        for each in listed(values, "lines", MOST):
            place, text = number_in(each, "line") - 1, text_in(each, "text").rstrip(".")
            if 0 <= place < len(lines) and self._holds(text, lines[place], check):
                yield lines[place].id, _as_line(text, lines[place])

    def _holds(self, text: str, line: Line, check: Check) -> bool:
        better = _as_line(text, line)
        told = [line.text, *dict.fromkeys(filter(None, map(_text_of, line.sources)))]
        evidence = [Evidence(n, one) for n, one in enumerate(told, start=1)]
        is_new = words(better) != words(line.text)  # other commas are no better words
        return is_new and _keeps_to(better, told) and check(better, evidence).supported

    def _remember(self, lines: tuple[Line, ...], came: _Worded) -> None:
        while len(self._known) >= _KEPT:
            self._known.pop(next(iter(self._known)), None)
        self._known[lines] = came


def _with(drafted: Drafted, came: _Worded) -> Drafted:
    definition = drafted.definition
    lines = (replace(each, text=came.texts.get(each.id, each.text)) for each in definition.lines)
    count = "One line is" if len(came.texts) == 1 else f"{len(came.texts)} lines are"
    note = f"{count} worded by {came.model}, each checked against the sources it stands on."
    return Drafted(replace(definition, lines=tuple(lines)), (*drafted.assumed, note))


def _as_line(text: str, line: Line) -> str:
    """Give words as the line has them: with a capital, and ended as it is."""
    return f"{text[:1].upper()}{text[1:]}{'.' if line.text.endswith('.') else ''}"


def _quoted(line: Line) -> list[Source]:
    return [each for each in line.sources if each.kind is SourceKind.PASSAGE]


def _text_of(source: Source) -> str:
    """Give the text that a source says of the line."""
    match source.kind:
        case SourceKind.PASSAGE:
            return source.quote
        case SourceKind.CHART:
            return source.place
        case SourceKind.CATALOGUE:
            roles = (each.purpose for each in catalogue().roles if each.id == source.id)
            activities = (
                f"{each.name} ({each.doing})"
                for each in catalogue().activities
                if each.id == source.id
            )
            return next(roles, "") or next(activities, "")
        case SourceKind.PERSON:
            return ""


def _keeps_to(text: str, told: Sequence[str]) -> bool:
    """Tell whether a line says no more than its sources do, in their words, and not much longer."""
    longest = max(_SHORTEST, int(len(told[0]) * _LONGER))
    known = telling("\n".join(told)) | _CONNECTING
    return (
        is_plain(text, longest)
        and adds_nothing(text, told)
        and telling(text) <= known
        and is_negated(text) == is_negated(told[0])
    )
