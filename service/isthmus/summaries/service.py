"""Use case: sum up a text, in a model's words where they hold, in its own where not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from isthmus.actions.dates import Asked
from isthmus.actions.extracting import find_actions
from isthmus.answers.checking import Checking, Evidence
from isthmus.errors import InvalidError
from isthmus.llm.model import Models, NoModels, Purpose, Request
from isthmus.people import Person
from isthmus.summaries.hearing import decisions_in, key_sentences, messages_of
from isthmus.summaries.model import Heard, Quoted, Said, Summary
from isthmus.wordings.asking import NOTHING_HELD, Ours, asked, is_on, list_of, listed, text_in
from isthmus.wordings.holding import adds_nothing, is_negated, is_plain
from isthmus_knowledge.analysis import STOP_WORDS, stem, stems, words
from isthmus_prompts import load

LONGEST: Final = 100_000  # characters of a text
LONGEST_TOLD: Final = 12_000  # of what a model is told of it
MOST: Final = 6
FEWEST: Final = 2
_TOKENS: Final = 500
_LONGEST_SENTENCE: Final = 300
_MOST_CITED: Final = 3
_NUMBERS: Final = {"type": "array", "items": {"type": "integer"}, "maxItems": _MOST_CITED}
_SHAPE: Final = list_of({"text": {"type": "string"}, "messages": _NUMBERS}, "sentences", MOST)


@dataclass(frozen=True)
class Summaries:
    """``checking`` opens the checker when it is needed: it takes the embedding model."""

    checking: Callable[[], Checking]
    models: Models = field(default_factory=NoModels)

    def of(self, text: str, read: Asked, by: Person, about: str = "") -> Summary:
        """Sum up a text; ``read`` says how days in it are read. Nothing of it is kept."""
        if len(text) > LONGEST:
            raise InvalidError(
                f"The text has {len(text):,} characters; at most {LONGEST:,} are summed up. Give "
                "the part that matters."
            )
        messages = messages_of(text)
        actions = tuple(find_actions(text, read))
        decisions = decisions_in(messages)
        key = key_sentences(messages, decisions, actions)
        ours = Summary((), key, decisions, actions)
        if not messages or not is_on(self.models):
            return ours
        return self._worded(ours, messages, by, about)

    def _worded(self, ours: Summary, messages: Sequence[Heard], by: Person, about: str) -> Summary:
        told = list(_told(messages))
        inputs = {"messages": "\n".join(f"[{each.n}] {_line(each)}" for each in told)}
        prompt = load("thread_summary")
        request = Request(Purpose.DRAFTING, prompt, inputs, by.id, about=about, most_tokens=_TOKENS)
        came = asked(self.models, request, _SHAPE)
        if isinstance(came, Ours):
            return _noted(ours, came)
        said = tuple(self._held(came.values, told))
        if len(said) < min(FEWEST, len(told)):
            return _noted(ours, NOTHING_HELD)
        return Summary(said, (), ours.decisions, ours.actions, writer=came.call.model)

    def _held(self, values: Mapping[str, Any], told: Sequence[Heard]) -> Iterator[Said]:
        """Give the sentences that the messages they cite support, each once."""
        check, seen = self.checking().check, set[str]()
        by_number = {each.n: each for each in told}
        for each in listed(values, "sentences", MOST):
            text, cited = text_in(each, "text"), _cited(each, by_number)
            lines = [_line(one) for one in cited]
            plain = is_plain(text, _LONGEST_SENTENCE) and text not in seen
            if not (plain and cited and _keeps_to(text, lines)):
                continue
            checked = check(text, [Evidence(one.n, _line(one)) for one in cited])
            quotes = tuple(_quoted(by_number[b.n], b.quote) for b in checked.backing)
            if checked.supported and quotes:
                seen.add(text)
                yield Said(text, quotes)


def _keeps_to(text: str, lines: Sequence[str]) -> bool:
    """Tell whether a sentence has no number, id, name or negation that the messages do not have.

    How it begins may be a name as well, so that word has to be one of theirs or a common one.
    """
    first = words(text)[0] if words(text) else ""
    begins = first in STOP_WORDS or stem(first) in {s for line in lines for s in stems(line)}
    negated = is_negated(text) and not any(map(is_negated, lines))
    return begins and not negated and adds_nothing(text, lines)


def _told(messages: Sequence[Heard]) -> Iterator[Heard]:
    """Give as many messages as a model is told: the last ones, where a thread came to its end."""
    left = LONGEST_TOLD
    kept: list[Heard] = []
    for each in reversed(messages):
        left -= len(each.text)
        if left < 0 and kept:
            break
        kept.append(Heard(each.n, each.by, each.text[:LONGEST_TOLD]))
    yield from reversed(kept)


def _line(message: Heard) -> str:
    return f"{message.by}: {message.text}" if message.by else message.text


def _cited(item: Mapping[str, Any], known: Mapping[int, Heard]) -> list[Heard]:
    found = item.get("messages")
    numbers = found if isinstance(found, list | tuple) else ()
    wanted = (each for each in numbers if isinstance(each, int) and not isinstance(each, bool))
    return [known[each] for each in dict.fromkeys(wanted) if each in known][:_MOST_CITED]


def _quoted(message: Heard, quote: str) -> Quoted:
    """Give a quote of a message without the name that stands before it."""
    return Quoted(message.n, message.by, quote.removeprefix(f"{message.by}: "))


def _noted(ours: Summary, why: Ours) -> Summary:
    return Summary((), ours.key, ours.decisions, ours.actions, note=why.note)
