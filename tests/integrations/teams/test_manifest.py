"""The app package: what Teams checks when it is uploaded, and what the product keeps of it."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from PIL import Image

from app_manifests_of_tests import newest, schema
from isthmus.errors import InvalidError
from isthmus.raci.desk import Hand
from isthmus_integrations.teams.configured import Configured
from isthmus_integrations.teams.manifest import (
    FOR_ALL,
    FOR_ONE,
    PERMISSIONS,
    SCHEMA,
    Maker,
    manifest,
)
from isthmus_integrations.teams.packaging import package
from kept_charts import small
from teams_of_tests import ANA, Product
from teams_service import CLIENT, SECRET, TENANT

WORDS = {"Actions": "panel", "RACI charts": "patching", "Passages": "accountable for patching"}
CONSOLE = "https://isthmus.plant.example"
CONFIGURED = Configured(CLIENT, SECRET, tenant=TENANT, base_url=CONSOLE)
MADE = manifest(CONFIGURED, Maker("0.1.0"))
ALTERNATIVES: dict[str, dict[str, Any]] = {
    "with permissions": MADE,
    "without permissions": manifest(CONFIGURED, Maker("2.10.3"), follows=False),
    "for several tenants": manifest(replace(CONFIGURED, tenant=""), Maker("0.1.0")),
    "of a named maker": manifest(
        CONFIGURED, Maker("0.1.0", "N" * 32, f"{CONSOLE}/privacy", f"{CONSOLE}/terms")
    ),
}


@pytest.fixture(scope="module", params=[SCHEMA, "newest"])
def version(request: pytest.FixtureRequest) -> str:
    return newest() if request.param == "newest" else request.param


@pytest.mark.parametrize("kind", ALTERNATIVES)
def test_the_manifest_is_what_its_schema_and_the_newest_one_say(kind: str, version: str) -> None:
    made = {**ALTERNATIVES[kind], "manifestVersion": version}
    errors = jsonschema.Draft4Validator(schema(version)).iter_errors(made)
    assert [f"{list(each.path)}: {each.message}" for each in errors] == []


def test_the_schema_finds_what_is_wrong(version: str) -> None:
    wrong = {**MADE, "manifestVersion": version, "id": "isthmus"}
    assert not jsonschema.Draft4Validator(schema(version)).is_valid(wrong)


def test_it_names_our_address_and_no_other() -> None:
    ours = {name: value for name, value in MADE.items() if name != "$schema"}
    hosts = set(re.findall(r"https?://([^/\"\\]+)", json.dumps(ours)))
    assert hosts == {"isthmus.plant.example"}
    assert MADE["validDomains"] == ["isthmus.plant.example"]
    (extension,) = MADE["composeExtensions"]
    (handler,) = extension["messageHandlers"]
    assert handler == {"type": "link", "value": {"domains": ["isthmus.plant.example"]}}


def test_people_use_it_alone_in_group_chats_and_in_channels() -> None:
    (bot,) = MADE["bots"]
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert bot["supportsFiles"]
    assert bot["botId"] == MADE["webApplicationInfo"]["id"] == CLIENT
    listed = [scope for each in bot["commandLists"] for scope in each["scopes"]]
    assert sorted(listed) == sorted(bot["scopes"])
    assert all(each["description"] for lists in bot["commandLists"] for each in lists["commands"])


def test_each_permission_has_its_reason_and_can_be_left_out() -> None:
    granted = MADE["authorization"]["permissions"]["resourceSpecific"]
    assert {each["name"] for each in granted} == set(PERMISSIONS)
    assert all(len(reason.split()) > 3 for reason in PERMISSIONS.values())
    assert "authorization" not in ALTERNATIVES["without permissions"]


def test_nothing_secret_is_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(package(MADE))) as archive:
        assert all(SECRET.encode() not in archive.read(each) for each in archive.namelist())


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://localhost", "nonsense"])
def test_an_address_that_teams_cannot_reach_makes_no_package(address: str) -> None:
    with pytest.raises(InvalidError, match=r"ISTHMUS_PUBLIC_URL, or give the address with --url"):
        manifest(replace(CONFIGURED, base_url=address), Maker("0.1.0"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("1",), "no version"),
        (("1.0.0-rc.1",), "no version"),
        (("1.0.0", ""), "maker's name"),
        (("1.0.0", "N" * 33), "maker's name"),
        (("1.0.0", "We", "privacy"), "privacy is no address"),
        (("1.0.0", "We", "", "http://we.example"), "begins with https://"),
    ],
)
def test_what_teams_would_refuse_is_refused_here(given: tuple[str, ...], said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        Maker(*given)


# ---- icons


@pytest.fixture(scope="module")
def icons() -> Iterator[dict[str, Image.Image]]:
    with zipfile.ZipFile(io.BytesIO(package(MADE))) as archive:
        assert sorted(archive.namelist()) == ["color.png", "manifest.json", "outline.png"]
        named = {name: MADE["icons"][name] for name in ("color", "outline")}
        yield {name: Image.open(archive.open(file)).copy() for name, file in named.items()}


def test_icons_have_the_sizes_that_teams_takes(icons: dict[str, Image.Image]) -> None:
    assert {name: icon.size for name, icon in icons.items()} == {
        "color": (192, 192),
        "outline": (32, 32),
    }


def test_the_outline_is_white_on_nothing(icons: dict[str, Image.Image]) -> None:
    seen = {pixel[:3] for _, pixel in _pixels(icons["outline"]) if pixel[3]}
    assert seen == {(255, 255, 255)}
    clear = sum(count for count, pixel in _pixels(icons["outline"]) if not pixel[3])
    assert 200 < clear < 900


def test_the_icon_is_full_to_its_edge_with_the_mark_inside(icons: dict[str, Image.Image]) -> None:
    icon = icons["color"]
    assert all(pixel[3] == 255 for _, pixel in _pixels(icon))
    ground = icon.getpixel((0, 0))
    edge = icon.crop((0, 0, 192, 36))
    assert {pixel for _, pixel in _pixels(edge)} == {ground}
    assert len(_pixels(icon)) > 10


def _pixels(image: Image.Image) -> list[tuple[int, tuple[int, ...]]]:
    found = image.getcolors(192 * 192)
    assert found
    return [(count, pixel) for count, pixel in found if isinstance(pixel, tuple)]


def test_the_same_settings_make_the_same_package() -> None:
    assert package(MADE) == package(manifest(CONFIGURED, Maker("0.1.0")))


# ---- what it promises is kept


def test_each_command_that_teams_suggests_is_understood(product: Product) -> None:
    alone = product.alone(product.ana)
    for command, _ in FOR_ONE:
        product.ask(product.ana, alone, command)
        _is_answer(product.answer(alone), command)
    channel = product.channel()
    for command, _ in FOR_ALL:
        product.ask(product.ana, channel, f"@Isthmus {command}")
        _is_answer(product.answer(channel), command)


def _is_answer(said: str, command: str) -> None:
    assert said, f"{command} is not answered"
    assert "documents don't say" not in said, f"{command} is taken for a question"


def test_each_search_of_the_message_box_finds_something(product: Product) -> None:
    where = product.alone(product.ana)
    product.ask(product.ana, where, "add action: Ana checks the patch panel by Friday")
    product.wiring.charts.begin(small("OT patching"), Hand(ANA), readers=("everyone",))
    (extension,) = MADE["composeExtensions"]
    searches = {each["title"]: each for each in extension["commands"] if each["type"] == "query"}
    found = {
        title: product.teams.search(product.ana, where, each["id"], WORDS[title])
        for title, each in searches.items()
    }
    assert "patch panel" in found["Actions"]
    assert "OT patching" in found["RACI charts"]
    assert "OT patching policy" in found["Passages"]
    for each in searches.values():
        (parameter,) = each["parameters"]
        assert parameter["name"] != "initialRun"
        shown = product.teams.search(product.ana, where, each["id"])
        assert bool(product.teams.found) is each["initialRun"], shown


def test_a_message_is_tracked_by_the_command_of_the_manifest(product: Product) -> None:
    (extension,) = MADE["composeExtensions"]
    (action,) = [each for each in extension["commands"] if each["type"] == "action"]
    assert action["context"] == ["message"]
    assert action["fetchTask"]
    where = product.alone(product.ana)
    known = product.teams.say(product.ana, where, "Ben, please check the modem line by Friday")
    assert "modem line" in str(product.teams.track(product.ana, where, known))
