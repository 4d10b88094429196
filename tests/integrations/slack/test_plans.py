"""What is said in steps is shown as a plan in Slack; its button does each step once."""

from isthmus.people import OPERATOR
from slack_of_tests import Plant

PLAN = "add action: call the vendor by Friday, then add action: test the modem by Friday"


def test_a_plan_is_shown_and_done_once_by_whoever_asked(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {PLAN}")
    assert "Understood as 2 steps" in there.slack.sees("ben", "general", asked)
    assert _actions(there) == []
    there.slack.press("ben", "Do all of it")
    there.work()
    assert _actions(there) == []
    there.slack.press("ana", "Do all of it")
    there.work()
    assert "Steps 1 and 2 are done." in there.slack.sees("ben", "general", asked)
    there.forward(5)
    there.slack.press("ana", "Do all of it")
    there.slack.press("ana", "Only step 2")
    there.work()
    assert _actions(there) == ["Call the vendor", "Test the modem"]


def _actions(there: Plant) -> list[str]:
    listed = there.wiring.actions.listed(OPERATOR).actions
    return sorted(each.title for each in listed)
