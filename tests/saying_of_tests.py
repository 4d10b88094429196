"""What somebody says in the box of the first page, and the buttons of the page that comes of it."""

import re
from html import unescape

from fastapi.testclient import TestClient

from pages_of_tests import PAGE, Shown, said


def form_of(page: str) -> dict[str, str]:
    """Give what the box on a page sends beside the words."""
    form = re.findall(r'<form[^>]*action="/ask".*?</form>', page, re.DOTALL)[-1]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def say(client: TestClient, text: str, page: str = "") -> Shown:
    form = form_of(page or client.get("/", headers=PAGE).text)
    posted = client.post("/ask", data=form | {"question": text}, headers=PAGE)
    assert posted.status_code == 200, posted.text
    return posted


def press(client: TestClient, page: Shown, label: str) -> Shown:
    """Press the button of a reply with this label."""
    for action, form in re.findall(
        r'<form class="press" action="([^"]+)"(.*?)</form>', page.text, re.DOTALL
    ):
        buttons = re.findall(r'<button[^>]*value="(\d+)">([^<]*)</button>', form)
        for number, name in buttons:
            if unescape(name) == label:
                part = re.findall(r'name="part" value="(\d+)"', form)[0]
                data = {"part": part, "button": number}
                return client.post(action, data=data, headers=PAGE)
    raise AssertionError(f"there is no button {label!r} in {said(page)}")
