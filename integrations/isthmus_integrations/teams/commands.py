"""`isthmus teams …`: the app package, the way through setting it up, and whether all is well."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer

from isthmus.channels.contract import Check, Host
from isthmus.cli.output import AsJson, print_json, show_line
from isthmus.errors import InvalidError
from isthmus_integrations.teams.channel import Teams
from isthmus_integrations.teams.configured import Configured, configured
from isthmus_integrations.teams.manifest import PERMISSIONS, Maker, manifest
from isthmus_integrations.teams.packaging import package
from isthmus_integrations.teams.steps import State, Step, steps

NOT_SET_UP: Final = "Teams is not set up. `isthmus teams setup` leads through it."
NO_CLIENT: Final = (
    "Set ISTHMUS_TEAMS_CLIENT_ID first: the package names it. `isthmus teams setup` leads there."
)
FILE: Final = Path("isthmus-teams.zip")
_SOMETHING_FAILED: Final = 1
_COLOURS: Final = {State.DONE: "green", State.MISSING: "red", State.YOURS: "bold"}
_MARKS: Final = {State.DONE: "✓", State.MISSING: "✗", State.YOURS: "→"}

HostThere = Callable[[], AbstractContextManager[Host]]
Output = Annotated[Path, typer.Option("--output", metavar="FILE", help="Where to write it.")]
Url = Annotated[
    str, typer.Option(metavar="URL", help="Address at which people and Teams reach the service.")
]
OnlyMentions = Annotated[
    bool,
    typer.Option("--only-mentions", help="Ask for no permission: it hears what names it."),
]
Version = Annotated[
    str, typer.Option("--version", metavar="X.Y.Z", help="Higher than that of the last upload.")
]
MakerName = Annotated[str, typer.Option("--maker", metavar="NAME", help="Shown as its maker.")]
Privacy = Annotated[str, typer.Option("--privacy-url", metavar="URL", help="Your page on privacy.")]
Terms = Annotated[str, typer.Option("--terms-url", metavar="URL", help="Your terms of use.")]


def register(root: typer.Typer, host: HostThere) -> None:
    """Add the commands; see `isthmus.channels.contract.Registers`."""
    app = typer.Typer(
        help="Microsoft Teams: its app, setting it up, looking at it.", no_args_is_help=True
    )
    _add_package(app, host)
    _add_setup(app, host)
    _add_check(app, host)
    root.add_typer(app, name="teams")


def _add_package(app: typer.Typer, host: HostThere) -> None:
    @app.command("package")
    def make_package(  # noqa: PLR0913 - one parameter a flag
        *,
        output: Output = FILE,
        url: Url = "",
        only_mentions: OnlyMentions = False,
        app_version: Version = "",
        maker: MakerName = "Isthmus",
        privacy_url: Privacy = "",
        terms_url: Terms = "",
        as_json: AsJson = False,
    ) -> None:
        """Write the app package for the Teams admin center: manifest and icons in a ZIP."""
        with host() as there:
            known = _at(configured(there.settings), url)
        if not known.is_set:
            raise InvalidError(NO_CLIENT)
        made_by = Maker(app_version or version("isthmus"), maker, privacy_url, terms_url)
        made = manifest(known.checked_ids(), made_by, follows=not only_mentions)
        _write(output, package(made))
        if as_json:
            print_json({"file": str(output), "manifest": made})
        else:
            _show_written(output, follows=not only_mentions)


def _add_setup(app: typer.Typer, host: HostThere) -> None:
    @app.command("setup")
    def set_up(*, url: Url = "", as_json: AsJson = False) -> None:
        """Lead through setting it up: what is done, what is missing, and where to do it."""
        with host() as there:
            found = list(steps(_at(configured(there.settings), url), there))
        if as_json:
            print_json([asdict(each) for each in found])
            return
        for number, each in enumerate(found, start=1):
            _show_step(number, each)


def _add_check(app: typer.Typer, host: HostThere) -> None:
    @app.command("check")
    def check(*, as_json: AsJson = False) -> None:
        """Look at keys, token, addresses and where it was added, as `isthmus doctor` does."""
        with host() as there:
            known = configured(there.settings)
            if not known.is_set:
                raise InvalidError(NOT_SET_UP)
            found = Teams(there, known.checked()).checks()
        if as_json:
            print_json([asdict(each) for each in found])
        else:
            _show_checks(found)
        if not all(each.passed for each in found):
            raise typer.Exit(_SOMETHING_FAILED)


def _at(known: Configured, url: str) -> Configured:
    return replace(known, base_url=url.rstrip("/")) if url else known


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidError(
            f"{path} cannot be written: {error.strerror}. Name another file with --output."
        ) from error


def _show_written(path: Path, *, follows: bool) -> None:
    show_line(f"Written to {path}.", "green")
    if follows:
        show_line("Where it is added, it is granted:")
        for name, reason in PERMISSIONS.items():
            show_line(f"- {name}: {reason}.")
    show_line("Upload it: Teams admin center, Teams apps, Manage apps, Upload new app.")


def _show_step(number: int, step: Step) -> None:
    mark = _MARKS[step.state]
    show_line(f"{mark} {number}. {step.title}: {step.says}", _COLOURS[step.state])
    if step.state is not State.DONE:
        for each in step.do:
            show_line(f"     - {each}")


def _show_checks(found: Sequence[Check]) -> None:
    for each in found:
        mark, colour = ("✓", "green") if each.passed else ("✗", "red")
        show_line(f"{mark} {each.name}: {each.said}", colour)
