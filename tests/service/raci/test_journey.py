"""Two people and a chart, over real HTTP, at the same time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from console_of_tests import CONTRIBUTOR, LEAD, Console, serving
from isthmus.access.model import Scope
from isthmus.people import Person


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    folder: Path = tmp_path_factory.mktemp("charts")
    with serving(folder) as console:
        yield console


def client_of(person: Person, console: Console) -> httpx.Client:
    with console.wiring.access() as access:
        access.put_person(person)
        secret = access.create_key(person.id, set(Scope), "journey").secret
    return httpx.Client(
        base_url=f"{console.address}/api/v1",
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,  # a busy machine fails no test
    )


def test_of_many_who_edit_what_they_saw_at_once_one_succeeds_and_nothing_is_lost(
    console: Console,
) -> None:
    with client_of(CONTRIBUTOR, console) as one:
        made = one.post("/charts", json={"title": "Windows"})
        path, tag = f"/charts/{made.json()['id']}", made.headers["ETag"]

        def add(number: int) -> int:
            edits = [{"do": "add row", "activity": f"Open window {number}"}]
            return one.patch(path, json={"edits": edits}, headers={"If-Match": tag}).status_code

        with ThreadPoolExecutor(4) as pool:
            statuses = list(pool.map(add, range(8)))
        shown = one.get(path)
        assert sorted(statuses) == [200, *[412] * 7]
        assert len(shown.json()["rows"]) == 1
        assert shown.headers["ETag"] == '"2"'

        def add_anyway(number: int) -> int:
            edits = [{"do": "add row", "activity": f"Close window {number}"}]
            return one.patch(path, json={"edits": edits}).status_code

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(add_anyway, range(8))) == {200}
        assert len(one.get(path).json()["rows"]) == 9
        events = one.get(f"{path}/history").json()
        assert [each["number"] for each in events] == list(range(1, 11))


def test_a_chart_is_drafted_by_one_and_approved_by_another(console: Console) -> None:
    sentence = {"draft": "vendor remote access with IT Security, the plant manager and a vendor"}
    with client_of(CONTRIBUTOR, console) as one, client_of(LEAD, console) as other:
        chart = one.post("/charts", json=sentence).json()["id"]
        assert one.post(f"/charts/{chart}/approval", json={}).status_code == 403
        assert other.post(f"/charts/{chart}/approval", json={}).status_code == 201
        workbook = other.get(f"/charts/{chart}/file", params={"format": "xlsx", "version": 1})
        again = one.post("/charts/checks", files={"file": ("chart.xlsx", workbook.content)})
        (read,) = again.json()["charts"]
        shown: dict[str, Any] = one.get(f"/charts/{chart}").json()
        assert [row["activity"] for row in read["rows"]] == [
            row["activity"] for row in shown["rows"]
        ]
