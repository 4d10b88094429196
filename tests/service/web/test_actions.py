"""The pages of actions over HTTP: listed, added, changed at once, moved, tracked from a source."""

import html
import re
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

import served
from console_of_tests import ADMINISTRATOR, CONTRIBUTOR, LEAD, READER
from isthmus.actions.changes import Retitle, SetDue
from isthmus.actions.listing import ALL
from isthmus.actions.model import (
    Action,
    Draft,
    EventKind,
    Party,
    SourceKind,
    Status,
    StepSettings,
)
from isthmus.actions.webhooks.store import WebhookStore
from isthmus.people import GUEST, OPERATOR, Person, Rank
from isthmus.raci.desk import Hand
from kept_charts import small
from pages_of_tests import PAGE, Shown, be, get, post, said

TODAY = date(2026, 11, 22)
OUTSIDER = Person("out", "Out", frozenset({"office"}), rank=Rank.LEAD)
CON_OWNS = Party("Con", "con")


@pytest.fixture(autouse=True)
def people(wiring: served.FakeAnsweringWiring) -> None:
    with wiring.access() as access:
        for person in (READER, CONTRIBUTOR, LEAD, ADMINISTRATOR, OUTSIDER):
            access.put_person(person)


@pytest.fixture
def plan(wiring: served.FakeAnsweringWiring) -> Action:
    """Give an action of Con's, six days late, that only the plant may read."""
    draft = Draft(
        "Update the response plan",
        owner=CON_OWNS,
        due=TODAY - timedelta(days=6),
        step="2.4",
        labels=("audit",),
        readers=("plant",),
    )
    return wiring.actions.add(draft, Hand(LEAD))


def now(wiring: served.FakeAnsweringWiring, action: int) -> Action:
    return wiring.actions.show(action, ADMINISTRATOR).action


def added(wiring: served.FakeAnsweringWiring, title: str, **said: object) -> Action:
    return wiring.actions.add(Draft(title, **said), Hand(LEAD))  # type: ignore[arg-type]


# ---- the list


def test_the_list_says_how_late_something_is_in_words(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    be(client, wiring, CONTRIBUTOR)
    text = get(client, "/actions")
    assert f"{plan.name} Update the response plan" in text
    assert "16 Nov ! 6 days late" in text
    assert "Overdue 1" in text


@pytest.mark.parametrize("path", ["/actions", "/actions/board", "/actions/calendar"])
@pytest.mark.parametrize("person", [GUEST, OUTSIDER], ids=lambda person: person.id)
def test_who_may_not_read_an_action_finds_no_trace_of_it(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    plan: Action,
    person: Person,
    path: str,
) -> None:
    be(client, wiring, person)
    assert "response plan" not in get(client, path)
    for below in (str(plan.id), f"{plan.id}/history", plan.name):
        assert client.get(f"/actions/{below}", headers=PAGE).status_code == 404
    be(client, wiring, READER)
    assert "response plan" in client.get(path, headers=PAGE).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["plan", "hosts", "list"]),
        ({"words": "hosts"}, ["hosts"]),
        ({"owner": "me"}, ["plan"]),
        ({"owner": "nobody"}, ["list"]),
        ({"owner": "~jumpco"}, ["hosts"]),
        ({"step": "2.4"}, ["plan"]),
        ({"step": "3"}, ["hosts"]),
        ({"label": "audit"}, ["plan"]),
        ({"priority": "urgent"}, ["hosts"]),
        ({"only": "overdue"}, ["plan"]),
        ({"only": "soon"}, ["hosts"]),
        ({"only": "undated"}, ["list"]),
        ({"only": "held"}, ["hosts"]),
        ({"status": "blocked"}, ["hosts"]),
        ({"status": "done"}, ["restore"]),
        ({"status": "all"}, ["plan", "hosts", "restore", "list"]),
        ({"since": "2026-11-24", "until": "2026-11-26"}, ["hosts"]),
        ({"sort": "owner"}, ["list", "plan", "hosts"]),
        ({"sort": "due", "backwards": "true"}, ["list", "hosts", "plan"]),
    ],
    ids=str,
)
def test_the_list_is_narrowed_and_ordered(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    plan: Action,
    asked: dict[str, str],
    found: list[str],
) -> None:
    del plan
    wiring.actions.done(added(wiring, "Test the restore").id, Hand(LEAD))
    hosts = Draft(
        "Ask about jump hosts",
        owner=Party("JumpCo"),
        due=TODAY + timedelta(days=3),
        step="3.2",
    )
    blocked = wiring.actions.add(hosts, Hand(LEAD))
    wiring.actions.block(blocked.id, Hand(LEAD), "Nobody answers")
    post_as(client, wiring, LEAD, "/actions/bulk", chosen=blocked.id, priority="urgent")
    added(wiring, "Send the asset list")
    be(client, wiring, CONTRIBUTOR)
    page = client.get("/actions", params=asked, headers=PAGE).text
    shown = re.findall(r'<span class="no">A-\d+</span> ([^<]+)</a>', page)
    assert [title.split()[-1] for title in shown] == found


def post_as(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    person: Person,
    path: str,
    **values: object,
) -> Shown:
    be(client, wiring, person)
    return post(client, path, **values)


def test_a_long_list_goes_on_where_the_page_ended(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    for n in range(45):
        wiring.actions.add(Draft(f"Check pump {n:02}"), Hand(LEAD))
    be(client, wiring, CONTRIBUTOR)
    first = client.get("/actions?sort=title", headers=PAGE).text
    further = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    second = client.get(further, headers=PAGE).text
    shown = [re.findall(r"Check pump \d\d(?=</a>)", page) for page in (first, second)]
    assert shown[0] + shown[1] == [f"Check pump {n:02}" for n in range(45)]
    assert 'rel="next"' not in second
    assert "← First page" in second


def test_bad_words_in_the_address_are_told_and_nothing_breaks(client: TestClient) -> None:
    for query in ("priority=lofty", "after=zzz", "after=WyJ4Il0"):
        assert client.get(f"/actions?{query}", headers=PAGE).status_code == 422
    assert client.get("/actions?status=odd&sort=odd&only=odd&step=9", headers=PAGE).is_success
    assert client.get("/actions/calendar?month=soon", headers=PAGE).status_code == 422


# ---- in a sentence


def test_a_sentence_is_added_and_shown_as_it_was_understood(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    line = "Con updates the response plan by 2026-12-04, step 2.4, high"
    page = post_as(client, wiring, LEAD, "/actions/say", line=line)
    action = now(wiring, 1)
    assert (action.title, action.owner, action.step) == (
        "Update the response plan",
        CON_OWNS,
        "2.4",
    )
    assert "Con, due Friday, 4 December 2026, step 2.4, high" in said(page)
    assert wiring.actions.history(1, LEAD)[0].via == "web"


@pytest.mark.parametrize(
    "line",
    ["add action: Con updates the response plan", "@con please update the response plan"],
)
def test_words_that_ask_for_an_action_are_no_part_of_it(
    client: TestClient, wiring: served.FakeAnsweringWiring, line: str
) -> None:
    post_as(client, wiring, LEAD, "/actions/say", line=line)
    assert now(wiring, 1).title == "Update the response plan"
    assert now(wiring, 1).owner == CON_OWNS


def test_a_sentence_whose_date_is_not_clear_is_asked_about(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    line = "send the asset list before the plant shutdown"
    page = post_as(client, wiring, CONTRIBUTOR, "/actions/say", line=line)
    assert page.url.path == "/actions/new"
    assert page.status_code == 422
    assert "the plant shutdown" in page.text
    assert 'value="send the asset list"' in page.text.casefold()
    assert wiring.actions.listed(LEAD, ALL).actions == ()


def test_a_guest_is_sent_to_sign_in(client: TestClient, plan: Action) -> None:
    for path in ("/actions/say", "/actions/bulk", f"/actions/{plan.id}/move", "/actions/new"):
        page = post(client, path, line="Con updates it", chosen=plan.id, to="done", title="x")
        assert page.url.path == "/sign-in", path
    for path in ("/actions/new", "/actions/find"):
        assert client.get(path, headers=PAGE).url.path == "/sign-in"


# ---- many at once


def test_many_are_changed_at_once_and_refusals_are_listed(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    closed = added(wiring, "Send the asset list")
    wiring.actions.done(closed.id, Hand(LEAD))
    page = post_as(
        client,
        wiring,
        LEAD,
        "/actions/bulk",
        chosen=[plan.id, closed.id],
        owner="Lea",
        due="2026-12-01",
        step="3.1",
    )
    assert now(wiring, plan.id).owner == Party("Lea", "lea")
    assert now(wiring, plan.id).due == date(2026, 12, 1)
    assert now(wiring, plan.id).step == "3.1"
    assert "1 action changed, 1 not:" in said(page).replace("\N{NO-BREAK SPACE}", " ")
    assert f"A-{closed.id} : {closed.name} is done. Reopen it" in said(page)
    assert now(wiring, closed.id).step == ""  # all of it or nothing


def test_many_are_dropped_for_a_reason_and_the_filter_stays(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    path = "/actions/bulk?step=2.4"
    assert "Say why it is dropped" in said(
        post_as(client, wiring, LEAD, path, chosen=plan.id, to="dropped")
    )
    page = post(client, path, chosen=plan.id, to="dropped", reason="Not ours")
    assert now(wiring, plan.id).reason == "Not ours"
    assert page.url.query == b"step=2.4&changed=1"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"owner": "Lea"}, "Choose the actions first"),
        ({"chosen": 1}, "Say what is to be changed"),
        ({"chosen": 1, "due": "the plant shutdown"}, "the plant shutdown"),
    ],
)
def test_a_change_of_many_that_says_too_little_is_refused(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    plan: Action,
    values: dict[str, object],
    why: str,
) -> None:
    page = post_as(client, wiring, LEAD, "/actions/bulk", **values)
    assert page.status_code == 422
    assert why in said(page)
    assert now(wiring, plan.id) == plan


# ---- one action


def test_only_what_somebody_may_do_is_offered(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    be(client, wiring, READER)
    text = get(client, f"/actions/{plan.id}")
    assert "Update the response plan" in text
    for act in ("Change", "Start", "Drop", "Take back", "Undo", "Say it"):
        assert act not in text
    be(client, wiring, CONTRIBUTOR)
    text = get(client, f"/actions/{plan.id}")
    for act in ("Change the owner", "Start", "Done", "Blocked", "Drop", "Say it"):
        assert act in text
    page = post_as(client, wiring, READER, f"/actions/{plan.id}/move", to="in progress")
    assert page.status_code == 403
    assert "belongs to Con" in said(page)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("owner", "Lea", "Lea"),
        ("owner", "Turbotec", "Turbotec (no account)"),
        ("due", "4 December 2026", "Friday, 4 December 2026"),
        ("priority", "urgent", "Urgent"),
        ("step", "3.1", "3.1"),
        ("labels", "audit, vendor", "vendor"),
        ("helpers", "Rea, Turbotec", "Rea, Turbotec"),
        ("estimate", "1,5", "1.5 hours"),
        ("recurrence", "every quarter", "every quarter"),
        ("readers", "plant, office", "office, plant"),
    ],
)
def test_each_fact_is_changed_in_place(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    plan: Action,
    field: str,
    value: str,
    shown: str,
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = client.get(f"/actions/{plan.id}?edit={field}", headers=PAGE).text
    assert f'name="{field}"' in page
    done = post(client, f"/actions/{plan.id}/edit", seen=plan.last, **{field: value})
    assert done.status_code == 200, said(done)
    assert shown in said(done)
    assert now(wiring, plan.id).last == plan.last + 1


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("due", "before the plant shutdown", "the plant shutdown"),
        ("estimate", "many", "no number of hours"),
        ("recurrence", "now and then", "no rhythm"),
        ("title", " ", "needs a title"),
        ("step", "9.9", "There is no step 9.9"),
    ],
)
def test_what_is_not_understood_stays_typed_and_is_asked_about(
    client: TestClient,
    wiring: served.FakeAnsweringWiring,
    plan: Action,
    field: str,
    value: str,
    why: str,
) -> None:
    be(client, wiring, CONTRIBUTOR)
    page = post(client, f"/actions/{plan.id}/edit", seen=plan.last, **{field: value})
    assert page.status_code == 422
    assert why in said(page)
    if field != "step":
        assert f'value="{value}"' in page.text
    assert now(wiring, plan.id) == plan


def test_a_stale_edit_is_told_with_both_values_and_then_stands(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    wiring.actions.edit(plan.id, [Retitle("Rewrite the response plan")], Hand(LEAD))
    be(client, wiring, CONTRIBUTOR)
    mine = {"title": "Update both plans", "description": ""}
    page = post(client, f"/actions/{plan.id}/edit", seen=plan.last, **mine)
    assert page.status_code == 412
    assert "Lea changed the title meanwhile" in said(page)
    assert "It is now: Rewrite the response plan" in said(page)
    assert 'value="Update both plans"' in page.text
    seen = re.findall(r'name="seen" value="(\d+)"', page.text)[-1]
    post(client, f"/actions/{plan.id}/edit", seen=seen, **mine)
    assert now(wiring, plan.id).title == "Update both plans"


def test_two_who_change_different_fields_lose_nothing(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    wiring.actions.edit(plan.id, [Retitle("Rewrite the response plan")], Hand(LEAD))
    be(client, wiring, CONTRIBUTOR)
    post(client, f"/actions/{plan.id}/edit", seen=plan.last, priority="high")
    action = now(wiring, plan.id)
    assert (action.title, action.priority.value) == ("Rewrite the response plan", "high")


def test_an_action_goes_from_start_to_evidence_and_back(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    wiring.actions.set_step(StepSettings("2.4", evidence=True), Hand(LEAD))
    be(client, wiring, CONTRIBUTOR)
    home = f"/actions/{plan.id}"
    post(client, f"{home}/move", to="in progress")
    refused = post(client, f"{home}/move", to="blocked")
    assert "Say what A-1 waits for" in said(refused)
    text = said(post(client, f"{home}/move", to="blocked", said="No offer yet", waiting="JumpCo"))
    assert "Blocked , waits for JumpCo: No offer yet" in text
    post(client, f"{home}/move", to="open")
    assert now(wiring, plan.id).status is Status.IN_PROGRESS
    assert "needs evidence" in said(post(client, f"{home}/move", to="done"))
    text = said(post(client, f"{home}/move", to="done", said="https://files.example/plan.pdf"))
    assert "https://files.example/plan.pdf Con" in text
    assert now(wiring, plan.id).status is Status.DONE
    assert "Say why" in said(post(client, f"{home}/move", to="open"))
    post(client, f"{home}/move", to="open", said="The auditor asked")
    assert now(wiring, plan.id).status is Status.OPEN


def test_a_single_event_is_taken_back_from_the_history(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    be(client, wiring, CONTRIBUTOR)
    home = f"/actions/{plan.id}"
    post(client, f"{home}/edit", priority="high")
    post(client, f"{home}/edit", step="3.1")
    text = get(client, f"{home}/history")
    assert "Con changed the priority . The priority: normal → high".replace(" .", ".") in text
    post(client, f"{home}/undo", event=2)
    action = now(wiring, plan.id)
    assert (action.priority.value, action.step) == ("normal", "3.1")
    post(client, f"{home}/redo")
    assert now(wiring, plan.id).priority.value == "high"
    assert post(client, f"{home}/undo", event=99).status_code == 404


def test_an_action_is_hung_on_another_and_rings_are_refused(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    other = added(wiring, "Order the <b>jump host</b>")
    be(client, wiring, LEAD)
    page = client.get(f"/actions/{plan.id}", params={"pick": "jump host"}, headers=PAGE)
    assert f"It waits for this : {other.name}" in said(page)
    assert "<b>jump host</b>" not in page.text
    text = said(post(client, f"/actions/{plan.id}/blockers", blocker=other.name))
    assert f"Does not wait for {other.name}" in text
    ring = post(client, f"/actions/{other.id}/blockers", blocker=str(plan.id))
    assert ring.status_code == 409
    held = post(client, f"/actions/{plan.id}/move", to="done")
    assert f"{plan.name} waits for {other.name}" in said(held)
    post(client, f"/actions/{plan.id}/blockers/remove", blocker=str(other.id))
    assert now(wiring, plan.id).depends_on == ()


def test_comments_and_evidence_are_inert_and_stand_in_the_history(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    be(client, wiring, CONTRIBUTOR)
    home = f"/actions/{plan.id}"
    page = post(client, f"{home}/comment", text="<script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert "Con commented: “<script>alert(1)</script>”" in said(page)
    page = post(client, f"{home}/evidence", text="javascript:alert(1)", kind="note")
    assert 'href="javascript' not in page.text
    page = post(client, f"{home}/evidence", text="plan.pdf", kind="file")
    assert [each.kind.value for each in now(wiring, plan.id).evidence] == ["note", "file"]


# ---- the board


def test_the_board_has_bounded_columns_that_say_how_many_more_there_are(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    for n in range(20):
        wiring.actions.add(Draft(f"Check pump {n}"), Hand(LEAD))
    be(client, wiring, LEAD)
    page = client.get("/actions/board", headers=PAGE).text
    assert page.count('class="task"') == 12
    assert "Open 20" in get(client, "/actions/board")
    assert '<a href="/actions?status=open&amp;sort=due">and 8 more</a>' in page


def test_the_board_is_that_of_an_owner_or_a_step(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    del plan
    added(wiring, "Send the asset list", step="3.1")
    be(client, wiring, CONTRIBUTOR)
    for query, found in (
        ("owner=me", "response plan"),
        ("step=3", "asset list"),
        ("owner=nobody", "asset list"),
    ):
        text = get(client, f"/actions/board?{query}")
        assert [each for each in ("response plan", "asset list") if each in text] == [found]
        assert "Open 1" in text


def test_what_a_card_needs_for_its_new_place_is_asked_on_the_card(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    be(client, wiring, CONTRIBUTOR)
    asked = get(client, f"/actions/board?move={plan.id}&step=2.4")
    assert f"Move {plan.name} to" in asked
    path = f"/actions/board/{plan.id}?step=2.4"
    page = post(client, path, to="blocked", seen=plan.last)
    assert page.status_code == 422
    assert "What it waits for" in said(page)
    page = post(client, path, to="blocked", said="No offer yet", seen=plan.last)
    assert page.url.query == b"step=2.4"
    assert now(wiring, plan.id).reason == "No offer yet"
    page = post(client, path, to="in progress")
    assert now(wiring, plan.id).status is Status.IN_PROGRESS


# ---- the calendar


def test_the_calendar_shows_a_month_by_due_day(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    for n in range(6):
        added(wiring, f"Check pump {n}", due=date(2026, 12, 4))
    wiring.actions.edit(plan.id, [SetDue(date(2026, 11, 30))], Hand(LEAD))
    be(client, wiring, CONTRIBUTOR)
    text = get(client, "/actions/calendar")
    assert "November 2026" in text
    assert "30 November , 1 action" in text.replace("\N{NO-BREAK SPACE}", " ")
    december = get(client, "/actions/calendar?month=2026-12")
    assert "Friday 4 December , 6 actions" in december.replace("\N{NO-BREAK SPACE}", " ")
    assert "and 3 more" in december
    assert "Check pump" not in get(client, "/actions/calendar?month=2026-12&owner=me")


# ---- from an answer or a chart


def test_an_answers_quote_becomes_an_action_for_those_who_may_read_the_document(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, LEAD)
    page = post(client, "/ask", question="What caused the turbine trip?", conversation="new")
    about = re.findall(r'/actions/new\?about=(answer/\w+/1)"', page.text)[0]
    form = client.get("/actions/new", params={"about": about}, headers=PAGE)
    assert "The turbine trip of May was caused by a forgotten modem" in said(form)
    assert 'name="readers" value="plant"' in form.text
    values = {"title": "Remove the modem", "about": about, "readers": "everyone"}
    refused = post(client, "/actions/new", **values)
    assert refused.status_code == 422
    assert "which only plant may read" in said(refused)
    post(client, "/actions/new", **{**values, "readers": "plant"})
    action = now(wiring, 1)
    assert action.source.kind is SourceKind.ANSWER
    assert "forgotten modem" in action.source.quote
    widened = post(client, "/actions/1/edit", readers="everyone")
    assert widened.status_code == 422
    assert now(wiring, 1).readers == ("plant",)
    be(client, wiring, OUTSIDER)
    assert client.get("/actions/new", params={"about": about}, headers=PAGE).status_code == 404


def test_a_finding_and_a_row_of_a_chart_become_actions_for_its_readers(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    kept = wiring.charts.begin(small(), Hand(CONTRIBUTOR), "Begun", ["plant"])
    be(client, wiring, LEAD)
    chart = client.get(f"/charts/{kept.id}", headers=PAGE).text
    finding = html.unescape(re.findall(r'"/actions/new\?about=(finding[^"]+)"', chart)[0])
    row = re.findall(r'<option value="(chart/[^"]+)"', chart)[0]
    form = client.get(f"/actions/new?about={finding}", headers=PAGE)
    assert "Settle:" in form.text
    for about in (finding, row):
        form = client.get("/actions/new", params={"about": about}, headers=PAGE)
        assert 'name="readers" value="plant"' in form.text
        values = {"title": "Agree on it", "about": about}
        assert post(client, "/actions/new", **values, readers="office").status_code == 422
        assert post(client, "/actions/new", **values, readers="plant").is_success
    found, waits = now(wiring, 1), now(wiring, 2)
    assert (found.source.kind, found.source.chart) == (SourceKind.FINDING, kept.id)
    assert waits.source.kind is SourceKind.CHART
    assert "not accepted" in waits.source.quote
    assert post(client, "/actions/2/edit", readers="everyone").status_code == 422


def test_a_source_cannot_be_made_up(client: TestClient, wiring: served.FakeAnsweringWiring) -> None:
    be(client, wiring, LEAD)
    for about in ("answer/none/1", "chart/none/1", "finding/a/b/c/d", "moon/1", "answer/x"):
        page = post(client, "/actions/new", title="Do it", about=about, readers="everyone")
        assert page.status_code == 404, about


# ---- a new one


def test_a_new_action_takes_all_that_is_said_and_points_out_a_twin(
    client: TestClient, wiring: served.FakeAnsweringWiring, plan: Action
) -> None:
    be(client, wiring, LEAD)
    form = get(client, "/actions/new", title="Update response plan")
    assert "It may be there already: A-1 Update the response plan , Con" in form
    values = {
        "title": "Update it again",
        "owner": "Con",
        "helpers": "Rea",
        "due": "2026-12-04",
        "priority": "high",
        "step": "2.4",
        "labels": "audit",
        "recurrence": "every quarter",
        "estimate": "4",
        "waits": plan.name,
        "readers": "plant",
        "description": "All of it.",
    }
    page = post(client, "/actions/new", **values)
    assert page.url.path == "/actions/2"
    action = now(wiring, 2)
    assert action.depends_on == (plan.id,)
    assert (action.owner, action.readers, action.estimate) == (CON_OWNS, ("plant",), 4)
    assert str(action.recurrence) == "every quarter"


def test_what_was_typed_stays_where_the_date_is_not_understood(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    be(client, wiring, CONTRIBUTOR)
    values = {"title": "Send the list", "due": "some day", "readers": "plant"}
    page = post(client, "/actions/new", **values)
    assert page.status_code == 422
    for value in values.values():
        assert f'value="{value}"' in page.text


# ---- how steps are kept


def test_a_lead_says_how_a_step_is_kept_and_nobody_below(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    values = {"step": "2.4", "lead": "Con", "evidence": "true", "silence": "5"}
    assert post_as(client, wiring, CONTRIBUTOR, "/actions/steps", **values).status_code == 403
    page = post_as(client, wiring, LEAD, "/actions/steps", **values)
    settings = {each.step: each for each in wiring.actions.step_settings()}
    assert settings["2.4"] == StepSettings("2.4", "con", evidence=True, silence=5)
    assert page.is_success
    for wrong, why in (
        ({"lead": "Nobody Known"}, "Nobody here is called"),
        ({"silence": "soon"}, "number of days"),
        ({"silence": "0"}, "1 to 365 days"),
    ):
        refused = post(client, "/actions/steps", **{**values, **wrong})
        assert refused.status_code == 422
        assert why in said(refused)
    be(client, wiring, READER)
    assert "Lead: Con · evidence to close · told after 5" in get(client, "/actions/steps")


# ---- webhooks


def test_an_administrator_adds_tests_and_removes_a_webhook(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    values = {"address": "https://tracker.example/hook", "readers": "plant", "kind": "done"}
    assert post_as(client, wiring, LEAD, "/actions/webhooks", **values).status_code == 403
    page = post_as(client, wiring, ADMINISTRATOR, "/actions/webhooks", **values)
    assert "whsec_" in page.text
    listed = get(client, "/actions/webhooks")
    assert "https://tracker.example/hook" in listed
    assert "whsec_" not in listed
    (webhook,) = wiring.webhooks.listed(OPERATOR)
    assert (webhook.kinds, webhook.readers) == ((EventKind.DONE,), ("plant",))
    sent = post(client, f"/actions/webhooks/{webhook.id}/test")
    assert "A test is on its way" in said(sent)
    post(client, f"/actions/webhooks/{webhook.id}/remove")
    assert "Nobody is told yet" in get(client, "/actions/webhooks")


def test_an_address_that_is_none_stays_in_its_box(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    page = post_as(client, wiring, ADMINISTRATOR, "/actions/webhooks", address="http://x.example")
    assert page.status_code == 422
    assert 'value="http://x.example"' in page.text
    assert "starts with https://" in said(page)


def test_what_failed_last_is_told(client: TestClient, wiring: served.FakeAnsweringWiring) -> None:
    be(client, wiring, ADMINISTRATOR)
    post(client, "/actions/webhooks", address="https://tracker.example/hook")
    (webhook,) = wiring.webhooks.listed(OPERATOR)
    with wiring.storage.transaction() as connection:
        WebhookStore(connection).failed(webhook.id, wiring.clock(), "It refuses it (410).")
    assert "It refuses it (410)." in get(client, "/actions/webhooks")
