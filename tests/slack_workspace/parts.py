"""What the person's side of the workspace stands on."""

from dataclasses import dataclass

from slack_workspace.courier import Courier, Delivery
from slack_workspace.errors import NotPossibleError
from slack_workspace.model import Channel, User
from slack_workspace.sockets import Sockets
from slack_workspace.state import State

Who = User | str
Where = Channel | str


@dataclass
class Parts:
    """What everything a test calls is built on."""

    state: State
    courier: Courier
    sockets: Sockets

    def _place(self, user: User, where: Where) -> Channel:
        """Find a channel somebody is in; `dm` is their conversation with the app."""
        if where == "dm":
            return self.state.direct(user, self.state.installation(user.team).bot_user)
        channel = self.state.channel(where)
        if user.id not in channel.members:
            raise NotPossibleError(f"{user.real_name} is not in #{channel.name}.")
        return channel

    def _bot_in(self, channel: Channel) -> str:
        """Give the app's bot if it is in a channel."""
        installed = self.state.installation(channel.team)
        return installed.bot_user if installed.bot_user in channel.members else ""


Told = list[Delivery]
