"""The Bot Connector's REST API, the token authority and the keys, as Teams answers them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from teams_service.cards import RefusedError, check
from teams_service.people import BOT, CLIENT, SECRET, Conversation, Human, Message
from teams_service.server import Call, Said
from teams_service.signing import ISSUER, Issuer
from teams_service.streams import Refusal, Streams
from teams_service.trouble import Breaks, DropsCall, DropsReply, RateLimited, Troubles

REGION: Final = "amer"
OWN_TOKEN: Final = "a token for the bot"  # noqa: S105 - of a tenant that does not exist
THREAD: Final = ";messageid="


def error(status: int, code: str, **headers: str) -> Said:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status, {"error": {"code": code, "message": "told by Teams"}}, named)


def told(refused: Refusal) -> Said:
    wait = {"Retry-After": "1"} if refused.status == 429 else {}
    said = {"error": {"code": refused.code, "message": refused.said}}
    return Said(refused.status, said, wait)


@dataclass
class World:
    """Everything there is; ``calls`` are all requests that came in."""

    issuer: Issuer
    clock: Callable[[], datetime]
    people: dict[str, Human] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)  # conversations of one person, by id
    blocked: set[str] = field(default_factory=set)  # ids of people without the app
    troubles: Troubles = field(default_factory=Troubles)
    calls: list[Call] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    page: int = 200
    region: str = REGION
    numbers: "count[int]" = field(default_factory=lambda: count(1_700_000_000_001))

    def __post_init__(self) -> None:
        self.streams = Streams(self.clock)

    def next_id(self) -> str:
        return str(next(self.numbers))


@dataclass
class BotConnector:
    world: World

    def answer(self, call: Call) -> Said:
        self.world.calls.append(call)
        trouble = self.world.troubles.for_call(str(call))
        match trouble:
            case RateLimited(seconds):
                return error(429, "TooManyRequests", Retry_After=str(seconds))
            case Breaks(status):
                return error(status, "BadGateway")
            case DropsCall():
                return Said(dropped=True)
        said = self._answered(call)
        return Said(dropped=True) if isinstance(trouble, DropsReply) else said

    def _answered(self, call: Call) -> Said:
        match call.path:
            case ("v1", ".well-known", what):
                return self._published(call, what)
            case ("oauth", "token"):
                return self._token(call)
            case (region, "upload", name) if region == self.world.region and call.method == "PUT":
                self.world.uploads[name] = call.body
                return Said(201, {"id": name})
            case (region, "v3", "conversations", *rest) if region == self.world.region:
                allowed = call.headers.get("authorization") == f"Bearer {OWN_TOKEN}"
                return self._conversations(call, rest) if allowed else error(401, "Unauthorized")
        return error(404, "NotFound")

    def _published(self, call: Call, what: str) -> Said:
        if what == "keys":
            self.world.issuer.fetched += 1
            return Said(body={"keys": self.world.issuer.published})
        keys = f"http://{call.headers['host']}/v1/.well-known/keys"
        return Said(body={"issuer": ISSUER, "jwks_uri": keys})

    def _token(self, call: Call) -> Said:
        said: dict[str, Any] = call.body
        if (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET):
            return Said(401, {"error": "invalid_client", "error_description": "wrong secret"})
        return Said(body={"access_token": OWN_TOKEN, "expires_in": 3600, "token_type": "Bearer"})

    # ---- conversations

    def _conversations(self, call: Call, rest: list[str]) -> Said:
        if not rest:
            return self._create(call.body)
        base, _, thread = rest[0].partition(THREAD)
        found = self.world.conversations.get(base)
        if found is None:
            return error(404, "ConversationNotFound")
        if not found.installed or base in self.world.blocked:
            return error(403, "BotNotInConversationRoster")
        ways: dict[tuple[str, str], Callable[[], Said]] = {
            ("POST", "activities"): lambda: self._post(found, thread, call.body),
            ("PUT", "activities"): lambda: self._put(found, rest[-1], call.body),
            ("DELETE", "activities"): lambda: self._delete(found, rest[-1]),
            ("GET", "members"): lambda: self._member(found, rest[-1]),
            ("GET", "pagedmembers"): lambda: self._members(found, call.query),
        }
        way = ways.get((call.method, rest[1]))
        return way() if way else error(405, "MethodNotAllowed")

    def _create(self, body: dict[str, Any]) -> Said:
        known = body["members"][0]["id"]
        person = next((each for each in self.world.people.values() if each.id == known), None)
        if person is None or body["bot"]["id"] != BOT:
            return error(400, "BadArgument")
        if known in self.world.blocked or not body.get("tenantId"):
            return error(403, "ForbiddenOperationException")
        return Said(201, {"id": self.alone_with(person).id})

    def alone_with(self, person: Human) -> Conversation:
        """Give the one conversation somebody has with the bot; it is made where there is none."""
        known = self.world.personal.get(person.id)
        if known is None:
            known = f"a:1{person.key}-and-the-bot"
            made = Conversation(known, "personal", person.name, [person], tenant=person.tenant)
            self.world.conversations[known] = made
            self.world.personal[person.id] = known
        return self.world.conversations[known]

    # ---- messages

    def _post(self, found: Conversation, thread: str, body: dict[str, Any]) -> Said:
        try:
            known = self._taken(found, body)
        except RefusedError as refused:
            return error(413 if "Size" in str(refused) else 400, str(refused))
        except Refusal as refused:
            return told(refused)
        if body["type"] == "typing":
            self._grown(found, known, body)
            return Said(201 if known else 202, {"id": known} if known else {})
        if thread and found.message(thread) is None:
            return error(404, "ThreadNotFound")
        self._shown(found, Message(known, thread or known, "", body))
        return Said(201, {"id": known})

    def _grown(self, found: Conversation, known: str, body: dict[str, Any]) -> None:
        """Show what is streamed so far of an answer; what is only done meanwhile is no message."""
        if self.world.streams.of(body).get("streamType") == "streaming":
            self._shown(found, Message(known, known, "", body))

    def _shown(self, found: Conversation, message: Message) -> None:
        before = found.message(message.id)
        if before is None:
            found.messages.append(message)
        else:
            before.body = message.body

    def _taken(self, found: Conversation, body: dict[str, Any]) -> str:
        """Look whether it can be taken; gives what it is called."""
        streams = self.world.streams
        streamed = bool(streams.of(body))
        if streamed and found.kind != "personal":
            raise RefusedError("BadArgument")
        if body.get("type") == "typing" and streamed:
            return streams.goes_on(found.id, body, self.world.next_id())
        if body.get("type") == "typing":
            self.world.typing.append(found.id)
            return ""
        check(body)
        return streams.ends(body) if streamed else self.world.next_id()

    def _put(self, found: Conversation, known: str, body: dict[str, Any]) -> Said:
        message = found.message(known)
        if message is None or message.by or message.deleted:
            return error(404, "ActivityNotFoundInConversation")
        try:
            check(body)
        except RefusedError as refused:
            return error(413 if "Size" in str(refused) else 400, str(refused))
        message.body = body
        message.views.clear()
        return Said(200, {"id": known})

    def _delete(self, found: Conversation, known: str) -> Said:
        message = found.message(known)
        if message is None or message.by or message.deleted:
            return error(404, "ActivityNotFoundInConversation")
        message.deleted = True
        return Said(200, {})

    # ---- members

    def _member(self, found: Conversation, known: str) -> Said:
        member = next((each for each in found.members if each.id == known), None)
        return Said(body=member.as_member()) if member else error(404, "MemberNotFound")

    def _members(self, found: Conversation, query: dict[str, str]) -> Said:
        size = min(int(query.get("pageSize") or self.world.page), self.world.page)
        start = int(query.get("continuationToken") or 0)
        page = found.members[start : start + size]
        said: dict[str, Any] = {"members": [each.as_member() for each in page]}
        if start + size < len(found.members):
            said["continuationToken"] = str(start + size)
        return Said(body=said)
