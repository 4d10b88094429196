"""Forms as dialogs, and what was entered in them; and cards in a window of their own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from isthmus.errors import InvalidError
from isthmus.messages import Entry, Field, Form, Option
from isthmus.understanding.commands import Fill, OpenForm
from isthmus_integrations.teams.render.elements import attached, block, card, lines, run
from isthmus_integrations.teams.render.inert import one_line
from isthmus_integrations.teams.render.pressing import VERB
from isthmus_integrations.teams.render.sizes import MOST, Json, weight

OPENED: Final = "opened"
_MOST_SHOWN: Final = 3  # options that are shown at once
_MOST_TICKED: Final = 12  # options that are shown at once, where several may be chosen
_MOST_LISTED: Final = 40  # options that are looked through without typing
_LONGEST_TITLE: Final = 60
_LONGEST_OPTION: Final = 150
_LONGEST_HINT: Final = 300
_ROUND: Final = 4_000
_NONE: Final = "-"  # chosen: none; what is chosen begins with =
_PLAIN, _CHOSEN, _SEVERAL = "text:", "choice:", "choices:"


def dialog(form: Form, about: str, opened: str = "") -> Json:
    """Give a form as a dialog; ``about`` comes back with what is entered, as it was given.

    So does ``opened``, which tells this window from any other with the same form.
    """
    body = [*(lines(form.text, "") if form.text else []), *_fields(form)]
    asked = card(body, form.title)
    data = {"action": VERB, "about": about, "fields": [_id(each) for each in form.fields]}
    data |= {OPENED: opened} if opened else {}
    send = {"type": "Action.Submit", "title": one_line(form.submit, _LONGEST_TITLE) or "Send"}
    return window(form.title, {**asked, "actions": [{**send, "data": data}]})


def window(title: str, content: Json) -> Json:
    """Give what opens a window with a card in it, seen by whoever pressed the button alone."""
    return {
        "task": {
            "type": "continue",
            "value": {
                "title": one_line(title, _LONGEST_TITLE) or "Isthmus",
                "width": "medium",
                "height": "medium" if weight(content) < MOST // 10 else "large",
                "card": attached(content),
            },
        }
    }


def filled(form: OpenForm, data: Mapping[str, object]) -> Fill:
    """Read what was entered; a field that was emptied is there, and empty.

    Raises InvalidError where it cannot have come from a form of ours.
    """
    names = data.get("fields")
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise InvalidError("This form came back without its fields. Open it again.")
    entered = {name: data.get(name) or "" for name in names}
    return Fill(form, tuple(_entered(name, value) for name, value in entered.items()))


def _entered(name: str, value: object) -> tuple[str, str]:
    kind, colon, known = name.partition(":")
    if not isinstance(value, str):
        raise InvalidError(f"“{known}” came back as no text. Open the form again.")
    match f"{kind}{colon}":
        case "text:":
            return known, value
        case "choice:":
            return known, _decoded(value)
        case "choices:":
            return known, "\n".join(_decoded(each) for each in value.split(",") if each)
        case _:
            raise InvalidError("This form came back with a field it never had. Open it again.")


# ---- fields


def _fields(form: Form) -> Iterator[Json]:
    room = (MOST - _ROUND) // max(1, len(form.fields))
    for each in form.fields:
        if each.problem:
            told = [run("Please correct: ", weight="Bolder", color="Attention")]
            said = run(one_line(each.problem, _LONGEST_HINT), color="Attention")
            yield block([*told, said], spacing="Medium")
        yield _input(each, room)
        if each.hint:
            hint = one_line(each.hint, _LONGEST_HINT)
            yield block([run(hint, isSubtle=True, size="Small")], spacing="None")


def _input(field: Field, room: int) -> Json:
    label = one_line(field.label, _LONGEST_OPTION) or field.name
    asked: Json = {"id": _id(field), "label": label, "spacing": "Medium"}
    if field.needed:
        asked |= {"isRequired": True, "errorMessage": f"{label} is needed."}
    if _is_chosen(field):
        return {"type": "Input.ChoiceSet", **asked, **_choices(field, room)}
    if field.entry is Entry.DAY and (not field.value or _is_day(field.value)):
        return {"type": "Input.Date", **asked, **_value(field.value)}
    return {"type": "Input.Text", **asked, **_text(field), **_value(field.value)}


def _text(field: Field) -> Json:
    several = field.entry in {Entry.TEXT, Entry.CHOICES, Entry.PEOPLE} or "\n" in field.value
    example = {"placeholder": "2026-03-29"} if field.entry is Entry.DAY else {}
    one_each = {"placeholder": "One a line"} if field.entry in _MANY else {}
    longest = {"maxLength": field.longest} if field.longest > 0 else {}
    return {"isMultiline": several, **example, **one_each, **longest}


def _value(value: str) -> Json:
    return {"value": value} if value else {}


_MANY: Final = {Entry.CHOICES, Entry.PEOPLE}
_ONE: Final = {Entry.CHOICE, Entry.PERSON}


def _is_chosen(field: Field) -> bool:
    return field.entry in _MANY | _ONE and bool(field.options)


def _id(field: Field) -> str:
    """Give an input's id, which says how to read what comes back."""
    if not _is_chosen(field):
        return f"{_PLAIN}{field.name}"
    return f"{_SEVERAL if field.entry in _MANY else _CHOSEN}{field.name}"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# ---- choices


def _choices(field: Field, room: int) -> Json:
    several = field.entry in _MANY
    chosen = [each for each in field.value.split("\n") if each] if several else [field.value]
    offered = _offered(field, chosen, room)
    return {
        "isMultiSelect": several,
        "style": _style(len(offered), several=several),
        "wrap": True,
        "choices": offered,
        **_value(",".join(map(_coded, chosen)) if several else _one_chosen(field)),
    }


def _one_chosen(field: Field) -> str:
    if field.value or any(not each.value for each in field.options):
        return _coded(field.value)
    return "" if field.needed else _NONE


def _style(count: int, *, several: bool) -> str:
    if count <= (_MOST_TICKED if several else _MOST_SHOWN):
        return "expanded"
    return "compact" if several or count <= _MOST_LISTED else "filtered"


def _offered(field: Field, chosen: Sequence[str], room: int) -> list[Json]:
    """Give the options, with none where one may choose none, and what is chosen but not offered."""
    known = {each.value for each in field.options}
    missing = [Option(each, each) for each in chosen if each and each not in known]
    offered = [_choice(each) for each in (*missing, *field.options)]
    if field.entry in _ONE and not field.needed and "" not in known:
        offered.insert(0, {"title": "(none)", "value": _NONE})
    while len(offered) > 1 and weight(offered) > room:
        offered = _fewer(offered)
    return offered


def _choice(option: Option) -> Json:
    label = one_line(option.label, _LONGEST_OPTION) or one_line(option.value) or "(none)"
    return {"title": label, "value": _coded(option.value)}


def _fewer(offered: list[Json]) -> list[Json]:
    return offered[: len(offered) * 3 // 4]


def _coded(value: str) -> str:
    """Write a value so that a comma in it does not divide it."""
    return "=" + value.replace("%", "%25").replace(",", "%2C")


def _decoded(value: str) -> str:
    if value in {"", _NONE}:
        return ""
    return value.removeprefix("=").replace("%2C", ",").replace("%25", "%")
