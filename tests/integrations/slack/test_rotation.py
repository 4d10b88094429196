"""Tokens that expire: renewed before they do, once, by one replica, and none is lost on the way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import served
from isthmus.errors import UnavailableError
from isthmus_integrations.slack.web import BusyError, UnsureError
from slack_installed_of_tests import installable, installed, replica, sign_in
from slack_of_tests import ADA, Plant
from slack_workspace import Broken, RateLimited, Refuses

LIFE = 43_200
HALF_AN_HOUR = 1_800


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Plant]:
    with installable(tmp_path, rotates=True) as there:
        there.slack.install("Ada")
        there.slack.channel("general", ["Ana"])
        yield there


def token(there: Plant) -> str:
    return there.channel.means.workspaces.tokens.of(there.slack.home_team.id)


def renewals(there: Plant) -> int:
    calls = there.slack.calls_of("oauth.v2.access")
    return len([each for each in calls if each.args.get("grant_type") == "refresh_token"])


def answered(there: Plant) -> bool:
    question = there.said("Ana", "general", f"@Isthmus {served.QUESTION}")
    return "The plant manager is accountable" in there.slack.sees("Ana", "general", question)


def test_a_token_is_kept_as_long_as_it_lives(there: Plant) -> None:
    there.slack.forward(LIFE - HALF_AN_HOUR - 60)

    assert answered(there)
    assert renewals(there) == 0


def test_a_token_is_renewed_half_an_hour_before_it_expires(there: Plant) -> None:
    [before] = installed(there)
    there.slack.forward(LIFE - HALF_AN_HOUR + 60)

    assert answered(there)
    [after] = installed(there)
    assert renewals(there) == 1
    assert after.secrets["bot_token"] == there.slack.token != before.secrets["bot_token"]
    assert after.secrets["refresh_token"] != before.secrets["refresh_token"]


def test_after_a_silent_week_the_first_question_is_answered(there: Plant) -> None:
    there.slack.forward(7 * 24 * 3_600)

    assert answered(there)
    assert renewals(there) == 1


def test_it_is_renewed_again_and_again(there: Plant) -> None:
    for _ in range(4):
        there.slack.forward(LIFE - 60)
        assert token(there) == there.slack.token
    assert renewals(there) == 4


def test_a_token_that_slack_calls_expired_is_renewed_and_the_call_made_once_more(
    there: Plant,
) -> None:
    there.slack.misbehave("chat.postMessage", Refuses("token_expired"))

    assert answered(there)
    assert renewals(there) == 1
    assert len(there.slack.calls_of("chat.postMessage")) == 2


def test_two_replicas_renew_it_once(there: Plant, tmp_path: Path) -> None:
    with replica(there, tmp_path) as other:
        tokens = [there.channel.means.workspaces.tokens, other.means.workspaces.tokens]
        there.slack.forward(LIFE - HALF_AN_HOUR + 60)
        team = there.slack.home_team.id
        with ThreadPoolExecutor(8) as hands:
            found = list(hands.map(lambda n: tokens[n % 2].of(team), range(16)))

        assert renewals(there) == 1
        assert tokens[0].of(team) == tokens[1].of(team) == there.slack.token
        assert len(set(found)) <= 2  # the old one is good for another half hour


def test_a_replica_whose_token_was_renewed_by_another_takes_the_new_one(
    there: Plant, tmp_path: Path
) -> None:
    with replica(there, tmp_path) as other:
        old = token(there)
        there.slack.forward(LIFE - HALF_AN_HOUR + 60)
        new = other.means.workspaces.tokens.of(there.slack.home_team.id)

        assert token(there) == new != old
        assert renewals(there) == 1


def test_while_slack_does_not_renew_it_the_old_one_is_used(there: Plant) -> None:
    old = token(there)
    there.slack.forward(LIFE - HALF_AN_HOUR + 60)
    there.slack.misbehave("oauth.v2.access", RateLimited(30))
    there.slack.misbehave("oauth.v2.access", Broken(503, does=False), at_call=2)

    assert token(there) == old
    there.slack.forward(60)
    assert token(there) == old
    there.slack.forward(60)
    assert token(there) == there.slack.token != old


def test_an_expired_one_waits_for_slack(there: Plant) -> None:
    there.slack.forward(LIFE + 60)
    there.slack.misbehave("oauth.v2.access", RateLimited(30))
    with pytest.raises(BusyError):
        token(there)
    there.slack.misbehave("oauth.v2.access", Broken(503, does=False))
    there.slack.forward(60)
    with pytest.raises(UnsureError):
        token(there)
    there.slack.forward(60)

    assert token(there) == there.slack.token


def test_one_that_slack_renews_no_more_says_who_can_help(there: Plant) -> None:
    there.slack.forward(LIFE + 60)
    there.slack.misbehave("oauth.v2.access", Refuses("invalid_refresh_token"))

    with pytest.raises(
        UnavailableError, match=r"Example Plant .*administrator open /slack/install"
    ):
        token(there)


def test_it_is_asked_for_once_a_minute_whatever_happens(there: Plant) -> None:
    there.slack.forward(LIFE - HALF_AN_HOUR + 60)
    there.slack.misbehave("oauth.v2.access", Refuses("invalid_refresh_token"), times=9)
    for _ in range(5):
        token(there)

    assert renewals(there) == 1


def test_installing_anew_ends_the_trouble(there: Plant) -> None:
    there.slack.forward(LIFE + 60)
    there.slack.misbehave("oauth.v2.access", Refuses("invalid_refresh_token"))
    with pytest.raises(UnavailableError):
        token(there)
    sign_in(there, ADA)
    there.slack.install("Ada")

    assert answered(there)
