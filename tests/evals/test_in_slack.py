"""A leader's question, asked in Slack of what is shipped, through the real index."""

import faulthandler
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from isthmus.channels.model import Answers, Manner
from isthmus.main import wire
from isthmus.settings import Settings
from isthmus.wiring import Wiring
from isthmus_knowledge.embedding import Embedder
from slack_of_tests import LEA, Plant, plant

LEADERS_QUESTION = (
    "Who should be accountable for OT patching, and what does the guidance say about "
    "compensating controls?"
)
A_SCREEN = 2_000  # characters that a leader reads before they tap on anything


@pytest.fixture(scope="module")
def there(
    embedder: Embedder, models: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Plant]:
    faulthandler.cancel_dump_traceback_later()  # on a busy machine indexing takes minutes
    folder = tmp_path_factory.mktemp("leaders") / "data"
    shutil.copytree(models, folder / "models")
    assert embedder.fingerprint
    with capture_logs(), plant(folder, _real) as there:
        yield there


def _real(folder: Path, **settings: object) -> Wiring:
    return wire(Settings(data_dir=folder, **settings))  # type: ignore[arg-type]


def test_a_leader_reads_who_is_accountable_and_what_the_guidance_says(there: Plant) -> None:
    asked = there.said("lea", "general", f"@Isthmus {LEADERS_QUESTION}")
    (answer,) = there.slack.replies(asked)
    seen = there.slack.sees("lea", "general", asked)
    assert "accountable" in seen
    assert "compensating" in seen
    assert "[1]" in seen
    assert len(seen) < A_SCREEN
    assert "accountable" in answer.text  # what a notification says

    there.slack.press("lea", "Show the passages")
    passages = there.slack.sees_modal("lea")
    assert "compensating" in passages


def test_a_place_is_answered_from_its_collections_alone(there: Plant) -> None:
    channel = there.slack.channel("records", ["lea", "ana"])
    place = there.wiring.places.get("slack", there.slack.home_team.id, channel.id)
    manner = Manner(Answers.MENTION, collections=("records",))  # nothing shipped is one
    there.wiring.places.behave(place, manner, LEA)
    asked = there.said("ana", "records", f"@Isthmus {LEADERS_QUESTION}")
    assert "Your documents don't say" in there.slack.sees("ana", "records", asked)
