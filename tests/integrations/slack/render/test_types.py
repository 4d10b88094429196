"""Every block that is kept as a snapshot has the shape that Slack's own types give it.

Needs npm, and once the registry.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from npm_of_tests import packages

SNAPSHOTS = Path(__file__).parent / "snapshots"
PACKAGES = ("@slack/types@3.2.0", "typescript@7.0.2")
OPTIONS = ("--strict", "--noEmit", "--module", "nodenext", "--skipLibCheck")
HEAD = 'import type { HomeView, KnownBlock, ModalView } from "@slack/types";\n'

Compiled = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def folder() -> Path:
    return packages("slack-types", *PACKAGES)


@pytest.fixture
def compiled(folder: Path, tmp_path: Path) -> Callable[[str], Compiled]:
    def compile_(text: str) -> Compiled:
        (tmp_path / "node_modules").symlink_to(folder / "node_modules")
        (tmp_path / "package.json").write_text('{"type": "module"}')
        source = tmp_path / "blocks.ts"
        source.write_text(HEAD + text, encoding="utf-8")
        asked = [str(folder / "node_modules" / ".bin" / "tsc"), *OPTIONS, str(source)]
        return subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - the compiler just installed

    return compile_


def test_every_kept_block_is_one_of_slacks(compiled: Callable[[str], Compiled]) -> None:
    done = compiled("\n".join(_typed()))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "block",
    [
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]},
        {"type": "actions", "elements": [{"type": "button", "text": "Ask"}]},
        {"type": "tablet", "rows": []},
    ],
)
def test_a_wrong_block_is_found(
    block: dict[str, object], compiled: Callable[[str], Compiled]
) -> None:
    done = compiled(f"export const wrong: KnownBlock[] = {json.dumps([block])};")
    assert done.returncode != 0
    assert "TS2" in done.stdout


def _typed() -> list[str]:
    lines = []
    for number, path in enumerate(sorted(SNAPSHOTS.glob("*.json"))):
        kept = json.loads(path.read_text(encoding="utf-8"))
        blocks = [block for message in kept["messages"] for block in message["blocks"]]
        lines.append(f"export const m{number}: KnownBlock[] = {json.dumps(blocks)};")
        for view in kept["views"]:
            kind = "HomeView" if view["type"] == "home" else "ModalView"
            lines.append(f"export const v{number}: {kind} = {json.dumps(view)};")
    return lines
