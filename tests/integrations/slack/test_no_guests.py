"""Where guests are off, Slack shows nothing of documents to people without an account here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from isthmus.jobs.model import State
from slack_of_tests import Plant, plant

CONTROLS = "what does the policy say about compensating controls?"
SAYS = "the asset owner documents a compensating control"
HAVE = "people who have an account here"
ALONG = "read along here"


@pytest.fixture(params=["http", "socket"])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plant]:
    by_socket = request.param == "socket"
    with capture_logs(), plant(tmp_path, by_socket=by_socket, guests=False) as there:
        there.slack.user("Gus", "gus@vendor.example", is_restricted=True)
        yield there


def test_a_guest_is_told_that_an_account_is_needed(there: Plant) -> None:
    there.said("gus", "dm", CONTROLS)
    seen = there.slack.sees("gus", "dm")
    assert HAVE in seen
    assert SAYS not in seen
    there.slack.open_home("gus")
    there.work()
    assert HAVE in there.slack.sees_home("gus")


def test_a_guest_opens_no_window(there: Plant) -> None:
    there.slack.channel("mixed", ["ana", "gus"])
    there.slack.command("gus", "/isthmus", "settings", where="mixed")
    there.work()
    assert there.slack.sees_modal("gus") == ""
    assert HAVE in there.slack.sees("gus", "mixed")


def test_where_a_guest_reads_along_only_who_asks_is_told_so(there: Plant) -> None:
    there.slack.channel("mixed", ["ana", "ben", "gus"])
    asked = there.said("ana", "mixed", f"@Isthmus {CONTROLS}")
    assert ALONG in there.slack.sees("ana", "mixed", asked)
    theirs = there.said("gus", "mixed", f"@Isthmus {CONTROLS}")
    assert HAVE in there.slack.sees("gus", "mixed", theirs)
    for other in ("ana", "ben", "gus"):
        seen = there.slack.sees(other, "mixed", asked) + there.slack.sees(other, "mixed", theirs)
        assert SAYS not in seen
    assert there.slack.replies(asked) == there.slack.replies(theirs) == []


def test_people_with_accounts_are_answered_as_ever(there: Plant) -> None:
    asked = there.said("ana", "general", f"@Isthmus {CONTROLS}")
    assert SAYS in there.slack.sees("ben", "general", asked)


def test_a_guest_who_comes_before_an_answer_is_sent_does_not_read_it(there: Plant) -> None:
    channel = there.slack.channel("mixed", ["ana", "ben"])
    asked = there.slack.say("ana", "mixed", f"@Isthmus {CONTROLS}")
    there.wiring.durable.worker().run_due(stopping=lambda: _is_to_be_sent(there))
    there.slack.join("gus", channel)
    there.work()
    seen = there.slack.sees("gus", "mixed", asked)
    assert ALONG in seen
    assert SAYS not in seen


def _is_to_be_sent(there: Plant) -> bool:
    return any(job.kind == "channels.send" for job in there.jobs(State.WAITING))
