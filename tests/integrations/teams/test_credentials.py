"""Our token: asked for with every proof there is, kept while it holds, refused in useful words."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from certificates_of_tests import certificate, private
from isthmus.errors import InvalidError
from isthmus_integrations.teams.certificates import certificate_in
from isthmus_integrations.teams.configured import Configured
from isthmus_integrations.teams.credentials import Credentials, NoTokenError, asking, resource
from teams_of_tests import Clock
from teams_service import CLIENT, SECRET, TENANT, TeamsService
from teams_service.server import Call, Said, Server
from teams_service.signing import key

OTHERS = "99999999-2222-3333-4444-555555555555"


@dataclass
class Authority:
    """Gives tokens to whoever proves it by the secret, or by an assertion of the certificate."""

    clock: Clock
    answer_with: Said | None = None
    calls: list[Call] = field(default_factory=list)

    def answer(self, call: Call) -> Said:
        self.calls.append(call)
        if self.answer_with:
            return self.answer_with
        if "client_assertion" in call.body:
            self.believed(call.body["client_assertion"])
        elif call.body.get("client_secret") != SECRET:
            return refused("AADSTS7000215")
        return Said(body={"access_token": f"token {len(self.calls)}", "expires_in": 3600})

    def believed(self, assertion: str) -> None:
        """Check an assertion as Entra does."""
        named = self.calls[-1].headers["host"]
        claims = jwt.decode(
            assertion,
            key(0).public_key(),
            ["PS256"],
            audience=f"http://{named}/{TENANT}/oauth2/v2.0/token",
            issuer=CLIENT,
            options={
                "require": ["exp", "nbf", "jti", "sub"],
                "verify_exp": False,  # by the clock of the test, below
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
        now = int(self.clock().timestamp())
        assert claims["sub"] == CLIENT
        assert claims["nbf"] <= now < claims["exp"] <= now + 600


def refused(code: str, error: str = "invalid_client", said: str = "") -> Said:
    described = f"{code}: It was said no. {said} Trace ID: 1\r\nCorrelation ID: 2"
    return Said(401, {"error": error, "error_description": described})


@dataclass
class Office:
    """An authority over HTTP, and what asks it."""

    authority: Authority
    server: Server
    http: httpx.Client

    @property
    def url(self) -> str:
        return f"{self.server.address}/{TENANT}/oauth2/v2.0/token"

    def configured(self, **given: Any) -> Configured:  # noqa: ANN401 - any setting
        known = {"client_id": CLIENT, "token_url": self.url, "tenant": TENANT}
        return Configured(**{**known, **given})

    def credentials(self, **given: Any) -> Credentials:  # noqa: ANN401 - any setting
        found = self.configured(**(given or {"client_secret": SECRET}))
        return Credentials(asking(found, self.http, self.authority.clock), self.authority.clock)


@pytest.fixture
def office() -> Iterator[Office]:
    authority = Authority(Clock())
    server = Server(authority)
    with httpx.Client(timeout=5, trust_env=False) as http:
        yield Office(authority, server, http)
    server.stop()


# ---- kept while it holds


def test_a_token_is_asked_for_once_and_kept(office: Office) -> None:
    credentials = office.credentials()
    assert [credentials.token() for _ in range(5)] == ["token 1"] * 5
    (call,) = office.authority.calls
    assert call.body["grant_type"] == "client_credentials"
    assert call.body["scope"] == "https://api.botframework.com/.default"
    assert call.body["client_id"] == CLIENT


def test_a_new_token_is_asked_for_before_the_old_one_ends(office: Office) -> None:
    credentials = office.credentials()
    credentials.token()
    office.authority.clock.now += timedelta(minutes=54)
    assert credentials.token() == "token 1"
    office.authority.clock.now += timedelta(minutes=2)
    assert credentials.token() == "token 2"


def test_an_old_token_goes_on_while_no_new_one_can_be_had_and_nobody_is_pestered(
    office: Office,
) -> None:
    credentials = office.credentials()
    credentials.token()
    office.authority.answer_with = Said(503)
    office.authority.clock.now += timedelta(minutes=56)
    assert [credentials.token() for _ in range(5)] == ["token 1"] * 5
    assert len(office.authority.calls) == 2
    office.authority.clock.now += timedelta(minutes=4)
    with pytest.raises(NoTokenError):
        credentials.token()


def test_a_token_that_teams_did_not_take_is_asked_for_anew(office: Office) -> None:
    credentials = office.credentials()
    credentials.token()
    credentials.forget()
    assert credentials.token() == "token 2"


@pytest.mark.parametrize("lasts", [60, "59", 0, "soon", None, -5])
def test_a_token_that_lasts_for_moments_is_used_for_moments(office: Office, lasts: object) -> None:
    said = {"access_token": "short", "expires_in": lasts}
    office.authority.answer_with = Said(body=said)
    credentials = office.credentials()
    assert credentials.token() == "short"
    office.authority.clock.now += timedelta(seconds=31)
    assert credentials.token() == "short"
    assert len(office.authority.calls) == 2


# ---- refused in words


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (refused("AADSTS7000215"), "ISTHMUS_TEAMS_CLIENT_SECRET to the secret's value"),
        (refused("AADSTS7000222"), "has ended"),
        (refused("AADSTS700016", "unauthorized_client"), "ISTHMUS_TEAMS_TENANT_ID"),
        (refused("AADSTS90002", "invalid_request"), "no such tenant"),
        (refused("AADSTS700027"), "does not know the certificate"),
        (refused("AADSTS1234567"), r"AADSTS1234567.*ISTHMUS_TEAMS_CLIENT_ID"),
        (Said(401, {"error": "invalid_client"}), "client id or its proof is wrong"),
        (Said(400, {"error": "something_else"}), "something_else"),
        (Said(400, {"error": {"nested": "x"}}), "no reason"),
        (Said(502, None), "answered 502 and gave no token"),
        (Said(200, ["a", "list"]), "answered 200 and gave no token"),
        (Said(200, {"access_token": ""}), "refuses us"),
        (Said(302, None, {"Location": "https://elsewhere.example"}), "answered 302"),
        (Said(dropped=True), "cannot be reached"),
    ],
)
def test_why_there_is_no_token_is_said_with_what_to_do(
    office: Office, answer: Said, said: str
) -> None:
    office.authority.answer_with = answer
    with pytest.raises(NoTokenError, match=said):
        office.credentials().token()


def test_an_authority_that_is_not_there_is_named(office: Office) -> None:
    nowhere = "http://127.0.0.1:9/token"
    credentials = office.credentials(client_secret=SECRET, token_url=nowhere)
    with pytest.raises(NoTokenError, match=r"127\.0\.0\.1 cannot be reached.*TOKEN_URL"):
        credentials.token()


def test_the_wrong_secret_is_refused(office: Office) -> None:
    with pytest.raises(NoTokenError, match="the client secret is wrong"):
        office.credentials(client_secret=SECRET[::-1]).token()


def test_nothing_secret_is_in_words_logs_or_what_a_debugger_shows(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    credentials = office.credentials()
    token = credentials.token()
    configured = office.configured(client_secret=SECRET)
    assert SECRET not in repr(configured)
    assert token not in repr(credentials)
    office.authority.answer_with = refused("AADSTS1", said=f"You sent {SECRET}.")
    with pytest.raises(NoTokenError) as caught:
        credentials.fresh()
    assert SECRET not in str(caught.value)
    assert caplog.records
    assert SECRET not in caplog.text
    assert token not in caplog.text


# ---- authorities


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"tenant": TENANT}, f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"),
        ({}, "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token"),
        ({"token_url": "https://login.example/t"}, "https://login.example/t"),
    ],
)
def test_one_tenant_is_asked_at_its_own_authority_and_several_at_the_common_one(
    given: Mapping[str, Any], asked: str
) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"access_token": "t", "expires_in": 3600})

    configured = Configured(client_id=CLIENT, client_secret=SECRET, **given)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        assert Credentials(asking(configured, http, Clock()), Clock()).token() == "t"
    assert str(sent[0].url) == asked


@pytest.mark.parametrize(
    ("authority", "meant"),
    [
        ("https://login.microsoftonline.us/t/oauth2/v2.0/token", "https://api.botframework.us"),
        (
            "https://login.partner.microsoftonline.cn/t/oauth2/v2.0/token",
            "https://api.botframework.azure.cn",
        ),
        ("https://login.microsoftonline.com/t", "https://api.botframework.com"),
        ("", "https://api.botframework.com"),
    ],
)
def test_a_national_cloud_gives_tokens_for_its_own_teams(authority: str, meant: str) -> None:
    assert resource(Configured(client_id=CLIENT, token_url=authority)) == meant


def test_the_issuer_of_the_tests_teams_takes_the_secret() -> None:
    with TeamsService() as teams, httpx.Client(trust_env=False) as http:
        configured = Configured(
            client_id=CLIENT,
            client_secret=SECRET,
            token_url=str(teams.settings["teams_token_url"]),
        )
        assert Credentials(asking(configured, http, Clock()), Clock()).token()
        wrong = replace(configured, client_id=OTHERS)
        with pytest.raises(NoTokenError, match="invalid_client"):
            Credentials(asking(wrong, http, Clock()), Clock()).token()


# ---- by certificate


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    path = tmp_path / "isthmus.pem"
    path.write_bytes(certificate(key(0)) + private(key(0)))
    return path


def test_a_certificate_proves_who_we_are(office: Office, pem: Path) -> None:
    credentials = office.credentials(certificate=pem)
    assert credentials.token() == "token 1"
    (call,) = office.authority.calls
    assert "client_secret" not in call.body
    headers = jwt.get_unverified_header(call.body["client_assertion"])
    assert headers["x5t#S256"] == certificate_in(pem).thumbprint


def test_each_assertion_is_used_once(office: Office, pem: Path) -> None:
    credentials = office.credentials(certificate=pem)
    credentials.token()
    credentials.fresh()
    first, second = (each.body["client_assertion"] for each in office.authority.calls)
    assert first != second


def test_a_certificate_that_was_changed_in_its_file_is_used_at_once(
    office: Office, pem: Path
) -> None:
    credentials = office.credentials(certificate=pem)
    credentials.token()
    pem.write_bytes(private(key(0)) + certificate(key(1)) + certificate(key(0), days=360))
    credentials.fresh()
    headers = [
        jwt.get_unverified_header(c.body["client_assertion"]) for c in office.authority.calls
    ]
    assert headers[0]["x5t#S256"] != headers[1]["x5t#S256"]


@pytest.mark.parametrize(
    "begins", [datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)]
)
def test_a_certificate_that_does_not_hold_is_not_sent(
    office: Office, pem: Path, begins: datetime
) -> None:
    pem.write_bytes(certificate(key(0), begins) + private(key(0)))
    with pytest.raises(NoTokenError, match=r"holds from .* upload it to the app registration"):
        office.credentials(certificate=pem).token()
    assert not office.authority.calls


EC = ec.generate_private_key(ec.SECP256R1())
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "without a key": (lambda: certificate(key(0)), "no private key"),
    "without a certificate": (lambda: private(key(0)), "no certificate"),
    "another key": (lambda: certificate(key(1)) + private(key(0)), "of another certificate"),
    "with a password": (lambda: certificate(key(0)) + private(key(0), b"x"), "with a password"),
    "another kind": (lambda: certificate(EC) + private(EC), "another kind than RSA"),
    "rubbish": (lambda: b"\x00\xff rubbish", "no private key"),
    "empty": (lambda: b"", "no private key"),
    "half": (lambda: private(key(0))[:200] + certificate(key(0)), "no private key"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_no_certificate_with_its_key_says_what_it_is(pem: Path, kind: str) -> None:
    content, said = WRONG[kind]
    pem.write_bytes(content())
    with pytest.raises(InvalidError, match=said) as caught:
        certificate_in(pem)
    assert "ISTHMUS_TEAMS_CERTIFICATE" in str(caught.value)
    assert "BEGIN" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(office: Office, tmp_path: Path) -> None:
    gone = tmp_path / "gone.pem"
    with pytest.raises(NoTokenError, match=r"gone\.pem, cannot be read: No such file"):
        office.credentials(certificate=gone).token()


def test_a_private_key_is_never_shown(pem: Path) -> None:
    assert "PrivateKey" not in repr(certificate_in(pem))


# ---- as a machine


@dataclass
class Machine:
    """What a machine in Azure tells its own processes."""

    said: Said
    calls: list[Call] = field(default_factory=list)

    def answer(self, call: Call) -> Said:
        self.calls.append(call)
        return self.said


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    soon = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp())
    made = Machine(Said(body={"access_token": "of the machine", "expires_on": str(soon)}))
    server = Server(made)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.address}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "only for processes of this machine")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    yield made
    server.stop()


def test_a_machine_proves_who_it_is_without_any_secret(office: Office, machine: Machine) -> None:
    credentials = office.credentials(token_url="", managed_identity=True)
    assert credentials.token() == "of the machine"
    (call,) = machine.calls
    assert call.query["client_id"] == CLIENT
    assert call.query["resource"] == "https://api.botframework.com"
    assert not office.authority.calls


def test_a_machine_without_that_identity_says_so(office: Office, machine: Machine) -> None:
    machine.said = Said(400, {"statusCode": 400, "message": "No identity found"})
    with pytest.raises(NoTokenError, match="Assign that identity"):
        office.credentials(token_url="", managed_identity=True).token()


def test_what_is_no_machine_in_azure_says_so(
    office: Office, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = office.credentials(token_url="", managed_identity=True)
    machine.said = Said(500, None)
    with pytest.raises(NoTokenError, match="JSONDecodeError"):
        credentials.token()
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:9/msi/token")
    with pytest.raises(NoTokenError, match="Look whether this machine has one"):
        credentials.token()
