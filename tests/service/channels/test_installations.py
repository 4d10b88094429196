"""Workspaces with their tokens: encrypted at rest, with a key that no backup holds."""

import stat
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from channels_of_tests import Kept
from isthmus.audit.store import AuditStore
from isthmus.backup import back_up
from isthmus.channels.installing import Installed
from isthmus.channels.model import Installation
from isthmus.channels.sealing import FILE, Seal
from isthmus.errors import UnavailableError
from isthmus.storage import Storage
from jobs_of_tests import MONDAY

TOKEN = "xoxb-canary-4711"  # noqa: S105 - not one that opens anything
OURS = Installation("paper", "T1", "Plant", {"bot": "B1"}, {"bot_token": TOKEN})


@pytest.fixture
def installed(kept: Kept, tmp_path: Path) -> Installed:
    return Installed(kept.parts, Seal(tmp_path / "keys"))


def test_a_workspace_is_kept_with_its_tokens(installed: Installed) -> None:
    installed.put(OURS)
    found = installed.get("paper", "T1")
    assert found is not None
    assert (found.secrets, found.details, found.installed_at) == (
        OURS.secrets,
        OURS.details,
        MONDAY,
    )
    assert installed.all("paper") == [found]
    assert installed.get("paper", "T2") is None
    assert installed.all("other") == []


def test_no_token_is_in_the_records_in_words_or_in_the_trail(
    kept: Kept, installed: Installed
) -> None:
    installed.put(OURS)
    with kept.parts.storage.reading() as connection:
        row = connection.execute(text("SELECT * FROM channel_installations")).one()
        entries = list(AuditStore(connection).in_order())
    assert TOKEN not in f"{row} {entries} {installed.get('paper', 'T1')!r}"
    assert entries[-1].action == "channel.installed"


def test_the_key_is_its_owners_alone_and_made_when_it_is_needed(
    installed: Installed, tmp_path: Path
) -> None:
    assert installed.all("paper") == []
    assert not (tmp_path / "keys").exists()
    installed.put(OURS)
    file = tmp_path / "keys" / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == [FILE]


def test_processes_that_begin_at_once_have_one_key(tmp_path: Path) -> None:
    def close(number: int) -> str:
        return Seal(tmp_path).close({"n": str(number)})

    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(close, range(8)))
    assert [Seal(tmp_path).open(each)["n"] for each in sealed] == [str(n) for n in range(8)]


def test_a_backup_holds_no_key(sqlite_storage: Storage, tmp_path: Path) -> None:
    data = sqlite_storage.file
    assert data is not None
    Installed(Kept(sqlite_storage).parts, Seal(data.parent)).put(OURS)
    back_up(sqlite_storage, tmp_path / "backup.zip", MONDAY)
    key = (data.parent / FILE).read_bytes().strip()
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert all(key not in each and TOKEN.encode() not in each for each in held.values())


def test_with_another_key_it_says_what_to_do(
    kept: Kept, installed: Installed, tmp_path: Path
) -> None:
    installed.put(OURS)
    seal = Seal(tmp_path / "others")
    seal.close({})
    with pytest.raises(UnavailableError, match=r"another key.*Put back the key"):
        Installed(kept.parts, seal).get("paper", "T1")


def test_without_its_key_it_says_what_to_do_and_makes_no_new_one(
    installed: Installed, tmp_path: Path
) -> None:
    installed.put(OURS)
    (tmp_path / "keys" / FILE).unlink()
    with pytest.raises(UnavailableError, match=r"is missing.*install the app again"):
        installed.get("paper", "T1")
    assert not (tmp_path / "keys" / FILE).exists()


def test_a_key_that_others_may_read_is_refused(installed: Installed, tmp_path: Path) -> None:
    installed.put(OURS)
    (tmp_path / "keys" / FILE).chmod(0o640)
    with pytest.raises(UnavailableError, match="chmod 600"):
        installed.get("paper", "T1")


@pytest.mark.parametrize("nonsense", ["", "not a key"])
def test_what_is_no_key_is_named(installed: Installed, tmp_path: Path, nonsense: str) -> None:
    installed.put(OURS)
    (tmp_path / "keys" / FILE).write_text(nonsense)
    with pytest.raises(UnavailableError, match="holds no key"):
        installed.get("paper", "T1")


def test_a_newer_key_above_an_older_one_reads_what_that_sealed(
    kept: Kept, installed: Installed, tmp_path: Path
) -> None:
    installed.put(OURS)
    newer = Seal(tmp_path / "newer")
    newer.close({})
    lines = newer.file.read_text() + (tmp_path / "keys" / FILE).read_text()
    both = Installed(kept.parts, Seal(tmp_path, lines))
    found = both.get("paper", "T1")
    assert found is not None
    assert found.secrets == OURS.secrets
    both.put(OURS)
    alone = Installed(kept.parts, newer).get("paper", "T1")
    assert alone is not None
    assert alone.secrets == OURS.secrets
    assert not (tmp_path / FILE).exists()


def test_a_workspace_that_removed_us_has_no_tokens_any_more(
    kept: Kept, installed: Installed
) -> None:
    installed.put(OURS)
    kept.travel(days=1)
    for _ in range(2):
        installed.end("paper", "T1")
    ended = installed.get("paper", "T1")
    assert ended is not None
    assert (ended.secrets, ended.ended_at) == ({}, kept.working.now)
    kept.travel(days=1)
    installed.put(OURS)
    again = installed.get("paper", "T1")
    assert again is not None
    assert (again.installed_at, again.ended_at) == (kept.working.now, None)
    with kept.parts.storage.reading() as connection:
        said = [each.action for each in AuditStore(connection).in_order()]
    assert said == ["channel.installed", "channel.removed", "channel.installed"]


def test_renewed_tokens_take_the_place_of_older_ones_and_are_no_new_installation(
    kept: Kept, installed: Installed
) -> None:
    installed.put(OURS)
    kept.travel(hours=12)
    installed.put(Installation("paper", "T1", "Plant", {}, {"bot_token": "xoxb-2"}))
    found = installed.get("paper", "T1")
    assert found is not None
    assert (found.secrets, found.installed_at) == ({"bot_token": "xoxb-2"}, MONDAY)
