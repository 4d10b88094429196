"""Has a language model take a long question apart, where the rules found one question in it.

Each part is searched for by itself. Its words have to be the question's own: a model decides which
of them belong together, not what is asked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from isthmus.answers.comparing import comparison, crosswalk_topic
from isthmus.answers.questions import tells, understand
from isthmus.llm.model import Models, ModelUnavailableError, Purpose, Request
from isthmus.people import Person
from isthmus_knowledge.analysis import terms, words
from isthmus_prompts import load

MOST: Final = 4
LONGEST: Final = 300  # characters
_FEWEST_WORDS: Final = 12  # of a question that may hold several
_SEVERAL: Final = re.compile(r"\b(?:and|or|both|each|versus|than|as well as)\b|[;,]", re.IGNORECASE)
_FEWEST_TERMS: Final = 2
_COVERED: Final = 0.8  # of the telling terms of the question
_SHAPE: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "questions": {
            "type": "array",
            "items": {"type": "string", "maxLength": LONGEST},
            "maxItems": MOST,
        }
    },
    "required": ["questions"],
    "additionalProperties": False,
}
_MOST_TOKENS: Final = 250


@dataclass(frozen=True)
class Splitter:
    models: Models

    def parts(self, question: str, by: Person) -> tuple[str, ...]:
        """Give the questions in a question; none where the rules see to it, or it is one."""
        if not (self.models.is_on(Purpose.UNDERSTANDING) and is_unsure(question)):
            return ()
        request = Request(
            purpose=Purpose.UNDERSTANDING,
            prompt=load("splitting"),
            inputs={"question": question},
            by=by.id,
            most_tokens=_MOST_TOKENS,
        )
        try:
            said = self.models.structured(request, _SHAPE).values.get("questions", ())
        except ModelUnavailableError:
            return ()
        return own_parts([str(each) for each in said], question)


def is_unsure(question: str) -> bool:
    """Tell whether a question may hold several though the rules found one and no comparison."""
    if len(words(question)) < _FEWEST_WORDS or not _SEVERAL.search(question):
        return False
    if comparison(question) or crosswalk_topic(question):
        return False
    return len(understand(question).parts) == 1


def own_parts(said: Sequence[str], question: str) -> tuple[str, ...]:
    """Give the parts where they are made of the question's words and tell nearly all of it."""
    asked = set(terms(question))
    parts = tuple(dict.fromkeys(" ".join(each.split()) for each in _usable(said, asked)))
    telling = set(filter(tells, asked))
    told = set(filter(tells, terms(" ".join(parts))))
    whole = len(telling & told) >= _COVERED * len(telling)
    return parts if 1 < len(parts) <= MOST and len(parts) == len(said) and whole else ()


def _usable(said: Sequence[str], asked: set[str]) -> Iterator[str]:
    for each in said:
        own = set(terms(each))
        if own <= asked and len(own) >= _FEWEST_TERMS and len(each) <= LONGEST:
            yield each
