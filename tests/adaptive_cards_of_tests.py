"""The library of Adaptive Cards, as npm has it: what it remarks in a card, and how it shows one."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import pytest

PACKAGES: Final = ("adaptivecards@3.0.6", "markdown-it@14.1.0")
_HERE: Final = Path(__file__).parent
_KEPT: Final = _HERE.parent / "build" / "adaptive-cards"
_PROGRAM: Final = _HERE / "adaptive_cards.cjs"


@dataclass(frozen=True)
class CardLibrary:
    """Answers as the library does; it runs as long as the tests that ask it."""

    process: subprocess.Popen[str]

    def remarks(self, card: dict[str, Any]) -> list[str]:
        """Give what it warns of when it reads a card of version 1.5."""
        found: list[str] = self._asked({"card": card})
        return found

    def html(self, text: str) -> str:
        """Give what comes of a message's text, with tags allowed and addresses made links."""
        made: str = self._asked({"text": text})
        return made

    def _asked(self, question: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(question)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def card_library() -> Iterator[CardLibrary]:
    """Start it; the test is left out where npm is missing or finds no packages."""
    node = shutil.which("node")
    if not node:
        pytest.skip("Adaptive Cards: node is not installed")
    command = [node, str(_PROGRAM), str(card_packages())]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield CardLibrary(process)
        assert process.stdin
        process.stdin.close()


def card_packages() -> Path:
    """Give the folder with the packages, which are fetched once and kept outside of the sources."""
    if not _KEPT.exists():
        _fetch()
    return _KEPT


def _fetch() -> None:
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("Adaptive Cards: npm is not installed")
    _KEPT.parent.mkdir(exist_ok=True)
    folder = Path(mkdtemp(dir=_KEPT.parent))
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    made = subprocess.run(  # noqa: S603 - npm, with packages named here
        [npm, "install", *options, *PACKAGES], check=False, capture_output=True, timeout=300
    )
    if made.returncode:
        shutil.rmtree(folder)
        pytest.skip("Adaptive Cards: npm cannot fetch its packages")
    library = folder / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
    shutil.copy(library, folder / "adaptivecards.cjs")
    try:
        folder.rename(_KEPT)
    except OSError:  # another test was first
        shutil.rmtree(folder)
