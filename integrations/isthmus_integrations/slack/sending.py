"""What is to be seen in Slack, as calls of its Web API; each is made once for its key."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from isthmus.channels.contract import Host
from isthmus.channels.model import WRITING, Outgoing
from isthmus.channels.remembering import Remembered
from isthmus.jobs.handling import NotWanted, Refused, Sent, Unknown
from isthmus.messages import Button
from isthmus.understanding.commands import (
    Command,
    OpenForm,
    SendFile,
    ShowPassages,
    command_of,
)
from isthmus_integrations.slack import showing
from isthmus_integrations.slack.addresses import Addresses
from isthmus_integrations.slack.events import conversation
from isthmus_integrations.slack.finding import EVENT_TYPE
from isthmus_integrations.slack.outcomes import ELSEWHERE, beforehand, outcome
from isthmus_integrations.slack.permitting import Permitting
from isthmus_integrations.slack.render import Posting, home, posted
from isthmus_integrations.slack.rooms import Rooms
from isthmus_integrations.slack.uploading import Uploading
from isthmus_integrations.slack.web import DeclinedError
from isthmus_integrations.slack.workspaces import Workspaces

FOR_ANYBODY: Final = (OpenForm, SendFile, ShowPassages)  # what they show is looked at when pressed
QUIETLY: Final[Mapping[str, Any]] = {
    "mrkdwn": False,
    "parse": "none",
    "link_names": False,
    "unfurl_links": False,
    "unfurl_media": False,
}


@dataclass(frozen=True)
class Sending:
    host: Host
    workspaces: Workspaces
    rooms: Rooms
    replies: Remembered[str, str]

    def prepare(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        """Find what is to be changed or taken back, and look again who will see it."""
        if self._is_over(outgoing):
            return NotWanted("The answer is there.")
        if key := outgoing.payload.get("of"):
            found = self._referred(str(key))
            if found:
                outgoing = replace(outgoing, payload={**outgoing.payload, **found})
            elif outgoing.payload.get(showing.ELSE_POSTED):
                outgoing = replace(outgoing, what=showing.POST)
            else:
                return NotWanted("Nothing was posted that could be changed.")
        return Permitting(self.host, self.rooms).prepared(outgoing)

    def _is_over(self, outgoing: Outgoing) -> bool:
        """Tell whether something is shown too late, as the answer takes its place already."""
        event = outgoing.payload.get(showing.UNTIL)
        came = self.host.outbox.of_event(str(event)) if event else ()
        return any(each.outgoing.name != WRITING for each in came)

    def _referred(self, key: str) -> dict[str, str]:
        """Give what Slack calls something that was sent before; {} where it never arrived."""
        event = key.rpartition("/")[0]
        posted = next((e for e in self.host.outbox.of_event(event) if e.key == key), None)
        reference = posted.reference if posted else ""
        if reference.startswith("file:"):
            return {"file_id": reference.removeprefix("file:")}
        channel, _, ts = reference.partition(":")
        return {"channel": channel, "ts": ts} if ts else {}

    def send(self, outgoing: Outgoing, key: str) -> Sent | Refused | Unknown:
        calls: Mapping[str, Callable[[Outgoing, str], str]] = {
            showing.POST: self._post,
            showing.EPHEMERAL: self._post_alone,
            showing.UPLOAD: self._upload,
            showing.UPDATE: self._update,
            showing.DELETE: self._delete,
            showing.HOME: self._publish,
            showing.UNFURL: self._unfurl,
            showing.PROMPTS: self._suggest,
        }
        return outcome(lambda: calls[outgoing.what](outgoing, key))

    # ---- messages

    def _post(self, outgoing: Outgoing, key: str) -> str:
        channel = beforehand(lambda: self._channel(outgoing))
        try:
            return self._posted(outgoing, channel, str(outgoing.payload["thread"]), key)
        except DeclinedError as error:
            return self._instead(outgoing, channel, error, key)

    def _posted(self, outgoing: Outgoing, channel: str, thread: str, key: str) -> str:
        in_thread = {"thread_ts": thread} if thread else {}
        said = self._message(outgoing, channel, key)
        answer = self.workspaces.call(
            outgoing.team, "chat.postMessage", channel=channel, **in_thread, **said
        )
        return f"{answer.get('channel') or channel}:{answer['ts']}"

    def _post_alone(self, outgoing: Outgoing, key: str) -> str:
        """Show something to one person in a channel, else where they are alone with us."""
        payload, channel = outgoing.payload, str(outgoing.payload["channel"])
        in_thread = {"thread_ts": payload["thread"]} if payload["thread"] else {}
        said = self._message(outgoing, channel, key)
        said.pop("metadata")  # what nobody can look up again
        try:
            self.workspaces.call(
                outgoing.team,
                "chat.postEphemeral",
                channel=channel,
                user=payload["user"],
                **in_thread,
                **_without(said, "unfurl_links", "unfurl_media", "mrkdwn"),
            )
        except DeclinedError as error:
            return self._instead(outgoing, channel, error, key)
        return ""

    def _instead(self, outgoing: Outgoing, channel: str, error: DeclinedError, key: str) -> str:
        """Say it to the person alone, if we may not say it where it was asked."""
        if error.error not in ELSEWHERE or not outgoing.payload["channel"]:
            raise error
        if self._replied(outgoing, channel, key):
            return ""
        return self._posted(outgoing, self._direct(outgoing, channel, error), "", key)

    def _replied(self, outgoing: Outgoing, channel: str, key: str) -> bool:
        """Answer where Slack lets us for half an hour; False where it does not any more."""
        address = self.replies.get(key.rpartition("/")[0])
        if address is None:
            return False
        said = self._message(outgoing, channel, key)
        told = {"text": said["text"], "blocks": said["blocks"]}
        try:
            Addresses(self.workspaces.web).reply(
                address, {"response_type": "ephemeral", "replace_original": False, **told}
            )
        except DeclinedError:
            return False
        return True

    def _direct(self, outgoing: Outgoing, channel: str, error: DeclinedError) -> str:
        """Give where the person is alone with us; raises what was said where they are there now."""
        user = str(outgoing.payload["user"])
        direct = (
            beforehand(lambda: self.workspaces.direct(outgoing.team, user)) if user else channel
        )
        if direct == channel:
            raise error
        return direct

    def _channel(self, outgoing: Outgoing) -> str:
        known = str(outgoing.payload["channel"])
        self.workspaces.tokens.of(outgoing.team)
        return known or self.workspaces.direct(outgoing.team, str(outgoing.payload["user"]))

    def _update(self, outgoing: Outgoing, key: str) -> str:
        channel, ts = str(outgoing.payload["channel"]), str(outgoing.payload["ts"])
        said = self._message(outgoing, channel, key)
        shown = _without(said, "mrkdwn", "unfurl_links", "unfurl_media")
        self.workspaces.call(outgoing.team, "chat.update", channel=channel, ts=ts, **shown)
        return f"{channel}:{ts}"

    def _delete(self, outgoing: Outgoing, _key: str) -> str:
        payload = outgoing.payload
        try:
            if payload.get("file_id"):
                self.workspaces.call(outgoing.team, "files.delete", file=payload["file_id"])
            else:
                there = {"channel": payload["channel"], "ts": payload["ts"]}
                self.workspaces.call(outgoing.team, "chat.delete", **there)
        except DeclinedError as error:
            if error.error not in {"message_not_found", "file_not_found", "file_deleted"}:
                raise
        return ""

    # ---- what a message consists of

    def _message(self, outgoing: Outgoing, channel: str, key: str) -> dict[str, Any]:
        posting = self._posting(outgoing, channel)
        blocks = [*posting.blocks, *self._own_button(outgoing, channel)]
        return {
            **QUIETLY,
            "text": posting.text,
            "blocks": blocks,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
        }

    def _posting(self, outgoing: Outgoing, channel: str) -> Posting:
        reply, part = showing.reply_in(outgoing.payload), int(outgoing.payload.get("part") or 0)
        whole = posted(reply, self._token(outgoing, channel), self.host.settings.base_url)
        return (whole, *whole.more)[part]

    def _own_button(self, outgoing: Outgoing, channel: str) -> Iterator[dict[str, Any]]:
        button = outgoing.payload.get("button")
        if not button:
            return
        command = command_of(button["command"])
        owner = str(outgoing.payload["person"])
        token = self.host.pressed.token(command, owner, conversation(outgoing.team, channel))
        pressed = {
            "type": "button",
            "action_id": button["action"],
            "text": {"type": "plain_text", "text": button["label"]},
            "value": token,
        }
        yield {"type": "actions", "elements": [pressed]}

    def _token(self, outgoing: Outgoing, channel: str) -> Callable[[Button], str]:
        place = conversation(outgoing.team, channel)
        person = str(outgoing.payload.get("person") or "")

        def token(button: Button) -> str:
            owner = _owner(button.command, person)
            return self.host.pressed.token(button.command, owner, place)

        return token

    # ---- the rest

    def _upload(self, outgoing: Outgoing, key: str) -> str:
        channel = beforehand(lambda: self._channel(outgoing))
        reply = showing.reply_in(outgoing.payload)
        files = showing.files_of(posted(reply, showing.tokenless, self.host.settings.base_url))
        file = files[int(outgoing.payload["file"])]
        thread = str(outgoing.payload["thread"])
        uploading = Uploading(self.workspaces, outgoing.team)
        try:
            return uploading.upload(file, key, channel, thread)
        except DeclinedError as error:
            if error.error not in ELSEWHERE:
                raise
            return uploading.upload(file, key, self._direct(outgoing, channel, error), "")

    def _publish(self, outgoing: Outgoing, _key: str) -> str:
        reply = showing.reply_in(outgoing.payload)
        view = home(reply, self._token(outgoing, ""), self.host.settings.base_url)
        user = outgoing.payload["user"]
        self.workspaces.call(outgoing.team, "views.publish", user_id=user, view=view)
        return ""

    def _unfurl(self, outgoing: Outgoing, _key: str) -> str:
        payload = outgoing.payload
        channel = str(payload["channel"])
        unfurls = {
            url: {"blocks": [*self._unfolded(outgoing, reply, channel)]}
            for url, reply in payload["unfurls"].items()
        }
        by_id = {"unfurl_id": payload["unfurl_id"], "source": payload["source"]}
        where = by_id if by_id["unfurl_id"] else {"channel": channel, "ts": payload["ts"]}
        self.workspaces.call(outgoing.team, "chat.unfurl", unfurls=unfurls, **where)
        return ""

    def _unfolded(self, outgoing: Outgoing, reply: Any, channel: str) -> Iterator[Any]:  # noqa: ANN401 - JSON
        read = showing.reply_in({"reply": reply})
        token = self._token(outgoing, channel)
        yield from posted(read, token, self.host.settings.base_url).blocks

    def _suggest(self, outgoing: Outgoing, _key: str) -> str:
        payload = outgoing.payload
        thread = {"thread_ts": payload["thread"]} if payload["thread"] else {}
        self.workspaces.call(
            outgoing.team,
            "assistant.threads.setSuggestedPrompts",
            channel_id=payload["channel"],
            prompts=payload["prompts"],
            **thread,
        )
        return ""


def _owner(command: Command, person: str) -> str:
    return "" if isinstance(command, FOR_ANYBODY) else person


def _without(said: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in names}
