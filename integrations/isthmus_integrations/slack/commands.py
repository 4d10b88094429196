"""`isthmus slack …`: the app's manifest, the way through setting it up, and whether all is well."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer

from isthmus.channels.contract import Check, Host
from isthmus.cli.output import AsJson, print_json, show_line
from isthmus.errors import InvalidError
from isthmus_integrations.slack.checking import Checking, of_secret, of_socket
from isthmus_integrations.slack.configured import PLATFORM, Configured, configured
from isthmus_integrations.slack.manifest import Reached, as_yaml, manifest
from isthmus_integrations.slack.means import Means, means_of
from isthmus_integrations.slack.steps import Looks, State, Step, is_ready, steps

NOT_SET_UP: Final = "Slack is not set up. `isthmus slack setup` leads through it."
READY: Final = "Everything that can be looked at from here is done."
AGAIN: Final = "Do what is marked → or ✗, and run this again."
_SOMETHING_FAILED: Final = 1
_COLOURS: Final = {State.DONE: "green", State.NEXT: "bold", State.WRONG: "red"}
_MARKS: Final = {State.DONE: "✓", State.NEXT: "→", State.WRONG: "✗"}

Url = Annotated[
    str, typer.Option("--url", metavar="URL", help="Address at which Slack reaches the service.")
]
BySocket = Annotated[
    bool, typer.Option("--socket-mode", help="Over a socket that Isthmus opens: no way in.")
]
Several = Annotated[
    bool, typer.Option("--several", help="For several workspaces, each of which installs it.")
]


def register(root: typer.Typer, host: Callable[[], AbstractContextManager[Host]]) -> None:
    """Add the commands; see `isthmus.channels.contract.Registers`."""
    app = typer.Typer(help="Slack: its app, setting it up, looking at it.", no_args_is_help=True)

    @app.command("manifest")
    def show_manifest(
        *,
        url: Url = "",
        socket_mode: BySocket = False,
        several: Several = False,
        as_json: AsJson = False,
    ) -> None:
        """Print the app's manifest for Slack, each scope and event with its reason."""
        with host() as there:
            made = manifest(_reached(configured(there.settings), url, socket_mode, several))
        print_json(made) if as_json else typer.echo(as_yaml(made), nl=False)

    @app.command("setup")
    def set_up(
        *,
        url: Url = "",
        socket_mode: BySocket = False,
        several: Several = False,
        as_json: AsJson = False,
    ) -> None:
        """Lead through setting Slack up: what is done, and what to do next."""
        with host() as there:
            found = _steps(there, url, socket_mode, several)
        _print_steps(found, as_json=as_json)

    @app.command("check")
    def check(*, as_json: AsJson = False) -> None:
        """Look whether Slack takes the tokens, what they lack, and how it reaches us."""
        with host() as there:
            found = _checks(there)
        _print_checks(found, as_json=as_json)
        if not all(each.passed for each in found):
            raise typer.Exit(_SOMETHING_FAILED)

    root.add_typer(app, name=PLATFORM)


def _reached(known: Configured, url: str, by_socket: bool, several: bool) -> Reached:  # noqa: FBT001 - as the options are
    """Give how Slack reaches us: as the options say, else as it is set."""
    address = (url or known.base_url).rstrip("/")
    socket = by_socket or bool(known.app_token and not url)
    return Reached(address, socket, several or bool(known.client_id))


# ---- the way through


def _steps(host: Host, url: str, by_socket: bool, several: bool) -> tuple[Step, ...]:  # noqa: FBT001 - as the options are
    known = configured(host.settings)
    reached = _reached(known, url, by_socket, several)
    return steps(known, reached, _looks(means_of(host, known)))


def _looks(means: Means) -> Looks:
    known, checking = means.configured, Checking(means)
    return Looks(
        token=lambda: tuple(checking.tokens()),
        socket=lambda: (of_socket(means.web, known.app_token),),
        secret=lambda: (of_secret(known.signing_secret),),
        workspaces=lambda: [each.name or each.team for each in checking.installed()],
    )


def _print_steps(found: Sequence[Step], *, as_json: bool) -> None:
    ready = is_ready(found)
    if as_json:
        print_json({"ready": ready, "steps": [_step_as_json(each) for each in found]})
        return
    for number, each in enumerate(found, start=1):
        mark = _MARKS.get(each.state, " ")
        show_line(f"{mark} {number}. {each.title}", _COLOURS.get(each.state, ""))
        if each.state is State.WRONG:
            _indented(each.problems, "red")
        elif each.state is not State.DONE:
            _indented(each.do)
    show_line(READY if ready else AGAIN, "green" if ready else "")


def _indented(lines: Iterable[str], style: str = "") -> None:
    for line in lines:
        show_line(f"     {line}", style)


def _step_as_json(step: Step) -> dict[str, Any]:
    found = [asdict(each) for each in step.found]
    return {"title": step.title, "state": step.state.value, "do": step.do, "found": found}


# ---- whether all is well


def _checks(host: Host) -> tuple[Check, ...]:
    """Look at Slack as doctor does; settings that contradict each other are one finding."""
    known = configured(host.settings)
    if not known.is_set:
        return (Check("settings", passed=False, said=NOT_SET_UP),)
    try:
        known.checked()
    except InvalidError as error:
        return (Check("settings", passed=False, said=str(error)),)
    return tuple(Checking(means_of(host, known)).checks())


def _print_checks(found: Sequence[Check], *, as_json: bool) -> None:
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for each in found:
        state, colour = ("ok", "green") if each.passed else ("fail", "red")
        show_line(f"{state:<5}{each.name}: {each.said}", colour)
