"""auth.*, apps.*, oauth.*: the app itself, its tokens and where it is installed."""

import secrets

from slack_workspace.errors import SlackError
from slack_workspace.events import told
from slack_workspace.installing import as_json, granted, rotated
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Json
from slack_workspace.state import State


@offers("auth.test")
def test(asked: Asked) -> Json:
    team = asked.state.teams[asked.team]
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "team_id": team.id,
        "user": asked.bot.name,
        "user_id": asked.bot.id,
        "bot_id": asked.installation.bot_id,
        "is_enterprise_install": False,
    }


@offers("auth.revoke")
def revoke(asked: Asked) -> Json:
    if asked.flag("test"):
        return {"revoked": False}
    asked.installation.revoked = True
    tokens = {"oauth": [], "bot": [asked.bot.id]}
    told(asked.state, asked.team, {"type": "tokens_revoked", "tokens": tokens})
    return {"revoked": True}


@offers("apps.uninstall")
def uninstall(asked: Asked) -> Json:
    app = asked.state.app
    given = (asked.args.get("client_id"), asked.args.get("client_secret"))
    if given != (app.client_id, app.client_secret):
        raise SlackError("bad_client_secret")
    asked.installation.revoked = asked.installation.uninstalled = True
    told(asked.state, asked.team, {"type": "app_uninstalled"})
    return {}


def open_connection(state: State) -> Json:
    """Give the address of one WebSocket, good for one connection."""
    ticket = secrets.token_hex(12)
    state.tickets.add(ticket)
    where = state.base.replace("http://", "ws://")
    return {"url": f"{where}/link/?ticket={ticket}&app_id={state.app.id}"}


def access(state: State, args: Json, basic: tuple[str, str] | None) -> Json:
    """Exchange the code that somebody's consent gave, or a token that is about to end."""
    given = basic or (str(args.get("client_id")), str(args.get("client_secret")))
    if given[0] != state.app.client_id:
        raise SlackError("invalid_client_id")
    if given[1] != state.app.client_secret:
        raise SlackError("bad_client_secret")
    if args.get("grant_type") == "refresh_token":
        return as_json(state, rotated(state, str(args.get("refresh_token"))))
    code = state.codes.pop(str(args.get("code")), None)
    if code is None:
        raise SlackError("invalid_code")
    user, redirect, scopes = code
    if args.get("redirect_uri", redirect) != redirect:
        raise SlackError("bad_redirect_uri")
    return as_json(state, granted(state, state.users[user], scopes))
