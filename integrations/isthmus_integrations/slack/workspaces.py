"""What is looked up in a workspace: who somebody is, who is in a channel, and what was said."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from isthmus.channels.model import Profile
from isthmus.channels.remembering import Remembered
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.tokens import Tokens
from isthmus_integrations.slack.web import Answer, DeclinedError, SlackError, Web

MOST_MEMBERS: Final = 500  # beyond, an answer stands on what everyone may read
ONE_BY_ONE: Final = 20  # more people than this are looked up in one list
PAGE: Final = 200
MOST_PAGES: Final = 10
KNOWN_FOR: Final = timedelta(minutes=10)
MEMBERS_FOR: Final = timedelta(minutes=1)
EXPIRED: Final = "token_expired"
NOBODY: Final = "users_not_found"


@dataclass(frozen=True)
class Workspaces:
    """Calls as our bot in a workspace; ``team`` is the workspace's id."""

    web: Web
    tokens: Tokens
    clock: Callable[[], datetime]
    _known: Remembered[tuple[str, str], "Known"] = field(init=False, repr=False)
    _members: Remembered[tuple[str, str], "Listed"] = field(init=False, repr=False)
    _bots: Remembered[str, str] = field(init=False, repr=False)
    _threads: Remembered[tuple[str, str, str], bool] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name, lasts in (
            ("_known", KNOWN_FOR),
            ("_members", MEMBERS_FOR),
            ("_bots", KNOWN_FOR),
            ("_threads", MEMBERS_FOR),
        ):
            object.__setattr__(self, name, Remembered(self.clock, lasts))

    def call(self, team: str, method: str, **said: Any) -> Answer:  # noqa: ANN401 - as the method takes it
        return self._asked(team, lambda token: self.web.call(token, method, said))

    def read(self, team: str, method: str, **said: Any) -> Answer:  # noqa: ANN401 - as the method takes it
        return self._asked(team, lambda token: self.web.form(token, method, said))

    def _asked(self, team: str, ask: Callable[[str], Answer]) -> Answer:
        """Ask; where the token expired sooner than we knew, again with a new one."""
        token = self.tokens.of(team)
        try:
            return ask(token)
        except DeclinedError as error:
            other = self.tokens.instead_of(team, token) if error.error == EXPIRED else None
            if other is None:
                raise
            return ask(other)

    def pages(self, team: str, method: str, **said: Any) -> Iterator[Answer]:  # noqa: ANN401 - as the method takes it
        """Give page after page, a limited number of them."""
        cursor = ""
        for _ in range(MOST_PAGES):
            asked = said | ({"cursor": cursor} if cursor else {})
            answer = self.read(team, method, limit=PAGE, **asked)
            yield answer
            cursor = next_in(answer)
            if not cursor:
                return

    # ---- people

    def bot(self, team: str) -> str:
        """Give the user that we are."""
        return self._bots.either(team, lambda: str(self.read(team, "auth.test")["user_id"]))

    def profile(self, team: str, user: str) -> Profile:
        """Give somebody as Slack knows them; who cannot be looked up is from outside."""
        return self._about(team, user).profile

    def people(self, team: str, users: Sequence[str]) -> list[Profile]:
        """Give those who are people, with few calls."""
        missing = [each for each in users if self._known.get((team, each)) is None]
        if len(missing) > ONE_BY_ONE:
            self._look_up_all(team)
        found = [self._about(team, each) for each in users]
        return [each.profile for each in found if not each.robot]

    def by_email(self, team: str, email: str) -> Profile | None:
        """Give the person with an address that Slack has confirmed; None where there is none."""
        try:
            said = self.read(team, "users.lookupByEmail", email=email)["user"]
        except DeclinedError as error:
            if error.error != NOBODY:
                raise
            return None
        found = self._known.put((team, str(said["id"])), known(team, said))
        theirs = found.profile.email.lower() == email.lower()
        return found.profile if theirs and not found.robot else None

    def teams(self) -> tuple[str, ...]:
        """Give the workspaces we are in."""
        own = (self._own(),) if self.tokens.configured.bot_token else ()
        return tuple(dict.fromkeys((*own, *self.tokens.installed())))

    def _own(self) -> str:
        """Give the workspace of the one token that is set."""
        return self._bots.either("", lambda: str(self.read("", "auth.test")["team_id"]))

    def _about(self, team: str, user: str) -> "Known":
        found = self._known.get((team, user))
        if found is not None:
            return found
        try:
            said = self.read(team, "users.info", user=user)["user"]
        except DeclinedError:
            return Known(Profile(PLATFORM, team, user, user, outside=True))
        return self._known.put((team, user), known(team, said))

    def _look_up_all(self, team: str) -> None:
        for page in self.pages(team, "users.list"):
            for said in page.get("members") or ():
                self._known.put((team, str(said["id"])), known(team, said))

    # ---- channels

    def members(self, team: str, channel: str, *, anew: bool = False) -> tuple[str, ...] | None:
        """Give the people in a channel without us; None where they cannot be told, or are many."""
        if anew:
            self.forget_members(team, channel)
        found = self._members.either((team, channel), lambda: self._listed(team, channel))
        return found.users if found.whole and len(found.users) <= MOST_MEMBERS else None

    def _listed(self, team: str, channel: str) -> "Listed":
        found: list[str] = []
        left = ""
        for page in self.pages(team, "conversations.members", channel=channel):
            found += map(str, page.get("members") or ())
            left = next_in(page)
            if len(found) > MOST_MEMBERS + 1:
                break
        return Listed(tuple(each for each in found if each != self.bot(team)), whole=not left)

    def forget_members(self, team: str, channel: str) -> None:
        self._members.forget((team, channel))

    def about(self, team: str, channel: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.read(team, "conversations.info", channel=channel)["channel"]
        return found

    def direct(self, team: str, user: str) -> str:
        """Give the channel in which somebody is alone with us."""
        return str(self.call(team, "conversations.open", users=user)["channel"]["id"])

    # ---- what was said

    def message(self, team: str, channel: str, ts: str, thread: str = "") -> Answer | None:
        """Give a message as it is now; None where it is gone."""
        asked = {"channel": channel, "latest": ts, "oldest": ts, "inclusive": True, "limit": 1}
        try:
            if thread and thread != ts:
                answer = self.read(team, "conversations.replies", ts=thread, **asked)
            else:
                answer = self.read(team, "conversations.history", **asked)
            found = _with_ts(answer, ts)
            if found is None and not thread:  # an answer in a thread that nobody named
                found = _with_ts(self.read(team, "conversations.replies", ts=ts, **asked), ts)
        except DeclinedError:
            return None
        return found

    def takes_part(self, team: str, channel: str, thread: str) -> bool:
        """Tell whether we said something in a thread; it is looked at once in a minute."""
        known = self._threads.get((team, channel, thread))
        if known is not None:
            return known
        try:
            pages = self.pages(team, "conversations.replies", channel=channel, ts=thread)
            ours = (each.get("user") for page in pages for each in page.get("messages") or ())
            found = any(user == self.bot(team) for user in ours)
        except DeclinedError:
            found = False
        return self._threads.put((team, channel, thread), found)

    def permalink(self, team: str, channel: str, ts: str) -> str:
        try:
            said = self.read(team, "chat.getPermalink", channel=channel, message_ts=ts)
        except SlackError:
            return ""
        return str(said.get("permalink") or "")


def _with_ts(answer: Answer, ts: str) -> Answer | None:
    messages: Sequence[Answer] = answer.get("messages") or ()
    return next((each for each in messages if each.get("ts") == ts), None)


def next_in(page: Answer) -> str:
    """Give what asks for the next page; "" where this is the last one."""
    return str((page.get("response_metadata") or {}).get("next_cursor") or "")


@dataclass(frozen=True)
class Listed:
    """Who is in a channel, as far as Slack was asked; ``whole`` tells that this is all."""

    users: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class Known:
    """Somebody in a workspace; a ``robot`` reads nothing, so it narrows nobody's answer."""

    profile: Profile
    robot: bool = False


def known(team: str, said: Mapping[str, Any]) -> Known:
    """Read a user; the e-mail address counts only where Slack has confirmed it."""
    profile = said.get("profile") or {}
    confirmed = said.get("is_email_confirmed") is True
    guest = any(said.get(each) for each in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    foreign = bool(said.get("team_id")) and said["team_id"] != team
    name = profile.get("real_name") or said.get("real_name") or profile.get("display_name")
    read = Profile(
        platform=PLATFORM,
        team=team,
        id=str(said["id"]),
        name=str(name or said.get("name") or said["id"]),
        email=str(profile.get("email") or "") if confirmed else "",
        time_zone=str(said.get("tz") or "UTC"),
        outside=bool(guest or foreign or said.get("deleted")),
    )
    return Known(read, bool(said.get("is_bot")) or said["id"] == "USLACKBOT")
