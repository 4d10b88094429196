"""Replies as the console shows them."""

from console_of_tests import CONTRIBUTOR
from isthmus.messages import Reply
from isthmus.web.pages import Pages
from isthmus.web.replies import shown
from replies_of_tests import CONSOLE


def rendered(reply: Reply) -> str:
    frame = {"visitor": CONTRIBUTOR, "csrf": "x", "places": [], "path": "/said/m", "notices": 0}
    shelf = {"documents": 0, "passages": 0, "as_of": None}
    values = {"parts": shown(reply, CONSOLE), "failed": reply.failed, "longest": 10}
    said = {"home": "/said/m", "message": "m"}
    page = Pages().within(frame | {"shelf": shelf}).page("said.html", values | said)
    return bytes(page.body).decode()
