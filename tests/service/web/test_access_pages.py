"""The pages of sign-in, account, people and audit, as the server renders them."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

import served
from isthmus.access.model import Scope
from isthmus.people import Person, Rank
from isthmus.web.audit import VERIFIED_AT_ONCE
from isthmus.web.signing_in import browser_in_words

PAGE = {"Accept": "text/html"}
PASSWORD = "correct horse battery"  # noqa: S105 - for tests
ROOT = Person("root", "Root", rank=Rank.ADMINISTRATOR)
CHOSEN = {"id": "first", "name": "First", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def root(client: TestClient, wiring: served.FakeAnsweringWiring) -> TestClient:
    """Be an administrator."""
    served.sign_in(client, wiring, ROOT)
    return client


def first_link(wiring: served.FakeAnsweringWiring) -> str:
    made = wiring.signing_in.first_invite()
    assert made is not None
    return f"/welcome/{made.secret}"


def secret_in(page: str) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert found
    return found[1]


def test_the_first_administrator_chooses_how_to_sign_in(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    link = first_link(wiring)
    assert "first administrator" in client.get(link).text
    begun = client.post(link, data=CHOSEN, follow_redirects=False)
    assert begun.headers["location"] == "/people"
    assert client.get("/people").status_code == 200
    assert client.get(link, headers=PAGE).status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"again": "other"}, "not the same"),
        ({"password": "short", "again": "short"}, "needs 12"),
        ({"id": "two words"}, "one word"),
        ({"id": "operator"}, "Choose another"),
        ({"id": ""}, "one word"),
        ({"id": "ana"}, "already"),
    ],
)
def test_what_cannot_be_is_said_in_the_form_and_the_link_stays_good(
    client: TestClient, wiring: served.FakeAnsweringWiring, changed: dict[str, str], said: str
) -> None:
    link = first_link(wiring)
    refused = client.post(link, data=CHOSEN | changed, headers=PAGE)
    assert refused.status_code == 422
    assert said in refused.text
    assert PASSWORD not in refused.text
    assert client.post(link, data=CHOSEN, follow_redirects=False).status_code == 303


def test_a_wrong_password_is_said_and_too_many_are_held_up(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    form = {"name": "ana", "password": "not this one at all"}
    for _ in range(10):
        wrong = client.post("/sign-in", data=form)
        assert wrong.status_code == 422
        assert "is not right" in wrong.text
        assert 'value="ana"' in wrong.text
        assert form["password"] not in wrong.text
    held = client.post("/sign-in", data=form)
    assert held.status_code == 429
    assert held.headers["retry-after"] == "900"
    wiring.signing_in.record_failures(all_of_them=True)


def test_an_account_shows_its_sessions_and_ends_another(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    served.sign_in(client, wiring, served.ANA)
    (first,) = wiring.signing_in.sessions(served.ANA)
    served.sign_in(client, wiring, served.ANA)
    page = client.get("/account").text
    assert page.count("this one") == 1
    assert f"/account/sessions/{first.id}/end" in page
    client.post(f"/account/sessions/{first.id}/end")
    assert len(wiring.signing_in.sessions(served.ANA)) == 1
    assert client.post("/account/sessions/guess/end").status_code == 404


def test_a_password_is_changed_and_this_browser_goes_on(
    client: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.access() as access:
        link = access.invite("ana").secret
    client.post(f"/welcome/{link}", data={"password": PASSWORD, "again": PASSWORD})
    page = client.get("/account").text
    csrf = re.findall(r'name="csrf" value="(\w+)"', page)[0]
    form = {"csrf": csrf, "present": PASSWORD, "password": "a new long one", "again": "no"}
    del client.headers["X-CSRF-Token"]
    assert "not the same" in client.post("/account/password", data=form).text
    wrong = form | {"again": "a new long one", "present": "guess"}
    assert "Nothing was changed" in client.post("/account/password", data=wrong).text
    changed = client.post("/account/password", data=form | {"again": "a new long one"})
    assert "is changed" in changed.text


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/18 Safari/604.1", "Safari on iPhone"),
        ("", "A browser that does not say its name"),
        ("<script>alert(1)</script>", "A browser that does not say its name"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent: str, words: str) -> None:
    assert browser_in_words(user_agent) == words


# --- people


def test_a_person_is_added_changed_and_removed(root: TestClient) -> None:
    said = {"id": "dana", "name": "Dana <b>", "groups": " ot, it ,", "time_zone": "Europe/Zurich"}
    page = root.post("/people", data=said | {"rank": "lead"}).text
    assert "Dana &lt;b&gt;" in page
    assert 'value="it, ot"' in page
    taken = root.post("/people", data=said)
    assert (taken.status_code, "already" in taken.text) == (409, True)
    root.post("/people/dana", data={"name": "Dana R.", "groups": "", "rank": "reader"})
    listed = root.get("/people").text
    assert "Dana R." in listed
    root.post("/people/dana/remove")
    assert "Dana R." not in root.get("/people").text
    assert root.get("/people/dana").status_code == 404


def test_what_a_person_cannot_be_is_said_beside_the_form(root: TestClient) -> None:
    refused = root.post("/people", data={"id": "dana", "time_zone": "Mars/Olympus"})
    assert refused.status_code == 422
    assert "Mars/Olympus" in refused.text
    assert "time zone such as" in refused.text
    changed = root.post("/people/ana", data={"name": "Ana", "groups": "ok", "time_zone": "x"})
    assert changed.status_code == 422


def test_the_last_administrator_cannot_be_lost_on_the_page(root: TestClient) -> None:
    for path, form in (("/people/root", {"rank": "reader"}), ("/people/root/remove", {})):
        refused = root.post(path, data=form)
        assert refused.status_code == 409
        assert "only administrator" in refused.text


def test_a_link_and_a_key_are_shown_once(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    link = secret_in(root.post("/people/ana/invite").text)
    assert wiring.signing_in.invited(link.rpartition("/")[2]) == served.ANA
    made = root.post("/people/ana/keys", data={"scopes": ["ask", "read"], "name": "report"})
    key = secret_in(made.text)
    assert wiring.authenticate(key).scopes == {Scope.ASK, Scope.READ}
    page = root.get("/people/ana").text
    assert link not in page
    assert key not in page
    key_id = key.partition(".")[0]
    assert key_id in page
    root.post(f"/people/ana/keys/{key_id}/revoke")
    assert "revoked" in root.get("/people/ana").text
    none = root.post("/people/ana/keys", data={"name": "for nothing"})
    assert (none.status_code, "needs a scope" in none.text) == (422, True)


def test_an_administrator_signs_somebody_out_everywhere(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.signing_in.changing() as accounts:
        token = accounts.begin(served.ANA, "Firefox on Linux").token
    assert "Firefox on Linux" in root.get("/people/ana").text
    root.post("/people/ana/sessions/end")
    assert wiring.visitor(token) is None


def test_a_long_list_comes_in_pages_and_is_searched(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.access() as access:
        for number in range(60):
            access.put_person(Person(f"p{number:02}", f"Person {number}", frozenset({"shift"})))
    first = root.get("/people").text
    assert first.count('href="/people/p') == 48
    assert "Page 1 of 2" in first
    assert "Person 59" in root.get("/people?page=2").text
    assert root.get("/people", params={"q": "p07"}).text.count('href="/people/p') == 1
    assert "Nobody like that" in root.get("/people", params={"q": "zzz"}).text


# --- audit


def test_the_trail_is_shown_newest_first_with_its_state(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.access(ROOT) as access:
        access.put_person(Person("x<b>y", "Name"))
    page = root.get("/audit").text
    assert "are as they were written" in page
    assert "x&lt;b&gt;y" in page
    assert page.index("x&lt;b&gt;y") < page.index('<th scope="row">document.added')


def test_filters_narrow_the_trail(root: TestClient) -> None:
    page = root.get("/audit", params={"action": "document.added", "person": "", "since": ""}).text
    rows = re.findall(r'<th scope="row">([^<]+)</th>', page)
    assert set(rows) == {"document.added"}
    assert "Nothing of that kind" in root.get("/audit", params={"person": "nobody"}).text
    assert "Nothing of that kind" in root.get("/audit", params={"until": "2020-01-01"}).text
    assert root.get("/audit", params={"since": "yesterday"}).status_code == 422


def test_a_long_trail_comes_in_pages(root: TestClient, wiring: served.FakeAnsweringWiring) -> None:
    with wiring.recording() as act:
        for number in range(120):
            act.audit.record("test.act", ROOT, f"subject-{number}")
    seen: list[str] = []
    path = "/audit?action=test.act"
    while path:
        page = root.get(path).text
        seen += re.findall(r"subject-\d+", page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == [f"subject-{number}" for number in reversed(range(120))]


def test_a_broken_trail_is_told_on_the_page(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.storage.transaction() as connection:
        connection.execute(text("UPDATE audit SET subject = 'other' WHERE number = 2"))
    page = root.get("/audit").text
    assert "The first bad entry is 2" in page


def test_a_very_long_trail_is_verified_when_asked_for(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.recording() as act:
        for _ in range(VERIFIED_AT_ONCE):
            act.audit.record("test.act", ROOT, "subject")
    assert "not verified on this page" in root.get("/audit").text
    assert "are as they were written" in root.get("/audit?verify=yes").text


def test_pages_of_access_are_small_and_without_inline_code(
    root: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    with wiring.access() as access:
        for number in range(60):
            access.put_person(replace(served.BEN, id=f"p{number}"))
    for path in ("/people", "/people/ana", "/account", "/audit", "/sign-in"):
        page = root.get(path)
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
        total = len(page.content) + sum(len(root.get(file).content) for file in set(files))
        assert total < 100_000, path
        assert not re.search(r"<style|<script(?! src)| style=| on\w+=", page.text), path
