"""What `isthmus doctor` says of Teams: what works, and what to do where it does not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from certificates_of_tests import certificate, private
from channels_of_tests import EMPTY, host_of
from isthmus.channels.contract import Check, Host
from isthmus.channels.model import Installation
from isthmus.doctor import Finding, State, examine
from isthmus.settings import Settings
from isthmus.storage import Storage
from isthmus_integrations.teams import channel
from teams_of_tests import Clock, Product
from teams_service import CLIENT, SECRET, TENANT, TeamsService
from teams_service.signing import key

CONSOLE = "https://isthmus.plant.example"


@pytest.fixture
def teams() -> Iterator[TeamsService]:
    with TeamsService() as made:
        yield made


@pytest.fixture
def checked(sqlite_storage: Storage, teams: TeamsService) -> "Checked":
    return Checked(sqlite_storage, teams)


class Checked:
    """Teams set up as it should be, but for what a test gives."""

    def __init__(self, storage: Storage, teams: TeamsService) -> None:
        self.storage, self.teams, self.clock = storage, teams, Clock()

    def host(self, **given: Any) -> Host:  # noqa: ANN401 - any setting
        known = {**self.teams.settings, "public_url": CONSOLE, **given}
        found = {name: value for name, value in known.items() if value is not None}
        settings = Settings(data_dir=EMPTY, **found)
        return host_of(self.storage, clock=self.clock, settings=settings)

    def added(self, service_url: str = "", team: str = TENANT) -> None:
        details = {"service_url": service_url or self.teams.service_url}
        self.host().installations.put(
            Installation("teams", team, details=details, installed_at=self.clock())
        )

    def __call__(self, **given: Any) -> dict[str, Check]:  # noqa: ANN401 - any setting
        made = channel(self.host(**given))
        assert made
        found = {each.name: each for each in made.checks()}
        assert all(SECRET not in each.said for each in found.values())
        return found


def failed(found: dict[str, Check]) -> list[str]:
    return [name for name, each in found.items() if not each.passed]


def test_where_all_is_well_each_check_says_so(checked: Checked) -> None:
    checked.added()
    found = checked()
    assert failed(found) == []
    assert found["keys"].said == "Messages are signed by https://api.botframework.com."
    assert f"{CONSOLE}/api/messages" in found["address"].said
    assert found["installed"].said == "It was added in 1 tenant."


def test_the_wrong_secret_says_which_setting_is_wrong(checked: Checked) -> None:
    found = checked(teams_client_secret="of somebody else")  # noqa: S106 - made up
    assert "ISTHMUS_TEAMS_CLIENT_SECRET" in found["token"].said
    assert "token" in failed(found)


def test_an_authority_that_is_not_reached_is_told_from_one_that_refuses(checked: Checked) -> None:
    found = checked(teams_token_url="http://127.0.0.1:9/oauth/token")  # noqa: S106 - an address
    assert "127.0.0.1 cannot be reached" in found["token"].said
    assert "token" in failed(found)


@pytest.mark.parametrize("path", ["/nothing", "/v1/.well-known/keys"])
def test_keys_that_cannot_be_read_name_their_address(checked: Checked, path: str) -> None:
    address = f"{checked.teams.server.address}{path}"
    found = checked(teams_openid_metadata_url=address)
    assert address in found["keys"].said
    assert "keys" in failed(found)


@pytest.mark.parametrize("address", ["", "http://isthmus.plant.example", "https://localhost"])
def test_an_address_that_teams_cannot_reach_says_what_to_set(
    checked: Checked, address: str
) -> None:
    found = checked(public_url=address)
    assert "ISTHMUS_PUBLIC_URL" in found["address"].said
    assert "address" in failed(found)


def test_where_nobody_added_it_the_way_there_is_told(checked: Checked) -> None:
    found = checked()
    assert failed(found) == ["installed"]
    assert "isthmus teams package" in found["installed"].said


def test_who_is_written_to_at_an_address_that_is_not_listed_any_more_is_told(
    checked: Checked,
) -> None:
    checked.added()
    checked.added("https://smba.example/emea/", "another-tenant")
    found = checked()
    assert failed(found) == ["service URLs"]
    assert "https://smba.example/emea/" in found["service URLs"].said
    assert found["installed"].said == "It was added in 2 tenants."


def test_a_tenant_that_removed_it_is_not_written_to(checked: Checked) -> None:
    checked.added("https://smba.example/emea/")
    checked.host().installations.end("teams", TENANT)
    assert failed(checked()) == ["installed"]


def test_a_certificate_is_told_of_before_it_ends(checked: Checked, tmp_path: Path) -> None:
    checked.added()
    path = tmp_path / "isthmus.pem"
    path.write_bytes(certificate(key(0), days=325) + private(key(0)))
    found = checked(teams_client_secret=None, teams_certificate=path)
    assert "certificate" in failed(found)
    assert "ends on 2026-12-18" in found["certificate"].said
    path.write_bytes(certificate(key(0)) + private(key(0)))
    found = checked(teams_client_secret=None, teams_certificate=path)
    assert found["certificate"].passed
    assert found["certificate"].said == "It holds until 2027-01-27."


# ---- as a whole, in `isthmus doctor`


def of_teams(product: Product) -> dict[str, Finding]:
    found = {each.what: each for each in examine(product.wiring)}
    return {what: each for what, each in found.items() if what.startswith(("teams", "channels"))}


def test_the_doctor_looks_at_teams(product: Product) -> None:
    product.alone(product.ana)
    found = of_teams(product)
    states = {what: each.state for what, each in found.items()}
    assert states == {
        "teams: keys": State.OK,
        "teams: token": State.OK,
        "teams: address": State.FAIL,
        "teams: installed": State.OK,
        "teams: service URLs": State.OK,
    }


def test_half_a_setup_does_not_stop_the_doctor(product: Product) -> None:
    product.wiring.close()
    settings = Settings(data_dir=product.wiring.settings.data_dir, teams_client_id=CLIENT)
    half = replace(product, wiring=replace(product.wiring, settings=settings))
    (found,) = of_teams(half).values()
    assert found.state is State.FAIL
    assert "ISTHMUS_TEAMS_CLIENT_SECRET" in found.says
