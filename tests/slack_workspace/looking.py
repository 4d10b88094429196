"""What people see, read back as text."""

from slack_workspace.errors import NotPossibleError
from slack_workspace.model import Channel, Json, Message, Ping
from slack_workspace.parts import Parts, Where, Who
from slack_workspace.seeing import message_lines, view_lines


class Looking(Parts):
    def sees(self, user: Who, where: Where, thread: Message | str | None = None) -> str:
        """Give a channel, or one thread of it, as somebody sees it; "" if they cannot."""
        who = self.state.user(user)
        with self.state.lock:
            shown = self.messages(where, thread, user)
            channel = self._place(who, where)
            lines = [line for one in shown for line in self._told(one, channel, thread)]
            root = thread.thread if isinstance(thread, Message) else thread
            status = self.state.statuses.get((channel.id, root or ""))
            if status:
                lines.append(f"{self.state.app.name} {status}")
        return "\n".join(lines)

    def messages(
        self, where: Where, thread: Message | str | None = None, user: Who | None = None
    ) -> list[Message]:
        """Give what is shown in a channel, or a thread, to somebody, or to everybody."""
        who = self.state.user(user) if user else None
        channel = self._place(who, where) if who else self.state.channel(where)
        wanted = thread.thread if isinstance(thread, Message) else thread
        visible = [
            one
            for one in channel.messages
            if not one.deleted and one.only_for in {"", who.id if who else ""}
        ]
        if wanted:
            return [one for one in visible if wanted in {one.ts, one.thread_ts}]
        return [one for one in visible if not one.is_reply or one.broadcast]

    def replies(self, message: Message) -> list[Message]:
        """Give what everybody sees below a message."""
        return self.messages(message.channel, message)[1:]

    def sees_modal(self, user: Who) -> str:
        """Give somebody's open modal, "" where none is."""
        stack = self.state.modals.get(self.state.user(user).id)
        return "\n".join(view_lines(stack[-1], self.state.names())) if stack else ""

    def sees_home(self, user: Who) -> str:
        who = self.state.user(user)
        home = self.state.homes.get((who.team, who.id))
        return "\n".join(view_lines(home, self.state.names())) if home else ""

    def modal(self, user: Who) -> Json:
        """Give somebody's open modal as the app made it."""
        stack = self.state.modals.get(self.state.user(user).id)
        if not stack:
            raise NotPossibleError(f"{self.state.user(user).real_name} has no modal open.")
        return stack[-1].what

    def prompts(self, user: Who) -> list[str]:
        """Give what the agent view suggests to somebody."""
        who = self.state.user(user)
        channel = self._place(who, "dm")
        return [one["title"] for one in self.state.prompts.get((channel.id, who.id), [])]

    @property
    def pings(self) -> list[Ping]:
        """Give everybody who was notified by name or as one of many, by whomever."""
        return list(self.state.pings)

    def pings_by_app(self) -> list[Ping]:
        bots = {user.id for user in self.state.users.values() if user.is_bot}
        return [one for one in self.state.pings if one.by in bots]

    def _told(self, message: Message, channel: Channel, thread: object) -> list[str]:
        names = {**self.state.names(), "USLACKBOT": "Slackbot"}
        first, *rest = [*message_lines(message, names), ""]
        marks = " (only visible to you)" if message.only_for else ""
        marks += " (edited)" if message.edited else ""
        rest = rest[:-1] if rest else []
        lines = [f"{names[message.user]}: {first}{marks}", *(f"  {line}" for line in rest)]
        replies = len(channel.replies(message.ts)) - 1
        if not thread and replies > 0 and not message.only_for:
            lines.append(f"  ({replies} {'reply' if replies == 1 else 'replies'})")
        return lines
