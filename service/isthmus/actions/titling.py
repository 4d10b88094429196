"""Titles that a language model proposes where ours are long or clumsy.

A title is shown only if it says nothing but its own sentence: the same words in the same order, the
verb taken to the front. Owner and due day are never a model's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from isthmus.actions.extracting.verbs import base_of_participle, gerund_base, is_verb
from isthmus.actions.hints import hint
from isthmus.llm.model import Models, NoModels, Purpose, Request, Shown
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
from isthmus.wordings.holding import adds_nothing, is_negated, is_plain
from isthmus_knowledge.analysis import STOP_WORDS, stem, words
from isthmus_prompts import load

LONG: Final = 80  # characters, from which a title is worth another wording
LONGEST: Final = 100
MOST: Final = 12  # sentences in one call
MOST_SKIPPED: Final = 4  # telling words of the sentence between two that a title has
_LONGEST_SENTENCE: Final = 600
_TOKENS: Final = 50  # for a title
_PROMPT: Final = "action_titles"
_SHAPE: Final = list_of(
    {
        "sentence": {"type": "integer"},
        "title": {"type": "string"},
    },
    "titles",
    MOST,
)


@dataclass(frozen=True)
class Said:
    """A title of ours and the sentence it was made from; ``late`` are the words of its day.

    ``shown`` is the passage that the sentence stands in, where it is a document's. ``is_clumsy``
    asks for another wording whatever the title is like.
    """

    title: str
    sentence: str
    late: str = ""
    shown: Shown | None = None
    is_clumsy: bool = False

    @property
    def wants_words(self) -> bool:
        return self.is_clumsy or len(self.title) > LONG or bool(hint(self.title))


@dataclass(frozen=True)
class Titled:
    """A title for each sentence; ``note`` says why they are ours, where a model was asked.

    ``writer`` is the model that worded at least one of them.
    """

    titles: tuple[str, ...]
    note: str = ""
    was_asked: bool = False
    writer: str = ""


OURS: Final = Titled(())


@dataclass(frozen=True)
class Titling:
    models: Models = field(default_factory=NoModels)

    def titled(self, said: Sequence[Said], by: str, about: str = "") -> Titled:
        """Give each its title: that of a model where it holds, else ours."""
        ours = Titled(tuple(each.title for each in said))
        wanted = [n for n, each in enumerate(said) if self._may_be_asked(each)][:MOST]
        if not wanted or not is_on(self.models):
            return ours
        chosen = [said[n] for n in wanted]
        came = asked(self.models, _request(chosen, by, about), _SHAPE)
        if isinstance(came, Ours):
            return Titled(ours.titles, came.note, was_asked=True)
        better = {wanted[n]: title for n, title in _held(chosen, came.values)}
        titles = (better.get(n, title) for n, title in enumerate(ours.titles))
        if not better:
            return Titled(ours.titles, NOTHING_HELD.note, was_asked=True)
        return Titled(tuple(titles), was_asked=True, writer=came.call.model)

    def _may_be_asked(self, said: Said) -> bool:
        seen = said.shown is None or self.models.may_see(said.shown)
        return seen and said.wants_words and bool(said.sentence.strip())


def _request(said: Sequence[Said], by: str, about: str) -> Request:
    sentences = numbered(each.sentence[:_LONGEST_SENTENCE] for each in said)
    return Request(
        Purpose.DRAFTING,
        load(_PROMPT),
        {"sentences": sentences},
        by,
        about=about,
        most_tokens=_TOKENS * len(said),
    )


def _held(said: Sequence[Said], values: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Give the titles that hold, by the place of their sentence."""
    seen: set[int] = set()
    for each in listed(values, "titles", MOST):
        place = number_in(each, "sentence") - 1
        title = text_in(each, "title").rstrip(".!")
        if 0 <= place < len(said) and place not in seen and holds(title, said[place]):
            seen.add(place)
            yield place, f"{title[:1].upper()}{title[1:]}"


def holds(title: str, said: Said) -> bool:
    """Tell whether a title is a good one, and says what its sentence says and no more."""
    late = said.late.casefold()
    return (
        is_plain(title, LONGEST)
        and not hint(title)
        and is_verb(words(title)[0])
        and adds_nothing(title, (said.sentence,))
        and is_negated(title) == is_negated(said.sentence)
        and not (late and late in title.casefold())
        and _is_made_of(title, said.sentence)
    )


def _is_made_of(title: str, sentence: str) -> bool:
    """Tell whether a title is a sentence with words left out, its verb put first."""
    verb, *rest = _telling(title) or [""]
    told = _telling(sentence)
    if verb not in _with_verbs(sentence):
        return False
    at = -1
    for place, each in enumerate(rest):
        near = told[at + 1 :] if place == 0 else told[at + 1 : at + 2 + MOST_SKIPPED]
        if each not in near:
            return False
        at += 1 + near.index(each)
    return bool(rest)


def _telling(text: str) -> list[str]:
    said = words(text)
    first, rest = said[:1], said[1:]
    return [*map(stem, first), *(stem(each) for each in rest if each not in STOP_WORDS)]


def _with_verbs(sentence: str) -> set[str]:
    """Give the stems of a sentence, also of verbs that it has in another form: "sent", "send"."""
    said = words(sentence)
    bases = (base for each in said for base in (base_of_participle(each), gerund_base(each)))
    return {stem(each) for each in (*said, *bases) if each}
