"""What people say, change and take back, and what the app is told of it."""

import re

from slack_workspace.errors import NotPossibleError
from slack_workspace.events import (
    changed_event,
    deleted_event,
    mention_event,
    message_event,
    reaction_event,
    record_pings,
)
from slack_workspace.model import Json, Message, SharedFile
from slack_workspace.mrkdwn import as_rich_text, typed
from slack_workspace.parts import Parts, Told, Where, Who


class Talking(Parts):
    def say(self, user: Who, where: Where, text: str, thread: Message | str = "") -> Message:
        """Have somebody write a message, in a thread if one is given, and tell the app of it.

        ``text`` is what is typed: `@Name` and `#channel` become references, addresses become
        links, and all else is escaped. ``where`` may be "dm".
        """
        message = self._kept(user, where, text, thread)
        self.tell(message)
        return message

    def tell(self, message: Message) -> Told:
        """Tell the app of a message: as a mention too where it is named, and of links in it."""
        channel = self.state.channels[message.channel]
        told = self.courier.event(channel.team, message_event(self.state, message))
        bot = self._bot_in(channel)
        if channel.kind != "im" and bot and f"<@{bot}>" in message.text:
            told += self.courier.event(channel.team, mention_event(self.state, message))
        links = [
            link for link in re.findall(r"<(https?://[^|>]+)", message.text) if self._ours(link)
        ]
        if links:
            told += self.courier.event(channel.team, self._linked(message, links))
        return told

    def edit(self, user: Who, message: Message, text: str) -> Told:
        self._own(user, message)
        channel = self.state.channels[message.channel]
        with self.state.lock:
            before = message.as_json(self.state.base)
            self._write(message, text)
            message.edited = self.state.clock.stamp()
            event = changed_event(self.state, message, before)
        return self.courier.event(channel.team, event)

    def delete(self, user: Who, message: Message) -> Told:
        self._own(user, message)
        with self.state.lock:
            message.deleted = True
            event = deleted_event(self.state, message)
        return self.courier.event(self.state.channels[message.channel].team, event)

    def react(self, user: Who, message: Message, name: str) -> Told:
        who = self.state.user(user)
        self._place(who, message.channel)
        with self.state.lock:
            users = message.reactions.setdefault(name, [])
            if who.id in users:
                raise NotPossibleError(f"{who.real_name} reacted with :{name}: already.")
            users.append(who.id)
            event = reaction_event(self.state, message, who.id, name)
        return self.courier.event(self.state.channels[message.channel].team, event)

    def share_file(
        self,
        user: Who,
        where: Where,
        name: str,
        content: bytes,
        text: str = "",
        thread: Message | str = "",
        mimetype: str = "application/octet-stream",
    ) -> Message:
        """Have somebody share a file with a message."""
        who = self.state.user(user)
        file = SharedFile(self.state.new_id("F"), name, who.id, content, mimetype=mimetype)
        file.complete = True
        self.state.files[file.id] = file
        message = self._kept(user, where, text, thread)
        message.subtype, message.files = "file_share", [file]
        file.channels.append(message.channel)
        self.tell(message)
        return message

    def _kept(self, user: Who, where: Where, text: str, thread: Message | str) -> Message:
        who = self.state.user(user)
        with self.state.lock:
            channel = self._place(who, where)
            root = thread.thread if isinstance(thread, Message) else thread
            if root and channel.find(root) is None:
                raise NotPossibleError(f"There is no thread {root} in #{channel.name}.")
            message = Message(self.state.clock.stamp(), channel.id, who.id, thread_ts=root)
            self._write(message, text)
            self.state.keep(message)
        return message

    def _write(self, message: Message, text: str) -> None:
        channel = self.state.channels[message.channel]
        people: dict[str, str] = {}
        for user in self.state.users.values():
            if user.team == channel.team or user.id in channel.members:
                people |= {user.real_name: user.id, user.name: user.id}
        channels = {one.name: one.id for one in self.state.channels.values() if one.name}
        message.text = typed(text, people, channels)
        message.blocks = [as_rich_text(message.text, self.state.new_id("b"))] if text else []
        record_pings(self.state, message)

    def _own(self, user: Who, message: Message) -> None:
        who = self.state.user(user)
        if message.user != who.id or message.deleted:
            raise NotPossibleError(f"{who.real_name} cannot change this message.")

    def _ours(self, link: str) -> bool:
        host = link.split("/")[2].partition(":")[0]
        return any(host == one or host.endswith(f".{one}") for one in self.unfurled)

    def _linked(self, message: Message, links: list[str]) -> Json:
        return {
            "type": "link_shared",
            "user": message.user,
            "channel": message.channel,
            "message_ts": message.ts,
            "thread_ts": message.thread,
            "is_bot_user_member": True,
            "links": [{"url": link, "domain": link.split("/")[2]} for link in links],
            "event_ts": message.ts,
        }

    unfurled: tuple[str, ...] = ()
    """The hosts whose links the app is told of."""
