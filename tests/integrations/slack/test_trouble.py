"""Whatever Slack or the network do: nothing is lost, doubled, or shown to more people."""

from collections.abc import Callable

import pytest

from isthmus.actions.model import Draft, Party
from isthmus.channels.store import ChannelStore
from isthmus.jobs.model import State
from isthmus.library.caring import Care
from isthmus.people import NOBODY, alone
from isthmus.raci.desk import Hand
from slack_of_tests import ADA, BEN, Plant, over_both
from slack_workspace import Broken, DropsCall, DropsReply, RateLimited, Refuses
from slack_workspace.misbehaving import Misbehaviour

CONTROLS = "what does the policy say about compensating controls?"
SAYS = "the asset owner documents a compensating control"
HIDDEN = "turbine modem canary?"
CANARY = "canary-7731"


@over_both
def test_an_event_that_is_delivered_often_is_answered_once(there: Plant) -> None:
    there.slack.courier.copies = 4
    there.slack.courier.together = True
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.forward(6 * 60)
    first = there.slack.courier.deliveries[0]
    there.slack.courier.deliver(first, 2)
    there.work()
    assert len(there.slack.replies(asked)) == 1


@pytest.mark.parametrize(
    "how", [DropsReply(), DropsCall(), Broken(503), Broken(500, does=True), Refuses("fatal_error")]
)
def test_an_answer_whose_fate_is_unknown_comes_once(there: Plant, how: Misbehaviour) -> None:
    there.slack.misbehave("chat.postMessage", how)
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    for _ in range(4):
        there.forward(60)
    assert len(there.slack.replies(asked)) == 1
    assert there.jobs(State.DEAD, State.WAITING) == []


def test_a_file_whose_fate_is_unknown_comes_once(there: Plant) -> None:
    there.slack.misbehave("files.completeUploadExternal", DropsReply())
    asked = there.said("lea", "general", "@Isthmus steering report as pptx")
    for _ in range(4):
        there.forward(60)
    assert there.slack.sees("ana", "general", asked).count("(file: ") == 1
    assert there.jobs(State.DEAD, State.WAITING) == []


def test_who_is_told_to_wait_waits(there: Plant) -> None:
    there.slack.misbehave("chat.postMessage", RateLimited(retry_after=30))
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.forward(29)
    assert len(there.slack.calls_of("chat.postMessage")) == 1
    there.forward(31)
    assert len(there.slack.replies(asked)) == 1


def test_a_lookup_that_is_limited_is_done_later(there: Plant) -> None:
    there.slack.misbehave("users.info", RateLimited(retry_after=5))
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.forward(60)
    assert len(there.slack.replies(asked)) == 1


def test_who_joined_before_it_was_sent_is_looked_at(there: Plant) -> None:
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    there.slack.misbehave("chat.postMessage", RateLimited(retry_after=30))
    asked = there.said("ana", "plant-only", f"@Isthmus {HIDDEN}")
    there.slack.join("ben", "plant-only")
    there.forward(60)
    assert len(there.slack.replies(asked)) == 1
    assert CANARY not in there.slack.sees("ben", "plant-only", asked)


def test_what_names_those_who_were_there_is_not_shown_to_a_guest_who_joined(there: Plant) -> None:
    theirs = Draft("Dismiss Peter", owner=Party(BEN.name, BEN.id), readers=(NOBODY,))
    there.wiring.actions.add(theirs, Hand(BEN))
    there.slack.user("Gus", "gus@vendor.example", is_restricted=True)
    there.slack.channel("solo", ["ben"], kind="private")
    there.slack.misbehave("chat.postMessage", RateLimited(retry_after=30))
    asked = there.said("ben", "solo", "@Isthmus my actions")
    there.slack.join("gus", "solo")
    there.forward(60)
    assert len(there.slack.replies(asked)) == 1
    assert "Peter" not in there.slack.sees("gus", "solo", asked)


def test_what_was_heard_before_a_crash_is_not_shown_to_who_joined_since(there: Plant) -> None:
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    asked = there.slack.say("ana", "plant-only", f"@Isthmus {HIDDEN}")
    with there.wiring.storage.reading() as connection:
        key = ("slack", there.slack.home_team.id, f"{asked.channel}:{asked.ts}")
        event = ChannelStore(connection).event(key)
    assert event is not None
    there.channel.handle(event)  # and nobody came to write down what came of it
    there.slack.join("ben", "plant-only")
    there.forward(90)
    assert len(there.slack.replies(asked)) == 1
    assert CANARY not in there.slack.sees("ben", "plant-only", asked)


def test_what_was_ordered_is_replaced_by_words_for_those_who_joined(there: Plant) -> None:
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    there.slack.misbehave("chat.postMessage", RateLimited(retry_after=30))
    asked = there.said("ana", "plant-only", "@Isthmus add action: shut the turbine by Friday")
    there.slack.join("ben", "plant-only")
    there.forward(60)
    assert "not everybody here may read it" in there.slack.sees("ben", "plant-only", asked)
    assert "turbine" not in there.slack.replies(asked)[0].text


def test_a_document_that_was_closed_meanwhile_is_not_shown(there: Plant) -> None:
    there.slack.misbehave("chat.postMessage", RateLimited(retry_after=300))
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    _narrow_all(there)
    there.forward(400)
    assert len(there.slack.replies(asked)) == 1
    assert SAYS not in there.slack.sees("ben", "general", asked)


def _narrow_all(there: Plant) -> None:
    with there.wiring.reading(alone(ADA)) as library:
        known = [each.id for each in library.documents()]
    for each in known:
        there.wiring.take_care(each, Care(frozenset({"board"})), ADA)


def test_where_we_may_not_speak_any_more_who_asked_is_told_alone(there: Plant) -> None:
    asked = there.slack.say("ana", "general", f"@Isthmus {CONTROLS}")
    there.slack.leave(there.slack.bot.name, "general")
    there.work()
    assert there.slack.replies(asked) == []
    assert "Isthmus:" in there.slack.sees("ana", "dm")


@pytest.mark.parametrize("method", ["conversations.members", "conversations.info"])
def test_who_cannot_be_told_reads_what_everyone_may(there: Plant, method: str) -> None:
    there.slack.misbehaving.always(method, Refuses("missing_scope"))
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    asked = there.said("ana", "plant-only", f"@Isthmus {CONTROLS}")
    assert SAYS in there.slack.sees("ana", "plant-only", asked)
    if method == "conversations.members":
        asked = there.said("ana", "plant-only", f"@Isthmus {HIDDEN}")
        assert CANARY not in there.slack.sees("ana", "plant-only", asked)


@over_both
def test_a_window_that_does_not_open_ends_in_words(there: Plant) -> None:
    there.slack.misbehave("views.open", Refuses("expired_trigger_id"))
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.slack.press("ana", "Show the passages")
    there.work()
    assert "Press it once more" in there.slack.sees("ana", "general", asked)


def test_hostile_words_notify_nobody_and_stay_words(there: Plant) -> None:
    for text in ("<!channel> &amp;<@U000000001>", "<!here|x>", "*bold* `code` <https://evil|ok>"):
        there.said("ana", "general", f"@Isthmus add action: {text} by Friday")
    assert there.slack.pings_by_app() == []


def test_slack_may_say_that_it_holds_events_back(there: Plant) -> None:
    assert all(each.acked for each in there.slack.limit_rate())


def test_what_nobody_knows_here_is_acknowledged(there: Plant) -> None:
    post: Callable[..., object] = there.slack.courier.event
    team = there.slack.home_team.id
    assert all(each.acked for each in post(team, {"type": "team_join", "user": {"id": "U1"}}))  # type: ignore[attr-defined]
    assert there.slack.courier.verify().answer == {"challenge": "challenge-of-tests"}
