"""Bringing documents in from the command line: addresses, attestations, following, reviews."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line_of_tests import CommandLine
from fakes import HashEmbedder, MemoryIndex, chunk_blocks
from isthmus.answers.drafting import Finding
from isthmus.cli import attesting
from isthmus.errors import InvalidError
from isthmus.library.ports import Embedding, Readers
from isthmus.library.service import Corpus
from isthmus.settings import Settings
from isthmus.storage import open_storage
from isthmus.wiring import OwnedIndex, Wiring
from isthmus_knowledge.loaders import load
from library_of_tests import Clock
from web_of_tests import Reply, WebOfTests, serving


class OwnIndex(MemoryIndex):
    @property
    def owns_folder(self) -> bool:
        return True


def _no_finding(_index: OwnedIndex, _embedding: Embedding) -> Finding:
    raise NotImplementedError("no command here asks a question")


class Isthmus(CommandLine):
    """The command line with the real readers behind it."""

    def wiring(self) -> Wiring:
        return Wiring(
            settings=Settings(data_dir=self.data, fetch_hosts=("LocalHost",)),
            storage=open_storage(self.data),
            clock=Clock(),
            readers=Readers(load, chunk_blocks, HashEmbedder),
            corpus=Corpus(lambda: "none", list),
            open_index=OwnIndex,
            open_finding=_no_finding,
        )


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


@pytest.fixture
def web() -> Iterator[WebOfTests]:
    with serving() as web:
        yield web


def test_files_and_addresses_are_named_in_one_command(
    isthmus: Isthmus, web: WebOfTests, folder: Path
) -> None:
    (folder / "a.md").write_text("text")
    address = web.page("/rule", "Rule", "Vendors need approval.")
    summary = isthmus.json("ingest", folder, address, f"{web.base}/nothing")
    assert (summary["added"], [f["path"] for f in summary["failed"]]) == (
        2,
        [f"{web.base}/nothing"],
    )
    web.pages["/s.xml"] = Reply(f"<urlset><url><loc>{address}</loc></url></urlset>".encode())
    assert isthmus.json("ingest", "--sitemap", f"{web.base}/s.xml")["unchanged"] == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "Name files, folders or https addresses"),
        (("--watch", "https://plant.example/"), "--watch follows files and folders"),
        (("ftp://plant.example/a",), "Only http and https"),
        (("http://127.0.0.1/", "--collection", "novels"), "is none of"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is(
    isthmus: Isthmus, arguments: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(InvalidError, match=reason):
        isthmus("ingest", *arguments)


def test_an_address_inside_the_network_is_a_failure_that_names_the_setting(
    isthmus: Isthmus,
) -> None:
    summary = isthmus.json("ingest", "http://127.0.0.1:1/", code=1)
    assert "ISTHMUS_FETCH_HOSTS" in summary["failed"][0]["reason"]


def test_an_attestation_is_recorded_and_shown(isthmus: Isthmus, folder: Path) -> None:
    (folder / "a.md").write_text("# Standard\n\nText.")
    said = ("--licence-class", "licensed-internal", "--attest", "Dana Ruiz: site licence 4711")
    isthmus("ingest", folder, *said)
    (document,) = isthmus.json("documents", "list")
    shown = isthmus.json("documents", "show", document["id"])
    assert (shown["attested_by"], shown["attestation"]) == ("Dana Ruiz", "site licence 4711")
    assert shown["attested_at"]
    assert "site licence 4711" in isthmus("documents", "show", document["id"])


def test_nobody_at_the_terminal_means_that_nothing_is_attested(
    isthmus: Isthmus, folder: Path
) -> None:
    (folder / "a.md").write_text("# Standard\n\nText.")
    summary = isthmus.json("ingest", folder, "--licence", "ai-restricted", code=1)
    assert "--attest" in summary["failed"][0]["reason"]


def test_who_sits_at_the_terminal_is_asked_who_attests_what(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["Dana Ruiz", "site licence 4711"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    assert attesting.attestation("ai-restricted", None, ask=True) == {
        "attested_by": "Dana Ruiz",
        "attestation": "site licence 4711",
    }
    assert attesting.attestation("attribution", None, ask=True) == {}


def test_reviews_that_are_due_are_listed(isthmus: Isthmus, folder: Path) -> None:
    (folder / "a.md").write_text("# Plan\n\nText.")
    isthmus("ingest", folder, "--review", "2026-11-20", "--owner", "CISO")
    (found,) = isthmus.json("documents", "due", "--within", "2w")
    assert (found["owner"], found["overdue"], found["days"]) == ("CISO", True, -2)
    assert "2 days overdue" in isthmus("documents", "due")
    for wrong in ("soon", "9", "d", "-3d", "9999999d"):
        with pytest.raises(InvalidError, match="no span of time"):
            isthmus("documents", "due", f"--within={wrong}")


def test_a_difference_is_shown(isthmus: Isthmus, folder: Path) -> None:
    (folder / "a.md").write_text("The CISO approves access.")
    isthmus("ingest", folder)
    (folder / "a.md").write_text("The plant manager approves access.")
    isthmus("ingest", folder)
    (document,) = isthmus.json("documents", "list")
    shown = isthmus("documents", "diff", document["id"])
    assert "- The [CISO] approves access." in shown
    assert "+ The [plant manager] approves access." in shown
    told = isthmus.json("documents", "diff", document["id"], "--from", 1, "--to", 2)
    assert [change["kind"] for change in told["changes"]] == ["changed"]


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM])
def test_following_tells_what_it_did_and_stops_when_it_is_asked_to(
    tmp_path: Path, folder: Path, ends: signal.Signals
) -> None:
    (folder / "a.md").write_text("# A\n\nText.")
    following = Following(tmp_path / "data", folder)
    try:
        line = following.first_line()
        following.process.send_signal(ends)
        assert following.process.wait(60) == 0
    finally:
        following.end()
    assert json.loads(line)["added"] == 1


class Following:
    """`isthmus ingest --watch` in a process of its own, since signals go to processes."""

    def __init__(self, data: Path, folder: Path) -> None:
        here = Path(__file__)
        paths = (str(here.parent), str(here.parents[2]))
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, "-c", FOLLOW, str(data), str(folder)),
            env={"PYTHONPATH": os.pathsep.join(paths), "HOME": str(data)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self) -> None:
        assert self.process.stdout is not None
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def first_line(self) -> str:
        assert self.process.stdout is not None
        guard = threading.Timer(60, self.process.kill)
        guard.start()
        try:
            return self.process.stdout.readline()
        finally:
            guard.cancel()


FOLLOW = """
import sys
from pathlib import Path
from isthmus import main
from test_ways_in import Isthmus

main.app(["ingest", sys.argv[2], "--watch", "--json"], obj=Isthmus(Path(sys.argv[1])).wiring())
"""
