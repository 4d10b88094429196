"""What Slack delivers, by either way in: kept first, then acknowledged."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import structlog

from isthmus.channels.model import Answers, Event
from isthmus.messages import Form, Reply
from isthmus_integrations.slack import events
from isthmus_integrations.slack.about import INDEX, about_of, kind_of
from isthmus_integrations.slack.answering import Answering
from isthmus_integrations.slack.configured import PLATFORM
from isthmus_integrations.slack.means import Means
from isthmus_integrations.slack.pressing import Pressing
from isthmus_integrations.slack.saying import heard
from isthmus_integrations.slack.windows import WAITED_FOR, Windows

Said = Mapping[str, Any]

AT_MOST: Final = 2.0  # seconds; Slack gives up after three
AT_ONCE: Final = 8
ONE_MOMENT: Final = {"response_type": "ephemeral", "text": "One moment…"}
log = structlog.get_logger("isthmus.channels")


@dataclass(frozen=True)
class Door:
    """Takes a delivery and gives what goes back with its acknowledgement, None where nothing does.

    What it raises is not acknowledged, so that Slack delivers it again.
    """

    means: Means
    patience: float = AT_MOST
    _hands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(AT_ONCE, "slack-at-once"), repr=False
    )
    _filling: dict[str, Future[Reply]] = field(default_factory=dict, repr=False)

    def close(self) -> None:
        self._hands.shutdown(wait=True)

    # ---- what is subscribed to

    def event(self, delivery: Said) -> Said | None:
        if delivery.get("type") == "app_rate_limited":
            log.warning("slack.rate_limited", team=delivery.get("team_id"))
            return None
        found = events.event_of(delivery)
        if found and self._is_wanted(found):
            self.means.host.intake.accept(found)
        return None

    def _is_wanted(self, event: Event) -> bool:
        """Keep of what people say to each other only what may be for us."""
        if event.kind != events.MESSAGE:
            return True
        said = event.payload
        may_be = said["mentioned"] or said["thread"] or events.is_direct(said["channel"])
        return bool(may_be) or self._answers_all(event.team, said["channel"])

    def _answers_all(self, team: str, channel: str) -> bool:
        place = self.means.host.places.get(PLATFORM, team, channel)
        return place.answers is Answers.EVERY

    # ---- what people do

    def command(self, form: Said) -> Said | None:
        event = events.command_of(form)
        self._remember(event, form)
        new = self._accepted(event)
        return ONE_MOMENT if new and str(event.payload["text"]).strip() != "settings" else None

    def interaction(self, payload: Said) -> Said | None:
        match payload.get("type"):
            case "block_actions":
                pressed = events.pressed_of(payload)
                if pressed:
                    self._remember(pressed, payload)
                    self._accepted(pressed)
            case "message_action" | "shortcut":
                self._accepted(events.shortcut_of(payload))
            case "view_submission":
                return self._submitted(events.filled_of(payload))
        return None

    def _remember(self, event: Event, said: Said) -> None:
        """Keep where it can be answered for half an hour, in memory: who has it writes for us."""
        if address := str(said.get("response_url") or ""):
            self.means.replies.put(event.key, address)

    def _accepted(self, event: Event) -> bool:
        """Keep it, and then open the window that somebody may be waiting for."""
        new = self.means.host.intake.accept(event)
        if new and event.kind in WAITED_FOR:
            self._wait(self._hands.submit(Windows(self.means).open, event))
        return new

    def _wait(self, future: Future[None]) -> None:
        try:
            future.result(self.patience)
        except TimeoutError:
            log.warning("slack.window_late")

    # ---- forms

    def _submitted(self, event: Event) -> Said | None:
        """Have a form looked at while its window is open; what is done is told by a worker."""
        reply = self._looked_at(event)
        if reply and reply.of(Form):
            about = about_of(event.payload["about"])
            return Windows(self.means).answer(event, about, reply)
        self.means.host.intake.accept(event)
        return None

    def _looked_at(self, event: Event) -> Reply | None:
        """Give what came of a form; None where that is not known in time, or not at all."""
        if kind_of(event.payload["about"]) == INDEX:
            return None  # fetching and reading a document takes its time
        future = self._hands.submit(self._filled, event)
        self._filling[event.key] = future
        future.add_done_callback(lambda _done: self._filling.pop(event.key, None))
        try:
            return future.result(self.patience)
        except TimeoutError:
            log.warning("slack.form_late")
        except Exception as error:
            log.exception("slack.form_failed", reason=type(error).__name__)
        return None

    def _filled(self, event: Event) -> Reply:
        saying = Pressing(self.means).filled_saying(event)
        return Answering(self.means).hear(heard(saying, self.means.rooms))

    def filled(self, event: Event, handle: Callable[[Event], Any]) -> Any:  # noqa: ANN401 - as it is handled
        """Handle a form after it was done with while its window was open."""
        future = self._filling.get(event.key)
        if future:
            future.exception()
        return handle(event)
