"""What somebody wants that the grammar alone does not do: several things, or in freer words.

What a language model makes of a text is shown, with a button for what it would change; nothing of
it is done before somebody presses that. What only looks is done at once, and the reply says what
the words were taken for.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from isthmus.errors import IsthmusError
from isthmus.hearing.parts import Parts
from isthmus.hearing.planning import Do, Planning
from isthmus.llm.model import ModelUnavailableError, Unavailable
from isthmus.messages import Button, Message, Paragraph, Reply
from isthmus.replying.plans import by_a_model
from isthmus.understanding.by_model import ByModel, Understands, Wish
from isthmus.understanding.commands import Ask, Command
from isthmus.understanding.grammar import understand
from isthmus.understanding.grounding import own_words
from isthmus.understanding.plans import is_clear, steps_in
from isthmus.understanding.unsure import is_unsure

_ALONE: Final = "Taken by its words alone: {}."
_WHY: Final = MappingProxyType(
    {
        Unavailable.OVER_BUDGET: "the language model's budget is used up",
        Unavailable.MALFORMED: "the language model gave nothing that can be used",
    }
)
_NOT_THERE: Final = "the language model is not available"


@dataclass(frozen=True)
class Wished:
    """What came of asking a model; ``why_not`` says why it gave nothing."""

    reply: Reply | None = None
    why_not: str = ""

    def beside(self, reply: Reply) -> Reply:
        """Give what is said without a model, and say so where the reply does not yet."""
        if not self.why_not or self.why_not in str(reply.parts):
            return reply
        return replace(reply, parts=(*reply.parts, Paragraph(_ALONE.format(self.why_not))))


@dataclass(frozen=True)
class Wishing:
    parts: Parts
    do: Do

    def says_steps(self, text: str) -> bool:
        """Tell whether a text says itself what is to be done first, and what then."""
        return bool(steps_in(text))

    def in_steps(self, message: Message) -> Reply | None:
        """Show the steps that a text says itself; None where it says none."""
        steps = steps_in(message.text)
        if not steps:
            return None
        whole = understand(message.text)
        instead = self._instead(whole, message)
        return self._planning.shown(steps, message, self.do, instead)

    def may_be_asked(self, text: str, meant: tuple[Command, ...]) -> bool:
        """Tell whether a model would be asked about a text; asks none."""
        return self._model.is_there and is_unsure(text, meant)

    def wished(self, message: Message, meant: tuple[Command, ...]) -> Wished:
        """Have a model say what somebody wants where the grammar, for ``meant``, is unsure."""
        if not self.may_be_asked(message.text, meant):
            return Wished()
        return self._asked(message, meant)

    def instead_of(self, message: Message, meant: tuple[Command, ...]) -> Reply | None:
        """Have a model say it where the grammar read a name that nothing here has."""
        names = getattr(meant[0], "named", "") and own_words(message.text)
        return self._asked(message, ()).reply if names and self._model.is_there else None

    def _asked(self, message: Message, meant: tuple[Command, ...]) -> Wished:
        about = tuple(kind.value for kind in self.parts.talks.about(message.place))
        try:
            steps = self._model.steps(Wish(message.text, message.by.id, about))
        except ModelUnavailableError as error:
            off = error.why is Unavailable.OFF
            return Wished(why_not="" if off else _WHY.get(error.why, _NOT_THERE))
        if not steps:
            return Wished()
        try:
            instead = self._instead(meant, message)
            return Wished(by_a_model(self._planning.shown(steps, message, self.do, instead)))
        except IsthmusError:
            return Wished()  # it is for nothing that is here

    def _instead(self, meant: tuple[Command, ...], message: Message) -> Button | None:
        """Offer what the words alone would have been taken for."""
        if len(meant) != 1 or not is_clear(meant[0]):
            return None
        if isinstance(meant[0], Ask):
            return Button("Ask the documents", meant[0])
        try:
            one = self._planning.one(message.text, meant[0], message)
        except IsthmusError:
            return None
        return Button("Take it as one sentence", one)

    @cached_property
    def _planning(self) -> Planning:
        return Planning(self.parts)

    @property
    def _model(self) -> Understands:
        return ByModel(self.parts.models)
