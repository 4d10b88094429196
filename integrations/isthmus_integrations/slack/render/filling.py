"""What somebody entered into a form, read back as it was."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from isthmus.understanding.commands import Fill, OpenForm
from isthmus_integrations.slack.render.limits import ENTERED, weight
from isthmus_integrations.slack.render.splitting import fitting

State = Mapping[str, Mapping[str, Mapping[str, Any]]]

_MARK: Final = "="  # before a value that is empty, or begins with a mark


class Joined(StrEnum):
    """What stood between a part of a long text and the part before it; an input's action_id."""

    FIRST = "isthmus:value"
    LINE = "isthmus:line"
    SPACE = "isthmus:space"
    WORD = "isthmus:word"

    @property
    def between(self) -> str:
        return {Joined.LINE: "\n", Joined.SPACE: " "}.get(self, "")


def filled(form: OpenForm, state: State) -> Fill:
    """Read what was entered out of a view's ``state.values``; "" is where nothing was."""
    values: dict[str, str] = {}
    for block in sorted(state, key=_part):
        _, _, name = block.partition(":")
        for action_id, entered in state[block].items():
            if action_id in set(Joined):
                before = values[name] + Joined(action_id).between if name in values else ""
                values[name] = before + _entered(entered)
    return Fill(form, tuple(values.items()))


def _part(block: str) -> int:
    number = block.partition(":")[0]
    return int(number) if number.isdecimal() else 0


def block_id(name: str, part: int = 0) -> str:
    return f"{part}:{name}"


def _entered(said: Mapping[str, Any]) -> str:
    match said:
        case {"selected_option": {"value": str(value)}}:
            return value_of(value)
        case {"selected_options": [*options]}:
            return "\n".join(value_of(each["value"]) for each in options)
        case {"selected_date": str(value)} | {"value": str(value)}:
            return value
    return ""


# ---- values of choices: Slack takes none that is empty


def option_value(value: str) -> str:
    return f"{_MARK}{value}" if not value or value.startswith(_MARK) else value


def value_of(option: str) -> str:
    return option.removeprefix(_MARK)


# ---- long texts


def in_parts(text: str) -> Iterator[tuple[Joined, str]]:
    """Divide a text into as many parts as it needs; together they are exactly the text."""
    joined, rest = Joined.FIRST, text
    while weight(rest) > ENTERED:
        end, after = _cut(rest)
        yield joined, rest[:end]
        joined, rest = after, rest[end + len(after.between) :]
    yield joined, rest


def _cut(text: str) -> tuple[int, Joined]:
    fits = fitting(text, ENTERED)
    for sign, joined in (("\n", Joined.LINE), (" ", Joined.SPACE)):
        end = text.rfind(sign, fits // 2, fits)
        if end > 0:
            return end, joined
    return fits, Joined.WORD
