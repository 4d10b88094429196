"""Folders that git keeps: only what it tracks is a document, and each knows its commit.

Git runs as a child that is told to run nothing itself: no hooks, no file system monitor, no pager,
no questions. Without git, a folder is read like any other.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from isthmus.errors import InvalidError

SECONDS: Final = 60
LONGEST_LIST: Final = 50_000_000  # bytes
_SHOWN: Final = 12  # digits of a commit
_NOTHING_RUNS: Final = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "core.pager=cat", "--no-optional-locks"),
)
_UNOWNED: Final = "dubious ownership"


@dataclass(frozen=True)
class WorkTree:
    """What git tracks below a folder; ``commit`` is empty before the first."""

    folder: Path
    commit: str
    files: frozenset[Path]
    changed: frozenset[Path]

    def commit_of(self, file: Path) -> str:
        return f"{self.commit}+" if self.commit and file in self.changed else self.commit

    @property
    def shown(self) -> str:
        return self.commit[:_SHOWN] or "nothing committed yet"


def edition_of(commit: str) -> str:
    """Give the commit as the edition of a document that says none itself."""
    changed = ", changed since" if commit.endswith("+") else ""
    return f"commit {commit[:_SHOWN]}{changed}"


def work_tree(folder: Path) -> WorkTree | None:
    """Give what git tracks in a folder, or None where git does not keep it or is not installed.

    A folder inside a work tree of which nothing is tracked is one that git was never told of.
    Raises InvalidError where git refuses the folder.
    """
    git = shutil.which("git")
    if git is None or not any((above / ".git").exists() for above in (folder, *folder.parents)):
        return None
    files = _paths(folder, _run(git, folder, "ls-files", "-z"))
    if not files and not (folder / ".git").exists():
        return None
    commit = _run(git, folder, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True)
    compare = ("diff", "--name-only", "--no-ext-diff", "--relative", "-z", "HEAD", "--")
    changed = _run(git, folder, *compare) if commit else b""
    return WorkTree(folder, commit.decode().strip(), files, _paths(folder, changed))


def _paths(folder: Path, listed: bytes) -> frozenset[Path]:
    return frozenset(folder / os.fsdecode(name) for name in listed.split(b"\0") if name)


def _run(git: str, folder: Path, *arguments: str, may_fail: bool = False) -> bytes:
    command = (git, *_NOTHING_RUNS, "-C", str(folder), *arguments)
    with TemporaryFile() as out, TemporaryFile() as err:
        try:
            ended = subprocess.run(  # noqa: S603 - git itself, with arguments of ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env=_ENVIRONMENT | {"HOME": str(Path.home())},
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise InvalidError(f"git took longer than {SECONDS} seconds in {folder}.") from error
        err.seek(0)
        if ended.returncode and not may_fail:
            raise InvalidError(_why(folder, err.read(4_000).decode(errors="replace"), arguments))
        out.seek(0)
        listed = out.read(LONGEST_LIST + 1)
    if len(listed) > LONGEST_LIST:
        raise InvalidError(f"git tracks too many files in {folder}. Name the folders in it.")
    return listed


def _why(folder: Path, said: str, arguments: Sequence[str]) -> str:
    if _UNOWNED in said:
        return (
            f"{folder} is a git work tree of another user, and git reads it only where that is "
            "allowed. Run this as its owner, or allow it with `git config --global --add "
            f"safe.directory {folder}`."
        )
    first = said.strip().partition("\n")[0] or "it gave no reason"
    return f"git {arguments[0]} does not work in {folder}: {first}"


_ENVIRONMENT: Final = {
    "PATH": os.defpath,
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}
