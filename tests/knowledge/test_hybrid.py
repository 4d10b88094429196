import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from entries import EMBEDDER, EVERYONE, entry
from isthmus_knowledge.hybrid import Asked, PassageIndex, in_memory, open_index

KIND = "model-1"
PATCH, VENDOR = entry("a-1", "patch management"), entry("b-1", "vendor access")
PATCHES, VENDORS = (EVERYONE, "a"), (EVERYONE, "b")
Opening = Callable[..., PassageIndex]


@pytest.fixture
def opening(tmp_path: Path) -> Iterator[Opening]:
    """Open the index of a folder; what is opened is closed after the test."""
    opened: list[PassageIndex] = []

    def open_one(kind: str = KIND) -> PassageIndex:
        opened.append(open_index(tmp_path, kind))
        return opened[-1]

    yield open_one
    for index in opened:
        index.close()


@pytest.fixture(params=["memory", "disk"])
def index(request: pytest.FixtureRequest, opening: Opening) -> PassageIndex:
    return in_memory() if request.param == "memory" else opening()


def found(index: PassageIndex, question: str, *audiences: str) -> tuple[list[str], list[str]]:
    """Give what the vectors and what the words find."""
    vector = EMBEDDER.embed([question])[0]
    both = index.search(Asked(question, vector), audiences or (EVERYONE,), 10)
    return [hit.passage for hit in both.dense], [hit.passage for hit in both.lexical]


class EndedError(Exception):
    """What stands for the end of a process between two steps."""


def interrupt(monkeypatch: pytest.MonkeyPatch, part: object, step: str) -> None:
    def stop(*_: object) -> None:
        raise EndedError

    monkeypatch.setattr(part, step, stop)


def test_both_parts_find_what_was_added(index: PassageIndex) -> None:
    index.apply([PATCH, VENDOR], [])
    assert found(index, "patch management") == (["a-1", "b-1"], ["a-1"])
    assert index.indexed() == {PATCHES, VENDORS}


def test_neither_part_finds_what_was_removed(index: PassageIndex) -> None:
    index.apply([PATCH, VENDOR], [])
    index.apply([], [PATCHES])
    assert found(index, "patch management") == (["b-1"], [])
    assert index.indexed() == {VENDORS}


def test_a_revision_is_superseded_in_one_step(index: PassageIndex) -> None:
    index.apply([PATCH], [])
    index.apply([VENDOR], [PATCHES])
    assert found(index, "patch vendor") == (["b-1"], ["b-1"])
    assert index.indexed() == {VENDORS}


def test_a_cleared_index_is_empty_and_can_be_filled(index: PassageIndex) -> None:
    index.apply([PATCH], [])
    index.clear()
    assert index.indexed() == set()
    assert found(index, "patch") == ([], [])
    index.apply([VENDOR], [])
    assert found(index, "vendor") == (["b-1"], ["b-1"])


def test_doing_it_again_changes_nothing(index: PassageIndex) -> None:
    for _ in range(2):
        index.apply([PATCH, VENDOR], [])
        assert found(index, "patch") == (["a-1", "b-1"], ["a-1"])
    for _ in range(2):
        index.apply([], [PATCHES])
        assert index.indexed() == {VENDORS}


def test_what_is_held_is_known_after_reopening(opening: Opening) -> None:
    first = opening()
    first.apply([PATCH, VENDOR], [])
    first.apply([], [VENDORS])
    first.close()
    again = opening()
    assert again.indexed() == {PATCHES}
    assert found(again, "patch") == (["a-1"], ["a-1"])


def test_only_the_first_to_open_owns_the_folder(opening: Opening) -> None:
    owner = opening()
    owner.apply([PATCH], [])
    other = opening()
    assert (owner.owns_folder, other.owns_folder) == (True, False)
    assert other.indexed() == set()
    other.apply([VENDOR], [])
    assert found(owner, "vendor") == (["a-1"], [])


def test_the_folder_is_free_when_its_owner_has_closed(opening: Opening) -> None:
    opening().close()
    assert opening().owns_folder


@pytest.mark.parametrize(
    ("part", "step"), [("vectors", "add"), ("lexical", "apply"), ("vectors", "remove")]
)
def test_an_interrupted_change_is_made_good_by_the_next_one(
    opening: Opening, monkeypatch: pytest.MonkeyPatch, part: str, step: str
) -> None:
    index = opening()
    index.apply([PATCH], [])
    interrupt(monkeypatch, getattr(index, part), step)
    with pytest.raises(EndedError):
        index.apply([VENDOR], [PATCHES])
    monkeypatch.undo()
    index.close()
    again = opening()
    assert again.owns_folder
    again.apply([VENDOR], again.indexed() - {VENDORS})
    assert found(again, "patch vendor") == (["b-1"], ["b-1"])
    assert again.indexed() == {VENDORS}


def test_what_was_half_added_is_taken_back_on_opening(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opening()
    index.apply([PATCH], [])
    interrupt(monkeypatch, index.lexical, "apply")
    with pytest.raises(EndedError):
        index.apply([VENDOR], [])
    index.close()
    again = opening()
    assert again.indexed() == {PATCHES}
    assert found(again, "vendor") == (["a-1"], [])


def test_what_was_half_removed_counts_as_held_until_it_is_gone(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opening()
    index.apply([PATCH], [])
    interrupt(monkeypatch, index.lexical, "apply")
    with pytest.raises(EndedError):
        index.apply([], [PATCHES])
    index.close()
    assert opening().indexed() == {PATCHES}


def test_an_index_of_another_kind_is_thrown_away(opening: Opening) -> None:
    first = opening("model-1")
    first.apply([PATCH], [])
    first.close()
    other = opening("model-2")
    assert other.indexed() == set()
    assert found(other, "patch") == ([], [])
    other.apply([VENDOR], [])
    other.close()
    assert opening("model-2").indexed() == {VENDORS}


def test_an_index_of_another_analysis_is_thrown_away(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opening()
    first.apply([PATCH], [])
    first.close()
    monkeypatch.setattr("isthmus_knowledge.hybrid.analysis_digest", lambda: "another")
    assert opening().indexed() == set()


@pytest.mark.parametrize("damage", ["", "no JSON", "{}", "[]", '{"held": [1], "adding": []}'])
def test_an_index_that_does_not_know_what_it_holds_is_thrown_away(
    opening: Opening, tmp_path: Path, damage: str
) -> None:
    first = opening()
    first.apply([PATCH], [])
    first.close()
    (tmp_path / "current" / "held.json").write_text(damage)
    again = opening()
    assert again.indexed() == set()
    assert found(again, "patch") == ([], [])


@pytest.mark.parametrize("file", ["kind", "held.json", "vectors/chroma.sqlite3", "words/meta.json"])
@pytest.mark.parametrize("how", ["lost", "overwritten"])
def test_a_damaged_index_is_thrown_away(
    opening: Opening, tmp_path: Path, file: str, how: str
) -> None:
    first = opening()
    first.apply([PATCH], [])
    first.close()
    damaged = tmp_path / "current" / file
    if how == "lost":
        damaged.unlink()
    else:
        damaged.write_text("nothing of use")
    again = opening()
    assert again.indexed() == set()
    again.apply([VENDOR], [])
    assert found(again, "patch vendor") == (["b-1"], ["b-1"])


OWNER = """
import sys, time
from pathlib import Path
from entries import entry
from isthmus_knowledge.hybrid import open_index
index = open_index(Path(sys.argv[1]), "model-1")
index.apply([entry("a-1", "patch management")], [])
print(index.owns_folder, flush=True)
time.sleep(60)
"""


@pytest.fixture
def owner(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Start another process that owns the index, and end it as a crash does."""
    tests = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": tests}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "True"
        yield process
        process.kill()


def test_two_processes_never_share_the_folder(
    opening: Opening, owner: "subprocess.Popen[str]"
) -> None:
    beside = opening()
    assert not beside.owns_folder
    assert beside.indexed() == set()
    owner.kill()
    owner.wait()
    after = opening()
    assert after.owns_folder
    assert after.indexed() == {PATCHES}
    assert found(after, "patch") == (["a-1"], ["a-1"])
