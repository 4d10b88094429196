"""The settings for Slack, as they have to be for it to start."""

from dataclasses import dataclass, field
from typing import Final

from pydantic import SecretStr

from isthmus.errors import InvalidError
from isthmus.settings import Settings

PLATFORM: Final = "slack"
OFF: Final = "off"
UNSIGNED: Final = (
    "Set ISTHMUS_SLACK_SIGNING_SECRET (on the app's page Basic Information): without it anybody "
    "could write in Slack's name. Or set ISTHMUS_SLACK_APP_TOKEN for Socket Mode."
)
NO_WORKSPACE: Final = (
    "Set ISTHMUS_SLACK_BOT_TOKEN for one workspace, or ISTHMUS_SLACK_CLIENT_ID and "
    "ISTHMUS_SLACK_CLIENT_SECRET for several."
)
HALF_A_CLIENT: Final = (
    "ISTHMUS_SLACK_CLIENT_ID and ISTHMUS_SLACK_CLIENT_SECRET go together: set both, or neither."
)
OTHER_THAN_A_BOTS: Final = (
    "ISTHMUS_SLACK_BOT_TOKEN has to be a bot token, which begins with xoxb-. One that begins with "
    "xoxe. expires: have the workspace installed at /slack/install in place of setting it."
)
OTHER_THAN_AN_APPS: Final = (
    "ISTHMUS_SLACK_APP_TOKEN has to be an app-level token, which begins with xapp-."
)


@dataclass(frozen=True)
class Configured:
    """What was set; each is "" where it was not."""

    signing_secret: str = field(default="", repr=False)
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    reaction: str = ""
    base_url: str = ""

    @property
    def is_set(self) -> bool:
        tokens = (self.bot_token, self.app_token, self.client_id, self.client_secret)
        return any((self.signing_secret, *tokens))

    def checked(self) -> "Configured":
        """Give it back; raises InvalidError where Slack could not work, or could be imitated."""
        for wrong, said in self._contradictions():
            if wrong:
                raise InvalidError(f"Slack is not set up completely. {said}")
        return self

    def _contradictions(self) -> tuple[tuple[bool, str], ...]:
        bot, app = self.bot_token, self.app_token
        return (
            (not self.signing_secret and not app, UNSIGNED),
            (not bot and not self.client_id, NO_WORKSPACE),
            (bool(self.client_id) != bool(self.client_secret), HALF_A_CLIENT),
            (bool(bot) and not bot.startswith("xoxb-"), OTHER_THAN_A_BOTS),
            (bool(app) and not app.startswith("xapp-"), OTHER_THAN_AN_APPS),
        )


def configured(settings: Settings) -> Configured:
    """Give what the settings say of Slack, blanks around secrets left out."""
    return Configured(
        signing_secret=_plain(settings.slack_signing_secret),
        bot_token=_plain(settings.slack_bot_token),
        app_token=_plain(settings.slack_app_token),
        client_id=settings.slack_client_id.strip(),
        client_secret=_plain(settings.slack_client_secret),
        api_url=settings.slack_api_url,
        reaction="" if settings.slack_reaction == OFF else settings.slack_reaction,
        base_url=settings.base_url,
    )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value().strip() if secret else ""
