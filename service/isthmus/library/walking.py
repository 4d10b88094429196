"""Which files below the named paths are documents."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from isthmus.errors import InvalidError, NotFoundError
from isthmus.library.addresses import INSIDE
from isthmus.library.descriptions import is_description
from isthmus.library.work_trees import WorkTree, work_tree

_LOCK_OF_OFFICE: Final = "~$"


@dataclass(frozen=True)
class FoundFile:
    """A file to index; ``named`` where a person named it rather than a folder above it.

    ``commit`` is that of the git work tree it was taken from; one with ``+`` was changed since.
    """

    path: Path
    named: bool
    commit: str = ""

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
    trees: tuple[WorkTree, ...] = ()

    def covers(self, source: str) -> bool:
        """Tell whether a file that was not found is known to be gone."""
        return any(map(source.startswith, map(below, self.folders))) and not any(
            source.startswith(below(folder.path)) for folder in self.unread
        )


def walk(paths: Sequence[Path]) -> Walk:
    """Find the documents, sorted by path; raises NotFoundError for a path that is not there.

    Hidden files and links below a folder are passed over: under the name of a link a document
    would have other readers than where it lies. Of a git work tree only what git tracks is taken.
    """
    roots = sorted({_resolved(path) for path in paths})
    folders = tuple(root for root in roots if root.is_dir())
    found: dict[Path, FoundFile] = {}
    unread: list[UnreadFolder] = []
    trees = {folder: tree for folder in folders if (tree := work_tree(folder))}
    for folder in folders:
        for each in _below(folder, trees.get(folder)):
            if isinstance(each, UnreadFolder):
                unread.append(each)
            else:
                found[each.path] = each
    found |= {root: FoundFile(root, named=True) for root in roots if root not in folders}
    files = tuple(found[path] for path in sorted(found))
    return Walk(files, folders, tuple(unread), tuple(trees.values()))


def descriptions_below(paths: Sequence[Path]) -> list[Path]:
    """Find the files that describe documents, in the folders and beside the files named."""
    places = {path if path.is_dir() else path.parent for path in map(_resolved, paths)}
    return sorted(
        found for place in places for found in place.rglob("*") if is_description(found.name)
    )


def below(folder: Path) -> str:
    """Give what the sources of all files below a folder start with."""
    return folder.as_uri().rstrip("/") + "/"


def shown(source: str) -> str:
    """Give a source as a person knows it: a path where it is a file."""
    if source.startswith("file://"):
        return unquote(source.removeprefix("file://"))
    before, separator, within = source.partition(INSIDE)
    return before + separator + unquote(within)


def _resolved(path: Path) -> Path:
    try:
        resolved = path.expanduser().resolve(strict=True)
    except OSError as error:
        raise NotFoundError(f"There is no file or folder {path}.") from error
    if not (resolved.is_dir() or resolved.is_file()):
        raise InvalidError(f"{path} is neither a file nor a folder.")
    return resolved


def _below(folder: Path, tree: WorkTree | None) -> Iterator[FoundFile | UnreadFolder]:
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
            yield from _below(folder / entry.name, tree)
        elif entry.is_file(follow_symlinks=False):
            path = folder / entry.name
            if tree is None or path in tree.files:
                yield FoundFile(path, named=False, commit=tree.commit_of(path) if tree else "")
