"""The cookie, forged forms, and where one is sent to sign in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

import served
from isthmus.app import create_app
from isthmus.edge.sessions import Cookie, Visit, own_path
from isthmus.people import Person, Rank

PAGE = {"Accept": "text/html"}
PASSWORD = "correct horse battery"  # noqa: S105 - for tests
ROOT = Person("root", "Root", rank=Rank.ADMINISTRATOR)
PLACE = "https://isthmus.plant.example"


@contextmanager
def opened(
    wiring: served.FakeAnsweringWiring, at: str = "http://localhost"
) -> Iterator[TestClient]:
    with TestClient(create_app(wiring), base_url=at, follow_redirects=False) as client:
        yield client


@pytest.fixture
def browser(wiring: served.FakeAnsweringWiring) -> Iterator[TestClient]:
    """Open a browser that has been nowhere yet."""
    with opened(wiring) as client:
        yield client


@pytest.fixture
def account(wiring: served.FakeAnsweringWiring) -> str:
    """Give Ana a password."""
    with wiring.access() as access:
        secret = access.invite("ana").secret
    wiring.signing_in.accept(secret, served.ANA, PASSWORD, served.DESK)
    return "ana"


def token_in(page: str) -> str:
    found = re.search(r'name="csrf" (?:content|value)="([0-9a-f]{64})"', page)
    assert found, "the page carries no token"
    return found[1]


def sign_in(client: TestClient, name: str = "ana", next: str = "/") -> str:  # noqa: A002
    """Sign in as a person does, and give where it leads."""
    csrf = token_in(client.get("/sign-in").text)
    form = {"csrf": csrf, "name": name, "password": PASSWORD, "next": next}
    response = client.post("/sign-in", data=form)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(
    browser: TestClient, account: str
) -> None:
    guests = browser.get("/sign-in").headers["set-cookie"]
    assert re.fullmatch(r"isthmus=guest\.[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", guests)
    form = {"csrf": token_in(browser.get("/sign-in").text), "name": account, "password": PASSWORD}
    cookie = browser.post("/sign-in", data=form).headers["set-cookie"]
    assert re.fullmatch(
        r"isthmus=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800", cookie
    )


def test_over_https_no_other_host_can_set_or_read_the_cookie(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path, public_url=f"{PLACE}/")
    served.fill(wiring)
    with opened(wiring, PLACE) as client:
        cookie = client.get("/sign-in").headers["set-cookie"]
    assert cookie.startswith("__Host-isthmus=guest.")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")
    wiring.close()


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/static/base.css", "/api/openapi.json"])
def test_what_is_no_page_sets_no_cookie(browser: TestClient, path: str) -> None:
    assert "set-cookie" not in browser.get(path).headers


def test_signing_in_gives_a_new_cookie_whatever_was_there_before(
    browser: TestClient, account: str, wiring: served.FakeAnsweringWiring
) -> None:
    planted = "guest.planted-by-somebody-else"
    browser.cookies.set("isthmus", planted, domain="localhost.local", path="/")
    sign_in(browser, account)
    first = browser.cookies["isthmus"]
    assert first != planted
    assert wiring.visitor(first) == served.ANA
    csrf = token_in(browser.get("/account").text)
    form = {"csrf": csrf, "name": account, "password": PASSWORD}
    browser.post("/sign-in", data=form)
    assert browser.cookies["isthmus"] != first
    assert wiring.visitor(first) is None


def test_a_planted_token_of_no_session_signs_nobody_in(
    browser: TestClient, account: str, wiring: served.FakeAnsweringWiring
) -> None:
    browser.cookies.set("isthmus", "planted", domain="localhost.local", path="/")
    sign_in(browser, account)
    assert wiring.visitor("planted") is None
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize("token", ["é", "x" * 5000, "guest.", ";", "a b"])
def test_a_cookie_that_is_none_of_ours_is_a_guests(browser: TestClient, token: str) -> None:
    headers = {b"Cookie": f"isthmus={token}".encode(), b"Accept": b"text/html"}
    assert browser.get("/account", headers=headers).status_code == 303


def test_signing_out_ends_the_session_and_takes_the_cookie_back(
    browser: TestClient, account: str, wiring: served.FakeAnsweringWiring
) -> None:
    sign_in(browser, account)
    token = browser.cookies["isthmus"]
    csrf = token_in(browser.get("/account").text)
    left = browser.post("/sign-out", data={"csrf": csrf})
    assert "isthmus=guest." in left.headers["set-cookie"]
    assert wiring.visitor(token) is None
    assert browser.get("/account", headers=PAGE).headers["location"].startswith("/sign-in?")


def test_pages_of_somebody_signed_in_are_stored_by_no_cache(
    browser: TestClient, account: str
) -> None:
    sign_in(browser, account)
    for path in ("/account", "/sign-in", "/people"):
        assert browser.get(path).headers["cache-control"] == "no-store"


# --- forged forms


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "é"])
def test_a_form_without_its_token_is_refused(browser: TestClient, csrf: str | None) -> None:
    browser.get("/sign-in")
    form = {} if csrf is None else {"csrf": csrf}
    refused = browser.post("/sign-out", data=form, headers=PAGE)
    assert refused.status_code == 403
    assert "Open the page again" in refused.text


def test_a_token_in_the_form_or_in_the_header_is_taken(browser: TestClient) -> None:
    csrf = token_in(browser.get("/sign-in").text)
    form = {"name": "nobody", "password": PASSWORD}
    right = "name or the password"
    assert right in browser.post("/sign-in", data=form | {"csrf": csrf}).text
    assert right in browser.post("/sign-in", data=form, headers={"X-CSRF-Token": csrf}).text
    parts = {name: (None, value) for name, value in (form | {"csrf": csrf}).items()}
    assert right in browser.post("/sign-in", files=parts).text


def test_a_token_is_that_of_one_browser(
    browser: TestClient, wiring: served.FakeAnsweringWiring
) -> None:
    csrf = token_in(browser.get("/sign-in").text)
    with opened(wiring) as other:
        other.get("/sign-in")
        assert other.post("/sign-out", data={"csrf": csrf}).status_code == 403


def test_a_guests_token_is_worthless_after_signing_in_and_the_sessions_after_signing_out(
    browser: TestClient, account: str
) -> None:
    guests = token_in(browser.get("/sign-in").text)
    sign_in(browser, account)
    own = token_in(browser.get("/account").text)
    assert browser.post("/sign-out", data={"csrf": guests}).status_code == 403
    assert browser.post("/sign-out", data={"csrf": own}).status_code == 303
    assert browser.post("/sign-in", data={"name": account, "csrf": own}).status_code == 403


def test_nobody_can_be_signed_in_by_a_form_of_another_site(
    browser: TestClient, account: str
) -> None:
    """Login CSRF: somebody's questions would else be kept under an account of the attacker's."""
    csrf = token_in(browser.get("/sign-in").text)
    form = {"name": account, "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 403
    elsewhere = {"Origin": "https://evil.example"}
    forged = browser.post("/sign-in", data=form | {"csrf": csrf}, headers=elsewhere)
    assert forged.status_code == 403
    assert browser.get("/account", headers=PAGE).status_code == 303


def test_the_api_takes_no_cookie(
    browser: TestClient, wiring: served.FakeAnsweringWiring, keys: served.Keys
) -> None:
    del keys
    served.sign_in(browser, wiring, ROOT)
    assert browser.get("/api/v1/documents").status_code == 401
    assert browser.post("/api/v1/questions", json={"question": "x"}).status_code == 401


def test_the_token_is_derived_from_the_cookie_and_does_not_give_it_away() -> None:
    visit = Visit("token")
    assert visit.csrf == Visit("token").csrf != Visit("other").csrf
    assert "token" not in visit.csrf


# --- who is sent where


def test_a_guest_who_needs_an_account_signs_in_and_comes_back(
    browser: TestClient, wiring: served.FakeAnsweringWiring, account: str
) -> None:
    sent = browser.get("/account?changed=yes", headers=PAGE)
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/sign-in?next=/account%3Fchanged%3Dyes",
    )
    assert browser.get("/account").status_code == 401
    assert sign_in(browser, account, "/account?changed=yes") == "/account?changed=yes"
    again = browser.get("/sign-in", params={"next": "/account"})
    assert again.headers["location"] == "/account"
    with wiring.access() as access:
        access.put_person(replace(served.ANA, rank=Rank.LEAD))
    assert browser.get("/account", headers=PAGE).status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\nSet-Cookie: a=b",
        "http:evil",
        "",
        "//[",
    ],
)
def test_signing_in_leads_nowhere_else(browser: TestClient, account: str, elsewhere: str) -> None:
    assert sign_in(browser, account, elsewhere) == "/"


@given(st.text(alphabet="/\\:@?#. ahtps\t\n%", max_size=12))
def test_an_own_path_stays_here_whatever_it_is(wanted: str) -> None:
    path = own_path(wanted)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()


def test_without_guests_everything_but_signing_in_needs_an_account(tmp_path: Path) -> None:
    wiring = served.wire(tmp_path, guests=False)
    served.fill(wiring)
    with opened(wiring) as client:
        for path in ("/", "/answers/a1", "/passages/p1", "/blueprint", "/api/docs", "/nowhere"):
            sent = client.get(path, headers=PAGE)
            assert sent.headers["location"].startswith("/sign-in?next=/"), path
            assert client.get(path).status_code == 401, path
        assert client.post("/ask", data={"question": "x"}).status_code == 401
        for path in ("/sign-in", "/healthz", "/readyz", "/static/base.css"):
            assert client.get(path).status_code == 200, path
        assert client.get("/welcome/guess", headers=PAGE).status_code == 404
        served.sign_in(client, wiring, served.ANA)
        assert client.get("/api/docs").status_code == 200
    wiring.close()


def test_a_guest_sends_no_large_body(wiring: served.FakeAnsweringWiring) -> None:
    """An upload is for people with an account: nobody else fills the disk."""
    with opened(wiring) as client:
        served.visit(client)
        assert client.post("/library/add", content=b"x" * 70_000).status_code == 413
        served.sign_in(client, wiring, served.ANA)
        assert client.post("/library/add", content=b"x" * 70_000).status_code != 413


def test_a_session_is_over_when_its_time_has_come(wiring: served.FakeAnsweringWiring) -> None:
    later = replace(wiring, clock=lambda: served.NOW + timedelta(days=8))
    with opened(later) as client:
        served.sign_in(client, wiring, served.ANA)
        assert client.get("/account", headers=PAGE).status_code == 303


@pytest.mark.parametrize("secure", [True, False])
def test_a_cookies_header_names_no_domain(*, secure: bool) -> None:
    assert "Domain" not in Cookie(secure).header("token", timedelta(days=1))
