"""What somebody sees of a message, what they can press, and the windows that open."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from teams_service.cards import actions, check_card, inputs, text
from teams_service.people import Conversation, Human, Message

Json = dict[str, Any]


def seen(message: Message, person: Human, people: Mapping[str, Human]) -> str:
    """Give a message as one person sees it; what belongs to the bot is told like its name."""
    by = people[message.by].name if message.by else "Isthmus"
    if message.deleted:
        return f"{by}: (removed)"
    lines = [str(message.body.get("text") or "")]
    if card := message.card_for(person.key):
        lines.append(text(card))
    lines += [
        f"(file: {each['name']})"
        for each in message.body.get("attachments") or ()
        if "name" in each
    ]
    return f"{by}: " + "\n".join(each for each in lines if each)


def found_button(
    places: Sequence[Conversation], person: Human, label: str
) -> tuple[Message, Conversation, Json]:
    """Give the newest message with such a button; fails with what there is to press."""
    offered: list[str] = []
    found = [(m, place) for place in places for m in place.messages if not m.deleted]
    for message, place in sorted(found, key=lambda each: each[0].id, reverse=True):
        for action in actions(message.card_for(person.key)):
            offered.append(str(action.get("title")))
            if label in offered[-1]:
                return message, place, dict(action)
    raise AssertionError(f"There is no button {label!r}, only {offered}.")


@dataclass
class Window:
    """A dialog that is open for somebody; ``by`` is the invoke that opened it."""

    where: Conversation
    message: Message
    by: str
    title: str
    card: Json


@dataclass
class Dialogs:
    """One window a person; ``invoke`` asks the bot."""

    invoke: Callable[..., Any]
    windows: dict[str, Window] = field(default_factory=dict)

    def text(self, person: Human) -> str:
        window = self.windows[person.key]
        return f"{window.title}\n{text(window.card)}"

    def open(self, person: Human, where: Conversation, message: Message, ask: Json) -> str:
        """Ask the bot for a window; gives what is in it, or what is told in its place."""
        name = ask["name"]
        value = ask.get("value") or {"data": ask["data"], "context": {"theme": "default"}}
        answer = self.invoke(name, person, where, value, message).answer
        return self._shown(person, Window(where, message, name, "", {}), answer)

    def _shown(self, person: Human, window: Window, answer: Json) -> str:
        self.windows.pop(person.key, None)
        task = (answer or {}).get("task")
        if task is None:
            return ""
        if task["type"] == "message":
            return str(task["value"])
        window.title, window.card = task["value"]["title"], task["value"]["card"]["content"]
        check_card(window.card)
        self.windows[person.key] = window
        return self.text(person)

    def fill(self, person: Human, entered: Mapping[str, str]) -> str:
        window = self.windows[person.key]
        fields = inputs(window.card)
        values = {str(each["id"]): str(each.get("value", "")) for each in fields.values()}
        for label, value in entered.items():
            known = _field(fields, label)
            values[str(known["id"])] = _chosen(known, value)
        submit = next(each for each in actions(window.card) if each["type"] == "Action.Submit")
        data = {**submit["data"], **values}
        name, sent = _sent(window.by, data)
        answer = self.invoke(name, person, window.where, sent, window.message).answer
        return self._shown(person, window, answer)


def _field(fields: Mapping[str, Mapping[str, Any]], label: str) -> Mapping[str, Any]:
    found = [each for name, each in fields.items() if name.lower() == label.lower()]
    assert found, f"There is no field {label!r}, only {list(fields)}."
    return found[0]


def _chosen(known: Mapping[str, Any], value: str) -> str:
    """Give what is sent for what somebody chose or typed."""
    if known["type"] != "Input.ChoiceSet":
        return value
    offered = {each["title"]: each["value"] for each in known["choices"]}
    return ",".join(str(offered[each]) for each in value.split("+"))


def _sent(by: str, data: Json) -> tuple[str, Json]:
    match by:
        case "composeExtension/fetchTask":
            context = {"commandId": "track", "commandContext": "message"}
            return "composeExtension/submitAction", {**context, "data": data}
        case "message/fetchTask":
            action = {"reaction": "dislike", "feedback": json.dumps(data)}
            value = {"actionName": "feedback", "actionValue": action}
            return "message/submitAction", value
    return "task/submit", {"data": data}
