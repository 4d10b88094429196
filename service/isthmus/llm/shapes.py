"""Whether values fit a JSON schema: the few words of it that our shapes are written with."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

Shape = Mapping[str, Any]
_FENCE: Final = re.compile(r"```(?:json)?\s*(?P<inside>.*?)```", re.DOTALL)


def read(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON that may stand in a fence or among words; raises ValueError where there is none."""
    fenced = _FENCE.search(text)
    inside = fenced["inside"] if fenced else text
    start, end = inside.find("{"), inside.rfind("}")
    try:
        found = inside[start : end + 1] if 0 <= start < end else inside
        return json.loads(found, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _no_number(said: str) -> float:
    raise ValueError(f"{said} is no number")


def faults(value: object, shape: Shape, at: str = "it") -> Iterator[str]:
    """Say what does not fit; raises KeyError for a word of the schema that is not known here."""
    if "anyOf" in shape:
        if all(any(faults(value, each, at)) for each in shape["anyOf"]):
            yield f"{at} fits none of its shapes"
        return
    kind = shape.get("type")
    if kind is not None and not _is(value, kind):
        yield f"{at} is no {kind}"
        return
    for word, limit in shape.items():
        if word not in _SAYS_NOTHING:
            yield from _RULES[word](value, limit, shape, at)


def _is(value: object, kind: str | Sequence[str]) -> bool:
    if not isinstance(kind, str):
        return any(_is(value, each) for each in kind)
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _KINDS[kind])


def _properties(value: object, limit: Shape, _: Shape, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, shape in limit.items():
            if name in value:
                yield from faults(value[name], shape, f"{at}.{name}")


def _required(value: object, limit: Sequence[str], _: Shape, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (f"{at} lacks {name}" for name in limit if name not in value)


def _additional(value: object, limit: object, shape: Shape, at: str) -> Iterator[str]:
    if limit is False and isinstance(value, Mapping):
        known = shape.get("properties", {})
        yield from (f"{at} has more than it should" for name in value if name not in known)


def _items(value: object, limit: Shape, _: Shape, at: str) -> Iterator[str]:
    if isinstance(value, list):
        for n, each in enumerate(value):
            yield from faults(each, limit, f"{at}[{n}]")


def _enum(value: object, limit: Sequence[object], _: Shape, at: str) -> Iterator[str]:
    if value not in limit:
        yield f"{at} is none of what it may be"


def _const(value: object, limit: object, _: Shape, at: str) -> Iterator[str]:
    if value != limit:
        yield f"{at} is not what it has to be"


def _within(
    kind: str, measure: Callable[[Any], float], fits: Callable[[float, float], bool]
) -> Callable[[object, float, Shape, str], Iterator[str]]:
    def rule(value: object, limit: float, _: Shape, at: str) -> Iterator[str]:
        if _is(value, kind) and not fits(measure(value), limit):
            yield f"{at} is too long, too short, too large or too small"

    return rule


def _pattern(value: object, limit: str, _: Shape, at: str) -> Iterator[str]:
    if isinstance(value, str) and not re.search(limit, value):
        yield f"{at} is not written as it should be"


def _at_least(found: float, limit: float) -> bool:
    return found >= limit


def _at_most(found: float, limit: float) -> bool:
    return found <= limit


_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_SAYS_NOTHING: Final = frozenset({"type", "title", "description", "default", "examples"})
_RULES: Final[Mapping[str, Callable[[object, Any, Shape, str], Iterator[str]]]] = {
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minItems": _within("array", len, _at_least),
    "maxItems": _within("array", len, _at_most),
    "minLength": _within("string", len, _at_least),
    "maxLength": _within("string", len, _at_most),
    "minimum": _within("number", float, _at_least),
    "maximum": _within("number", float, _at_most),
}
