"""The pages of charts over HTTP: drafted, brought in, kept, changed, answered, approved, sent."""

import html
import re

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR, LEAD, READER
from isthmus.people import GUEST, Person, Rank
from isthmus.raci.desk import Hand
from kept_charts import small

PAGE = {"Accept": "text/html"}
SENTENCE = "RACI for OT patching with IT security, the plant manager and the integrator"
OUTSIDER = Person("out", "Out", frozenset({"office"}), rank=Rank.LEAD)
PASTED = "Activity\tPlant manager\tCISO\nOpen the window\tAccountable\tR (at night)\nTest\tR\tA/x"


@pytest.fixture
def chart(wiring: served.FakeAnsweringWiring) -> str:
    """Give the address of a chart that the plant may read, kept by a contributor."""
    kept = wiring.charts.begin(small(), Hand(CONTRIBUTOR), "Begun", ["plant"])
    return f"/charts/{kept.id}"


def letters(page: str) -> list[list[str]]:
    rows = re.findall(r'<tr data-id="[^"]+">(.*?)</tr>', page, re.DOTALL)
    cells = [re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [["".join(re.findall(r">(\w)</b>", cell)) for cell in row] for row in cells]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def be(client: TestClient, wiring: served.FakeAnsweringWiring, person: Person) -> None:
    if person.is_guest:
        served.visit(client)
    else:
        served.sign_in(client, wiring, person)


def get(client: TestClient, path: str) -> str:
    page = client.get(path, headers=PAGE)
    assert page.status_code == 200, page.text
    return page.text


def post(client: TestClient, path: str, **values: str) -> str:
    page = client.post(path, data=values, headers=PAGE)
    assert page.status_code == 200, page.text
    return page.text


def test_a_draft_is_shown_to_anybody_and_kept_by_a_contributor(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, GUEST)
    shown = client.get("/charts/draft", params={"sentence": SENTENCE}, headers=PAGE).text
    assert "Patch OT or apply compensating controls" in shown
    assert "Keep this chart" not in shown
    be(client, wiring, CONTRIBUTOR)
    asked = {"sentence": SENTENCE, "readers": "plant"}
    asked = {"sentence": SENTENCE, "readers": "plant"}
    shown = client.get("/charts/draft", params=asked, headers=PAGE).text
    kept = post(client, "/charts/keep", proposal=hidden(shown, "proposal"), readers="everyone")
    assert letters(kept) == letters(shown)
    assert "RACI: OT patching" in get(client, "/charts")
    be(client, wiring, GUEST)
    assert "RACI: OT patching</a>" not in get(client, "/charts")


def test_what_was_shown_to_somebody_else_or_to_nobody_is_not_kept(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, LEAD)
    shown = client.get("/charts/draft", params={"sentence": SENTENCE}, headers=PAGE).text
    be(client, wiring, CONTRIBUTOR)
    for proposal in (hidden(shown, "proposal"), "x", ""):
        refused = client.post("/charts/keep", data={"proposal": proposal}, headers=PAGE)
        assert refused.status_code in {404, 422}
    assert wiring.charts.listed(CONTRIBUTOR) == []


@pytest.mark.parametrize("person", [GUEST, READER], ids=lambda person: person.id)
def test_nothing_is_kept_or_brought_in_below_a_contributor(
    client: TestClient, wiring: served.FakeAnsweringWiring, person: Person
) -> None:
    be(client, wiring, person)
    for path in ("/charts/keep", "/charts/import"):
        refused = client.post(path, data={"proposal": "x", "text": PASTED}, headers=PAGE)
        assert refused.status_code == 403 or refused.url.path == "/sign-in"
    assert wiring.charts.listed(CONTRIBUTOR) == []


def test_a_pasted_chart_is_shown_as_it_was_understood_before_it_is_kept(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    shown = post(client, "/charts/import", text=PASTED)
    assert letters(shown) == [["A", "R"], ["R", ""]]
    assert "Not understood" in shown
    kept = post(client, "/charts/keep", proposal=hidden(shown, "proposal"))
    assert "at night" in get(client, f"/charts/{address(kept)}/cells/{ids(kept)}")


def address(page: str) -> str:
    found = re.search(r'data-home="/charts/([^"]+)"', page)
    assert found
    return found[1]


def ids(page: str) -> str:
    """Give the first row and the second column, as they stand in the address of a cell."""
    columns = re.findall(r'<th scope="col" data-id="([^"]+)"', page)
    rows = re.findall(r'<tr data-id="([^"]+)"', page)
    return f"{rows[0]}/{columns[1]}"


def test_no_file_and_no_text_is_told(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    refused = client.post("/charts/import", data={"text": " "}, headers=PAGE)
    assert "Choose a file, or paste a chart" in html.unescape(refused.text)


@pytest.mark.parametrize("below", ["", "/history", "/compare", "/picture", "/files/xlsx"])
@pytest.mark.parametrize("person", [GUEST, OUTSIDER], ids=lambda person: person.id)
def test_a_chart_is_not_there_for_whoever_may_not_read_it(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str, below: str, person: Person
) -> None:
    be(client, wiring, person)
    assert client.get(chart + below, headers=PAGE).status_code == 404


def test_a_cell_is_set_taken_back_and_done_again(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert letters(get(client, chart)) == [["A", "R"], ["A", "R"]]
    changed = post(client, f"{chart}/cell", row="2", column="4", letters="c", seen="1")
    assert letters(changed) == [["A", "R"], ["A", "C"]]
    assert "Nobody has R" in changed
    assert letters(post(client, f"{chart}/undo")) == [["A", "R"], ["A", "R"]]
    assert letters(post(client, f"{chart}/redo"))[1] == ["A", "C"]


def test_a_finding_is_fixed_by_a_click(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    post(client, f"{chart}/cell", row="2", column="4", letters="A/R")
    fixed = post(client, f"{chart}/fix", rule="one-accountable", row="2")
    assert sorted(letters(fixed)[1]) in (["A", "R"], ["AR", "R"])
    assert "one-accountable" not in fixed


def test_whoever_saw_an_older_chart_is_told_so_and_nothing_is_lost(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    post(client, f"{chart}/cell", row="1", column="4", letters="C", seen="1")
    late = client.post(
        f"{chart}/cell", data={"row": "2", "column": "4", "letters": "I", "seen": "1"}, headers=PAGE
    )
    assert late.status_code in {409, 412}
    assert "Look at it again" in late.text
    assert letters(late.text) == [["A", "C"], ["A", "R"]]


def test_a_chart_is_changed_by_words_and_says_what_it_changed(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    said = post(client, f"{chart}/say", words="add a column for Legal, informed everywhere")
    assert "Added: Legal" in said
    assert [row[-1] for row in letters(said)] == ["I", "I"]
    for words, told in (
        ("sing me a song", "That was not understood"),
        ("make the wizard accountable for row 1", "is no role of this chart"),
    ):
        refused = client.post(f"{chart}/say", data={"words": words}, headers=PAGE)
        assert refused.status_code in {404, 422}
        assert told in html.unescape(refused.text)
        assert f'value="{words}"' in refused.text
    sent = client.post(f"{chart}/say", data={"words": "send me a csv"}, headers=PAGE)
    assert sent.headers["content-disposition"] == 'attachment; filename="OT-patching.csv"'


def test_a_reader_sees_the_chart_and_changes_nothing(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, READER)
    assert "Set one cell" not in get(client, chart)
    values = {"row": "1", "column": "4", "letters": "C", "rule": "one-accountable", "words": "undo"}
    for act in ("cell", "undo", "fix", "submit", "approve", "return", "accept"):
        refused = client.post(f"{chart}/{act}", data={"reason": "no", **values}, headers=PAGE)
        assert refused.status_code in {403, 404, 409, 422}, act
    assert letters(get(client, chart)) == [["A", "R"], ["A", "R"]]


def test_a_holder_answers_and_somebody_else_approves(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, LEAD)
    be(client, wiring, CONTRIBUTOR)
    post(client, f"{chart}/say", words="Con holds the plant manager role")
    assert 'class="l decides accepted"' in post(client, f"{chart}/accept")
    declined = post(client, f"{chart}/decline", row="1", column="3", reason="Not at night")
    assert 'class="l decides declined"' in declined
    post(client, f"{chart}/accept", row="1", column="3")
    assert "In review" in post(client, f"{chart}/submit")
    own = client.post(f"{chart}/approve", headers=PAGE)
    assert own.status_code == 403
    assert "rank lead" in own.text
    assert letters(own.text)
    be(client, wiring, LEAD)
    approved = post(client, f"{chart}/approve")
    assert "Version 1 is in force" in approved
    assert "It is in force" in get(client, f"{chart}/versions/1")
    assert "0 differences" in get(client, f"{chart}/compare").replace("\N{NO-BREAK SPACE}", " ")
    history = get(client, f"{chart}/history")
    assert f"by {LEAD.name}, in force" in history
    assert f"{chart}/compare?before=1&amp;after=2" in history
    assert f"by {LEAD.name}." in get(client, f"{chart}/versions/1")


@pytest.mark.parametrize("to", ["xlsx", "docx", "csv", "md", "png", "svg", "json"])
def test_a_chart_is_sent_in_each_format(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str, to: str
) -> None:
    be(client, wiring, READER)
    sent = client.get(f"{chart}/files/{to}")
    assert sent.status_code == 200
    assert sent.headers["content-disposition"] == f'attachment; filename="OT-patching.{to}"'
    assert len(sent.content) > 100


def test_a_role_is_seen_across_charts(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, READER)
    page = get(client, "/charts/roles?role=plant+manager")
    assert page.count(f'href="{chart}"') == 2
    be(client, wiring, OUTSIDER)
    assert "No chart that you may read" in get(client, "/charts/roles?role=plant+manager")
