"""Installing in several workspaces: by an administrator, once, soon, and never by a forger."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

import served
from isthmus.people import Audience
from slack_installed_of_tests import PUBLIC, installable, installed, sign_in
from slack_of_tests import ADA, ANA, Plant, plant
from slack_workspace import RateLimited


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Plant]:
    with installable(tmp_path) as there:
        yield there


def asked(there: Plant) -> dict[str, str]:
    """Give what the page of consent is asked for."""
    response = there.client.get("/slack/install", follow_redirects=False)
    query = parse_qs(urlsplit(response.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


def back(there: Plant, **said: str) -> tuple[int, str]:
    """Come back with these; gives the status and what the page says."""
    response = there.client.get(
        "/slack/oauth_redirect", params=said, headers={"accept": "text/html"}
    )
    return response.status_code, response.text


def test_an_administrator_installs_it_and_it_answers_there(there: Plant) -> None:
    ended = there.slack.install("Ada")

    assert ended.status == HTTPStatus.OK
    assert b"Isthmus is installed in Example Plant" in ended.body
    [made] = installed(there)
    assert made.secrets["bot_token"] == there.slack.token
    there.slack.channel("general", ["Ana"])
    question = there.said("Ana", "general", f"@Isthmus {served.QUESTION}")
    assert "The plant manager is accountable" in there.slack.sees("Ana", "general", question)


def test_a_second_workspace_has_its_own_token_and_people(there: Plant) -> None:
    other = there.slack.team("Second Plant")
    there.slack.user("Dora", "dora@second.example", team=other)
    there.slack.install("Ada")
    there.slack.install("Dora")
    there.slack.channel("north", ["Dora"], team=other)

    question = there.said("Dora", "north", f"@Isthmus {served.QUESTION}")

    assert "The plant manager is accountable" in there.slack.sees("Dora", "north", question)
    tokens = {each.team: each.secrets["bot_token"] for each in installed(there)}
    assert len(set(tokens.values())) == 2
    assert tokens[other.id] == there.slack.state.installation(other.id).token


def test_tokens_are_not_kept_in_plain_text(there: Plant, tmp_path: Path) -> None:
    there.slack.install("Ada")
    there.wiring.close()

    kept = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
    assert kept
    assert not [each for each in kept if there.slack.token.encode() in each]
    assert (tmp_path / "secrets.key").stat().st_mode & 0o077 == 0


def test_a_guest_is_sent_to_sign_in_and_others_than_administrators_are_refused(
    there: Plant,
) -> None:
    served.visit(there.client)
    response = there.client.get("/slack/install", follow_redirects=False)
    assert response.headers["location"] == "/sign-in?next=/slack/install"
    assert "Sign in" in back(there, state="x", code="y")[1]

    sign_in(there, ANA)
    assert there.client.get("/slack/install").status_code == HTTPStatus.FORBIDDEN
    assert back(there, state="x", code="y")[0] == HTTPStatus.FORBIDDEN
    assert there.slack.calls_of("oauth.v2.access") == []


@pytest.mark.parametrize("state", ["x", "x.1.y", "ü.1.y", "", "a.99999999999999.b", "..."])
def test_a_forged_state_is_refused(there: Plant, state: str) -> None:
    ended = there.slack.install("Ada", state=state or " ")

    assert ended.status == HTTPStatus.FORBIDDEN
    assert installed(there) == []


def test_a_state_of_another_browser_is_refused(there: Plant) -> None:
    state = asked(there)["state"]
    sign_in(there, ADA)

    status, page = back(there, state=state, code="stolen")

    assert status == HTTPStatus.FORBIDDEN
    assert "Open /slack/install again" in page


def test_a_state_is_good_once_and_for_ten_minutes(there: Plant) -> None:
    state = asked(there)["state"]
    assert back(there, state=state, error="access_denied")[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert back(there, state=state, code="again")[0] == HTTPStatus.FORBIDDEN

    late = asked(there)["state"]
    there.slack.forward(601)
    assert back(there, state=late, code="late")[0] == HTTPStatus.FORBIDDEN
    assert there.slack.calls_of("oauth.v2.access") == []


def test_who_cancels_at_slack_is_told_that_nothing_was_installed(there: Plant) -> None:
    ended = there.slack.install("Ada", allow=False)

    assert ended.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert b"Nothing was installed" in ended.body
    assert installed(there) == []


def test_exactly_our_scopes_are_asked_for_and_the_way_back_is_ours(there: Plant) -> None:
    said = asked(there)

    assert said["redirect_uri"] == f"{PUBLIC}/slack/oauth_redirect"
    assert set(said["scope"].split(",")) == there.slack.app.scopes
    assert said["client_id"] == there.slack.app.client_id


def test_the_same_workspace_installed_again_has_the_new_token(there: Plant) -> None:
    there.slack.install("Ada")
    [before] = installed(there)
    there.slack.forward(60)
    there.slack.install("Ada")
    [after] = installed(there)

    assert after.secrets["bot_token"] == there.slack.token != before.secrets["bot_token"]
    assert after.installed_at == before.installed_at


def test_a_wrong_client_secret_is_told_with_what_to_do(tmp_path: Path) -> None:
    with installable(tmp_path, slack_client_secret="another") as there:  # noqa: S106 - of tests
        ended = there.slack.install("Ada")

        assert ended.status == HTTPStatus.UNPROCESSABLE_ENTITY
        assert b"bad_client_secret" in ended.body
        assert b"ISTHMUS_SLACK_CLIENT_SECRET" in ended.body
        assert installed(there) == []


def test_slack_being_busy_installs_nothing_and_says_so(there: Plant) -> None:
    there.slack.misbehave("oauth.v2.access", RateLimited(30))
    ended = there.slack.install("Ada")

    assert ended.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert b"/slack/install again" in ended.body
    assert installed(there) == []


def test_who_uninstalls_is_forgotten_with_the_token_and_may_come_back(there: Plant) -> None:
    there.slack.install("Ada")
    there.slack.channel("general", ["Ana"])
    there.said("Ana", "general", f"@Isthmus {served.QUESTION}")
    there.slack.uninstall()
    there.work()

    [gone] = installed(there)
    assert gone.ended_at
    assert gone.secrets == {}
    there.slack.install("Ada")
    [anew] = installed(there)
    assert anew.ended_at is None
    assert anew.secrets["bot_token"] == there.slack.token


def test_a_token_that_was_taken_back_is_forgotten(there: Plant) -> None:
    there.slack.install("Ada")
    there.slack.revoke()
    there.work()

    [gone] = installed(there)
    assert gone.ended_at


def test_a_late_word_of_an_older_token_takes_nothing_from_a_newer_one(there: Plant) -> None:
    there.slack.install("Ada")
    told = there.slack.uninstall()
    there.slack.install("Ada")
    for each in told:
        there.slack.courier.deliver(each)
    there.work()

    [kept] = installed(there)
    assert kept.ended_at is None
    assert kept.secrets["bot_token"] == there.slack.token


def test_nothing_is_known_of_a_channel_of_a_workspace_that_left(there: Plant) -> None:
    there.slack.install("Ada")
    channel = there.slack.channel("general", ["Ana"])
    there.said("Ana", "general", f"@Isthmus {served.QUESTION}")
    place = f"slack:{channel.team}/{channel.id}"
    (way,) = there.channel.ways
    assert way.members(place).members
    there.slack.uninstall()
    there.work()

    assert way.members(place) == Audience(())


def test_what_was_chosen_for_channels_stays_while_the_token_that_is_set_is_good(
    tmp_path: Path,
) -> None:
    with plant(tmp_path) as there:
        there.said("Lea", "general", f"@Isthmus {served.QUESTION}")
        channel = there.slack.state.channel("general")
        place = f"slack:{channel.team}/{channel.id}"
        (way,) = there.channel.ways
        tokens = {"oauth": [], "bot": [there.slack.bot.id]}
        event = {"type": "tokens_revoked", "tokens": tokens}
        there.slack.courier.event(channel.team, event)  # of an older token
        there.work()
        assert way.members(place).members

        there.slack.revoke()
        there.work()
        assert way.members(place) == Audience(())
