"""Whether something we sent arrived, where nobody said so."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from isthmus.channels.model import Outgoing
from isthmus.errors import IsthmusError
from isthmus.jobs.handling import NotThere, Sent, Unknown
from isthmus_integrations.slack import showing
from isthmus_integrations.slack.outcomes import ELSEWHERE
from isthmus_integrations.slack.uploading import is_named
from isthmus_integrations.slack.web import Answer, DeclinedError, SlackError
from isthmus_integrations.slack.workspaces import Workspaces

EVENT_TYPE: Final = "isthmus"
AGAIN_IS_THE_SAME: Final = frozenset(
    {showing.UPDATE, showing.DELETE, showing.HOME, showing.UNFURL, showing.PROMPTS}
)
NOWHERE: Final = ELSEWHERE | {"thread_not_found"}


@dataclass(frozen=True)
class Finding:
    workspaces: Workspaces

    def find(self, outgoing: Outgoing, key: str) -> Sent | NotThere | Unknown:
        if outgoing.what in AGAIN_IS_THE_SAME and showing.ELSE_POSTED not in outgoing.payload:
            return NotThere()
        if outgoing.what == showing.EPHEMERAL:
            return Unknown("Slack cannot tell whether somebody saw what only they can see.")
        try:
            return self._found(outgoing, key)
        except (SlackError, IsthmusError, KeyError) as error:
            return Unknown(f"Slack cannot be asked: {error}")

    def _found(self, outgoing: Outgoing, key: str) -> Sent | NotThere:
        for channel, thread in self._where(outgoing):
            try:
                for message in self._messages(outgoing.team, channel, thread):
                    if _is_ours(message, key, outgoing.what):
                        return Sent(f"{channel}:{message['ts']}")
            except DeclinedError as error:
                if error.error not in NOWHERE:
                    raise
        return NotThere()

    def _where(self, outgoing: Outgoing) -> Iterator[tuple[str, str]]:
        """Give where it may have gone: where it was asked, and to the person alone."""
        payload = outgoing.payload
        if payload["channel"]:
            yield str(payload["channel"]), str(payload["thread"])
        if payload["user"]:
            yield self.workspaces.direct(outgoing.team, str(payload["user"])), ""

    def _messages(self, team: str, channel: str, thread: str) -> Iterator[Answer]:
        method = "conversations.replies" if thread else "conversations.history"
        asked = {"channel": channel, "include_all_metadata": True}
        if thread:
            asked["ts"] = thread
        for page in self.workspaces.pages(team, method, **asked):
            yield from page.get("messages") or ()


def _is_ours(message: Answer, key: str, what: str) -> bool:
    if what == showing.UPLOAD:
        return any(is_named(str(each.get("name")), key) for each in message.get("files") or ())
    metadata = message.get("metadata") or {}
    is_ours = metadata.get("event_type") == EVENT_TYPE
    return is_ours and (metadata.get("event_payload") or {}).get("key") == key
