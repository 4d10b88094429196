"""Which files below the named paths are documents."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.descriptions import is_description

_LOCK_OF_OFFICE: Final = "~$"


@dataclass(frozen=True)
class FoundFile:
    """A file to index; ``named`` where a person named it rather than a folder above it."""

    path: Path
    named: bool

    @property
    def source(self) -> str:
        return self.path.as_uri()


@dataclass(frozen=True)
class UnreadFolder:
    """A folder that could not be listed: what lies below it is unknown, not gone."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Walk:
    files: tuple[FoundFile, ...]
    folders: tuple[Path, ...]
    unread: tuple[UnreadFolder, ...]

    def covers(self, source: str) -> bool:
        """Tell whether a file that was not found is known to be gone."""
        return any(map(source.startswith, map(below, self.folders))) and not any(
            source.startswith(below(folder.path)) for folder in self.unread
        )


def walk(paths: Sequence[Path]) -> Walk:
    """Find the documents, sorted by path; raises NotFoundError for a path that is not there.

    Hidden files and links below a folder are passed over: under the name of a link a document
    would have other readers than where it lies.
    """
    roots = sorted({_resolved(path) for path in paths})
    folders = tuple(root for root in roots if root.is_dir())
    found: dict[Path, FoundFile] = {}
    unread: list[UnreadFolder] = []
    for folder in folders:
        for each in _below(folder):
            if isinstance(each, UnreadFolder):
                unread.append(each)
            else:
                found[each.path] = each
    found |= {root: FoundFile(root, named=True) for root in roots if root not in folders}
    return Walk(tuple(found[path] for path in sorted(found)), folders, tuple(unread))


def below(folder: Path) -> str:
    """Give what the sources of all files below a folder start with."""
    return folder.as_uri().rstrip("/") + "/"


def shown(source: str) -> str:
    """Give a source as a person knows it: a path where it is a file."""
    return unquote(source.removeprefix("file://")) if source.startswith("file://") else source


def _resolved(path: Path) -> Path:
    try:
        resolved = path.expanduser().resolve(strict=True)
    except OSError as error:
        raise NotFoundError(f"There is no file or folder {path}.") from error
    if not (resolved.is_dir() or resolved.is_file()):
        raise InvalidError(f"{path} is neither a file nor a folder.")
    return resolved


def _below(folder: Path) -> Iterator[FoundFile | UnreadFolder]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield UnreadFolder(folder, f"The folder cannot be read: {error.strerror}.")
        return
    for entry in entries:
        if entry.name.startswith((".", _LOCK_OF_OFFICE)) or is_description(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(folder / entry.name)
        elif entry.is_file(follow_symlinks=False):
            yield FoundFile(folder / entry.name, named=False)
