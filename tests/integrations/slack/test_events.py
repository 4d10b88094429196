"""What Slack delivers becomes an event, or nothing where it is not for us."""

from typing import Any

import pytest

from isthmus_integrations.slack import events
from isthmus_integrations.slack.events import (
    command_of,
    event_of,
    filled_of,
    pressed_of,
    shortcut_of,
)

MESSAGE: dict[str, Any] = {
    "type": "message",
    "channel": "C1",
    "user": "U1",
    "text": "<@B1> who approves it?",
    "ts": "17.1",
}


def delivery(event: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    bot = {"user_id": "B1", "is_bot": True}
    said = {"team_id": "T1", "event_id": "Ev1", "authorizations": [bot], "event": event}
    return said | more


def test_a_message_and_its_mention_are_one() -> None:
    message = event_of(delivery(MESSAGE))
    mention = event_of(delivery({**MESSAGE, "type": "app_mention"}, event_id="Ev2"))
    assert message
    assert mention
    assert message.key == mention.key == "slack:T1:C1:17.1"
    assert message.payload == mention.payload
    assert (message.same_as, mention.same_as) == ("Ev1", "Ev2")


def test_an_event_is_of_the_workspace_that_we_are_in() -> None:
    ours = [{"team_id": "T2", "user_id": "B1", "is_bot": True}]
    shared = event_of(delivery(MESSAGE, authorizations=ours))
    assert shared
    assert shared.team == "T2"


def test_a_form_that_is_sent_again_as_it_was_is_the_same() -> None:
    def sent(title: str, trigger: str) -> str:
        view = {"id": "V1", "private_metadata": "about", "state": {"values": {"t": title}}}
        said = {"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": trigger, "view": view}
        return filled_of(said).key

    assert sent("Call", "t1") == sent("Call", "t2") != sent("Ask", "t3")


def test_a_thread_is_one_lane_with_its_root() -> None:
    root = event_of(delivery(MESSAGE))
    reply = event_of(delivery({**MESSAGE, "ts": "18.2", "thread_ts": "17.1"}))
    other = event_of(delivery({**MESSAGE, "ts": "19.3"}))
    assert root
    assert reply
    assert other
    assert root.lane == reply.lane != other.lane


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B9"},
        {"app_id": "A1"},
        {"bot_profile": {"id": "B9"}},
        {"user": "B1"},
        {"user": "USLACKBOT"},
        {"user": ""},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "something_new"},
    ],
)
def test_what_no_person_said_is_ignored(more: dict[str, Any]) -> None:
    assert event_of(delivery({**MESSAGE, **more})) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
def test_what_a_person_said_in_another_form_counts(subtype: str) -> None:
    assert event_of(delivery({**MESSAGE, "subtype": subtype}))


def edited(**message: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    new = {**MESSAGE, "text": "another", "edited": {"user": "U1", "ts": "20.0"}, **message}
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": "C1",
        "message": new,
        "previous_message": MESSAGE,
    }


def test_an_edit_is_in_the_lane_of_what_was_edited() -> None:
    first, changed = event_of(delivery(MESSAGE)), event_of(delivery(edited(), event_id="Ev2"))
    assert first
    assert changed
    assert (changed.kind, changed.lane) == (events.CHANGED, first.lane)


def test_an_edit_that_changes_no_words_is_none() -> None:
    assert event_of(delivery(edited(text=MESSAGE["text"]))) is None
    assert event_of(delivery(edited(edited=None))) is None
    assert event_of(delivery(edited(bot_id="B9"))) is None


def test_a_deletion_is_in_the_lane_of_what_was_deleted() -> None:
    gone = {
        "type": "message",
        "subtype": "message_deleted",
        "channel": "C1",
        "deleted_ts": "17.1",
        "previous_message": MESSAGE,
    }
    first, deleted = event_of(delivery(MESSAGE)), event_of(delivery(gone, event_id="Ev2"))
    assert first
    assert deleted
    assert (deleted.kind, deleted.lane) == (events.DELETED, first.lane)


def test_only_the_loss_of_our_own_token_ends_an_installation() -> None:
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
    assert event_of(delivery(revoked)) is None
    revoked["tokens"] = {"oauth": [], "bot": ["B1"]}
    gone = event_of(delivery(revoked))
    assert gone
    assert gone.kind == events.GONE


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"team_id": "T1"},
        {"team_id": "T1", "event": None},
        {"team_id": "T1", "event": "message"},
        {"team_id": "T1", "event": {"type": "pin_added"}},
        {"event": MESSAGE},
    ],
)
def test_what_nobody_knows_is_no_event(said: dict[str, Any]) -> None:
    assert event_of(said) is None


def test_a_reaction_to_a_file_is_none() -> None:
    reaction = {"type": "reaction_added", "user": "U1", "reaction": "pushpin"}
    assert event_of(delivery({**reaction, "item": {"type": "file", "file": "F1"}})) is None


# ---- what people press and type


def pressed(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "9.9.9",
        "response_url": "https://hooks.slack.example/secret",
        "container": {"type": "message", "channel_id": "C1", "message_ts": "17.1"},
        "message": {"ts": "17.1"},
        "actions": [{"action_id": "isthmus:0", "value": "token", "action_ts": "21.0"}],
        **more,
    }


def test_a_button_is_known_by_its_trigger() -> None:
    event = pressed_of(pressed())
    assert event
    assert (event.id, event.payload["token"], event.payload["channel"]) == ("9.9.9", "token", "C1")


def test_what_is_kept_holds_no_address_to_write_to() -> None:
    event = pressed_of(pressed())
    assert event
    assert "hooks" not in str(event.payload)


def test_without_a_trigger_the_same_delivery_is_the_same_event() -> None:
    once, again = pressed_of(pressed(trigger_id="")), pressed_of(pressed(trigger_id=""))
    other = pressed_of(pressed(trigger_id="", user={"id": "U2"}))
    assert once
    assert again
    assert other
    assert once.key == again.key != other.key


def test_a_press_without_an_action_is_none() -> None:
    assert pressed_of(pressed(actions=[])) is None


def test_feedback_buttons_carry_their_value_too() -> None:
    event = pressed_of(pressed(actions=[{"action_id": "isthmus:feedback", "value": "good"}]))
    assert event
    assert event.payload["token"] == "good"  # noqa: S105 - what stands for a command


def test_a_button_of_the_home_has_no_channel() -> None:
    event = pressed_of(pressed(container={"type": "view", "view_id": "V1"}, message=None))
    assert event
    assert event.payload["channel"] == ""


def test_a_command_keeps_what_follows_it() -> None:
    form = {"team_id": "T1", "channel_id": "C1", "user_id": "U1", "text": "help"}
    event = command_of(form | {"trigger_id": "1.2", "response_url": "https://hooks/x"})
    assert event.payload == {"channel": "C1", "user": "U1", "text": "help", "trigger": "1.2"}


def test_a_shortcut_keeps_the_message_it_was_used_on() -> None:
    message = {"ts": "17.1", "user": "U2", "text": "call Siemens"}
    said = {"team": {"id": "T1"}, "user": {"id": "U1"}, "channel": {"id": "C1"}, "message": message}
    kept = shortcut_of(said | {"trigger_id": "1.2"}).payload
    assert (kept["author"], kept["text"], kept["ts"]) == ("U2", "call Siemens", "17.1")


def test_a_form_keeps_what_was_entered() -> None:
    view = {"id": "V1", "private_metadata": "{}", "state": {"values": {"0:title": {}}}}
    event = filled_of({"team": {"id": "T1"}, "user": {"id": "U1"}, "view": view})
    assert event.payload == {"user": "U1", "about": "{}", "state": {"0:title": {}}}
