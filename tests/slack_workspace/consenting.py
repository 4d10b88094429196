"""Installing through the app's own page, as somebody does in a browser."""

import http.client
import secrets
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from slack_workspace.errors import NotPossibleError
from slack_workspace.parts import Parts, Who
from slack_workspace.receiving import Answer
from slack_workspace.scopes import KNOWN


class Consenting(Parts):
    reached: Any = None
    """Where the app is, as it was connected."""

    def install(
        self, user: Who, path: str = "/slack/install", *, allow: bool = True, state: str = ""
    ) -> Answer:
        """Go to the app's install page, (dis)allow what it asks for, and give where one ends.

        ``state`` replaces the one the app made, as somebody would who forges it.
        """
        who = self.state.user(user)
        first = self._get(path, {})
        asked = parse_qs(urlsplit(first.headers.get("location", "")).query)
        if first.status not in {302, 303, 307} or "client_id" not in asked:
            raise NotPossibleError(f"{path} leads to no page of consent: {first.status}.")
        if asked["client_id"] != [self.state.app.client_id]:
            raise NotPossibleError("Slack: Invalid client_id parameter")
        scopes = frozenset(asked.get("scope", [""])[0].split(","))
        if not scopes <= KNOWN:
            raise NotPossibleError(f"Slack: Invalid permissions requested: {scopes - KNOWN}")
        redirect = asked.get("redirect_uri", [""])[0]
        back = {"state": state or asked.get("state", [""])[0]}
        if allow:
            back["code"] = secrets.token_hex(8)
            self.state.codes[back["code"]] = (who.id, redirect, scopes)
        else:
            back["error"] = "access_denied"
        where = urlsplit(redirect)
        cookies = SimpleCookie(first.headers.get("set-cookie", ""))
        kept = "; ".join(f"{name}={one.value}" for name, one in cookies.items())
        return self._get(f"{where.path}?{urlencode(back)}", {"cookie": kept} if kept else {})

    def _get(self, path: str, headers: dict[str, str]) -> Answer:
        if not isinstance(self.reached, str):
            response = self.reached.request("GET", path, headers=headers, follow_redirects=False)
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, response.content, names)
        connection = http.client.HTTPConnection(urlsplit(self.reached).netloc, timeout=30)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        said = response.read()
        connection.close()
        return Answer(response.status, said, names)
