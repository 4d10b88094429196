"""Slack: what it delivers becomes messages, and replies become what people see there."""

from isthmus.channels.contract import Channel, Host
from isthmus_integrations.slack.channel import Slack
from isthmus_integrations.slack.configured import configured
from isthmus_integrations.slack.means import means_of


def channel(host: Host) -> Channel | None:
    """Give Slack where it is set up; raises InvalidError where its settings contradict."""
    found = configured(host.settings)
    return Slack(means_of(host, found.checked())) if found.is_set else None
