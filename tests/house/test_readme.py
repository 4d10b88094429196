"""What the README says is what the program does: commands, options, settings, make targets."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from isthmus.main import app
from isthmus.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for example in EXAMPLES for line in example.replace("\\\n", "").splitlines()]


def between(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n(.*?)\n<!-- /{marker} -->", README, re.DOTALL)
    assert found, f"README has no part between {marker} marks"
    return found[1]


def leaves(command: object, *above: str) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    if isinstance(command, TyperCommand):
        yield above, command
    elif isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from leaves(below, *above, name)


CLI = dict(leaves(typer.main.get_command(app)))


def test_every_command_is_in_the_table_and_no_other() -> None:
    rows = [row.split("|")[1].strip(" `") for row in between("commands").splitlines()[2:]]
    named = [tuple(word for word in row.split()[1:] if word.islower()) for row in rows]
    assert sorted(named) == sorted(CLI)


@pytest.mark.parametrize("line", [line for line in COMMANDS if re.match(r"(\S*/)?isthmus ", line)])
def test_an_example_uses_a_command_and_options_that_exist(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    name = next((name for name in CLI if tuple(words[: len(name)]) == name), None)
    assert name is not None, "no such command"
    known = {option for parameter in CLI[name].params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known | {"--help"}


def test_an_example_of_make_uses_a_target_that_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = re.findall(r"^(?:`|.*\s`|PIP_.* )?make ([a-z]+)", README, re.MULTILINE)
    assert named
    assert set(named) <= targets


def test_the_settings_table_is_that_of_the_settings() -> None:
    assert between("settings") == "\n".join(settings_table()), "\n" + "\n".join(settings_table())


def settings_table() -> Iterator[str]:
    yield "| variable | default | what it sets |"
    yield "|---|---|---|"
    for name, field in Settings.model_fields.items():
        yield f"| `{PREFIX}{name.upper()}` | {shown_default(name)} | {field.description} |"


def shown_default(name: str) -> str:
    if name == "data_dir":
        return "`~/.local/share/isthmus`"
    default = Settings.model_fields[name].default
    text = ",".join(default) if isinstance(default, tuple) else str(default)
    return f"`{text}`" if text and default is not None else ""
