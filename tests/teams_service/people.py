"""Who is in the tenant, and where they talk."""

from dataclasses import dataclass, field
from typing import Any, Final

CLIENT: Final = "11111111-2222-3333-4444-555555555555"
SECRET: Final = "a secret of the registration"  # noqa: S105 - of a tenant that does not exist
TENANT: Final = "72f988bf-0000-0000-0000-2d7cd011db47"
BOT: Final = f"28:{CLIENT}"


@dataclass(frozen=True)
class Human:
    """``installed`` tells that they have the app for themselves."""

    key: str
    name: str
    email: str = ""
    principal: str = ""
    tenant: str = TENANT
    role: str = "user"
    zone: str = "Europe/Berlin"

    @property
    def id(self) -> str:
        return f"29:{self.key}-{sum(map(ord, self.key))}"

    def as_member(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "aadObjectId": f"aad-{self.key}",
            "name": self.name,
            "email": self.email,
            "userPrincipalName": self.principal or self.email,
            "tenantId": self.tenant,
            "userRole": self.role,
        }

    def as_account(self) -> dict[str, Any]:
        """Give them as they stand in an activity: without an address."""
        return {"id": self.id, "name": self.name, "aadObjectId": f"aad-{self.key}"}


@dataclass
class Message:
    """``by`` is a person's key, "" for the bot; ``views`` are cards only one person sees."""

    id: str
    thread: str
    by: str
    body: dict[str, Any]
    deleted: bool = False
    views: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def card(self) -> dict[str, Any]:
        for each in self.body.get("attachments") or ():
            if each["contentType"] == "application/vnd.microsoft.card.adaptive":
                found: dict[str, Any] = each["content"]
                return found
        return {}

    def card_for(self, person: str) -> dict[str, Any]:
        return self.views.get(person) or self.card


@dataclass
class Conversation:
    """``installed`` tells that the bot is in its roster."""

    id: str
    kind: str  # personal, groupChat or channel
    name: str
    members: list[Human]
    installed: bool = True
    tenant: str = TENANT
    messages: list[Message] = field(default_factory=list)

    @property
    def is_channel(self) -> bool:
        return self.kind == "channel"

    def has(self, person: Human) -> bool:
        return any(each.key == person.key for each in self.members)

    def message(self, known: str) -> Message | None:
        return next((each for each in self.messages if each.id == known), None)
