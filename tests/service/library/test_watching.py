"""A watch indexes what has settled, once, and takes nothing half-written."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from isthmus.cli.watching import Follower, Stop, stopped_by_signals
from isthmus.library.run import IngestSummary
from isthmus.library.watching import Stamp, Watch
from library_of_tests import LibraryOfTests, counts

A, B = Path("/plant/a.md"), Path("/plant/b.md")


def looks(*seen: tuple[float, Mapping[Path, Stamp]]) -> Watch:
    watch = Watch(settles_after=5)
    for now, stamps in seen:
        watch = watch.looked(stamps, now)
    return watch


def test_a_file_counts_when_it_has_stayed_as_it_is() -> None:
    growing = looks((0, {A: (1, 1)}), (2, {A: (2, 2)}), (4, {A: (2, 2)}))
    assert growing.changed(6) == frozenset()
    assert growing.unsettled(6) == {A}
    assert growing.looked({A: (2, 2)}, 7).changed(7) == {A}


def test_what_is_indexed_counts_again_only_when_it_changes() -> None:
    watch = looks((0, {A: (1, 1)}), (5, {A: (1, 1)}))
    done = watch.done(watch.changed(5))
    assert done.changed(60) == frozenset()
    assert done.looked({A: (1, 9)}, 60).looked({A: (1, 9)}, 65).changed(65) == {A}


def test_a_file_that_is_saved_by_replacing_it_never_counts_as_gone() -> None:
    done = looks((0, {A: (1, 1)}), (5, {A: (1, 1)})).done(frozenset({A}))
    assert done.looked({}, 10).changed(12) == frozenset()
    assert done.looked({}, 10).looked({A: (1, 1)}, 12).changed(20) == frozenset()
    assert done.looked({}, 10).looked({}, 15).changed(15) == {A}


def test_everything_gone_at_once_is_a_lost_share() -> None:
    done = looks((0, {A: (1, 1), B: (1, 1)})).done(frozenset({A, B}))
    assert done.looked({}, 10).lost_everything
    assert not done.looked({A: (1, 1)}, 10).lost_everything


class Following:
    """A follower over a real library, whose time a test turns."""

    def __init__(self, library: LibraryOfTests, folder: Path) -> None:
        self.library = library
        self.told: list[IngestSummary] = []
        self.complaints: list[str] = []
        self.stop = Stop()
        self.follower = Follower(
            library.ingest, [folder], {}, self.told.append, self.complaints.append
        )

    def at(self, *seconds: float) -> list[tuple[int, int, int, int, int]]:
        """Look at these times, and give what came of it since the last call."""
        self.told.clear()
        for now in seconds:
            self.follower.look(now, self.stop)
        return [counts(summary) for summary in self.told]


@pytest.fixture
def following(library: LibraryOfTests, folder: Path) -> Following:
    return Following(library, folder)


def test_documents_come_change_and_go_as_their_files_do(following: Following, folder: Path) -> None:
    (folder / "a.md").write_text("one")
    (folder / "b.md").write_text("two")
    assert following.at(0, 2, 4) == []
    assert following.at(6, 8) == [(2, 0, 0, 0, 0)]
    (folder / "a.md").write_text("changed")
    assert following.at(10, 12) == []
    assert following.at(16, 18) == [(0, 1, 0, 0, 0)]
    (folder / "b.md").unlink()
    assert following.at(20, 26) == [(0, 0, 0, 1, 0)]
    assert following.library.texts() == {"a.md": "changed"}


def test_a_file_that_is_being_written_is_left_alone_while_others_are_indexed(
    following: Following, folder: Path
) -> None:
    (folder / "a.md").write_text("whole")
    following.at(0)
    (folder / "b.md").write_text("ha")
    assert following.at(4, 6) == [(1, 0, 0, 0, 0)]
    assert set(following.library.texts()) == {"a.md"}
    (folder / "b.md").write_text("half and half")
    assert following.at(8, 10, 14) == [(1, 0, 0, 0, 0)]


def test_a_file_that_fails_is_told_once_and_the_others_go_on(
    following: Following, folder: Path
) -> None:
    (folder / "bad.md").write_bytes(b"\0")
    assert following.at(0, 6, 12, 18) == [(0, 0, 0, 0, 1)]
    (folder / "a.md").write_text("good")
    assert following.at(20, 26) == [(1, 0, 0, 0, 0)]


def test_a_changed_description_is_followed_too(following: Following, folder: Path) -> None:
    (folder / "a.md").write_text("text")
    following.at(0, 6)
    (folder / "a.md.isthmus.yaml").write_text("owner: CISO")
    assert following.at(10, 16) == [(0, 1, 0, 0, 0)]
    assert following.library.only().description.owner == "CISO"


def test_a_share_that_is_lost_retires_nothing_and_is_told_once(
    following: Following, folder: Path
) -> None:
    for name in ("a.md", "b.md"):
        (folder / name).write_text(name)
    following.at(0, 6)
    contents = {file: file.read_bytes() for file in folder.iterdir()}
    times = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    for file in contents:
        file.unlink()
    assert following.at(10, 16, 22, 28) == []
    assert len(following.complaints) == 1
    assert "share is not connected" in following.complaints[0]
    folder.rmdir()
    assert following.at(30) == []
    assert "no file or folder" in following.complaints[1]
    folder.mkdir()
    for file, content in contents.items():
        file.write_bytes(content)
        os.utime(file, ns=(times[file], times[file]))
    assert following.at(40, 46) == []
    assert len(following.library.documents()) == 2


def test_it_stops_between_two_documents(following: Following, folder: Path) -> None:
    (folder / "a.md").write_text("text")
    following.at(0)
    following.stop.asked = True
    following.follower.follow(following.stop)
    assert following.library.documents() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_only_leaves_a_mark_and_what_was_set_before_comes_back(
    number: signal.Signals,
) -> None:
    before = signal.getsignal(number)
    with stopped_by_signals() as stop:
        signal.raise_signal(number)
        assert stop == Stop(asked=True)
        stop.wait(3600)
    assert signal.getsignal(number) is before
