"""What each channel makes of each element of a reply."""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final, get_args

from isthmus.messages import (
    File,
    Form,
    Part,
    Reply,
)
from isthmus_integrations.slack import render as slack
from isthmus_integrations.teams import render as teams
from isthmus_integrations.teams.showing import FILE, Shown, Spot, shown
from parity.examples import EXAMPLES, PICTURE, Example
from parity.written import WRITTEN, Routes, printed, reason, token
from replies_of_tests import CONSOLE
from said_pages_of_tests import rendered

TEXT: Final = "message text"  # outside of every element


@dataclass(frozen=True)
class Seen:
    """``kinds`` are the platform's own elements in which marks came out."""

    kinds: tuple[str, ...]
    lost: tuple[str, ...]


def unplaced() -> set[str]:
    """Give parts of a reply that no example has."""
    shown = {type(part) for each in EXAMPLES.values() for part in each.reply.parts}
    return {each.__name__ for each in set(get_args(Part)) - shown}


def element_row(name: str, routes: Routes) -> list[str]:
    example = EXAMPLES[name]
    return [
        f"`{name}`",
        _shown(name, "Slack", seen_in_slack(example)),
        _shown(name, "Teams", seen_in_teams(example)),
        _of_console(name, routes),
        _shown(name, "terminal", seen_in_terminal(example)),
    ]


def _shown(name: str, channel: str, seen: Seen) -> str:
    why = reason("elements", name, channel)
    kinds = ", ".join(f"`{each}`" for each in seen.kinds)
    if not seen.lost:
        assert not why, f"{channel} shows all of {name}: take the reason out of parity.yaml"
        return f"full: {kinds}"
    assert why, f"{channel} shows {name} without {seen.lost}: say why in parity.yaml"
    without = f"without {', '.join(seen.lost)}: {why}"
    return f"degraded: {kinds}, {without}" if seen.kinds else f"no: {why}"


def _of_console(name: str, routes: Routes) -> str:
    """Say as what the page of a reply shows it, and which page of its own the console has."""
    if name not in WRITTEN["elements"]:
        raise AssertionError(f"{name} has no place in parity.yaml yet")
    place = routes.known(str(WRITTEN["elements"][name]["console"]))
    said = _shown(name, "console", seen_in_console(EXAMPLES[name]))
    return f"{said}; own page: `{place}`"


# ---- what comes out


_IN_SLACK: Final = frozenset(
    "rich_text rich_text_list rich_text_quote table section context header button input "
    "plain_text_input static_select multi_static_select datepicker".split()
)
_IN_TEAMS: Final = frozenset(
    "TextBlock RichTextBlock FactSet Table Image ActionSet Input.Text Input.Date Input.ChoiceSet "
    "Action.OpenUrl".split()
)
_ELEMENT: Final = re.compile(r"<(\w+)([^<]*)")  # a tag with its values and the words behind it
_AS_SHOWN: Final[Mapping[str, Callable[[str], str]]] = {
    "mark": lambda mark: f">{mark.strip('[]')}",
    "link": lambda address: address.removeprefix(CONSOLE),
}
_AS_ONE: Final = frozenset({"table", "Table"})  # whatever is inside


def seen_in_slack(example: Example) -> Seen:
    if example.opened:
        return _seen(example, _window_of_slack(example.reply), {}, _IN_SLACK)
    first = slack.posted(example.reply, token, CONSOLE)
    postings = (first, *first.more)
    files = {each.name: each for posting in postings for each in posting.files}
    told = {name: f"{each.name} {each.alt} {_text(each)}" for name, each in files.items()}
    return _seen(example, [list(each.blocks) for each in postings], told, _IN_SLACK)


def _window_of_slack(reply: Reply) -> Any:  # noqa: ANN401 - JSON
    if forms := reply.of(Form):
        return slack.modal(forms[0], "about")
    return slack.passages(reply, CONSOLE)


def seen_in_teams(example: Example) -> Seen:
    if example.opened:
        return _seen(example, _window_of_teams(example.reply), {}, _IN_TEAMS)
    first = teams.posted(example.reply, token, CONSOLE)
    activities = (first, *first.more)
    spot = Spot("tenant", "conversation", personal=not example.shared)
    sends_files = any(each.what == FILE for each in shown(spot, Shown(example.reply)))
    files = {each.name: each for activity in activities for each in activity.files if sends_files}
    bodies = json.dumps([each.body for each in activities], ensure_ascii=False)
    drawn = base64.b64encode(PICTURE).decode()  # a picture in a card has no name
    made = json.loads(bodies.replace(drawn, "Mpicture.png"))
    return _seen(example, made, {n: f"{n} {_text(e)}" for n, e in files.items()}, _IN_TEAMS)


def _window_of_teams(reply: Reply) -> Any:  # noqa: ANN401 - JSON
    if forms := reply.of(Form):
        return teams.dialog(forms[0], "about")
    return teams.passages(reply, CONSOLE)


def seen_in_terminal(example: Example) -> Seen:
    said = printed(example.reply)
    lost = tuple(what for what, mark in example.marks.items() if mark not in said)
    return Seen(("text",) if len(lost) < len(example.marks) else (), lost)


def seen_in_console(example: Example) -> Seen:
    page = unescape(rendered(example.reply))
    files = {each.name: _text(each) for each in example.reply.of(File)}  # behind their links
    kinds: dict[str, None] = {}
    lost = []
    for what, mark in example.marks.items():
        words = _AS_SHOWN[what](mark) if what in _AS_SHOWN else mark
        tags = [tag for tag, rest in _ELEMENT.findall(page) if words in rest]
        linked = any(f">{name}</a>" in page and mark in text for name, text in files.items())
        kinds |= dict.fromkeys(tags[-1:] or (["file"] if linked else []))
        if not tags and not linked:
            lost.append(what)
    return Seen(tuple(kinds), tuple(lost))


def _seen(example: Example, shown: Any, files: Mapping[str, str], known: frozenset[str]) -> Seen:  # noqa: ANN401 - JSON
    kinds: dict[str, None] = {}
    lost = []
    for what, mark in example.marks.items():
        found = [*dict.fromkeys(_kinds_with(mark, shown, known, TEXT))]
        found = [each for each in found if each != TEXT] or found
        found += ["file"] if any(mark in each for each in files.values()) else []
        if not found:
            lost.append(what)
        kinds |= dict.fromkeys(found)
    return Seen(tuple(kinds), tuple(lost))


def _kinds_with(mark: str, shown: Any, known: frozenset[str], kind: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Give the innermost known elements in which a mark stands."""
    match shown:
        case dict():
            is_known = shown.get("type") in known and kind not in _AS_ONE
            inner = shown["type"] if is_known else kind
            for key, each in shown.items():
                if key not in {"summary", "fallbackText", "altText"} or mark == "Malt":
                    yield from _kinds_with(mark, each, known, inner)
        case list() | tuple():
            for each in shown:
                yield from _kinds_with(mark, each, known, kind)
        case str() if mark in shown:
            yield kind


def _text(file: File) -> str:
    return file.content.decode("utf-8", "replace")
