"""Slack starts where its settings fit together, and says what is missing where they do not."""

from pathlib import Path
from typing import Any

import pytest

from channels_of_tests import host_of
from isthmus.errors import InvalidError
from isthmus.settings import Settings
from isthmus.storage import Storage
from isthmus_integrations.slack import channel
from isthmus_integrations.slack.configured import configured

CLIENT = {"slack_client_id": "1.2", "slack_client_secret": "c0nf1d3nt"}
SIGNED = {"slack_signing_secret": "s3cr3t", "slack_bot_token": "xoxb-1"}


def settings(**given: Any) -> Settings:  # noqa: ANN401 - any setting
    return Settings(data_dir=Path("no-such-folder"), **given)


def test_without_settings_there_is_no_slack(sqlite_storage: Storage) -> None:
    assert channel(host_of(sqlite_storage, settings=settings())) is None


@pytest.mark.parametrize(
    "given",
    [
        SIGNED,
        {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"},
        {"slack_signing_secret": "s", "slack_client_id": "1.2", "slack_client_secret": "c"},
    ],
)
def test_each_way_of_setting_it_up_starts(sqlite_storage: Storage, given: dict[str, str]) -> None:
    made = channel(host_of(sqlite_storage, settings=settings(**given)))
    assert made is not None
    assert made.name == "slack"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"slack_bot_token": "xoxb-1"}, "SIGNING_SECRET"),
        ({"slack_bot_token": "xoxb-1", "slack_signing_secret": " \t"}, "SIGNING_SECRET"),
        ({"slack_signing_secret": "s"}, "BOT_TOKEN"),
        ({"slack_app_token": "xapp-1"}, "BOT_TOKEN"),
        ({"slack_signing_secret": "s", "slack_client_id": "1.2"}, "CLIENT_SECRET"),
        ({**SIGNED, "slack_client_secret": "c"}, "CLIENT_ID"),
        ({**SIGNED, "slack_bot_token": "xapp-1"}, "xoxb-"),
        ({**SIGNED, "slack_app_token": "xoxb-1"}, "xapp-"),
    ],
)
def test_half_a_setup_is_refused_with_what_is_missing(
    sqlite_storage: Storage, given: dict[str, str], missing: str
) -> None:
    with pytest.raises(InvalidError, match=missing):
        channel(host_of(sqlite_storage, settings=settings(**given)))


def test_no_secret_shows_where_settings_are_printed() -> None:
    given = settings(**SIGNED, **CLIENT)
    shown = repr(given) + repr(configured(given))
    assert not any(each in shown for each in ("s3cr3t", "xoxb-1", "c0nf1d3nt"))


def test_the_reaction_can_be_switched_off() -> None:
    assert configured(settings()).reaction == "pushpin"
    assert configured(settings(slack_reaction="off")).reaction == ""
