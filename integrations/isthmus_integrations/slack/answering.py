"""What was said, heard by the assistant, and its reply as things to be sent."""

from dataclasses import dataclass, replace
from typing import Any, Final

from isthmus.channels.model import Outgoing
from isthmus.messages import Message, Paragraph, Reply, Tell, said, silent
from isthmus.understanding.commands import Ask, Fill, OpenForm, ShowHome, command_as_json
from isthmus_integrations.slack.about import INDEX
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.events import is_direct
from isthmus_integrations.slack.indexing import Indexing
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.saying import Saying, heard
from isthmus_integrations.slack.showing import (
    ALONE,
    HOME,
    SHARE,
    Shown,
    Spot,
    asked_of,
    outgoing,
    shown,
    spot_of,
)
from isthmus_integrations.slack.writing import Writing

MORE_ALONE: Final = "Where nobody else reads along, you could be told more."
SHOW_ALONE: Final = "Show it to me alone"
SHARE_HERE: Final = "Share here"
INVITE: Final = "To share answers here, invite me into this channel first."


@dataclass(frozen=True)
class Answering:
    means: Means

    def answered(self, saying: Saying, name: str = "reply") -> tuple[Outgoing, ...]:
        """Answer where it was said, to those who see it there."""
        message = heard(saying, self.means.rooms)
        writing = Writing(self.means, saying, message)
        reply = self.hear(message, writing.tell)
        return writing.ended_by(self.told(saying, message, reply, name))

    def hear(self, message: Message, tell: Tell = silent) -> Reply:
        match message.command:
            case OpenForm(kind=kind) as about if kind == INDEX:
                return Indexing(self.means).asked(about, message.by)
            case Fill(form=OpenForm(kind=kind)) as fill if kind == INDEX:
                return Indexing(self.means).filled(fill, message)
        return self.means.host.assistant.hear(message, tell)

    def told(
        self, saying: Saying, message: Message, reply: Reply, name: str = "reply"
    ) -> tuple[Outgoing, ...]:
        spot = spot_of(saying, message.by.id)
        if not message.reader.admitted:  # why nothing is answered is for who asked alone
            aside = saying.alone or not is_direct(saying.channel)
            return shown(replace(spot, alone=aside), Shown(reply), name)
        asked = asked_of(saying, message, self.means.host.clock())
        return shown(spot, Shown(reply, asked), name)

    def with_more(self, saying: Saying) -> tuple[Outgoing, ...]:
        """Answer for all; only who asked is told that there is more for them."""
        message = heard(saying, self.means.rooms)
        writing = Writing(self.means, saying, message)
        reply = self.hear(message, writing.tell)
        answer = writing.ended_by(self.told(saying, message, reply))
        if reply.failed or message.is_private:
            return answer
        if not self.means.host.assistant.could_say_more(message):
            return answer
        spot = replace(spot_of(saying, message.by.id), alone=True)
        button = our_button(ALONE, SHOW_ALONE, Ask(message.text))
        return (*answer, *shown(spot, Shown(said(MORE_ALONE), button=button), "more"))

    def to_share(self, saying: Saying, question: str) -> tuple[Outgoing, ...]:
        """Answer one person in a channel, who may have it asked again for everybody there."""
        message = heard(saying, self.means.rooms)
        reply = self.hear(message)
        asked = asked_of(saying, message, self.means.host.clock())
        spot = spot_of(saying, message.by.id)
        if not spot.alone or reply.failed:
            return shown(spot, Shown(reply, asked))
        if not self.means.rooms.is_open_to_us(saying.team, saying.channel):
            told = replace(reply, parts=(*reply.parts, Paragraph(INVITE)))
            return shown(spot, Shown(told, asked))
        return shown(spot, Shown(reply, asked, our_button(SHARE, SHARE_HERE, Ask(question))))

    def home(self, team: str, user: str, known: str) -> Outgoing:
        """Give somebody's own page, as it is now."""
        by = self.means.rooms.person(team, user)
        message = Message(
            id=f"{known}/home",
            channel=PLATFORM,
            conversation=f"{team}/home/{user}",
            by=by,
            command=ShowHome(),
        )
        spot = Spot(team, user=user, person=by.id)
        payload = spot.as_payload | Shown(self.hear(message)).as_payload
        return outgoing(spot, HOME, payload, HOME)


def our_button(action: str, label: str, command: Ask) -> dict[str, Any]:
    return {"action": action, "label": label, "command": command_as_json(command)}
