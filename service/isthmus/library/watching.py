"""Follows folders: tells which files changed and have stayed as they are for a while.

It looks at names, sizes and times, again and again. That works alike on local disks and on network
shares, whose servers tell no client of a change; and a look costs little beside reading a document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from isthmus.library.walking import descriptions_below, walk

Stamp = tuple[int, int]  # size in bytes, time of the last change in nanoseconds


@dataclass(frozen=True)
class Seen:
    """A file as it was at a look, and since when it has looked like that."""

    stamp: Stamp
    since: float


@dataclass(frozen=True)
class Watch:
    """What was seen at the last look, and what of it is indexed.

    ``settles_after`` is how many seconds a file has to stay as it is: what is being written
    changes in that time. A file that vanished waits as long, since programs save by replacing.
    """

    settles_after: float
    files: Mapping[Path, Seen] = field(default_factory=lambda: MappingProxyType({}))
    vanished: Mapping[Path, float] = field(default_factory=lambda: MappingProxyType({}))
    indexed: Mapping[Path, Stamp] = field(default_factory=lambda: MappingProxyType({}))

    def looked(self, stamps: Mapping[Path, Stamp], now: float) -> "Watch":
        """Give the watch after a look; ``now`` is in seconds from any beginning."""
        files = {
            path: before
            if (before := self.files.get(path)) and before.stamp == stamp
            else Seen(stamp, now)
            for path, stamp in stamps.items()
        }
        gone = (self.files.keys() | self.vanished.keys()) - stamps.keys()
        return replace(self, files=files, vanished={p: self.vanished.get(p, now) for p in gone})

    def unsettled(self, now: float) -> frozenset[Path]:
        """Give the files that are too fresh to be read."""
        late = now - self.settles_after
        return frozenset(path for path, seen in self.files.items() if seen.since > late)

    def changed(self, now: float) -> frozenset[Path]:
        """Give the settled files that are not indexed as they are, or are gone for good."""
        fresh = self.unsettled(now)
        changed = {
            path
            for path, seen in self.files.items()
            if path not in fresh and self.indexed.get(path) != seen.stamp
        }
        late = now - self.settles_after
        gone = {path for path, since in self.vanished.items() if since <= late}
        return frozenset(changed | (gone & self.indexed.keys()))

    def done(self, changed: frozenset[Path]) -> "Watch":
        """Give the watch after these were indexed, or retired where they are gone."""
        indexed = {path: stamp for path, stamp in self.indexed.items() if path not in changed}
        indexed |= {path: self.files[path].stamp for path in changed if path in self.files}
        vanished = {path: since for path, since in self.vanished.items() if path not in changed}
        return replace(self, indexed=indexed, vanished=vanished)

    @property
    def lost_everything(self) -> bool:
        """Tell an unmounted share from folders whose documents were deleted one after another."""
        return not self.files and len(self.indexed) > 1


def stamps(paths: Sequence[Path]) -> dict[Path, Stamp]:
    """Look at the documents, and at the files that describe them.

    Raises NotFoundError where a path is not there.
    """
    found: dict[Path, Stamp] = {}
    for path in (*(each.path for each in walk(paths).files), *descriptions_below(paths)):
        try:
            status = path.stat()
        except OSError:  # gone between the look at its folder and the look at it
            continue
        found[path] = (status.st_size, status.st_mtime_ns)
    return found
