"""Packages of npm that tests ask: fetched once into `build/`, and never part of the product."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

BUILD = Path(__file__).parents[1] / "build"


def packages(name: str, *wanted: str) -> Path:
    """Give a folder with these packages; the test is left out by name where npm has none."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip(f"{name}: npm is not installed")
    versions = "-".join(each.rpartition("@")[2] for each in wanted)
    place = BUILD / f"{name}-{versions}"
    if not place.exists():
        _fetch(npm, name, wanted, place)
    return place


def _fetch(npm: str, name: str, wanted: tuple[str, ...], place: Path) -> None:
    """Install beside the place and then move it there: it is whole, or it is not there."""
    BUILD.mkdir(exist_ok=True)
    folder = Path(mkdtemp(dir=BUILD))
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = subprocess.run(  # noqa: S603 - npm, with packages that tests name
        [npm, "install", *options, *wanted], check=False, capture_output=True, timeout=300
    )
    if done.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"{name}: npm cannot fetch its packages")
    try:
        folder.rename(place)
    except OSError:  # another test was first
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Program:
    """A program for node that answers each line of JSON with one."""

    process: subprocess.Popen[str]

    def asked(self, question: object) -> Any:  # noqa: ANN401 - JSON
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps(question)}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def running(program: Path, folder: Path) -> Iterator[Program]:
    """Run a program with the packages of a folder, in which it writes what it complains of."""
    command = [shutil.which("node") or "node", str(program), str(folder)]
    with (
        (folder / f"complaints-{os.getpid()}.txt").open("w") as complaints,
        subprocess.Popen(  # noqa: S603 - a program of our own
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        yield Program(process)
        assert process.stdin
        process.stdin.close()
