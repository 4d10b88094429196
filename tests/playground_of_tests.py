"""Microsoft's own test client for Teams: its page shows cards as Teams does, and needs no account.

It signs nothing, so a door of ours stands between it and the product and signs for it as Teams
would. The product checks every token as it always does.
"""

import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Locator, Page, expect

from teams_of_tests import ANA, BEN, Product, product_in
from teams_service import TENANT
from teams_service.people import BOT
from teams_service.server import Call, Said, Server

PACKAGE: Final = "@microsoft/m365agentsplayground"
VERSION: Final = "0.2.28"
_KEPT: Final = Path(__file__).parent.parent / "build" / "agents-playground"
_PERSONAL: Final = "personal-chat-of-ana"
_STARTS_WITHIN: Final = 40.0
_SHOWN_WITHIN: Final = 30.0
MakesProduct = Callable[..., AbstractContextManager[Product]]
_GRACE: Final = 5.0
_MINUTES: Final = 5
_ROUNDS: Final = 4
_A_MOMENT: Final = 700  # milliseconds
_TALK: Final = (330, 960)  # dots from the left: beside it are a list of chats and a log
_HOST: Final = "localhost"
_QUIET: Final = {"TEAMSAPPTESTER_BROWSER": "none"}


def _person(number: int, name: str, email: str) -> dict[str, str]:
    first, _, last = name.partition(" ")
    return {
        "id": f"user-{first.lower()}",
        "name": name,
        "userPrincipleName": email,  # as the client spells it
        "aadObjectId": f"00000000-0000-0000-0000-00000000002{number}",
        "givenName": first,
        "surname": last,
        "email": email,
    }


def _people() -> str:
    """Give who is there, in the client's own form: it wants five beside the one at its page."""
    others = ["Cem Can", "Dora Dahl", "Eve Ek", "Finn Falk"]
    named = [
        ("Ben Bauer", BEN.id),
        *((each, f"{each[:3].lower()}@plant.example") for each in others),
    ]
    known = {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": "Isthmus"},
        "currentUser": _person(0, "Ana Alves", ANA.id),
        "users": [_person(n, *each) for n, each in enumerate(named, start=1)],
        "personalChat": {"id": _PERSONAL},
        "groupChat": {"id": "group-chat", "name": "Patch night"},
        "team": {
            "id": "team-plant",
            "name": "Plant",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": "channel-patching", "name": "Patching"}],
        },
    }
    return json.dumps(known)  # which is YAML, too


# ---- fetched once


def package() -> Path:
    """Give the folder of the client; a test that needs it is left out where npm has none."""
    for name in ("node", "npm"):
        if not shutil.which(name):
            pytest.skip(f"M365 Agents Playground: {name} is not installed")
    if not _KEPT.exists():
        _fetch()
    return _KEPT / "node_modules" / PACKAGE


def _fetch() -> None:
    _KEPT.parent.mkdir(exist_ok=True)
    folder = Path(mkdtemp(dir=_KEPT.parent))
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    command = ["npm", "install", *options, f"{PACKAGE}@{VERSION}"]
    made = subprocess.run(command, check=False, capture_output=True, timeout=300)  # noqa: S603 - named here
    if made.returncode:
        shutil.rmtree(folder)
        pytest.skip("M365 Agents Playground: npm cannot fetch it")
    with suppress(OSError):  # another test was first
        folder.rename(_KEPT)


# ---- the door that signs


@dataclass
class SigningDoor:
    """Passes on what the client says, with a token of the issuer that the product knows."""

    product: Product | None = None
    address: str = ""

    def answer(self, call: Call) -> Said:
        assert self.product, "the client speaks only once its page is open"
        token = self.product.teams.issuer.token(str(call.body["serviceUrl"]))
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = json.dumps(call.body).encode()
        url = f"{self.address}/api/messages"
        said = httpx.post(url, content=body, headers=headers, timeout=20, trust_env=False)
        return Said(said.status_code, said.json() if said.content else None)


@contextmanager
def _serving(product: Product) -> Iterator[str]:
    config = uvicorn.Config(product.app, port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


# ---- the client


@dataclass
class Playground:
    """The client's page, with Ana before it; ``product`` is worked by the tests alone."""

    product: Product
    folder: Path
    page: Page

    # ---- what Ana does

    def say(self, text: str) -> None:
        self.page.get_by_role("textbox").last.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def press(self, label: str) -> None:
        """Press the newest button with this label, once it is there."""
        self.shows(self.page.get_by_role("button", name=label, exact=True).last).click()

    def cite(self, number: int) -> None:
        """Point at the newest mark with this number."""
        self.settle()
        self.page.locator(".fai-Citation").get_by_text(str(number), exact=True).last.hover()

    def search(self, command: str, words: str) -> None:
        """Look for something from the message box."""
        self.page.locator("button[aria-haspopup=menu]").last.click()
        self.page.get_by_role("menuitem", name="Search Command").click()
        self.page.get_by_text("Specify Command ID").click()
        self.page.get_by_placeholder("Command ID").fill(command)
        self.page.get_by_placeholder("Enter a search term").click()
        self.page.keyboard.insert_text(words)

    def act_on(self, message: str, command: str) -> None:
        """Choose a command of the newest message with this text, in its own menu."""
        self.settle()
        said = [e for e in self.page.get_by_text(message, exact=True).all() if _is_in_talk(e)]
        said[-1].locator("xpath=preceding::button[@aria-haspopup='menu'][1]").click()
        self.page.get_by_role("menuitem", name="Action Command").click()
        self.page.get_by_placeholder("Input command id").fill(command)
        self.page.get_by_role("button", name="Create").click()

    def settle(self) -> None:
        """Wait until nothing is on its way: a window that opens meanwhile stays empty."""
        for _ in range(_ROUNDS):
            self.product.work()
            self.page.wait_for_timeout(_A_MOMENT)

    # ---- what time brings

    def remind(self, hours: int) -> None:
        """Let time pass until reminders are due, and are sent."""
        self.product.travel(hours=hours)
        for _ in range(_MINUTES):
            self.product.travel(minutes=1)

    # ---- what is seen

    def picture(self, name: str) -> None:
        """Take a picture of the page, to be looked at."""
        self.page.screenshot(path=self.folder / f"{name}.png")

    def shows(self, found: Locator) -> Locator:
        """Work until the page shows something; gives it."""
        until = time.monotonic() + _SHOWN_WITHIN
        while time.monotonic() < until and not self._is_seen(found):
            self.product.work()
            self.page.wait_for_timeout(150)
        expect(found.first).to_be_visible()
        return found.first

    def _is_seen(self, found: Locator) -> bool:
        with suppress(Error):
            return found.first.is_visible()
        return False


def _is_in_talk(found: Locator) -> bool:
    box = found.bounding_box()
    return box is not None and _TALK[0] < box["x"] < _TALK[1]


@contextmanager
def playground(
    folder: Path, browser: Browser, product_in: MakesProduct = product_in
) -> Iterator[Playground]:
    """Start it all: the door, the client, the product over HTTP, and the client's page."""
    client, door = package(), SigningDoor()
    listening = Server(door)
    try:
        with _running(client, folder, listening.address) as address:
            trusted = (f"{address}/_connector",)
            with product_in(folder, teams_service_urls=trusted) as product, _serving(product) as at:
                door.product, door.address = product, at
                with _opened(browser, address) as page:
                    yield Playground(product, folder, page)
    finally:
        listening.stop()


@contextmanager
def _running(client: Path, folder: Path, door: str) -> Iterator[str]:
    """Run the client; gives its address, which it chooses itself."""
    (folder / ".m365agentsplayground.yml").write_text(_people(), encoding="utf-8")
    log = folder / "playground.log"
    options = ["-e", f"{door}/api/messages", "-c", "msteams", "--dt"]
    command = [str(shutil.which("node")), str(client / "cli.js"), "start", *options]
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 - named here
            command, cwd=folder, stdout=out, stderr=out, env={"PATH": os.defpath, **_QUIET}
        )
        try:
            address = f"http://{_HOST}:{_port_in(log)}"
            _await(f"{address}/_debug/ping")
            yield address
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
            process.kill()
            process.wait()


def _port_in(log: Path) -> str:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        if found := re.search(r"Listening on (\d+)", log.read_text()):
            return found[1]
        time.sleep(0.2)
    pytest.fail(f"The Playground did not start: {log.read_text()}")


def _await(url: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if httpx.get(url, trust_env=False).is_success:
                return
        time.sleep(0.2)
    pytest.fail("The Playground did not start.")


@contextmanager
def _opened(browser: Browser, address: str) -> Iterator[Page]:
    seen: dict[str, Any] = {"viewport": {"width": 1300, "height": 1000}}
    page = browser.new_page(**seen)
    page.goto(address)
    yield page
    page.close()
