"""Pages as a browser asks for them, and what they say."""

import html
import re
from typing import Any, Protocol

from fastapi.testclient import TestClient

import served
from isthmus.people import Person


class Shown(Protocol):
    """A page as a test looks at it."""

    @property
    def text(self) -> str: ...
    @property
    def status_code(self) -> int: ...
    @property
    def is_success(self) -> bool: ...
    @property
    def url(self) -> Any: ...  # noqa: ANN401 - of the client's library


PAGE = {"Accept": "text/html"}


def be(client: TestClient, wiring: served.FakeAnsweringWiring, person: Person) -> None:
    if person.is_guest:
        served.visit(client)
    else:
        served.sign_in(client, wiring, person)


def get(client: TestClient, path: str, **asked: str) -> str:
    page = client.get(path, params=asked or None, headers=PAGE)
    assert page.status_code == 200, page.text
    return said(page)


def post(client: TestClient, path: str, **values: object) -> Shown:
    return client.post(path, data=values, headers=PAGE)


def said(page: Shown) -> str:
    """Give what a page says, without its marks."""
    main = page.text.partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
