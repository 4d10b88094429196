"""The way through the page of consent, against an app that follows Slack's rules."""

from urllib.parse import urlencode

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from slack_workspace import NotPossibleError, SlackWorkspace

BACK = "http://testserver/slack/oauth_redirect"


def installable(slack: SlackWorkspace, scope: str = "chat:write,users:read") -> TestClient:
    def begin(_: Request) -> Response:
        asked = {"client_id": slack.app.client_id, "scope": scope, "state": "s1"}
        address = f"{slack.url}/oauth/v2/authorize?{urlencode(asked | {'redirect_uri': BACK})}"
        answer = RedirectResponse(address, 302)
        answer.set_cookie("state", "s1")
        return answer

    def end(request: Request) -> Response:
        if request.query_params["state"] != request.cookies.get("state"):
            return PlainTextResponse("forged", 400)
        if "error" in request.query_params:
            return PlainTextResponse("not allowed", 403)
        granted = WebClient(base_url=slack.api_url).oauth_v2_access(
            client_id=slack.app.client_id,
            client_secret=slack.app.client_secret,
            code=request.query_params["code"],
            redirect_uri=BACK,
        )
        return PlainTextResponse(f"{granted['team']['name']} {granted['scope']}")

    return TestClient(
        Starlette(routes=[Route("/slack/install", begin), Route("/slack/oauth_redirect", end)])
    )


def test_an_app_is_installed_in_another_workspace(slack: SlackWorkspace) -> None:
    other = slack.team("Second Plant")
    slack.user("Dora", team=other)
    slack.connect(installable(slack))
    ended = slack.install("Dora")

    assert ended.body == b"Second Plant chat:write,users:read"
    client = WebClient(slack.state.installation(other.id).token, base_url=slack.api_url)
    assert client.auth_test()["team_id"] == other.id
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel=slack.state.channel("general").id, text="x")


def test_consent_may_be_refused_and_a_forged_state_is_noticed(slack: SlackWorkspace) -> None:
    slack.connect(installable(slack))

    assert slack.install("Ben", allow=False).status == 403
    assert slack.install("Ben", state="other").status == 400


def test_unknown_permissions_are_refused_at_the_page_of_consent(slack: SlackWorkspace) -> None:
    slack.connect(installable(slack, "chat:write,world:rule"))

    with pytest.raises(NotPossibleError, match="world:rule"):
        slack.install("Ben")


def test_a_code_is_good_once(slack: SlackWorkspace) -> None:
    client = WebClient(base_url=slack.api_url)

    with pytest.raises(SlackApiError, match="invalid_code"):
        client.oauth_v2_access(
            client_id=slack.app.client_id, client_secret=slack.app.client_secret, code="x"
        )
    with pytest.raises(SlackApiError, match="bad_client_secret"):
        client.oauth_v2_access(client_id=slack.app.client_id, client_secret="x", code="x")  # noqa: S106
