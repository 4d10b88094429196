"""Socket Mode: the connection comes back, and what it brings is kept before it is acknowledged."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from isthmus.channels.model import Event
from slack_of_tests import Plant, plant
from slack_workspace import Broken, DropsCall, RateLimited, Refuses, SlackWorkspace
from slack_workspace.misbehaving import Misbehaviour

CONTROLS = "what does the policy say about compensating controls?"
SAYS = "the asset owner documents a compensating control"
SOON = 15.0  # seconds that nothing here may take


def test_it_comes_back_when_slack_asks_for_it(by_socket: Plant) -> None:
    for reason in ("warning", "refresh_requested"):
        by_socket.slack.sockets.disconnect(reason)
        _back(by_socket)
        asked = by_socket.said("ana", "general", f"@Isthmus {CONTROLS}")
        assert len(by_socket.slack.replies(asked)) == 1


def test_it_comes_back_when_the_connection_is_cut(by_socket: Plant) -> None:
    by_socket.slack.sockets.cut()
    missed = by_socket.slack.say("ana", "general", f"@Isthmus {CONTROLS}")
    _back(by_socket)
    by_socket.forward(60)
    assert len(by_socket.slack.replies(missed)) == 1


@pytest.mark.parametrize("how", [RateLimited(1), Broken(503), DropsCall(), Refuses("fatal_error")])
def test_it_tries_again_where_no_connection_is_to_be_had(tmp_path: Path, how: Misbehaviour) -> None:
    with capture_logs(), plant(tmp_path, by_socket=True, before=_trouble(how)) as there:
        asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
        assert SAYS in there.slack.sees("ben", "general", asked)


def _trouble(how: Misbehaviour) -> Callable[[SlackWorkspace], None]:
    return lambda slack: slack.misbehave("apps.connections.open", how)


def test_what_could_not_be_kept_is_not_acknowledged_and_comes_again(by_socket: Plant) -> None:
    intake = by_socket.channel.means.host.intake
    failing = _Failing(intake, times=2)
    object.__setattr__(by_socket.channel.means.host, "intake", failing)
    by_socket.slack.courier.patience = 0.3
    asked = by_socket.slack.say("ana", "dm", CONTROLS)
    assert [each.acked for each in by_socket.slack.deliveries] == [False, False]
    assert by_socket.jobs() == []
    by_socket.slack.courier.patience = SOON
    by_socket.forward(60)
    assert [each.acked for each in by_socket.slack.deliveries[:3]] == [False, False, True]
    assert by_socket.slack.sees("ana", "dm").count(SAYS) == 1
    assert asked.text == CONTROLS


class _Failing:
    def __init__(self, real: object, times: int) -> None:
        self._real, self._times = real, times

    def accept(self, event: Event) -> bool:
        if self._times:
            self._times -= 1
            raise RuntimeError("the disk is full")
        return bool(self._real.accept(event))  # type: ignore[attr-defined]


def test_an_acknowledgement_that_is_lost_doubles_nothing(by_socket: Plant) -> None:
    by_socket.slack.courier.copies = 3
    by_socket.slack.courier.together = True
    asked = by_socket.said("ana", "general", f"@Isthmus {CONTROLS}")
    assert len(by_socket.slack.replies(asked)) == 1


def test_nobody_waits_for_its_end(tmp_path: Path) -> None:
    for trouble in ("", "refresh_requested", "link_disabled"):
        with capture_logs(), plant(tmp_path / (trouble or "none"), by_socket=True) as there:
            if trouble:
                there.slack.sockets.disconnect(trouble)
            begun = time.monotonic()
            there.channel.stop()
            assert time.monotonic() - begun < SOON
            there.slack.sockets.wait_for(0)


def test_nobody_waits_for_the_end_of_one_that_never_stood(tmp_path: Path) -> None:
    with (
        capture_logs(),
        plant(tmp_path, slack_app_token="xapp-of-another-app") as there,  # noqa: S106 - of tests
    ):
        begun = time.monotonic()
        there.channel.stop()
        assert time.monotonic() - begun < SOON
    assert not any(each.name == "slack-socket" for each in threading.enumerate())


def _back(there: Plant) -> None:
    """Wait until the app is back with one connection."""
    there.slack.sockets.wait_for(1, SOON)
