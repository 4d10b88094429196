"""The settings of chat platforms; `settings.py` reads them from the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import NoDecode


class ChatSettings(BaseModel):
    """How Slack and Microsoft Teams are reached; both are off where nothing is set."""

    slack_signing_secret: SecretStr | None = Field(
        default=None,
        description="Signing secret of the Slack app: by it we know that a request comes from "
        "Slack. Needed unless `ISTHMUS_SLACK_APP_TOKEN` is set.",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="Bot token (`xoxb-…`) of the one Slack workspace we are in."
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        description="App-level token (`xapp-…`) for Socket Mode, with which Slack needs no way in "
        "to this machine.",
    )
    slack_client_id: str = Field(
        default="",
        description="Client id of the Slack app, to be installed in several workspaces at "
        "`/slack/install`.",
    )
    slack_client_secret: SecretStr | None = Field(
        default=None, description="Client secret that goes with it."
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        pattern=r"^https?://[^\s/]+.*$",
        description="Base address of Slack's Web API, where a proxy stands before it.",
    )
    slack_reaction: str = Field(
        default="pushpin",
        pattern=r"^[a-z0-9_+'-]+$",
        description="Emoji with which a message in Slack is offered as an action item, or `off`.",
    )

    teams_client_id: str = Field(
        default="",
        description="Client id of the Entra app registration behind the Teams bot; Teams is off "
        "where it is not set.",
    )
    teams_client_secret: SecretStr | None = Field(
        default=None, description="Client secret that goes with it."
    )
    teams_certificate: Path | None = Field(
        default=None,
        description="PEM file with the registration's certificate and its private key, in place "
        "of a client secret.",
    )
    teams_managed_identity: bool = Field(
        default=False,
        description="Whether the bot is the managed identity of the machine it runs on, which "
        "needs neither secret nor certificate.",
    )
    teams_tenant_id: str = Field(
        default="",
        description="The one tenant that is answered; every tenant where it is not set and the "
        "registration is for several.",
    )
    teams_openid_metadata_url: str = Field(
        default="https://login.botframework.com/v1/.well-known/openidconfiguration",
        pattern=r"^https?://[^\s/]+.*$",
        description="Where the keys are told by which Teams signs; another one in national clouds.",
    )
    teams_token_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^\s/]+.*$",
        description="Where our own tokens come from, for other authorities than Microsoft's "
        "public one.",
    )
    teams_service_urls: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(
            "https://smba.trafficmanager.net/",
            "https://smba.infra.gcc.teams.microsoft.com/",
            "https://smba.infra.gov.teams.microsoft.us/",
            "https://smba.infra.dod.teams.microsoft.us/",
        ),
        description="Addresses of Teams that are written to, separated by commas; whatever names "
        "another one is refused.",
    )
