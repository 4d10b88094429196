"""A conversation as a page and as a picture."""

from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from slack_workspace import Message, SlackWorkspace
from slack_workspace.picture import CHROMIUM

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)>"


@pytest.fixture
def answered(client: WebClient, asked: Message) -> Message:
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    row = [{"type": "raw_text", "text": one} for one in ("Patch <b>", "R", "A")]
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": HOSTILE}},
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*Ana* decides. {escaped}"}},
        {"type": "table", "rows": [row, row]},
        {
            "type": "actions",
            "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Share"}}],
        },
    ]
    client.chat_postMessage(channel=asked.channel, thread_ts=asked.ts, text="x", blocks=blocks)
    return asked


def test_nothing_that_was_said_becomes_markup(slack: SlackWorkspace, answered: Message) -> None:
    page = slack.page("general")

    assert "<script" not in page
    assert "<img" not in page
    assert "<b>Ana</b> decides." in page
    assert "<td>Patch &lt;b&gt;</td>" in page
    assert ">Share</button>" in page
    assert answered.thread in {one.thread for one in slack.messages("general")}


@pytest.mark.skipif(not CHROMIUM.exists(), reason="a picture needs Chromium")
def test_a_picture_is_shot(slack: SlackWorkspace, answered: Message, tmp_path: Path) -> None:
    path = slack.picture("general", tmp_path / "general.png", thread=answered)

    assert path.read_bytes().startswith(b"\x89PNG")
