"""What is to be seen in Teams, as calls of the Bot Connector; each is made once for its key.

The Connector cannot be asked for a message: there is no search, and no id of ours that it keeps. So
where the reply to a new message was lost, nobody can know whether it arrived: it becomes a dead
letter that a person may replay, never a second message, and whoever asked is told that it may be
missing. The end of a stream, and changing or removing a message, name it by its id: done twice they
come to the same, so they are simply repeated.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from isthmus.channels.contract import Host
from isthmus.channels.model import Outgoing
from isthmus.jobs.handling import NotThere, NotWanted, Refused, Sent, Unknown
from isthmus.messages import Button
from isthmus.understanding.commands import (
    AskActions,
    Command,
    ListCharts,
    ListRoles,
    OpenForm,
    Rate,
    SendFile,
    ShowPassages,
    TellMe,
)
from isthmus_integrations.teams import showing
from isthmus_integrations.teams.activities import THREAD, Where
from isthmus_integrations.teams.connector import (
    Connector,
    DeclinedError,
    NotReachedError,
    UnsureError,
    outcome,
)
from isthmus_integrations.teams.permitting import Permitting
from isthmus_integrations.teams.refreshing import only_looks, with_refresh
from isthmus_integrations.teams.render import posted
from isthmus_integrations.teams.rooms import Rooms
from isthmus_integrations.teams.saying import place_of
from isthmus_integrations.teams.streaming import OverError, Streaming
from isthmus_integrations.teams.words import calling

Json = dict[str, Any]

CONSENT: Final = "application/vnd.microsoft.teams.card.file.consent"
SAVED: Final = "application/vnd.microsoft.teams.card.file.info"
FOR_ANYBODY: Final = (  # what they show is looked at when pressed
    *(OpenForm, SendFile, ShowPassages, Rate, TellMe, AskActions, ListCharts, ListRoles),
)
AGAIN_IS_THE_SAME: Final = frozenset({showing.UPDATE, showing.DELETE, showing.SAVED})
_CANNOT_TELL: Final = (
    "Teams cannot tell whether it arrived. Look there, and replay this if it did not."
)
_NOWHERE: Final = "It is not known any more how to write there: nobody wrote from there."


@dataclass(frozen=True)
class Sending:
    host: Host
    connector: Connector
    rooms: Rooms

    def prepare(self, outgoing: Outgoing) -> Outgoing | NotWanted:
        return Permitting(self.host, self.rooms).prepared(outgoing)

    def send(self, outgoing: Outgoing) -> Sent | Refused | Unknown:
        calls: Mapping[str, Callable[[Outgoing], str]] = {
            showing.POST: self._post,
            showing.FILE: self._offer,
            showing.UPDATE: self._update,
            showing.SAVED: self._tell_saved,
            showing.DELETE: self._delete,
        }
        return outcome(lambda: calls[outgoing.what](outgoing))

    def find(self, outgoing: Outgoing) -> Sent | NotThere | Unknown:
        if outgoing.what in AGAIN_IS_THE_SAME:
            return NotThere()
        try:
            return self._ended_again(outgoing)
        except OverError:
            return Unknown(_CANNOT_TELL, final=True)

    # ---- messages

    def post(self, where: Where, thread: str, body: Mapping[str, Any]) -> str:
        """Send a message; gives its reference."""
        answer = self.connector.post(
            where.service_url,
            "conversations",
            f"{where.conversation}{thread}",
            "activities",
            body=body,
        )
        return showing.reference(where, str(answer.get("id") or ""))

    def _post(self, outgoing: Outgoing) -> str:
        where, thread = self._where(outgoing)
        body = calling(self.body(outgoing, where), outgoing.payload.get("mention"))
        with suppress(OverError):
            return self._ended(outgoing, where, body)
        return self.post(where, thread, body)

    def _ended(self, outgoing: Outgoing, where: Where, body: Json) -> str:
        return showing.reference(where, Streaming(self.rooms).end(outgoing, where, body))

    def _ended_again(self, outgoing: Outgoing) -> Sent | Unknown:
        """End a stream once more, which is seen once; raises OverError where that cannot be."""
        if Streaming(self.rooms).open_in(outgoing) is None:
            raise OverError
        prepared = self.prepare(outgoing)
        if isinstance(prepared, NotWanted):
            raise OverError
        where, _ = self._where(prepared)
        body = self.body(prepared, where)
        came = outcome(lambda: self._ended(prepared, where, body))
        return Unknown(came.reason) if isinstance(came, Refused) else came

    def _offer(self, outgoing: Outgoing) -> str:
        """Ask whether a file may be put into the person's own files: Teams takes no other way."""
        where, thread = self._where(outgoing)
        files = showing.files_of(posted(showing.reply_in(outgoing.payload), showing.tokenless, ""))
        file = files[int(outgoing.payload["file"])]
        about = {"file": outgoing.payload["file"]}
        content = {
            "description": "Made by Isthmus for you.",
            "sizeInBytes": len(file.content),
            "acceptContext": about,
            "declineContext": about,
        }
        card = {"contentType": CONSENT, "name": file.name, "content": content}
        return self.post(where, thread, {"type": "message", "attachments": [card]})

    def _update(self, outgoing: Outgoing) -> str:
        where, thread = self._where(outgoing)
        return self._put(where, thread, outgoing, self.body(outgoing, where))

    def _tell_saved(self, outgoing: Outgoing) -> str:
        where, thread = self._where(outgoing)
        return self._put(where, thread, outgoing, outgoing.payload["body"])

    def _put(self, where: Where, thread: str, outgoing: Outgoing, body: Mapping[str, Any]) -> str:
        message = str(outgoing.payload["message"])
        path = ("conversations", f"{where.conversation}{thread}", "activities", message)
        self.connector.put(where.service_url, *path, body={**body, "id": message})
        return showing.reference(where, message)

    def _delete(self, outgoing: Outgoing) -> str:
        where, thread = self._where(outgoing)
        message = str(outgoing.payload["message"])
        path = ("conversations", f"{where.conversation}{thread}", "activities", message)
        try:
            self.connector.delete(where.service_url, *path)
        except DeclinedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
        return showing.reference(where, message)

    def _where(self, outgoing: Outgoing) -> tuple[Where, str]:
        """Give where it goes, and its thread; nothing has been sent until then."""
        payload = outgoing.payload
        base, mark, thread = str(payload["conversation"]).partition(THREAD)
        known = self.rooms.where(outgoing.team, base) if base else None
        url = known.service_url if known else str(payload.get("service_url") or "")
        if base and url:
            return Where(outgoing.team, base, url), f"{mark}{thread}"
        found = self.rooms.where(outgoing.team, str(payload["user"]))
        if base or found is None:
            raise DeclinedError(HTTPStatus.NOT_FOUND, _NOWHERE)
        return self.alone_with(found, str(payload["user"])), ""

    def alone_with(self, where: Where, user: str) -> Where:
        """Give where somebody is alone with us, before anything is sent."""
        try:
            return self.rooms.personal(where, user)
        except UnsureError as error:
            raise NotReachedError(str(error)) from error

    # ---- what a message consists of

    def body(self, outgoing: Outgoing, where: Where) -> Json:
        payload = outgoing.payload
        reply, part = showing.reply_in(payload), int(payload.get("part") or 0)
        owner = str(payload.get("person") or "")
        token = self.token(owner, place_of(where))
        whole = posted(reply, token, self.host.settings.base_url)
        body = (whole, *whole.more)[part].body
        if whole.more:  # each part of it would become the whole
            return body
        return with_refresh(
            body,
            reply,
            lambda command: token(Button("", command)),
            lambda: self.rooms.users(where),
        )

    def token(self, owner: str, place: str) -> Callable[[Button], str]:
        def token(button: Button) -> str:
            return self.host.pressed.token(button.command, _owner(button.command, owner), place)

        return token


def _owner(command: Command, person: str) -> str:
    for_anybody = isinstance(command, FOR_ANYBODY) or only_looks(command)
    return "" if for_anybody else person
