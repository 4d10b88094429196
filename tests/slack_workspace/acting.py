"""What people do with what the app shows: press, choose, fill, submit, command."""

import html
from dataclasses import dataclass
from typing import Any

from slack_workspace import interactions, responding
from slack_workspace.courier import Delivery
from slack_workspace.errors import NotPossibleError, SlackError
from slack_workspace.filling import filled
from slack_workspace.interactions import action_of, required
from slack_workspace.model import Channel, Json, Message, User, View
from slack_workspace.parts import Parts, Where, Who
from slack_workspace.seeing import labels_of
from slack_workspace.state import ResponseUrl
from slack_workspace.viewing import checked, fields, made, updated

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class _Found:
    block: Json
    element: Json
    label: str  # as it is written
    at: Message | View


class Acting(Parts):
    def press(self, user: Who, label: str, where: Message | Where | None = None) -> Delivery:
        """Press a button, an entry of a menu, or feedback, and tell the app.

        ``where`` is a message, a channel, `modal` or `home`; without it, what somebody looks at:
        their open modal, else the newest message that shows such a button.
        """
        who = self.state.user(user)
        with self.state.lock:
            found = self._find(who, label, where)
            action = action_of(found.block, found.element, found.label)
        return self._acted(who, found.at, action)

    def choose(
        self,
        user: Who,
        label: str,
        chosen: Any,  # noqa: ANN401 - as the menu wants
        where: Message | Where | None = None,
    ) -> Delivery:
        """Choose in a menu anywhere, found by its placeholder or one of its ids."""
        who = self.state.user(user)
        for at in self._looked_at(who, where):
            for block, element in fields(at.blocks):
                said = element.get("placeholder", {}).get("text", "")
                if label in {said, element["action_id"], block["block_id"]}:
                    held = filled(self.state, element, chosen)
                    at.values.setdefault(block["block_id"], {})[element["action_id"]] = held
                    ids = {"action_id": element["action_id"], "block_id": block["block_id"]}
                    return self._acted(who, at, {**held, **ids})
        raise NotPossibleError(f"{who.real_name} sees no menu {label!r}.")

    def fill(self, user: Who, values: dict[str, Any]) -> None:
        """Fill the fields of somebody's open modal, each found by its label."""
        view = self._modal(self.state.user(user))
        for label, value in values.items():
            block, element = _field(view, label)
            held = filled(self.state, element, value)
            view.values[block["block_id"]][element["action_id"]] = held

    def submit(self, user: Who) -> Delivery:
        """Submit somebody's open modal, and do what the app answers."""
        who = self.state.user(user)
        view = self._modal(who)
        missing = required(view)
        if missing:
            labels = ", ".join(block["label"]["text"] for block in missing)
            raise NotPossibleError(f"To be filled before it can be submitted: {labels}.")
        view.errors, view.trouble = {}, ""
        delivery = self.courier.interaction(interactions.submitted(self.state, who, view))
        with self.state.lock:
            self._answered(who, view, delivery)
        return delivery

    def close(self, user: Who) -> Delivery | None:
        """Close somebody's modal; the app is told where it wanted to be."""
        who = self.state.user(user)
        view = self._modal(who)
        stack = self.state.modals[who.id]
        cleared = bool(view.what.get("clear_on_close"))
        self.state.modals[who.id] = [] if cleared else stack[:-1]
        if not view.what.get("notify_on_close"):
            return None
        payload = interactions.closed(self.state, who, view, is_cleared=cleared)
        return self.courier.interaction(payload)

    def command(self, user: Who, name: str, text: str = "", where: Where = "dm") -> Delivery:
        """Write a slash command; what the app answers at once is shown to the person."""
        who = self.state.user(user)
        channel = self._place(who, where)
        if "commands" not in self.state.installation(who.team).scopes:
            raise NotPossibleError("The app has no commands: the scope is missing.")
        delivery = self.courier.command(interactions.command(self.state, who, channel, name, text))
        if delivery.acked:
            self._said_at_once(who, channel, delivery.answer)
        else:
            self._slackbot(who, channel, f'{name} failed with the error "operation_timeout"')
        return delivery

    def shortcut(self, user: Who, callback_id: str, message: Message | None = None) -> Delivery:
        """Use a shortcut: of a message if one is given, else from anywhere."""
        who = self.state.user(user)
        if message is None:
            payload = interactions.shortcut(self.state, who, callback_id)
        else:
            self._place(who, message.channel)
            payload = interactions.message_shortcut(self.state, who, callback_id, message)
        return self.courier.interaction(payload)

    def open_home(self, user: Who, tab: str = "home") -> list[Delivery]:
        """Open the app's page, or (`messages`) its agent view."""
        who = self.state.user(user)
        event = interactions.home_opened(self.state, who, self._place(who, "dm"), tab)
        return self.courier.event(who.team, event)

    def _acted(self, who: User, at: Message | View, action: Json) -> Delivery:
        if isinstance(at, View):
            payload = interactions.pressed_in_view(self.state, who, at, action)
        else:
            payload = interactions.pressed_in_message(self.state, who, at, action)
        delivery = self.courier.interaction(payload)
        if not delivery.acked:
            self.warnings.append(f"{who.real_name}: {action['action_id']}: {delivery.reason}")
        return delivery

    def _find(self, who: User, label: str, where: Message | Where | None) -> _Found:
        seen: list[str] = []
        for at in self._looked_at(who, where):
            for block, element in _elements(at.blocks):
                only = element.get("visible_to_user_ids")
                if only and who.id not in only:
                    continue
                for shown in labels_of(element):
                    if shown == label:
                        return _Found(block, element, _written(element, label), at)
                    seen.append(shown)
        there = ", ".join(dict.fromkeys(seen)) or "none"
        raise NotPossibleError(f"{who.real_name} sees no button {label!r}; there are: {there}.")

    def _looked_at(self, who: User, where: Message | Where | None) -> list[Message | View]:
        """Give what somebody looks at, what is in front before the rest."""
        if isinstance(where, Message):
            self._visible(who, where)
            return [where]
        modals = self.state.modals.get(who.id) or []
        if where == "modal" or (where is None and modals):
            return [self._modal(who)]
        if where == "home":
            home = self.state.homes.get((who.team, who.id))
            return [home] if home else []
        channels = [one for one in self.state.channels.values() if who.id in one.members]
        if where is not None:
            channels = [self._place(who, where)]
        messages = [one for channel in channels for one in channel.messages]
        visible = [one for one in messages if not one.deleted and one.only_for in {"", who.id}]
        visible.sort(key=lambda one: one.ts, reverse=True)
        return [*visible]

    def _visible(self, who: User, message: Message) -> None:
        self._place(who, message.channel)
        if message.deleted or message.only_for not in {"", who.id}:
            raise NotPossibleError(f"{who.real_name} does not see this message.")

    def _modal(self, who: User) -> View:
        stack = self.state.modals.get(who.id)
        if not stack:
            raise NotPossibleError(f"{who.real_name} has no modal open.")
        return stack[-1]

    def _answered(self, who: User, view: View, delivery: Delivery) -> None:
        """Do with a submitted modal what the app answered."""
        answer = delivery.answer or {}
        if not delivery.acked or not isinstance(answer, dict):
            view.trouble = TROUBLE
            return
        stack = self.state.modals[who.id]
        try:
            match answer.get("response_action"):
                case None:
                    stack.pop()
                case "clear":
                    stack.clear()
                case "errors":
                    view.errors = _errors(view, answer.get("errors"))
                case "update":
                    updated(self.state, view, checked(answer.get("view"), "modal"))
                case "push":
                    stack.append(made(self.state, checked(answer.get("view"), "modal"), who.id))
                case _:
                    view.trouble = TROUBLE
        except SlackError as error:
            view.trouble = TROUBLE
            problems = ", ".join(error.beside.get("errors", []))
            self.warnings.append(f"{who.real_name}: {error.code} {problems}")

    def _said_at_once(self, who: User, channel: Channel, answer: Any) -> None:  # noqa: ANN401
        body = {"text": answer} if isinstance(answer, str) else answer
        if not body or not (body.get("text") or body.get("blocks")):
            return
        url = ResponseUrl(channel.id, who.id, "", 0)
        with self.state.lock:
            try:
                responding.say(self.state, url, body)
            except SlackError as error:
                self.warnings.append(f"{who.real_name}: {error.code} {error.beside}")

    def _slackbot(self, who: User, channel: Channel, text: str) -> None:
        message = Message(self.state.clock.stamp(), channel.id, "USLACKBOT", text)
        message.only_for = who.id
        self.state.keep(message)
        self.warnings.append(f"{who.real_name}: {text}")

    warnings: list[str]
    """What Slack itself told somebody had gone wrong."""


def _elements(blocks: list[Json]) -> list[tuple[Json, Json]]:
    found = []
    for block in blocks:
        inside = block.get("elements") or [] if block["type"].endswith("actions") else []
        inside = [*inside, *(block.get("actions") or [])]
        if block.get("accessory"):
            inside = [*inside, block["accessory"]]
        found += [(block, one) for one in inside]
        if block["type"] == "carousel":
            found += _elements(block["elements"])
    return found


def _written(element: Json, label: str) -> str:
    """Give a label as the app wrote it, which may be escaped."""
    texts = [element.get("text")]
    texts += [one["text"] for one in element.get("options", [])]
    both = ("positive_button", "negative_button")
    texts += [element[name]["text"] for name in both if name in element]
    written = [str(one["text"]) for one in texts if one]
    return next(one for one in written if html.unescape(one) == label)


def _field(view: View, label: str) -> tuple[Json, Json]:
    inputs = [(block, one) for block, one in fields(view.blocks)]
    for block, element in inputs:
        if html.unescape(block.get("label", {}).get("text", "")) == label:
            return block, element
    there = ", ".join(block["label"]["text"] for block, _ in inputs if "label" in block)
    raise NotPossibleError(f"The modal has no field {label!r}; it has: {there}.")


def _errors(view: View, given: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    """Take errors for fields that exist; for others, Slack itself is at a loss."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(given, dict) or not given or not set(given) <= inputs:
        raise SlackError("invalid_errors", errors=[f"no such input: {given}"])
    return {str(name): str(said) for name, said in given.items()}
