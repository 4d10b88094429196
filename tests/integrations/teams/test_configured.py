"""Teams starts where its settings fit together, and says what is missing where they do not."""

from pathlib import Path
from typing import Any

import pytest

from channels_of_tests import host_of
from isthmus.errors import InvalidError
from isthmus.settings import UNAUTHENTICATED, Settings
from isthmus.storage import Storage
from isthmus_integrations.teams import channel
from isthmus_integrations.teams.configured import Configured, configured
from teams_service import CLIENT, SECRET, TENANT

SECRETLY = {"teams_client_id": CLIENT, "teams_client_secret": SECRET}


def settings(**given: Any) -> Settings:  # noqa: ANN401 - any setting
    return Settings(data_dir=Path("no-such-folder"), **given)


def test_without_a_client_id_there_is_no_teams(sqlite_storage: Storage) -> None:
    assert channel(host_of(sqlite_storage, settings=settings())) is None


@pytest.mark.parametrize(
    "given",
    [
        SECRETLY,
        {**SECRETLY, "teams_tenant_id": TENANT},
        {**SECRETLY, "teams_token_url": "https://login.microsoftonline.us/t/oauth2/v2.0/token"},
        {"teams_client_id": CLIENT, "teams_managed_identity": True},
        {**SECRETLY, "teams_service_urls": "http://127.0.0.1:5000/"},
    ],
)
def test_each_way_of_setting_it_up_starts(sqlite_storage: Storage, given: dict[str, Any]) -> None:
    made = channel(host_of(sqlite_storage, settings=settings(**given)))
    assert made is not None
    assert made.name == "teams"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"teams_client_id": CLIENT}, "CLIENT_SECRET"),
        ({"teams_client_id": CLIENT, "teams_client_secret": " \t"}, "CLIENT_SECRET"),
        ({**SECRETLY, "teams_managed_identity": True}, "Set one of"),
        ({**SECRETLY, "teams_client_id": "isthmus"}, r"Application \(client\) ID"),
        ({**SECRETLY, "teams_tenant_id": "plant.onmicrosoft.com"}, r"Directory \(tenant\) ID"),
        ({**SECRETLY, "teams_tenant_id": f"{TENANT}/../common"}, r"Directory \(tenant\) ID"),
        ({**SECRETLY, "teams_service_urls": ","}, "SERVICE_URLS"),
        ({**SECRETLY, "teams_service_urls": "http://smba.example/"}, "https://"),
        ({**SECRETLY, "teams_token_url": "http://login.example/token"}, "https://"),
        ({**SECRETLY, "teams_openid_metadata_url": "http://login.example/keys"}, "https://"),
        (
            {
                "teams_client_id": CLIENT,
                "teams_managed_identity": True,
                "teams_token_url": "https://login.example/token",
            },
            "unset ISTHMUS_TEAMS_TOKEN_URL",
        ),
        (
            {"teams_client_id": CLIENT, "teams_certificate": "/no/such/file.pem"},
            "ISTHMUS_TEAMS_CERTIFICATE, /no/such/file.pem, cannot be read",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_with_what_to_do(
    sqlite_storage: Storage, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidError, match=said) as caught:
        channel(host_of(sqlite_storage, settings=settings(**given)))
    assert SECRET not in str(caught.value)


def test_blanks_and_capitals_around_ids_are_no_mistake() -> None:
    found = configured(
        settings(
            teams_client_id=f" {CLIENT.upper()} ",
            teams_tenant_id=f"{TENANT.upper()}\n",
            teams_client_secret=f"{SECRET}\n",
        )
    )
    assert (found.client_id, found.tenant, found.client_secret) == (CLIENT, TENANT, SECRET)


def test_a_secret_is_shown_by_nothing_that_prints_settings() -> None:
    given = settings(**SECRETLY)
    assert SECRET not in repr(given)
    assert SECRET not in repr(configured(given))


def test_nobody_may_have_every_request_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(UNAUTHENTICATED, "true")
    with pytest.raises(InvalidError, match=f"{UNAUTHENTICATED} is set.*Unset it"):
        Settings.from_environment()


@pytest.mark.parametrize(
    ("address", "reachable"),
    [
        ("https://isthmus.plant.example", True),
        ("https://plant.example/isthmus", True),
        ("http://isthmus.plant.example", False),
        ("https://localhost", False),
        ("https://127.0.0.1:8443", False),
        ("https://[::1]", False),
        ("https://user@plant.example", False),
        ("nonsense", False),
    ],
)
def test_teams_reaches_only_public_addresses_with_tls(address: str, *, reachable: bool) -> None:
    assert Configured(base_url=address).is_reachable is reachable


TRUSTED = Configured(service_urls=("https://smba.trafficmanager.net/", "https://a.example/teams"))


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("https://SMBA.trafficmanager.net/emea/", True),
        ("https://a.example/teams/x", True),
        ("https://a.example/teams", True),
        ("https://a.example/teamsters", False),
        ("https://a.example/teams/../x", False),
        ("http://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net:444/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example/https://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net\\@evil.example/", False),
        ("https://smba.trafficmanager.net/?x=1", False),
        ("https://smba.trafficmanager.net:port/", False),
        ("", False),
    ],
)
def test_our_token_goes_to_addresses_that_are_listed_and_to_no_others(
    address: str, *, trusted: bool
) -> None:
    assert TRUSTED.trusts(address) is trusted
