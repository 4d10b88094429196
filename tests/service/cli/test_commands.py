import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line_of_tests import CommandLine
from fakes import HashEmbedder, MemoryIndex, chunk_blocks, load_lines
from isthmus import main
from isthmus.answers.drafting import Finding
from isthmus.errors import IsthmusError
from isthmus.library.ports import Embedding, Readers
from isthmus.library.service import Corpus
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import OwnedIndex, Wiring
from library_of_tests import Clock


def _no_finding(_index: OwnedIndex, _embedding: Embedding) -> Finding:
    raise NotImplementedError("no command here asks a question")


@dataclass
class OwnedMemoryIndex(MemoryIndex):
    owns_folder: bool = True


class Isthmus(CommandLine):
    """The command line with fakes behind it."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.index = OwnedMemoryIndex()

    def wiring(self) -> Wiring:
        embedder = HashEmbedder()
        return Wiring(
            settings=Settings(data_dir=self.data),
            storage=open_storage(self.data),
            clock=Clock(),
            readers=Readers(load_lines, chunk_blocks, lambda: embedder),
            corpus=Corpus(lambda: "none", list),
            open_index=lambda: self.index,
            open_finding=_no_finding,
        )


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_ingest_prints_counts_and_reasons(isthmus: Isthmus, folder: Path) -> None:
    (folder / "a.md").write_text("text")
    (folder / "b c.md").write_bytes(b"\0")
    expected = {
        "updated": 0,
        "retired": 0,
        "failed": [{"path": str(folder / "b c.md"), "reason": "It is damaged."}],
        "notes": [],
    }
    assert isthmus.json("ingest", folder) == expected | {"added": 1, "unchanged": 0}
    assert isthmus.json("ingest", folder) == expected | {"added": 0, "unchanged": 1}


def test_ingest_fails_only_where_every_file_failed(isthmus: Isthmus, folder: Path) -> None:
    (folder / "bad.md").write_bytes(b"\0")
    isthmus("ingest", folder, code=1)
    (folder / "good.md").write_text("text")
    assert "It is damaged." in isthmus("ingest", folder)


def test_a_second_ingest_says_that_nothing_changed(isthmus: Isthmus, folder: Path) -> None:
    (folder / "a.md").write_text("text")
    isthmus("ingest", folder, "--readers", "ot", "--readers", "it", "--review", "2026-12-01")
    assert "Nothing has changed" in isthmus("ingest", folder)
    (document,) = isthmus.json("documents", "list")
    assert (document["readers"], document["review"]) == (["it", "ot"], "2026-12-01")


def test_documents_are_listed_shown_and_retired(isthmus: Isthmus, folder: Path) -> None:
    (folder / "a.md").write_text("title: [red]Plan\x1b[2J\n\nfirst\nsecond")
    isthmus("ingest", folder)
    shown = isthmus("documents", "list")
    assert "[red]Plan" in shown
    assert "\x1b" not in shown
    (document,) = isthmus.json("documents", "list")
    assert isthmus.json("documents", "show", document["id"])["passages"] == 2
    assert [r["number"] for r in isthmus.json("documents", "revisions", document["id"])] == [1]
    passages = isthmus.json("documents", "passages", document["id"])
    assert [passage["text"] for passage in passages] == ["first", "second"]
    isthmus("documents", "retire", document["id"])
    assert isthmus.json("documents", "list") == []
    assert isthmus.json("documents", "list", "--retired")[0]["retired_by"] == "operator"


def test_reindex_fills_the_index_unless_another_process_holds_it(
    isthmus: Isthmus, folder: Path
) -> None:
    (folder / "a.md").write_text("first\nsecond")
    isthmus("ingest", folder)
    assert isthmus.json("reindex") == {"passages": 2}
    assert len(isthmus.index.entries) == 2
    isthmus.index.owns_folder = False
    with pytest.raises(IsthmusError, match="Stop it"):
        isthmus("reindex")


def test_people_and_keys_come_and_go(isthmus: Isthmus) -> None:
    isthmus("people", "add", "anna", "--name", "Anna", "--group", "ot", "--group", "it")
    assert isthmus.json("people", "list") == [
        {
            "id": "anna",
            "name": "Anna",
            "groups": ["it", "ot"],
            "time_zone": "UTC",
            "rank": "reader",
        }
    ]
    made = isthmus.json("keys", "create", "anna", "--scope", "ask", "--scope", "read")
    assert made["key"].startswith(made["id"] + ".")
    assert "secret_hash" not in made
    assert made["key"] not in isthmus("keys", "list")
    assert isthmus.json("keys", "revoke", made["id"])["revoked_at"]
    isthmus("people", "remove", "anna")
    assert isthmus.json("keys", "list") == []


def test_the_doctor_says_what_to_do(
    isthmus: Isthmus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISTHMUS_DATADIR", "/srv")
    (folder / "a.md").write_bytes(b"")
    isthmus("ingest", folder, code=1)
    found = {finding["what"]: finding for finding in isthmus.json("doctor")}
    assert "ISTHMUS_DATA_DIR?" in found["settings"]["says"]
    assert "It is empty." in found["documents"]["says"]
    assert found["database"]["state"] == found["index"]["state"] == "ok"


def test_the_doctor_looks_at_an_empty_machine_without_changing_it(isthmus: Isthmus) -> None:
    found = {finding["what"]: finding["state"] for finding in isthmus.json("doctor")}
    assert "fail" not in found.values()
    assert found["database"] == "warn"


def test_a_backup_can_be_restored(isthmus: Isthmus, folder: Path, tmp_path: Path) -> None:
    (folder / "a.md").write_text("text")
    isthmus("ingest", folder)
    isthmus("backup", tmp_path / "all.zip")
    elsewhere = Isthmus(tmp_path / "elsewhere")
    assert elsewhere.json("restore", tmp_path / "all.zip")["counts"]["documents"] == 1
    assert len(elsewhere.json("documents", "list")) == 1


def test_what_is_written_is_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISTHMUS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["isthmus", "people", "list"])
    before = os.umask(0o022)
    try:
        with pytest.raises(SystemExit):
            main.run()
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o077 for file in tmp_path.iterdir()} == {0}


@pytest.mark.parametrize("as_json", [False, True])
def test_an_error_is_one_line_and_code_two(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    as_json: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    monkeypatch.setenv("ISTHMUS_DATA_DIR", str(tmp_path))
    arguments = ["isthmus", "people", "remove", "nobody", *(["--json"] if as_json else [])]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 2
    printed = capsys.readouterr()
    if as_json:
        assert "no person nobody" in json.loads(printed.out)["error"]
    else:
        assert printed.err.count("\n") == 1
