"""A file into a thread: asked for, handed over, and only then shown."""

from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from typing import Final, Protocol
from urllib.request import Request, urlopen

from isthmus_integrations.slack.outcomes import beforehand
from isthmus_integrations.slack.web import NotReachedError
from isthmus_integrations.slack.workspaces import Workspaces

_MARK: Final = 8


class Uploaded(Protocol):
    """What is to be uploaded; ``alt`` says what is to be seen in a picture."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def alt(self) -> str: ...


@dataclass(frozen=True)
class Uploading:
    """Nothing is to be seen before the last of three calls, so only that one may be in doubt."""

    workspaces: Workspaces
    team: str

    def upload(self, file: Uploaded, key: str, channel: str, thread: str) -> str:
        """Show a file in a channel; gives `file:` and what Slack calls it."""
        known = beforehand(lambda: self._handed_over(file, named(file.name, key)))
        in_thread = {"thread_ts": thread} if thread else {}
        self.workspaces.call(
            self.team,
            "files.completeUploadExternal",
            files=[{"id": known, "title": file.name}],
            channel_id=channel,
            **in_thread,
        )
        return f"file:{known}"

    def _handed_over(self, file: Uploaded, name: str) -> str:
        said = {"filename": name, "length": len(file.content)}
        described = {"alt_txt": file.alt} if file.alt else {}
        answer = self.workspaces.read(self.team, "files.getUploadURLExternal", **said, **described)
        self._put(str(answer["upload_url"]), file.content)
        return str(answer["file_id"])

    def _put(self, address: str, content: bytes) -> None:
        if not address.startswith(("https://", "http://")):
            raise NotReachedError("Slack gave no address to upload to.")
        try:
            request = Request(address, data=content, method="POST")  # noqa: S310 - looked at above
            with urlopen(request, timeout=self.workspaces.web.timeout):  # noqa: S310
                pass
        except (OSError, HTTPException) as error:
            raise NotReachedError(f"The file could not be handed over: {error}") from error


def named(name: str, key: str) -> str:
    """Give a file a name by which it is found again; its title stays as it is."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{_mark(key)}.{ending}" if dot else f"{name}-{_mark(key)}"


def is_named(name: str, key: str) -> bool:
    return f"-{_mark(key)}" in name


def _mark(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:_MARK]
