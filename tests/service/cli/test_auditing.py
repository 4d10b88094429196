"""People, ranks, invitations and the audit trail on the command line."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from asking_of_tests import wire
from command_line_of_tests import CommandLine
from isthmus.access.signing_in import Browser
from isthmus.errors import ConflictError, InvalidError, NotFoundError
from isthmus.people import Person, Rank
from isthmus.storage import DATABASE_FILE
from isthmus.wiring import Wiring
from library_of_tests import Clock

PASSWORD = "correct horse battery"  # noqa: S105 - for tests
HERE = Browser("10.0.0.7", "Firefox on Linux")


class Isthmus(CommandLine):
    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.clock = Clock()

    def wiring(self) -> Wiring:
        return wire(self.data, clock=self.clock)

    def sql(self, statement: str) -> None:
        with closing(sqlite3.connect(self.data / DATABASE_FILE)) as connection:
            connection.execute(statement)
            connection.commit()


@pytest.fixture
def isthmus(tmp_path: Path) -> Isthmus:
    return Isthmus(tmp_path / "data")


def test_a_rank_is_given_kept_and_changed(isthmus: Isthmus) -> None:
    assert isthmus.json("people", "add", "ana", "--rank", "lead")["rank"] == "lead"
    assert isthmus.json("people", "add", "ana", "--group", "ot")["rank"] == "lead"
    assert isthmus.json("people", "rank", "ana", "administrator")["rank"] == "administrator"
    assert isthmus.json("people", "add", "ben")["rank"] == "reader"
    assert "administrator" in isthmus("people", "list")
    with pytest.raises(ConflictError, match="only administrator"):
        isthmus("people", "remove", "ana")
    with pytest.raises(NotFoundError):
        isthmus("people", "rank", "nobody", "lead")


def test_an_invited_person_chooses_a_password_with_the_link(isthmus: Isthmus) -> None:
    isthmus("people", "add", "ana")
    made = isthmus.json("people", "invite", "ana")
    assert made["link"].startswith("http://127.0.0.1:8000/welcome/")
    assert "works once" in isthmus("people", "invite", "ana")
    with pytest.raises(NotFoundError):
        isthmus("people", "invite", "nobody")
    newest = isthmus.json("people", "invite", "ana")["link"].rpartition("/")[2]
    wiring = wire(isthmus.data, clock=isthmus.clock)
    wiring.signing_in.accept(newest, Person("ana", "ana"), PASSWORD, HERE)
    assert wiring.signing_in.sign_in("ana", PASSWORD, HERE).person.rank is Rank.READER
    wiring.close()


def test_what_was_done_is_shown_newest_first_and_filtered(isthmus: Isthmus) -> None:
    isthmus("people", "add", "ana")
    key = isthmus.json("keys", "create", "ana")["id"]
    isthmus("keys", "revoke", key)
    shown = isthmus.json("audit", "show")
    assert [each["action"] for each in shown] == ["key.revoked", "key.created", "person.added"]
    assert {each["person"] for each in shown} == {"operator"}
    assert [each["number"] for each in isthmus.json("audit", "show", "--action", "person")] == [1]
    assert isthmus.json("audit", "show", "--person", "ana") == []
    assert len(isthmus.json("audit", "show", "--since", "2026-11-22", "--limit", 2)) == 2
    assert isthmus.json("audit", "show", "--since", "2026-11-23") == []
    assert "key.created" in isthmus("audit", "show")


def test_a_whole_trail_verifies_and_its_head_can_be_kept(isthmus: Isthmus) -> None:
    assert isthmus.json("audit", "verify")["entries"] == 0
    isthmus("people", "add", "ana")
    head = isthmus.json("audit", "verify")["head"]
    isthmus("people", "add", "ben")
    assert isthmus.json("audit", "verify", "--head", head)["fault"] is None
    assert "All 2 entries" in isthmus("audit", "verify")
    for wrong in ("1", "x:y", head[:-1]):
        with pytest.raises(InvalidError, match="head"):
            isthmus("audit", "verify", "--head", wrong)


def test_the_first_bad_entry_is_named_with_a_code_for_scripts(isthmus: Isthmus) -> None:
    for each in ("ana", "ben", "cy"):
        isthmus("people", "add", each)
    isthmus.sql("UPDATE audit SET person = 'ana' WHERE number = 2")
    assert "The first bad entry is 2" in isthmus("audit", "verify", code=1)
    assert isthmus.json("audit", "verify", code=1)["fault"]["number"] == 2


def test_a_cut_is_found_by_the_data_folder_and_by_a_head_that_was_kept(isthmus: Isthmus) -> None:
    for each in ("ana", "ben", "cy"):
        isthmus("people", "add", each)
    kept = isthmus.json("audit", "verify")["head"]
    isthmus.sql("DELETE FROM audit WHERE number = 3")
    isthmus.sql("UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit WHERE number=2)")
    assert "audit-head.json" in isthmus("audit", "verify", code=1)
    (isthmus.data / "audit-head.json").unlink()
    assert isthmus.json("audit", "verify")["fault"] is None
    assert isthmus.json("audit", "verify", "--head", kept, code=1)["fault"]["number"] == 3


def test_a_restore_is_recorded_and_signs_everybody_out(isthmus: Isthmus, tmp_path: Path) -> None:
    isthmus("people", "add", "ana")
    link = isthmus.json("people", "invite", "ana")["link"].rpartition("/")[2]
    isthmus("backup", tmp_path / "all.zip")
    lost = isthmus.json("audit", "verify")["head"]
    isthmus("restore", tmp_path / "all.zip", "--force")
    verified = isthmus.json("audit", "verify")
    assert (verified["entries"], verified["fault"]) == (3, None)
    (restored, *_) = isthmus.json("audit", "show")
    assert (restored["action"], restored["subject"]) == ("backup.restored", "all.zip")
    assert restored["details"]["head before"] == lost
    wiring = wire(isthmus.data, clock=isthmus.clock)
    with pytest.raises(NotFoundError):
        wiring.signing_in.invited(link)
    wiring.close()
