"""What a Slack workspace holds."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Team:
    id: str
    name: str
    domain: str

    def as_json(self) -> Json:
        return {"id": self.id, "name": self.name, "domain": self.domain, "email_domain": ""}


@dataclass
class User:
    id: str
    team: str
    name: str
    real_name: str
    email: str = ""
    confirmed: bool = True
    tz: str = "Europe/Vienna"
    locale: str = "en-US"
    bot_id: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False  # of another organisation, met in a shared channel
    is_admin: bool = False
    deleted: bool = False

    @property
    def is_bot(self) -> bool:
        return bool(self.bot_id)

    def as_json(self, *, email: bool) -> Json:
        profile: Json = {"real_name": self.real_name, "display_name": self.name}
        if email and self.email:
            profile["email"] = self.email
        if self.bot_id:
            profile["bot_id"] = self.bot_id
        return {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "profile": profile,
            "tz": self.tz,
            "locale": self.locale,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_admin": self.is_admin,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_stranger": self.is_stranger,
            "is_email_confirmed": self.confirmed,
        }


@dataclass
class SharedFile:
    id: str
    name: str
    user: str
    content: bytes = b""
    title: str = ""
    mimetype: str = "application/octet-stream"
    alt_text: str = ""
    length: int = 0
    channels: list[str] = field(default_factory=list)
    complete: bool = False

    def as_json(self, base: str) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2],
            "size": len(self.content),
            "user": self.user,
            "mode": "hosted",
            "is_external": False,
            "channels": list(self.channels),
            "alt_txt": self.alt_text,
            "url_private": f"{base}/files-pri/{self.id}/{self.name}",
            "url_private_download": f"{base}/files-pri/{self.id}/download/{self.name}",
            "permalink": f"{base}/files/{self.id}",
        }


@dataclass
class Message:
    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    subtype: str = ""
    metadata: Json | None = None
    attachments: list[Json] = field(default_factory=list)  # unfurled links
    files: list[SharedFile] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: str = ""  # the ts of the last edit
    deleted: bool = False
    streaming: bool = False
    only_for: str = ""  # who alone sees it
    broadcast: bool = False
    values: dict[str, dict[str, Json]] = field(default_factory=dict)  # chosen in its blocks

    @property
    def is_reply(self) -> bool:
        return bool(self.thread_ts) and self.thread_ts != self.ts

    @property
    def thread(self) -> str:
        return self.thread_ts or self.ts

    def as_json(self, base: str, *, metadata: bool = False) -> Json:
        said: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text}
        beside: Json = {
            "subtype": self.subtype,
            "thread_ts": self.thread_ts,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": [file.as_json(base) for file in self.files],
            "edited": {"user": self.user, "ts": self.edited} if self.edited else None,
            "metadata": self.metadata if metadata else None,
            "reactions": [
                {"name": name, "users": users, "count": len(users)}
                for name, users in self.reactions.items()
                if users
            ],
        }
        return said | {name: value for name, value in beside.items() if value}


@dataclass
class Channel:
    id: str
    team: str
    name: str
    kind: str = "public"  # or private, im
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    is_ext_shared: bool = False
    is_archived: bool = False
    topic: str = ""

    @property
    def type(self) -> str:
        """Name it as events do."""
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]

    @property
    def scope(self) -> str:
        """Name its kind as scopes do."""
        return {"public": "channels", "private": "groups", "im": "im"}[self.kind]

    def find(self, ts: str) -> Message | None:
        return next((one for one in self.messages if one.ts == ts and not one.deleted), None)

    def replies(self, ts: str) -> list[Message]:
        """Give a thread as everybody sees it, its first message before the others."""
        shared = [one for one in self.messages if not one.deleted and not one.only_for]
        return [one for one in shared if ts in {one.ts, one.thread_ts}]

    def as_json(self) -> Json:
        said: Json = {
            "id": self.id,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": self.kind == "im",
            "is_mpim": False,
            "is_private": self.kind != "public",
            "is_archived": self.is_archived,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
            "is_shared": self.is_ext_shared,
            "is_member": True,
            "context_team_id": self.team,
        }
        if self.kind == "im":
            return said | {"user": self.members[0]}
        topic = {"value": self.topic, "creator": "", "last_set": 0}
        return said | {"name": self.name, "name_normalized": self.name, "topic": topic}


@dataclass
class View:
    """A modal or a Home, with what somebody has put into its fields."""

    id: str
    team: str
    user: str
    what: Json  # as the app gave it, with the ids that Slack adds
    hash: str
    root: str = ""
    previous: str = ""
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""  # what Slack itself says of a failure

    @property
    def is_home(self) -> bool:
        return bool(self.what["type"] == "home")

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.what["blocks"]
        return blocks


@dataclass
class Installation:
    """The app in one workspace: its token, and what that token may do."""

    team: str
    token: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    installed_by: str
    revoked: bool = False
    uninstalled: bool = False
    refresh_token: str = ""
    expires_at: float | None = None


@dataclass(frozen=True)
class Call:
    """A call of the Web API, as it came, and what it was answered."""

    method: str
    args: Json
    token: str
    at: float
    answer: Json
    status: int = 200


@dataclass(frozen=True)
class Ping:
    """Somebody was notified: ``whom`` is a user, a group, or `channel`, `here`, `everyone`."""

    channel: str
    ts: str
    by: str
    whom: str
