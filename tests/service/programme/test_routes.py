"""The programme over HTTP and on the command line: as JSON, and as a file to send."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import served
from command_line_of_tests import CommandLine
from isthmus.actions.model import Draft
from isthmus.errors import InvalidError
from isthmus.programme.exporting.formats import Format
from isthmus.raci.desk import Hand
from isthmus.wiring import Wiring


class HereCommandLine(CommandLine):
    def wiring(self) -> Wiring:
        return served.wire(self.data)


@pytest.fixture
def line(tmp_path: Path) -> HereCommandLine:
    line = HereCommandLine(tmp_path)
    wiring = line.wiring()
    wiring.storage.migrate()
    wiring.close()
    return line


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def add(wiring: Wiring, title: str = "Test the restore", readers: str = "plant") -> None:
    draft = Draft(title, step="2.4", due=served.NOW.date(), readers=(readers,))
    wiring.actions.add(draft, Hand(served.ANA, "test"))


def test_the_programme_is_told_as_json(
    client: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys
) -> None:
    add(wiring)
    told = client.get("/api/v1/programme", headers=bearer(keys.asking))
    assert told.status_code == 200
    body = told.json()
    assert body["progress"]["open"] == 1
    assert body["phases"][1]["steps"][3]["progress"]["scope"] == 1
    assert [each["id"] for each in body["metrics"]][:2] == ["on-time", "closed"]
    assert len(body["burn_up"]) == len(body["metrics"][0]["series"]) + 1


@pytest.mark.parametrize("to", Format)
def test_the_report_is_a_file_to_send(
    client: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys, to: Format
) -> None:
    add(wiring)
    wanted = {"format": to.value, "from": "2026-11-01", "to": "2026-11-22"}
    told = client.get("/api/v1/report", params=wanted, headers=bearer(keys.asking))
    assert told.status_code == 200
    assert told.headers["content-type"] == to.media_type
    name = f'filename="steering-report-2026-11-01-to-2026-11-22.{to}"'
    assert name in told.headers["content-disposition"]
    assert told.content[:2] in {b"PK", b"%P", b"# "}


def test_the_report_is_told_as_values_without_a_format(
    client: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys
) -> None:
    add(wiring)
    body = client.get("/api/v1/report", headers=bearer(keys.asking)).json()
    assert body["sections"][3]["tables"][0]["rows"][0][:2] == ["A-1", "Test the restore"]
    others = client.get("/api/v1/report", headers=bearer(keys.bens)).json()
    assert "Test the restore" not in json.dumps(others)


@pytest.mark.parametrize(
    ("query", "status"),
    [("from=2026-12-01", 422), ("phase=7", 422), ("from=soon", 422), ("format=exe", 422)],
)
def test_what_makes_no_sense_is_refused(
    client: TestClient, keys: served.Keys, query: str, status: int
) -> None:
    told = client.get(f"/api/v1/report?{query}", headers=bearer(keys.asking))
    assert told.status_code == status


def test_a_command_writes_the_report(line: HereCommandLine, tmp_path: Path) -> None:
    wiring = line.wiring()
    add(wiring)
    wiring.close()
    for to in Format:
        path = tmp_path / f"report.{to}"
        printed = line("report", "--format", to, "--period", "last-month", "-o", path)
        assert str(path) in printed.replace("\n", "")
        assert path.stat().st_size > 500
    assert "# Steering report: October 2026" in (tmp_path / "report.md").read_text()
    assert "# Steering report: October 2026" in line(
        "report", "--format", "md", "--from", "2026-10-01", "--to", "2026-10-31", "-o", "-"
    )


def test_a_command_says_what_is_wrong(line: HereCommandLine, tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="2026-11-30"):
        line("report", "--from", "soon")
    with pytest.raises(InvalidError, match="cannot be written"):
        line("report", "-o", tmp_path / "none" / "report.pdf")
