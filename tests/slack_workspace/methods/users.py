"""users.*, team.info, bots.info, emoji.list: who is here."""

from slack_workspace.errors import SlackError
from slack_workspace.methods.asking import Asked, next_page, offers
from slack_workspace.model import Json, User


@offers("users.info", "users:read")
def info(asked: Asked) -> Json:
    return {"user": _said(asked, asked.state.known_user(asked.text("user")))}


@offers("users.list", "users:read")
def list_(asked: Asked) -> Json:
    here = [one for one in asked.state.users.values() if one.team == asked.team]
    found, cursor = asked.page(here)
    return {"members": [_said(asked, one) for one in found], **next_page(cursor)}


@offers("users.lookupByEmail", "users:read.email")
def lookup_by_email(asked: Asked) -> Json:
    wanted = asked.text("email").lower()
    for user in asked.state.users.values():
        if user.team == asked.team and not user.deleted and user.email.lower() == wanted:
            return {"user": _said(asked, user)}
    raise SlackError("users_not_found")


@offers("team.info", "team:read")
def team(asked: Asked) -> Json:
    return {"team": asked.state.teams[asked.team].as_json()}


@offers("bots.info", "users:read")
def bot(asked: Asked) -> Json:
    wanted = str(asked.args.get("bot") or asked.installation.bot_id)
    for user in asked.state.users.values():
        if user.bot_id == wanted:
            app = asked.state.app.id if user.id == asked.bot.id else "A0OTHER"
            said = {"id": wanted, "name": user.name, "user_id": user.id, "app_id": app}
            return {"bot": said | {"deleted": user.deleted}}
    raise SlackError("bot_not_found")


@offers("emoji.list", "emoji:read")
def emoji(_: Asked) -> Json:
    return {"emoji": {}, "cache_ts": "0"}


def _said(asked: Asked, user: User) -> Json:
    return user.as_json(email="users:read.email" in asked.installation.scopes)
