"""Buttons, commands and windows do what they say, for whom they are there, once."""

from isthmus.jobs.model import State
from slack_of_tests import Plant, over_both

CONTROLS = "what does the policy say about compensating controls?"
SAYS = "the asset owner documents a compensating control"
HIDDEN = "turbine modem canary?"
CANARY = "canary-7731"


@over_both
def test_passages_open_in_a_window_for_anybody_there(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    before = len(there.slack.replies(asked))
    for name in ("ana", "ben"):
        there.slack.press(name, "Show the passages")
        assert "line 4" in there.slack.sees_modal(name)
        there.slack.close(name)
    there.work()
    assert len(there.slack.replies(asked)) == before


@over_both
def test_whether_it_helped_is_between_us(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.slack.press("ana", "Helpful")
    there.work()
    assert "noted" in there.slack.sees("ana", "general", asked)
    assert "noted" not in there.slack.sees("ben", "general", asked)


@over_both
def test_why_it_did_not_help_is_asked_in_a_window(there: Plant) -> None:
    there.said("ana", "dm", CONTROLS)
    there.slack.press("ana", "Not helpful")
    assert "Did this answer help?" in there.slack.sees_modal("ana")
    there.slack.fill("ana", {"In your own words": "Too short."})
    there.slack.submit("ana")
    there.work()
    assert there.slack.sees_modal("ana") == ""
    assert "noted" in there.slack.sees("ana", "dm")


def test_a_button_of_somebody_else_is_refused_in_words_for_whom_pressed_it(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus add action: call the vendor by Friday")
    there.slack.press("ben", "Done")
    there.work()
    assert "Isthmus" in there.slack.sees("ben", "general", asked).splitlines()[-1]
    assert len(there.slack.replies(asked)) == 1
    assert "A-1: Call the vendor. Open." in _shown(there, "ana")


@over_both
def test_what_a_button_did_is_told_in_the_thread_and_can_be_undone(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus add action: call the vendor by Friday")
    there.slack.press("ana", "Undo")
    there.work()
    replies = there.slack.replies(asked)
    assert len(replies) == 2
    assert "dropped" in there.slack.sees("ben", "general", asked).lower()


@over_both
def test_a_double_click_does_it_once_and_says_so_to_whom_pressed_it(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus add action: call the vendor by Friday")
    there.slack.press("ana", "Done")
    there.slack.press("ana", "Done")
    there.work()
    assert "came twice" in there.slack.sees("ana", "general", asked)
    assert "came twice" not in there.slack.sees("ben", "general", asked)
    assert len(there.slack.replies(asked)) == 2
    there.forward(5)
    there.slack.press("ana", "Done")
    there.work()
    assert there.slack.sees("ana", "general", asked).count("came twice") == 1


def _shown(there: Plant, user: str) -> str:
    there.said(user, "dm", "show A-1")
    return there.slack.sees(user, "dm")


# ---- windows that are filled in


@over_both
def test_an_action_is_edited_in_a_window_with_what_is_wrong_at_its_field(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus add action: call the vendor by Friday")
    there.slack.press("ana", "Edit")
    assert "call the vendor" in there.slack.sees_modal("ana").lower()
    there.slack.fill("ana", {"What is to be done": "   "})
    there.slack.submit("ana")
    there.work()
    assert there.slack.sees_modal("ana") != ""  # it stays open
    assert len(there.slack.replies(asked)) == 1
    there.slack.fill("ana", {"What is to be done": "Call the vendor again", "Owner": "Lea"})
    there.slack.submit("ana")
    there.work()
    assert there.slack.sees_modal("ana") == ""
    assert "Lea" in there.slack.sees("ben", "general", asked)


def test_a_form_that_is_sent_twice_is_done_once(there: Plant) -> None:
    message = there.slack.say("ben", "general", "Can somebody call Siemens by Friday?")
    there.slack.shortcut("ana", "track", message)
    delivery = there.slack.submit("ana")
    again = there.slack.courier.interaction(delivery.payload)
    there.work()
    assert again.acked
    assert "A-1" in there.slack.sees("ben", "general", message)
    there.said("ana", "dm", "show A-2")
    assert "Call Siemens" not in there.slack.sees("ana", "dm")
    assert len(there.slack.replies(message)) == 1


@over_both
def test_a_message_is_tracked_in_two_clicks(there: Plant) -> None:
    message = there.slack.say("ben", "general", "Can somebody call Siemens by Friday?")
    there.slack.shortcut("ana", "track", message)
    assert "Ben: “Can somebody call Siemens by Friday?”" in there.slack.sees_modal("ana")
    there.slack.submit("ana")
    there.work()
    assert "Call Siemens" in there.slack.sees("lea", "general", message)


@over_both
def test_an_emoji_offers_the_same_to_whom_reacted_alone(there: Plant) -> None:
    message = there.slack.say("ben", "general", "Can somebody call Siemens by Friday?")
    there.slack.react("lea", message, "thumbsup")
    there.slack.react("ana", message, "pushpin")
    there.work()
    assert "Track as action item" not in there.slack.sees("ben", "general", message)
    there.slack.press("ana", "Track as action item")
    assert "Call Siemens" in there.slack.sees_modal("ana")


def test_what_is_tracked_where_we_are_not_stays_with_whom_it_names(there: Plant) -> None:
    there.slack.channel("secret", ["ana", "lea"], app=False, kind="private")
    message = there.slack.say("lea", "secret", "Can somebody shut the turbine by Friday?")
    there.slack.shortcut("ana", "track", message)
    there.slack.submit("ana")
    there.work()
    assert "Shut the turbine" in there.slack.sees("ana", "dm")  # there is no way into the channel
    there.said("ben", "dm", "show A-1")
    assert "turbine" not in there.slack.sees("ben", "dm").lower()


# ---- commands


@over_both
def test_a_command_is_answered_to_who_typed_it_and_can_be_shared(there: Plant) -> None:
    there.slack.command("ana", "/isthmus", f"ask {CONTROLS}", "general")
    there.work()
    assert SAYS in there.slack.sees("ana", "general")
    assert SAYS not in there.slack.sees("ben", "general")
    there.slack.press("ana", "Share here")
    there.work()
    assert SAYS in there.slack.sees("ben", "general")


def test_what_is_shared_is_asked_again_for_everybody_there(there: Plant) -> None:
    there.slack.command("ana", "/isthmus", HIDDEN, "general")
    there.work()
    assert CANARY in there.slack.sees("ana", "general")
    there.slack.press("ana", "Share here")
    there.work()
    assert CANARY not in there.slack.sees("ben", "general")


@over_both
def test_each_verb_is_answered(there: Plant) -> None:
    for text in ("", "help", "raci", "role", "action", "report"):
        before = len(there.slack.sees("ana", "dm"))
        there.slack.command("ana", "/isthmus", text)
        there.work()
        assert len(there.slack.sees("ana", "dm")) > before + len("Isthmus: One moment…")


@over_both
def test_a_command_where_we_are_not_is_answered_there_and_alone(there: Plant) -> None:
    there.slack.channel("elsewhere", ["ana", "ben"], app=False)
    there.slack.command("ana", "/isthmus", f"ask {CONTROLS}", "elsewhere")
    there.work()
    seen = there.slack.sees("ana", "elsewhere")
    assert SAYS in seen
    assert "invite me" in seen
    assert "Share here" not in seen
    assert SAYS not in there.slack.sees("ben", "elsewhere")
    assert SAYS not in there.slack.sees("ana", "dm")
    there.slack.press("ana", "Helpful")
    there.work()
    assert "noted" in there.slack.sees("ana", "elsewhere")


def test_a_late_answer_where_we_are_not_comes_where_nobody_else_is(there: Plant) -> None:
    there.slack.channel("elsewhere", ["ana", "ben"], app=False)
    there.slack.command("ana", "/isthmus", f"ask {CONTROLS}", "elsewhere")
    there.forward(31 * 60)
    assert SAYS in there.slack.sees("ana", "dm")
    assert SAYS not in there.slack.sees("ana", "elsewhere")


def test_a_command_between_two_people_is_answered_to_who_typed_it(there: Plant) -> None:
    between = there.slack.channel("", ["ana", "ben"], app=False, kind="im", id="D0BETWEEN")
    there.slack.state.channels[between.id] = between
    for text in (f"ask {CONTROLS}", "report pptx", "action call the vendor by Friday"):
        there.slack.command("ana", "/isthmus", text, between)
        there.work()
    assert SAYS in there.slack.sees("ana", between)
    assert "Call the vendor" in there.slack.sees("ana", between)
    assert ".pptx" in there.slack.sees("ana", "dm")
    assert "Isthmus" not in there.slack.sees("ben", between)
    assert there.jobs(State.DEAD) == []


@over_both
def test_files_of_a_command_come_where_nobody_else_is(there: Plant) -> None:
    there.slack.command("lea", "/isthmus", "report pptx", "general")
    there.work()
    assert ".pptx" in there.slack.sees("lea", "dm")
    assert ".pptx" not in there.slack.sees("ben", "general")


@over_both
def test_who_may_sets_how_we_behave_in_a_channel(there: Plant) -> None:
    there.slack.command("ana", "/isthmus", "settings", "general")
    there.work()
    assert there.slack.sees_modal("ana") == ""
    assert "rank lead" in there.slack.sees("ana", "general")
    there.slack.command("lea", "/isthmus", "settings", "general")
    assert "How I behave here" in there.slack.sees_modal("lea")
    there.slack.fill("lea", {"I answer": "Never"})
    there.slack.submit("lea")
    there.work()
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    assert "switched off" in there.slack.sees("ana", "general", asked)


def test_alone_with_us_there_is_nothing_to_set(there: Plant) -> None:
    there.slack.command("lea", "/isthmus", "settings")
    there.work()
    assert "nothing to set" in there.slack.sees("lea", "dm")
