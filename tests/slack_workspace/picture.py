"""Pictures of what people see, shot with Chromium from pages of our own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from slack_workspace.errors import NotPossibleError
from slack_workspace.model import Message, View
from slack_workspace.page import conversation, page_of, view_of
from slack_workspace.parts import Parts, Where, Who

CHROMIUM: Final = Path("/usr/bin/chromium")


class Picturing(Parts):
    def page(self, where: Where, user: Who | None = None, thread: Message | None = None) -> str:
        """Give a conversation with all its threads, or one of them, as a page of HTML.

        It shows what everybody sees, and what ``user`` alone sees where one is given; ``where``
        may also be `modal` or `home`.
        """
        who = self.state.user(user) if user else None
        with self.state.lock:
            names = self.state.names()
            if who and where in {"modal", "home"}:
                return page_of(self.state.app.name, view_of(self._view(who.id, str(where)), names))
            place = self._place(who, where) if who else self.state.channel(where)
            visible = [
                one
                for one in sorted(place.messages, key=lambda one: (one.thread, one.ts))
                if not one.deleted and one.only_for in {"", who.id if who else ""}
            ]
            if thread:
                visible = [one for one in visible if one.thread == thread.thread]
            bots = [user.id for user in self.state.users.values() if user.is_bot]
            title = f"#{place.name}" if place.name else self.state.app.name
            return page_of(title, conversation(visible, names, bots))

    def picture(
        self,
        where: Where,
        path: Path,
        user: Who | None = None,
        thread: Message | None = None,
    ) -> Path:
        """Shoot a conversation, a modal or a Home as `page` gives it."""
        shoot(self.page(where, user, thread), path)
        return path

    def _view(self, user: str, what: str) -> View:
        homes = [view for (_, whose), view in self.state.homes.items() if whose == user]
        views = homes if what == "home" else self.state.modals.get(user) or []
        if not views:
            raise NotPossibleError(f"There is no {what} to be seen.")
        return views[-1]


def shoot(page: str, path: Path) -> None:
    """Show a page in Chromium and keep what it looks like, beside whatever browser is open here."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(_shot, page, path).result()


def _shot(page: str, path: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 760, "height": 400}, device_scale_factor=2)
        shown.set_content(page)
        shown.locator("main").screenshot(path=path)
        browser.close()
