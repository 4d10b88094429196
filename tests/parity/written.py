"""What is hand-written of parity, and what both tables are tried with."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

import served
from isthmus.app import create_app
from isthmus.cli.saying import _show as show
from isthmus.messages import (
    Button,
    Reply,
)

HERE: Final = Path(__file__).parents[1]
WRITTEN: Final[Mapping[str, Any]] = yaml.safe_load(
    (HERE / "integrations" / "parity.yaml").read_text("utf-8")
)


def token(button: Button) -> str:
    return f"token-{button.label}"


def reason(kind: str, name: str, channel: str) -> str:
    reasons = WRITTEN[kind].get(name, {}).get("why", {})
    return str(reasons.get(channel.lower(), ""))


@dataclass(frozen=True)
class Routes:
    """What the service answers at."""

    folder: Path

    @cached_property
    def all(self) -> set[str]:
        wiring = served.wire(self.folder, worker=False)
        app = create_app(wiring)
        found = {
            f"{method} {route.path}"
            for route in _flat(app.routes)
            for method in getattr(route, "methods", None) or ()
        }
        wiring.close()
        return found

    def known(self, place: str) -> str:
        assert place in self.all, f"the console has no {place!r}: correct parity.yaml"
        return place


def _flat(routes: Sequence[Any]) -> Iterator[Any]:
    """Give routes with their whole paths, also of routers that were included."""
    for route in routes:
        included = getattr(route, "effective_route_contexts", None)
        yield from included() if included else (route,)


def printed(reply: Reply) -> str:
    """Give what the terminal shows; files are written beside it."""
    out = io.StringIO()
    with TemporaryDirectory() as folder, chdir(folder), redirect_stdout(out):
        show(reply)
        written = [each.read_text("utf-8", "replace") for each in Path().iterdir()]
    return "\n".join([out.getvalue(), *written])


def dicts(shown: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    match shown:
        case dict():
            yield shown
            for each in shown.values():
                yield from dicts(each)
        case list() | tuple():
            for each in shown:
                yield from dicts(each)
