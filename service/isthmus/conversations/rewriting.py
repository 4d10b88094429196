"""Has a language model complete a question that leans on those before it, where rules are unsure.

What it says is taken only where every telling word of it is the person's own, from this question or
an earlier one, and nothing they said is missing: somebody else who is shown the question learns
nothing from it, and it asks nothing that was not asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from isthmus.answers.denials import denials
from isthmus.conversations.following import Understood, leans
from isthmus.conversations.model import Kind
from isthmus.llm.model import Models, ModelUnavailableError, Purpose, Request
from isthmus.people import Person
from isthmus.wordings.inert import is_inert
from isthmus_knowledge.analysis import telling_stems, terms
from isthmus_prompts import load

LONGEST: Final = 400  # characters
TOLD: Final = 5  # earlier questions that the model is told
_SHAPE: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {"question": {"type": "string", "maxLength": LONGEST}},
    "required": ["question"],
    "additionalProperties": False,
}
_MOST_TOKENS: Final = 150


@dataclass(frozen=True)
class Rewriter:
    models: Models

    def understood(self, understood: Understood, earlier: Sequence[str], by: Person) -> Understood:
        """Give a question completed, or as it is where it stands alone or nothing better is known.

        ``earlier`` holds the questions before it, oldest first.
        """
        text = understood.question
        unsure = understood.kind is Kind.ASK and not understood.rewritten and leans(text)
        if not (earlier and unsure and self.models.is_on(Purpose.UNDERSTANDING)):
            return understood
        told = earlier[-TOLD:]
        said = self._said(text, told, by)
        if said is None or not is_own(said, text, told):
            return understood
        return Understood(Kind.ASK, said, rewritten=True)

    def _said(self, text: str, earlier: Sequence[str], by: Person) -> str | None:
        request = Request(
            purpose=Purpose.UNDERSTANDING,
            prompt=load("rewriting"),
            inputs={"earlier": "\n".join(f"- {each}" for each in earlier), "question": text},
            by=by.id,
            most_tokens=_MOST_TOKENS,
        )
        try:
            values = self.models.structured(request, _SHAPE).values
        except ModelUnavailableError:
            return None
        return " ".join(str(values.get("question", "")).split())


def is_own(said: str, text: str, earlier: Sequence[str]) -> bool:
    """Tell whether a completed question has all of ``text`` and words of the person alone."""
    own = " ".join((*earlier, text))
    return (
        0 < len(said) <= LONGEST
        and is_inert(said, own)
        and set(terms(said)) <= set(terms(own))
        and set(telling_stems(text)) < set(telling_stems(said))
        and denials(said) == denials(text)
    )
