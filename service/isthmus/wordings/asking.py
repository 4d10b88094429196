"""Asks a model for wordings; where it gives none, says so in one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from isthmus.llm.model import (
    Models,
    ModelUnavailableError,
    Purpose,
    Request,
    Structured,
    Unavailable,
)

_WHY: Final = MappingProxyType(
    {
        Unavailable.OVER_BUDGET: "the language model's budget is used up",
        Unavailable.NOT_ALLOWED: "the language model may not see what this stands on",
        Unavailable.MALFORMED: "the language model gave nothing that can be used",
    }
)
_NOT_THERE: Final = "the language model is not available"


@dataclass(frozen=True)
class Ours:
    """There are no words of a model; ``note`` says so to whoever gets ours."""

    note: str


NOTHING_HELD: Final = Ours(f"The wording is ours: {_WHY[Unavailable.MALFORMED]}.")


def is_on(models: Models) -> bool:
    return models.is_on(Purpose.DRAFTING)


def asked(models: Models, request: Request, shape: Mapping[str, Any]) -> Structured | Ours:
    """Let a model fill in a shape; never call it while a transaction is open: it takes seconds."""
    try:
        return models.structured(request, shape)
    except ModelUnavailableError as error:
        return Ours(f"The wording is ours: {_WHY.get(error.why, _NOT_THERE)}.")


def numbered(texts: Iterable[str]) -> str:
    """Give texts a line each, with the numbers by which a model speaks of them, from 1."""
    return "\n".join(f"{n}. {' '.join(text.split())}" for n, text in enumerate(texts, start=1))


def list_of(item: Mapping[str, Any], name: str, most: int) -> dict[str, Any]:
    """Give the shape of an object that holds one list of objects, in which each field is needed."""
    each = {
        "type": "object",
        "properties": dict(item),
        "required": list(item),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {name: {"type": "array", "items": each, "maxItems": most}},
        "required": [name],
        "additionalProperties": False,
    }


def listed(values: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    """Give the objects of a list that a model filled in; what is none is left out."""
    found = values.get(name)
    if not isinstance(found, list | tuple):
        return ()
    return [each for each in found if isinstance(each, Mapping)][:most]


def text_in(item: Mapping[str, Any], name: str) -> str:
    """Give a text that a model filled in as one line, "" where there is none."""
    found = item.get(name)
    return " ".join(found.split()) if isinstance(found, str) else ""


def number_in(item: Mapping[str, Any], name: str) -> int:
    """Give a whole number that a model filled in, 0 where there is none."""
    found = item.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
