"""What each channel makes of each command."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, get_args

from isthmus.actions import orders as of_actions
from isthmus.messages import (
    Button,
    Buttons,
    Reply,
)
from isthmus.raci import orders as of_charts
from isthmus.raci.words import order_of
from isthmus.roles import orders as of_roles
from isthmus.understanding import commands
from isthmus.understanding.commands import (
    CarryOut,
    Command,
    FindPassages,
    FixChart,
    OpenForm,
    Rate,
    ShowPassages,
    TellMe,
)
from isthmus.understanding.grammar import understand
from isthmus.understanding.plans import steps_in
from isthmus_integrations.slack import render as slack
from isthmus_integrations.slack.pressing import opens_window as opens_in_slack
from isthmus_integrations.teams import render as teams
from isthmus_integrations.teams.searching import _SEARCHES as SEARCHES
from parity.forms import filled_in_slack, filled_in_teams
from parity.written import WRITTEN, Routes, dicts, printed, reason, token
from replies_of_tests import CONSOLE
from said_pages_of_tests import rendered

ORDERS: Final[Mapping[type, Any]] = {
    commands.OnChart: of_charts.Order,
    commands.OnRole: of_roles.Order,
    commands.OnAction: of_actions.Order,
    commands.AskActions: of_actions.Question,
}
PLAN: Final = CarryOut("p1", "ana", "2026-11-23T16:00:00+00:00", steps_in("undo; redo"))
PRESSED_ONLY: Final[Mapping[str, tuple[Command, ...]]] = {
    "FixChart": (FixChart("c1", "two-accountable"),),
    "OpenForm": (OpenForm("action", "1"),),
    "ShowPassages": (ShowPassages("a1"),),
    "Rate": (Rate("a1", helpful=True), Rate("a1", helpful=False)),
    "TellMe": (TellMe("a1"),),
    "CarryOut": (PLAN,),
}
IN_A_FORM: Final = "Fill"  # nobody presses it: it comes of a form
SEARCHED: Final = "FindPassages"  # nor this: it comes of a search


def names() -> Iterator[str]:
    """Give each command, and each order that one may carry."""
    for each in get_args(Command):
        if each in ORDERS:
            yield from sorted(f"{each.__name__}: {one.__name__}" for one in get_args(ORDERS[each]))
        else:
            yield each.__name__


def meant(name: str) -> tuple[Command, ...]:
    """Give the command as the sentence for it is understood, or as a button has it."""
    if name in PRESSED_ONLY:
        return PRESSED_ONLY[name]
    if name == SEARCHED:
        return (FindPassages("patching"),)
    found = [each for each in understand(sentence(name)) if named(each) == name]
    if not found:
        raise AssertionError(f"“{sentence(name)}” is not understood as {name}: see parity.yaml")
    return (found[0],)


def sentence(name: str) -> str:
    """Give what a person says for it, "" where nobody types it."""
    if name not in WRITTEN["commands"]:
        raise AssertionError(f"{name} has no place in parity.yaml yet")
    return str(WRITTEN["commands"][name].get("say", ""))


def named(command: Command) -> str:
    name = type(command).__name__
    for attribute in ("order", "question"):
        if type(command) in ORDERS and hasattr(command, attribute):
            return f"{name}: {type(getattr(command, attribute)).__name__}"
    return name


def command_row(name: str, routes: Routes) -> list[str]:
    said = sentence(name)
    return [
        f"`{name}`",
        said,
        _ways([*_words(said), *in_slack(name)], name, "Slack"),
        _ways([*_words(said), *in_teams(name)], name, "Teams"),
        in_console(name, routes),
        _ways([*_words(said), *in_terminal(name)], name, "terminal"),
    ]


def _words(said: str) -> list[str]:
    return ["words"] if said else []


def _ways(found: Sequence[str], name: str, channel: str) -> str:
    """Say how it is reached; where that is worse than elsewhere, why."""
    why = reason("commands", name, channel)
    if found and not why:
        return f"full: {', '.join(found)}"
    if not why:
        raise AssertionError(f"{channel} does not offer {name}: say why in parity.yaml")
    return f"degraded: {', '.join(found)}; {why}" if found else f"no: {why}"


def offered(name: str) -> Reply:
    pressed = tuple(Button(f"Press {n}", each) for n, each in enumerate(meant(name)))
    return Reply((Buttons("", pressed),))


def in_slack(name: str) -> list[str]:
    if name == IN_A_FORM:
        return ["a window of Slack's"] if filled_in_slack() else []
    if name == SEARCHED:
        return []
    blocks = slack.posted(offered(name), token, CONSOLE).blocks
    kinds = {
        each.get("type") for each in dicts(blocks) if "value" in each or "positive_button" in each
    }
    if "feedback_buttons" in kinds:
        return ["Slack's own feedback buttons"]
    if "button" not in kinds:
        return []
    return ["button that opens a window" if opens_in_slack(meant(name)[0]) else "button"]


def in_teams(name: str) -> list[str]:
    ways = ["search of the message box"] if name in _searched() else []
    if name == IN_A_FORM:
        return ["a dialog"] if filled_in_teams() else []
    if name == SEARCHED:
        return ways
    body = teams.posted(offered(name), token, CONSOLE).body
    kinds = {each["type"]: each for each in dicts(body) if str(each.get("type")).startswith("Act")}
    if "Action.Execute" in kinds:
        return ["button", *ways]
    if "Action.Submit" in kinds:
        assert kinds["Action.Submit"]["data"]["msteams"] == {"type": "task/fetch"}
        return ["button that opens a window", *ways]
    loop = body.get("channelData", {}).get("feedbackLoop")
    return ["Teams' own thumbs", *ways] if loop else ways


def _searched() -> set[str]:
    return {named(make("words")) for make in SEARCHES.values()}


def in_terminal(name: str) -> list[str]:
    if name == IN_A_FORM:
        return ["`--press`"]
    if name == SEARCHED:
        return []
    return ["`--press`"] if "[Press 0]" in printed(offered(name)) else []


def in_console(name: str, routes: Routes) -> str:
    """Say how it is reached there: in words, by a button of a reply, at addresses of its own."""
    place = str(WRITTEN["commands"][name].get("console", ""))
    known = [routes.known(each.strip()) for each in place.split(",") if each.strip()]
    found = [*_words(sentence(name)), *_in_replies_of_console(name), *(f"`{e}`" for e in known)]
    if not place and name.startswith("OnChart: ") and not reason("commands", name, "console"):
        order = order_of(sentence(name))
        assert f"OnChart: {type(order).__name__}" == name, f"not on a chart's page: {name}"
        found.append(f"`{routes.known('POST /charts/{chart_id}/say')}`")
    return _ways(found, name, "console")


def _in_replies_of_console(name: str) -> list[str]:
    if name in {IN_A_FORM, SEARCHED}:
        return ["a form of a reply"] if name == IN_A_FORM else []
    return ["button"] if ">Press 0</button>" in rendered(offered(name)) else []
