"""Deliveries of Slack pass the guards of our pages: they are signed, large, and no visits."""

from collections.abc import Iterator
from json import dumps
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from isthmus.app import BODY_LIMIT
from slack_of_tests import Plant, plant

QUESTION = "@Isthmus what does the policy say about compensating controls?"


@pytest.fixture
def without_guests(tmp_path: Path) -> Iterator[Plant]:
    with capture_logs(), plant(tmp_path, guests=False) as there:
        yield there


def test_who_has_an_account_is_answered_where_everybody_has_to_sign_in(
    without_guests: Plant,
) -> None:
    asked = without_guests.said("ana", "general", QUESTION)
    assert len(without_guests.slack.replies(asked)) == 1


def test_a_long_message_comes_through(there: Plant) -> None:
    asked = there.said("ana", "general", f"{QUESTION} {'please ' * 5_000}")
    there.slack.edit("ana", asked, f"{QUESTION} {'quickly ' * 4_000}")
    there.work()
    assert max(len(dumps(each.payload)) for each in there.slack.deliveries) > BODY_LIMIT
    assert all(each.acked for each in there.slack.deliveries)
    assert len(there.slack.replies(asked)) >= 1
