"""Teams with people in it: they say, press and fill in, and what they would see is read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from teams_service.people import Conversation, Human, Message
from teams_service.seeing import Dialogs, found_button
from teams_service.talking import Talking

Json = dict[str, Any]


@dataclass
class TeamsService(Talking):
    told: dict[str, list[str]] = field(default_factory=dict)  # what a button said, by person
    found: list[Json] = field(default_factory=list)  # what the last search gave

    def __post_init__(self) -> None:
        super().__post_init__()
        self.dialogs = Dialogs(self.invoke)

    # ---- what people press and fill in

    def press(self, person: Human, label: str, where: Conversation | None = None) -> str:
        """Press a button in the newest message that has it; gives what was told at once."""
        places = [where] if where else self._of(person)
        message, place, action = found_button(places, person, label)
        if action["type"] == "Action.Submit":
            said = action.get("data", {})
            assert said.get("msteams") == {"type": "task/fetch"}, "only windows open like this"
            return self.dialogs.open(person, place, message, {"name": "task/fetch", "data": said})
        return self.execute(person, place, message, action)

    def execute(
        self,
        person: Human,
        where: Conversation,
        message: Message,
        action: Mapping[str, Any],
        trigger: str = "manual",
    ) -> str:
        value = {"action": {**action}, "trigger": trigger}
        answer = self.invoke("adaptiveCard/action", person, where, value, message).answer
        match answer:
            case {"type": "application/vnd.microsoft.card.adaptive", "value": card}:
                message.views[person.key] = card
                return ""
            case {"value": str(text)}:
                self.told.setdefault(person.key, []).append(text)
                return text
        return str(answer["value"]["message"])

    def fill(self, person: Human, **entered: str) -> str:
        """Fill in the open form, by the labels of its fields, and send it; gives what is told."""
        return self.dialogs.fill(person, {k.replace("_", " "): v for k, v in entered.items()})

    def rate(self, person: Human, where: Conversation, message: Message, reaction: str) -> str:
        """Press a thumb under an answer; Teams asks the bot what to show then."""
        data = {"actionName": "feedback", "actionValue": {"reaction": reaction}}
        return self.dialogs.open(
            person, where, message, {"name": "message/fetchTask", "data": data}
        )

    def rate_at_once(
        self, person: Human, where: Conversation, message: Message, said: Mapping[str, str]
    ) -> int:
        """Rate in the form that Teams has of its own."""
        feedback = json.dumps({"feedbackText": said.get("text", "")})
        action = {"reaction": said["reaction"], "feedback": feedback}
        value = {"actionName": "feedback", "actionValue": action}
        return self.invoke("message/submitAction", person, where, value, message).status

    def search(self, person: Human, where: Conversation, command: str, words: str = "") -> str:
        """Look for something from the message box; gives what is listed."""
        name = "search" if words else "initialRun"
        value = {"commandId": command, "parameters": [{"name": name, "value": words or "true"}]}
        return self._listed(self.invoke("composeExtension/query", person, where, value).answer)

    def paste(self, person: Human, where: Conversation, url: str) -> str:
        """Paste a link; gives what it unfolds to."""
        return self._listed(
            self.invoke("composeExtension/queryLink", person, where, {"url": url}).answer
        )

    def _listed(self, answer: Json) -> str:
        said = answer["composeExtension"]
        if said["type"] == "message":
            self.found = []
            return str(said["text"])
        self.found = said["attachments"]
        shown = [each["preview"]["content"] for each in self.found]
        return "\n".join(f"{each['title']}: {each.get('text', '')}" for each in shown)

    def track(self, person: Human, where: Conversation, known: str) -> str:
        """Choose "Track as action item" in the menu of a message."""
        message = where.message(known)
        assert message
        author = self.world.people.get(message.by)
        payload = {
            "id": known,
            "body": {"contentType": "html", "content": f"<p>{message.body.get('text', '')}</p>"},
            "from": {"user": {"displayName": author.name if author else "Isthmus"}},
            "linkToMessage": f"https://teams.example/l/message/{known}",
        }
        value = {"commandId": "track", "commandContext": "message", "messagePayload": payload}
        fetch = {"name": "composeExtension/fetchTask", "data": {}, "value": value}
        return self.dialogs.open(person, where, message, fetch)

    def consent(self, person: Human, label: str = "accept") -> int:
        """Answer the newest question whether a file is wanted."""
        where = self.connector.alone_with(person)
        message = next(m for m in reversed(where.messages) if _consent(m))
        card = _consent(message)
        name = card["name"]
        value: Json = {"type": "fileUpload", "action": label}
        value["context"] = card["content"][f"{label}Context"]
        if label == "accept":
            value["uploadInfo"] = {
                "name": name,
                "uploadUrl": f"{self.service_url}upload/{name}?secret=1",
                "contentUrl": f"https://files.example/{name}",
                "uniqueId": "file-1",
                "fileType": name.rpartition(".")[2],
            }
        return self.invoke("fileConsent/invoke", person, where, value, message).status

    def looks(self, person: Human, where: Conversation) -> str:
        """Look at a conversation: cards that follow what they show are asked for by Teams."""
        for each in where.messages:
            refresh = each.card.get("refresh") or {}
            if not each.deleted and person.id in refresh.get("userIds", ()):
                self.execute(person, where, each, refresh["action"], "automatic")
        return self.sees(person, where)


def _consent(message: Message) -> Json:
    for each in message.body.get("attachments") or ():
        if each["contentType"] == "application/vnd.microsoft.teams.card.file.consent":
            found: Json = each
            return found
    return {}
