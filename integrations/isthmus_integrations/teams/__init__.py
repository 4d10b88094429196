"""Microsoft Teams: the same assistant, in chats, channels, dialogs and the message box."""

from isthmus.channels.contract import Channel, Host
from isthmus_integrations.teams.channel import Teams
from isthmus_integrations.teams.configured import configured

__all__ = ["channel"]


def channel(host: Host) -> Channel | None:
    """Give the channel, None where Teams is not set up; raises InvalidError where it is wrongly."""
    found = configured(host.settings)
    return Teams(host, found.checked()) if found.is_set else None
