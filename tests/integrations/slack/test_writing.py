"""While an answer is written it is seen to grow, and in the end it stands there once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

import served
import writing_of_tests as writing
from isthmus.channels.store import ChannelStore
from isthmus.jobs.model import State
from isthmus_integrations.slack.writing import BYLINE
from slack_of_tests import Plant, plant
from slack_workspace import Broken, DropsCall, DropsReply, RateLimited, Refuses
from slack_workspace.misbehaving import Misbehaviour
from slack_workspace.model import Message

FIRST = "In short: Patching of OT systems"
OWN = "“The plant manager is accountable for the patch window of each OT system.”"
CONTROLS = "what does the policy say about compensating controls?"
HIDDEN = "turbine modem canary?"
CANARY = "canary-7731"
TROUBLE = [DropsReply(), DropsCall(), Broken(503), Broken(500, does=True), Refuses("fatal_error")]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Plant]:
    with capture_logs(), plant(tmp_path, wire=writing.wire) as there:
        yield there
        assert there.slack.warnings == []
        assert there.slack.pings_by_app() == []


def between(there: Plant, do: Callable[[int], object]) -> None:
    """Have something done between two sentences, when what was told is sent."""
    assert isinstance(there.wiring, writing.WritingWiring)

    def sent(told: int) -> None:
        there.work()
        do(told)

    there.wiring.pace.between = sent


def answers(there: Plant, where: str, asked: Message) -> list[Message]:
    if where != "dm":
        return there.slack.replies(asked)
    return [each for each in there.slack.messages("dm", user="ana") if each.bot_id]


@pytest.mark.parametrize("where", ["dm", "general"])
def test_sentences_are_seen_as_they_come_and_the_answer_takes_their_place(
    there: Plant, where: str
) -> None:
    seen: list[str] = []
    between(there, lambda _told: seen.append(_sees(there, where)))
    asked = there.said("ana", where, f"@Isthmus {served.QUESTION}")
    assert FIRST in seen[0]
    assert BYLINE in seen[0]
    assert OWN not in seen[0]
    (answer,) = answers(there, where, asked)
    shown = _sees(there, where)
    assert shown.count(FIRST) == shown.count(OWN) == 1
    assert writing.BYLINE in shown
    assert BYLINE not in shown
    assert "Track this" in shown
    assert not answer.deleted


def _sees(there: Plant, where: str) -> str:
    root = there.slack.messages(where)[0] if where != "dm" else None
    return there.slack.sees("ana", where, root)


def test_it_grows_no_faster_than_slack_takes_it(there: Plant) -> None:
    between(there, lambda _told: None)
    there.said("ana", "dm", served.QUESTION)
    assert len(there.slack.calls_of("chat.update")) == 1  # the answer itself
    between(there, lambda _told: there.slack.forward(2))
    there.said("ana", "dm", served.QUESTION)
    assert len(there.slack.calls_of("chat.update")) == 3


def test_who_asks_to_wait_is_left_alone_and_the_answer_comes(there: Plant) -> None:
    between(there, lambda _told: there.slack.forward(2))
    there.slack.misbehave("chat.update", RateLimited(retry_after=30))
    asked = there.said("ana", "dm", served.QUESTION)
    there.forward(60)
    (answer,) = answers(there, "dm", asked)
    assert writing.BYLINE in there.slack.sees("ana", "dm")
    assert answer.ts


@pytest.mark.parametrize("how", TROUBLE)
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_whatever_becomes_of_a_call_the_answer_stands_there_once(
    there: Plant, method: str, how: Misbehaviour
) -> None:
    between(there, lambda _told: there.slack.forward(2))
    there.slack.misbehave(method, how)
    asked = there.said("ana", "general", f"@Isthmus {served.QUESTION}")
    for _ in range(4):
        there.forward(60)
    assert len(there.slack.replies(asked)) == 1
    shown = there.slack.sees("ana", "general", asked)
    assert shown.count(OWN) == 1
    assert BYLINE not in shown
    assert there.jobs(State.DEAD, State.WAITING) == []


@pytest.mark.parametrize("shown_before", [True, False])
def test_after_a_crash_over_an_answer_it_stands_there_once(
    there: Plant,
    shown_before: bool,  # noqa: FBT001
) -> None:
    if shown_before:
        between(there, lambda _told: None)
    asked = there.slack.say("ana", "general", f"@Isthmus {served.QUESTION}")
    with there.wiring.storage.reading() as connection:
        key = ("slack", there.slack.home_team.id, f"{asked.channel}:{asked.ts}")
        event = ChannelStore(connection).event(key)
    assert event is not None
    there.channel.handle(event)  # and nobody came to write down what came of it
    for _ in range(3):
        there.forward(60)
    assert len(there.slack.replies(asked)) == 1
    shown = there.slack.sees("ana", "general", asked)
    assert shown.count(OWN) == 1
    assert BYLINE not in shown


def test_where_slack_keeps_refusing_what_is_written_the_answer_comes_whole(there: Plant) -> None:
    between(there, lambda _told: None)
    there.slack.misbehave("chat.postMessage", Refuses("msg_too_long"))
    asked = there.said("ana", "general", f"@Isthmus {served.QUESTION}")
    there.forward(60)
    shown = there.slack.sees("ana", "general", asked)
    assert shown.count(OWN) == 1
    assert BYLINE not in shown


def test_an_answer_that_was_posted_after_all_is_found_when_its_reply_was_lost(
    there: Plant,
) -> None:
    """Nothing of it was shown before, so it is posted; where Slack did not say so it is sought."""
    between(there, lambda _told: None)
    there.slack.misbehave("chat.postMessage", Refuses("msg_too_long"))
    there.slack.misbehave("chat.postMessage", DropsReply(), at_call=2)
    asked = there.said("ana", "general", f"@Isthmus {served.QUESTION}")
    for _ in range(4):
        there.forward(60)
    assert there.slack.sees("ana", "general", asked).count(OWN) == 1


def test_who_comes_in_while_it_is_written_is_told_what_they_may_read(there: Plant) -> None:
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")

    between(there, lambda _told: there.slack.join("ben", "plant-only"))
    asked = there.said("ana", "plant-only", "@Isthmus compensating turbine controls quarter?")
    there.forward(60)
    assert len(there.slack.replies(asked)) == 1
    assert CANARY not in there.slack.sees("ben", "plant-only", asked)


def test_an_edit_changes_the_answer_that_was_written_before(there: Plant) -> None:
    between(there, lambda _told: None)
    asked = there.said("ana", "general", f"@Isthmus {served.QUESTION}")
    there.slack.edit("ana", asked, f"@Isthmus {CONTROLS}")
    there.work()
    (answer,) = there.slack.replies(asked)
    shown = there.slack.sees("ben", "general", asked)
    assert "the asset owner documents a compensating control" in shown
    assert OWN not in shown
    there.slack.delete("ana", asked)
    there.work()
    assert answer.deleted


def test_a_slash_command_is_answered_at_once_as_ever(there: Plant) -> None:
    between(there, lambda _told: None)
    there.slack.command("ana", "/isthmus", f"ask {served.QUESTION}", "general")
    there.work()
    assert there.slack.calls_of("chat.postMessage") == []
