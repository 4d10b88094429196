"""views.*: modals, one above the other, and each person's Home."""

from slack_workspace import limits
from slack_workspace.errors import SlackError
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Json, View
from slack_workspace.viewing import checked, made, said, updated


@offers("views.open")
def open_(asked: Asked) -> Json:
    what = checked(asked.args.get("view"), "modal")
    user = _triggered(asked)
    view = made(asked.state, what, user)
    asked.state.modals[user] = [view]
    return {"view": said(asked.state, view)}


@offers("views.push")
def push(asked: Asked) -> Json:
    what = checked(asked.args.get("view"), "modal")
    user = _triggered(asked)
    stack = asked.state.modals.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= limits.VIEWS_IN_STACK:
        raise SlackError("push_limit_reached")
    view = made(asked.state, what, user)
    view.root, view.previous = stack[0].root, stack[-1].id
    stack.append(view)
    return {"view": said(asked.state, view)}


@offers("views.update")
def update(asked: Asked) -> Json:
    what = checked(asked.args.get("view"), "modal")
    view = _known(asked)
    wanted = asked.args.get("hash")
    if wanted and wanted != view.hash:
        raise SlackError("hash_conflict")
    updated(asked.state, view, what)
    return {"view": said(asked.state, view)}


@offers("views.publish")
def publish(asked: Asked) -> Json:
    what = checked(asked.args.get("view"), "home")
    user = asked.state.known_user(asked.text("user_id"))
    home = asked.state.homes.get((asked.team, user.id))
    wanted = asked.args.get("hash")
    if home and wanted and wanted != home.hash:
        raise SlackError("hash_conflict")
    if home is None:
        home = asked.state.homes[asked.team, user.id] = made(asked.state, what, user.id)
    else:
        updated(asked.state, home, what)
    return {"view": said(asked.state, home)}


def _triggered(asked: Asked) -> str:
    trigger = asked.state.pull(asked.args.get("trigger_id") or asked.text("interactivity_pointer"))
    if trigger.team != asked.team:
        raise SlackError("invalid_trigger_id")
    return trigger.user


def _known(asked: Asked) -> View:
    for name in ("view_id", "external_id"):
        wanted = asked.args.get(name)
        for view in asked.state.views():
            known = view.id if name == "view_id" else view.what.get("external_id")
            if wanted and known == wanted and not view.is_home:
                return view
    raise SlackError("not_found")
