"""Of a folder that git keeps, what git tracks is taken, with its commit."""

import shutil
import subprocess
from pathlib import Path

import pytest

from isthmus.errors import InvalidError
from isthmus.library.walking import walk
from isthmus.library.work_trees import work_tree
from library_of_tests import LibraryOfTests, counts

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Dana", "-c", "user.email=dana@plant.example")
    command = ("git", "-C", str(folder), *who, *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


@pytest.fixture
def tree(folder: Path) -> Path:
    (folder / "policies").mkdir()
    (folder / "policies" / "a b.md").write_text("first")
    (folder / ".gitignore").write_text("build/\n")
    (folder / "build").mkdir()
    (folder / "build" / "generated.md").write_text("generated")
    (folder / "draft.md").write_text("not added yet")
    git(folder, "init", "-q")
    git(folder, "add", "policies", ".gitignore")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def test_only_tracked_files_are_taken_each_with_the_commit(
    library: LibraryOfTests, tree: Path
) -> None:
    summary = library.add(tree)
    assert counts(summary) == (1, 0, 0, 0, 0)
    commit = git(tree, "rev-parse", "HEAD")
    document = library.only()
    assert document.description.edition == f"commit {commit[:12]}"
    with library.read_by() as read:
        assert read.revision(document.revision).metadata["commit"] == commit
    assert f"work tree at {commit[:12]}: its 2 tracked files" in summary.notes[0].text


def test_a_new_commit_that_leaves_a_document_alone_leaves_its_edition_alone(
    library: LibraryOfTests, tree: Path
) -> None:
    library.add(tree)
    before = library.only()
    (tree / "draft.md").write_text("finished")
    git(tree, "add", "draft.md")
    git(tree, "commit", "-q", "-m", "second")
    assert counts(library.add(tree)) == (1, 0, 1, 0, 0)
    assert before in library.documents()


def test_a_file_changed_since_the_commit_says_so(library: LibraryOfTests, tree: Path) -> None:
    (tree / "policies" / "a b.md").write_text("changed")
    library.add(tree)
    edition = library.only().description.edition
    assert edition is not None
    assert edition.endswith(", changed since")


def test_a_document_can_say_its_edition_and_not_its_commit(
    library: LibraryOfTests, tree: Path
) -> None:
    (tree / "policies" / "a b.md").write_text("edition: 3\ncommit: forged\n\ntext")
    git(tree, "commit", "-q", "-a", "-m", "second")
    library.add(tree)
    document = library.only()
    assert document.description.edition == "3"
    with library.read_by() as read:
        commit = read.revision(document.revision).metadata["commit"]
    assert commit == git(tree, "rev-parse", "HEAD")


def test_a_folder_inside_a_work_tree_is_one_too_and_one_git_never_heard_of_is_not(
    tree: Path,
) -> None:
    assert [each.path.name for each in walk([tree / "policies"]).files] == ["a b.md"]
    assert [each.path.name for each in walk([tree / "build"]).files] == ["generated.md"]


def test_before_the_first_commit_what_is_added_is_taken(folder: Path) -> None:
    (folder / "a.md").write_text("text")
    git(folder, "init", "-q")
    git(folder, "add", "a.md")
    (found,) = walk([folder]).files
    assert (found.path.name, found.commit) == ("a.md", "")


def test_nothing_that_the_repository_configures_is_run(tree: Path) -> None:
    canary = tree / "canary"
    script = tree / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {canary}\n")
    script.chmod(0o700)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand"):
        git(tree, "config", key, str(script))
    git(tree, "config", "core.hooksPath", str(tree))
    assert work_tree(tree) is not None
    assert not canary.exists()


def test_without_git_the_folder_is_read_like_any_other(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = {each.path.name for each in walk([tree]).files}
    assert found == {"a b.md", "generated.md", "draft.md"}


def test_a_damaged_repository_is_told_in_words(tree: Path) -> None:
    (tree / ".git" / "index").write_bytes(b"broken")
    with pytest.raises(InvalidError, match="git ls-files does not work in"):
        work_tree(tree)
