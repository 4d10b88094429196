"""The Web API over HTTP: who calls, with what, and how it is answered."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Final

from slack_workspace.errors import SlackError
from slack_workspace.methods import METHODS, Asked, apps
from slack_workspace.methods.asking import missing
from slack_workspace.misbehaving import (
    Broken,
    DropsCall,
    DropsReply,
    Misbehaving,
    Misbehaviour,
    RateLimited,
    Refuses,
    Slow,
)
from slack_workspace.model import Call, Installation, Json
from slack_workspace.state import State

# arguments that are JSON also where the rest is a form
_JSON: Final = frozenset(
    "blocks attachments metadata view unfurls files prompts loading_messages chunks".split()
)


@dataclass(frozen=True)
class Answered:
    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False  # nobody hears of it


@dataclass(frozen=True)
class WebApi:
    state: State
    misbehaving: Misbehaving

    def call(self, method: str, args: Json, headers: Mapping[str, str]) -> Answered:
        """Answer one call as Slack would, or as a test wants it to go wrong."""
        token = str(headers.get("authorization", "")).removeprefix("Bearer ")
        token = str(args.pop("token", "")) or token
        how = self.misbehaving.of(method)
        answered = self._instead(how) or self._done(method, args, token, headers, how)
        said = {"dropped": True} if answered.dropped else answered.body
        now = self.state.clock.now()
        shown = "" if token.startswith("Basic ") else token
        with self.state.lock:
            self.state.calls.append(Call(method, args, shown, now, said, answered.status))
        return answered

    def _instead(self, how: Misbehaviour | None) -> Answered | None:
        """Give what is answered where nothing is done."""
        match how:
            case RateLimited(seconds):
                headers = {"Retry-After": str(seconds)}
                return Answered({"ok": False, "error": "ratelimited"}, 429, headers)
            case Broken(status, does=False):
                return Answered({"ok": False, "error": "internal_error"}, status)
            case Refuses(code):
                return Answered({"ok": False, "error": code})
            case DropsCall():
                return Answered({}, dropped=True)
        return None

    def _done(
        self,
        method: str,
        args: Json,
        token: str,
        headers: Mapping[str, str],
        how: Misbehaviour | None,
    ) -> Answered:
        try:
            with self.state.lock:
                body = {"ok": True, **self._call(method, args, token, headers)}
        except SlackError as error:
            body = error.answer
        said = self._told(token)
        match how:
            case Slow(seconds):
                time.sleep(seconds)
            case DropsReply():
                return Answered(body, dropped=True)
            case Broken(status):
                return Answered({"ok": False, "error": "internal_error"}, status, said)
        return Answered(body, headers=said)

    def _told(self, token: str) -> dict[str, str]:
        """Give what Slack says above each answer: how late it is, and what a token may."""
        said = {"Date": formatdate(self.state.clock.now(), usegmt=True)}
        for one in self.state.installations:
            if one.token == token:
                said["X-OAuth-Scopes"] = ",".join(sorted(one.scopes))
        return said

    def _call(self, method: str, args: Json, token: str, headers: Mapping[str, str]) -> Json:
        if method == "api.test":
            return {"args": args}
        if method == "oauth.v2.access":
            return apps.access(self.state, args, _basic(headers.get("authorization", "")))
        if method == "apps.connections.open":
            return self._open_connection(token)
        if method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        scopes, does = METHODS[method]
        installation = self._installation(token)
        for scope in sorted(scopes - installation.scopes):
            raise missing(scope, installation)
        return does(Asked(self.state, method, args, installation))

    def _open_connection(self, token: str) -> Json:
        if not token:
            raise SlackError("not_authed")
        if token != self.state.app.app_token:
            raise SlackError(
                "not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth"
            )
        return apps.open_connection(self.state)

    def _installation(self, token: str) -> Installation:
        """Find whose token it is; an ended one says why."""
        if not token:
            raise SlackError("not_authed")
        for one in self.state.installations:
            if one.token != token:
                continue
            if one.uninstalled:
                raise SlackError("account_inactive")
            if one.revoked:
                raise SlackError("token_revoked")
            if one.expires_at is not None and self.state.clock.now() > one.expires_at:
                raise SlackError("token_expired")
            return one
        raise SlackError("not_allowed_token_type" if token.startswith("xapp-") else "invalid_auth")


def decoded(form: Mapping[str, Any]) -> Json:
    """Read a form, some of whose values are JSON."""
    args: Json = dict(form)
    for name in _JSON & args.keys():
        if isinstance(args[name], str) and args[name][:1] in {"[", "{"}:
            args[name] = json.loads(args[name])
    return args


def _basic(header: str) -> tuple[str, str] | None:
    if not header.startswith("Basic "):
        return None
    name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return name, secret
