"""A form as a window that Slack opens."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from isthmus.errors import InvalidError
from isthmus.messages import Entry, Field, Form, Option
from isthmus_integrations.slack.render import limits
from isthmus_integrations.slack.render.characters import NOTHING, one_line, seen, shortened
from isthmus_integrations.slack.render.filling import Joined, block_id, in_parts, option_value
from isthmus_integrations.slack.render.pieces import Room
from isthmus_integrations.slack.render.rich import Block, header, plain, rich, section, words
from isthmus_integrations.slack.render.splitting import split

_LONGEST_TEXT: Final = 2_000
_WRONG: Final = "\u26a0"  # a warning sign
_SEVERAL: Final = {Entry.CHOICES, Entry.PEOPLE}
_CHOSEN: Final = {Entry.CHOICE, Entry.PERSON, *_SEVERAL}
_LONG: Final = {Entry.TEXT, *_SEVERAL}
_HINTS: Final[Mapping[Entry, str]] = {
    Entry.DAY: "A day such as 2026-03-29.",
    Entry.CHOICE: "Type it as it is written.",
    Entry.PERSON: "Type the name of somebody, or their id.",
    Entry.CHOICES: "Type each on its own line.",
    Entry.PEOPLE: "Type names or ids of people, each on its own line.",
}


def modal(form: Form, private_metadata: str, callback_id: str = "form") -> Block:
    """Make a window of a form; raises InvalidError where its metadata is too long."""
    if limits.weight(private_metadata) > limits.METADATA:
        raise InvalidError("This form holds too much to open here. Open it in the console.")
    return {
        "type": "modal",
        "callback_id": shortened(callback_id, limits.CALLBACK),
        "private_metadata": private_metadata,
        "title": plain(shortened(one_line(form.title), limits.TITLE)),
        "submit": plain(shortened(one_line(form.submit), limits.TITLE)),
        "close": plain("Cancel"),
        "blocks": _blocks(form),
    }


def problems(form: Form) -> dict[str, str]:
    """Give what is wrong with what was entered, by the block that it is shown at."""
    return {
        block_id(each.name): shortened(one_line(each.problem), limits.HINT)
        for each in form.fields
        if each.problem
    }


def _blocks(form: Form) -> list[Block]:
    view = Room()
    view.put(list(_opening(form)))
    left_out = [
        one_line(field.label) for field in form.fields if not any(map(view.put, _ways(field)))
    ]
    if left_out:
        told = f"Not shown for want of room, and left as they are: {', '.join(left_out)}."
        view.blocks.append(_words(shortened(told, _LONGEST_TEXT)))
    return view.blocks or [_words("There is nothing to fill in.")]


def _ways(field: Field) -> Iterator[list[Block]]:
    """Give what a field may look like: picked from a list, else typed."""
    if picked := _picked(field):
        yield [*_problem(field), _input(field, picked)]
    yield [*_problem(field), *_typed(field)]


def _opening(form: Form) -> Iterator[Block]:
    """Say the title again where it is too long for its place, and what the form is about."""
    title = one_line(form.title)
    if limits.weight(title) > limits.TITLE:
        yield header(shortened(title, limits.HEADER))
    yield from map(_words, split(seen(form.text), _LONGEST_TEXT))


def _words(text: str) -> Block:
    return rich(section([words(text)]))


def _problem(field: Field) -> Iterator[Block]:
    """Tell what is wrong above the field: an opened window has no other place for it."""
    if field.problem:
        told = shortened(one_line(field.problem), _LONGEST_TEXT)
        label = shortened(one_line(field.label), limits.HEADER)
        yield rich(section([words(f"{_WRONG} {label}: ", bold=True), words(told)]))


# ---- fields


def _typed(field: Field) -> Iterator[Block]:
    parts = list(in_parts(field.value))
    for place, (joined, text) in enumerate(parts):
        of = f" ({place + 1} of {len(parts)})" if len(parts) > 1 else ""
        yield _input(field, _entry(field, joined, text), place, of)


def _input(field: Field, element: Block, place: int = 0, of: str = "") -> Block:
    label = shortened(one_line(field.label) or one_line(field.name), limits.HEADER)
    typed = element["type"] == "plain_text_input"
    hint = seen(field.hint) or (_HINTS.get(field.entry, "") if typed else "")
    block: Block = {
        "type": "input",
        "block_id": block_id(field.name, place),
        "label": plain(f"{label}{of}"),
        "optional": place > 0 or not field.needed,
        "element": element,
    }
    if not hint or place:
        return block
    return {**block, "hint": plain(shortened(hint, limits.HINT))}


def _entry(field: Field, joined: Joined, text: str) -> Block:
    most = min(max(field.longest, limits.weight(text)), limits.ENTERED)
    element: Block = {
        "type": "plain_text_input",
        "action_id": joined.value,
        "multiline": field.entry in _LONG or "\n" in text,
    }
    said = {"initial_value": text} if text else {}
    bound = {"max_length": most} if field.longest else {}
    return {**element, **said, **bound}


def _picked(field: Field) -> Block | None:
    """Give what is picked instead of typed; None where that would change what is entered."""
    if field.entry is Entry.DAY:
        return _day(field.value)
    if field.entry in _CHOSEN:
        return _choice(field)
    return None


def _day(value: str) -> Block | None:
    element: Block = {"type": "datepicker", "action_id": Joined.FIRST.value}
    if not value:
        return element
    try:
        is_day = date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    return {**element, "initial_date": value} if is_day else None


def _choice(field: Field) -> Block | None:
    chosen = _chosen(field)
    options = _options(field.options, chosen)
    if not field.options or len(options) > limits.OPTIONS_SHOWN or _unfit(options):
        return None
    first = [each for value in chosen for each in options if each["value"] == option_value(value)]
    element: dict[str, Any] = {"action_id": Joined.FIRST.value, **_listed(options)}
    if field.entry in _SEVERAL:
        initial = {"initial_options": first} if first else {}
        return {"type": "multi_static_select", **element, **initial}
    initial_one = {"initial_option": first[0]} if first else {}
    return {"type": "static_select", **element, **initial_one}


def _chosen(field: Field) -> Sequence[str]:
    """Give what is chosen already; an empty choice counts only where it is offered."""
    if field.entry in _SEVERAL:
        return list(dict.fromkeys(filter(None, field.value.split("\n"))))
    offered = any(not each.value for each in field.options)
    return [field.value] if field.value or offered else []


def _options(offered: Sequence[Option], chosen: Sequence[str]) -> list[Block]:
    """Give each value once, also what is chosen and not offered any more."""
    labels = {each.value: each.label for each in reversed(offered)}
    known = {each.value: labels[each.value] for each in offered}
    return [_option(value, label) for value, label in (known | _missing(known, chosen)).items()]


def _missing(known: Mapping[str, str], chosen: Sequence[str]) -> dict[str, str]:
    return {value: value for value in chosen if value not in known}


def _option(value: str, label: str) -> Block:
    """Go on with a long label in the line below it."""
    text = one_line(label) or one_line(value) or NOTHING
    head, *rest = [*split(text, limits.LABEL)]
    option: Block = {"text": plain(head), "value": option_value(value)}
    below = shortened(" ".join(rest), limits.LABEL)
    return {**option, "description": plain(below)} if below else option


def _unfit(options: Sequence[Block]) -> bool:
    return any(limits.weight(each["value"]) > limits.OPTION_VALUE for each in options)


def _listed(options: Sequence[Block]) -> Block:
    """Put more choices than a list takes into groups."""
    if len(options) <= limits.OPTIONS:
        return {"options": list(options)}
    starts = range(0, len(options), limits.OPTIONS)
    groups = [options[start : start + limits.OPTIONS] for start in starts]
    return {"option_groups": [{"label": plain(_span(each)), "options": each} for each in groups]}


def _span(options: Sequence[Block]) -> str:
    first, last = options[0]["text"]["text"], options[-1]["text"]["text"]
    return f"{shortened(first, 30)} \u2026 {shortened(last, 30)}"
