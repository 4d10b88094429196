"""The table of parity, found by trying each channel.

`.venv/bin/python tests/parity_of_tests.py` writes it to docs/parity.md. What is hand-written stands
in integrations/parity.yaml: a sentence for each command, the console's place, and reasons.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from parity.by_command import command_row, names
from parity.by_element import element_row
from parity.examples import EXAMPLES
from parity.written import Routes

KEPT: Final = Path(__file__).parents[1] / "docs" / "parity.md"
CHANNELS: Final = ("Slack", "Teams", "console", "terminal")
_ABOUT: Final = """# Parity of channels

What can be asked for, and what replies are made of, in Slack, Microsoft Teams, the console and the
terminal. This file is made by trying each of them, so it is not written by hand:
`.venv/bin/python tests/parity_of_tests.py` makes it anew, and a test compares it.

**full** says how it is reached, or as what it is shown; **degraded** says what is missing and why;
**no** says why not. Slack and Teams hear the same words: a mention, a message to the bot alone, or
(in Slack) `/isthmus …`. The console hears them in the box of its first page (`POST /ask`) and shows
the reply as a page; a question is answered there in a conversation of its own. What a chart may say
as well as documents is asked of a chart below its reply, or where it is named. Beside that its
column names the addresses that do the same. `--press` is `isthmus say --press COMMAND`.
"""


def table(folder: Path) -> str:
    """Give the whole file."""
    routes = Routes(folder)
    by_command = [command_row(each, routes) for each in names()]
    by_element = [element_row(each, routes) for each in EXAMPLES]
    parts = [
        _ABOUT,
        "## Commands\n",
        _table_of(("command", "say, for example", *CHANNELS), by_command),
        "\n## Elements of a reply\n",
        _table_of(("element", *CHANNELS), by_element),
    ]
    return "\n".join(parts) + "\n"


def _table_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines = [" | ".join(each.replace("|", "\\|") for each in row) for row in rows]
    return "\n".join([*head, *(f"| {each} |" for each in lines)])


if __name__ == "__main__":
    with TemporaryDirectory() as kept:
        KEPT.write_text(table(Path(kept)), "utf-8")
