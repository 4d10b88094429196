"""Files for somebody alone: Teams puts them into that person's own files, once they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from isthmus.channels.model import Outgoing, Posted
from isthmus.errors import InvalidError, NotAllowedError
from isthmus.jobs.handling import NotWanted
from isthmus.messages import File
from isthmus_integrations.teams import showing
from isthmus_integrations.teams.activities import Incoming
from isthmus_integrations.teams.asking import Asking
from isthmus_integrations.teams.configured import PLATFORM, Configured
from isthmus_integrations.teams.render import posted
from isthmus_integrations.teams.responses import Answer
from isthmus_integrations.teams.saying import said_in

Json = dict[str, Any]

INFO: Final = "application/vnd.microsoft.teams.card.file.info"
_THEIR_FILES: Final = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn")
_GONE: Final = "This file is not here any more. Ask for it again."
_NOT_SAVED: Final = "The file could not be put into your files. Press the button again, or get it "


@dataclass(frozen=True)
class Files:
    asking: Asking
    configured: Configured
    http: httpx.Client

    def consent(self, incoming: Incoming) -> Answer:
        """Put a file where somebody agreed to have it, and say so in place of the question.

        The address it goes to is a secret for some minutes: it is used at once, and never kept.
        """
        sent = self._asked(incoming)
        if incoming.at("value", "action") != "accept":
            text = f"You declined this file. [The console]({self.asking.console}) has it, too."
            body = {"type": "message", "text": text, "textFormat": "markdown"}
            self._instead(incoming, sent, body, "declined")
            return Answer(body={})
        file = self._file(sent)
        upload = incoming.inside("value", "uploadInfo")
        if not self._saved(file, str(upload.get("uploadUrl") or "")):
            self._say_not_saved(incoming)
            return Answer(body={})
        self._instead(incoming, sent, _saved_card(file, upload), "saved")
        return Answer(body={})

    def _asked(self, incoming: Incoming) -> Posted:
        known = showing.reference(incoming.where, incoming.at("replyToId"))
        sent = self.asking.host.outbox.find(PLATFORM, incoming.tenant, known)
        if sent is None or "file" not in sent.outgoing.payload:
            raise InvalidError(_GONE)
        if sent.outgoing.payload.get("user") != incoming.sender:
            raise NotAllowedError("This file is for somebody else.")
        return sent

    def _file(self, sent: Posted) -> File:
        """Give the file as they may read it now: it may have been offered days ago."""
        ready = self.asking.sending.prepare(sent.outgoing)
        if isinstance(ready, NotWanted):
            raise InvalidError(_GONE)
        files = showing.files_of(posted(showing.reply_in(ready.payload), showing.tokenless, ""))
        place = int(ready.payload["file"])
        if place >= len(files):
            raise InvalidError(_GONE)
        file: File = files[place]
        return file

    def _saved(self, file: File, address: str) -> bool:
        if not self._is_theirs(address):
            return False
        last = len(file.content) - 1
        headers = {"Content-Range": f"bytes 0-{last}/{len(file.content)}"}
        headers["Content-Type"] = "application/octet-stream"
        try:
            return self.http.put(address, content=file.content, headers=headers).is_success
        except httpx.HTTPError:
            return False

    def _is_theirs(self, address: str) -> bool:
        """Tell whether an address is of a person's files, or of who plays Teams beside us."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        host = (parts.hostname or "").lower()
        theirs = parts.scheme == "https" and host.endswith(_THEIR_FILES) and not parts.username
        return theirs or self.configured.trusts(parts._replace(query="", fragment="").geturl())

    def _say_not_saved(self, incoming: Incoming) -> None:
        saying = said_in(incoming)
        text = f"{_NOT_SAVED}in the console: {self.asking.console}"
        told = showing.words(showing.spot_of(saying, ""), text, "not-saved")
        self.asking.host.outbox.put(told, f"teams:{saying.team}:{saying.id}/not-saved")

    def _instead(self, incoming: Incoming, sent: Posted, body: Json, name: str) -> None:
        """Put something in the place of the question whether the file is wanted."""
        payload = {**sent.outgoing.payload, "body": body, "message": incoming.at("replyToId")}
        payload = {key: payload[key] for key in payload if key not in {"reply", "asked", "file"}}
        told = Outgoing(
            PLATFORM, incoming.tenant, sent.outgoing.place, showing.SAVED, payload, name
        )
        self.asking.host.outbox.put(told, f"{sent.key}/{name}")


def _saved_card(file: File, upload: Mapping[str, Any]) -> Json:
    name = str(upload.get("name") or file.name)
    kind = str(upload.get("fileType") or name.rpartition(".")[2])
    card = {
        "contentType": INFO,
        "contentUrl": str(upload.get("contentUrl") or ""),
        "name": name,
        "content": {"uniqueId": str(upload.get("uniqueId") or ""), "fileType": kind},
    }
    return {"type": "message", "attachments": [card]}
