"""What is said to us is answered where it was said; what people say to each other is not."""

import pytest
from structlog.testing import capture_logs

from isthmus.channels.model import Answers, Manner
from isthmus.jobs.model import State
from slack_of_tests import LEA, Plant, over_both

CONTROLS = "what does the policy say about compensating controls?"
HIDDEN = "turbine modem canary?"
CANARY = "canary-7731"
SAYS = "the asset owner documents a compensating control"


@over_both
def test_a_mention_is_answered_once_in_its_thread(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    assert SAYS in there.slack.sees("ben", "general", asked)
    assert len(there.slack.replies(asked)) == 1  # as a message and as a mention it is one
    assert [each.state for each in there.jobs()] == [State.DONE] * 2


@over_both
def test_a_follow_up_needs_no_mention_and_small_talk_gets_no_answer(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.said("ana", "general", "And what does the policy say about emergency patches?", asked)
    assert len(there.slack.replies(asked)) == 3
    there.said("ben", "general", "@Ana what does the policy say about patches?", asked)
    there.said("ben", "general", "thanks, lunch at noon then", asked)
    assert len(there.slack.replies(asked)) == 5  # theirs alone


def test_what_people_say_to_each_other_is_neither_kept_nor_answered(there: Plant) -> None:
    talk = there.said("ben", "general", "what does the policy say about patches?")
    assert there.jobs() == []
    there.said("ana", "general", "what does the policy say about controls?", talk)
    assert len(there.slack.replies(talk)) == 1


@over_both
def test_alone_with_us_everything_is_answered_in_full(there: Plant) -> None:
    there.said("ana", "dm", HIDDEN)
    assert CANARY in there.slack.sees("ana", "dm")
    there.said("ben", "dm", HIDDEN)
    assert CANARY not in there.slack.sees("ben", "dm")


@over_both
def test_what_not_all_may_read_stays_out_of_a_channel_and_only_the_asker_is_told(
    there: Plant,
) -> None:
    asked = there.said("ana", "general", f"@Isthmus {HIDDEN}")
    there.slack.press("ana", "Show it to me alone")
    there.work()
    assert CANARY in there.slack.sees("ana", "general", asked)
    for other in ("ben", "lea", "ada"):
        seen = there.slack.sees(other, "general", asked)
        assert CANARY not in seen
        assert "could be told more" not in seen


def test_who_may_read_no_more_than_all_is_told_nothing_of_more(there: Plant) -> None:
    asked = there.said("ben", "general", f"@Isthmus {HIDDEN}")
    assert "could be told more" not in there.slack.sees("ben", "general", asked)


def test_a_guest_reads_what_everyone_may(there: Plant) -> None:
    there.slack.user("Gus", "ana@plant.example", is_restricted=True)
    there.slack.user("Uma", "ana@plant.example", confirmed=False)
    for name in ("gus", "uma"):  # neither is Ana, whatever address they have
        there.said(name, "dm", HIDDEN)
        there.said(name, "dm", CONTROLS)
        seen = there.slack.sees(name, "dm")
        assert SAYS in seen
        assert CANARY not in seen


def test_one_person_who_may_not_read_it_narrows_a_private_channel(there: Plant) -> None:
    there.slack.channel("plant-only", ["ana", "lea"], kind="private")
    asked = there.said("ana", "plant-only", f"@Isthmus {HIDDEN}")
    assert CANARY in there.slack.sees("lea", "plant-only", asked)
    there.slack.join("ben", "plant-only")
    again = there.said("lea", "plant-only", f"@Isthmus {HIDDEN}")
    assert CANARY not in there.slack.sees("ben", "plant-only", again)


def test_where_not_all_who_are_there_can_be_told_everyone_may_read_the_answer(
    there: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isthmus_integrations.slack.workspaces.PAGE", 2)
    monkeypatch.setattr("isthmus_integrations.slack.workspaces.MOST_PAGES", 1)
    there.slack.channel("small", ["ana"], kind="private")
    there.slack.channel("large", ["ana", "lea", "ben"], kind="private")
    for name, is_told in (("small", True), ("large", False)):
        asked = there.said("ana", name, f"@Isthmus {HIDDEN}")
        assert (CANARY in there.slack.sees("ana", name, asked)) is is_told


def test_it_is_silent_in_a_channel_shared_with_others_until_it_is_switched_on(
    there: Plant,
) -> None:
    there.slack.user("Vic", "vic@vendor.example", is_stranger=True)
    channel = there.slack.channel("with-vendor", ["ana", "lea", "vic"], is_ext_shared=True)
    asked = there.said("ana", "with-vendor", f"@Isthmus {CONTROLS}")
    assert "switched off in this channel" in there.slack.sees("ana", "with-vendor", asked)
    assert there.slack.replies(asked) == []
    theirs = there.said("vic", "with-vendor", f"@Isthmus {CONTROLS}")
    assert "Isthmus:" not in there.slack.sees("vic", "with-vendor", theirs)

    place = there.wiring.places.get("slack", there.slack.home_team.id, channel.id)
    assert (place.name, place.shared) == ("with-vendor", True)
    there.wiring.places.behave(place, Manner(Answers.MENTION), LEA)
    again = there.said("vic", "with-vendor", f"@Isthmus {CONTROLS}")
    assert SAYS in there.slack.sees("ana", "with-vendor", again)


def test_where_every_question_is_answered_statements_are_not(there: Plant) -> None:
    channel = there.slack.channel("ask-us", ["ana", "ben", "lea"])
    place = there.wiring.places.get("slack", there.slack.home_team.id, channel.id)
    there.wiring.places.behave(place, Manner(Answers.EVERY), LEA)
    question = there.said("ben", "ask-us", CONTROLS)
    statement = there.said("ben", "ask-us", "The compensating controls are fine.")
    to_ana = there.said("ben", "ask-us", f"@Ana {CONTROLS}")
    assert SAYS in there.slack.sees("ana", "ask-us", question)
    assert there.slack.replies(statement) == there.slack.replies(to_ana) == []


def test_names_of_people_and_escaped_signs_arrive_as_words(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus @Lea please check A & B <C> by Friday")
    seen = there.slack.sees("ana", "general", asked)
    assert "A & B <C>" in seen
    assert "Owner: Lea" in seen


def test_a_mention_without_words_is_helped(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus")
    assert "You can say, for example" in there.slack.sees("ana", "general", asked)


# ---- changed and taken back


@over_both
def test_an_edited_question_is_answered_anew_in_the_same_place(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    there.slack.edit("ana", asked, "@Isthmus what does the policy say about emergency patches?")
    there.work()
    seen = there.slack.sees("ben", "general", asked)
    assert SAYS not in seen
    assert "shift supervisor" in seen
    assert len(there.slack.replies(asked)) == 1


def test_an_edit_that_comes_before_the_first_answer_is_answered_as_it_is_now(
    there: Plant,
) -> None:
    asked = there.slack.say("ana", "general", f"@Isthmus {CONTROLS}")
    there.slack.edit("ana", asked, "@Isthmus what about emergency patches?")
    there.slack.edit("ana", asked, "@Isthmus what does the policy say about emergency patches?")
    there.work()
    assert "shift supervisor" in there.slack.sees("ben", "general", asked)
    assert len(there.slack.replies(asked)) == 1


def test_what_was_done_is_not_done_again_by_an_edit(there: Plant) -> None:
    asked = there.said("ana", "general", "@Isthmus add action: call the vendor by Friday")
    there.slack.edit("ana", asked, "@Isthmus add action: call the vendor by Monday")
    there.work()
    assert "A-2" not in there.slack.sees("ana", "general", asked)
    assert "was done as it stood" in there.slack.sees("ana", "general", asked)


def test_a_mention_added_later_counts(there: Plant) -> None:
    asked = there.said("ana", "general", CONTROLS)
    there.slack.edit("ana", asked, f"@Isthmus {CONTROLS}")
    there.work()
    assert SAYS in there.slack.sees("ben", "general", asked)


def test_what_an_edit_ordered_is_not_ordered_again_by_the_next(there: Plant) -> None:
    asked = there.said("ana", "general", "please call the vendor by Monday")
    for day in ("Monday", "Tuesday"):
        there.slack.edit("ana", asked, f"@Isthmus add action: call the vendor by {day}")
        there.work()
    seen = there.slack.sees("ana", "general", asked)
    assert "A-1" in seen
    assert "A-2" not in seen
    assert "was done as it stood" in seen


def test_what_an_edit_was_answered_is_answered_anew_by_the_next(there: Plant) -> None:
    asked = there.said("ana", "general", CONTROLS)
    for text in (CONTROLS, "what does the policy say about emergency patches?"):
        there.slack.edit("ana", asked, f"@Isthmus {text}")
        there.work()
    seen = there.slack.sees("ben", "general", asked)
    assert SAYS not in seen
    assert "shift supervisor" in seen
    assert len(there.slack.replies(asked)) == 1


def test_the_answer_to_an_edit_is_taken_back_with_the_message(there: Plant) -> None:
    asked = there.said("ana", "general", CONTROLS)
    there.slack.edit("ana", asked, f"@Isthmus {CONTROLS}")
    there.work()
    (answer,) = there.slack.replies(asked)
    there.slack.delete("ana", asked)
    there.work()
    assert answer.deleted


def test_whatever_was_said_of_edits_is_taken_back_with_the_message(there: Plant) -> None:
    asked = there.said("ana", "dm", "add action: call the vendor by Friday")
    for day in ("Monday", "Tuesday"):
        there.slack.edit("ana", asked, f"add action: call the vendor by {day}")
        there.work()
    assert "was done as it stood" in there.slack.sees("ana", "dm")
    there.slack.delete("ana", asked)
    there.work()
    assert "Isthmus:" not in there.slack.sees("ana", "dm")
    assert [each.state for each in there.jobs()] == [State.DONE] * len(there.jobs())


@over_both
def test_the_answer_to_a_deleted_question_is_taken_back(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    (answer,) = there.slack.replies(asked)
    there.slack.delete("ana", asked)
    there.work()
    assert answer.deleted
    assert [each.state for each in there.jobs()] == [State.DONE] * len(there.jobs())


@pytest.mark.parametrize("where", ["general", "dm"])
def test_what_goes_wrong_ends_in_words(there: Plant, where: str) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no more of this")

    there.channel.__dict__["_handling"] = type("Broken", (), {"handle": broken})()
    asked = there.slack.say("ana", where, f"@Isthmus {CONTROLS}")
    with capture_logs():
        for _ in range(6):
            there.forward(60)
    thread = asked if where == "general" else None
    assert "Something went wrong here" in there.slack.sees("ana", where, thread)


@over_both
def test_who_waits_alone_with_us_sees_what_we_are_at(there: Plant) -> None:
    there.said("ana", "dm", CONTROLS)
    (call,) = there.slack.calls_of("assistant.threads.setStatus")
    assert call.args["status"].startswith("is looking")
    assert SAYS in there.slack.sees("ana", "dm")
