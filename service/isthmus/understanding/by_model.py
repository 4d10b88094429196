"""Has a language model say in our own sentences what somebody wants; nothing else of it is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from isthmus.llm.model import Models, ModelUnavailableError, Purpose, Request, Unavailable
from isthmus.understanding.commands import PlanStep
from isthmus.understanding.grounding import LONGEST, PROMPT, Own, own_words
from isthmus.understanding.plans import MOST, steps_of
from isthmus_prompts import load

_NOTHING_YET: Final = "nothing yet"
_SHAPE: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {"type": "string", "maxLength": LONGEST},
            "maxItems": MOST,
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
_MOST_TOKENS: Final = 250


@dataclass(frozen=True)
class Wish:
    """A text nobody is sure of; ``about`` are the kinds of things that are spoken of there."""

    text: str
    by: str
    about: tuple[str, ...] = ()


class Understands(Protocol):
    """Reads a text that the grammar is unsure of."""

    @property
    def is_there(self) -> bool: ...

    def steps(self, wish: Wish) -> tuple[PlanStep, ...]:
        """Give what somebody wants as steps of our grammar, none where it is nothing of ours.

        Raises ModelUnavailableError.
        """
        ...


@dataclass(frozen=True)
class ByModel:
    models: Models

    @property
    def is_there(self) -> bool:
        return self.models.is_on(Purpose.UNDERSTANDING)

    def steps(self, wish: Wish) -> tuple[PlanStep, ...]:
        own = own_words(wish.text)
        sentences = _sentences(self.models.structured(_request(wish, own), _SHAPE).values)
        return steps_of(sentences) if sentences and Own(own).may_say(sentences) else ()


def _request(wish: Wish, own: str) -> Request:
    inputs = {"words": own, "about": ", ".join(wish.about) or _NOTHING_YET}
    prompt = load(PROMPT)
    return Request(Purpose.UNDERSTANDING, prompt, inputs, wish.by, most_tokens=_MOST_TOKENS)


def _sentences(values: object) -> Sequence[str]:
    """Give the sentences of what a model filled in; whatever else it is raises as malformed."""
    found = values.get("sentences") if isinstance(values, Mapping) else None
    if not isinstance(found, list | tuple) or len(found) > MOST:
        raise ModelUnavailableError(Unavailable.MALFORMED, "no list of sentences")
    if not all(isinstance(each, str) for each in found):
        raise ModelUnavailableError(Unavailable.MALFORMED, "a sentence is no text")
    return [" ".join(each.split()) for each in found if each.strip()]
