"""The pages of role definitions over HTTP: put together, kept, edited, approved, sent."""

import html
import re
from collections.abc import Sequence

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import CONTRIBUTOR, LEAD, READER
from isthmus.library.model import Collection, Said
from isthmus.people import GUEST, Person, Rank
from isthmus.raci import editing as chart_editing
from isthmus.raci.changes import Change
from isthmus.raci.desk import Hand
from isthmus.raci.editing import Given
from isthmus.raci.model import Chart
from isthmus.roles import editing
from isthmus.roles.exporting.formats import Format
from isthmus.roles.model import Line, SourceKind, Topic
from kept_charts import WHY, small

PAGE = {"Accept": "text/html"}
OUTSIDER = Person("out", "Out", frozenset({"office"}), rank=Rank.LEAD)
MANAGER = "Plant or site manager"
POLICY = b"The Plant Manager shall approve the shutdown of the turbine."


@pytest.fixture
def chart(wiring: served.FakeAnsweringWiring) -> str:
    """Give the id of an approved chart in which the plant manager is accountable twice."""
    kept = wiring.charts.begin(small(), Hand(CONTRIBUTOR), "Begun", ["plant"])
    wiring.charts.approve(kept.id, Hand(LEAD))
    return kept.id


@pytest.fixture
def role(wiring: served.FakeAnsweringWiring, chart: str) -> str:
    """Give the address of the plant manager's definition, which the plant may read."""
    del chart
    return f"/roles/{wiring.roles.save('plant manager', Hand(CONTRIBUTOR), ['plant']).id}"


def be(client: TestClient, wiring: served.FakeAnsweringWiring, person: Person) -> None:
    if person.is_guest:
        served.visit(client)
    else:
        served.sign_in(client, wiring, person)


def get(client: TestClient, path: str, **asked: str) -> str:
    page = client.get(path, params=asked or None, headers=PAGE)
    assert page.status_code == 200, page.text
    return text_of(page.text)


def post(client: TestClient, path: str, **values: str) -> str:
    page = client.post(path, data=values, headers=PAGE)
    assert page.status_code == 200, page.text
    return text_of(page.text)


def refused(client: TestClient, path: str, **values: str) -> tuple[int, str]:
    page = client.post(path, data=values, headers=PAGE)
    return page.status_code, text_of(page.text)


def text_of(page: str) -> str:
    return html.unescape(page).replace("\N{NO-BREAK SPACE}", " ")


def lines(wiring: served.FakeAnsweringWiring, role: str, topic: Topic) -> Sequence[Line]:
    return wiring.roles.show(role.removeprefix("/roles/"), CONTRIBUTOR).definition.of(topic)


def charted(wiring: served.FakeAnsweringWiring, role: str) -> set[str]:
    """Give the versions of charts that say what the role is accountable for."""
    found = (source for line in lines(wiring, role, Topic.ACCOUNTABLE) for source in line.sources)
    return {source.version for source in found if source.kind is SourceKind.CHART}


def changed(wiring: served.FakeAnsweringWiring, chart: str) -> None:
    """Approve a chart in which the plant manager does what IT operations did in the first row."""

    def edit(drawn: Chart) -> tuple[Change, ...]:
        return (
            *chart_editing.letters_set(drawn, "1", "3", Given(("A", "R"), WHY)),
            *chart_editing.letters_set(drawn, "1", "4", Given(("I",), WHY)),
        )

    wiring.charts.edit(chart, edit, Hand(CONTRIBUTOR), "Swapped")
    wiring.charts.approve(chart, Hand(LEAD))


# ---- beginning


def test_what_is_known_of_a_role_is_shown_to_anybody_and_kept_by_a_contributor(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, GUEST)
    shown = get(client, "/roles/define", role="plant manager")
    assert MANAGER in shown
    assert "Keep this definition" not in shown
    assert chart not in shown, "a guest may not read the chart"
    be(client, wiring, CONTRIBUTOR)
    shown = get(client, "/roles/define", role="plant manager", readers="plant")
    assert f"/charts/{chart}/versions/1#row-open-the-window" in shown
    kept = post(client, "/roles/keep", role="plant manager", readers="plant")
    assert f"/charts/{chart}/versions/1#row-open-the-window" in kept
    assert "Submit for review" in kept
    assert f">{MANAGER}</a>" in get(client, "/roles")
    be(client, wiring, GUEST)
    assert f">{MANAGER}</a>" not in get(client, "/roles")


def test_what_not_all_readers_may_read_is_not_in_what_is_shown_to_be_kept(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert chart not in get(client, "/roles/define", role="plant manager", readers="everyone")


@pytest.mark.parametrize("person", [GUEST, READER], ids=lambda person: person.id)
def test_nothing_is_kept_below_a_contributor(
    client: TestClient, wiring: served.FakeAnsweringWiring, person: Person
) -> None:
    be(client, wiring, person)
    page = client.post("/roles/keep", data={"role": "plant manager"}, headers=PAGE)
    assert page.status_code == 403 or page.url.path == "/sign-in"
    assert wiring.roles.listed(LEAD) == []


def test_a_role_is_defined_once_and_the_page_says_where(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert f'href="{role}"' in get(client, "/roles/define", role="site manager")
    status, page = refused(client, "/roles/keep", role="site manager", readers="plant")
    assert status == 409
    assert "There is a definition" in page
    assert f'href="{role}"' in page


def test_a_name_that_means_several_roles_is_asked_about_with_choices(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = client.get("/roles/define", params={"role": "security"}, headers=PAGE)
    assert page.status_code == 422
    choices = re.findall(r'href="/roles/define\?role=([^&"]+)', page.text)
    assert len(choices) > 1
    assert "Who is 'security'" in text_of(page.text)


def test_all_roles_of_a_chart_are_kept_but_for_those_that_are(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert "Keep 2 definitions" in get(client, "/roles/define", chart=chart, readers="plant")
    post(client, "/roles/keep", role="", chart=chart, readers="plant")
    names = [each.definition.name for each in wiring.roles.listed(CONTRIBUTOR)]
    assert names == ["IT operations", "Plant manager"]
    again = get(client, "/roles/define", chart=chart)
    assert again.count("Defined already") == 2
    assert 'action="/roles/keep"' not in again


def test_a_role_that_nobody_knows_is_told_as_such(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert "says anything of Tide watcher yet" in get(client, "/roles/define", role="Tide watcher")
    kept = post(client, "/roles/keep", role="Tide watcher")
    assert "Nothing is said of it yet" in kept


# ---- the list


def test_the_list_tells_news_and_reviews_past_their_day_and_is_narrowed(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    wiring.roles.save("CISO", Hand(CONTRIBUTOR), ["plant"])
    assert "changed</a>" not in get(client, "/roles")
    changed(wiring, chart)
    post(client, f"{role}/describe", name="Works manager", review="2020-05-01", side="OT")
    page = get(client, "/roles")
    assert f'href="{role}#news">' in page
    assert "Overdue by" in page
    for asked in ({"only": "news"}, {"only": "overdue"}, {"side": "OT"}, {"words": "works"}):
        narrowed = get(client, "/roles", **asked)
        assert ">Works manager</a>" in narrowed, asked
        assert ">Chief information security officer</a>" not in narrowed, asked
    assert "None of them" in get(client, "/roles", status="approved")


# ---- one definition


@pytest.mark.parametrize("below", ["", "/history", "/compare", "/files/docx"])
@pytest.mark.parametrize("person", [GUEST, OUTSIDER], ids=lambda person: person.id)
def test_a_definition_is_not_there_for_whoever_may_not_read_it(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str, below: str, person: Person
) -> None:
    be(client, wiring, person)
    assert client.get(role + below, headers=PAGE).status_code == 404


def test_each_line_says_what_it_stands_on(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str
) -> None:
    said: Said = {"collection": Collection.POLICIES, "readers": frozenset({"plant"})}
    wiring.ingest.uploaded("policy.txt", POLICY, said, CONTRIBUTOR)
    filed = wiring.roles.save("plant manager", Hand(CONTRIBUTOR), ["plant"])
    edit = editing.line_added(Topic.DECIDES, "Stops the line.", CONTRIBUTOR)
    wiring.roles.edit(filed.id, edit, Hand(CONTRIBUTOR))
    be(client, wiring, READER)
    page = get(client, f"/roles/{filed.id}")
    assert f'<a href="/charts/{chart}/versions/1#row-open-the-window">OT patching</a>' in page
    assert "<q>The Plant Manager shall approve the shutdown of the turbine.</q>" in page
    assert 'href="/blueprint/roles#PM">Catalogue of roles</a>' in page
    assert "Written by Con" in page
    assert re.search(r"<code[^>]*>K\d{4}</code>", page)
    passage = re.search(r'href="(/passages/[^"]+)"', page)
    assert passage
    marked = get(client, passage[1])
    assert "<mark" in marked
    assert 'id="row-open-the-window"' in get(client, f"/charts/{chart}/versions/1")


def test_a_line_is_added_changed_removed_and_taken_back(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert 'name="text"' in get(client, role, add="decides alone")
    post(client, f"{role}/lines", topic="decides alone", text="Stops the line.", seen="1")
    (line,) = [each for each in lines(wiring, role, Topic.DECIDES) if each.is_own]
    assert "Stops the line.</textarea>" in get(client, role, line=line.id)
    page = post(client, f"{role}/lines/{line.id}", text="Stops both lines.", seen="2")
    assert "Stops both lines." in page
    post(client, f"{role}/undo", seen="3")
    assert lines(wiring, role, Topic.DECIDES)[-1].text == "Stops the line."
    post(client, f"{role}/redo", seen="4")
    assert lines(wiring, role, Topic.DECIDES)[-1].text == "Stops both lines."
    gone = post(client, f"{role}/lines/{line.id}/remove", seen="5")
    assert "Stops both lines." not in gone.partition("Lately")[0]


def test_a_competence_has_ids_of_the_nice_framework_and_no_others(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    asked = {"topic": "competences", "text": "Reads a P&ID.", "seen": "1"}
    status, page = refused(client, f"{role}/lines", nice="K1309, 12", **asked)
    assert status == 422
    assert "'12' is no id of the NICE Framework" in page
    assert "Reads a P&ID.</textarea>" in page
    assert 'value="K1309, 12"' in page
    post(client, f"{role}/lines", nice="k1309; DD-WRL-009", **asked)
    line = lines(wiring, role, Topic.COMPETENCES)[-1]
    assert line.nice == ("K1309", "DD-WRL-009")
    post(client, f"{role}/lines/{line.id}", text="Reads a P&ID.", with_nice="1", seen="2")
    assert lines(wiring, role, Topic.COMPETENCES)[-1].nice == ()


def test_whoever_saw_an_older_definition_is_told_so_and_what_was_typed_stays(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    post(client, f"{role}/describe", name="Works manager", seen="1")
    status, page = refused(client, f"{role}/lines", topic="decides alone", text="Mine", seen="1")
    assert status == 412
    assert "Somebody changed the definition meanwhile" in page
    assert "Mine</textarea>" in page
    assert 'name="seen" value="2"' in page


def test_wrong_values_are_told_in_words(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    for path, values, told in (
        ("lines", {"topic": "songs", "text": "La"}, "is no topic of a definition"),
        ("lines", {"topic": "training", "text": " "}, "Say what the line is to tell"),
        ("lines/999", {"text": "La"}, "has no line '999'"),
        ("lines/999/remove", {}, "has no line '999'"),
        ("describe", {"name": " "}, "needs the name of its role"),
        ("describe", {"name": "A", "review": "soon"}, "'soon' is no day"),
        ("refresh", {"topic": "training", "key": "x"}, "no news any more"),
        ("undo", {}, "nothing to undo"),
    ):
        status, page = refused(client, f"{role}/{path}", **values)
        assert status in {404, 409, 422}, path
        assert told in page


def test_a_reader_sees_the_definition_and_changes_nothing(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, READER)
    page = get(client, role, line="1", add="training")
    assert "Submit for review" not in page
    assert "<textarea" not in page
    values = {"topic": "training", "text": "A day", "name": "A", "reason": "no"}
    acts = "lines lines/1 lines/1/remove describe refresh undo redo submit return approve".split()
    for act in acts:
        assert refused(client, f"{role}/{act}", **values)[0] in {403, 409}, act
    assert wiring.roles.show(role.removeprefix("/roles/"), READER).number == 1


def test_a_guest_who_changes_what_all_may_read_is_asked_to_sign_in(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    filed = wiring.roles.save("CISO", Hand(CONTRIBUTOR))
    be(client, wiring, GUEST)
    assert "Submit for review" not in get(client, f"/roles/{filed.id}")
    page = client.post(f"/roles/{filed.id}/submit", headers=PAGE)
    assert page.url.path == "/sign-in"
    assert wiring.roles.show(filed.id, CONTRIBUTOR).number == 1


# ---- news


def test_news_of_charts_are_taken_over_one_by_one_and_all(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    assert "What changed in its sources" not in get(client, role)
    changed(wiring, chart)
    page = get(client, role)
    assert "What changed in its sources" in page
    assert not lines(wiring, role, Topic.RESPONSIBLE)
    (key,) = re.findall(
        r'value="responsible for"><input type="hidden" name="key" value="(.*?)"', page
    )
    post(client, f"{role}/refresh", topic="responsible for", key=key, seen="1")
    (mine,) = lines(wiring, role, Topic.RESPONSIBLE)
    assert mine.text == "Test patches on a spare controller"
    assert charted(wiring, role) == {"1"}, "the rest waits"
    page = post(client, f"{role}/refresh", seen="2")
    assert "What changed in its sources" not in page
    assert charted(wiring, role) == {"2"}
    post(client, f"{role}/undo")
    assert "What changed in its sources" in get(client, role)


# ---- review, versions, files


def test_a_definition_is_returned_with_a_reason_and_approved_by_somebody_else(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str
) -> None:
    be(client, wiring, LEAD)
    post(client, f"{role}/lines", topic="training", text="A day in the plant.")
    assert "In review" in post(client, f"{role}/submit")
    assert "You made the last change" in get(client, role)
    status, page = refused(client, f"{role}/approve")
    assert status == 403
    assert "somebody else has to approve it" in page
    status, page = refused(client, f"{role}/return", reason=" ")
    assert status == 422
    assert "Say what is to be changed" in page
    assert "Two days, please" in post(client, f"{role}/return", reason="Two days, please")
    be(client, wiring, CONTRIBUTOR)
    line = lines(wiring, role, Topic.TRAINING)[-1].id
    post(client, f"{role}/lines/{line}", text="Two days in the plant.")
    post(client, f"{role}/submit")
    assert refused(client, f"{role}/approve")[0] == 403
    be(client, wiring, LEAD)
    assert "Version 1 is in force" in post(client, f"{role}/approve")
    assert "It is in force" in get(client, f"{role}/versions/1")
    assert "0 differences" in get(client, f"{role}/compare")
    post(client, f"{role}/lines/{line}/remove")
    assert "<del>Two days in the plant.</del>" in get(client, f"{role}/compare", before="v1")
    history = get(client, f"{role}/history")
    assert f"{role}/compare?before=1&after=2" in history
    assert "Lea" in history
    assert client.get(f"{role}/versions/9", headers=PAGE).status_code == 404


@pytest.mark.parametrize("to", list(Format))
def test_a_definition_is_sent_in_each_format(
    client: TestClient, wiring: served.FakeAnsweringWiring, role: str, to: Format
) -> None:
    be(client, wiring, READER)
    sent = client.get(f"{role}/files/{to}")
    assert sent.status_code == 200
    named = f'attachment; filename="Role-Plant-or-site-manager.{to}"'
    assert sent.headers["content-disposition"] == named
    assert len(sent.content) > 100


# ---- from charts and back


def test_a_chart_leads_to_the_definition_of_each_role_and_back(
    client: TestClient, wiring: served.FakeAnsweringWiring, chart: str, role: str
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = get(client, f"/charts/{chart}")
    links = re.findall(r'href="(/roles/of[^"]+)"', page)
    assert len(links) == 2
    assert client.get(links[0], headers=PAGE).url.path == role
    assert client.get(links[1], headers=PAGE).url.path == "/roles/define"
    assert f'href="/roles/define?chart={chart}"' in page
    across = get(client, "/charts/roles", role="Plant manager")
    link = re.search(r'href="(/roles/of[^"]+)"', across)
    assert link
    assert client.get(link[1], headers=PAGE).url.path == role
    assert "/charts/roles?role=Plant%20or%20site%20manager" in get(client, role)
