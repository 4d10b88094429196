"""What is seen in Slack while an answer is written: a message that grows until it is the answer.

Its first sentence is posted like everything else: it is kept, sent once, and found again by its
key. What comes after changes that message, which may be done twice or be left out, and so does the
answer in the end: whatever is lost in between, it stands there once. Slack's own streams begin
without a key, so that one whose beginning was lost could not be found, and a second would appear.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from isthmus.channels.model import WRITING, Outgoing
from isthmus.errors import IsthmusError
from isthmus.jobs.handling import NotYetError, Refused
from isthmus.messages import Message, Told, so_far
from isthmus_integrations.slack import showing
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.saying import Saying
from isthmus_integrations.slack.sending import Sending
from isthmus_integrations.slack.showing import Shown, asked_of, spot_of
from isthmus_integrations.slack.web import SlackError

APART: Final = timedelta(seconds=1.2)  # Slack takes about fifty changes a minute
BYLINE: Final = "Writing… each sentence is checked before it is shown."


@dataclass
class Writing:
    """One answer being written; it never fails, as nothing is lost without it."""

    means: Means
    saying: Saying
    message: Message
    _told: list[Told] = field(default_factory=list)
    _next: datetime | None = None

    def tell(self, told: Told) -> None:
        self._told.append(told)
        now = self.means.host.clock()
        with suppress(SlackError, IsthmusError, NotYetError):
            if self._next is None:
                self._begin()
                self._next = now + APART
            elif now >= self._next:
                self._next = now + self._grow()

    def _begin(self) -> None:
        if self._spot.what == showing.POST:
            self.means.host.outbox.put(self._outgoing(showing.POST), self.key, self._event)

    def _grow(self) -> timedelta:
        """Change what was posted; gives how long nothing more is to be changed."""
        means = self.means
        sending = Sending(means.host, means.workspaces, means.rooms, means.replies)
        prepared = sending.prepare(self._outgoing(showing.UPDATE, of=self.key))
        came = sending.send(prepared, self.key) if isinstance(prepared, Outgoing) else None
        busy = came.retry_after if isinstance(came, Refused) else None
        return max(APART, busy or APART)

    def ended_by(self, came: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
        """Have the first message of an answer take the place of what was shown of it."""
        first, *rest = came
        begun = any(each.key == self.key for each in self.means.host.outbox.of_event(self._event))
        if not begun or first.what != showing.POST:
            return came
        payload = {**first.payload, "of": self.key, showing.ELSE_POSTED: True}
        return (replace(first, what=showing.UPDATE, payload=payload), *rest)

    @property
    def key(self) -> str:
        return f"{self._event}/{WRITING}"

    @property
    def _event(self) -> str:
        return f"{PLATFORM}:{self.saying.team}:{self.saying.id}"

    @property
    def _spot(self) -> showing.Spot:
        return spot_of(self.saying, self.message.by.id)

    def _outgoing(self, what: str, **more: Any) -> Outgoing:  # noqa: ANN401 - JSON
        asked = asked_of(self.saying, self.message, self.means.host.clock())
        shown = Shown(so_far(self._told, BYLINE), asked).as_payload
        payload = {**self._spot.as_payload, **shown, showing.UNTIL: self._event, **more}
        return showing.outgoing(self._spot, what, payload, WRITING)
