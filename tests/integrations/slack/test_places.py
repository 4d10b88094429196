"""How we behave in a channel, as whoever leads there has set it; and whose day it is."""

from isthmus.channels.model import Answers, Manner
from slack_of_tests import LEA, Plant
from slack_workspace import Channel

NOTHING = "moon base?"
IN_GERMAN = "@Isthmus add action: Lieferant anrufen bis Freitag"


def test_days_are_understood_in_the_language_of_a_place(there: Plant) -> None:
    werk = _place(there, "werk", Manner(Answers.MENTION, language="de"))
    asked = there.said("ana", werk, IN_GERMAN)
    assert "Due: Friday 27 November 2026" in there.slack.sees("ana", werk, asked)
    asked = there.said("ana", "general", IN_GERMAN)
    assert "Due: no date yet" in there.slack.sees("ana", "general", asked)


def test_what_is_tracked_belongs_to_the_step_a_place_is_about(there: Plant) -> None:
    werk = _place(there, "werk", Manner(Answers.MENTION, step="3.2"))
    asked = there.said("ana", werk, "@Isthmus add action: call the vendor by Friday")
    assert "Step: 3.2" in there.slack.sees("ana", werk, asked)


def test_a_chart_is_for_the_site_a_place_is_about_unless_another_is_named(there: Plant) -> None:
    werk = _place(there, "werk", Manner(Answers.MENTION, site="Leuven"))
    for words, site in (("", "Leuven"), (" for the Ghent site", "Ghent")):
        asked = there.said("ana", werk, f"@Isthmus draft a RACI for OT patching{words}")
        assert f"OT patching ({site})" in there.slack.sees("ana", werk, asked)


def test_tomorrow_is_the_day_after_the_persons_own_today(there: Plant) -> None:
    there.slack.state.user("ben").tz = "Asia/Tokyo"  # it is Monday there since half past five
    for name in ("ana", "ben"):
        there.said(name, "dm", "add action: call the vendor by tomorrow")
    assert "Due: Monday 23 November 2026" in there.slack.sees("ana", "dm")
    assert "Due: Tuesday 24 November 2026" in there.slack.sees("ben", "dm")


def test_what_is_not_answered_can_be_told_to_the_administrator(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {NOTHING}")
    assert "Your documents don't say" in there.slack.sees("ben", "general", asked)
    there.slack.press("ana", "Tell the administrator")
    there.work()
    assert "The administrator sees this question" in there.slack.sees("ana", "general", asked)
    assert "The administrator sees" not in there.slack.sees("ben", "general", asked)


def _place(there: Plant, name: str, manner: Manner) -> Channel:
    channel = there.slack.channel(name, ["ana", "lea"])
    place = there.wiring.places.get("slack", there.slack.home_team.id, channel.id)
    there.wiring.places.behave(place, manner, LEA)
    return channel
