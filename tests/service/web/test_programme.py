"""The page Programme: figures, steps, pictures with their tables, and the report to download."""

import pytest
from fastapi.testclient import TestClient

import served
from isthmus.actions.model import Draft, Party
from isthmus.programme.exporting.formats import Format
from isthmus.raci.desk import Hand
from isthmus.wiring import Wiring

HOSTILE = "</text><script>alert(1)</script>"


def add(wiring: Wiring, title: str = "Test the restore", readers: str = "everyone") -> None:
    draft = Draft(title, owner=Party(HOSTILE), step="2.4", readers=(readers,))
    wiring.actions.add(draft, Hand(served.ANA, "test"))


def test_an_empty_programme_says_what_to_do(client: TestClient) -> None:
    page = client.get("/programme").text
    assert "Nothing to count yet" in page
    assert 'href="/actions"' in page


def test_the_page_counts_what_its_visitor_may_read(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    add(wiring)
    add(wiring, "Replace the modem", "plant")
    assert "0 of 1\xa0action done" in client.get("/programme").text
    served.sign_in(client, wiring, served.ANA)
    assert "0 of 2\xa0actions done" in client.get("/programme").text


def test_each_picture_is_told_and_has_a_table_behind_it(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    add(wiring)
    page = client.get("/programme").text
    for name in ("burn-up", "burn-up-narrow", "ages", "loads"):
        assert f'aria-labelledby="{name}-title {name}-told"' in page
        assert f'<desc id="{name}-told">' in page
    assert page.count("The numbers behind it") == 3


def test_a_name_in_a_picture_is_text(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    add(wiring)
    page = client.get("/programme").text
    assert "<script>" not in page
    assert "&lt;/text&gt;" in page


def test_a_step_leads_to_its_actions_and_to_the_blueprint(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    add(wiring)
    page = client.get("/programme").text
    assert 'href="/actions?step=2.4&amp;status=all"' in page
    assert 'href="/blueprint/steps/2.4"' in page


@pytest.mark.parametrize("to", Format)
def test_the_report_is_downloaded_with_what_was_chosen(
    client: TestClient, wiring: served.FakeAnsweringWiring, to: Format
) -> None:
    add(wiring)
    page = client.get("/programme?period=last-month&phase=2").text
    address = f"/programme/report?format={to}&amp;period=last-month&amp;phase=2"
    assert f'href="{address}"' in page
    file = client.get(address.replace("&amp;", "&"))
    assert file.status_code == 200
    name = f'"steering-report-2026-10-01-to-2026-10-31-phase-2.{to}"'
    assert file.headers["content-disposition"] == f"attachment; filename={name}"


@pytest.mark.parametrize("query", ["period=never", "since=soon", "phase=9", "since=2027-01-01"])
def test_what_makes_no_sense_is_told(client: TestClient, query: str) -> None:
    told = client.get(f"/programme?{query}", headers={"Accept": "text/html"})
    assert told.status_code == 422
