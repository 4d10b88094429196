"""What people say: to us, about something we answered, changed or taken back afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from isthmus.channels.model import WRITING, Answers, Event, Outgoing, Posted
from isthmus.messages import Message
from isthmus.understanding.commands import Help, command_as_json
from isthmus_integrations.slack import showing
from isthmus_integrations.slack.answering import Answering
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import edits_of, is_direct
from isthmus_integrations.slack.indexing import Indexing
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.saying import Saying, heard, only_asks
from isthmus_integrations.slack.showing import Shown, Spot, asked_of, shown, spot_of, words
from isthmus_integrations.slack.texts import names_another_first, names_us
from isthmus_integrations.slack.web import SlackError

OFF_HERE: Final = (
    "I am switched off in this channel. A lead can switch me on with `/isthmus settings`; in a "
    "direct message I answer always."
)
DONE_ALREADY: Final = (
    "This was done as it stood before you changed it. Say what should be different now."
)
STATUS: Final = "is looking into it…"


@dataclass(frozen=True)
class Talking:
    means: Means

    @property
    def _answering(self) -> Answering:
        return Answering(self.means)

    # ---- something new

    def said(self, event: Event) -> Sequence[Outgoing]:
        payload = event.payload
        saying = self._saying(event.team, event.id, payload)
        if is_direct(saying.channel):
            return self._alone(saying, payload)
        return self._among_others(saying, payload)

    def _saying(self, team: str, known: str, payload: Mapping[str, Any]) -> Saying:
        channel, ts = str(payload["channel"]), str(payload["ts"])
        thread = str(payload["thread"] or ("" if is_direct(channel) else ts))
        text = self.means.rooms.words(team, str(payload["text"]))
        saying = Saying(team, channel, str(payload["user"]), known, thread, text)
        return saying if text else replace(saying, command=command_as_json(Help()))

    def _alone(self, saying: Saying, payload: Mapping[str, Any]) -> Sequence[Outgoing]:
        files = payload.get("files")
        offered = Indexing(self.means).offered(saying, files) if files else ()
        if files and not saying.text:
            return offered
        self._status(saying, str(payload["ts"]))
        return (*self._answering.answered(saying), *offered)

    def _among_others(self, saying: Saying, payload: Mapping[str, Any]) -> Sequence[Outgoing]:
        answers = self.means.rooms.place(saying.team, saying.channel).answers
        bot = self.means.workspaces.bot(saying.team)
        mentioned = payload["mentioned"] or names_us(payload["text"], bot)
        if answers is Answers.OFF:
            return self._off(saying) if mentioned else ()
        if not mentioned:
            if names_another_first(payload["text"], bot) or not saying.text:
                return ()
            if not self._is_for_us(saying, payload, answers):
                return ()
        return self._answering.with_more(saying)

    def _off(self, saying: Saying) -> Sequence[Outgoing]:
        """Tell our own people, and nobody else, why there is no answer."""
        if self.means.rooms.is_outside(saying.team, saying.user):
            return ()
        spot = replace(spot_of(saying, ""), alone=True)
        return (words(spot, OFF_HERE),)

    def _is_for_us(self, saying: Saying, payload: Mapping[str, Any], answers: Answers) -> bool:
        """Tell whether something that names nobody is said to us, without asking who reads it."""
        if answers is Answers.EVERY and not payload["thread"]:
            return "?" in saying.text and only_asks(saying.text)
        if not payload["thread"] or not self._takes_part(saying):
            return False
        by = self.means.rooms.known(saying.team, saying.user)
        message = Message(saying.id, PLATFORM, saying.conversation, by, saying.text)
        return self.means.host.assistant.is_for_us(message)

    def _takes_part(self, saying: Saying) -> bool:
        """Tell whether we said something in a thread."""
        outbox, root = self.means.host.outbox, f"{saying.channel}:{saying.thread}"
        if outbox.find(PLATFORM, saying.team, root):
            return True
        if outbox.of_event(f"{PLATFORM}:{saying.team}:{root}"):
            return True
        there = (saying.team, saying.channel, saying.thread)
        return self.means.workspaces.takes_part(*there)

    def _status(self, saying: Saying, ts: str) -> None:
        """Show what we are at, where Slack shows that; nothing is lost without it."""
        doing = self.means.host.assistant.doing(heard(saying, self.means.rooms))
        try:
            self.means.workspaces.call(
                saying.team,
                "assistant.threads.setStatus",
                channel_id=saying.channel,
                thread_ts=saying.thread or ts,
                status=f"is {doing[0].lower()}{doing[1:]}" if doing else STATUS,
            )
        except SlackError:
            return

    # ---- changed and taken back

    def changed(self, event: Event) -> Sequence[Outgoing]:
        """Answer what a question says now, in the place of what was answered before."""
        payload = event.payload
        channel, ts, thread = (str(payload[each]) for each in ("channel", "ts", "thread"))
        now = self.means.workspaces.message(event.team, channel, ts, thread)
        if now is None:
            return ()
        known = f"{channel}:{ts}:{(now.get('edited') or {}).get('ts') or event.id}"
        said = {
            "channel": channel,
            "user": str(now.get("user") or ""),
            "text": str(now.get("text") or ""),
            "ts": ts,
            "thread": thread,
            "mentioned": False,
        }
        before = self._before(event)
        if not before:
            return self.said(replace(event, id=known, payload=said))
        return self._instead(self._saying(event.team, known, said), event, before)

    def _instead(
        self, saying: Saying, event: Event, before: Sequence[Posted]
    ) -> Sequence[Outgoing]:
        was = self.means.rooms.words(event.team, str(event.payload["before"]))
        if not (only_asks(was) and only_asks(saying.text)):
            return (words(replace(spot_of(saying, ""), alone=True), DONE_ALREADY),)
        message = heard(saying, self.means.rooms)
        asked = asked_of(saying, message, self.means.host.clock())
        reply = self._answering.hear(message)
        anew = shown(spot_of(saying, message.by.id), Shown(reply, asked))
        return tuple(self._replaced(anew, before))

    def _replaced(self, anew: Sequence[Outgoing], before: Sequence[Posted]) -> Iterator[Outgoing]:
        """Change as many messages as there are, take back what is left, and add what is new."""
        still = _still_there(before)
        old = [each for each in still if each.outgoing.what != showing.UPLOAD]
        files = [each for each in still if each.outgoing.what == showing.UPLOAD]
        posts = [each for each in anew if each.what == showing.POST]
        for post, known in zip(posts, old, strict=False):
            yield replace(post, what=showing.UPDATE, payload={**post.payload, "of": known.key})
        yield from posts[len(old) :]
        yield from _taken_back((*old[len(posts) :], *files))
        yield from (each for each in anew if each.what == showing.UPLOAD)

    def deleted(self, event: Event) -> Sequence[Outgoing]:
        """Take back what was answered to a question that is gone."""
        return _taken_back(_still_there(self._before(event)))

    def _before(self, event: Event) -> Sequence[Posted]:
        """Give what came of the message or of any of its edits, in its order."""
        channel, ts = str(event.payload["channel"]), str(event.payload["ts"])
        outbox, team = self.means.host.outbox, f"{PLATFORM}:{event.team}"
        edits = outbox.of_events(f"{team}:{edits_of(channel, ts)}")
        return (*outbox.of_event(f"{team}:{channel}:{ts}"), *edits)


def _still_there(before: Sequence[Posted]) -> list[Posted]:
    """Leave out what was never shown as a message or a file, and what was taken back already."""
    back = {each.outgoing.payload.get("of") for each in before if _is(each, showing.DELETE)}
    return [each for each in before if each.key not in back and _is_there(each)]


def _is_there(posted: Posted) -> bool:
    """Tell whether it is a message or a file of its own; one that was being written became one."""
    if posted.outgoing.name == WRITING:
        return False
    became = showing.ELSE_POSTED in posted.outgoing.payload
    return became or _is(posted, showing.POST, showing.UPLOAD)


def _is(posted: Posted, *what: str) -> bool:
    return posted.outgoing.what in what


def _taken_back(posted: Sequence[Posted]) -> tuple[Outgoing, ...]:
    """Take back what was posted; what Slack calls it is known when it is this one's turn."""
    return tuple(
        showing.outgoing(
            Spot(each.outgoing.team, each.outgoing.place),
            showing.DELETE,
            {"of": each.key},
            f"back-{number}-{each.outgoing.name}",  # two edits may have used one name
        )
        for number, each in enumerate(posted, 1)
    )
