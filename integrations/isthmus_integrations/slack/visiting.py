"""What people do beside talking: visit our page, react, paste our links, come, leave, uninstall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from isthmus.actions import orders as of_actions
from isthmus.channels.model import Answers, Event, Outgoing
from isthmus.messages import Button, Buttons, Reply, reply_as_json
from isthmus.raci import orders as of_charts
from isthmus.understanding.commands import Command, OnAction, OnChart, OnRole, OpenForm
from isthmus_integrations.slack.answering import Answering
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import is_direct
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.saying import Saying, heard, with_command
from isthmus_integrations.slack.showing import (
    PROMPTS,
    UNFURL,
    Shown,
    Spot,
    asked_of,
    outgoing,
    shown,
    spot_of,
)
from isthmus_integrations.slack.windows import TRACK

TRACK_IT: Final = "Track as action item"
TO_TRACK: Final = "Shall this be tracked as an action item?"
MOST_PROMPTS: Final = 4
_LONGEST_WORDS: Final = 4_000
_LONGEST_NUMBER: Final = 9


@dataclass(frozen=True)
class Visiting:
    means: Means

    @property
    def _answering(self) -> Answering:
        return Answering(self.means)

    def opened(self, event: Event) -> Sequence[Outgoing]:
        """Show somebody their page, or what they may want to say where they are alone with us."""
        user = str(event.payload["user"])
        if event.payload["tab"] != "messages":
            return (self._answering.home(event.team, user, event.id),)
        channel = str(event.payload["channel"] or "")
        by = self.means.rooms.person(event.team, user)
        said = self.means.host.assistant.suggestions(by)[:MOST_PROMPTS]
        if not said or not channel:
            return ()
        payload = {
            "channel": channel,
            "thread": "",
            "prompts": [{"title": each, "message": each} for each in said],
        }
        return (outgoing(Spot(event.team, channel, user=user), PROMPTS, payload, PROMPTS),)

    # ---- an emoji on a message

    def reacted(self, event: Event) -> Sequence[Outgoing]:
        """Offer to whom reacted, and nobody else, to track a message."""
        payload = event.payload
        channel, ts, user = (str(payload[each]) for each in ("channel", "ts", "user"))
        wanted = self.means.configured.reaction
        if payload["reaction"].partition("::")[0] != wanted or not wanted:
            return ()
        if self.means.rooms.place(event.team, channel).answers is Answers.OFF:
            return ()
        message = self.means.workspaces.message(event.team, channel, ts)
        if not message or not message.get("text"):
            return ()
        thread = str(message.get("thread_ts") or ts)
        by = self.means.rooms.person(event.team, user)
        if not by.admitted:
            return ()
        spot = Spot(event.team, channel, thread, user, by.id, alone=True)
        button = Button(TRACK_IT, self._track(event.team, channel, message))
        return shown(spot, Shown(Reply((Buttons(TO_TRACK, (button,)),))))

    def _track(self, team: str, channel: str, message: Mapping[str, Any]) -> OpenForm:
        words = self.means.rooms.words(team, str(message["text"]), keep_us=True)
        author = str(message.get("user") or "")
        name = self.means.rooms.known(team, author).name if author else ""
        link = self.means.workspaces.permalink(team, channel, str(message["ts"]))
        return OpenForm(TRACK, words=words[:_LONGEST_WORDS], source=(name, link))

    # ---- our own links

    def linked(self, event: Event) -> Sequence[Outgoing]:
        """Unfold our links as far as everybody there may see what they lead to."""
        payload = event.payload
        saying = Saying(
            team=event.team,
            channel=str(payload["channel"]),
            user=str(payload["user"]),
            id=event.id,
            thread=str(payload["thread"] or payload["ts"]),
        )
        if not self._may_unfold(saying):
            return ()
        unfurls = {url: reply for url in payload["links"] if (reply := self._seen(saying, url))}
        return (self._unfurled(saying, payload, unfurls),) if unfurls else ()

    def _may_unfold(self, saying: Saying) -> bool:
        """Tell of links between two people, too, Slack does: who reads there is not known."""
        if is_direct(saying.channel):
            return self.means.workspaces.direct(saying.team, saying.user) == saying.channel
        return self.means.rooms.place(saying.team, saying.channel).answers is not Answers.OFF

    def _seen(self, saying: Saying, url: str) -> dict[str, Any] | None:
        command = command_at(url, self.means.host.settings.base_url)
        if command is None:
            return None
        asked = with_command(replace(saying, id=f"{saying.id}:{url}"), command)
        reply = self._answering.hear(heard(asked, self.means.rooms))
        return None if reply.failed else reply_as_json(reply)

    def _unfurled(
        self, saying: Saying, payload: Mapping[str, Any], unfurls: Mapping[str, Any]
    ) -> Outgoing:
        message = heard(saying, self.means.rooms)
        about = {
            "unfurls": unfurls,
            "ts": payload["ts"],
            "unfurl_id": payload["unfurl_id"],
            "source": payload["source"],
            "asked": asked_of(saying, message, self.means.host.clock()),
        }
        spot = replace(spot_of(saying, message.by.id), channel=saying.channel)
        return outgoing(spot, UNFURL, spot.as_payload | about, UNFURL)

    # ---- who is there

    def moved(self, event: Event) -> Sequence[Outgoing]:
        """Look at a channel anew: somebody came who may read less, or left."""
        channel = str(event.payload["channel"])
        self.means.workspaces.forget_members(event.team, channel)
        return ()

    def gone(self, event: Event) -> Sequence[Outgoing]:
        """Forget a workspace that does not want us any more, and its tokens."""
        if not self.means.workspaces.tokens.has_ended(event.team):
            return ()
        self.means.host.installations.end(PLATFORM, event.team)
        self.means.host.places.forget(PLATFORM, event.team)
        return ()


def command_at(url: str, base_url: str) -> Command | None:
    """Give what shows the thing at an address of our console; None for any other."""
    if not url.startswith(f"{base_url}/"):
        return None
    path = urlsplit(url[len(base_url) :]).path.strip("/").split("/")
    match path:
        case ["charts", chart]:
            return OnChart(of_charts.Show(), "show it", chart=chart)
        case ["roles", definition]:
            return OnRole(of_charts.Show(), "show it", definition=definition)
        case ["actions", number] if _is_number(number):
            return OnAction(of_actions.Show(), f"show A-{number}", (int(number),))
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
