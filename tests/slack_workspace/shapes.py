"""A small language for what JSON has to look like; a check gives what is wrong, and where."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

Problems = Iterator[str]
Check = Callable[[Any, str], Problems]


def problem(said: str, at: str) -> str:
    return f"{said} [json-pointer:{at}]"


def size(text: str) -> int:
    """Count as the stricter of Slack's sides does: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def string(most: int | None = None, least: int = 1, pattern: str = "") -> Check:
    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if not isinstance(value, str):
            yield problem("must be a string", at)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", at)
        elif most is not None and size(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)
        elif pattern and not re.fullmatch(pattern, value):
            yield problem("failed to match format", at)

    return check


def number(least: int | None = None, most: int | None = None) -> Check:
    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield problem("must be a number", at)
        elif least is not None and value < least:
            yield problem(f"must be at least {least}", at)
        elif most is not None and value > most:
            yield problem(f"must be at most {most}", at)

    return check


def boolean(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
    if not isinstance(value, bool):
        yield problem("must be a boolean", at)


def one_of(*values: str) -> Check:
    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if value not in values:
            yield problem(f"must be one of {', '.join(values)}", at)

    return check


def listed(each: Check, most: int | None = None, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if not isinstance(value, list):
            yield problem("must be an array", at)
            return
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", at)
        if most is not None and len(value) > most:
            yield problem(f"no more than {most} items allowed", at)
        for n, item in enumerate(value):
            yield from each(item, f"{at}/{n}")

    return check


def shape(
    needed: Mapping[str, Check], allowed: Mapping[str, Check], *rules: Check, naming: str = "type"
) -> Check:
    """Check an object's fields; ``rules`` look at it as a whole, ``naming`` tells its kind."""

    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        yield from (
            problem(f"missing required field: {name}", at) for name in needed.keys() - value.keys()
        )
        for name, given in value.items():
            each = needed.get(name) or allowed.get(name)
            if each:
                yield from each(given, f"{at}/{name}")
            elif name != naming:
                yield problem(f"invalid additional property: {name}", at)
        for rule in rules:
            yield from rule(value, at)

    return check


def typed(kinds: Mapping[str, Check], among: Collection[str] | None = None) -> Check:
    """Check by an object's `type`; ``among`` tells which of the known ones are allowed here."""

    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if not isinstance(value, dict):
            yield problem("must be an object", at)
            return
        kind = str(value.get("type"))
        if kind not in kinds:
            yield problem(f"unsupported type: {kind}", f"{at}/type")
        elif among is not None and kind not in among:
            yield problem(f"type not allowed here: {kind}", f"{at}/type")
        else:
            yield from kinds[kind](value, at)

    return check


def either(*names: str) -> Check:
    """Want one or more of some fields."""

    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if not any(value.get(name) for name in names):
            yield problem(f"one of {', '.join(names)} is required", at)

    return check


def not_both(one: str, other: str) -> Check:
    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        if value.get(one) is not None and value.get(other) is not None:
            yield problem(f"only one of {one}, {other} is allowed", at)

    return check


def among_options(*names: str) -> Check:
    """Want what is chosen at first to be one of the options, to the letter."""

    def check(value: Any, at: str) -> Problems:  # noqa: ANN401 - JSON
        options = list(value.get("options") or [])
        for group in value.get("option_groups") or []:
            options += group.get("options") or []
        for name in names:
            given = value.get(name)
            chosen = [given] if isinstance(given, dict) else list(given or [])
            if any(one not in options for one in chosen):
                yield problem(f"{name} must be one of the options", f"{at}/{name}")

    return check


def unique(name: str, within: Sequence[Any], at: str) -> Problems:
    """Find ids that are there twice."""
    known: set[str] = set()
    for n, item in enumerate(within):
        given = item.get(name) if isinstance(item, dict) else None
        if given is not None and given in known:
            yield problem(f'"{name}" already exists: {given}', f"{at}/{n}/{name}")
        known.add(str(given))
