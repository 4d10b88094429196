"""People in Teams who come and go, talk, and see what is said."""

from teams_service import activities
from teams_service.courier import Courier, Json
from teams_service.people import BOT, Conversation, Human, Message
from teams_service.seeing import seen


class Talking(Courier):
    """What somebody writes is shown to who is there, and delivered where the bot hears it."""

    # ---- who is there

    def person(self, key: str, name: str = "", email: str = "", **more: str) -> Human:
        made = Human(key, name or key.title(), email, **more)
        self.world.people[key] = made
        return made

    def alone(self, person: Human, *, install: bool = True) -> Conversation:
        """Give the chat of somebody with the bot, which they added just now."""
        where = self.connector.alone_with(person)
        if install:
            self.deliver("installationUpdate", person, where, action="add")
        return where

    def group(self, name: str, *members: Human, installed: bool = True) -> Conversation:
        return self._add(
            Conversation(f"19:{name}@thread.v2", "groupChat", name, list(members)), installed
        )

    def channel(self, name: str, *members: Human, installed: bool = True) -> Conversation:
        known = f"19:{name.replace(' ', '').replace('/', '-')}@thread.tacv2"
        return self._add(Conversation(known, "channel", name, list(members)), installed)

    def _add(self, where: Conversation, installed: bool) -> Conversation:  # noqa: FBT001 - of the two above
        where.installed = installed
        self.world.conversations[where.id] = where
        if installed:
            came = [{"id": BOT}]
            self.deliver("conversationUpdate", where.members[0], where, membersAdded=came)
        return where

    def join(self, person: Human, where: Conversation) -> None:
        where.members.append(person)
        came = [{"id": person.id}]
        self.deliver("conversationUpdate", where.members[0], where, membersAdded=came)

    def reinstall(self, person: Human) -> None:
        self.world.blocked -= {person.id, self.connector.alone_with(person).id}
        self.alone(person)

    def uninstall(self, person: Human) -> None:
        where = self.connector.alone_with(person)
        self.world.blocked |= {person.id, where.id}
        self.deliver("installationUpdate", person, where, action="remove")

    # ---- what people do

    def say(self, person: Human, where: Conversation, text: str, thread: str = "") -> str:
        """Write a message; gives its id. In a channel it begins a thread, or goes on with one."""
        said = self.write(person, where, text, thread)
        if where.kind == "personal" or "@Isthmus" in text or where.name.startswith("all:"):
            self.send(said)
        return str(said["id"])

    def write(self, person: Human, where: Conversation, text: str, thread: str = "") -> Json:
        """Write a message that is on its way: gives what is to be delivered."""
        known = self.world.next_id()
        said = activities.spoken(text, self.world.people)
        where.messages.append(Message(known, thread or known, person.key, {"text": text}))
        return self.activity("message", person, where, known, thread=thread or known, **said)

    def rewrite(self, person: Human, where: Conversation, known: str, text: str) -> Json:
        """Change a message; gives what is to be delivered."""
        message = where.message(known)
        assert message
        message.body = {"text": text}
        said = activities.spoken(text, self.world.people)
        change = {"channelData": {"eventType": "editMessage"}, "thread": message.thread}
        return self.activity("messageUpdate", person, where, known, **change, **said)

    def edit(self, person: Human, where: Conversation, known: str, text: str) -> None:
        self.send(self.rewrite(person, where, known, text))

    def remove(self, person: Human, where: Conversation, known: str) -> None:
        self._changed("messageDelete", "softDeleteMessage", person, where, known)

    def restore(self, person: Human, where: Conversation, known: str) -> None:
        self._changed("messageUpdate", "undeleteMessage", person, where, known)

    def _changed(
        self, kind: str, what: str, person: Human, where: Conversation, known: str
    ) -> None:
        message = where.message(known)
        assert message
        message.deleted = kind == "messageDelete"
        said = activities.spoken(message.body["text"], self.world.people)
        change = {"channelData": {"eventType": what}, "thread": message.thread}
        self.deliver(kind, person, where, known, **change, **said)

    # ---- what people see

    def sees(self, person: Human, where: Conversation) -> str:
        """Give everything somebody sees there, as text, the oldest first."""
        assert where.has(person), f"{person.name} is not there"
        return "\n".join(seen(each, person, self.world.people) for each in where.messages)

    def answers(self, where: Conversation) -> list[Message]:
        """Give what the bot wrote there and did not remove."""
        return [each for each in where.messages if not each.by and not each.deleted]

    def _of(self, person: Human) -> list[Conversation]:
        return [each for each in self.world.conversations.values() if each.has(person)]
