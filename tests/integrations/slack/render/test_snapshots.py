"""How each kind of reply looks in Slack: kept as it is, to be looked at when it changes.

Delete a file in `snapshots/` to have it made anew from what is rendered now.
"""

import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from blocks_of_tests import broken_message, broken_view
from channel_of_tests import Channel
from isthmus.messages import Button, Reply
from isthmus.understanding.commands import Command
from isthmus_integrations.slack.render import Posting, home, modal, passages, posted
from said_of_tests import SAYINGS, form_in, said_by

FOLDER = Path(__file__).parent / "snapshots"
CONSOLE = "http://127.0.0.1:8000"  # where the replies say that the console is
WIDTH = 110  # of a line in them
IDS = re.compile(
    r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{12,64}\b"
)


@pytest.mark.parametrize("name", SAYINGS)
def test_a_reply_looks_as_it_did(name: str, channel: Channel) -> None:
    shown = rendered(name, said_by(name, channel))
    text = f"{IDS.sub(_numbered(), _written(shown))}\n"
    kept = FOLDER / f"{name}.json"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"{kept.name} was not there and is made now: look at it, and run this again.")
    assert text == kept.read_text(encoding="utf-8")


def test_there_is_no_snapshot_of_what_is_not_said_any_more() -> None:
    assert {each.stem for each in FOLDER.glob("*.json")} == set(SAYINGS)


def rendered(name: str, reply: Reply) -> dict[str, Any]:
    """Give what is sent for a reply, and see that Slack takes it."""
    numbers = count(1)

    def token(button: Button) -> str:
        return f"{next(numbers)} {_asked(button.command)}"

    shown: dict[str, Any] = {"messages": [], "views": []}
    if name == "home":
        shown["views"].append(home(reply, token, CONSOLE))
    elif name.startswith("passages"):
        shown["views"].append(passages(reply, CONSOLE))
    elif form := form_in(reply):
        shown["views"].append(modal(form, "private"))
    else:
        first = posted(reply, token, CONSOLE)
        shown["messages"] += [_message(each) for each in (first, *first.more)]
    for view in shown["views"]:
        assert broken_view(view, CONSOLE) == []
    for each in shown["messages"]:
        assert broken_message(each["blocks"], each["text"], CONSOLE) == []
    return shown


def _message(posting: Posting) -> dict[str, Any]:
    files = [{"name": e.name, "type": e.media_type, "alt": e.alt} for e in posting.files]
    return {"blocks": list(posting.blocks), "text": posting.text, "files": files}


def _asked(command: Command) -> str:
    """Say in short what a button asks for."""
    about = getattr(command, "order", None) or getattr(command, "kind", "")
    named = about if isinstance(about, str) else type(about).__name__
    return f"{type(command).__name__} {named}".strip()


def _written(value: object, before: str = "") -> str:
    """Write JSON with all on one line that has room there."""
    flat = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(before) + len(flat) <= WIDTH or not isinstance(value, dict | list):
        return flat
    inner = f"{before} "
    if isinstance(value, list):
        lines = [f"{inner}{_written(each, inner)}" for each in value]
        return "\n".join(("[", ",\n".join(lines), f"{before}]"))
    lines = [f"{inner}{json.dumps(name)}: {_written(value[name], inner)}" for name in sorted(value)]
    return "\n".join(("{", ",\n".join(lines), f"{before}}}"))


def _numbered() -> Any:  # noqa: ANN401 - what `re.sub` calls
    """Give each id a number, in the order they come: they are others each time."""
    known: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return known.setdefault(found.group(), f"ID{len(known) + 1}")

    return name
