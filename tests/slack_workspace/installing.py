"""Installing the app in a workspace: its bot, its token, and what that token may do."""

import secrets
from typing import Final

from slack_workspace.errors import SlackError
from slack_workspace.model import Installation, Json, User
from slack_workspace.state import State

TOKEN_SECONDS: Final = 43_200


def granted(state: State, user: User, scopes: frozenset[str]) -> Installation:
    """Install the app on behalf of somebody; its bot stays the same when this happens again."""
    before = next((one for one in state.installations if one.team == user.team), None)
    bot = state.users[before.bot_user] if before else _bot(state, user.team)
    made = Installation(user.team, "", bot.id, bot.bot_id, scopes, user.id)
    for one in state.installations:
        one.uninstalled = one.uninstalled or one.team == user.team
    _give_token(state, made)
    state.installations.append(made)
    return made


def rotated(state: State, refresh_token: str) -> Installation:
    for one in state.installations:
        if refresh_token and one.refresh_token == refresh_token and not one.revoked:
            _give_token(state, one)
            return one
    raise SlackError("invalid_refresh_token")


def as_json(state: State, made: Installation) -> Json:
    said: Json = {
        "app_id": state.app.id,
        "authed_user": {"id": made.installed_by},
        "scope": ",".join(sorted(made.scopes)),
        "token_type": "bot",
        "access_token": made.token,
        "bot_user_id": made.bot_user,
        "team": {"id": made.team, "name": state.teams[made.team].name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if made.expires_at is not None:
        said |= {"refresh_token": made.refresh_token, "expires_in": TOKEN_SECONDS}
    return said


def _give_token(state: State, made: Installation) -> None:
    made.token = f"xoxb-{made.team}-{secrets.token_hex(8)}"
    if state.app.rotates_tokens:
        made.token = f"xoxe.{made.token}"
        made.refresh_token = f"xoxe-1-{secrets.token_hex(8)}"
        made.expires_at = state.clock.now() + TOKEN_SECONDS


def _bot(state: State, team: str) -> User:
    bot = User(state.new_id("U"), team, state.app.handle, state.app.name, bot_id=state.new_id("B"))
    state.users[bot.id] = bot
    return bot
